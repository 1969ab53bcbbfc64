"""Finding the Python that runs the course, making .venv, and handing over to it."""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpers import __main__ as command_line
from helpers.commands import environment, install
from helpers.commands.environment import ROOT, SetupProblem, python_in, state

posix = pytest.mark.skipif(os.name == "nt", reason="needs symbolic links, signals or shell scripts")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course that the running Python lacks a package of."""
    root = tmp_path / "course"
    root.mkdir()
    (root / "pyproject.toml").write_text(
        '[project]\nname = "tiny-course"\n'
        'dependencies = ["taught-here==2.1.0", "Used_here", "never.locked"]\n',
        encoding="utf-8",
    )
    (root / "requirements.txt").write_text(
        "# made by hand\ntaught-here==2.1.0\nused-here==5.6.1 ; os_name != 'x'\n-e .\n",
        encoding="utf-8",
    )
    return root


class Steps:
    """Stands for the commands that make an environment; a step can be told to fail."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fails: dict[str, BaseException] = {}
        self.pip_says: list[str] = []

    def __call__(
        self,
        command: list[str],
        root: Path,
        lock: int,
        line_read: Callable[[str], None] | None = None,
    ) -> None:
        name = command[command.index("-m") + 1]
        self.done.append(name)
        if name == "venv":
            self.make(Path(command[-1]))
        for line in self.pip_says if name == "pip" else ():
            line_read(line)
        if name in self.fails:
            raise self.fails[name]

    @staticmethod
    def make(venv: Path) -> None:
        """What `python -m venv` leaves, as far as it is looked at."""
        python = python_in(venv)
        python.parent.mkdir(parents=True)
        real = Path(sys._base_executable).resolve()
        if os.name == "nt":
            shutil.copy(real, python)
        else:
            python.symlink_to(real)
        (venv / "pyvenv.cfg").write_text(
            f"home = {real.parent}\nexecutable = {real}\ninclude-system-site-packages = false\n",
            encoding="utf-8",
        )

    def again(self) -> list[str]:
        """The steps since the last call."""
        done, self.done = self.done, []
        return done


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    fake = Steps()
    monkeypatch.setattr(install, "_run", fake)
    return fake


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
    steps.pip_says = ["Installing collected packages: a, b"]
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


def test_when_pip_gives_up_early_nothing_is_thrown_away(course: Path, steps: Steps) -> None:
    install.prepare(course)
    (course / ".venv" / "mine").touch()
    (course / "requirements.txt").write_text("-e .\n", encoding="utf-8")
    steps.fails = {"pip": SetupProblem("no network")}
    steps.pip_says = ["Collecting a"]
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


@posix
def test_two_set_ups_do_not_meet(course: Path) -> None:
    holder = (
        "import sys, time, pathlib; from helpers import install\n"
        "with install._alone(pathlib.Path(sys.argv[1])): print('mine', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", holder, str(course)]
    with (
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as other,
        (course / "requirements.txt").open("rb") as file,
    ):
        try:
            assert other.stdout.readline()
            assert not install._lock(file)
        finally:
            other.kill()
        other.wait()
        assert install._lock(file)


# Whether the running Python has everything


Installer = Callable[..., None]


