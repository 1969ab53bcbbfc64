"""Making and mending .venv."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.commands import install
from helpers.commands.environment import python_in, state
from helpers.commands.packages import SetupProblem
from helpers.lessons import ROOT

from .conftest import Steps

posix = pytest.mark.skipif(os.name == "nt", reason="needs symbolic links, signals or shell scripts")
FRESH = ["venv", "ensurepip", "pip"]


def test_the_first_run_sets_up_and_a_later_one_does_nothing(course: Path, steps: Steps) -> None:
    assert state(course) == "absent"
    python = install.prepare(course)
    assert (python, steps.again()) == (python_in(course / ".venv"), FRESH)
    assert state(course) == "ready"
    assert (install.prepare(course), steps.again()) == (python, [])


def test_a_later_run_starts_no_process(
    course: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    install.prepare(course)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert install.prepare(course) == python_in(course / ".venv")


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_changed_requirements_are_installed_into_the_same_environment(
    course: Path, steps: Steps, name: str
) -> None:
    install.prepare(course)
    (course / ".venv" / "mine").touch()
    steps.again()
    with (course / name).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert state(course) == "incomplete"
    install.prepare(course)
    assert "venv" not in steps.again()
    assert (course / ".venv" / "mine").exists()
    assert state(course) == "ready"


def test_a_moved_course_is_installed_anew(course: Path, steps: Steps) -> None:
    install.prepare(course)
    moved = course.rename(course.with_name("moved, with a space"))
    steps.again()
    install.prepare(moved)
    assert "pip" in steps.again()


@pytest.mark.parametrize("step", FRESH)
@pytest.mark.parametrize("end", [KeyboardInterrupt(), SetupProblem("it failed")], ids=type)
def test_an_interrupted_set_up_is_mended_by_the_next_run(
    course: Path, steps: Steps, step: str, end: BaseException
) -> None:
    steps.fails = {step: end}
    with pytest.raises(type(end)):
        install.prepare(course)
    (course / ".venv" / "half a package").touch()
    assert state(course) != "ready"
    steps.fails = {}
    steps.again()
    install.prepare(course)
    assert steps.again() == FRESH
    assert not (course / ".venv" / "half a package").exists()
    assert state(course) == "ready"


def test_when_an_update_fails_nothing_is_thrown_away(course: Path, steps: Steps) -> None:
    install.prepare(course)
    (course / ".venv" / "mine").touch()
    (course / "requirements.txt").write_text("-e .\n", encoding="utf-8")
    steps.fails = {"pip": SetupProblem("no network")}
    for _ in range(2):
        with pytest.raises(SetupProblem):
            install.prepare(course)
        assert (course / ".venv" / "mine").exists()
        assert state(course) == "incomplete"


@posix
def test_an_environment_whose_python_has_gone_is_made_anew(course: Path, steps: Steps) -> None:
    install.prepare(course)
    python = python_in(course / ".venv")
    python.unlink()
    python.symlink_to(course / "no-such-python")
    steps.again()
    assert state(course) == "broken"
    install.prepare(course)
    assert steps.again() == FRESH


@posix
def test_an_environment_whose_python_became_another_is_made_anew(
    course: Path, steps: Steps
) -> None:
    install.prepare(course)
    config = course / ".venv" / "pyvenv.cfg"
    config.write_text(config.read_text("utf-8").replace("python3.", "python2."), "utf-8")
    assert state(course) == "broken"


def test_a_learners_own_environment_is_completed_not_replaced(course: Path, steps: Steps) -> None:
    steps.make(course / ".venv")
    install.prepare(course)
    assert "venv" not in steps.again()
    assert state(course) == "ready"


@pytest.mark.parametrize(("package", "asked"), [("json", 0), ("surely_not_there", 1)])
def test_an_extra_is_installed_once(
    package: str, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[list[str]] = []
    monkeypatch.setattr(install, "_run", lambda command, *_: runs.append(command))
    install.add(Path(sys.executable), package, extra="browser")
    assert len(runs) == asked
    assert all(any(word.startswith("playwright==") for word in run) for run in runs)


# What goes wrong, in a sentence


@pytest.mark.parametrize(
    ("pip_says", "sentence"),
    [
        ("Retrying after connection broken by 'NewConnectionError(...)'", install.NO_NETWORK),
        ("[Errno -3] Temporary failure in name resolution", install.NO_NETWORK),
        ("ProxyError('Cannot connect to proxy.')", install.NO_NETWORK),
        ("ReadTimeoutError: Read timed out.", install.NO_NETWORK),
        ("SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", install.NO_TRUST),
        ("ERROR: [Errno 28] No space left on device", install.NO_SPACE),
        ("HINT: this system does not have Windows Long Path support enabled.", install.TOO_LONG),
        ("error: metadata-generation-failed\nConnection refused by crates.io", install.NO_BUILD),
        ("ERROR: [Errno 13] Permission denied: 'x'", install.NO_WRITING),
        ("ERROR: No matching distribution found for x==1", "No matching distribution"),
    ],
)
def test_a_failing_step_says_what_to_do(course: Path, pip_says: str, sentence: str) -> None:
    script = f"import sys; sys.exit({pip_says!r})"
    with pytest.raises(SetupProblem) as caught:
        install._run([sys.executable, "-c", script], course)
    assert sentence in str(caught.value)


def test_a_python_without_venv(course: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(SetupProblem, match="venv"):
        install.prepare(course)
    assert state(course) == "absent"


def test_a_full_disk(course: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(course)._replace(free=10_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(SetupProblem) as caught:
        install.prepare(course)
    assert str(caught.value) == install.NO_SPACE
    assert steps.done == []


def test_a_folder_that_cannot_be_written_in(
    course: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SetupProblem) as caught:
        install.prepare(course)
    assert install.NO_WRITING in str(caught.value)


@pytest.mark.parametrize("how", ["a file", "a link"])
def test_what_is_in_the_way_of_the_folder_stays(course: Path, steps: Steps, how: str) -> None:
    venv = course / ".venv"
    venv.write_text("mine", "utf-8") if how == "a file" else venv.symlink_to(course / "nowhere")
    with pytest.raises(SetupProblem, match=r"\.venv is no folder of its own: delete it"):
        install.prepare(course)
    assert os.path.lexists(venv)


TWICE = """
import sys, time
from pathlib import Path
from helpers.commands import install
from tests.commands.conftest import Steps
steps = Steps()
def slowly(command, root):
    steps(command, root)
    print(command[2] if command[1] == "-m" else command[0], flush=True)
    time.sleep(0.5)
