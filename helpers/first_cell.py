"""A notebook whose first cell has not run reaches no API, and is told what to do.

It is the commonest slip after a restart of the kernel. Without this, a key in the shell would be
used, and paid for, although the lesson is to be replayed.
"""

import sys
from typing import Any

from . import guard

ADVICE = "Run the first cell of this lesson: it calls start(...). Then run this cell again."

_shell: Any = None


def expect() -> None:
    """In a notebook, let nothing leave this machine until `has_run` is called."""
    global _shell
    ipython = sys.modules.get("IPython")  # a notebook has imported it already
    _shell = ipython and ipython.get_ipython()
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


def is_missing() -> bool:
    """Whether this is a notebook in which the first cell has still to run."""
    return _shell is not None


def _tell(result: Any) -> None:
    error = result.error_in_exec
    if error is not None and type(error).__module__.partition(".")[0] in ("openai", "anthropic"):
        print(ADVICE, file=sys.stderr)
