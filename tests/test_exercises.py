"""Every exercise: its solution and other right answers are right, its stub is not yet, and wrong
answers get a fitting sentence.

The answers stand in `answers/LESSON.py`, in cells: `# %% 02.1 right`, or `# %% 02.1 wrong: WORDS`
with some words of what the check should say. All of it runs in this process.
"""

import ast
import asyncio
import builtins
import os
import re
from pathlib import Path

import pytest

from helpers import lessons, start
from helpers.practice import tries
from helpers.practice.exercise import Result, of_lesson

from .cells import Cell, cells_of, run
from .test_notebooks import NAMES, read

pytestmark = pytest.mark.lessons

ANSWERS = Path(__file__).parent / "answers"
_SOLUTION = re.compile(
    r"<summary>Solution</summary>\s*```python\n(.*?)\n```\s*</details>", re.DOTALL
)
_NUMBER = re.compile(r'^(?:await )?check\("(\d\d\.\d)"', re.MULTILINE)
every_lesson = pytest.mark.parametrize("name", NAMES)


def code_cells(name: str) -> list[str]:
    return [cell.source for cell in read(name).cells if cell.cell_type == "code"]


def stubs(name: str) -> dict[str, str]:
    """The code of each exercise's stub, by number."""
    return {match[1]: code for code in code_cells(name) if (match := _NUMBER.search(code))}


def solutions(name: str) -> dict[str, str]:
    """The folded solutions in a notebook, by number."""
    prose = [cell.source for cell in read(name).cells if cell.cell_type == "markdown"]
    found = [code for source in prose for code in _SOLUTION.findall(source)]
    return {_NUMBER.search(code)[1]: code for code in found}


def answers(name: str) -> list[Cell]:
    path = ANSWERS / f"{name}.py"
    return list(cells_of(path)) if path.exists() else []


# What an exercise takes from the cells of its lesson, which a learner has run before.
FROM_THE_LESSON = {"10_async": "async def ask_openai"}


def given(name: str) -> str:
    """The code that an exercise's cell relies on."""
    wanted = FROM_THE_LESSON.get(name)
    if not wanted:
        return ""
    imports = next(code for code in code_cells(name) if "AsyncOpenAI(" in code)
    return imports + "\n" + next(code for code in code_cells(name) if wanted in code)


def judged(name: str, code: str) -> Result:
    """What the check at the end of a cell says, after the stub's cell was run."""
    number = _NUMBER.search(code)[1]

    async def go() -> Result:
        space = {"__name__": "__main__"}
        for before in (given(name), stubs(name)[number]):
            if before:
                await run(before, space)
        return await run(code, space)

    os.environ.update({"OPENAI_API_KEY": "", "ANTHROPIC_API_KEY": ""})
    start(name)
    return asyncio.run(go())


@every_lesson
def test_every_solution_is_right_and_every_stub_not_yet(name: str) -> None:
    for number, solution in solutions(name).items():
        shown = repr(judged(name, solution))
        assert shown.startswith(f"{number} Right."), shown
        assert repr(judged(name, stubs(name)[number])).startswith(f"{number} Not yet.")


EVERY_ANSWER = [
    pytest.param(name, cell, id=f"{name} line {cell.line}: {cell.title}")
    for name in NAMES
    for cell in answers(name)
]


@pytest.mark.parametrize(("name", "cell"), EVERY_ANSWER)
def test_an_answer_gets_what_it_deserves(name: str, cell: Cell) -> None:
    title = re.fullmatch(r"(\d\d\.\d) (?:(right)|wrong: (.+))", cell.title)
    assert title, f"{cell.title}: should be like '02.1 right' or '02.1 wrong: some words'"
    number, right, words = title.groups()
    shown = repr(judged(name, cell.code))
    assert shown.startswith(f"{number} {'Right.' if right else 'Not right yet.'}"), shown
    if words:
        assert words in shown, shown


@every_lesson
def test_an_exercise_is_complete(name: str) -> None:
    exercises = of_lesson(name)
    numbers = [exercise.number for exercise in exercises]
    assert 2 <= len(numbers) <= 3
    assert numbers == [f"{name[:2]}.{n}" for n in range(1, len(numbers) + 1)]
    assert list(stubs(name)) == list(solutions(name)) == numbers
    for number in numbers:
        titles = [cell.title for cell in answers(name) if cell.title.startswith(number)]
        assert len([title for title in titles if "wrong" in title]) >= 3, number
        assert len([title for title in titles if title.endswith("right")]) >= 2, number


@every_lesson
def test_what_a_learner_may_try_is_recorded(name: str) -> None:
    start(name)
    asyncio.run(tries.of_exercises(name))


MOST_SENTENCES = 6


@every_lesson
def test_an_exercise_keeps_to_its_sentences(name: str) -> None:
    for exercise in of_lesson(name):
        assert len(exercise.why) <= MOST_SENTENCES, exercise.number
        assert exercise.hint and exercise.right


def definitions(code: str) -> dict[str, str]:
    """The functions and classes at the top of some code, without their decorators."""
    found = {}
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            node.decorator_list = []
            found[node.name] = ast.unparse(node)
    return found


@every_lesson
def test_the_notebook_shows_the_solution_that_the_check_compares_with(name: str) -> None:
    compared = definitions((lessons.room(name) / "exercises.py").read_text("utf-8"))
    for number, solution in solutions(name).items():
        for what, code in definitions(solution).items():
            assert compared.get(what) == code, f"{number} {what}"


@every_lesson
def test_stub_and_solution_share_the_given_code(name: str) -> None:
    for number, stub in stubs(name).items():
        for node in ast.walk(ast.parse(stub)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                if "..." not in ast.unparse(node):
                    continue  # the stub gives it whole
                node.decorator_list = []
                head = ast.unparse(node).split(":\n")[0]
                assert head in ast.unparse(ast.parse(solutions(name)[number])), number


@every_lesson
def test_an_exercise_needs_only_what_its_own_cell_brings(name: str) -> None:
    for number, stub in stubs(name).items():
        solution = list(ast.walk(ast.parse(solutions(name)[number])))
        brought = {"ask_openai"} if name in FROM_THE_LESSON else set()
        brought |= set(dir(builtins))
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
