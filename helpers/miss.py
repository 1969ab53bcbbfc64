"""What a learner reads when a request has no recorded answer: what differs, and the ways on."""

import difflib
import json
from collections.abc import Iterable
from typing import Any

from .cassette import Interaction
from .identity import Identity, parse
from .problems import Unrepeatable

_ABSENT = object()
_WIDTH = 76


class NotRecorded(Unrepeatable):
    """Replay was asked for an answer that no cassette holds."""


_untold: list[NotRecorded] = []


def take_untold() -> list[NotRecorded]:
    """The misses since this was called last: a cell may have kept one to itself."""
    untold, _untold[:] = list(_untold), []
    return untold


def not_recorded(asked: Identity, recorded: Iterable[Interaction], lesson: str) -> NotRecorded:
    """The failure for this request, explained beside the nearest recorded one of the lesson."""
    lines = [f"this request is not in the recording of {lesson}, so no answer came back."]
    nearest = _nearest(asked, recorded)
    if not asked.body:
        lines += [f"{asked.method} {asked.target} is not in the recording."]
    elif nearest is None:
        lines += [f"{asked.method} {asked.target} was recorded with no body like this one."]
    else:
        lines += ["Compared with the nearest recorded request:"]
        lines += _differences(_fields(nearest), _fields(asked))
    lines += [
        "Ways on:",
        "- change it back, and the recorded answer comes;",
        "- put a key in .env (see .env.example) and restart the kernel: what is not",
        "  recorded then goes to the real API;",
        "- use a local model server such as Ollama: OPENAI_BASE_URL or ANTHROPIC_BASE_URL",
        "  and LESSON_MODE=live in .env.",
    ]
    failure = NotRecorded("\n".join(lines))
    _untold.append(failure)
    return failure


def _nearest(asked: Identity, recorded: Iterable[Interaction]) -> Identity | None:
    candidates = [
        known
        for known in dict.fromkeys(interaction.identity for interaction in recorded)
        if known[:3] == asked[:3] and known.body
    ]

    def likeness(known: Identity) -> tuple[int, float]:
        differing = len(_differing(_fields(known), _fields(asked)))
        alike = difflib.SequenceMatcher(None, known.body, asked.body).quick_ratio()
        return -differing, round(alike, 2)  # of equals, the one that was recorded first

    return max(candidates, key=likeness, default=None) if asked.body else None


def _fields(identity: Identity) -> dict[str, Any]:
    """The body as a flat mapping: `messages[0].content` -> its value."""
    flat: dict[str, Any] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict) and value:
            for name, item in value.items():
                walk(item, f"{path}.{name}" if path else name)
        elif isinstance(value, list) and value:
            for number, item in enumerate(value):
                walk(item, f"{path}[{number}]")
        else:
            flat[path] = value

    try:
        walk(parse(identity.body), "")
    except ValueError:
        flat["body"] = identity.body
    return flat


def _differing(recorded: dict[str, Any], yours: dict[str, Any]) -> list[str]:
    return [
        name
        for name in dict.fromkeys([*yours, *recorded])
        if recorded.get(name, _ABSENT) != yours.get(name, _ABSENT)
    ]


def _differences(recorded: dict[str, Any], yours: dict[str, Any]) -> list[str]:
    first, *others = _differing(recorded, yours)
    old, new = _shown(recorded.get(first, _ABSENT), yours.get(first, _ABSENT))
    more = f"  (and {len(others)} more: {', '.join(others)})" if others else ""
    if len(first + more) > _WIDTH:
        more = f"  (and {len(others)} more)"
    return [f"  {first}{more}", f"    recorded: {old}", f"    yours:    {new}"]


def _shown(old: Any, new: Any) -> tuple[str, str]:
    """Both values as JSON, cut around the place where they begin to differ."""
    if all(isinstance(value, str) and "sha256:" in value for value in (old, new)):
        return "a picture or file", "another one"
    texts = ["not there" if v is _ABSENT else json.dumps(v, ensure_ascii=False) for v in (old, new)]
    same = next((i for i, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), 0)
    start = max(0, same - _WIDTH // 3) if max(map(len, texts)) > _WIDTH else 0

    def cut(text: str) -> str:
        end = start + _WIDTH
        return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")

    return cut(texts[0]), cut(texts[1])
