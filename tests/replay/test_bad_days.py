"""What may befall a lesson from outside: whatever it is, nothing that was recorded is lost."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import openai
import pytest

from helpers import wire
from helpers.lessons import ROOT
from helpers.models import OPENAI_MODEL
from helpers.problems import Unrepeatable
from helpers.replay.cassette import Cassette
from helpers.replay.seam import install
from helpers.replay.session import Session

from .. import disk
from ..recorded import MODEL, cassette, openai_chat
from ..shell import run_cells
from ..simulator import running

pytestmark = pytest.mark.kernel

KEEPING = """
import sys
from pathlib import Path
from helpers.replay.cassette import Cassette
from helpers.replay.session import Session
from tests.recorded import openai_chat
session = Session("a lesson", "record", Cassette("", ""), Path(sys.argv[1]), 0)
for number in range(int(sys.argv[2])):
    session.keep(number, openai_chat(f"{sys.argv[3]} {number}", "a long answer " * 200), "api")
    print(number, flush=True)
"""


def keeping(path: Path, how_many: int, word: str = "q") -> subprocess.Popen[str]:
    """A process that keeps so many answers, one after the other, and says which is kept."""
    command = [sys.executable, "-c", KEEPING, str(path), str(how_many), word]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=-1, stderr=-1)


def test_killed_while_recording_nothing_is_lost_that_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "recording.yaml"
    with keeping(path, 10_000) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == 20:
                process.kill()
                break
        rest = process.stdout.read().split()
    kept = int(rest[-1]) if rest else 20
    assert len(Cassette.load(path).interactions) in (kept + 1, kept + 2)


def test_two_that_record_one_lesson_leave_a_whole_recording(tmp_path: Path) -> None:
    path = tmp_path / "recording.yaml"
    both = [keeping(path, 30, word) for word in ("one", "two")]
    for process in both:
        assert process.communicate()[1] == ""
    prompts = " ".join(kept.request_body for kept in Cassette.load(path).interactions)
    assert any(
        all(f'"{word} {number}"' in prompts for number in range(30)) for word in ("one", "two")
    )
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
def test_a_full_disk_leaves_what_was_recorded(tmp_path: Path) -> None:
    path = tmp_path / "recording.yaml"
    cassette(openai_chat("hi")).save(path)
    before = path.read_bytes()
    with disk.full(10_000), pytest.raises(OSError):
        cassette(openai_chat("hi", "long " * 10_000)).save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_recorded_is_not_paid_for_again(tmp_path: Path) -> None:
    kept = tmp_path / "recording" / "a.yaml"
    kept.parent.write_text("a file, where a folder should be", "utf-8")
    with running([{"user": "hi", "text": "Hello."}], pace=0) as api:
        wire.clear()
        install(Session("a lesson", "record", Cassette("", ""), kept, 0))
        with (
            openai.OpenAI(base_url=api.openai_base_url, api_key=api.openai_key) as client,
            pytest.raises(Unrepeatable, match="could not be kept"),
        ):
            client.chat.completions.create(
                model=OPENAI_MODEL, messages=[{"role": "user", "content": "hi"}]
            )
    assert len(wire.log()) == 1


LIVE = """
import sys
from pathlib import Path
import openai
from helpers.models import OPENAI_MODEL
from helpers.replay.cassette import Cassette
from helpers.replay.seam import install
from helpers.replay.session import Session
install(Session("a lesson", "auto", Cassette("", ""), Path(sys.argv[1]), 0))
client = openai.OpenAI(base_url=sys.argv[2], api_key=sys.argv[3])
asked = dict(model=OPENAI_MODEL, messages=[dict(role="user", content="hi")])
client.chat.completions.create(**asked)
for chunk in client.chat.completions.create(**asked, stream=True):
    print("a part", flush=True)
"""


def test_killed_in_a_live_stream_what_was_kept_before_is_there(tmp_path: Path) -> None:
    kept = tmp_path / "a.yaml"
    with running([{"user": "hi", "text": "word " * 2000}], pace=1) as api:
        command = [sys.executable, "-c", LIVE, str(kept), api.openai_base_url, api.openai_key]
        with subprocess.Popen(command, cwd=ROOT, text=True, stdout=-1) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "a part\n"
            process.kill()
    (answer,) = Cassette.load(kept).interactions
    assert "stream" not in answer.request_body
    assert list(tmp_path.iterdir()) == [kept]


def test_a_thousand_requests_in_flight(tmp_path: Path) -> None:
    answers = [openai_chat(f"q{number}", f"a{number}") for number in range(1000)]
    install(Session("a lesson", "replay", cassette(*answers), tmp_path / "unused", 0))

    async def ask(client: openai.AsyncOpenAI, number: int) -> str | None:
        messages = [{"role": "user", "content": f"q{number}"}]
        answer = await client.chat.completions.create(model=MODEL, messages=messages)
        return answer.choices[0].message.content

    async def all_of_them() -> list[str | None]:
        async with openai.AsyncOpenAI(api_key="none") as client:
            return await asyncio.gather(*(ask(client, number) for number in range(1000)))

    assert asyncio.run(all_of_them()) == [f"a{number}" for number in range(1000)]


def test_a_wrong_clock_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(Session("a lesson", "replay", cassette(openai_chat("hi")), tmp_path / "unused", 1))
    for wrong in (0.0, 4e9):
        monkeypatch.setattr(time, "time", lambda wrong=wrong: wrong)
        messages = [{"role": "user", "content": "hi"}]
        client = openai.OpenAI(api_key="none")
        assert client.chat.completions.create(model=MODEL, messages=messages).choices


def test_after_an_interrupt_in_a_stream_the_next_cell_has_it_whole() -> None:
    start = 'from helpers import start\nstart("04")'
    prepare = (
        "import signal, openai\n"
        "from helpers import lessons\n"
        "from helpers.replay.cassette import Cassette\n"
        "import json\n"
        'recorded = Cassette.load(lessons.recording(lessons.full_name("04"))).interactions\n'
        'asked = next(json.loads(r.request_body) for r in recorded if "chat" in r.target\n'
        "             and '\"stream\": true' in r.request_body)\n"
        "client = openai.OpenAI()"
    )
    broken = (
        "for number, chunk in enumerate(client.chat.completions.create(**asked)):\n"
        "    if number == 3:\n"
        "        signal.raise_signal(signal.SIGINT)"
    )
    whole = "print(len(list(client.chat.completions.create(**asked))) > 4)"
    shown = run_cells(start, prepare, broken, whole).stdout
    interrupted, _, after = shown.partition("KeyboardInterrupt")
    assert "True" not in interrupted and "True" in after
    assert len(after.splitlines()) < 15
