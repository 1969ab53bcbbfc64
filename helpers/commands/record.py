"""`python3 -m helpers record`: record notebooks anew, from the real APIs.

Each notebook is run twice. First every request goes out and its answer is kept. Then the
notebook is replayed from the new recording, and what it shows then is what is stored in it:
exactly what a learner will see. A cell tagged `replay-only` is left out of the first run: it
shows what replay does with a request that is not recorded.
"""

import argparse
import os
import sys
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError

from .. import lessons
from ..settings import KEYS, Settings
from .handover import for_replay
from .notebook import run, write

# What a learner may ask in replay: by trying an exercise's function, or in the explorer.
_PRACTICE = "from helpers.practice import tries\nawait tries.{}({!r})"


def main(arguments: list[str]) -> int:
    """Record the lessons named in the arguments (all if none). Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m helpers record", description=__doc__)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 04 (default: all)")
    parser.add_argument(
        "--outputs-only",
        action="store_true",
        help="replay the recordings that are there, and store what the notebooks show",
    )
    options = parser.parse_args(arguments)
    folder = lessons.folder()
    known = lessons.names(folder)
    names = [n for n in known if not options.lessons or n.startswith(tuple(options.lessons))]
    if not names:
        parser.error(f"no such lesson; there are: {', '.join(known)}")
    variables = Settings.load().variables
    missing = [key for key in KEYS if not variables.get(key)]
    if missing and not options.outputs_only:
        parser.error(f"{' and '.join(missing)} must be in .env: recording asks the real APIs")
    failed = [name for name in names if not _record(folder / f"{name}.ipynb", options.outputs_only)]
    return 1 if failed else 0


def _record(path: Path, outputs_only: bool) -> bool:
    """Record one notebook; if a cell fails, the old recording and outputs stay."""
    print(f"{path.stem}: ", end="", flush=True)
    try:
        notebook = _replay(path) if outputs_only else _record_and_replay(path)
    except CellExecutionError as error:
        print(f"failed, and nothing was changed.\n{error}", file=sys.stderr)
        return False
    write(notebook, path)
    print("outputs stored" if outputs_only else "recorded")
    return True


def _record_and_replay(path: Path) -> nbformat.NotebookNode:
    cassette = path.parent / "cassettes" / f"{path.stem}.yaml"
    new = cassette.parent / "recording" / cassette.name
    new.unlink(missing_ok=True)
    asking = [_PRACTICE.format(what, path.stem) for what in ("of_exercises", "of_explorer")]
    run(path, {**os.environ, "LESSON_MODE": "record"}, leave_out="replay-only", then=asking)
    before = cassette.read_bytes() if cassette.exists() else None
    if new.exists():
        os.replace(new, cassette)
    try:
        return _replay(path)
    except CellExecutionError:
        if before is not None:
            cassette.write_bytes(before)
        raise


def _replay(path: Path) -> nbformat.NotebookNode:
    """Run it as anybody would: without this machine's keys, addresses and settings."""
    return run(path, for_replay(os.environ))
