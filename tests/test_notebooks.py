"""The notebooks as files: what a reader, a reviewer and GitHub see."""

import re
from itertools import pairwise
from pathlib import Path

import anthropic
import nbformat
import openai
import pytest
from nbformat import NotebookNode

from helpers import lessons, models
from helpers.lessons import ROOT

from .test_shipped_cassettes import SECRETS

pytestmark = pytest.mark.lessons

FOLDER = ROOT / "notebooks"
NAMES = lessons.names(FOLDER)
every_notebook = pytest.mark.parametrize("name", NAMES)


def read(name: str) -> NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def code_cells(name: str) -> list[NotebookNode]:
    return [cell for cell in read(name).cells if cell.cell_type == "code"]


@every_notebook
def test_it_is_a_clean_file(name: str) -> None:
    notebook = read(name)
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info == {"name": "python"}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    assert all(cell.source.strip() for cell in notebook.cells)


@every_notebook
def test_it_was_run_from_top_to_bottom(name: str) -> None:
    counts = [cell.execution_count for cell in code_cells(name)]
    assert counts == list(range(1, len(counts) + 1)), "record it, or: helpers record --outputs-only"


@every_notebook
def test_it_starts_like_all_the_others(name: str) -> None:
    cells = read(name).cells
    assert cells[0].source.startswith("# ")
    first = next(cell for cell in cells if cell.cell_type == "code")
    assert first.source == f'from helpers import start\n\nstart("{name}")'


@every_notebook
def test_headings_are_one_title_and_no_level_left_out(name: str) -> None:
    prose = "\n".join(c.source for c in read(name).cells if c.cell_type == "markdown")
    levels = [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)]
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


@every_notebook
def test_it_has_explorer_practice_and_quiz_in_place(name: str) -> None:
    sources = [cell.source for cell in read(name).cells]
    headings = [source.splitlines()[0] for source in sources if source.startswith("## ")]
    assert headings[-3:] == ["## Practice", "## Check yourself", "## Recap"]
    assert any(f'explore("{name[:2]}")' in s and ".show(" not in s for s in sources)
    assert any(f'explore("{name[:2]}").show(' in s for s in sources)
    assert any(f'quiz("{name[:2]}")' in s for s in sources)


@every_notebook
def test_an_error_is_stored_only_where_one_is_meant(name: str) -> None:
    for cell in code_cells(name):
        failed = any(output.output_type == "error" for output in cell.outputs)
        assert failed == ("raises-exception" in cell.metadata.get("tags", []))


@every_notebook
def test_nothing_is_stored_that_changes_or_is_secret(name: str) -> None:
    text = (FOLDER / f"{name}.ipynb").read_text("utf-8")
    assert not SECRETS.search(text)
    assert not re.search(r"object at 0x[0-9a-f]+|ipykernel_\d+|127\.0\.0\.1:\d+", text)
    stderr = [o for c in code_cells(name) for o in c.outputs if o.get("name") == "stderr"]
    assert not stderr


@every_notebook
def test_links_to_other_files_lead_somewhere(name: str) -> None:
    prose = "\n".join(c.source for c in read(name).cells if c.cell_type == "markdown")
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", prose, flags=re.DOTALL)
    for target in re.findall(r"\]\((?!https?:|#|attachment:)([^)#]+)", prose):
        assert (FOLDER / target).exists() or _is_yet_to_come(target), target


@every_notebook
def test_the_link_to_the_next_lesson_names_its_title(name: str) -> None:
    prose = "\n".join(c.source for c in read(name).cells if c.cell_type == "markdown")
    for label, target in re.findall(r"\*\*Next:\*\* \[(.+?)\]\((.+?)\.ipynb\)", prose):
        if target in NAMES:
            title = read(target).cells[0].source.splitlines()[0].removeprefix("# ")
            assert label == f"{target[:2]} {title}"


def _is_yet_to_come(target: str) -> bool:
    """A lesson behind the last one that there is."""
    return bool(re.fullmatch(r"\d\d_\w+\.ipynb", target)) and Path(target).stem > NAMES[-1]


def test_every_notebook_has_its_recording_and_no_recording_is_left_over() -> None:
    recorded = [path.stem for path in sorted((FOLDER / "cassettes").glob("*.yaml"))]
    assert recorded == [*NAMES, "snippets"]


def test_the_installed_sdks_are_the_ones_that_the_course_teaches() -> None:
    assert openai.__version__.split(".")[0] == "3"
    assert anthropic.__version__.split(".")[0] == "2"


IDS = [*models.RECORDED.values(), *models.RETIRED]
A_MODEL_ID = re.compile(
    r"\b(" + "|".join(map(re.escape, IDS)) + r"|gpt-\d[\w.-]*|claude-[a-z]+-\d[\w.-]*)\b"
)


def _sources() -> list[tuple[str, str]]:
    """Everything that people write: (name, text). Outputs and recordings repeat what was sent."""
    tables = ("models.py", "capabilities.py")
    files = [p for p in (ROOT / "helpers").rglob("*.py") if p.name not in tables]
    files += [p for p in (ROOT / "tests").rglob("*") if p.suffix in (".py", ".yaml")]
    files = [p for p in files if ROOT / "tests" / "recordings" not in p.parents]
    files += [p for p in (ROOT / "README.md", ROOT / ".env.example") if p.exists()]
    texts = [(str(p.relative_to(ROOT)), p.read_text("utf-8")) for p in files]
    texts += [(name, "\n".join(cell.source for cell in read(name).cells)) for name in NAMES]
    name_old_models = ("tests/test_notebooks.py", "tests/commands/test_freshness.py")
    return [(name, text) for name, text in texts if name not in name_old_models]


def test_model_ids_stand_in_their_own_files_only() -> None:
    found = {name: A_MODEL_ID.findall(text) for name, text in _sources()}
    assert {name: ids for name, ids in found.items() if ids} == {}
