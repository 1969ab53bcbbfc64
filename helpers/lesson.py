"""`start`: the one call with which every lesson begins."""

import asyncio
import gc
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import first_cell, lessons, tracebacks
from .banner import Banner
from .problems import LessonProblem
from .replay import guard, wire
from .replay.cassette import Cassette
from .settings import NO_KEY, Settings

if TYPE_CHECKING:
    from .replay.session import Session


def start(lesson: str) -> Banner:
    """Make everything ready for one lesson and say in a banner how it runs.

    lesson: the notebook's name, such as "04_streaming", or its number.
    Returns what the notebook shows. Safe to run again. Raises LessonProblem with a sentence
    that says what to do when the lesson's name, its recording or a setting is wrong.
    """
    try:
        return begin(lessons.full_name(lesson, lessons.folder()))
    except (LookupError, LessonProblem) as problem:
        first_cell.has_failed()
        raise LessonProblem(str(problem)) from None


def begin(lesson: str) -> Banner:
    """As `start`, by the name of a recording. That of the snippets belongs to no notebook."""
    settings = Settings.load()
    cassettes = lessons.folder() / "cassettes"
    recorded = lessons.recording(lesson)
    kept = {
        "auto": cassettes / "personal" / f"{lesson}.yaml",
        "record": cassettes / "recording" / f"{lesson}.yaml",
    }.get(settings.mode, recorded)
    cassette = Cassette("", "")
    if settings.mode in ("replay", "auto"):
        cassette = Cassette.load(recorded)
    _prepare_environment(settings)
    _install(lesson, settings, cassette, kept)
    return Banner(lesson, settings, cassette, kept)


def _prepare_environment(settings: Settings) -> None:
    # tiktoken looks here for its vocabulary before it would download it.
    os.environ["TIKTOKEN_CACHE_DIR"] = str(lessons.VOCABULARY)
    settings.apply()
    # Where a profile or token of Anthropic's is on this machine, its SDK says that the key hides
    # it. Here the key is ours, so there is nothing to say.
    if os.environ.get("ANTHROPIC_API_KEY") == NO_KEY:
        logging.getLogger("anthropic.lib.credentials._auth").addFilter(_is_not_about_our_key)


def _is_not_about_our_key(record: logging.LogRecord) -> bool:
    return "ANTHROPIC_API_KEY" not in record.getMessage()


def _install(lesson: str, settings: Settings, cassette: Cassette, kept: Path) -> None:
    from .replay import seam  # here, because httpx2 takes longer to import than all else
    from .replay.session import Session

    wire.clear()
    session = Session(lesson, settings.mode, cassette, kept, settings.pace)
    if settings.mode != "replay":
        from .budget import OF_KERNEL  # here, as with the seam

        OF_KERNEL.limit = settings.budget
        session.budget = OF_KERNEL
    seam.install(session)
    _in_jupyter(session)
    first_cell.has_run()
    guard.close() if settings.mode == "replay" else guard.open_()


_registered: dict[str, Any] = {}


def _in_jupyter(session: "Session") -> None:
    """What only a notebook needs. A script is one cell, and wants whole tracebacks."""
    ipython = sys.modules.get("IPython")  # a notebook has imported it already
    if ipython is None or (shell := ipython.get_ipython()) is None:
        return

    from .replay.miss import take_untold  # here, as with the seam

    os.chdir(lessons.folder())  # some editors start a kernel elsewhere

    def tell(result: Any) -> None:
        if session.budget and (cost := session.budget.report()):
            print(cost)
        # `gather(..., return_exceptions=True)` hands the failure to the cell, which may not look.
        misses = take_untold()
        if misses and result.success:
            print(f"{type(misses[0]).__name__}: {misses[0]}", file=sys.stderr)

    if not _registered:
        _wake_now_and_then()
    for event, function in _registered.items():
        shell.events.unregister(event, function)
    _registered.update(pre_run_cell=session.playback.rewind, post_run_cell=tell)
    for event, function in _registered.items():
        shell.events.register(event, function)
    tracebacks.shorten_in(shell)
    collect_less_often()


def _wake_now_and_then() -> None:
    """Stop reaches a cell that waits when its event loop wakes up next (ipykernel's issue 881)."""
    with suppress(RuntimeError):  # a shell without a loop
        asyncio.get_running_loop().call_later(0.3, _wake_now_and_then)


def collect_less_often() -> None:
    """Make full garbage collections rare, for the life of this kernel.

    Both SDKs are 370,000 objects that stay. To walk over them again and again while they are
    imported takes almost a third of the time of the imports.
    """
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, 1000)
