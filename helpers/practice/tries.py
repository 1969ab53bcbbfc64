"""What practice may ask in replay, asked once while a lesson is recorded."""

import contextlib
import inspect

from .exercise import of_lesson
from .explorer import explore


async def of_exercises(lesson: str) -> None:
    """Call the solutions as learners may call their functions, where a case is to be recorded."""
    for exercise in of_lesson(lesson):
        for case in exercise.cases:
            if case.recorded:
                with contextlib.suppress(Exception):  # an ending that the solution refuses
                    came = case.call(exercise.solution, case.arguments)
                    if inspect.isawaitable(came):
                        await came


async def of_explorer(lesson: str) -> None:
    """Show every view of an explorer that sends requests."""
    explorer = explore(lesson)
    if explorer.asks:
        for _ in explorer.every():
            pass
