"""The check-up: what it finds, and that it gives no key away."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.commands import doctor, environment, packages
from helpers.lessons import ROOT

# Their middles are long and found in no sentence.
OPENAI = "sk-proj-Q7xZpWv93LmKtR5bNyHs8DgF2cJq4Ue6"
ANTHROPIC = "sk-ant-api03-Zr8TkVw41PqXnB7mLyCs5GhD9fJe3Ua2"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with two lessons that this Python can run."""
    (tmp_path / "notebooks" / "cassettes").mkdir(parents=True)
    for name in ("01_setting_up", "02_openai"):
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text("{}", encoding="utf-8")
        cassette = tmp_path / "notebooks" / "cassettes" / f"{name}.yaml"
        cassette.write_text("version: 1\ninteractions: []\n", encoding="utf-8")
    (tmp_path / "helpers" / "vocabulary").mkdir(parents=True)
    (tmp_path / "helpers" / "__init__.py").touch()
    (tmp_path / "helpers" / "vocabulary" / "0123").write_text("words", encoding="utf-8")
    for name in ("pyproject.toml", "requirements.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(environment, "lacking", lambda root: iter(()))
    monkeypatch.setattr(packages, "lacking", lambda root: iter(()))
    monkeypatch.setattr(packages, "damaged", lambda root: iter(()))
    monkeypatch.setattr(packages, "other_versions", lambda root: iter(()))
    monkeypatch.setenv("LESSON_ENV_FILE", str(tmp_path / ".env"))
    return tmp_path


class Report:
    """What a check-up printed, and how it ended."""

    def __init__(self, code: int, text: str) -> None:
        self.code, self.text = code, text
        self.lines = [line.split(maxsplit=1) for line in text.split("\n\n")[0].splitlines()]

    def about(self, word: str) -> list[str]:
        """The states of the findings that name it."""
        return [state for state, text in self.lines if word in text]


@pytest.fixture
def check(course: Path, capsys: pytest.CaptureFixture[str]):
    def run() -> Report:
        code = doctor.check_up(course)
        return Report(code, capsys.readouterr().out)

    return run


def write(course: Path, *lines: str, encoding: str = "utf-8") -> None:
    (course / ".env").write_text("\n".join(lines) + "\n", encoding=encoding)


def test_a_course_that_can_run(check) -> None:
    report = check()
    assert report.code == 0
    assert {state for state, _ in report.lines} == {"ok", "note"}
    assert report.about("mode: replay") == ["ok"]
    assert report.about("openai 3.3.0") == ["ok"]


@pytest.mark.parametrize("state", ["absent", "broken", "unfinished", "incomplete"])
def test_without_the_environment(check, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    monkeypatch.setattr(environment, "find", lambda root: None)
    monkeypatch.setattr(environment, "state", lambda root: state)
    report = check()
    assert report.code == 1
    assert report.about("environment") == ["missing"]
    assert "python3 -m helpers lab" in report.text


def test_another_version_in_the_environment(check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find", lambda root: Path(sys.executable))
    monkeypatch.setattr(packages, "lacking", lambda root: iter(["openai is 4.0, not 3.3.0"]))
    report = check()
    assert report.code == 1
    assert report.about("openai is 4.0") == ["wrong"]


def test_a_package_that_has_lost_files(check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find", lambda root: Path(sys.executable))
    monkeypatch.setattr(packages, "damaged", lambda root: iter(["openai"]))
    report = check()
    assert report.code == 1
    assert report.about("--force-reinstall --no-deps openai") == ["wrong"]


@pytest.mark.parametrize("how", ["folder", "pipe", "nul"])
def test_an_env_file_that_cannot_be_read(check, course: Path, how: str) -> None:
    file = course / ".env"
    if how == "folder":
        file.mkdir()
    elif how == "nul":
        file.write_bytes(b"OPENAI_API_KEY=sk-x\0y\n")
    elif hasattr(os, "mkfifo"):
        os.mkfifo(file)
    else:
        pytest.skip("this system has no such pipes")
    report = check()
    assert report.code == 1
    assert report.about("mode: ") == ["wrong"]


@pytest.mark.kernel
def test_a_reader_that_goes_away_early_is_no_error() -> None:
    command = [sys.executable, "-m", "helpers", "doctor"]
    with subprocess.Popen(command, cwd=ROOT, stdout=-1, stderr=-1) as doctor:
        doctor.stdout.close()
        assert doctor.stderr.read() == b""
    assert doctor.returncode == 1


def test_without_any_package(course: Path) -> None:
    """In a Python that has the standard library alone."""
    script = (
        "import pathlib, sys; from helpers.commands import doctor;"
        f"sys.exit(doctor.check_up(pathlib.Path({str(course)!r})))"
    )
    command = [sys.executable, "-S", "-c", script]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "mode" in ended.stdout


@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_lesson_without_its_answers(check, course: Path, how: str) -> None:
    cassette = course / "notebooks" / "cassettes" / "02_openai.yaml"
    cassette.unlink() if how == "absent" else cassette.write_bytes(b"")
    report = check()
    assert report.code == 1
    assert report.about("02_openai") == ["wrong"]
    assert not report.about("01_setting_up")


def test_solved_exercises_are_named(check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "exercises solved: none yet" in check().text
    file = tmp_path / "progress.json"
    file.write_text('{"solved": ["02.1", "04.2"]}', "utf-8")
    monkeypatch.setenv("LESSON_PROGRESS", str(file))
    report = check()
    assert report.about("02.1, 04.2") == ["ok"]
    file.write_text("not JSON", "utf-8")
    assert check().code == 0


def test_a_learners_own_notebook_needs_no_answers(check, course: Path) -> None:
    (course / "notebooks" / "scratch.ipynb").touch()
    assert check().code == 0


def test_a_course_without_lessons_or_vocabulary(check, course: Path) -> None:
    for file in [*course.glob("notebooks/*.ipynb"), *course.glob("helpers/vocabulary/*")]:
        file.unlink()
    report = check()
    assert report.code == 1
    assert (report.about("lessons"), report.about("vocabulary")) == (["missing"], ["missing"])


@pytest.mark.parametrize(
    "name",
    ["notebooks/openai.py", "notebooks/helpers.py", "notebooks/json.py", "anthropic/__init__.py"],
)
def test_a_file_that_hides_a_package(check, course: Path, name: str) -> None:
    (course / name).parent.mkdir(exist_ok=True)
    (course / name).touch()
    report = check()
    assert report.code == 1
    assert report.about(name.removesuffix("/__init__.py") + " hides") == ["wrong"]


def test_other_files_hide_nothing(check, course: Path) -> None:
    (course / "notebooks" / "my_openai_notes.py").touch()
    assert check().code == 0


def test_keys_in_the_file(check, course: Path) -> None:
    write(course, f'export OPENAI_API_KEY="{OPENAI}"', f"ANTHROPIC_API_KEY = {ANTHROPIC} # mine")
    report = check()
    assert report.code == 0
    assert report.about("OPENAI_API_KEY: set in .env") == ["ok"]
    assert report.about("ANTHROPIC_API_KEY: set in .env") == ["ok"]
    assert len(report.about("_API_KEY")) == 3  # and the mode says why
    assert report.about("mode: auto") == ["ok"]


def test_a_key_in_the_shell(check, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", OPENAI)
    assert check().about("OPENAI_API_KEY: in the shell only") == ["note"]
    write(course, f"OPENAI_API_KEY={OPENAI}x")
    assert check().about("OPENAI_API_KEY: another in the shell") == ["note"]
    write(course, f"OPENAI_API_KEY={OPENAI}")
    assert check().about("OPENAI_API_KEY: set in .env") == ["ok"]


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        (f"OPENAI_API_KEY={ANTHROPIC}", "belongs in ANTHROPIC_API_KEY"),
        (f"ANTHROPIC_API_KEY={OPENAI}", "belongs in OPENAI_API_KEY"),
        (f"OPENAI_API_KEY=\u201c{OPENAI}\u201d", "quotes or spaces"),
        (f"OPENAI_API_KEY='\"{OPENAI}\"'", "quotes or spaces"),
        (f"OPENAI_API_KEY=' {OPENAI} '", "quotes or spaces"),
        (f"OPENAI_API_KEY='{OPENAI}", "line 1 cannot be read"),
        ("OPENAI_API_KEY=sk-proj-...", "example"),
        ("ANTHROPIC_API_KEY=sk-ant-...", "example"),
        (f"OPENAI_API_KEY={OPENAI[:20]} {OPENAI[20:]}", "characters"),
        (f"OPENAI_API_KEY={OPENAI[:20]}\u2026", "characters"),
    ],
)
def test_odd_keys(check, course: Path, line: str, odd: str) -> None:
    write(course, line)
    report = check()
    assert "note" in report.about(odd)
    assert_no_key(report.text)


def assert_no_key(text: str) -> None:
    for key in (OPENAI, ANTHROPIC):
        secret = key.split("-", 2)[2]
        assert not any(secret[i : i + 4].lower() in text.lower() for i in range(len(secret) - 3))


@pytest.mark.parametrize(
    "lines",
    [
        [f"OPENAI_API_KEY={OPENAI}", f"ANTHROPIC_API_KEY={ANTHROPIC}"],
        [f"OPENAI_BASE_URL=https://me:{OPENAI}@example.com/v1"],
        [f"LESSON_MODE={OPENAI}"],
        [f"LESSON_PACE={ANTHROPIC}"],
        [OPENAI],
        [f"{OPENAI}=yes", f"export {ANTHROPIC}"],
        [f"OPENAI_API_KEY:{OPENAI}"],
        ["ANTHROPIC_AUTH_TOKEN=Zr8TkVw41PqXnB7mLyCs5GhD9fJe3Ua2"],
        ["MY_SECRET=Zr8TkVw41PqXnB7m", "LESSON_MODE=Zr8TkVw41PqXnB7m"],
    ],
    ids=range(9),
)
@pytest.mark.parametrize("where", ["file", "shell"])
def test_no_part_of_a_key_is_printed(
    check, course: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], where: str
) -> None:
    if where == "file":
        write(course, *lines)
    else:
        for name, equals, value in (line.partition("=") for line in lines):
            if equals:
                monkeypatch.setenv(name, value)
    assert_no_key(check().text)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_a_file_that_a_windows_editor_saved(check, course: Path, encoding: str) -> None:
    write(course, f"OPENAI_API_KEY={OPENAI}", encoding=encoding)
    report = check()
    assert report.code == (1 if encoding == "utf-16" else 0)
    assert ("wrong" in report.about(".env")) == (encoding == "utf-16")
    assert_no_key(report.text)


@pytest.mark.parametrize("stray", [".env.txt", "notebooks/.env"])
def test_a_file_that_is_not_read(check, course: Path, stray: str) -> None:
    (course / stray).write_text(f"OPENAI_API_KEY={OPENAI}\n", encoding="utf-8")
    report = check()
    assert report.about(stray) == ["note"]
    assert_no_key(report.text)


@pytest.mark.parametrize(
    ("line", "advised"),
    [
        ("OPENAI_BASE_URL=http://localhost:11434", True),
        ("OPENAI_BASE_URL=http://localhost:11434/v1/", False),
        ("ANTHROPIC_BASE_URL=http://localhost:11434/v1", True),
        ("ANTHROPIC_BASE_URL=http://localhost:11434/", False),
    ],
)
def test_base_urls(check, course: Path, line: str, advised: bool) -> None:
    write(course, line)
    report = check()
    assert report.about("_BASE_URL: set") == ["note"]
    assert bool(report.about("; it ")) == advised


def test_a_setting_that_means_nothing(check, course: Path) -> None:
    write(course, "LESSON_MODE=fast")
    report = check()
    assert report.code == 1
    assert report.about("mode:") == ["wrong"]


def test_the_real_course_can_be_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.check_up(ROOT, os.environ) in (0, 1)
    assert all(
        len(line.split()) > 1 for line in capsys.readouterr().out.split("\n\n")[0].split("\n")
    )
