"""`python3 -m helpers`: its commands and their options."""

import json
import os
from pathlib import Path

import pytest

from helpers import __main__ as command_line
from helpers.commands import environment, handover, install
from helpers.commands.packages import SetupProblem
from helpers.lessons import ROOT


class Handed:
    """What was handed over to."""

    command: list[str]
    env: dict[str, str]


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    over = Handed()

    def hand_over(command: list[str], env: dict[str, str]) -> int:
        over.command, over.env = command, env
        return 5

    monkeypatch.setattr(handover, "hand_over", hand_over)
    monkeypatch.setattr(install, "prepare", lambda: Path("/there/bin/python"))
    monkeypatch.setattr(environment, "find", lambda: Path("/there/bin/python"))
    return over


def test_test_passes_arguments_on_and_returns_the_exit_code(handed: Handed) -> None:
    own = ["tests/test_x.py", "-k", "foo", "-x", "--", "-n", "0"]
    assert command_line.main(["test", *own]) == 5
    assert handed.command[1:3] == ["-m", "pytest"]
    assert handed.command[-len(own) :] == own
    assert int(handed.command[handed.command.index("-n") + 1]) >= 1


def test_the_fast_lane_leaves_out_lessons_and_kernels(handed: Handed) -> None:
    command_line.main(["test", "--fast", "-x"])
    assert handed.command[-2:] == ["--fast", "-x"]
    assert "not kernel and not lessons" in handed.command


def test_test_leaves_a_learners_settings_out(
    handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "ANTHROPIC_BASE_URL", "LESSON_EXTRA"):
        monkeypatch.setenv(name, "mine")
    monkeypatch.setenv("LESSON_MODE", "live")
    monkeypatch.setenv("SOMETHING_ELSE", "stays")
    command_line.main(["test"])
    assert "mine" not in handed.env.values()
    assert (handed.env["LESSON_MODE"], handed.env["LESSON_PACE"]) == ("replay", "0")
    assert not Path(handed.env["LESSON_ENV_FILE"]).is_file()
    assert handed.env["SOMETHING_ELSE"] == "stays"


def test_the_browser_tests_get_what_they_need_first(
    handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[str] = []
    monkeypatch.setattr(install, "add", lambda python, package, extra: added.append(package))
    command_line.main(["test"])
    assert added == []
    command_line.main(["test", "--browser"])
    assert added == ["playwright"]
    assert "--browser" in handed.command


def test_lab_opens_the_notebooks(handed: Handed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/learners/own")
    rest = ["--ServerApp.token=x", "--", "--port=1"]
    assert command_line.main(["lab", "--no-browser", "--port", "9001", "--", *rest]) == 5
    line = " ".join(handed.command)
    assert str(ROOT / "notebooks") in line
    assert "9001" in line
    assert "--no-browser" in handed.command
    assert handed.command[-len(rest) :] == rest
    calm, own = handed.env["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert own == "/learners/own"
    files = list(Path(calm).rglob("*.json"))
    assert len(files) == 2
    for file in files:
        json.loads(file.read_text(encoding="utf-8"))


def test_lab_opens_a_learners_own_copy(
    handed: Handed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command_line.main(["lab", "--learner", "Zoë's lessons"]) == 5
    own = tmp_path / "Zoë's lessons"
    assert f"--ServerApp.root_dir={own}" in handed.command
    assert (own / "01_setting_up.ipynb").is_file()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there is no root here")
@pytest.mark.parametrize("user", [0, 1000])
def test_lab_as_root(handed: Handed, monkeypatch: pytest.MonkeyPatch, user: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    command_line.main(["lab"])
    assert ("--allow-root" in handed.command) == (user == 0)


def test_lab_does_not_guess(handed: Handed) -> None:
    with pytest.raises(SystemExit) as caught:
        command_line.main(["lab", "--no-such-option"])
    assert caught.value.code == 2
    assert not hasattr(handed, "command")


@pytest.mark.parametrize("command", ["record", "doctor"])
def test_the_others_run_in_the_environment(handed: Handed, command: str) -> None:
    own = ["03_anthropic_messages", "--all"] if command == "record" else []
    assert command_line.main([command, *own]) == 5
    assert handed.command[1:] == ["-m", "helpers", command, *own]


@pytest.mark.parametrize("argv", [[], ["--help"], ["-h"]])
def test_help(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(argv) == 0
    printed = capsys.readouterr().out
    assert all(f"\n  {command} " in printed for command in command_line.COMMANDS)


def test_an_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["tets"]) == 2
    assert "Did you mean test?" in capsys.readouterr().err


def test_problems_are_printed_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for end, code in ((SetupProblem("do this"), 1), (KeyboardInterrupt(), 130)):

        def fail(end: BaseException = end) -> Path:
            raise end

        monkeypatch.setattr(install, "prepare", fail)
        assert command_line.main(["lab"]) == code
        assert str(end) in capsys.readouterr().err