install._run = slowly
print("ready", install.prepare(Path(sys.argv[1])).name, flush=True)
"""


def _set_up(course: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", TWICE, str(course)]
    return subprocess.Popen(command, cwd=ROOT, text=True, encoding="utf-8", stdout=-1, stderr=-1)


@pytest.mark.kernel
def test_started_twice_at_once_it_is_done_once(course: Path) -> None:
    both = [process.communicate(timeout=60) for process in [_set_up(course) for _ in range(2)]]
    said = sorted(out.split() for out, _ in both)
    assert said == sorted([["venv", "ensurepip", "pip", "ready", "python"], ["ready", "python"]])
    assert sum("waiting" in err for _, err in both) == 1


@pytest.mark.kernel
def test_killed_at_any_moment_it_is_mended_by_the_next_run(course: Path) -> None:
    for step in FRESH:
        process = _set_up(course)
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == step:
                break
        process.kill()
        process.communicate()
        assert state(course) != "ready"
    out, _ = _set_up(course).communicate(timeout=60)
    assert out.split()[-2:] == ["ready", "python"]
    assert state(course) == "ready"


def test_a_course_with_a_file_missing(course: Path) -> None:
    (course / "pyproject.toml").unlink()
    with pytest.raises(SetupProblem, match=r"pyproject\.toml"):
        install.prepare(course)
