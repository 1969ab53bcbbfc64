"""What each lesson brings to practice with: every solution is right, every stub is not yet, wrong
answers get the right explanation, every quiz and explorer works.

Wrong answers stand in `wrong_answers/NN.yaml`: for each exercise a list of
{code: what replaces the stub, says: a word that the explanation must hold}.
"""

import ast
import builtins
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from helpers import start
from helpers.commands.environment import for_replay
from helpers.commands.record import solutions
from helpers.practice.explorer import ERROR, _values, explore
from helpers.practice.quiz import Quiz

from .test_notebooks import FOLDER, NAMES, read

PRACTICE = Path(__file__).resolve().parent.parent / "helpers" / "practice"
LESSONS = [name for name in NAMES if (PRACTICE / f"lesson_{name[:2]}").is_dir()]
every_lesson = pytest.mark.parametrize("name", LESSONS)
_NUMBER = re.compile(r'^(?:await )?check\("(\d\d\.\d)"', re.MULTILINE)


def stubs(name: str) -> dict[str, str]:
    """The code of each exercise's stub, by number."""
    cells = [cell.source for cell in read(name).cells if cell.cell_type == "code"]
    return {match[1]: source for source in cells if (match := _NUMBER.search(source))}


def solved(name: str) -> dict[str, str]:
    return {_NUMBER.search(code)[1]: code for code in solutions(read(name))}


def wrong_answers(name: str) -> dict[str, list[dict[str, str]]]:
    path = Path(__file__).parent / "wrong_answers" / f"{name[:2]}.yaml"
    return yaml.safe_load(path.read_text("utf-8"))


@every_lesson
def test_every_stub_has_a_solution_and_at_least_three_wrong_answers(name: str) -> None:
    numbers = list(stubs(name))
    assert 2 <= len(numbers) <= 3
    assert numbers == [f"{name[:2]}.{n}" for n in range(1, len(numbers) + 1)]
    assert list(solved(name)) == numbers
    assert list(wrong_answers(name)) == numbers
    assert all(len(wrong) >= 3 for wrong in wrong_answers(name).values())


