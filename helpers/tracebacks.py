"""Tracebacks without the insides of packages: what is left is the learner's own code.

An error in an SDK call would otherwise fill the screen. `%tb` still shows all of it.
"""

import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

from .lessons import PRACTICE, ROOT

_NOT_THE_LEARNERS = (
    *{str(Path(sysconfig.get_path(p)).resolve()) for p in ("purelib", "platlib", "stdlib")},
    str(ROOT / "helpers"),
    str(PRACTICE),
    "<frozen",
)


def shorten_in(shell: Any) -> None:
    """Show short tracebacks in this IPython shell from now on."""

    def show(
        shell: Any, kind: type, error: BaseException, trace: TracebackType, tb_offset: Any = None
    ) -> None:
        with _short_chain(error):
            shell.showtraceback((kind, error, own_frames(trace) or trace), tb_offset=0)
        sys.last_traceback = trace  # for %tb

    shell.set_custom_exc((Exception,), show)


def own_frames(trace: TracebackType | None) -> TracebackType | None:
    """The traceback with the frames of the learner's own code only; None if there are none."""
    own = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(_NOT_THE_LEARNERS):
            own.append(trace)
        trace = trace.tb_next
    short: TracebackType | None = None
    for step in reversed(own):
        short = TracebackType(short, step.tb_frame, step.tb_lasti, step.tb_lineno)
    return short


@contextmanager
def _short_chain(error: BaseException) -> Iterator[None]:
    """For the length of a block, shorten the errors that led to this one, and end their chain at
    the first that has nothing to do with the learner's code."""
    chain = [error, *_what_led_to(error)]
    before = [(e, e.__traceback__, e.__cause__, e.__suppress_context__) for e in chain]
    for later, earlier in pairwise(chain):
        if own := own_frames(earlier.__traceback__):
            earlier.__traceback__ = own
        else:
            later.__cause__ = None  # this hides the context too
            break
    try:
        yield
    finally:
        for e, trace, cause, hidden in before:
            e.__traceback__, e.__cause__, e.__suppress_context__ = trace, cause, hidden


def _what_led_to(error: BaseException) -> Iterator[BaseException]:
    seen = {id(error)}
    step: BaseException | None = error
    while step is not None:
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
        if step is None or id(step) in seen:
            return
        seen.add(id(step))
        yield step
