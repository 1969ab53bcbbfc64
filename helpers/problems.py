"""Exceptions that a learner reads: a few plain lines instead of a traceback."""


class LessonProblem(Exception):
    """Something about the course's own set-up is wrong; the message says what to do."""

    def _render_traceback_(self) -> list[str]:
        """The lines that IPython shows in place of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class Unrepeatable(BaseException):
    """A failure that nobody may retry: not the SDKs, tenacity or instructor.

    They all retry on `Exception`. As a `BaseException` it reaches the learner at once
    and as itself, also through `asyncio.gather(..., return_exceptions=True)`.
    """

    _render_traceback_ = LessonProblem._render_traceback_
