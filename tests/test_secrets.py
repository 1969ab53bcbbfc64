"""No file of this repository holds a real key, whoever wrote it and wherever."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.lessons import ROOT
from helpers.replay.redact import without_secrets

# As they really look. Keys that are made up, in tests and texts, are shorter or say what they are.
REAL = re.compile(
    r"\bsk-(?=[A-Za-z0-9_-]*\d)(?![A-Za-z0-9_-]*(?:example|simulator|THIS-KEY))"
    r"[A-Za-z0-9_-]{45,}"
    r"|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}|\bAKIA[A-Z0-9]{16}\b|\bxox[abp]-[\w-]{20,}"
    r"|\bhf_[A-Za-z0-9]{30,}|\bAIza[\w-]{35}|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)


def files() -> Iterator[Path]:
    """What git keeps, or would if somebody said `git add`; without git, everything."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        paths = [ROOT / name for name in listed.decode("utf-8").split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    return (path for path in paths if path.is_file())


def test_no_file_holds_a_real_key() -> None:
    found = {}
    for path in files():
        if keys := REAL.findall(path.read_bytes().decode("utf-8", "replace")):
            found[path.relative_to(ROOT).as_posix()] = len(keys)
    assert found == {}


@pytest.mark.parametrize(
    "beginning", ["sk-", "sk-proj-", "sk-svcacct-", "sk-ant-api03-", "ghp_", "hf_", "AKIA"]
)
def test_a_real_key_would_be_found(beginning: str) -> None:
    key = beginning + ("A1B2C3D4E5F6G7H8" if beginning == "AKIA" else "a1B2c3D4" * 6)
    assert REAL.search(f'client = OpenAI(api_key="{key}")')


SHIPPED = [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("notebooks/cassettes/*.yaml")]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_ships_has_nothing_that_a_recording_would_hide(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = [line for line in text.splitlines() if without_secrets(line) != line]
    assert lines == []
