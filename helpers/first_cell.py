"""A lesson whose first cell has not run reaches no API, and is told what to do.

It is the commonest slip after a restart of the kernel. Without this, a key in the shell would be
used, and paid for, although the lesson is to be replayed. In any other notebook, and in any
script, nothing happens.
"""

import os
import sys
from pathlib import PurePath
from typing import Any

from . import lessons
from .replay import guard

ADVICE = "Run the first cell of this lesson: it calls start(...). Then run this cell again."

_shell: Any = None


def expect() -> None:
    """In the kernel of a lesson, let nothing leave this machine until `has_run` is called."""
    global _shell
    # Jupyter tells a kernel its notebook's path in this variable.
    notebook = PurePath(os.environ.get("JPY_SESSION_NAME", "")).stem
    ipython = sys.modules.get("IPython")  # a notebook has imported it already
    if ipython is None or notebook not in lessons.names():
        return
    _shell = ipython.get_ipython()
    if _shell is not None:
        guard.close(ADVICE)
        _shell.events.register("post_run_cell", _tell)


def has_run() -> None:
    """The first cell has run."""
    global _shell
    if _shell is not None:
        _shell.events.unregister("post_run_cell", _tell)
        guard.open_()
        _shell = None


def _tell(result: Any) -> None:
    error = result.error_in_exec
    if error is not None and type(error).__module__.partition(".")[0] in ("openai", "anthropic"):
        print(ADVICE, file=sys.stderr)
