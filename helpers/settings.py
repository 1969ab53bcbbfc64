"""What decides how a lesson runs: the environment, and `.env` in the repo's root."""

import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values

from .keys import VENDORS, can_be_sent, odd
from .lessons import ROOT
from .problems import LessonProblem

KEYS = tuple(VENDORS)
NO_KEY = "no-key-in-replay"  # in place of a key, so that clients can be built

Mode = Literal["replay", "auto", "live", "record"]

# What of a machine could change a lesson: addresses, accounts and logs of the SDKs, what stands
# between it and the network. A replay needs none of it.
_OF_THE_MACHINE = re.compile(
    r"(OPENAI|ANTHROPIC)_\w+|(HTTP|HTTPS|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)", re.IGNORECASE
)
_put_aside: dict[str, str] = {}


def env_file() -> Path:
    """The `.env` that the lessons read; LESSON_ENV_FILE names another (tests do)."""
    return Path(os.environ.get("LESSON_ENV_FILE") or ROOT / ".env")


@dataclass(frozen=True)
class Settings:
    """How a lesson runs.

    mode: `replay`, `auto`, `live` or `record`.
    pace: what recorded waiting times are multiplied by; 0 takes all waiting out.
    budget: what requests may cost in one kernel, in dollars.
    why: one sentence on where the mode comes from.
    variables: `.env` and the environment together; the environment wins.
    """

    mode: Mode
    pace: float
    budget: Decimal
    why: str
    variables: Mapping[str, str] = field(repr=False, default_factory=dict)

    @classmethod
    def load(cls) -> "Settings":
        """Read them now. Raises LessonProblem for a value that means nothing, and for a key that
        cannot be sent."""
        in_file = {name: value for name, value in _in_file(env_file()).items() if value}
        # A key that is empty or ours would hide the one in .env.
        here = {n: v for n, v in os.environ.items() if not (n in KEYS and v in ("", NO_KEY))}
        variables = {**in_file, **_put_aside, **here}
        mode, why = mode_for(variables, [key for key in KEYS if in_file.get(key)])
        if mode != "replay":
            _check_keys(variables)
        pace = variables.get("LESSON_PACE") or "1"
        budget = variables.get("LESSON_BUDGET_USD") or "0.50"
        return cls(
            mode,
            float(_number(pace, f"LESSON_PACE={pace} is no pace: {_PACES}")),
            _number(budget, f"LESSON_BUDGET_USD={budget} is no amount in dollars, such as 0.50."),
            why,
            variables,
        )

    def other_address(self, key: str) -> str:
        """Where requests with this key go, without any password; empty for the provider's own."""
        provider = key.partition("_")[0]
        address = self.variables.get(f"{provider}_BASE_URL", "").strip()
        try:
            url = urlsplit(address)
        except ValueError:
            raise LessonProblem(f"{provider}_BASE_URL is no address.") from None
        if url.hostname == f"api.{provider.lower()}.com":
            return ""
        return url._replace(netloc=url.netloc.rpartition("@")[2], query="", fragment="").geturl()

    def apply(self) -> None:
        """Give this process the variables that its mode needs, for the SDKs to read.

        In replay, what belongs to the machine is put aside; the next `Settings.load` sees it again.
        """
        is_replay = self.mode == "replay"
        if is_replay:
            for name in filter(_OF_THE_MACHINE.fullmatch, list(os.environ)):
                value = os.environ.pop(name)
                if value != NO_KEY:
                    _put_aside[name] = value
        else:
            os.environ.update(self.variables)
        for key in KEYS:
            if os.environ.get(key) in ("", NO_KEY):
                del os.environ[key]
            # OpenAI() wants one, even when nothing is sent or the server needs none.
            if is_replay or self.mode == "auto" or self.other_address(key):
                os.environ.setdefault(key, NO_KEY)


def _in_file(path: Path) -> dict[str, str | None]:
    if path.is_dir() or path.is_fifo():  # to read a pipe might take for ever
        raise LessonProblem(
            f"{path} is a folder or a pipe: put your keys into a file of that name."
        )
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise LessonProblem(f"{path} is not UTF-8 text: save it again as UTF-8.") from None
    except OSError as error:
        raise LessonProblem(f"{path} cannot be read: {error.strerror}.") from None
    if "\0" in text:
        raise LessonProblem(f"{path} has a NUL character: write it again, in a text editor.")
    return dotenv_values(stream=io.StringIO(text))


def _check_keys(variables: Mapping[str, str]) -> None:
    for name in KEYS:
        key = variables.get(name, "")
        if not can_be_sent(key):
            raise LessonProblem(f"{name} {'; it '.join(odd(name, key))}. Then restart the kernel.")


def mode_for(variables: Mapping[str, str], keys_in_file: list[str]) -> tuple[Mode, str]:
    """The mode that follows, and why. Raises LessonProblem for a LESSON_MODE that means nothing.

    A key counts when it stands in `.env`: a key that is only in the shell costs nobody money.
    """
    asked = (variables.get("LESSON_MODE") or "").strip().lower()
    if asked in get_args(Mode):
        return cast(Mode, asked), f"LESSON_MODE is {asked}"
    if asked:
        raise LessonProblem(f"LESSON_MODE={asked} is none of: {', '.join(get_args(Mode))}.")
    if keys_in_file:
        return "auto", f".env has {' and '.join(keys_in_file)}"
    return "replay", "no key in .env"


_PACES = "1 is as recorded, 0 at once, 2 half as fast."


def _number(text: str, otherwise: str) -> Decimal:
    """A number from 0 on. Raises LessonProblem with the words for what is none."""
    try:
        number = Decimal(text)
        if 0 <= number < Decimal("inf"):
            return number
    except ArithmeticError:
        pass
    raise LessonProblem(otherwise)
