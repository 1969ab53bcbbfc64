"""Makes and mends `.venv`, so that an interrupted run does no harm. The rest is pip's.

Standard library only, and read by any Python from 3.8 on, like `environment`.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from ..lessons import ROOT
from .environment import STAMP, UNFINISHED, find, fingerprint, python_in, state
from .packages import AGAIN, SetupProblem, project

DISK_MB = 600  # what a fresh .venv takes, with some room for pip to work in

NO_NETWORK = f"pip cannot reach its package index: the first run needs the internet. {AGAIN}"
NO_TRUST = (
    "pip does not trust the certificate it was shown, as behind some school or company networks. "
    "Ask for the network's certificate file, set PIP_CERT to its path, or use another network. "
    f"{AGAIN}"
)
NO_SPACE = f"The disk is too full: the course needs about {DISK_MB} MB. Make room. {AGAIN}"
NO_WRITING = (
    "This folder cannot be written in. Copy the course to a folder of your own; "
    f"if something still runs from its .venv, end it. {AGAIN}"
)
NO_FOLDER = f"{{}} is no folder of its own: delete it, or give it another name. {AGAIN}"
NO_BUILD = (
    "A package has no ready-made build for this Python and machine, and none could be made. "
    "Use Python 3.13 from python.org; on Windows for ARM, its 64-bit (x64) version. "
    f"Delete the folder .venv. {AGAIN}"
)
TOO_LONG = (
    "The path of this folder is too long for Windows. Move the course to a short one, such as "
    f"C:\\course. {AGAIN}"
)
NO_VENV = (
    f"This Python ({sys.executable}) comes without venv. On Debian or Ubuntu run: "
    f"sudo apt install python3.{sys.version_info[1]}-venv, elsewhere install Python "
    f"from python.org. {AGAIN}"
)

# What pip says, and what that means for a learner.
_REASONS = (
    (r"Windows Long Path support", TOO_LONG),
    (r"No space left|not enough space|Errno 28\b", NO_SPACE),
    (r"Failed building wheel|metadata-generation-failed", NO_BUILD),
    (r"CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError|SSLError", NO_TRUST),
    (
        r"NewConnectionError|NameResolutionError|Name or service not known|name resolution"
        r"|getaddrinfo|ProxyError|ConnectionError|Connection (broken|refused|reset|aborted)"
        r"|[Tt]imed? ?out|unreachable",
        NO_NETWORK,
    ),
    (r"Permission denied|Access is denied|Read-only file system", NO_WRITING),
)

_WHY = {
    "absent": "once, about a minute",
    "broken": "anew: the one that is there does not start",
    "unfinished": "anew: an earlier set-up was interrupted",
    "incomplete": "its packages are not those of requirements.txt",
}


def prepare(root: Path = ROOT) -> Path:
    """The Python that can run the course; makes or mends .venv when there is none."""
    try:
        if ready := find(root):
            return ready
        with _alone(root):
            return find(root) or _set_up(root)
    except OSError as error:
        raise SetupProblem(_explain(error)) from error


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Wait until no other set-up works here. The system lets go when that one is killed."""
    with (root / ".venv.lock").open("ab") as file:
        if not _locked(file.fileno()):
            print("Another set-up is running here: waiting for it.", file=sys.stderr, flush=True)
        while not _locked(file.fileno()):
            time.sleep(0.5)
        yield


def _locked(file: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def add(python: Path, package: str, *, extra: str, root: Path = ROOT) -> None:
    """Put in what only some need: an extra of pyproject.toml, known by one of its packages."""
    there = [str(python), "-c", f"import {package}"]
    if subprocess.run(there, capture_output=True).returncode:
        _pip(python, project(root)["optional-dependencies"][extra], root)


def _set_up(root: Path) -> Path:
    venv, was = root / ".venv", state(root)
    print(f"Setting up the course in {venv} ({_WHY[was]})", file=sys.stderr, flush=True)
    if was != "incomplete":
        _check_means(root)
        _remove(venv)
        venv.mkdir()
        (venv / STAMP).write_text(UNFINISHED, encoding="utf-8")
        # Of the two, an activated .venv's own Python would be gone by now.
        maker = getattr(sys, "_base_executable", None) or sys.executable
        _run([maker, "-m", "venv", "--without-pip", str(venv)], root)
    python = python_in(venv)
    _run([str(python), "-m", "ensurepip", "--default-pip"], root)
    _pip(python, ["-r", "requirements.txt"], root)
    (venv / STAMP).write_text(fingerprint(root), encoding="utf-8")
    return python


def _check_means(root: Path) -> None:
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise SetupProblem(NO_VENV)
    if shutil.disk_usage(root).free < DISK_MB * 1_000_000:
        raise SetupProblem(NO_SPACE)


def _remove(venv: Path) -> None:
    if os.path.lexists(venv):
        if venv.is_symlink() or not venv.is_dir():
            raise SetupProblem(NO_FOLDER.format(venv))
        # First, so that one half removed is seen as broken.
        (venv / "pyvenv.cfg").unlink(missing_ok=True)
        shutil.rmtree(venv)


def _pip(python: Path, wanted: list[str], root: Path) -> None:
    # --compile: where PYTHONDONTWRITEBYTECODE is set, every import would take twice as long.
    options = ["--compile", "--no-input", "--disable-pip-version-check"]
    _run([str(python), "-m", "pip", "install", *options, *wanted], root)


def _run(command: list[str], root: Path) -> None:
    """Run one step to its end; raise SetupProblem with the reason when it fails."""
    # PIP_USER: a `user = true` in the learner's pip.conf makes pip refuse to work in a .venv.
    env = {**os.environ, "PIP_USER": "0", "PYTHONIOENCODING": "utf-8"}
    step = subprocess.run(
        command,
        cwd=root,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=None if sys.stdout.isatty() else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    if step.returncode:
        raise SetupProblem(_reason(step.stderr))


def _reason(text: str) -> str:
    """What to tell of a step that failed with these words."""
    lines = text.splitlines()
    errors = [line[:300] for line in lines if line.startswith(("ERROR", "error"))]
    for pattern, sentence in _REASONS:
        if re.search(pattern, text):
            return "\n".join([sentence, *errors[-1:]])
    return "\n".join([*lines[-12:], "", f"Setting up failed; the lines above say why. {AGAIN}"])


def _explain(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename or ''}: {NO_WRITING}".lstrip(": ")
    if error.errno == errno.ENOSPC:
        return NO_SPACE
    return f"Setting up failed ({error}). Delete the folder .venv. {AGAIN}"
