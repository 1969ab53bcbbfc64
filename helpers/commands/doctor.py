"""The check-up: what is set up, what is missing and what to do about it.

It runs without the environment too, and prints no part of a key.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ..keys import VENDORS, odd
from ..lessons import ROOT
from ..lessons import names as lesson_names
from ..practice import progress
from . import environment, freshness, handover, packages
from .checkup import Finding, Setup, without_password

SECRET = re.compile(r"(KEY|TOKEN|SECRET)$", re.IGNORECASE)


def installed(setup: Setup) -> Iterator[Finding]:
    """Which Python this is, whether there is an environment, and what is in it."""
    yield Finding("ok", f"Python {sys.version.split()[0]} ({sys.executable})")
    found = environment.find(setup.root)
    if found is None:
        reason = _NOT_READY[environment.state(setup.root)]
        mend = "python3 -m helpers lab (or test), which takes about a minute"
        yield Finding("missing", f"environment: {reason}. Run: {mend}")
        return
    if not handover.is_this(found):
        yield Finding("ok", f"environment: {found}")
        return
    lacks = list(packages.lacking(setup.root))
    if lacks:
        install = f'"{sys.executable}" -m pip install -r requirements.txt'
        yield Finding("wrong", f"environment: {'; '.join(lacks)}. Run: {install}")
        return
    if broken := list(packages.damaged(setup.root)):
        mend = f'"{sys.executable}" -m pip install --force-reinstall --no-deps {" ".join(broken)}'
        yield Finding("wrong", f"environment: files of {', '.join(broken)} are gone. Run: {mend}")
        return
    yield Finding("ok", f"environment: {sys.prefix} has every package")
    taught = (f"{name} {only}" for name, only in packages.direct(setup.root).items() if only)
    yield Finding("ok", f"versions: {', '.join(taught)}")


_NOT_READY = {
    "absent": "not there yet",
    "broken": ".venv does not start; its Python has gone or changed",
    "unfinished": "an earlier set-up was interrupted",
    "incomplete": ".venv does not hold what requirements.txt names",
}


def keys(setup: Setup) -> Iterator[Finding]:
    """Which keys are set, where, and whether they look like keys."""
    yield from _env_file(setup)
    in_file = setup.in_file()
    for name in VENDORS:
        in_shell = setup.variables.get(name)
        value = in_shell or in_file.get(name)
        if not value:
            continue
        both = in_shell and in_file.get(name)
        if both and in_shell != in_file[name]:
            yield Finding("note", f"{name}: another in the shell than in .env; the shell's is used")
        elif in_shell and not both:
            yield Finding(
                "note", f"{name}: in the shell only, so used in live mode only; see .env.example"
            )
        else:
            yield Finding("ok", f"{name}: set in .env")
        yield from (Finding("note", f"{name} {what}") for what in odd(name, value))


def _env_file(setup: Setup) -> Iterator[Finding]:
    file = setup.env_file
    if file.is_file():  # whether it can be read, `mode` says
        yield Finding("ok", ".env: there")
        for line in setup.unread():
            yield Finding("note", f".env: line {line} cannot be read; does a quote not end?")
        return
    yield Finding("note", ".env: none; it is for calling the real APIs, see .env.example")
    for stray in (".env.txt", "env.txt", "notebooks/.env", "notebooks/.env.txt"):
        if (setup.root / stray).is_file():
            yield Finding("note", f"{stray} is not read: move it to .env in {setup.root}")


def addresses(setup: Setup) -> Iterator[Finding]:
    """Base URLs: the two SDKs differ in who adds the /v1."""
    both = {**setup.in_file(), **setup.variables}
    for name, advice, wants_v1 in (
        ("OPENAI_BASE_URL", "it usually has to end in /v1", True),
        ("ANTHROPIC_BASE_URL", "it must not end in /v1, the SDK adds that", False),
    ):
        address = both.get(name, "").strip().rstrip("/")
        if address:
            right = address.endswith("/v1") == wants_v1
            place = without_password(address)
            yield Finding("note", f"{name}: set to {place}" + ("" if right else f"; {advice}"))


def mode(setup: Setup) -> Iterator[Finding]:
    """How the lessons will run."""
    try:
        from ..problems import LessonProblem
        from ..settings import Settings
    except ImportError:
        yield Finding("note", "mode: known once the environment is there; without keys, replay")
        return
    try:
        settings = Settings.load()
    except LessonProblem as problem:
        yield Finding("wrong", f"mode: {problem}")
        return
    network = "not needed" if settings.mode == "replay" else "used, and the calls cost money"
    budget = "" if settings.mode == "replay" else f"; at most ${settings.budget} a kernel"
    why = f"because {settings.why}; pace {settings.pace:g}{budget}"
    yield Finding("ok", f"mode: {settings.mode}, {why}")
    yield Finding("ok" if settings.mode == "replay" else "note", f"network: {network}")


def lessons(setup: Setup) -> Iterator[Finding]:
    """The lessons, and the vocabulary that token counts need."""
    if names := lesson_names(setup.root / "notebooks"):
        yield Finding("ok", f"lessons: {len(names)}")
    else:
        yield Finding("missing", "lessons: none in notebooks/. Get the whole course again")
    if any(file.stat().st_size for file in setup.root.glob("helpers/vocabulary/*")):
        yield Finding("ok", "vocabulary for counting tokens: there")
    else:
        yield Finding("missing", "vocabulary for counting tokens: get the whole course again")


def exercises(setup: Setup) -> Iterator[Finding]:
    """Which exercises the learner has solved."""
    if solved := progress.read():
        yield Finding("ok", f"exercises solved: {', '.join(solved)}")
    else:
        yield Finding("note", "exercises solved: none yet")


def shadows(setup: Setup) -> Iterator[Finding]:
    """A learner's openai.py is imported in place of the SDK."""
    taken = {"helpers", "dotenv", "yaml", *sys.stdlib_module_names}
    taken |= {name.replace("-", "_") for name in packages.direct(setup.root)}
    for folder in (setup.root / "notebooks", setup.root):
        folders = (file.parent for file in folder.glob("*/__init__.py"))
        for path in sorted([*folder.glob("*.py"), *folders]):
            if path.stem in taken and path != setup.root / "helpers":
                where = path.relative_to(setup.root).as_posix()
                yield Finding("wrong", f"{where} hides the package {path.stem}: rename it")


