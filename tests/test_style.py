"""The linter and formatter are part of the tests, so that they need no place of their own in CI."""

import subprocess
import sys

import pytest

from helpers.lessons import ROOT


@pytest.mark.parametrize("command", [["check"], ["format", "--check", "helpers", "tests"]])
def test_ruff_has_nothing_to_say(command: list[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "ruff", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout + told.stderr
