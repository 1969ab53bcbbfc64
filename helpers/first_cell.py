"""A lesson whose first cell has not run reaches no API, and is told what to do.

It is the commonest slip after a restart of the kernel. Without this, a key in the shell would be
used, and paid for, although the lesson is to be replayed. In any other notebook, and in any
script, nothing happens.
"""

import os
import sys
import traceback
from pathlib import PurePath
from typing import Any

from . import lessons
from .replay import guard

ADVICE = "Run the first cell of this lesson: it calls start(...). Then run this cell again."

_shell: Any = None
_runs = False


def expect() -> None:
    """In the kernel of a lesson, let nothing leave this machine until `has_run` is called."""
    # Jupyter tells a kernel its notebook's path in this variable.
    if PurePath(os.environ.get("JPY_SESSION_NAME", "")).stem in lessons.names():
        _wait()


def has_failed() -> None:
    """`start` has raised: go on waiting, unless an earlier one was fine. Also where no variable
    tells the notebook's name."""
    if not _runs:
        _wait()


def _wait() -> None:
    global _shell
    ipython = sys.modules.get("IPython")  # a notebook has imported it already
    if ipython is None or _shell is not None:
        return
    _shell = ipython.get_ipython()
    if _shell is not None:
        guard.close(ADVICE)
        _shell.events.register("post_run_cell", _tell)


def has_run() -> None:
    """The first cell has run."""
    global _shell, _runs
    _runs = True
    if _shell is not None:
        _shell.events.unregister("post_run_cell", _tell)
        guard.open_()
        _shell = None


def _tell(result: Any) -> None:
    error = result.error_in_exec
    if error is None:
        return
    # Of a key that is not there, one of the SDKs raises a plain TypeError.
    *_, (raised_in, _) = traceback.walk_tb(error.__traceback__)
    modules = (type(error).__module__, raised_in.f_globals.get("__name__", ""))
    if any(module.partition(".")[0] in ("openai", "anthropic") for module in modules):
        print(ADVICE, file=sys.stderr)
