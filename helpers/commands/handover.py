"""Handing over to the Python that has the course's packages. Standard library only."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from ..lessons import ROOT


def is_this(python: Path | None) -> bool:
    """Whether it is the Python that runs now."""
    if python is None:
        return False
    # .venv/bin/python and .venv/bin/python3 are the same.
    in_its_prefix = python.parent.parent.resolve() == Path(sys.prefix).resolve()
    return python == Path(sys.executable) or in_its_prefix


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
