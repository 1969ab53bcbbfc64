"""Which Python runs the course."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.commands import environment
from helpers.commands.packages import SetupProblem
from helpers.lessons import ROOT

pytestmark = pytest.mark.kernel

posix = pytest.mark.skipif(os.name == "nt", reason="needs symbolic links, signals or shell scripts")


READ_FIRST = ["__init__.py", "__main__.py", "lessons.py"]
READ_FIRST += [
    f"commands/{name}.py" for name in ("__init__", "environment", "handover", "install", "packages")
]


@pytest.mark.parametrize("name", READ_FIRST)
def test_old_pythons_can_read_it(name: str) -> None:
    source = (ROOT / "helpers" / name).read_text(encoding="utf-8")
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
