"""What nbconvert makes of the lessons, by the configurations in helpers/nbconvert."""

import re
from pathlib import Path

import nbformat
import pytest
from nbconvert.nbconvertapp import NbConvertApp

from helpers import lessons

from .test_notebooks import FOLDER, every_notebook, read

pytestmark = pytest.mark.lessons

CONFIGS = lessons.ROOT / "helpers" / "nbconvert"


def convert(name: str, config: str, folder: Path) -> str:
    """Convert a lesson as the guide says; returns what was written."""
    app = NbConvertApp()
    source = str(FOLDER / f"{name}.ipynb")
    options = ["--config", str(CONFIGS / config), "--output-dir", str(folder)]
    app.initialize([*options, source])
    app.start()
    (written,) = (path for path in folder.rglob("*") if path.is_file())
    return written.read_text("utf-8")


@every_notebook
def test_each_section_of_the_core_is_a_slide(name: str, tmp_path: Path) -> None:
    core = [c for c in read(name).cells if "further" not in c.metadata.get("tags", [])]
    prose = "\n".join(cell.source for cell in core if cell.cell_type == "markdown")
    sections = re.findall(r"^##? (.+)$", prose, re.MULTILINE)
    html = convert(name, "slides.json", tmp_path)
    _, *slides = re.split(r"<section\s*><section", html)
    headings = [re.findall(r'<h[12] id="([^"]+)"', slide) for slide in slides]
    assert headings == [[section.replace(" ", "-")] for section in sections]
    assert "<summary>Solution" not in html
    assert not re.findall(r'<img [^>]*src="(?!data:)', html), "a file that must lie beside it"


@every_notebook
def test_a_handout_is_the_lesson_without_the_solutions(name: str, tmp_path: Path) -> None:
    handout = nbformat.reads(convert(name, "handout.json", tmp_path), as_version=4)
    whole = read(name)
    solutions = [c for c in whole.cells if "<summary>Solution" in c.source]
    assert solutions
    assert handout.cells == [c for c in whole.cells if c not in solutions]
