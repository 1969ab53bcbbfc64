"""Lesson 03: one request to both providers, and where each of them has the same thing."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from helpers.drawing import View, compared, stack, words
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.explorer import Explorer
from helpers.replay import wire
from helpers.replay.wire import Exchange

# How OpenAI and how Anthropic is told how much to think.
_THINKING: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "default": ({}, {}),
    "off": ({"reasoning_effort": "none"}, {"thinking": {"type": "disabled"}}),
    "high": ({"reasoning_effort": "high"}, {"output_config": {"effort": "high"}}),
}

# What is looked for: its place with OpenAI, and its place with Anthropic.
Places = Mapping[str, tuple[str, str]]
_SENT: Places = {
    "model": ("model", "model"),
    "system prompt": ("messages[role=system]", "system"),
    "question": ("messages[role=user]", "messages[role=user]"),
    "cap": ("max_completion_tokens", "max_tokens"),
    "whether to think": ("reasoning_effort", "thinking.type"),
    "how much to think": ("reasoning_effort", "output_config.effort"),
}
_RECEIVED: Places = {
    "text": ("choices[0].message.content", "content[type=text].text"),
    "thinking": ("nowhere", "content[type=thinking].thinking"),
    "why it ended": ("choices[0].finish_reason", "stop_reason"),
    "tokens in": ("usage.prompt_tokens", "usage.input_tokens"),
    "tokens out": ("usage.completion_tokens", "usage.output_tokens"),
    "of these thinking": (
        "usage.completion_tokens_details.reasoning_tokens",
        "usage.output_tokens_details.thinking_tokens",
    ),
}


class LessonExplorer(Explorer):
    title = "The same request for both: what differs, and where is the answer?"
    settings: ClassVar = {
        "question": ["Explain HTTP status codes in three sentences."],
        "system": ["You are a helpful assistant.", None],
        "thinking": list(_THINKING),
        "cap": [2000, 25],
    }
    free = ("question",)
    asks = True

    def views(self, **chosen: Any) -> Iterator[View]:
        exchanges = _ask_both(**chosen)
        addresses = ["address", *(exchange.sent.url.path for exchange in exchanges)]
        sent = _found(_SENT, [exchange.request for exchange in exchanges])
        received = _found(_RECEIVED, [exchange.response for exchange in exchanges])
        head, widths = ("", "OpenAI", "Anthropic"), (16, 42, 42)
        yield stack(
            stack(words("The request:"), compared([addresses, *sent], head, widths=widths)),
            stack(words("The response:"), compared(received, head, widths=widths)),
            apart=True,
        )


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


def _found(places: Places, bodies: list[Any]) -> list[list[str]]:
    """A row for each thing: what it is, and what is at its place in each body."""
    return [
        [name, *(_at(place, body) for place, body in zip(both, bodies, strict=True))]
        for name, both in places.items()
    ]


def _at(place: str, body: Any) -> str:
    """What is there. In a list, [type=text] is the first item with this type."""
    path, value = "", body
    try:
        for step in re.findall(r"[\w=]+", place):
            if isinstance(value, list):
                number = _number(value, step)
                path, value = f"{path}[{number}]", value[number]
            else:
                path, value = f"{path}.{step}", value[step]
    except (LookupError, TypeError, StopIteration):  # a local server may leave some out
        return "nowhere"
    return f"{path.removeprefix('.')} = {json.dumps(value, ensure_ascii=False)}"


def _number(items: list[Any], step: str) -> int:
    """The place in a list of the item that "0" or "type=text" names."""
    key, is_named, kind = step.partition("=")
    if not is_named:
        return int(step)
    return next(number for number, item in enumerate(items) if item[key] == kind)
