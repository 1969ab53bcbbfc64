"""`record`: a notebook's answers and outputs, changed together or not at all."""

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.commands import record
from helpers.replay.cassette import Cassette

from ..simulator import running

pytestmark = pytest.mark.kernel

# Without an SDK: importing one takes longer than all the rest.
ASK = """
import os, httpx2
from helpers import OPENAI_MODEL

base = os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1")
answer = httpx2.post(
    base + "/chat/completions",
    headers={"authorization": f"Bearer {os.environ['OPENAI_API_KEY']}"},
    json={"model": OPENAI_MODEL, "messages": [{"role": "user", "content": "Say hello"}]},
)
for word in ["a", "b"]:
    print(word, flush=True)
answer.json()["choices"][0]["message"]["content"]
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    with running([{"user": "Say hello", "text": "Hello."}], pace=0) as simulator:
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
