"""What a new recording changes, in lines that a reviewer reads."""

import difflib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from .. import cost
from ..replay.cassette import Cassette
from ..replay.identity import Identity, parse

_WIDTH = 80


def of_requests(old: Path, new: Path) -> Iterator[str]:
    """How the requests of two recordings differ; the old one need not be there."""
    after = Cassette.load(new)
    before = Cassette.load(old) if old.is_file() else Cassette("", "")
    yield (
        f"  {len(after.interactions)} requests, {cost.dollars(cost.of_cassette(after))};"
        f" before: {len(before.interactions)}, {cost.dollars(cost.of_cassette(before))}"
    )
    asked, known = (
        Counter((i.identity, i.status) for i in recording.interactions)
        for recording in (after, before)
    )
    for sign, only in (("+", asked - known), ("-", known - asked)):
        for (identity, status), times in only.items():
            yield f"  {sign} {_described(identity, status)}" + (f", {times} times" * (times > 1))


def _described(identity: Identity, status: int) -> str:
    """A request in one line: where it goes, its last message, and the status of its answer."""
    try:
        body = parse(identity.body)
        said = (body.get("messages") or body.get("input") or [""])[-1]
    except (ValueError, AttributeError, TypeError, KeyError):
        said = ""
    return f"{identity.method} {identity.target} {_short(said)} ({status})"


def of_outputs(path: Path, new: nbformat.NotebookNode) -> Iterator[str]:
    """Which cells show something else than in the notebook's file: the lines that went and came."""
    cells = zip(nbformat.read(path, as_version=4).cells, new.cells, strict=True)
    for number, (before, after) in enumerate(cells):
        lines = difflib.unified_diff(_shown(before), _shown(after), lineterm="", n=0)
        if changed := [_short(line) for line in list(lines)[2:] if not line.startswith("@@")]:
            yield f"  cell {number}, {_short(before.source)}"
            yield from (f"    {line}" for line in changed)


def _shown(cell: nbformat.NotebookNode) -> list[str]:
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        text: Any = output.get("text") or data.get("text/plain") or output.get("evalue") or ""
        texts += str(text).splitlines()
    return texts


def _short(said: Any) -> str:
    text = " ".join(str(said.get("content", said) if isinstance(said, dict) else said).split())
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
