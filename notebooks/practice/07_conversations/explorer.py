"""Lesson 07: a conversation as a bar of tokens, and what fits into a budget.

Nothing is sent: the tokens are counted here, and what an API would refuse is known from a rule.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from textwrap import fill
from typing import Any, ClassVar

import tiktoken

from helpers.practice.explorer import Explorer, View


def _call(id: str, name: str, **arguments: str) -> dict[str, Any]:
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"id": id, "type": "function", "function": function}


_SYSTEM = "You are a travel guide. Be concise."
_LIST: list[dict[str, Any]] = [
    {"role": "system", "content": _SYSTEM},
    {"role": "user", "content": "I am Ada, a vegetarian. Where should I go in October?"},
    {"role": "assistant", "content": "Kyoto: mild days, red maples, and temples that cook."},
    {"role": "user", "content": "What is the weather there, and in Osaka?"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            _call("call_1", "get_weather", city="Kyoto"),
            _call("call_2", "get_weather", city="Osaka"),
        ],
    },
    {"role": "tool", "tool_call_id": "call_1", "content": '{"temp": 18, "condition": "clear"}'},
    {"role": "tool", "tool_call_id": "call_2", "content": '{"temp": 20, "condition": "cloudy"}'},
    {"role": "assistant", "content": "18 degrees and clear in Kyoto, 20 and cloudy in Osaka."},
    {"role": "user", "content": "Find me a place for dinner in Kyoto."},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [_call("call_3", "find_restaurant", city="Kyoto")],
    },
    {
        "role": "tool",
        "tool_call_id": "call_3",
        "content": '{"name": "Moss Garden", "dishes": ["tofu", "eel", "beef"]}',
    },
    {"role": "assistant", "content": "Moss Garden has tofu, eel and beef."},
    {"role": "user", "content": "Which of its dishes can I eat?"},
]
# What a model could have written about the turns that go, one sentence for each.
_SUMMARIES = (
    "Ada, a vegetarian, travels in October; I named Kyoto.",
    "It is 18 degrees and clear there.",
    "For dinner I found Moss Garden: tofu, eel, beef.",
)
_NEEDED = "vegetarian"


@dataclass(frozen=True)
class Part:
    """A message as a part of the bar. number: its place in the list, from 1 on."""

    number: int
    message: dict[str, Any]
    turn: int
    tokens: int

    @property
    def role(self) -> str:
        return self.message["role"]

    @property
    def kind(self) -> str:
        kinds = {"tool": "tool result"}
        return "tool call" if "tool_calls" in self.message else kinds.get(self.role, self.role)

    @property
    def text(self) -> str:
        calls = [call["function"] for call in self.message.get("tool_calls", [])]
        return self.message["content"] or ", ".join(
            f"{call['name']}({', '.join(json.loads(call['arguments']).values())})" for call in calls
        )


def _count(message: dict[str, Any]) -> int:
    text = json.dumps(message, ensure_ascii=False)
    return len(tiktoken.get_encoding("o200k_base").encode(text, disallowed_special=()))


@cache
def _conversation() -> tuple[Part, ...]:
    parts, turn = [], 0
    for number, message in enumerate(_LIST, 1):
        turn += message["role"] == "user"
        parts.append(Part(number, message, turn, _count(message)))
    return tuple(parts)


@dataclass(frozen=True)
class Outcome:
    """What is sent, what comes of it, and the messages that are the reason of a refusal."""

    sent: tuple[Part, ...]
    verdict: str
    refused: tuple[int, ...] = ()

    @property
    def tokens(self) -> int:
        return sum(part.tokens for part in self.sent)


class LessonExplorer(Explorer):
    title = "Which messages still fit, would the API take them, and what is forgotten?"
    settings: ClassVar = {
        "strategy": ["newest messages", "whole turns", "summary"],
        "budget": (30, 440, 10),
    }
    start: ClassVar = {"budget": 280}  # where a tool's call is cut off

    def views(self, **chosen: Any) -> Iterator[View]:
        strategy, budget = chosen["strategy"], chosen["budget"]
        outcome = _STRATEGIES[strategy](budget)
        yield View(
            _as_text(strategy, budget, outcome),
            _bars(budget, outcome) + _told(outcome) + _table(outcome),
        )


def _newest_messages(budget: int) -> Outcome:
    """`trim_messages` of the lesson: the system prompt, and the newest messages that fit."""
    system, *others = _conversation()
    kept: list[Part] = []
    for part in reversed(others):
        if sum(p.tokens for p in [system, part, *kept]) > budget:
            break
        kept.insert(0, part)
    return _judged((system, *kept))


def _whole_turns(budget: int) -> Outcome:
    """`trim_conversation` of the lesson, the system prompt counted too."""
    system = _conversation()[0]
    for first in range(1, _newest() + 1):
        sent = (system, *_turns_from(first))
        if sum(part.tokens for part in sent) <= budget:
            return _judged(sent)
    return Outcome((), "Nothing is sent: the newest turn alone is over the budget.")


def _summary(budget: int) -> Outcome:
    """Whole turns; what a model wrote about the others stands in the system prompt."""
    system = _conversation()[0]
    for first in range(1, _newest() + 1):
        summary = " ".join(_SUMMARIES[: first - 1])
        content = f"{_SYSTEM}\n\nSo far: {summary}" if summary else _SYSTEM
        message = {"role": "system", "content": content}
        top = replace(system, message=message, tokens=_count(message))
        sent = (top, *_turns_from(first))
        if sum(part.tokens for part in sent) > budget:
            continue
        outcome = _judged(sent)
        if first == 1:
            return outcome
        read = sum(part.tokens for part in _conversation() if part.turn < first)
        more = f" To write the summary, a model read {read} tokens, once."
        return replace(outcome, verdict=outcome.verdict + more)
    return Outcome((), "Nothing is sent: the newest turn and a summary are over the budget.")


_STRATEGIES = {
    "newest messages": _newest_messages,
    "whole turns": _whole_turns,
    "summary": _summary,
}


def _newest() -> int:
    return _conversation()[-1].turn


def _turns_from(first: int) -> list[Part]:
    return [part for part in _conversation() if part.turn >= first]


def _judged(sent: tuple[Part, ...]) -> Outcome:
    """A tool's result needs its call: without it, the API refuses the whole request."""
    calls = {call["id"] for part in sent for call in part.message.get("tool_calls", [])}
    orphans = tuple(
        part.number
        for part in sent
        if part.role == "tool" and part.message["tool_call_id"] not in calls
    )
    if orphans:
        names = " and ".join(map(str, orphans))
        are = "is a tool result" if len(orphans) == 1 else "are tool results"
        return Outcome(sent, f"Refused, 400: {names} {are} without the call.", orphans)
    if len(sent) == 1:
        return Outcome(sent, "Not refused, but even the new question is gone.")
    lost = sent[1].role == "assistant"
    begin = (
        f"Not refused, but the question to {sent[1].number} is gone." if lost else "Not refused."
    )
    known = any(_NEEDED in part.text for part in sent)
    knows = "the model can read it" if known else "forgotten"
    return Outcome(sent, f"{begin} That Ada is a {_NEEDED}: {knows}.")


