"""`start`: the one call with which every lesson begins."""

import gc
import logging
import os
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import first_cell, lessons, tracebacks
from .capabilities import CHECKED_ON, refused_from_the_lessons
from .keys import VENDORS, odd
from .problems import LessonProblem
from .replay import guard, wire
from .replay.cassette import Cassette
from .settings import KEYS, NO_KEY, Settings

if TYPE_CHECKING:
    from .replay.session import Session


def start(lesson: str) -> "Banner":
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


def begin(lesson: str) -> "Banner":
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
        from . import budget  # here, as with the seam

        session.budget = budget.OF_KERNEL
        session.budget.limit = settings.budget
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

    for event, function in _registered.items():
        shell.events.unregister(event, function)
    _registered.update(pre_run_cell=session.playback.rewind, post_run_cell=tell)
    for event, function in _registered.items():
        shell.events.register(event, function)
    tracebacks.shorten_in(shell)
    collect_less_often()


def collect_less_often() -> None:
    """Make full garbage collections rare, for the life of this kernel.

    Both SDKs are 370,000 objects that stay. To walk over them again and again while they are
    imported takes almost a third of the time of the imports.
    """
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, 1000)


def _refusals(settings: Settings) -> list[str]:
    """What the lessons send and a model named in `.env` refuses, a sentence a model."""
    named = [settings.variables.get(name, "") for name in ("OPENAI_MODEL", "ANTHROPIC_MODEL")]
    refused = {model: refused_from_the_lessons(model) for model in named}
    return [
        f"{model} refuses {', '.join(sent)} (known on {CHECKED_ON}): cells that send it fail."
        for model, sent in refused.items()
        if sent
    ]


def _spending(settings: Settings) -> str:
    from .cost import dollars, prices  # here, as with the seam

    limit = f"At most {dollars(settings.budget)} (LESSON_BUDGET_USD) is spent"
    return f"{limit} until the kernel restarts, by the prices of {prices()}."


def _destination(settings: Settings, key: str) -> str:
    """What is not as usual: another address, or no key."""
    has_key = settings.variables.get(key)
    if address := settings.other_address(key):
        no_key = "" if has_key else f" ({key} is not set; a server of your own needs none.)"
        return f"Requests to {VENDORS[key]} go to {address}.{no_key}"
    if has_key:
        return ""
    if settings.mode == "auto":
        return f"{key} is not set: from {VENDORS[key]} come recorded answers only."
    return f"{key} is not set: put it into .env."


_ANSWERS = {
    "simulator": "the course's own stand-in for both APIs, not a real model",
    "api": "the real APIs",
}


class Banner:
    """What a lesson says at its start: where the answers come from and what leaves the machine."""

    def __init__(self, lesson: str, settings: Settings, cassette: Cassette, kept: Path) -> None:
        self.title = f"{lesson}: {settings.mode}"
        answers = _ANSWERS.get(cassette.source, cassette.source)
        recorded = f"The answers were recorded from {answers}, on {cassette.recorded}."
        replay = [recorded, "No key is needed, nothing leaves this machine, nothing costs."]
        keeping = f"New answers are kept in {'/'.join(kept.parts[-3:])}."
        goes = "goes to the real API and costs."
        self.lines = {
            "replay": replay,
            "auto": [recorded, f"A request that is not recorded {goes}", keeping],
            "live": [f"Every request {goes}"],
            "record": [f"Every request {goes}", keeping],
        }[settings.mode]
        if settings.mode != "replay":
            self.lines += [f"({settings.why}.)", _spending(settings), *_refusals(settings)]
            self.lines += filter(None, (_destination(settings, key) for key in KEYS))
            for key in KEYS:
                self.lines += [f"{key} {w}." for w in odd(key, settings.variables.get(key, ""))]

    def __repr__(self) -> str:
        return "\n".join([self.title, *self.lines])

    def _repr_html_(self) -> str:
        lines = "<br>".join(escape(line) for line in self.lines)
        return (
            '<div style="border-left: 4px solid #4c78a8; padding: 0.4em 0.8em">'
            f"<b>{escape(self.title)}</b><br>{lines}</div>"
        )
