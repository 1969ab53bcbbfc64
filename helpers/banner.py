"""What a lesson says at its start: where the answers come from, and what leaves the machine."""

from html import escape
from pathlib import Path

from .capabilities import CHECKED_ON, refused_from_the_lessons
from .keys import VENDORS, odd
from .replay.cassette import Cassette
from .settings import KEYS, Settings

_ANSWERS = {
    "simulator": "the course's own stand-in for both APIs, not a real model",
    "api": "the real APIs",
}


class Banner:
    """Text for a terminal, HTML for a notebook. kept: the file that new answers go to."""

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
    from .cost import dollars, prices  # here, because genai-prices takes long to import

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