@pytest.fixture
def installed(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installer]:
    """Pretends that packages are installed here."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def add(name: str, version: str, direct_url: dict | None = None) -> None:
        info = site / f"{name}-{version}.dist-info"
        info.mkdir()
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (info / "METADATA").write_text(text, encoding="utf-8")
        if direct_url:
            (info / "direct_url.json").write_text(json.dumps(direct_url), encoding="utf-8")

    yield add


def editable(folder: Path) -> dict:
    return {"url": folder.as_uri(), "dir_info": {"editable": True}}


def complete(course: Path, add: Installer, **other: str) -> None:
    versions = {"taught_here": "2.1.0", "used_here": "5.9.0", "never_locked": "0.1"} | other
    for name, version in versions.items():
        if version:
            add(name, version)


def test_a_python_that_has_everything_is_used_as_it_is(
    course: Path, steps: Steps, installed: Installer
) -> None:
    complete(course, installed)
    installed("tiny_course", "0.1", editable(course))
    assert list(environment.lacking(course)) == []
    assert install.prepare(course) == Path(sys.executable)
    assert steps.done == []
    assert not (course / ".venv").exists()


@pytest.mark.parametrize(
    "other",
    [
        {"taught_here": "2.1.1"},
        {"taught_here": "3.0"},
        {"taught_here": ""},
        {"used_here": "6.0"},
        {"used_here": ""},
        {"never_locked": ""},
    ],
    ids=str,
)
def test_a_python_with_other_packages_gets_the_course_its_own(
    course: Path, steps: Steps, installed: Installer, other: dict[str, str]
) -> None:
    complete(course, installed, **other)
    installed("tiny_course", "0.1", editable(course))
    (lack,) = environment.lacking(course)
    assert environment._normal(next(iter(other))) in environment._normal(lack)
    assert install.prepare(course) == python_in(course / ".venv")


@pytest.mark.parametrize("whose", ["nobody's", "another copy's", "a build's", "a copy's"])
def test_helpers_must_be_those_of_this_folder(
    course: Path, installed: Installer, whose: str
) -> None:
    complete(course, installed)
    if whose == "another copy's":
        installed("tiny_course", "0.1", editable(course.parent / "elsewhere"))
    elif whose == "a build's":
        installed("tiny_course", "0.1")
    elif whose == "a copy's":
        installed("tiny_course", "0.1", {"url": course.as_uri(), "dir_info": {}})
    assert len(list(environment.lacking(course))) == 1


def test_the_course_itself_can_be_read() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest, (major, minor) = environment.OLDEST, environment.NEWEST
    after = f"{major}.{minor + 1}"
    assert project["requires-python"] == f">={'.'.join(map(str, oldest))},<{after}"
    direct, locked = environment.direct(), environment.locked(ROOT)
    assert {"openai", "anthropic"} <= {name for name, only in direct.items() if only}
    for name, only in direct.items():
        there = locked[environment._normal(name)]
        assert there == only or not only


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
    script = f"import sys; print({pip_says!r}); sys.exit(1)"
    with (
        pytest.raises(SetupProblem) as caught,
        install._alone(course) as lock,
    ):
        install._run([sys.executable, "-c", script], course, lock)
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


def test_a_file_in_the_way(course: Path, steps: Steps) -> None:
    (course / ".venv").touch()
    with pytest.raises(SetupProblem, match=r"\.venv"):
        install.prepare(course)


def test_a_course_with_a_file_missing(course: Path) -> None:
    (course / "pyproject.toml").unlink()
    with pytest.raises(SetupProblem, match=r"pyproject\.toml"):
        install.prepare(course)


def test_problems_are_printed_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for end, code in ((SetupProblem("do this"), 1), (KeyboardInterrupt(), 130)):

        def fail(end: BaseException = end) -> Path:
            raise end

        monkeypatch.setattr(install, "prepare", fail)
        assert command_line.main(["lab"]) == code
        assert str(end) in capsys.readouterr().err


@posix
def test_ctrl_c_ends_the_step_as_well(course: Path) -> None:
    child = "import time; print('up', flush=True); time.sleep(60)"
    script = (
        "import signal, sys, pathlib; from helpers import install\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"root, up = pathlib.Path({str(course)!r}), lambda line: print(line, flush=True)\n"
        f"with install._alone(root) as lock:\n"
        f"    install._run([sys.executable, '-c', {child!r}], root, lock, up)\n"
    )
    command = [sys.executable, "-c", script]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe) as parent:
        parent.stdout.readline()
        parent.send_signal(signal.SIGINT)
        parent.wait(10)
    with (course / "requirements.txt").open("rb") as file:
        assert install._lock(file)


# Old Pythons


@pytest.mark.parametrize("name", ["__init__", "__main__", "environment", "install"])
def test_old_pythons_can_read_it(name: str) -> None:
    source = (ROOT / "helpers" / f"{name}.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))


def _old_python() -> str | None:
    found = [shutil.which(f"python3.{minor}") for minor in (8, 9, 10)]
    found += sorted(map(str, Path.home().glob(".pyenv/versions/3.[89].*/bin/python")))
    for python in filter(None, found):
        if not subprocess.run([python, "-c", ""], capture_output=True).returncode:
            return python
    return None


def test_an_old_python_gets_a_sentence() -> None:
    old = _old_python()
    if not old:
        pytest.skip("no old Python here")
    command, env = [old, "-m", "helpers", "doctor"], {**os.environ, "PATH": ""}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8")
    assert ended.returncode == 1
    assert "Python 3.11 to 3.14" in ended.stderr
    assert "Traceback" not in ended.stderr


@posix
@pytest.mark.parametrize("this", [(3, 8, 18, "final", 0), (3, 15, 1, "final", 0)])
def test_a_fitting_python_is_named_when_it_works(
    this: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, code in (("python3.13", 127), ("python3.12", 0)):  # the former like a shim
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", this)
    with pytest.raises(SetupProblem) as caught:
        environment.check_python(["lab", "--port", "80"])
    assert ".".join(map(str, this[:3])) in str(caught.value)
    assert str(caught.value).endswith("python3.12 -m helpers lab --port 80")


def test_this_python_will_do() -> None:
    environment.check_python([])


# The command line


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

    monkeypatch.setattr(environment, "hand_over", hand_over)
    monkeypatch.setattr(install, "prepare", lambda: Path("/there/bin/python"))
    monkeypatch.setattr(environment, "find", lambda: Path("/there/bin/python"))
    return over


def test_test_passes_arguments_on_and_returns_the_exit_code(handed: Handed) -> None:
    own = ["tests/test_x.py", "-k", "foo", "-x", "--", "-n", "0"]
    assert command_line.main(["test", *own]) == 5
    assert handed.command[1:3] == ["-m", "pytest"]
    assert handed.command[-len(own) :] == own
    assert int(handed.command[handed.command.index("-n") + 1]) >= 1


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


@pytest.mark.parametrize(("package", "asked"), [("json", 0), ("surely_not_there", 1)])
def test_an_extra_is_installed_once(
    package: str, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[list[str]] = []
    monkeypatch.setattr(install, "_run", lambda command, *_: runs.append(command))
    install.add(Path(sys.executable), package, extra="browser")
    assert len(runs) == asked
    assert all(any(word.startswith("playwright==") for word in run) for run in runs)


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


def test_handing_over_keeps_folder_variables_and_exit_code(tmp_path: Path) -> None:
    inner = "import os, sys; print(os.getcwd(), os.environ['PROBE']); sys.exit(7)"
    outer = (
        "import os, sys, pathlib; from helpers import environment\n"
        f"sys.exit(environment.hand_over([sys.executable, '-c', {inner!r}],"
        f" {{**os.environ, 'PROBE': 'there'}}, pathlib.Path({str(tmp_path)!r})))"
    )
    command = [sys.executable, "-c", outer]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert ended.returncode == 7
    assert ended.stdout.split() == [str(tmp_path.resolve()), "there"]


def test_the_environment_comes_first_on_the_path(tmp_path: Path) -> None:
    Steps.make(tmp_path / ".venv")
    python = python_in(tmp_path / ".venv")
    env = environment.variables(python)
    assert env["PATH"].split(os.pathsep)[0] == str(python.parent)
    assert env["VIRTUAL_ENV"] == str(tmp_path / ".venv")
    assert environment.variables(tmp_path / "bin" / "python") == dict(os.environ)
