"""What practice may ask in replay, asked once while a lesson is recorded."""

import contextlib
import copy
import inspect

from ..lessons import Missing
from .exercise import Exercise, of_lesson
from .explorer import explore


async def of_exercises(lesson: str) -> None:
    """Call the solutions as learners may call their functions, where a case is to be recorded."""
    with contextlib.suppress(Missing):  # a lesson without exercises
        for exercise in of_lesson(lesson):
            await _try(exercise)


async def _try(exercise: Exercise) -> None:
    for case in exercise.cases:
        if case.recorded:
            try:
                came = case.call(exercise.solution, copy.deepcopy(case.arguments))
                if inspect.isawaitable(came):
                    await came
            except Exception as error:
                if type(error).__module__.partition(".")[0] in ("openai", "anthropic", "httpx2"):
                    raise  # the API, or the way to it, failed
                # An ending that the solution refuses: the answer is recorded all the same.


async def of_explorer(lesson: str) -> None:
    """Show every view of an explorer that sends requests."""
    with contextlib.suppress(Missing):  # a lesson without an explorer
        explorer = explore(lesson)
        if explorer.asks:
            for _ in explorer.every():
                pass
