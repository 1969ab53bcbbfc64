"""Which exercises are solved: a small file of the learner's own, which git ignores."""

import contextlib
import json
import os
from pathlib import Path

from ..settings import ROOT


def file() -> Path:
    """Where it is kept; LESSON_PROGRESS names another file (tests do)."""
    return Path(os.environ.get("LESSON_PROGRESS") or ROOT / "notebooks" / ".progress.json")


def read() -> list[str]:
    """The numbers of the solved exercises, in order. A file that cannot be read counts as none."""
    try:
        solved_ones = json.loads(file().read_text("utf-8"))["solved"]
        return sorted({str(number) for number in solved_ones})
    except (OSError, ValueError, KeyError, TypeError):
        return []


def solved(number: str) -> None:
    """Note that an exercise is solved. What cannot be written does not disturb the lesson."""
    path = file()
    numbers = sorted({*read(), number})
    with contextlib.suppress(OSError):
        if path.exists() and number in read():
            return
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps({"solved": numbers}, indent=1) + "\n", encoding="utf-8")
        os.replace(temporary, path)
