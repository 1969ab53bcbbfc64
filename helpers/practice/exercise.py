"""Exercises: `check` says whether an answer is right and, if not, what to try next.

A check judges code, requests on the wire and data, never what a model wrote. It raises nothing:
a stub that still holds its `...` is "not yet", and an error in the answer is part of the result.
"""

import ast
import inspect
import re
import textwrap
import traceback
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from html import escape
from importlib import import_module
from types import ModuleType
from typing import Any

from .. import first_cell
from ..miss import NotRecorded, take_untold
from ..problems import Unrepeatable
from ..tracebacks import own_frames
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


def find(number: str) -> Exercise:
    """The exercise with this number. Raises LookupError if there is none."""
    if not isinstance(number, str | float):
        raise LookupError('The number of the exercise comes first: check("02.1", translate).')
    number = f"{str(number).strip():0>4}"
    try:
        _module(number, "checks")
        return _exercises[number]
    except (ModuleNotFoundError, KeyError):
        own = [known for known in _exercises if known[:2] == number[:2]]
        there = f"this lesson has {', '.join(own)}" if own else 'they are named as in "02.1"'
        raise LookupError(f"There is no exercise {number!r}: {there}.") from None


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
    """Judge an answer to an exercise: a function, which the check will call.

    Says whether it is right and what to try next; a right answer is noted in the progress file.
    Where the exercise is an async function, await the check.
    """
    task = find(number)
    if inspect.iscoroutinefunction(task.judge):
        return _AsyncCheck(task, answer)
    if early := _before_judging(task, answer):
        return early
    try:
        return _right(task, task.judge(answer))
    except (Exception, Unrepeatable) as error:
        return _wrong(task, error)


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
        try:
            return _right(self.task, await self.task.judge(self.answer))
        except (Exception, Unrepeatable) as error:
            return _wrong(self.task, error)

    def __repr__(self) -> str:
        return f'Put await before it: await check("{self.task.number}", ...)'


def _before_judging(task: Exercise, answer: Any) -> Result | None:
    """The result for what is no answer yet, or none that could be judged."""
    if first_cell.is_missing():
        return Result(task.number, "not yet", first_cell.ADVICE)
    if left := _left_to_do(answer):
        return Result(task.number, "not yet", f'{left} hint("{task.number}") helps.')
    if not callable(answer):
        text = "Hand over the function itself, with no brackets after its name, so that check can "
        return Result(task.number, "wrong", text + "call it.")
    if inspect.iscoroutinefunction(answer) and not inspect.iscoroutinefunction(task.judge):
        return Result(task.number, "wrong", "A plain function is wanted here: def, not async def.")
    return None


def _right(task: Exercise, remark: str | None) -> Result:
    take_untold()
    progress.solved(task.number)
    return Result(task.number, "right", remark or "")


def _wrong(task: Exercise, error: BaseException) -> Result:
    take_untold()  # it is told here
    if isinstance(error, NotRecorded):
        text = error.of_another_lesson(task.number[:2]) or (
            f"Your request is a little different from the recorded one, so no answer came.\n"
            f"{error.compared}\nChange that, so that check can see what you do with the answer."
        )
    elif isinstance(error, Wrong | Unrepeatable):
        text = str(error)
    else:
        text = _told(error)
    return Result(task.number, "wrong", text)


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


# What goes wrong most often, by the words of Python's own message.
_ADVICE = (
    (r"'ChatCompletion' object is not", "An answer is an object: response.choices[0].message."),
    (r"'Message' object has no attribute 'choices'", "Claude's answer has blocks: its .content."),
    (
        r"'ChatCompletion' object has no attribute 'content'",
        "It is in response.choices[0].message.",
    ),
    (r"'Anthropic' object has no attribute 'chat'", "Anthropic's client has messages.create."),
    (r"'OpenAI' object has no attribute 'messages'", "OpenAI's has chat.completions.create."),
    (r"'coroutine' object", "An async call was not awaited. In a plain def, use a plain client."),
    (r"in 'await' expression", "Begin with async def: check awaits your function."),
    (
        r"positional argument",
        "Keep the parameters of the stub: check calls your function with them.",
    ),
)


def _told(error: BaseException) -> str:
    """An error in the learner's own code, with the line where it came up."""
    steps = traceback.extract_tb(own_frames(error.__traceback__))
    told = f"{type(error).__name__}: {error}"
    advice = next((f" {advice}" for slip, advice in _ADVICE if re.search(slip, told)), "")
    if not steps:  # a judge did not expect what the answer did or returned
        return f"The check stumbled over what your code did or returned: {told}{advice}"
    where = f" (line {steps[-1].lineno}: {steps[-1].line})" if steps[-1].line else ""
    return f"Your code raised {told}{where}{advice}"
