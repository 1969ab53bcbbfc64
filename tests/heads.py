"""What a lesson takes: `python3 -m tests.heads` prints its minutes and its live cost, and
`python3 -m tests.heads write [LESSON...]` stores them in the lesson's head and in README's table.

Minutes are counted: words of prose, lines of code and lines of output at the pace of a reader; in
addition so many minutes for an explorer, a quiz and each exercise; rounded up to five minutes. The
core is what is not tagged `further`, with the first exercise. The live cost is that of the
recorded requests, rounded up to one digit.
"""

import math
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

import nbformat
from nbformat import NotebookNode

from helpers import cost, lessons
from helpers.replay.cassette import Cassette

README = lessons.ROOT / "README.md"
EXPLORER = QUIZ = 4  # minutes, for everybody
_LONGEST_OUTPUT = 20  # lines; nobody reads more of one


@dataclass(frozen=True)
class Reader:
    """words, code, output: a minute. exercise: minutes."""

    words: int
    code: int
    output: int
    exercise: int


BEGINNER = Reader(words=120, code=10, output=30, exercise=12)
PROGRAMMER = Reader(words=190, code=25, output=60, exercise=6)

HEAD = re.compile(
    r"\*\*Time:\*\* core \d+ minutes, all \d+ minutes \(beginner\); "
    r"core \d+, all \d+ \(programmer\)\."
)


def head(notebook: NotebookNode) -> str:
    """The sentence that the head of a lesson should hold."""
    core = [c for c in notebook.cells if "further" not in c.metadata.get("tags", [])]
    times = [
        minutes(cells, who) for who in (BEGINNER, PROGRAMMER) for cells in (core, notebook.cells)
    ]
    return (
        "**Time:** core {} minutes, all {} minutes (beginner); core {}, all {} (programmer)."
    ).format(*times)


def live_cost(name: str) -> str:
    """What a run of this lesson costs, in dollars, such as "0.003"."""
    cassette = Cassette.load(lessons.NOTEBOOKS / "cassettes" / f"{name}.yaml")
    exact = cost.of_cassette(cassette)
    digit = Decimal(1).scaleb(exact.adjusted())
    return f"{exact.quantize(digit, rounding=ROUND_UP).normalize():f}"


def minutes(cells: Iterable[NotebookNode], reader: Reader) -> int:
    """How long these cells take, rounded up to five minutes."""
    return 5 * math.ceil(exact_minutes(cells, reader) / 5)


def exact_minutes(cells: Iterable[NotebookNode], reader: Reader) -> float:
    """How long these cells take, by the rule."""
    return sum(_of_cell(cell, reader) for cell in cells)


def _of_cell(cell: NotebookNode, reader: Reader) -> float:
    if cell.cell_type == "markdown":
        read = re.sub(r"<details>.*?</details>", "", cell.source, flags=re.DOTALL)
        return len(read.split()) / reader.words
    if re.search(r"^(await )?check\(", cell.source, re.MULTILINE):
        return reader.exercise
    if re.match(r"from helpers import quiz", cell.source):
        return QUIZ
    explores = "explore(" in cell.source and ".show(" not in cell.source
    lines = sum(bool(line.strip()) for line in cell.source.splitlines())
    shown = 0 if explores else sum(min(_lines(o), _LONGEST_OUTPUT) for o in cell.outputs)
    return EXPLORER * explores + lines / reader.code + shown / reader.output


def _lines(output: NotebookNode) -> int:
    text = output.get("text") or output.get("data", {}).get("text/plain", "")
    return len(text.splitlines()) if text else 1


_COST = re.compile(r"(\*\*Live cost:\*\* about \$)\d[\d.]*\d")


def _in_table(readme: str, name: str, sentence: str) -> str:
    """README with what the lesson takes in its row of the table."""
    core, everything = re.findall(r"\d+", sentence)[:2]
    row = rf"^(\| \[.+?\]\(notebooks/{name}\.ipynb\) \| .+? \| )[\d /]+ \| \$.+? \|$"
    taken = rf"\g<1>{core} / {everything} | ${live_cost(name)} |"
    return re.sub(row, taken, readme, flags=re.MULTILINE)


def main(words: list[str]) -> None:
    wanted = tuple(words[1:]) or ("",)
    for name in (name for name in lessons.names() if name.startswith(wanted)):
        path = lessons.NOTEBOOKS / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        sentence = head(notebook)
        print(f"{name} {sentence} ${live_cost(name)}")
        if words[:1] == ["write"]:
            first = notebook.cells[0]
            first.source = HEAD.sub(sentence, first.source)
            first.source = _COST.sub(rf"\g<1>{live_cost(name)}", first.source)
            nbformat.write(notebook, path)
            text = _in_table(README.read_text("utf-8"), name, sentence)
            README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
