"""Which mode a lesson runs in, and how fast."""

import os
import re
import subprocess
import sys
import traceback
from decimal import Decimal
from pathlib import Path

import pytest

from helpers.problems import LessonProblem
from helpers.settings import NO_KEY, Settings


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


def test_what_may_be_spent(env: Path) -> None:
    assert Settings.load().budget == Decimal("0.50")
    env.write_text("LESSON_BUDGET_USD=2\n", "utf-8")
    assert Settings.load().budget == 2


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("", ""),
        ("https://api.openai.com/v1", ""),
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        ("https://me:secret@gateway.example/v1?key=secret#x", "https://gateway.example/v1"),
    ],
)
def test_an_address_that_is_not_the_providers(env: Path, address: str, shown: str) -> None:
    env.write_text(f"OPENAI_BASE_URL={address}\n", "utf-8")
    assert Settings.load().other_address("OPENAI_API_KEY") == shown
    assert Settings.load().other_address("ANTHROPIC_API_KEY") == ""


@pytest.mark.parametrize(
    "line",
    [
        "LESSON_MODE=fast",
        "LESSON_PACE=quick",
        "LESSON_PACE=-1",
        "LESSON_BUDGET_USD=much",
        "LESSON_BUDGET_USD=-1",
        "LESSON_BUDGET_USD=nan",
    ],
)
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


MANY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize("mode", ["auto", "live"])
@pytest.mark.parametrize(
    "key",
    [
        f"sk-{MANY}\n",
        f"sk-{MANY}\nmore",
        f"\u201csk-{MANY}\u201d",
        f"sk-{MANY} ",
        f"\ufeffsk-{MANY}",
    ],
)
def test_a_key_that_cannot_be_sent_is_refused_and_not_shown(
    env: Path, key: str, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSON_MODE", mode)
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(LessonProblem, match="OPENAI_API_KEY has") as caught:
        Settings.load()
    shown = [repr(caught.value), *traceback.format_exception(caught.value)]
    assert not any(MANY[at : at + 4] in "".join(shown) for at in range(len(MANY) - 3))


def test_in_replay_no_key_is_used_or_judged(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", f"sk-{MANY}\n")
    settings = Settings.load()
    settings.apply()
    assert (settings.mode, os.environ["OPENAI_API_KEY"]) == ("replay", NO_KEY)


def test_what_replay_puts_aside_comes_back(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-shell")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    monkeypatch.setenv("ALL_PROXY", "socks5://localhost:1")
    for _ in range(2):
        Settings.load().apply()
        assert "OPENAI_BASE_URL" not in os.environ and "ALL_PROXY" not in os.environ
    env.write_text("LESSON_MODE=live\nANTHROPIC_API_KEY=sk-ant-of-the-file\n", "utf-8")
    Settings.load().apply()
    assert os.environ["OPENAI_API_KEY"] == "sk-of-the-shell"
    assert os.environ["OPENAI_BASE_URL"] == "http://localhost:1/v1"
    assert os.environ["ALL_PROXY"] == "socks5://localhost:1"
    assert os.environ["ANTHROPIC_API_KEY"] == "sk-ant-of-the-file"


@pytest.mark.parametrize("how", ["folder", "pipe", "nul"])
def test_an_env_file_that_is_none(env: Path, how: str) -> None:
    if how == "folder":
        env.mkdir()
    elif how == "nul":
        env.write_bytes(b"OPENAI_API_KEY=sk-x\0y\n")
    elif hasattr(os, "mkfifo"):
        os.mkfifo(env)
    else:
        pytest.skip("this system has no such pipes")
    with pytest.raises(LessonProblem, match=re.escape(str(env))):
        Settings.load()