CHECKS: tuple[Callable[[Setup], Iterator[Finding]], ...] = (
    installed,
    freshness.pins,
    lessons,
    freshness.recordings,
    freshness.models,
    exercises,
    shadows,
    mode,
    keys,
    addresses,
    freshness.network,
)


def main(arguments: list[str]) -> int:
    """Print the check-up. Returns the exit code."""
    argparse.ArgumentParser(
        prog="python3 -m helpers doctor",
        description="Say what is set up, what is missing and what to do about it.",
    ).parse_args(arguments)
    return check_up()


def check_up(root: Path = ROOT, variables: Mapping[str, str] = os.environ) -> int:
    """Print what is found; 0 when the course can run, 1 when not."""
    setup = Setup(root, variables)
    findings = [finding for check in CHECKS for finding in check(setup)]
    for state, text in findings:
        print(f"{state:<8} {_without_secrets(text, setup)}")
    runs = all(state in ("ok", "note") for state, _ in findings)
    print(f"\nThe course {'can run: python3 -m helpers lab' if runs else 'cannot run yet.'}")
    return 0 if runs else 1


def _without_secrets(text: str, setup: Setup) -> str:
    """The last guard: whatever a finding says, no key's value leaves."""
    both = [*setup.in_file().items(), *setup.variables.items()]
    for value in {value.strip() for name, value in both if SECRET.search(name)}:
        if len(value) > 5:
            text = re.sub(re.escape(value), "[key]", text, flags=re.IGNORECASE)
    return re.sub(r"\bsk-[\w.-]{3,}", "[key]", text)
