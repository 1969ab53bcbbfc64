"""The lessons: where they lie, what they are called, and the code of their practice.

What belongs to one lesson stands under its name: the notebook `notebooks/05_tool_use.ipynb`, its
recording `notebooks/cassettes/05_tool_use.yaml`, and its room `notebooks/practice/05_tool_use/`.
The code in a room is imported as `helpers.lessons.05_tool_use`, so that its files find each other.

Standard library only: set-up and check-up run before anything is installed.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
PRACTICE = NOTEBOOKS / "practice"
VOCABULARY = ROOT / "helpers" / "vocabulary"


class Missing(LookupError):
    """There is no such lesson, or it has no such part."""


__path__ = [str(PRACTICE)]  # makes every room a package below this module


def names(folder: Path = NOTEBOOKS) -> list[str]:
    """The names of the lessons in a folder, in their order."""
    return sorted(path.stem for path in folder.glob("[0-9][0-9]_*.ipynb"))


def folder() -> Path:
    """The lessons' folder: the current one, else the repo's (a script runs anywhere)."""
    return Path.cwd() if names(Path.cwd()) else NOTEBOOKS


def recording(lesson: str) -> Path:
    """A lesson's recording: beside the notebook that runs or, for a copy of it, in the course.

    LESSON_RECORDINGS names another folder: `record` tries a new recording before it keeps it.
    """
    if tried := os.environ.get("LESSON_RECORDINGS"):
        return Path(tried) / f"{lesson}.yaml"
    here, in_the_course = (f / "cassettes" / f"{lesson}.yaml" for f in (folder(), NOTEBOOKS))
    return in_the_course if in_the_course.is_file() and not here.is_file() else here


def full_name(lesson: str, folder: Path = NOTEBOOKS) -> str:
    """The name of a lesson that is given by name or number. Raises Missing."""
    known = names(folder)
    for name in known:
        if lesson == name or name[:2] == f"{lesson:0>2}":
            return name
    raise Missing(f"There is no lesson {lesson!r}. The lessons are: {', '.join(known)}.")


def room(lesson: str) -> Path:
    """The folder with what a lesson brings to practice with. Raises Missing."""
    return PRACTICE / full_name(lesson)


def code(lesson: str, module: str) -> ModuleType:
    """A module of a lesson's room: `exercises` or `explorer`. Raises Missing."""
    if not (room(lesson) / f"{module}.py").is_file():
        raise Missing(f"Lesson {lesson} has no {module}.")
    return import_module(f"{__name__}.{full_name(lesson)}.{module}")
