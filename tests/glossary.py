"""The glossary's links: `python3 -m tests.glossary` prints where each term is explained, and
`python3 -m tests.glossary write` puts the links into `notebooks/GLOSSARY.md`.

A term is explained where it first stands in the prose of a lesson, in bold.
"""

import re
import sys
from dataclasses import dataclass
from functools import cache

import nbformat

from helpers import lessons

PATH = lessons.NOTEBOOKS / "GLOSSARY.md"
_ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| (.*?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where a term first stands. cell: counted from 0. bold: whether it is explained there."""

    lesson: str
    cell: int
    heading: str
    bold: bool

    @property
    def link(self) -> str:
        anchor = re.sub(r"\s", "-", self.heading)
        return f"[{self.lesson[:2]} {self.heading}]({self.lesson}.ipynb#{anchor})"


def terms() -> dict[str, tuple[str, str]]:
    """The glossary: (meaning, link) by term."""
    rows = _ROW.findall(PATH.read_text("utf-8"))
    return {term: (meaning, link) for term, meaning, link in rows if term not in ("term", "---")}


@cache
def _prose(lesson: str) -> list[tuple[int, str, str]]:
    """The markdown cells of a lesson: (number, heading, prose)."""
    found, heading = [], ""
    cells = nbformat.read(lessons.NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells
    for number, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            heading = (re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE) or [heading])[0]
            # The head of a lesson lists what will come, and headings only name it.
            prose = "" if number == 0 else re.sub(r"^#.*$|`[^`]*`", "", cell.source, flags=re.M)
            found.append((number, heading, prose))
    return found


def first_use(term: str) -> Place | None:
    """Where a term first stands in the course's prose; None if it does nowhere."""
    many = (
        rf"{re.escape(term[:-1])}(?:y|ies)" if term.endswith("y") else rf"{re.escape(term)}(?:e?s)?"
    )
    word = re.compile(rf"(?<![\w`]){many}(?![\w`])", re.IGNORECASE)
    for lesson in lessons.names():
        for number, heading, prose in _prose(lesson):
            if word.search(prose):
                bold = re.search(rf"\*\*{word.pattern}\*\*", prose, re.IGNORECASE)
                return Place(lesson, number, heading, bool(bold))
    return None


def main(words: list[str]) -> None:
    text = PATH.read_text("utf-8")
    for term, (_, link) in terms().items():
        place = first_use(term)
        print(f"{term}: {place}")
        if place and words == ["write"]:
            text = re.sub(
                rf"^(\| {re.escape(term)} \| [^|]+ \| ){re.escape(link)} \|$",
                lambda row, place=place: f"{row[1]}{place.link} |",
                text,
                flags=re.MULTILINE,
            )
    if words == ["write"]:
        PATH.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
