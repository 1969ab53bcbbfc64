"""Which exercises are solved: a small file of the learner's own, which git ignores."""

import contextlib
import json
import os
from pathlib import Path

from ..files import write_whole
from ..lessons import folder

NAME = ".progress.json"


def file() -> Path | None:
    """Where it is kept: beside the notebook that runs.

    LESSON_PROGRESS names another file; empty, it means none (tests do).
    """
    named = os.environ.get("LESSON_PROGRESS")
    if named is None:
        return folder() / NAME
    return Path(named) if named else None


def read(path: Path | None = None) -> list[str]:
    """The numbers of the solved exercises, in order. A file that cannot be read counts as none.

    path: the file of another learner.
    """
    path = path or file()
    if path is None or not path.is_file():
        return []
    try:
        solved_ones = json.loads(path.read_text("utf-8"))["solved"]
        return sorted({str(number) for number in solved_ones})
    except (OSError, ValueError, KeyError, TypeError):
        return []


def solved(number: str) -> None:
    """Note that an exercise is solved. What cannot be written does not disturb the lesson."""
    path, before = file(), read()
    if path is None or number in before or (path.exists() and not path.is_file()):
        return
    text = json.dumps({"solved": sorted({*before, number})}, indent=1) + "\n"
    with contextlib.suppress(OSError):
        write_whole(path, text.encode())
