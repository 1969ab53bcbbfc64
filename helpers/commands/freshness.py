"""Whether the course is of today: its models, recordings and packages, told without network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from ..lessons import names
from ..problems import LessonProblem
from . import packages
from .checkup import Finding, Setup, without_password

_SOON = 90  # days
_OLD = 180


def models(setup: Setup) -> Iterator[Finding]:
    """Which models of the course, or named in its place, have ended or will soon."""
    try:
        from ..models import CHECKED_ON, RECORDED
    except (ImportError, LessonProblem):  # the latter is told by `mode`
        return
    named = setup.in_file() | dict(setup.variables)
    used = [*RECORDED.values(), *(named[name] for name in RECORDED if named.get(name))]
    for model in dict.fromkeys(used):
        if day := end_of(model):
            past = "ended" if day < date.today() else "ends"
            state = "note" if (day - date.today()).days < _SOON else "ok"
            yield Finding(state, f"model {model}: {past} on {day}")
    age = _days_since(CHECKED_ON)
    mend = "; look for newer ones in the vendors' lists" if age > _OLD else ""
    yield Finding(
        "note" if mend else "ok", f"models: {', '.join(used)}; checked {age} days ago{mend}"
    )


def end_of(model: str) -> date | None:
    """The day on which a model ends or ended, by the course's table and Anthropic's SDK."""
    from ..models import RETIRED

    try:
        from anthropic.resources.messages.messages import DEPRECATED_MODELS
    except ImportError:
        DEPRECATED_MODELS = {}

    fate, *_ = RETIRED.get(model, ("",))
    if day := re.search(r"\d{4}-\d\d-\d\d", fate):
        return date.fromisoformat(day[0])
    if model in DEPRECATED_MODELS:
        words = re.sub(r"(?<=\d)(st|nd|rd|th)", "", DEPRECATED_MODELS[model])
        return datetime.strptime(words, "%B %d, %Y").date()
    return None


def recordings(setup: Setup) -> Iterator[Finding]:
    """Whether every lesson has a recording that can be read, and how old the oldest one is."""
    try:
        from ..replay.cassette import Cassette
    except ImportError:
        return
    folder = setup.root / "notebooks" / "cassettes"
    shipped = [folder / f"{name}.yaml" for name in names(folder.parent)]
    kept = sorted((folder / "personal").glob("*.yaml"))
    ages = []
    for file in [*shipped, *kept]:
        try:
            recorded = Cassette.load(file).recorded
            if file in shipped and recorded:
                ages.append(_days_since(recorded))
        except LessonProblem as problem:
            yield Finding("wrong" if file in shipped else "note", str(problem))
        except ValueError:
            yield Finding("note", f"{file.name}: {recorded!r} is no day on which it was recorded")
    if ages:
        oldest = max(ages)
        yield Finding("note" if oldest > _OLD else "ok", f"recordings: up to {oldest} days old")


def pins(setup: Setup) -> Iterator[Finding]:
    """Which packages are others than those that the course is tested with."""
    other = list(packages.other_versions(setup.root))
    if other:
        yield Finding("note", f"packages: not as in requirements.txt: {', '.join(other)}")
    else:
        yield Finding("ok", "packages: all as in requirements.txt")


def network(setup: Setup) -> Iterator[Finding]:
    """What stands between this machine and the APIs. A replay needs none of it."""
    for name, value in sorted(setup.variables.items()):
        if value and re.fullmatch(
            r"(HTTPS?|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)", name, re.IGNORECASE
        ):
            yield Finding("note", f"{name}: set to {without_password(value)}")


def _days_since(day: str) -> int:
    return (date.today() - date.fromisoformat(day)).days
