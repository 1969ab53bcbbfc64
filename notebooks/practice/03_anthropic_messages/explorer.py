"""Lesson 03: one request to both providers, what differs in it marked, and where in each response
the text, the reason and the counts stand. All of it is read from the wire."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Any, ClassVar

from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.explorer import Explorer, View
from helpers.replay import wire
from helpers.replay.wire import Exchange

_PROVIDERS = ("OpenAI", "Anthropic")
# How OpenAI and how Anthropic is told how much to think.
_THINKING: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "default": ({}, {}),
    "off": ({"reasoning_effort": "none"}, {"thinking": {"type": "disabled"}}),
    "high": ({"reasoning_effort": "high"}, {"output_config": {"effort": "high"}}),
}
_MARKED = "in one request only, or not the same in both"


class LessonExplorer(Explorer):
    title = "The same request for both: what differs, and where does the answer stand?"
    settings: ClassVar = {
        "question": ["Explain HTTP status codes in three sentences."],
        "system": ["You are a helpful assistant.", None],
        "thinking": list(_THINKING),
        "cap": [2000, 25],
    }
    free = ("question",)
    asks = True

    def views(self, **chosen: Any) -> Iterator[View]:
        openai, anthropic = _ask_both(**chosen)
        requests = [_request(openai, anthropic), _request(anthropic, openai)]
        places = [_in_openai(openai.response), _in_anthropic(anthropic.response)]
        yield View(_as_text(requests, places), _as_html(requests, places))


def _ask_both(
    question: str, system: str | None, thinking: str, cap: int
) -> tuple[Exchange, Exchange]:
    from anthropic import Anthropic
    from openai import OpenAI

    asked = {"role": "user", "content": question}
    first = [{"role": "system", "content": system}] if system else []
    beside = {"system": system} if system else {}
    of_openai, of_anthropic = _THINKING[thinking]
    OpenAI().chat.completions.create(
        model=OPENAI_MODEL, messages=[*first, asked], max_completion_tokens=cap, **of_openai
    )
    Anthropic().messages.create(
        model=ANTHROPIC_MODEL, messages=[asked], max_tokens=cap, **beside, **of_anthropic
    )
    return wire.last("openai"), wire.last("anthropic")


@dataclass(frozen=True)
class Line:
    """A line of a request, and whether it is marked: the other request has none like it."""

    text: str
    indent: int = 0
    marked: bool = False


def _request(exchange: Exchange, other: Exchange) -> list[Line]:
    """The request as JSON, a member a line; the members in an order that both can share."""
    body, others = exchange.request, other.request
    order = ("model", "system", "messages")
    lines = [Line("{")]
    for name in sorted(body, key=lambda n: order.index(n) if n in order else len(order)):
        value = body[name]
        if name == "messages":
            rows = [Line(_json(row), 2, row not in others[name]) for row in value]
            lines += [Line('"messages": [', 1), *rows, Line("]", 1)]
        else:
            lines.append(Line(f'"{name}": {_json(value)}', 1, others.get(name) != value))
    path = exchange.sent.url.path
    return [Line(f"POST {path}", 0, path != other.sent.url.path), *_commas([*lines, Line("}")])]


def _commas(lines: list[Line]) -> Iterator[Line]:
    for line, following in pairwise(lines):
        opens, last = line.text[-1] in "[{", following.text in ("]", "}")
        yield line if opens or last else replace(line, text=line.text + ",")
    yield lines[-1]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# What is looked for: its place in the response and its value there, as JSON; "" for nowhere.
Places = Mapping[str, tuple[str, str]]


def _in_openai(body: dict[str, Any]) -> Places:
    return {
        "text": _at(body, "choices", 0, "message", "content"),
        "thinking": ("", ""),
        "why it ended": _at(body, "choices", 0, "finish_reason"),
        "tokens in": _at(body, "usage", "prompt_tokens"),
        "tokens out": _at(body, "usage", "completion_tokens"),
        "of these thinking": _at(body, "usage", "completion_tokens_details", "reasoning_tokens"),
    }


def _in_anthropic(body: dict[str, Any]) -> Places:
    types = [block["type"] for block in body["content"]]

    def block(kind: str) -> tuple[str, str]:
        return _at(body, "content", types.index(kind), kind) if kind in types else ("", "")

    return {
        "text": block("text"),
        "thinking": block("thinking"),
        "why it ended": _at(body, "stop_reason"),
        "tokens in": _at(body, "usage", "input_tokens"),
        "tokens out": _at(body, "usage", "output_tokens"),
        "of these thinking": _at(body, "usage", "output_tokens_details", "thinking_tokens"),
    }


def _at(value: Any, *steps: str | int) -> tuple[str, str]:
    """The path of these steps and what stands there; a local server may leave some out."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return "", ""
    return path.lstrip("."), _json(value)


_NOWHERE = "nowhere in the response"


def _as_text(requests: list[list[Line]], places: list[Places]) -> str:
    parts = [f"* {_MARKED}"]
    for provider, lines in zip(_PROVIDERS, requests, strict=True):
        rows = [f"{'*' if line.marked else ' '} {'  ' * line.indent}{line.text}" for line in lines]
        parts.append("\n".join([f"request to {provider}", *rows]))
    for name in places[0]:
        rows = []
        for provider, found in zip(_PROVIDERS, places, strict=True):
            path, value = found[name]
            rows.append(f"  {provider}: " + (f"{path} = {value}" if path else _NOWHERE))
        parts.append("\n".join([name, *rows]))
    return "\n\n".join(parts)


def _as_html(requests: list[list[Line]], places: list[Places]) -> str:
    cell = (
        "style='text-align: left; vertical-align: top; line-height: 1.4; padding: 0.3em 0.5em; "
        "overflow-wrap: anywhere'"
    )
    rows = [
        ("", [f"<b>{provider}</b>" for provider in _PROVIDERS]),
        ("request", ["".join(map(_line, lines)) for lines in requests]),
        *((name, [_place(*found[name]) for found in places]) for name in places[0]),
    ]
    table = "".join(
        f"<tr><th {cell}>{name}</th>{''.join(f'<td {cell}>{text}</td>' for text in both)}</tr>"
        for name, both in rows
    )
    widths = "".join(f"<col style='width: {width}%'>" for width in (14, 43, 43))
    return (
        f"{_line(Line(_MARKED, marked=True))}"
        f"<table style='table-layout: fixed; width: 100%'><colgroup>{widths}</colgroup>{table}"
        "</table>"
    )


def _line(line: Line) -> str:
    """A marked line is bold, with a bar at its left. What is wrapped hangs by two."""
    bar = "#c77700" if line.marked else "transparent"
    style = f"border-left: 4px solid {bar}; padding-left: {3 + 2 * line.indent}ch"
    text = f"<b>{escape(line.text)}</b>" if line.marked else escape(line.text)
    return f"<div style='{style}; text-indent: -2ch; font-family: monospace'>{text}</div>"


def _place(path: str, value: str) -> str:
    if not path:
        return f"<i>{_NOWHERE}</i>"
    breakable = path.replace(".", ".<wbr>").replace("_", "_<wbr>")
    return f"<code>{breakable}</code><br>{escape(value)}"
