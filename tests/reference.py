"""The reference page: `python3 -m tests.reference write` makes `notebooks/REFERENCE.md` from the
rows in `tests/reference.yaml`, from what the SDKs do with each status, and from the table of what
works on which model.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import anthropic
import httpx2
import nbformat
import openai
import yaml

from helpers import capabilities, capability_tables, lessons

from .sdk_types import REQUESTS

PATH = lessons.NOTEBOOKS / "REFERENCE.md"
APIS = tuple(REQUESTS)
NUMBER = re.compile(r"\d+(?:,\d{3})*")
STATUSES = (400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 503, 504, 529)

INTRO = f"""# The three APIs side by side

OpenAI's two APIs and Anthropic's, as of `openai` {openai.__version__} and `anthropic` \
{anthropic.__version__}: tests hold each name in the tables to the SDKs' types, to a real \
recording or to a quoted answer. An empty cell: there is none, or nobody has shown it. The last \
column leads to the lesson that shows it.

Which one to use:

1. For Claude, Messages: Anthropic has no other.
2. For OpenAI's models alone, Responses: OpenAI calls it the primary one. Only there do today's \
models call functions while they think, and the largest call functions at all. Say `store=False` \
for what must not stay at OpenAI.
3. For code that should also speak to other vendors or to a server of your own, Chat Completions: \
many speak it, and OpenAI supports it indefinitely.
"""


@dataclass(frozen=True)
class Row:
    """One thing, its names in the three APIs, and the places in the lessons that show it."""

    what: str
    cells: dict[str, str]
    places: list[str]

    def names(self, api: str) -> list[str]:
        """What stands in backticks."""
        return re.findall(r"`([^`]+)`", self.cells[api])

    def words(self) -> set[str]:
        """What a lesson that shows the row may hold: the end of each name, or its value, and each
        number."""
        names = [name for api in APIS for name in self.names(api)]
        ends = [re.split(r"[.=]", re.sub("=(True|False)$", "", name))[-1] for name in names]
        return {end.strip('"') for end in ends} | set(NUMBER.findall(" ".join(self.cells.values())))


@dataclass(frozen=True)
class Section:
    """A table. checks: where its names are looked up, as the file of the rows explains."""

    title: str
    note: str
    checks: list[str]
    rows: list[Row]


def sections() -> list[Section]:
    """The tables that are written by hand. Raises ValueError for a row of another length."""
    text = Path(__file__).with_suffix(".yaml").read_text("utf-8")
    return [
        Section(one["title"], one.get("note", ""), one["names"], [*_rows(one["rows"])])
        for one in yaml.safe_load(text)
    ]


def _rows(text: str) -> Iterator[Row]:
    for line in text.splitlines():
        what, *cells, places = (cell.strip() for cell in line.split("|"))
        yield Row(
            what,
            dict(zip(APIS, cells, strict=True)),
            [place.strip() for place in places.split(";") if place.strip()],
        )


@dataclass(frozen=True)
class Part:
    """A part of a lesson: its heading, and all that stands below, outputs included."""

    lesson: str
    heading: str
    text: str

    @property
    def link(self) -> str:
        """The link, named by the lesson's number and by the API that the heading names."""
        found = re.search("Responses|OpenAI|Claude|Anthropic", self.heading)
        owner = found[0].replace("Anthropic", "Claude") if found else ""
        anchor = re.sub(r"\s", "-", self.heading)
        return f"[{f'{self.lesson[:2]} {owner}'.strip()}]({self.lesson}.ipynb#{anchor})"

    def shows(self, words: set[str]) -> int:
        """How many of some words stand here."""
        return sum(bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.text)) for word in words)