def _states(outcome: Outcome) -> Iterator[tuple[Part, str]]:
    """Every message as it is sent, or as it was, and what became of it."""
    sent = {part.number: part for part in outcome.sent}
    for part in _conversation():
        now = sent.get(part.number)
        if now is None:
            yield part, "dropped"
        elif now.number in outcome.refused:
            yield now, "refused"
        else:
            yield now, "kept" if now == part else "changed"


def _size(outcome: Outcome, budget: int) -> str:
    return f"sent: {outcome.tokens} of {budget} tokens"


def _as_text(strategy: str, budget: int, outcome: Outcome) -> str:
    rows = []
    for part, state in _states(outcome):
        begin = f"{part.number:2} {part.kind:11} {part.tokens:3} {state:7} "
        for text in part.text.split("\n\n"):
            rows.append(fill(text, 80, initial_indent=begin, subsequent_indent=" " * len(begin)))
            begin = " " * len(begin)
    return "\n".join([f"{strategy}, {_size(outcome, budget)}", *rows, outcome.verdict])


# Drawn: two bars with the same scale.

_BLUE, _ORANGE = "#4c78a8", "#c77700"
_WIDTH, _BAR = 640, 26
_LOOKS = {
    "system": 'fill="none" stroke="currentColor"',
    "user": f'fill="{_BLUE}" fill-opacity="0.4" stroke="{_BLUE}"',
    "assistant": f'fill="{_ORANGE}" fill-opacity="0.4" stroke="{_ORANGE}"',
    "tool call": f'fill="{_ORANGE}" fill-opacity="0.4" stroke="{_ORANGE}" stroke-width="2"',
    "tool result": f'fill="none" stroke="{_ORANGE}" stroke-width="2" stroke-dasharray="5 3"',
}


