"""What decides how a lesson runs: the environment, and `.env` in the repo's root."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from dotenv import dotenv_values

from .lessons import ROOT
from .problems import LessonProblem

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY")
NO_KEY = "no-key-in-replay"  # in place of a key, so that clients can be built

Mode = Literal["replay", "auto", "live", "record"]


def env_file() -> Path:
    """The `.env` that the lessons read; LESSON_ENV_FILE names another (tests do)."""
    return Path(os.environ.get("LESSON_ENV_FILE") or ROOT / ".env")


@dataclass(frozen=True)
class Settings:
    """How a lesson runs.

    mode: `replay`, `auto`, `live` or `record`.
    pace: what recorded waiting times are multiplied by; 0 takes all waiting out.
    why: one sentence on where the mode comes from.
    variables: `.env` and the environment together; the environment wins.
    """

    mode: Mode
    pace: float
    why: str
    variables: Mapping[str, str] = field(repr=False, default_factory=dict)

    @classmethod
    def load(cls) -> "Settings":
        """Read them now. Raises LessonProblem for a value that means nothing."""
        try:
            values = dotenv_values(env_file(), encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise LessonProblem(
                f"{env_file()} is not UTF-8 text: save it again as UTF-8."
            ) from None
        in_file = {name: value for name, value in values.items() if value}
        variables = {**in_file, **os.environ}
        mode, why = mode_for(variables, [key for key in KEYS if in_file.get(key)])
        return cls(mode, _pace(variables.get("LESSON_PACE") or "1"), why, variables)


def mode_for(variables: Mapping[str, str], keys_in_file: list[str]) -> tuple[Mode, str]:
    """The mode that follows, and why. Raises LessonProblem for a LESSON_MODE that means nothing.

    A key counts when it stands in `.env`: a key that is only in the shell costs nobody money.
    """
    asked = (variables.get("LESSON_MODE") or "").strip().lower()
    known: tuple[Mode, ...] = get_args(Mode)
    for mode in known:
        if asked == mode:
            return mode, f"LESSON_MODE is {mode}"
    if asked:
        raise LessonProblem(f"LESSON_MODE={asked} is none of: {', '.join(known)}.")
    if keys_in_file:
        return "auto", f".env has {' and '.join(keys_in_file)}"
    return "replay", "no key in .env"


def _pace(text: str) -> float:
    try:
        pace = float(text)
    except ValueError:
        pace = -1
    if not 0 <= pace < float("inf"):
        raise LessonProblem(
            f"LESSON_PACE={text} is no pace: 1 is as recorded, 0 at once, 2 half as fast."
        )
    return pace