@cache
def parts(lesson: str) -> list[Part]:
    """What a lesson explains: all but its head, its practice and what follows."""
    found: list[tuple[str, list[str]]] = []
    for cell in nbformat.read(lessons.NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells:
        prose = cell.source if cell.cell_type == "markdown" else ""
        if heading := re.search(r"^#+ (.+)$", prose, re.MULTILINE):
            found.append((heading[1], []))
        outputs = json.dumps(cell.get("outputs", "")).replace("\\n", "\n")
        found[-1][1].extend((cell.source, outputs))
    last = [heading for heading, _ in found].index("Practice")
    return [Part(lesson, heading, "\n".join(text)) for heading, text in found[1:last]]


def where(row: Row, place: str) -> Part:
    """The part of a lesson that shows a row: the one whose heading has the words of the place, else
    the one with most of the row's names. Raises LookupError if no part has any."""
    number, hint = place[:2], place[3:].lower()
    found = [part for part in parts(lessons.full_name(number)) if part.shows(row.words())]
    if not found:
        raise LookupError(f"tests/reference.yaml: lesson {number} does not show {row.what!r}")
    hinted = [part for part in found if hint and hint in part.heading.lower()]
    return (hinted or sorted(found, key=lambda part: -part.shows(row.words())))[0]


def page() -> str:
    """The whole page, in Markdown."""
    texts = [INTRO]
    for section in sections():
        texts += [f"## {section.title}\n", *([section.note + "\n"] if section.note else [])]
        if section.title == "Errors":
            texts.append(_errors())
        rows = [[row.what, *row.cells.values(), _links(row)] for row in section.rows]
        texts.append(_table(["", *APIS, "lesson"], rows))
    return "\n".join([*texts, *_generated()])


def _links(row: Row) -> str:
    return ", ".join(dict.fromkeys(where(row, place).link for place in row.places))


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "|" + "".join(f" {cell} |" if cell else " |" for cell in line) + "\n" for line in lines
    )


def _generated() -> Iterator[str]:
    """The tables at the end, in which nothing is written by hand."""
    yield f"""## Which setting works on which model

As of {capabilities.CHECKED_ON}; sources are in `helpers/capabilities.py`, and \
[lesson 03](03_anthropic_messages.ipynb) says what follows. A question mark: nobody has shown it.
"""
    for told in (capability_tables.of_openai(), capability_tables.of_anthropic()):
        head, *rows = (re.split(r" {2,}", line) for line in told.splitlines())
        yield _table(head, rows)
    yield "## Parameters that are not above\n\nThe docstring of each `create` explains them.\n"
    yield _table([*APIS], [[", ".join(f"`{name}`" for name in others(api)) for api in APIS]])


def others(api: str) -> list[str]:
    """The parameters of a request that no row names."""
    named = {
        re.split(r"[.=]", name)[0]
        for section in sections()
        for row in section.rows
        for name in row.names(api)
    }
    return sorted(set(get_type_hints(REQUESTS[api])) - named)


def _errors() -> str:
    asked = [(status, call) for status in STATUSES for call in (_ask_openai, _ask_anthropic)]
    with ThreadPoolExecutor() as pool:
        told = list(pool.map(lambda one: _failed(*one), asked))
    rows = [
        [str(status), f"`{one}`", f"`{two}`", again if again == too else f"{again}, {too}"]
        for status, (one, again), (two, too) in zip(STATUSES, told[::2], told[1::2], strict=True)
    ]
    return _table(["status", "`openai`", "`anthropic`", "asked again"], rows)


def _failed(status: int, call: Callable[[httpx2.Client], Any]) -> tuple[str, str]:
    """What an SDK raises at a status, and whether it asked again before."""
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(status, headers={"retry-after-ms": "1"}, json={})

    try:
        call(httpx2.Client(transport=httpx2.MockTransport(answer)))
    except (openai.APIStatusError, anthropic.APIStatusError) as error:
        return type(error).__name__, "yes" if len(requests) > 1 else "no"
    raise AssertionError(f"{status} raised nothing")


def _ask_openai(http: httpx2.Client) -> Any:
    client = openai.OpenAI(api_key="none", max_retries=1, http_client=http)
    return client.chat.completions.create(model="any", messages=[])


def _ask_anthropic(http: httpx2.Client) -> Any:
    client = anthropic.Anthropic(api_key="none", max_retries=1, http_client=http)
    return client.messages.create(model="any", max_tokens=1, messages=[])


def main(words: list[str]) -> None:
    if words == ["write"]:
        PATH.write_text(page(), encoding="utf-8")
    else:
        print(page())


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except LookupError as error:
        sys.exit(str(error))
