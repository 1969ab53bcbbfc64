"""Which mode a lesson runs in, and how fast."""

import subprocess
import sys
from pathlib import Path

import pytest

from helpers.problems import LessonProblem
from helpers.settings import Settings


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / ".env"
    monkeypatch.setenv("LESSON_ENV_FILE", str(path))
    return path


def test_without_anything_it_replays(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LESSON_PACE")
    settings = Settings.load()
    assert (settings.mode, settings.pace) == ("replay", 1.0)


def test_a_key_in_the_file_switches_to_auto(env: Path) -> None:
    env.write_text("OPENAI_API_KEY=sk-test\n", "utf-8")
    assert Settings.load().mode == "auto"


def test_a_key_that_is_only_in_the_shell_costs_nothing(
    env: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    assert Settings.load().mode == "replay"


def test_the_environment_wins_over_the_file(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env.write_text("LESSON_MODE=live\nLESSON_PACE=3\n", "utf-8")
    assert (Settings.load().mode, Settings.load().pace) == ("live", 0)
    monkeypatch.setenv("LESSON_MODE", "replay")
    assert Settings.load().mode == "replay"


def test_an_empty_key_is_no_key(env: Path) -> None:
    env.write_text("OPENAI_API_KEY=\n", "utf-8")
    assert Settings.load().mode == "replay"


def test_a_file_with_a_byte_order_mark(env: Path) -> None:
    env.write_text("LESSON_MODE=live\n", "utf-8-sig")
    assert Settings.load().mode == "live"


@pytest.mark.parametrize("line", ["LESSON_MODE=fast", "LESSON_PACE=quick", "LESSON_PACE=-1"])
def test_a_value_that_means_nothing_is_named(
    env: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LESSON_PACE")
    env.write_text(line, "utf-8")
    with pytest.raises(LessonProblem, match=line):
        Settings.load()


def test_a_file_that_is_not_utf8(env: Path) -> None:
    env.write_bytes("OPENAI_API_KEY=é".encode("utf-16"))
    with pytest.raises(LessonProblem, match="UTF-8"):
        Settings.load()


@pytest.mark.parametrize(("mode", "expected"), [("replay", False), ("live", True)])
def test_another_model_counts_where_something_is_sent(
    env: Path, monkeypatch: pytest.MonkeyPatch, mode: str, expected: bool
) -> None:
    env.write_text(f"LESSON_MODE={mode}\nOPENAI_MODEL=my-model\n", "utf-8")
    code = "from helpers import OPENAI_MODEL; print(OPENAI_MODEL == 'my-model')"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == str(expected)
