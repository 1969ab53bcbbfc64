"""Lesson 05: the round trip step by step, and the messages list as it grows.

A choice of provider and question runs the loop once; the step says how far it is shown.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar, NamedTuple

from helpers.drawing import View, said, stack, table, words
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.explorer import Explorer

from .trip import ANTHROPIC_TOOLS, FUNCTIONS, OPENAI_TOOLS

Row = tuple[int, str, str, str]  # of the list: the message's number and role, a kind, a content
Step = tuple[str, list[Row]]  # what happened, and the rows that came with it

_ROUNDS = 5
_WHOLE = ("stop", "tool_calls", "end_turn", "tool_use")  # why an answer ends that was not cut


class LessonExplorer(Explorer):
    title = "How does the messages list grow until the model answers?"
    settings: ClassVar = {
        "provider": ["OpenAI", "Anthropic"],
        "question": [
            "What's the weather in Tokyo?",
            "What's the weather in Tokyo, and how far is it to Osaka?",
            "How far is it to Osaka from the warmer of these two: Tokyo, Paris?",
            "What's the weather in Atlantis?",
            "What is a typhoon?",
        ],
        "step": range(1, 8),
    }
    free = ("question",)
    asks = True

    def __init__(self) -> None:
        # Another step of the same trip must not ask, and cost, again.
        self._steps = cache(lambda *asked: list(_trip(*asked)))

    def views(self, provider: str, question: str, step: int) -> Iterator[View]:
        steps = self._steps(provider, question)
        place = min(step, len(steps))
        happened, new = steps[place - 1]
        rows = [row for _, added in steps[:place] for row in added]
        head, marked = ("", "role", "kind", "content"), range(len(rows) - len(new), len(rows))
        yield stack(
            said(f"{provider}, step {place} of {len(steps)}: {happened}"),
            table(rows, head, widths=(6, 18, 16, 60), marked=marked),
            words("" if place == len(steps) else f"Marked: new in this step. {_next(rows)}"),
            apart=True,
        )


def _next(rows: list[Row]) -> str:
    kinds = [kind for _, _, kind, _ in rows]
    if kinds.count("call") > kinds.count("result"):
        return "The next request has to wait: the API refuses a list in which a call has no result."
    return "The next request sends the whole list and 2 tools."


class Call(NamedTuple):
    """A call that the model asks for. arguments: as JSON."""

    id: str
    name: str
    arguments: str


class Answer(NamedTuple):
    """What came back: the message for the list, and what is in it, each text with its kind."""

    message: Any
    texts: list[tuple[str, str]]
    calls: list[Call]
    ended: str


def _ask_openai(messages: list[Any]) -> Answer:
    from openai import OpenAI

    response = OpenAI().chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=1000,
        messages=messages,
        tools=OPENAI_TOOLS,
    )
    message, ended = response.choices[0].message, response.choices[0].finish_reason
    calls = [Call(c.id, c.function.name, c.function.arguments) for c in message.tool_calls or []]
    return Answer(message, [("text", message.content)] if message.content else [], calls, ended)


def _ask_anthropic(messages: list[Any]) -> Answer:
    from anthropic import Anthropic

    response = Anthropic().messages.create(
        model=ANTHROPIC_MODEL, max_tokens=2000, messages=messages, tools=ANTHROPIC_TOOLS
    )
    blocks, hidden = response.content, "(hidden; it goes back as it came)"
    calls = [Call(b.id, b.name, json.dumps(b.input)) for b in blocks if b.type == "tool_use"]
    texts = [(b.type, getattr(b, b.type, "") or hidden) for b in blocks if b.type != "tool_use"]
    return Answer({"role": "assistant", "content": blocks}, texts, calls, response.stop_reason)


def _add_openai(messages: list[Any], call: Call, content: str, failed: bool) -> str:
    """Put a result into the list, as a message of its own; returns what it says."""
    content = f"Error: {content}" if failed else content
    messages.append({"role": "tool", "tool_call_id": call.id, "content": content})
    return content


def _add_anthropic(messages: list[Any], call: Call, content: str, failed: bool) -> str:
    """The same, as a block; all results come in one message."""
    if messages[-1]["role"] == "assistant":
        messages.append({"role": "user", "content": []})
    result = {"type": "tool_result", "tool_use_id": call.id, "content": content}
    messages[-1]["content"].append(result | ({"is_error": True} if failed else {}))
    return "is_error, " * failed + content


_TALKS = {"OpenAI": (_ask_openai, _add_openai), "Anthropic": (_ask_anthropic, _add_anthropic)}


def _trip(provider: str, question: str) -> Iterator[Step]:
    """The loop of the lesson; a step for everything that happens in it."""
    ask, add = _TALKS[provider]
    messages: list[Any] = [{"role": "user", "content": question}]
    yield "You ask.", [(1, "user", "text", question)]
    for number in range(1, _ROUNDS + 1):
        answer = ask(messages)
        told = f"Answer {number} ({answer.ended})"
        if ending := _ending(answer, number):
            yield f"{told} {ending}", []
            return
        messages.append(answer.message)
        calls = [("call", f"{c.name} {c.arguments}, id …{c.id[-4:]}") for c in answer.calls]
        rows = [(len(messages), "assistant", *part) for part in [*answer.texts, *calls]]
        yield f"{told} goes into the list as it came.", rows
        for call in answer.calls:
            content, failed = _run(call)
            result = f"for …{call.id[-4:]}: {add(messages, call, content, failed)}"
            did = "fails, and its error becomes the result" if failed else "runs"
            row = (len(messages), messages[-1]["role"], "result", result)
            yield f"In your code, {call.name} {did}.", [row]


def _ending(answer: Answer, number: int) -> str:
    """Why the loop ends with this answer; empty if it goes on."""
    if answer.ended not in _WHOLE:
        return "is not whole, so the loop raises."
    if not answer.calls:
        text = "".join(text for kind, text in answer.texts if kind == "text")
        return f"has no call, so the loop ends and returns its text:\n{text}"
    return f"has calls again, but {_ROUNDS} rounds are the limit." if number == _ROUNDS else ""


def _run(call: Call) -> tuple[str, bool]:
    """What goes back for a call, and whether the function failed."""
    try:
        return json.dumps(FUNCTIONS[call.name](**json.loads(call.arguments))), False
    except Exception as error:
        return repr(error), True
