"""Exercises: `check` says whether an answer is right and, if not, what to try next.

A check calls the learner's function and the solution and compares what they do (`compare`); it
judges code, requests and data, never what a model wrote, and asks no API. It raises nothing: a
stub that still holds its `...` is "not yet", and an error in the answer is part of the result.
"""

import ast
import inspect
import os
import textwrap
from collections.abc import Awaitable, Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from unittest import mock

from .. import first_cell, lessons
from ..problems import Unrepeatable
from ..replay import seam
from ..settings import KEYS, NO_KEY
from . import progress
from .compare import Facts, facts, first_difference
from .runs import Case, Run, run, run_async
from .slips import told
from .telling import sentence


class Wrong(Exception):
    """An answer is not right. The message says what is wrong and what to try next."""


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    solution: what the notebook shows as such. cases: the calls in which answers are compared.
    hint: what `hint` prints. right: what a right answer is told.
    why: what to say of a difference, by its name (see `telling.sentence`).
    open_fields: parameters of the request whose values are up to the learner.
    facts: what is compared of a run, where that is not `compare.facts`.
    """

    number: str
    solution: Callable[..., Any]
    cases: Sequence[Case]
    hint: str
    right: str
    why: Mapping[str, str] = field(default_factory=dict)
    open_fields: Collection[str] = ()
    facts: Callable[[Run], Facts] | None = None

    @property
    def is_async(self) -> bool:
        return inspect.iscoroutinefunction(self.solution)

    def compared(self, seen: Run) -> Facts:
        return self.facts(seen) if self.facts else facts(seen, self.open_fields)

    def judge(self, case: Case, yours: Run, wanted: Run) -> None:
        """Raise Wrong for the first difference."""
        difference = first_difference(self.compared(yours), self.compared(wanted))
        if difference:
            raise Wrong(sentence(difference, case, yours, self.why))


_exercises: dict[str, Exercise] = {}


def exercise(number: str, **more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make the decorated function the solution of an exercise, such as "04.1": lesson 04, first
    exercise. more: the other fields of Exercise."""

    def register(solution: Callable[..., Any]) -> Callable[..., Any]:
        _exercises[number] = Exercise(number, solution, **more)
        return solution

    return register


def of_lesson(lesson: str) -> list[Exercise]:
    """The exercises of a lesson, in their order. Raises LookupError if there is no such lesson."""
    with _as_after_start():
        lessons.code(lesson, "exercises")
    number = lessons.full_name(lesson)[:2]
    return [known for _, known in sorted(_exercises.items()) if known.number[:2] == number]


@contextmanager
def _as_after_start() -> Iterator[None]:
    """For a block, every client can be built, and tiktoken has its vocabulary here."""
    keys = {key: os.environ.get(key) or NO_KEY for key in KEYS}
    with mock.patch.dict(os.environ, keys, TIKTOKEN_CACHE_DIR=str(lessons.VOCABULARY)):
        yield


def find(number: str) -> Exercise:
    """The exercise with this number. Raises LookupError if there is none."""
    if not isinstance(number, str | float):
        raise LookupError('The number of the exercise comes first: check("02.1", translate).')
    number = f"{str(number).strip():0>4}"
    known = {one.number: one for one in of_lesson(number[:2])}
    if number not in known:
        raise LookupError(f"There is no exercise {number!r}: this lesson has {', '.join(known)}.")
    return known[number]


@dataclass(frozen=True)
class Result:
    """What `check` says. state: `right`, `not yet` or `wrong`."""

    number: str
    state: str
    text: str

    def __repr__(self) -> str:
        return f"{self.number} {_MARKS[self.state]} {self.text}"

    def _repr_html_(self) -> str:
        lines = "<br>".join(escape(line) for line in self.text.splitlines())
        return (
            f'<div style="border-left: 4px solid {_COLORS[self.state]}; padding: 0.4em 0.8em">'
            f"<b>{self.number} {_MARKS[self.state]}</b> {lines}</div>"
        )


_MARKS = {"right": "Right.", "not yet": "Not yet.", "wrong": "Not right yet."}
_COLORS = {"right": "#2e8b57", "not yet": "#888888", "wrong": "#c77700"}


def check(number: str, answer: Any) -> Result | Awaitable[Result]:
    """Judge an answer to an exercise: a function, which the check will call.

    Says whether it is right and what to try next; a right answer is noted in the progress file.
    Where the exercise is an async function, await the check.
    """
    task = find(number)
    if task.is_async:
        return _AsyncCheck(task, answer)
    if early := _before_judging(task, answer):
        return early
    try:
        for case in task.cases:
            task.judge(case, run(answer, case), run(task.solution, case))
    except (Exception, Unrepeatable) as error:
        return _wrong(task, error)
    return _right(task)


@dataclass(frozen=True)
class _AsyncCheck:
    """A check that is to be awaited, and says so where it is not."""

    task: Exercise
    answer: Any

    def __await__(self) -> Generator[Any, None, Result]:
        return self._check().__await__()

    async def _check(self) -> Result:
        if early := _before_judging(self.task, self.answer):
            return early
        task = self.task
        try:
            for case in task.cases:
                wanted = await run_async(task.solution, case)  # first: an answer may leave tasks
                task.judge(case, await run_async(self.answer, case), wanted)
        except (Exception, Unrepeatable) as error:
            return _wrong(task, error)
        return _right(task)

    def __repr__(self) -> str:
        return f'Put await before it: await check("{self.task.number}", ...)'


def _before_judging(task: Exercise, answer: Any) -> Result | None:
    """The result for what is no answer yet, or none that could be judged."""
    if not seam.is_installed():
        return Result(task.number, "not yet", first_cell.ADVICE)
    if left := _left_to_do(answer):
        return Result(task.number, "not yet", f'{left} hint("{task.number}") helps.')
    if not callable(answer):
        text = "Hand over the function itself, with no brackets after its name, so that check can "
        return Result(task.number, "wrong", text + "call it.")
    if inspect.iscoroutinefunction(answer) and not task.is_async:
        return Result(task.number, "wrong", "A plain function is wanted here: def, not async def.")
    return None


def _right(task: Exercise) -> Result:
    progress.solved(task.number)
    return Result(task.number, "right", task.right)


def _wrong(task: Exercise, error: BaseException) -> Result:
    expected = isinstance(error, Wrong | Unrepeatable)
    return Result(task.number, "wrong", str(error) if expected else told(error))


def hint(number: str) -> None:
    """Print a hint for an exercise."""
    print(find(number).hint)


def _left_to_do(answer: Any) -> str:
    """What to do about the `...` of the stub that the answer is, or that is left in its code."""
    to_fill_in = "Put your code where the three dots are."
    if answer is ...:
        return to_fill_in
    if not inspect.isfunction(answer):
        return ""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(answer)))
    except (OSError, SyntaxError):
        return ""
    function = tree.body[0]
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return ""  # a lambda: its source is the whole line
    if not any(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(function)):
        return ""
    if len(function.body) == 1:
        return to_fill_in
    return "Three dots are still left in your code: delete them when you are done."
