"""The minutes in the teacher's guide: `python3 -m tests.teaching` prints its table, and
`python3 -m tests.teaching write` puts it into `notebooks/TEACHING.md`.

A plan of the guide is a table whose rows name a span of minutes, a lesson and its sections.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import nbformat
from nbformat import NotebookNode

from helpers import lessons

from .heads import BEGINNER, PROGRAMMER, exact_minutes, minutes

PATH = lessons.NOTEBOOKS / "TEACHING.md"
_TABLE = re.compile(r"(?<=\| --- \| --- \| --- \| --- \|\n)(\| \[.*\n)+")
_ROW = re.compile(r"^\| (\d+)–(\d+) \| (\d\d) \| (.+?) \| .*\|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """A row of a plan. minutes: how long the room has."""

    minutes: int
    lesson: str
    sections: list[str]

    def needs(self) -> float:
        """A beginner's minutes for these sections. Raises KeyError for one that is not there."""
        there = sections(self.lesson)
        return sum(exact_minutes(there[section], BEGINNER) for section in self.sections)


def rows() -> Iterator[Row]:
    """The rows of all plans."""
    for start, end, number, named in _ROW.findall(PATH.read_text("utf-8")):
        lesson = lessons.full_name(number)
        exercise = f"Exercise {number}.1"
        wanted = [exercise if s == "exercise" else s for s in named.split("; ")]
        yield Row(int(end) - int(start), lesson, wanted)


@cache
def cells(lesson: str) -> list[NotebookNode]:
    """The cells of a lesson."""
    return nbformat.read(lessons.NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells


def sections(lesson: str) -> dict[str, list[NotebookNode]]:
    """The cells of a lesson by the heading that they stand under, exercises by their number."""
    found: dict[str, list[NotebookNode]] = {"": []}
    for cell in cells(lesson):
        if cell.cell_type == "markdown":
            for heading in re.findall(r"^#{2,4} (.+)$", cell.source, re.MULTILINE):
                exercise = re.match(r"\d\d\.\d", heading)
                found[f"Exercise {exercise[0]}" if exercise else heading] = []
        found[list(found)[-1]].append(cell)
    return found


def table() -> str:
    """The guide's table: a row for each lesson, minutes of a beginner / of a programmer."""
    return "".join(_row(lesson) for lesson in lessons.names())


def _row(lesson: str) -> str:
    title = cells(lesson)[0].source.splitlines()[0].removeprefix("# ")
    exercises = [part for name, part in sections(lesson).items() if name.startswith("Exercise")]
    inside = {cell.id for part in exercises for cell in part}
    core, further = [], []
    for cell in cells(lesson):
        if cell.id not in inside:
            (further if "further" in cell.metadata.get("tags", []) else core).append(cell)
    link = f"[{lesson[:2]} {title}]({lesson}.ipynb)"
    return f"| {link} | {_minutes(core)} | {len(exercises)} | {_minutes(further)} |\n"


def _minutes(part: list[NotebookNode]) -> str:
    return " / ".join(str(minutes(part, reader)) for reader in (BEGINNER, PROGRAMMER))


def main(words: list[str]) -> None:
    print(table())
    if words == ["write"]:
        text = PATH.read_text("utf-8")
        PATH.write_text(_TABLE.sub(lambda _: table(), text), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
