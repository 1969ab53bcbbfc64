"""`start`: the one call with which every lesson begins."""

import gc
import logging
import os
import sys
from html import escape
from pathlib import Path
from typing import Any

from dotenv import load_dotenv

from . import first_cell, lessons, tracebacks
from .capabilities import CHECKED_ON, refused_from_the_lessons
from .problems import LessonProblem
from .replay import guard, wire
from .replay.cassette import Cassette
from .replay.playback import Playback
from .settings import KEYS, NO_KEY, Settings, env_file


def start(lesson: str) -> "Banner":
    """Make everything ready for one lesson and say in a banner how it runs.

    lesson: the notebook's name, such as "04_streaming", or its number.
    Returns what the notebook shows. Safe to run again. Raises LessonProblem with a sentence
    that says what to do when the lesson's name, its recording or a setting is wrong.
    """
    folder = lessons.folder()
    try:
        lesson = lessons.full_name(lesson, folder)
    except LookupError as problem:
        raise LessonProblem(str(problem)) from None
    settings = Settings.load()
    cassettes = folder / "cassettes"
    recorded = cassettes / f"{lesson}.yaml"
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
    for key in KEYS:
        if os.environ.get(key) in ("", NO_KEY):  # either would hide the key in .env
            del os.environ[key]
    if settings.mode != "replay":
        load_dotenv(env_file(), encoding="utf-8-sig")
    if settings.mode in ("replay", "auto"):
        for key in KEYS:  # OpenAI() wants one, even when nothing is sent
            os.environ[key] = os.environ.get(key) or NO_KEY
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
    seam.install(session)
    _in_jupyter(session.playback)
    first_cell.has_run()
    guard.close() if settings.mode == "replay" else guard.open_()


_registered: dict[str, Any] = {}


def _in_jupyter(playback: Playback) -> None:
    """What only a notebook needs. A script is one cell, and wants whole tracebacks."""
    ipython = sys.modules.get("IPython")  # a notebook has imported it already
    if ipython is None or (shell := ipython.get_ipython()) is None:
        return

    from .replay.miss import take_untold  # here, as with the seam

    def tell_misses(result: Any) -> None:
        # `gather(..., return_exceptions=True)` hands the failure to the cell, which may not look.
        misses = take_untold()
        if misses and result.success:
            print(f"{type(misses[0]).__name__}: {misses[0]}", file=sys.stderr)

    for event, function in _registered.items():
        shell.events.unregister(event, function)
    _registered.update(pre_run_cell=playback.rewind, post_run_cell=tell_misses)
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
        self.lines = {
            "replay": replay,
            "auto": [
                recorded,
                "A request that is not recorded goes to the real API and costs.",
                keeping,
            ],
            "live": ["Every request goes to the real API and costs."],
            "record": ["Every request goes to the real API and costs.", keeping],
        }[settings.mode]
        if settings.mode != "replay":
            self.lines.append(f"({settings.why}.)")
            self.lines += _refusals(settings)
        if settings.mode in ("live", "record"):
            missing = [key for key in KEYS if not settings.variables.get(key)]
            self.lines += [f"{key} is not set: put it into .env." for key in missing]

    def __repr__(self) -> str:
        return "\n".join([self.title, *self.lines])

    def _repr_html_(self) -> str:
        lines = "<br>".join(escape(line) for line in self.lines)
        return (
            '<div style="border-left: 4px solid #4c78a8; padding: 0.4em 0.8em">'
            f"<b>{escape(self.title)}</b><br>{lines}</div>"
        )
