"""Finds the Python that has the course's packages, and hands over to it.

Standard library only. It is read by any Python from 3.8 on, so that one which is too old
gets a sentence and no traceback.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..lessons import ROOT

# Some pinned packages have no ready-made build for a newer one, and would need a compiler.
OLDEST, NEWEST = (3, 11), (3, 14)
# A file in .venv: UNFINISHED while packages are put in, afterwards their fingerprint.
STAMP = "course-stamp"
UNFINISHED = "unfinished"

AGAIN = "Then run the same command again."


class SetupProblem(Exception):
    """The course cannot be set up; the message says what to do."""


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


def is_this(python: Path | None) -> bool:
    """Whether it is the Python that runs now."""
    if python is None:
        return False
    # .venv/bin/python and .venv/bin/python3 are the same.
    in_its_prefix = python.parent.parent.resolve() == Path(sys.prefix).resolve()
    return python == Path(sys.executable) or in_its_prefix


# What the course asks for


def direct(root: Path = ROOT) -> dict[str, str]:
    """The packages that the course itself asks for, with the version where only one will do."""
    items = (item.partition("==") for item in project(root)["dependencies"])
    return {re.match(r"[\w.-]+", name).group(): version for name, _, version in items}


def lacking(root: Path = ROOT) -> Iterator[str]:
    """What the running Python lacks, a phrase each.

    What the course teaches must be there in the very version; of the rest, the same
    major version does. `helpers` must be this folder's: notebooks import it.
    """
    from importlib import metadata

    locks = locked(root)
    for name, exact in direct(root).items():
        wanted = exact or locks.get(_normal(name), "")
        try:
            here = metadata.version(name) or ""
        except (KeyError, metadata.PackageNotFoundError):  # the former for a damaged one
            here = ""
        same = here == wanted if exact else here.split(".")[0] == wanted.split(".")[0]
        if not here:
            yield f"{name} is not installed"
        elif wanted and not same:
            yield f"{name} is {here}, not {wanted}"
    # A build leaves an .egg-info in the root as well: only the installed one knows its folder.
    copies = metadata.distributions(name=project(root)["name"])
    origins = [copy.read_text("direct_url.json") for copy in copies]
    if not any(_is_editable(origin, root) for origin in origins if origin):
        yield f"helpers is not installed from {root}"


def _is_editable(direct_url: str, root: Path) -> bool:
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    origin = json.loads(direct_url)
    folder = Path(url2pathname(urlsplit(origin["url"]).path))
    return bool(origin.get("dir_info", {}).get("editable")) and folder.resolve() == root.resolve()


def project(root: Path) -> dict:
    import tomllib

    return tomllib.loads(_file(root, "pyproject.toml").decode("utf-8"))["project"]


def locked(root: Path) -> dict[str, str]:
    """The versions in requirements.txt, by normalised name."""
    lines = _file(root, "requirements.txt").decode("utf-8").splitlines()
    pins = (re.match(r"([\w.-]+)==([^\s;]+)", line) for line in lines)
    return {_normal(pin[1]): pin[2] for pin in pins if pin}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _file(root: Path, name: str) -> bytes:
    try:
        return (root / name).read_bytes()
    except FileNotFoundError:
        raise SetupProblem(f"{root / name} is missing: get the whole course again.") from None


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
        digest.update(_file(root, name))
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


# Handing over to it


def variables(python: Path) -> dict[str, str]:
    """The environment variables for it: in a .venv, as if that were activated."""
    env, home = dict(os.environ), python.parent.parent
    if (home / "pyvenv.cfg").exists():
        env["VIRTUAL_ENV"] = str(home)
        env["PATH"] = os.pathsep.join(filter(None, [str(python.parent), env.get("PATH")]))
    return env


def for_replay(env: Mapping[str, str]) -> dict[str, str]:
    """These variables without what is this machine's own: keys, addresses, settings, progress."""
    own = ("OPENAI_", "ANTHROPIC_", "LESSON_")
    kept = {name: value for name, value in env.items() if not name.upper().startswith(own)}
    replay = {"LESSON_MODE": "replay", "LESSON_ENV_FILE": os.devnull, "LESSON_PROGRESS": ""}
    return {**kept, **replay}


def hand_over(command: list[str], env: dict[str, str], folder: Path = ROOT) -> int:
    """Run the command in place of this process, or as near to that as the system allows."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.chdir(folder)
        os.execve(command[0], command, env)
    # On Windows execve returns to the prompt at once, with the new process in the background.
    process = subprocess.Popen(command, env=env, cwd=folder)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # it got the same Ctrl-C, and decides
