"""Linter, formatter and type checker are tests, so that they need no place of their own in CI."""

import subprocess
import sys

import pytest

from helpers.lessons import ROOT


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["format", "--check", "helpers", "tests", "notebooks/practice", "notebooks/snippets"],
    ],
)
def test_ruff_has_nothing_to_say(command: list[str]) -> None:
    assert_quiet("ruff", *command)


@pytest.mark.kernel
def test_the_types_fit() -> None:
    assert_quiet("mypy")


def assert_quiet(*module: str) -> None:
    command = [sys.executable, "-m", *module]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert told.returncode == 0, told.stdout + told.stderr
