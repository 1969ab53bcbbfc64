"""What a learner reads when a request has no recorded answer: what differs, and the ways on."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from ..problems import Unrepeatable
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
    asked: Identity, recorded: Iterable[Identity], lesson: str, lacks_key: bool = False
) -> NotRecorded:
    """The failure for this request, explained beside the nearest recorded one of the lesson.

    lacks_key: whether it would have been sent, if there were a key for its provider.
    """
    ways = []
    nearest = _nearest(asked, recorded)
    if nearest is None:
        compared = [f"{asked.method} {asked.target} is not in the recording."]
    else:
        old, new = _document(nearest), _document(asked)
        differing = list(_differences(old, new))
        compared = ["Compared with the nearest recorded request:", *_told(differing)]
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


def _nearest(asked: Identity, recorded: Iterable[Identity]) -> Identity | None:
    candidates = [known for known in recorded if known[:3] == asked[:3] and known.body]
    yours = _document(asked)

    def likeness(known: Identity) -> tuple[int, int, float]:
        names = [name for name, *_ in _differences(_document(known), yours)]
        messages = sum(name.startswith(_CONVERSATION) for name in names)
        alike = difflib.SequenceMatcher(None, known.body, asked.body).quick_ratio()
        # Of equals, the one that was recorded first.
        return -messages, -len(names), round(alike, 2)

    return max(candidates, key=likeness, default=None) if asked.body else None


def _document(identity: Identity) -> dict[str, Any]:
    try:
        document = parse(identity.body)
    except ValueError:
        document = identity.body
    return document if isinstance(document, dict) else {"body": document}


def _turns(document: dict[str, Any]) -> int:
    """How many messages, or items of the input, a request holds."""
    turns = next((document[name] for name in _CONVERSATION if name in document), None)
    return len(turns) if isinstance(turns, list) else 0


def _differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two documents differ, such as `messages[0].content`, with what each has there."""
    if old is _ABSENT and isinstance(new, dict | list) and new:
        old = type(new)()
    elif new is _ABSENT and isinstance(old, dict | list) and old:
        new = type(old)()
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*new, *old]):
            inner = f"{path}.{name}" if path else name
            yield from _differences(old.get(name, _ABSENT), new.get(name, _ABSENT), inner)
    elif isinstance(old, list) and isinstance(new, list):
        for number, (one, other) in enumerate(zip_longest(old, new, fillvalue=_ABSENT)):
            yield from _differences(one, other, f"{path}[{number}]")
    elif old != new:
        yield path, old, new


def _told(differing: list[tuple[str, Any, Any]]) -> list[str]:
    """The difference that matters most, and the names of the others."""
    # In a conversation the newest turn is most likely what a learner has changed.
    newest = [
        one
        for one in differing
        if _TURN.match(one[0]) and one[2] is not _ABSENT and not one[0].endswith(_FRAME)
    ]
    chosen, old, new = [*differing[:1], *newest][-1]
    others = [name for name, *_ in differing if name != chosen]
    more = f"  (and {len(others)} more: {', '.join(others)})" if others else ""
    if len(chosen + more) > _WIDTH:
        more = f"  (and {len(others)} more)"
    recorded, yours = _shown(old, new)
    return [f"  {chosen}{more}", f"    recorded: {recorded}", f"    yours:    {yours}"]


def _shown(old: Any, new: Any) -> tuple[str, str]:
    """Both values as JSON, cut around the place where they begin to differ."""
    if all(isinstance(value, str) and "sha256:" in value for value in (old, new)):
        return "a picture or file", "another one"
    texts = [_text(value) for value in (old, new)]
    same = next((i for i, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), 0)
    start = max(0, same - _WIDTH // 3) if max(map(len, texts)) > _WIDTH else 0

    def cut(text: str) -> str:
        end = start + _WIDTH
        return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")

    return cut(texts[0]), cut(texts[1])


def _text(value: Any) -> str:
    if value is _ABSENT:
        return "not there"
    if value and isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "an object"
    return json.dumps(value, ensure_ascii=False)
