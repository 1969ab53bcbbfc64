"""`record`: a notebook's answers and outputs, changed together or not at all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers import cost
from helpers.commands import record
from helpers.replay.cassette import Cassette

from .. import disk
from ..simulator import running

pytestmark = pytest.mark.kernel

KEY = "sk-ant-api03-refused-0123456789"

# Without an SDK: importing one takes longer than all the rest.
ASK = """
import os, httpx2
from helpers import OPENAI_MODEL

base = os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1")
answer = httpx2.post(
    base + "/chat/completions",
    headers={"authorization": f"Bearer {os.environ['OPENAI_API_KEY']}"},
    json={"model": OPENAI_MODEL, "messages": [{"role": "user", "content": "Say hello"}]},
    timeout=60,
)
for word in ["a", "b"]:
    print(word, flush=True)
answer.json()["choices"][0]["message"]["content"]
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    says = {"Say hello": ["Hello."], "Say goodbye": ["Bye."], "Sample": ["first", "second"]}
    script = [{"user": asked, "samples": texts} for asked, texts in says.items()]
    with running(script, pace=0) as simulator:
        for name, value in simulator.environment.items():
            monkeypatch.setenv(name, value)
        yield tmp_path


def notebook(folder: Path, *sources: str) -> Path:
    cells = [new_code_cell("from helpers import start\n\nstart('01_first')")]
    cells += [new_code_cell(source) for source in sources]
    cells[-1].metadata = nbformat.from_dict({"collapsed": True, "tags": ["snippet"]})
    path = folder / "01_first.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_it_keeps_the_answers_and_shows_what_a_learner_sees(course: Path) -> None:
    path = notebook(course, ASK)
    assert record.main([]) == 0
    assert len(Cassette.load(course / "cassettes" / "01_first.yaml").interactions) == 1
    recorded = nbformat.read(path, 4)
    banner, answer = (cell.outputs for cell in recorded.cells)
    assert "replay" in banner[0].data["text/plain"]
    assert [o.get("text") or o.data["text/plain"] for o in answer] == ["a\nb\n", "'Hello.'"]
    assert recorded.cells[-1].metadata == {"tags": ["snippet"]}
    assert os.listdir(course / "cassettes" / "recording") == []


def test_a_cell_that_fails_changes_nothing(course: Path) -> None:
    path = notebook(course, ASK)
    assert record.main([]) == 0
    cassette = course / "cassettes" / "01_first.yaml"
    broken = notebook(course, ASK, "1 / 0").read_bytes()
    before = cassette.read_bytes()
    assert record.main([]) == 1
    assert cassette.read_bytes() == before
    assert path.read_bytes() == broken


def test_cells_about_replay_are_left_out_of_a_recording(course: Path) -> None:
    only_replayed = new_code_cell("print('replayed')")
    only_replayed.metadata = nbformat.from_dict({"tags": ["replay-only"]})
    path = notebook(course, ASK, "import os\nassert os.environ['LESSON_MODE']")
    document = nbformat.read(path, 4)
    document.cells.insert(1, only_replayed)
    document.cells[1].source = "import os\nassert os.environ['LESSON_MODE'] == 'replay'"
    nbformat.write(document, path)
    assert record.main([]) == 0


def test_if_the_new_recording_cannot_be_replayed_the_old_one_stays(course: Path) -> None:
    notebook(course, ASK)
    assert record.main([]) == 0
    cassette = course / "cassettes" / "01_first.yaml"
    before = cassette.read_bytes()
    notebook(course, ASK, "import os\nassert os.environ['LESSON_MODE'] == 'record'")
    assert record.main([]) == 1
    assert cassette.read_bytes() == before


