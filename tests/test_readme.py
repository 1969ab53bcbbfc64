"""What the README and the lessons' heads promise."""

import re

import pytest

from helpers.__main__ import COMMANDS
from helpers.lessons import ROOT

from . import heads
from .test_notebooks import NAMES, every_notebook, read

pytestmark = pytest.mark.lessons

WRITE = "run: python3 -m tests.heads write"
README = (ROOT / "README.md").read_text("utf-8")


def head(name: str) -> dict[str, str]:
    text = read(name).cells[0].source
    cost = re.search(r"\*\*Live cost:\*\* about \$(\d+\.\d+)\. ", text)
    time = re.search(r"core (\d+) minutes, all (\d+) minutes \(beginner\)", text)
    assert cost and time, f"{name} says neither its minutes nor its cost"
    title = text.splitlines()[0].removeprefix("# ")
    return {"title": title, "minutes": f"{time[1]} / {time[2]}", "cost": cost[1]}


@every_notebook
def test_the_minutes_that_a_lesson_names_are_counted(name: str) -> None:
    notebook = read(name)
    assert heads.head(notebook) in notebook.cells[0].source, WRITE


@every_notebook
def test_the_cost_that_a_lesson_names_is_what_its_requests_cost(name: str) -> None:
    assert head(name)["cost"] == heads.live_cost(name), WRITE


def test_the_table_lists_every_lesson_with_its_minutes_and_cost() -> None:
    rows = re.findall(
        r"^\| \[(.+?)\]\(notebooks/(.+?)\.ipynb\) \| .+? \| (\d+ / \d+) \| \$(.+?) \|$",
        README,
        re.M,
    )
    expected = [
        (f"{name[:2]} {head(name)['title']}", name, head(name)["minutes"], head(name)["cost"])
        for name in NAMES
    ]
    assert rows == expected


def test_every_path_it_names_is_there() -> None:
    for target in re.findall(r"\]\(((?!https?:)[^)#]+)\)", README):
        assert (ROOT / target).exists(), target
    for target in re.findall(r"`((?:notebooks|helpers|tests)/[\w/.]*)`", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("command", sorted(set(re.findall(r"python3 -m helpers (\w+)", README))))
def test_every_command_it_names_exists(command: str) -> None:
    assert command in COMMANDS


@every_notebook
def test_versions_in_prose_are_the_pinned_ones(name: str) -> None:
    pins = dict(re.findall(r'"([\w-]+)==([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8")))
    prose = "\n".join(cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    for package, version in re.findall(r"\b([a-z][\w-]+)==([\d.]+\d)", prose):
        assert pins.get(package, version) == version
