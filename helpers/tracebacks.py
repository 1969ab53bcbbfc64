"""Tracebacks without the insides of packages: what is left is the learner's own code.

An error in an SDK call would otherwise fill the screen. `%tb` still shows all of it, but no key.
"""

import os
import sys
import sysconfig
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

from .lessons import PRACTICE, ROOT
from .replay.redact import without_secrets
from .settings import KEYS

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
        own = own_frames(trace) or trace
        with _short_chains(error):
            if _comes_from_a_group(error):  # IPython would print all of it, as Python does
                lines = traceback.format_exception(kind, error, own)
                shell._showtraceback(kind, error, "".join(lines).splitlines())
            else:
                shell.showtraceback((kind, error, own), tb_offset=0)
        sys.last_traceback = trace  # for %tb

    def present(kind: type, error: object, lines: list[str]) -> None:
        keys = [os.environ.get(key, "") for key in KEYS]
        shown = [without_secrets(line, keys) for line in lines]
        type(shell)._showtraceback(shell, kind, without_secrets(str(error), keys), shown)

    shell.set_custom_exc((BaseException,), show)
    shell._showtraceback = present


def _add_note(error: BaseException) -> None:
    """What the error itself does not say, in a line below it."""
    note = ""
    if type(error) is NameError:
        note = f"If {error.name} comes from a cell above: Run > Run All Above Selected Cell."
    elif type(error).__name__ == "APIConnectionError" and (cause := error.__cause__):
        *_, cause = [cause, *_what_led_to(cause)]
        host = getattr(getattr(error, "request", None), "url", "the API")
        note = f"Nothing came from {host}: {type(cause).__name__}: {cause}"
    if note and note not in getattr(error, "__notes__", []):
        error.add_note(note)


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
def _short_chains(error: BaseException) -> Iterator[None]:
    """For the length of a block, shorten the errors that led to this one and, if it is a group,
    those in it; end each chain at the first that has nothing to do with the learner's code."""
    chains = list(_chains(error))
    before = [
        (e, e.__traceback__, e.__cause__, e.__suppress_context__) for chain in chains for e in chain
    ]
    for chain in chains:
        _add_note(chain[0])
        chain[0].__traceback__ = own_frames(chain[0].__traceback__)
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


def _chains(error: BaseException) -> Iterator[list[BaseException]]:
    """The error with what led to it, and so for each error in a group."""
    chain = [error, *_what_led_to(error)]
    yield chain
    for e in chain:
        if isinstance(e, BaseExceptionGroup):
            for part in e.exceptions:
                yield from _chains(part)


def _comes_from_a_group(error: BaseException | None) -> bool:
    while error and not isinstance(error, BaseExceptionGroup):
        error = error.__context__
    return error is not None


def _what_led_to(error: BaseException) -> Iterator[BaseException]:
    seen = {id(error)}
    step: BaseException | None = error
    while step is not None:
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
        if step is None or id(step) in seen:
            return
        seen.add(id(step))
        yield step
