"""Handing over to the Python that has the packages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.commands import handover
from helpers.commands.environment import python_in
from helpers.lessons import ROOT

from .conftest import Steps

pytestmark = pytest.mark.kernel


def test_handing_over_keeps_folder_variables_and_exit_code(tmp_path: Path) -> None:
    inner = "import os, sys; print(os.getcwd(), os.environ['PROBE']); sys.exit(7)"
    outer = (
        "import os, sys, pathlib; from helpers.commands import handover\n"
        f"sys.exit(handover.hand_over([sys.executable, '-c', {inner!r}],"
        f" {{**os.environ, 'PROBE': 'there'}}, pathlib.Path({str(tmp_path)!r})))"
    )
    command = [sys.executable, "-c", outer]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert ended.returncode == 7
    assert ended.stdout.split() == [str(tmp_path.resolve()), "there"]


def test_the_environment_comes_first_on_the_path(tmp_path: Path) -> None:
    Steps.make(tmp_path / ".venv")
    python = python_in(tmp_path / ".venv")
    env = handover.variables(python)
    assert env["PATH"].split(os.pathsep)[0] == str(python.parent)
    assert env["VIRTUAL_ENV"] == str(tmp_path / ".venv")
    assert handover.variables(tmp_path / "bin" / "python") == dict(os.environ)
