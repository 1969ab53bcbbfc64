"""A learner's own copy of the lessons. Standard library only, like `environment`.

What a learner has written is never overwritten: a lesson that was at most run is replaced by a
newer one; beside a lesson that was changed, the newer one is put.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ..files import write_whole
from ..lessons import NOTEBOOKS
from .packages import SetupProblem

BROUGHT = ".brought.json"  # in the copy: what each file held when the course brought it
# The helpers find the first two wherever a notebook lies; the last is for who teaches.
_STAY = ("cassettes", "practice", "TEACHING.md")


def update(folder: Path, source: Path = NOTEBOOKS) -> list[str]:
    """Copy the lessons into a folder, or bring those that are there up to date.

    Returns a sentence for each lesson that has the learner's changes and a newer edition.
    Raises SetupProblem when the folder cannot be used.
    """
    folder, course = folder.resolve(), source.resolve().parent
    if course in (folder, *folder.parents):
        raise SetupProblem(f"{folder} belongs to the course. Name a folder outside of {course}.")
    try:
        return _update(folder, source)
    except OSError as error:
        raise SetupProblem(f"The lessons cannot be copied to {folder}: {error}.") from None


def _update(folder: Path, source: Path) -> list[str]:
    before, now = _read(folder / BROUGHT), {}
    sentences = []
    for file in _files(source):
        name = file.relative_to(source).as_posix()
        data, own = file.read_bytes(), folder / name
        now[name] = _written(data)
        there = _written(own.read_bytes()) if own.exists() else None
        if there in (None, before.get(name)) and there != now[name]:
            write_whole(own, data)
        elif there != now[name] != before.get(name):
            beside = _free_name(own)
            write_whole(beside, data)
            sentences.append(f"{name} has your changes and stays; the newer one is {beside.name}.")
    write_whole(folder / BROUGHT, json.dumps(now, indent=1).encode())
    return sentences


def _files(source: Path) -> Iterator[Path]:
    for path in sorted(source.rglob("*")):
        first, *_ = parts = path.relative_to(source).parts
        hidden = any(part.startswith((".", "__")) for part in parts)
        if path.is_file() and not hidden and first not in _STAY:
            yield path


def _written(data: bytes) -> str:
    """A digest of what somebody wrote: of a notebook its cells, whatever they show."""
    try:
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(data)["cells"]]
        data = json.dumps(cells).encode()
    except (ValueError, KeyError, TypeError):
        pass  # no notebook
    return hashlib.sha256(data).hexdigest()


def _read(record: Path) -> dict[str, str]:
    try:
        return dict(json.loads(record.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}  # then every file that differs counts as changed


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem} ({n}){path.suffix}") for n in count(2))
    return next(name for name in names if not name.exists())
