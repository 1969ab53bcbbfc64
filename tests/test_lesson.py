"""`start`: the first cell of every lesson."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import anthropic
import openai
import pytest
import tiktoken

from helpers import capabilities, cost, start, wire
from helpers.problems import LessonProblem
from helpers.replay import guard
from helpers.replay.miss import NotRecorded

from .recorded import MODEL, cassette, openai_chat
from .shell import run_cells


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one lesson, 01_first, and its recording."""
    (tmp_path / "01_first.ipynb").write_text("{}", "utf-8")
    cassette(openai_chat("hi", "recorded")).save(tmp_path / "cassettes" / "01_first.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def write(text: str) -> None:
        path = tmp_path / "my.env"
        path.write_text(text, "utf-8")
        monkeypatch.setenv("LESSON_ENV_FILE", str(path))

    return write


def ask(prompt: str) -> str:
    messages = [{"role": "user", "content": prompt}]
    answer = openai.OpenAI().chat.completions.create(model=MODEL, messages=messages)
    return answer.choices[0].message.content


def test_without_a_key_it_replays_and_says_so(course: Path) -> None:
    banner = start("01_first")
    assert ask("hi") == "recorded"
    for shown in (repr(banner), banner._repr_html_()):
        assert "replay" in shown and "stand-in" in shown and "2026-11-22" in shown


def test_it_can_be_called_again(course: Path) -> None:
    start("01_first")
    ask("hi")
    start("01_first")
    assert wire.log() == []
    assert ask("hi") == "recorded"


def test_in_replay_nothing_leaves_the_machine(course: Path) -> None:
    start("01_first")
    with pytest.raises(guard.LeavesThisMachine):
        socket.create_connection(("192.0.2.1", 9))


def test_a_key_in_the_file_goes_to_the_api_for_what_is_not_recorded(
    course: Path, env: Callable[[str], None]
) -> None:
    env("OPENAI_API_KEY=sk-not-a-key-0123456789\nOPENAI_BASE_URL=http://127.0.0.1:9/v1\n")
    banner = start("01_first")
    assert ask("hi") == "recorded"
    with pytest.raises(openai.APIConnectionError):
        openai.OpenAI(max_retries=0).chat.completions.create(model=MODEL, messages=[])
    assert "sk-" not in repr(banner) + banner._repr_html_()
    assert "personal" in repr(banner)


def test_the_stand_in_key_of_replay_is_gone_when_it_goes_live(
    course: Path, env: Callable[[str], None]
) -> None:
    start("01_first")
    env("LESSON_MODE=live\n")
    start("01_first")
    assert "OPENAI_API_KEY" not in os.environ


ASTRA = next(model for model in capabilities.OPENAI if model.endswith("astra"))


@pytest.mark.parametrize(("model", "refuses"), [(ASTRA, True), ("my-own", False)])
def test_another_model_and_what_it_refuses_is_named(
    model: str, refuses: bool, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSON_MODE", "live")
    monkeypatch.setenv("OPENAI_MODEL", model)
    shown = repr(start("01_first"))
    assert (f'{model} refuses reasoning_effort="none"' in shown) == refuses


def test_a_server_of_ones_own_needs_no_key_and_the_banner_names_it(
    course: Path, env: Callable[[str], None]
) -> None:
    env("LESSON_MODE=live\nOPENAI_BASE_URL=http://me:secret@127.0.0.1:9/v1\n")
    shown = repr(start("01_first"))
    assert "http://127.0.0.1:9/v1" in shown and "secret" not in shown
    assert "ANTHROPIC_API_KEY is not set" in shown
    assert openai.OpenAI().base_url.port == 9


def test_the_banner_says_what_may_be_spent(course: Path, env: Callable[[str], None]) -> None:
    env("OPENAI_API_KEY=sk-not-a-key-0123456789\nLESSON_BUDGET_USD=0.25\n")
    shown = repr(start("01_first"))
    assert "$0.25" in shown and cost.prices() in shown
    assert "ANTHROPIC_API_KEY is not set" in shown


def test_an_unknown_lesson_names_those_that_are_there(course: Path) -> None:
    with pytest.raises(LessonProblem, match="01_first"):
        start("1_first")


def test_a_missing_recording_says_what_to_do(course: Path) -> None:
    (course / "cassettes" / "01_first.yaml").unlink()
    with pytest.raises(LessonProblem, match="git checkout"):
        start("01_first")


@pytest.mark.kernel
def test_tokens_are_counted_offline(course: Path) -> None:
    start("01_first")
    code = "import tiktoken; print(tiktoken.get_encoding('o200k_base').encode('hello world'))"
    offline = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "TMPDIR": str(course)}
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=offline, check=True
    )
    assert shown.stdout.strip() == "[24912, 2375]"
    assert tiktoken.get_encoding("o200k_base").decode([24912, 2375]) == "hello world"


@pytest.mark.kernel
def test_the_helpers_are_light_to_import() -> None:
    code = "import sys, helpers; print('httpx2' in sys.modules, 'yaml' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "False"]


def test_with_a_key_for_one_provider_the_other_is_replayed(
    course: Path, env: Callable[[str], None]
) -> None:
    env("ANTHROPIC_API_KEY=sk-ant-not-a-key-0123456789\n")
    start("01_first")
    assert ask("hi") == "recorded"
    with pytest.raises(NotRecorded):
        ask("not recorded")


def test_an_empty_key_in_the_shell_counts_as_none(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "")
    start("01_first")
    assert ask("hi") == "recorded"


def test_the_sdk_has_nothing_to_say_about_the_key_of_replay(
    course: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "a-token")
    start("01_first")
    anthropic.Anthropic()
    assert caplog.records == []


@pytest.mark.kernel
def test_a_miss_that_a_cell_keeps_to_itself_is_told_after_it(course: Path) -> None:
    cell = (
        "import asyncio, openai\n"
        "client = openai.AsyncOpenAI()\n"
        f"ask = client.chat.completions.create(model='{MODEL}', messages=[])\n"
        "results = await asyncio.gather(ask, return_exceptions=True)\n"
        "await client.close()"
    )
    shown = run_cells('from helpers import start; start("01_first")', cell)
    assert shown.stderr.startswith("NotRecorded: ")


def test_a_copy_of_a_lesson_is_answered_from_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "04_streaming.ipynb").write_text("{}", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert "replay" in repr(start("04_streaming"))


def test_an_odd_key_is_told_by_the_banner_as_by_the_check_up(
    course: Path, env: Callable[[str], None]
) -> None:
    env("OPENAI_API_KEY=sk-ant-not-a-key-0123456789\n")
    shown = repr(start("01_first"))
    assert "OPENAI_API_KEY looks like one of Anthropic's: it belongs in ANTHROPIC_API_KEY." in shown
    assert "0123456789" not in shown