def test_it_says_what_it_will_cost_how_far_it_is_and_what_has_changed(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook(course, ASK)
    assert record.main([]) == 0
    capsys.readouterr()
    notebook(course, ASK.replace("Say hello", "Say goodbye").replace('"b"', '"c"'))
    assert record.main([]) == 0
    told, progress = capsys.readouterr()
    first, *rest = told.splitlines()
    assert "cost about $0.0000" in first and "nobody knows" not in first and cost.prices() in first
    assert "01_first: recording" in progress and "01_first: replaying" in progress
    assert [line for line in rest if line.startswith(("  +", "  -"))] == [
        "  + POST /v1/chat/completions Say goodbye (200)",
        "  - POST /v1/chat/completions Say hello (200)",
    ]


def test_outputs_that_change_are_shown(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = notebook(course, ASK)
    assert record.main([]) == 0
    path.write_text(path.read_text("utf-8").replace('"a\\n"', '"z\\n"'), "utf-8")
    capsys.readouterr()
    assert record.main(["--outputs-only"]) == 0
    assert "    -z\n    +a\n" in capsys.readouterr().out
    assert record.main(["--outputs-only"]) == 0
    assert capsys.readouterr().out == "01_first: outputs stored\n"


def test_another_model_is_noticed_before_anything_is_sent(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook(course, ASK)
    monkeypatch.setenv("ANTHROPIC_MODEL", "another")
    with pytest.raises(SystemExit):
        record.main([])
    assert "ANTHROPIC_MODEL" in capsys.readouterr().err
    assert not (course / "cassettes").exists()


def test_a_key_that_is_refused_is_noticed_before_anything_costs(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook(course, ASK)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with pytest.raises(SystemExit):
        record.main([])
    shown = capsys.readouterr().err
    assert "Anthropic" in shown and "401" in shown and KEY not in shown
    assert not (course / "cassettes").exists()


def test_what_was_paid_for_is_not_asked_again(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = notebook(course, ASK.replace("Say hello", "Sample"), "1 / 0")
    assert record.main([]) == 1
    assert "record --resume 01" in capsys.readouterr().err
    notebook(course, ASK.replace("Say hello", "Sample"))
    assert record.main(["--resume", "01"]) == 0
    assert "'first'" in str(nbformat.read(path, 4).cells[1].outputs)
    assert record.main(["01"]) == 0
    assert "'second'" in str(nbformat.read(path, 4).cells[1].outputs)


def test_recording_and_notebook_change_together_or_not_at_all(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = notebook(course, ASK)
    assert record.main([]) == 0
    cassette = course / "cassettes" / "01_first.yaml"
    notebook(course, ASK.replace("Say hello", "Sample"))
    before = cassette.read_bytes(), path.read_bytes()
    replace = os.replace

    def stopped(source: Path, target: Path) -> None:
        if Path(target) == path:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt, match="01_first is as it was"):
        record.main([])
    assert (cassette.read_bytes(), path.read_bytes()) == before
    assert sorted(os.listdir(course)) == ["01_first.ipynb", "cassettes"]
    kept = Cassette.load(course / "cassettes" / "recording" / "01_first.yaml")
    assert "Sample" in kept.interactions[0].request_body  # nothing that was paid for is lost


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
def test_a_full_disk_changes_nothing(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = notebook(course, ASK)
    assert record.main([]) == 0
    notebook(course, ASK, "print('a line\\n' * 50_000)")
    cassette = course / "cassettes" / "01_first.yaml"
    before = cassette.read_bytes(), path.read_bytes()
    monkeypatch.setenv("IPYTHONDIR", str(course / "cassettes"))  # kernels keep a history
    with disk.full(300_000):
        assert record.main([]) == 1
    assert "record --resume 01" in capsys.readouterr().err
    assert (cassette.read_bytes(), path.read_bytes()) == before
    assert sorted(os.listdir(course)) == ["01_first.ipynb", "cassettes"]


@pytest.mark.skipif(os.name == "nt", reason="there, Ctrl-C cannot be sent to one process")
def test_ctrl_c_while_a_kernel_starts(course: Path) -> None:
    """At a random moment of the start, which has several."""
    notebook(course, ASK)
    for seconds in (0, 0.3):
        command = [sys.executable, "-m", "helpers", "record"]
        with subprocess.Popen(command, cwd=course, stderr=subprocess.PIPE, text=True) as running:
            assert running.stderr is not None
            seen = ""
            while "recording:" not in seen and running.poll() is None:
                seen += running.stderr.read(1)
            time.sleep(seconds)
            running.send_signal(signal.SIGINT)
            told = running.communicate(timeout=30)[1]
        assert running.returncode == 130 and "Traceback" not in told
    assert not (course / "cassettes" / "01_first.yaml").exists()


@pytest.mark.skipif(os.name == "nt", reason="there, Ctrl-C cannot be sent to one process")
def test_ctrl_c_ends_it_in_one_sentence(course: Path) -> None:
    path = notebook(course, ASK, "import time\ntime.sleep(60)")
    before = path.read_bytes()
    command = [sys.executable, "-m", "helpers", "record"]
    with subprocess.Popen(command, cwd=course, stderr=subprocess.PIPE, text=True) as running:
        recording = course / "cassettes" / "recording" / "01_first.yaml"
        while not recording.exists() and running.poll() is None:
            time.sleep(0.05)
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        told = running.communicate(timeout=30)[1]
    assert running.returncode == 130
    *_, sentence = told.splitlines()
    assert sentence.startswith("Stopped. 01_first is as it was.")
    assert "Traceback" not in told
    assert path.read_bytes() == before
    assert not (course / "cassettes" / "01_first.yaml").exists()


def test_without_keys_it_says_so(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook(course, ASK)
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(SystemExit):
        record.main([])
    assert "OPENAI_API_KEY" in capsys.readouterr().err


def test_an_unknown_lesson_is_named(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notebook(course, ASK)
    with pytest.raises(SystemExit):
        record.main(["07"])
    assert "01_first" in capsys.readouterr().err
