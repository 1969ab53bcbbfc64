"""The teacher's guide: its minutes, the sections and commands that it names, and its links."""

import re

import pytest

from helpers import lessons
from helpers.__main__ import COMMANDS
from helpers.lessons import ROOT

from . import teaching

pytestmark = pytest.mark.lessons

GUIDE = teaching.PATH.read_text("utf-8")
ROWS = list(teaching.rows())


def test_its_minutes_are_counted() -> None:
    assert teaching.table() in GUIDE, "run: python3 -m tests.teaching write"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.lesson[:2]} {row.sections[0]}")
def test_a_plan_gives_enough_time_for_sections_that_are_there(row: teaching.Row) -> None:
    there = teaching.sections(row.lesson)
    assert [section for section in row.sections if section not in there] == [], list(there)
    assert row.needs() <= row.minutes, f"takes {row.needs():.0f} minutes"


def test_it_has_three_plans() -> None:
    spans = re.findall(r"^\| (\d+)–(\d+) \|", GUIDE, re.MULTILINE)
    ends = [
        int(end)
        for (_, end), (start, _) in zip(spans, [*spans[1:], ("0", "")], strict=True)
        if start == "0"
    ]
    assert ends == [60, 210, 360]


def test_what_it_names_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", GUIDE):
        assert (teaching.PATH.parent / target).exists(), target
    for path in re.findall(r"(?:--config |-f |`)((?:helpers|notebooks|\.[a-z]+)/[\w/.]+)", GUIDE):
        assert (ROOT / path).exists(), path
    for command in re.findall(r"python3 -m helpers (\w+)", GUIDE):
        assert command in COMMANDS


def test_sections_that_it_points_to_are_there() -> None:
    """What stands in italics in the paragraphs on the lessons, and asks nothing."""
    headings = "\n".join(h for name in lessons.names() for h in teaching.sections(name)).lower()
    about = "".join(re.findall(r"^\*\*\d\d\. .+?\*\*(.+?)\n\n", GUIDE, re.MULTILINE | re.DOTALL))
    named = re.findall(r"\*([^*]+)\*", re.sub(r"`[^`]*`|\*\w+:\*", "", about))
    named = [" ".join(heading.split()) for heading in named]
    assert len(named) > 10
    assert [heading for heading in named if heading.lower() not in headings] == []
