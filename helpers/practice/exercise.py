"""Exercises: `check` says whether an answer is right and, if not, what to try next.

A check judges code, requests on the wire and data, never what a model wrote. It raises nothing:
a stub that still holds its `...` is "not yet", and an error in the answer is part of the result.
"""

import ast
import inspect
import textwrap
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from importlib import import_module
from types import ModuleType
from typing import Any

from .. import wire
from ..miss import NotRecorded, take_untold
from ..wire import Exchange
from . import progress

Judge = Callable[[Any], Any]


@dataclass(frozen=True)
class Exercise:
    """One exercise. judge: takes the answer, raises Wrong, and may return a closing remark.

    A judge that is an async function makes the check one that is awaited.
    """

    number: str
    hint: str
    judge: Judge


class Wrong(Exception):
    """An answer is not right. The message says what is wrong and what to try next."""


_exercises: dict[str, Exercise] = {}


def exercise(number: str, *, hint: str) -> Callable[[Judge], Judge]:
    """Register a judge for an exercise, such as "04.1": lesson 04, first exercise."""

    def register(judge: Judge) -> Judge:
        _exercises[number] = Exercise(number, hint, judge)
        return judge

    return register


def need(condition: object, message: str) -> None:
    """Raise Wrong with this message unless the condition holds."""
    if not condition:
        raise Wrong(message)


@dataclass(frozen=True)
class Watched:
    """What a learner's function did: what it sent, and what came of it.

    requests: the JSON bodies that it sent, in order; one that was not recorded is among them.
    exchanges: the same with headers and answers. raised: what it raised, if that was expected.
    """

    exchanges: list[Exchange]
    returned: Any = None
    raised: BaseException | None = None

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [exchange.request for exchange in self.exchanges]

    @property
    def result(self) -> Any:
        """What it returned. Raises NotRecorded if a request had no recorded answer, so look at
        `requests` first: what is wrong with them says more."""
        if isinstance(self.raised, NotRecorded):
            raise self.raised
        return self.returned


def watch(
    answer: Callable[..., Any],
    *arguments: Any,
    expecting: type[Exception] | tuple[type[Exception], ...] = (),
) -> Watched:
    """Call the learner's function and watch the wire. expecting: what it may raise."""
    before = len(wire.log())
    returned, raised = None, None
    try:
        returned = answer(*arguments)
    except NotRecorded as miss:
        raised = miss
    except expecting as error:
        raised = error
    return Watched(wire.log()[before:], returned, raised)


async def watch_async(
    answer: Callable[..., Any],
    *arguments: Any,
    expecting: type[Exception] | tuple[type[Exception], ...] = (),
) -> Watched:
    """`watch` for an async function."""
    before = len(wire.log())
    returned, raised = None, None
    try:
        returned = await answer(*arguments)
    except NotRecorded as miss:
        raised = miss
    except expecting as error:
        raised = error
    return Watched(wire.log()[before:], returned, raised)


def find(number: str) -> Exercise:
    """The exercise with this number. Raises LookupError if there is none."""
    try:
        _module(number, "checks")
        return _exercises[number]
    except (ModuleNotFoundError, KeyError):
        raise LookupError(
            f'There is no exercise {number!r}: they are named as in "02.1".'
        ) from None


def _module(number: str, name: str) -> ModuleType:
    return import_module(f".lesson_{number[:2]}.{name}", __package__)


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
    """Judge an answer to an exercise: a value, or a function that the check will call.

    Says whether it is right and what to try next; a right answer is noted in the progress file.
    Where the exercise is an async function, await the check.
    """
    task = find(number)
    if inspect.iscoroutinefunction(task.judge):
        return _check_async(task, answer)
    if left := _left_to_do(answer):
        return _not_yet(task, left)
    try:
        return _right(task, task.judge(answer))
    except (Exception, NotRecorded) as error:
        return _wrong(task, error)


async def _check_async(task: Exercise, answer: Any) -> Result:
    if left := _left_to_do(answer):
        return _not_yet(task, left)
    try:
        return _right(task, await task.judge(answer))
    except (Exception, NotRecorded) as error:
        return _wrong(task, error)


def _not_yet(task: Exercise, left: str) -> Result:
    return Result(task.number, "not yet", f'{left} hint("{task.number}") helps.')


def _right(task: Exercise, remark: str | None) -> Result:
    take_untold()
    progress.solved(task.number)
    return Result(task.number, "right", remark or "")


def _wrong(task: Exercise, error: BaseException) -> Result:
    take_untold()  # it is told here
    if isinstance(error, Wrong):
        return Result(task.number, "wrong", str(error))
    if isinstance(error, NotRecorded):
        return Result(task.number, "wrong", f"Your request is a little different: {error}")
    return Result(task.number, "wrong", _told(error))


def hint(number: str) -> None:
    """Print a hint for an exercise."""
    print(find(number).hint)


def _left_to_do(answer: Any) -> str:
    """What to do about the `...` of the stub that the answer is, or that is left in its code."""
    to_fill_in = "Put your code in the place of the ..."
    if answer is ...:
        return to_fill_in
    if not inspect.isfunction(answer):
        return ""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(answer)))
    except (OSError, SyntaxError):
        return ""
    if not any(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(tree)):
        return ""
    only = len(tree.body[0].body) == 1
    return to_fill_in if only else "There is code and still a ...: delete it when you are done."


def _told(error: BaseException) -> str:
    """An error in the learner's own code, with the line where it came up."""
    steps = [
        step
        for step in traceback.extract_tb(error.__traceback__)
        if "ipykernel" in step.filename or step.filename.startswith("<")
    ]
    where = f" (line {steps[-1].lineno}: {steps[-1].line})" if steps and steps[-1].line else ""
    return f"Your code raised {type(error).__name__}: {error}{where}"
