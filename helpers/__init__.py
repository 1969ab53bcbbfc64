"""Helpers for the ten lessons: everything that is not the lesson itself.

They never wrap an SDK call. They replay recorded answers, show what crossed the wire,
count tokens and cost. Names are loaded on first use, so that importing this package
costs nothing and `python3 -m helpers` needs no installed package.
"""

from __future__ import annotations

import os
from importlib import import_module

_HOME = {
    "start": "lesson",
    "OPENAI_MODEL": "models",
    "ANTHROPIC_MODEL": "models",
    "check": "practice.exercise",
    "hint": "practice.exercise",
    "explore": "practice.explorer",
    "quiz": "practice.quiz",
}
_MODULES = {
    "cost": "cost",
    "faults": "replay.faults",
    "models": "models",
    "timeline": "timeline",
    "wire": "replay.wire",
}

__all__ = [*_HOME, *_MODULES]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module("." + _HOME[name], __name__), name)
    if name in _MODULES:
        return import_module("." + _MODULES[name], __name__)
    raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))  # noqa: UP032


def __dir__() -> list[str]:
    return sorted(__all__)


if "JPY_SESSION_NAME" in os.environ:  # a notebook in Jupyter: perhaps one of the lessons
    import_module(".first_cell", __name__).expect()
