"""Finds the Python that has the course's packages, and judges the state of `.venv`.

Standard library only. It is read by any Python from 3.8 on, so that one which is too old
gets a sentence and no traceback.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ..lessons import ROOT
from .packages import AGAIN, SetupProblem, file_of, lacking

# Some pinned packages have no ready-made build for a newer one, and would need a compiler.
OLDEST, NEWEST = (3, 11), (3, 14)
# A file in .venv: UNFINISHED while packages are put in, afterwards their fingerprint.
STAMP = "course-stamp"
UNFINISHED = "unfinished"


# Which Python


def check_python(argv: list[str]) -> None:
    """Raise SetupProblem when this Python is too old or too new, naming one that is neither."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    texts = (".".join(map(str, v[:3])) for v in (OLDEST, NEWEST, sys.version_info))
    message = "Python {} to {} is needed; this is {} ({}). ".format(*texts, sys.executable)
    fitting = fitting_python()
    if fitting:
        raise SetupProblem(message + "Run: " + " ".join([fitting, "-m", "helpers", *argv]))
    newest = ".".join(map(str, NEWEST))
    raise SetupProblem(message + f"Install {newest} from python.org, beside it. {AGAIN}")


def fitting_python() -> str:
    """How to call a Python on this machine that will do; empty when there is none."""
    for minor in (13, 12, 11, 14):
        call = ["py", f"-3.{minor}"] if os.name == "nt" else [f"python3.{minor}"]
        if shutil.which(call[0]):
            # A version manager's shim may be there without the Python behind it.
            tried = subprocess.run([*call, "-c", ""], stdin=subprocess.DEVNULL, capture_output=True)
            if tried.returncode == 0:
                return " ".join(call)
    return ""


def find(root: Path = ROOT) -> Path | None:
    """The Python that can run the course as things are: this one, or .venv's."""
    venv = root / ".venv"
    ours = Path(sys.prefix).resolve() == venv.resolve() and stamp(venv)
    if not ours and not any(lacking(root)):
        return Path(sys.executable)
    return python_in(venv) if state(root) == "ready" else None


# The state of .venv


def python_in(venv: Path) -> Path:
    """The environment's Python."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def state(root: Path = ROOT) -> str:
    """`ready`, or what is wrong with .venv: `absent`, `broken`, `unfinished`, `incomplete`."""
    venv = root / ".venv"
    if not os.path.lexists(venv):
        return "absent"
    if not _starts(venv):
        return "broken"
    says = stamp(venv)
    if says == UNFINISHED:
        return UNFINISHED
    return "ready" if says == fingerprint(root) else "incomplete"


def fingerprint(root: Path) -> str:
    """What .venv holds when it is ready. The folder counts: `helpers` is installed from it."""
    digest = hashlib.sha256(str(root.resolve()).encode())
    for name in ("requirements.txt", "pyproject.toml"):
        digest.update(file_of(root, name))
    return digest.hexdigest()


def stamp(venv: Path) -> str:
    """What .venv says it holds; empty before anything was put in."""
    try:
        return (venv / STAMP).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _starts(venv: Path) -> bool:
    """Whether the Python it was made with is still there, and still the same version."""
    python = python_in(venv)
    try:
        lines = (venv / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    made = {name.strip(): value.strip() for name, _, value in (x.partition("=") for x in lines)}
    if not python.exists() or not Path(made.get("home", "")).is_dir():
        return False
    # /usr/bin/python3 may have become another python3.x, which does not see these packages.
    maker = made.get("executable")
    return not (maker and python.is_symlink() and python.resolve().name != Path(maker).name)
