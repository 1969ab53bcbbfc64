"""Makes and mends `.venv`: once, in the open, and so that an interrupted run does no harm.

Standard library only, and read by any Python from 3.8 on, like `environment`.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from .environment import (
    AGAIN,
    ROOT,
    STAMP,
    UNFINISHED,
    SetupProblem,
    find,
    fingerprint,
    locked,
    project,
    python_in,
    stamp,
    state,
)

DISK_MB = 600  # what a fresh .venv takes, with some room for pip to work in

# --compile: where PYTHONDONTWRITEBYTECODE is set, every import would take twice as long.
PIP_INSTALL = (
    *("-m", "pip", "install", "--compile", "--progress-bar", "off", "--no-input"),
    *("--disable-pip-version-check", "-r", "requirements.txt"),
)

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

NO_BUILD = (
    "A package has no ready-made build for this Python and machine, and none could be made. "
    "Use Python 3.13 from python.org; on Windows for ARM, its 64-bit (x64) version. "
    f"Delete the folder .venv. {AGAIN}"
)

TOO_LONG = (
    "The path of this folder is too long for Windows. Move the course to a short one, such as "
    f"C:\\course. {AGAIN}"
)

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


def prepare(root: Path = ROOT) -> Path:
    """The Python that can run the course; makes or mends .venv when there is none."""
    python = find(root)
    if python is None:
        try:
            with _alone(root) as lock:
                python = find(root) or _set_up(root, lock)
        except OSError as error:
            raise SetupProblem(_explain(error)) from error
    return python


def add(python: Path, package: str, *, extra: str, root: Path = ROOT) -> None:
    """Put in what only some need: an extra of pyproject.toml, known by one of its packages."""
    there = [str(python), "-c", f"import {package}"]
    if subprocess.run(there, capture_output=True).returncode == 0:
        return
    wanted = project(root)["optional-dependencies"][extra]
    _say(f"Getting {', '.join(wanted)}")
    with _alone(root) as lock:
        _run([str(python), "-m", "pip", "install", "--compile", *wanted], root, lock)


def _set_up(root: Path, lock: int) -> Path:
    venv, was, begin = root / ".venv", state(root), time.monotonic()
    python, rebuild = python_in(venv), was != "incomplete"
    _say(f"Setting up the course in {venv} ({_WHY[was]})")
    if rebuild:
        _check_means(root)
        _remove(venv)
        venv.mkdir()
    before = stamp(venv)
    _set_stamp(venv, UNFINISHED)
    if rebuild:
        _say(f"  environment for Python {sys.version.split()[0]}")
        # Of the two, an activated .venv's own Python would be gone by now.
        maker = getattr(sys, "_base_executable", None) or sys.executable
        _run([maker, "-m", "venv", "--without-pip", str(venv)], root, lock)
    _add_pip(root, python, lock)
    with _Progress(venv, len(locked(root)) + 1) as progress:
        try:
            _run([str(python), *PIP_INSTALL], root, lock, progress.line)
        except SetupProblem:
            if not progress.installing.is_set():  # pip gave up before it changed anything
                _set_stamp(venv, before)
            raise
    _set_stamp(venv, fingerprint(root))
    _say(f"  done in {time.monotonic() - begin:.0f} s")
    return python


_WHY = {
    "absent": "once, about a minute",
    "broken": "anew: the one that is there does not start",
    "unfinished": "anew: an earlier set-up was interrupted",
    "incomplete": "its packages are not those of requirements.txt",
}


def _check_means(root: Path) -> None:
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise SetupProblem(
            f"This Python ({sys.executable}) comes without venv. On Debian or Ubuntu run: "
            f"sudo apt install python3.{sys.version_info[1]}-venv, elsewhere install Python "
            f"from python.org. {AGAIN}"
        )
    if shutil.disk_usage(root).free < DISK_MB * 1_000_000:
        raise SetupProblem(NO_SPACE)


def _set_stamp(venv: Path, text: str) -> None:
    (venv / STAMP).write_text(text, encoding="utf-8")


def _remove(venv: Path) -> None:
    if os.path.lexists(venv):
        # First, so that one half removed is seen as broken.
        (venv / "pyvenv.cfg").unlink(missing_ok=True)
        shutil.rmtree(venv)


def _add_pip(root: Path, python: Path, lock: int) -> None:
    pip = [str(python), "-m", "pip", "--version"]
    if subprocess.run(pip, stdin=subprocess.DEVNULL, capture_output=True).returncode:
        _run([str(python), "-m", "ensurepip", "--default-pip"], root, lock)


class _Progress:
    """Turns what pip prints into two lines; on a terminal they count."""

    def __init__(self, venv: Path, total: int) -> None:
        self.site = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
        self.venv, self.total, self.seen = venv, total, 0
        self.installing, self.over = threading.Event(), threading.Event()
        self.counter = threading.Thread(target=self._count, daemon=True)

    def __enter__(self) -> _Progress:
        _say("  getting the packages")
        self.counter.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.installing.set()
        self.counter.join()

    def line(self, line: str) -> None:
        """Look at one line of pip's."""
        if line.startswith("Ignoring "):
            self.total -= 1
        elif line.startswith(("Collecting", "Requirement already", "Obtaining")):
            self.seen = min(self.seen + 1, self.total)
            _tick(f"  {self.seen} of {self.total}")
        elif line.startswith("Installing collected packages") and not self.installing.is_set():
            _say("  installing and compiling them")
            self.installing.set()

    def _count(self) -> None:
        """pip is silent while it installs, for minutes on a slow disk."""
        self.installing.wait()
        while not self.over.wait(0.5):
            there = sum(1 for _ in self.venv.glob(f"{self.site}/*.dist-info"))
            _tick(f"  {min(there, self.total)} of {self.total}")


def _run(
    command: list[str], root: Path, lock: int, line_read: Callable[[str], None] | None = None
) -> None:
    """Run one step to its end; raise SetupProblem with the reason when it fails."""
    # PIP_USER: a `user = true` in the learner's pip.conf makes pip refuse to work in a .venv.
    # The step holds the lock as well: if this process is killed, it may outlive it.
    options: dict = {} if os.name == "nt" else {"pass_fds": (lock,)}
    step = subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, "PIP_USER": "0", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        **options,
    )
    lines: list[str] = []
    try:
        for line in step.stdout or ():
            lines.append(line.rstrip())
            if line_read:
                line_read(line)
    except BaseException:
        step.terminate()
        raise
    finally:
        step.wait()
        if step.stdout:
            step.stdout.close()
    if step.returncode:
        raise SetupProblem(_reason(lines))


def _reason(lines: list[str]) -> str:
    text = "\n".join(lines)
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


@contextmanager
def _alone(root: Path) -> Iterator[int]:
    """Wait until no other process sets the course up, and keep others waiting meanwhile."""
    with (root / "requirements.txt").open("rb") as file:
        if not _lock(file):
            _say("Another process is setting the course up; waiting until it is done.")
            while not _lock(file):
                time.sleep(0.5)
        yield file.fileno()


def _lock(file: IO[bytes]) -> bool:
    """Ask the system for the file's lock, which goes when the last process that has it ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 30)  # a byte past the end: pip must be able to read the file
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass  # a file system without locks
    return True


def _say(text: str) -> None:
    print(f"\r{text:<40}" if sys.stderr.isatty() else text, file=sys.stderr, flush=True)


def _tick(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:<40}", end="", file=sys.stderr, flush=True)
