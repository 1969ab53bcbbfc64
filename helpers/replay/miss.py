"""What a learner reads when a request has no recorded answer: what differs, and the ways on."""

import difflib
import json
import re
from collections.abc import Iterable
from typing import Any

from ..problems import Unrepeatable
from .cassette import Interaction
from .identity import Identity, parse

_ABSENT = object()
_WIDTH = 76
# Where a conversation stands: in Chat Completions and Messages, and in Responses.
_CONVERSATION = ("messages", "input")
_TURN = re.compile(r"(messages|input)\[\d+\]")
# What of a turn is not what somebody says.
_FRAME = (".role", ".type", ".id", ".status", ".call_id", ".encrypted_content")


class NotRecorded(Unrepeatable):
    """Replay was asked for an answer that no cassette holds.

    lesson: whose recording it was. compared: the lines that say what differs, without ways on.
    """

    def __init__(self, lesson: str, compared: list[str], ways: list[str]) -> None:
        top = f"this request is not in the recording of {lesson}, so no answer came back."
        super().__init__("\n".join([top, *compared, "Ways on:", *ways]))
        self.lesson = lesson
        self.compared = "\n".join(compared)

    def of_another_lesson(self, number: str) -> str:
        """What to do if what was asked belongs to lesson `number`, and another runs; else empty."""
        if self.lesson.startswith(number):
            return ""
        return f'This needs the recording of lesson {number}: run start("{number}") first.'


_untold: list[NotRecorded] = []


def take_untold() -> list[NotRecorded]:
    """The misses since this was called last: a cell may have kept one to itself."""
    untold, _untold[:] = list(_untold), []
    return untold


def not_recorded(
    asked: Identity, recorded: Iterable[Interaction], lesson: str, lacks_key: bool = False
) -> NotRecorded:
    """The failure for this request, explained beside the nearest recorded one of the lesson.

    lacks_key: whether it would have been sent, if there were a key for its provider.
    """
    ways = []
    nearest = _nearest(asked, recorded)
    if nearest is None:
        compared = [f"{asked.method} {asked.target} is not in the recording."]
    else:
        old, new = _fields(nearest), _fields(asked)
        compared = ["Compared with the nearest recorded request:", *_differences(old, new)]
        ways += ["- change it back, and the recorded answer comes;"]
        if _turns(new) > _turns(old):
            kind = "items" if "/responses" in asked.target else "messages"
            counts = f"{_turns(new)} {kind}, that one {_turns(old)}"
            ways += [f"- your list has {counts}: make it anew, if it keeps earlier tries;"]
    if lacks_key:
        key = f"{asked.provider.upper()}_API_KEY"
        ways += [f"- put {key}, which is missing, into .env and restart the kernel;"]
    else:
        ways += [
            "- put a key in .env (see .env.example) and restart the kernel: what is not",
            "  recorded then goes to the real API;",
        ]
    ways += [
        "- use a local model server such as Ollama: OPENAI_BASE_URL or ANTHROPIC_BASE_URL",
        "  and LESSON_MODE=live in .env.",
    ]
    failure = NotRecorded(lesson, compared, ways)
    _untold.append(failure)
    return failure


def _nearest(asked: Identity, recorded: Iterable[Interaction]) -> Identity | None:
    candidates = [
        known
        for known in dict.fromkeys(interaction.identity for interaction in recorded)
        if known[:3] == asked[:3] and known.body
    ]

    def likeness(known: Identity) -> tuple[int, int, float]:
        differing = _differing(_fields(known), _fields(asked))
        messages = sum(name.startswith(_CONVERSATION) for name in differing)
        alike = difflib.SequenceMatcher(None, known.body, asked.body).quick_ratio()
        # Of equals, the one that was recorded first.
        return -messages, -len(differing), round(alike, 2)

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
    differing = [
        name
        for name in _differing(recorded, yours)
        if not _inside_a_value(name, recorded) and not _inside_a_value(name, yours)
    ]
    # In a conversation the newest turn is most likely what a learner has changed.
    newest = [
        name
        for name in differing
        if _TURN.match(name) and name in yours and not name.endswith(_FRAME)
    ]
    chosen = [*differing[:1], *newest][-1]
    others = [name for name in differing if name != chosen]
    old, new = _shown(_value(recorded, chosen), _value(yours, chosen))
    more = f"  (and {len(others)} more: {', '.join(others)})" if others else ""
    if len(chosen + more) > _WIDTH:
        more = f"  (and {len(others)} more)"
    return [f"  {chosen}{more}", f"    recorded: {old}", f"    yours:    {new}"]


def _inside_a_value(name: str, fields: dict[str, Any]) -> bool:
    """Whether the other request has a plain value where this one has a list or an object."""
    return any(name.startswith((f"{other}[", f"{other}.")) for other in fields)


def _value(fields: dict[str, Any], name: str) -> Any:
    if name in fields:
        return fields[name]
    if any(other.startswith(f"{name}[") for other in fields):
        return _Kind("a list")
    return _Kind("an object" if any(o.startswith(f"{name}.") for o in fields) else "not there")


class _Kind(str):
    """What stands there, in words; not a value of the request."""


def _turns(fields: dict[str, Any]) -> int:
    """How many messages, or items of the input, a request holds."""
    return len({turn[0] for name in fields if (turn := _TURN.match(name))})


def _shown(old: Any, new: Any) -> tuple[str, str]:
    """Both values as JSON, cut around the place where they begin to differ."""
    if all(isinstance(value, str) and "sha256:" in value for value in (old, new)):
        return "a picture or file", "another one"
    texts = [
        value if isinstance(value, _Kind) else json.dumps(value, ensure_ascii=False)
        for value in (old, new)
    ]
    same = next((i for i, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), 0)
    start = max(0, same - _WIDTH // 3) if max(map(len, texts)) > _WIDTH else 0

    def cut(text: str) -> str:
        end = start + _WIDTH
        return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")

    return cut(texts[0]), cut(texts[1])