def _bars(budget: int, outcome: Outcome) -> str:
    whole, sent = _conversation(), outcome.sent
    total = sum(part.tokens for part in whole)
    scale = (_WIDTH - 4) / max(total, LessonExplorer.settings["budget"][1])
    line = 2 + budget * scale
    beside = (line - 5, "end") if line > _WIDTH / 2 else (line + 5, "start")
    drawn = [
        _label(2, 14, f"the conversation: {total} tokens"),
        *_bar(whole, 20, scale, faded={p.number for p in whole} - {p.number for p in sent}),
        *_brackets(whole, 20 + _BAR, scale),
        _label(2, 98, _size(outcome, budget)),
        *_bar(sent, 104, scale, marked=outcome.refused),
        f'<line x1="{line:.1f}" x2="{line:.1f}" y1="100" y2="150" stroke="currentColor" '
        'stroke-width="2"/>',
        _label(beside[0], 148, "budget", beside[1]),
        *_legend(162),
    ]
    return (
        f'<svg role="img" aria-label="The messages as bars of tokens" viewBox="0 0 {_WIDTH} 180" '
        f'style="width: 100%; max-width: {_WIDTH}px" font-family="sans-serif" font-size="12">'
        f"{''.join(drawn)}</svg>"
    )


def _label(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" fill="currentColor">{text}</text>'


def _box(x: float, y: float, width: float, height: float, kind: str) -> str:
    return (
        f'<rect x="{x + 1.5:.1f}" y="{y + 1}" width="{max(width - 3, 1):.1f}" '
        f'height="{height - 2}" {_LOOKS[kind]}/>'
    )


def _bar(
    parts: Sequence[Part],
    y: int,
    scale: float,
    faded: Collection[int] = (),
    marked: Collection[int] = (),
) -> Iterator[str]:
    x = 2.0
    for part in parts:
        width = part.tokens * scale
        box = _box(x, y, width, _BAR, part.kind)
        yield f'<g opacity="0.3">{box}</g>' if part.number in faded else box
        mark = "!" if part.number in marked else ""
        yield _label(x + width / 2, y + 17, f"{part.number}{mark}", "middle")
        x += width


def _brackets(parts: Sequence[Part], y: int, scale: float) -> Iterator[str]:
    """Under the whole bar: where each turn begins and ends."""
    x = 2 + parts[0].tokens * scale
    for turn in range(1, parts[-1].turn + 1):
        width = scale * sum(part.tokens for part in parts if part.turn == turn)
        path = f"M{x + 2:.1f} {y + 3}v5h{width - 4:.1f}v-5"
        yield f'<path d="{path}" fill="none" stroke="currentColor"/>'
        yield _label(x + width / 2, y + 21, f"turn {turn}", "middle")
        x += width


def _legend(y: int) -> Iterator[str]:
    for place, kind in enumerate(_LOOKS):
        x = 2 + place * 106
        yield _box(x, y, 24, 16, kind)
        yield _label(x + 30, y + 12, kind)
    yield _label(_WIDTH - 2, y + 12, "pale: dropped", "end")


def _told(outcome: Outcome) -> str:
    color = _BLUE if outcome.verdict.startswith("Not refused.") else _ORANGE
    return (
        f'<div style="border-left: 4px solid {color}; padding: 0.2em 0.8em; margin: 0.5em 0">'
        f"<b>{escape(outcome.verdict)}</b></div>"
    )


def _table(outcome: Outcome) -> str:
    cell = "text-align: left; vertical-align: top; padding: 1px 10px 1px 0; line-height: 1.4"
    narrow, wide = f"{cell}; white-space: nowrap", f"{cell}; width: 100%; overflow-wrap: anywhere"
    styles = (narrow, narrow, narrow, narrow, wide)
    lines: list[tuple[Any, ...]] = [
        (part.number, part.kind, part.tokens, state, escape(part.text).replace("\n\n", "<br>"))
        for part, state in _states(outcome)
    ]
    rows = "".join(
        "<tr>"
        + "".join(f'<td style="{s}">{v}</td>' for s, v in zip(styles, line, strict=True))
        + "</tr>"
        for line in [("", "", "<b>tokens</b>", "", ""), *lines]
    )
    return f'<table style="table-layout: auto; width: 100%">{rows}</table>'