def given(code: str) -> list[str]:
    """The lines of a stub that a solution takes over: definitions and imports."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, kinds)]
    return [ast.unparse(node).split(":\n")[0] for node in nodes]


@every_lesson
def test_stub_and_solution_share_the_given_code(name: str) -> None:
    for number, stub in stubs(name).items():
        top = [n for n in ast.parse(stub).body if not isinstance(n, ast.Import | ast.ImportFrom)]
        for definition in given(ast.unparse(ast.Module(top, []))):
            assert definition in ast.unparse(ast.parse(solved(name)[number])), number


FROM_THE_LESSON = {"ask_openai"}  # the exercises of lesson 10 say that they use it


@every_lesson
def test_an_exercise_needs_only_what_its_own_cell_brings(name: str) -> None:
    for number, stub in stubs(name).items():
        solution = list(ast.walk(ast.parse(solved(name)[number])))
        brought = FROM_THE_LESSON | set(dir(builtins))
        for node in (*solution, *ast.walk(ast.parse(stub))):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                brought.add(node.id)
            elif isinstance(node, ast.arg):
                brought.add(node.arg)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                brought.add(node.name)
            elif isinstance(node, ast.alias):
                brought.add(node.asname or node.name)
            elif isinstance(node, ast.ExceptHandler) and node.name:
                brought.add(node.name)
        used = {n.id for n in solution if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        assert used <= brought, number


class Lesson:
    """A lesson in a kernel, run from top to bottom."""

    def __init__(self, client: NotebookClient) -> None:
        self.client = client

    def run(self, code: str) -> str:
        """What a cell with this code shows, as text."""
        cell = new_code_cell(code)
        self.client.nb.cells.append(cell)
        self.client.execute_cell(cell, len(self.client.nb.cells) - 1)
        return "\n".join(_text(output) for output in cell.outputs)


def _text(output: NotebookNode) -> str:
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return output.get("text") or output.get("data", {}).get("text/plain", "")


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request: pytest.FixtureRequest) -> Iterator[tuple[str, Lesson]]:
    notebook = read(request.param)
    client = NotebookClient(
        notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(FOLDER)}}
    )
    environment = for_replay(os.environ) | {"LESSON_PACE": "0"}
    with client.setup_kernel(env=environment):
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                client.execute_cell(cell, number)
        yield request.param, Lesson(client)


def test_every_solution_is_right_and_every_stub_not_yet(lesson: tuple[str, Lesson]) -> None:
    name, kernel = lesson
    for number, stub in stubs(name).items():
        assert kernel.run(solved(name)[number]).startswith(f"{number} Right."), number
        assert kernel.run(stub).startswith(f"{number} Not yet."), number


def test_wrong_answers_get_the_right_explanation(lesson: tuple[str, Lesson]) -> None:
    name, kernel = lesson
    for number, wrong in wrong_answers(name).items():
        for answer in wrong:
            shown = kernel.run(answer["code"])
            assert shown.startswith(f"{number} Not right yet."), shown
            assert answer["says"] in shown, shown


@every_lesson
def test_the_quiz_has_one_right_choice_a_question_and_a_reason_for_each(name: str) -> None:
    quiz = Quiz(name[:2])
    assert 3 <= len(quiz.questions) <= 4
    for question in quiz.questions:
        assert sum(choice.right for choice in question.choices) == 1
        assert all(choice.because.strip() for choice in question.choices)
        assert len({choice.text for choice in question.choices}) == len(question.choices) >= 3


@every_lesson
def test_right_choices_stand_in_different_places(name: str) -> None:
    places = [
        next(place for place, choice in enumerate(question.choices) if choice.right)
        for question in Quiz(name[:2]).questions
    ]
    assert len(set(places)) > 1


@every_lesson
def test_every_choice_can_be_clicked_and_typed(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from html import unescape

    quiz = Quiz(name[:2])
    for number, (box, question) in enumerate(
        zip(quiz.widget().children, quiz.questions, strict=True), 1
    ):
        _, radio, reason = box.children
        assert reason.value == ""
        for place, choice in enumerate(question.choices):
            radio.index = place
            quiz.choose(number, "abcd"[place])
            typed = capsys.readouterr().out.strip()
            assert unescape(reason.value) == f"<i>{typed}</i>"
            assert typed.startswith("Right." if choice.right else "No.")
            assert choice.because in typed


@every_lesson
def test_the_explorer_answers_every_setting(name: str) -> None:
    """Each setting is changed in the widget, one at a time; plain and drawn come from one view."""
    start(name)
    explorer = explore(name[:2])
    assert explorer.title and repr(explorer)
    box = explorer.widget()
    controls = {c.description: c for c in box.children if getattr(c, "description", "")}
    picture = box.children[-1]
    button = controls.pop(explorer.button, None)
    shown: set[str] = set()
    for setting, offered in explorer.settings.items():
        control = controls[setting.replace("_", " ")]
        for value in _values(offered):
            control.value = value
            if button:
                button.click()
            assert picture.value and ERROR not in picture.value
            shown.add(picture.value)
        control.value = _values(offered)[0]
    assert len(shown) > 1


@every_lesson
def test_the_notebook_has_explorer_practice_and_quiz_in_place(name: str) -> None:
    cells = read(name).cells
    headings = [c.source.splitlines()[0] for c in cells if c.source.startswith("## ")]
    wanted = ["## Practice", "## Check yourself", "## Recap"]
    assert headings[-3:] == wanted
    sources = [cell.source for cell in cells]
    assert any(f'explore("{name[:2]}")' in s and ".show(" not in s for s in sources)
    assert any(f'explore("{name[:2]}").show(' in s for s in sources)
    assert any(f'quiz("{name[:2]}")' in s for s in sources)
