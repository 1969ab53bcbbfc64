"""Lesson 05: the round trip step by step, and the messages list as it grows.

A choice of provider and question runs the loop once; the step says how far it is shown.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any, ClassVar

from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.explorer import Explorer, View

from .trip import ANTHROPIC_TOOLS, FUNCTIONS, OPENAI_TOOLS

_ROUNDS = 5
_NONE = "is not needed."


@dataclass(frozen=True)
class Row:
    """A message, or a part of one. number: the message's place in the list, from 1 on."""

    number: int
    role: str
    kind: str
    text: str


@dataclass(frozen=True)
class Call:
    id: str
    name: str
    arguments: Any

    @property
    def text(self) -> str:
        arguments = self.arguments
        if not isinstance(arguments, str):
            arguments = json.dumps(arguments, ensure_ascii=False)
        return f"{self.name} {arguments}, id {_short_id(self.id)}"


@dataclass(frozen=True)
class Answer:
    """What came back for a request. stop: why it ended, by the provider's name for it.

    whole: whether it ended by itself; one that was cut is not used.
    """

    stop: str
    whole: bool
    calls: list[Call]
    text: str

    @property
    def told(self) -> str:
        brought = [f"{len(self.calls)} call{'s' * (len(self.calls) > 1)}"] if self.calls else []
        brought += ["text"] if self.text else []
        return f"{' and '.join(brought) or 'nothing'}; {self.stop}"


@dataclass(frozen=True)
class Step:
    """One step of the loop. fresh: how many rows, at the end, came with it."""

    happened: str
    rows: tuple[Row, ...]
    fresh: int
    sends: str
    back: str = ""


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
        "step": (1, 7, 1),
    }
    free = ("question",)
    asks = True

    def __init__(self) -> None:
        self._trips: dict[tuple[str, str], list[Step]] = {}

    def views(self, provider: str, question: str, step: int) -> Iterator[View]:
        trip = self._trips.get((provider, question))
        if trip is None:
            trip = list(_trip(_TALKS[provider](question)))
            self._trips[provider, question] = trip
        place = min(step, len(trip))
        shown = trip[place - 1]
        title = f"{provider}, step {place} of {len(trip)}: {shown.happened}"
        if step > len(trip):
            title += f" This trip has no step {step}."
        yield View(_as_text(title, shown), _as_html(title, shown))


class _OpenAITalk:
    """A conversation with OpenAI, and its rows."""

    def __init__(self, question: str) -> None:
        self.messages: list[Any] = [{"role": "user", "content": question}]
        self.rows = (Row(1, "user", "text", question),)
        self._said: Any = None

    def send(self) -> Answer:
        from openai import OpenAI

        response = OpenAI().chat.completions.create(
            model=OPENAI_MODEL,
            reasoning_effort="none",
            max_completion_tokens=1000,
            messages=self.messages,
            tools=OPENAI_TOOLS,
        )
        choice = response.choices[0]
        self._said = choice.message
        calls = [
            Call(call.id, call.function.name, call.function.arguments)
            for call in choice.message.tool_calls or []
        ]
        return Answer(
            f'finish_reason "{choice.finish_reason}"',
            choice.finish_reason in ("stop", "tool_calls"),
            calls,
            choice.message.content or "",
        )

    def keep(self, answer: Answer) -> None:
        self.messages.append(self._said)
        place = len(self.messages)
        if answer.text:
            self.rows += (Row(place, "assistant", "text", answer.text),)
        self.rows += tuple(Row(place, "assistant", "tool call", call.text) for call in answer.calls)

    def add(self, call: Call, content: str, failed: bool) -> None:
        content = f"Error: {content}" if failed else content
        self.messages.append({"role": "tool", "tool_call_id": call.id, "content": content})
        text = f"for {_short_id(call.id)}: {content}"
        self.rows += (Row(len(self.messages), "tool", "tool result", text),)


class _AnthropicTalk:
    """The same with Anthropic: what is kept and added are blocks of messages."""

    def __init__(self, question: str) -> None:
        self.messages: list[dict[str, Any]] = [{"role": "user", "content": question}]
        self.rows = (Row(1, "user", "text", question),)
        self._said: list[Any] = []

    def send(self) -> Answer:
        from anthropic import Anthropic

        response = Anthropic().messages.create(
            model=ANTHROPIC_MODEL, max_tokens=2000, messages=self.messages, tools=ANTHROPIC_TOOLS
        )
        self._said = response.content
        calls = [Call(b.id, b.name, b.input) for b in response.content if b.type == "tool_use"]
        text = "".join(block.text for block in response.content if block.type == "text")
        whole = response.stop_reason in ("end_turn", "tool_use")
        return Answer(f'stop_reason "{response.stop_reason}"', whole, calls, text)

    def keep(self, answer: Answer) -> None:
        self.messages.append({"role": "assistant", "content": self._said})
        calls = {call.id: call.text for call in answer.calls}
        for block in self._said:
            if block.type == "tool_use":
                text = calls[block.id]
            else:
                text = getattr(block, block.type, "") or "(hidden; it goes back as it came)"
            self.rows += (Row(len(self.messages), "assistant", block.type, text),)

    def add(self, call: Call, content: str, failed: bool) -> None:
        if self.messages[-1]["role"] == "assistant":
            self.messages.append({"role": "user", "content": []})
        result = {"type": "tool_result", "tool_use_id": call.id, "content": content}
        self.messages[-1]["content"].append(result | ({"is_error": True} if failed else {}))
        text = f"for {_short_id(call.id)}{', is_error' * failed}: {content}"
        self.rows += (Row(len(self.messages), "user", "tool_result", text),)


_TALKS = {"OpenAI": _OpenAITalk, "Anthropic": _AnthropicTalk}


def _trip(talk: _OpenAITalk | _AnthropicTalk) -> Iterator[Step]:
    """The loop of the lesson; after everything that happens in it, how things stand."""
    step = Step("You ask.", talk.rows, 1, _sends(talk))
    for number in range(1, _ROUNDS + 1):
        answer = talk.send()
        yield replace(step, back=answer.told)
        if not answer.whole:
            yield Step(f"Answer {number} is not whole, so the loop raises.", talk.rows, 0, _NONE)
            return
        if not answer.calls:
            ended = f"Answer {number} has no call, so the loop ends and returns its text."
            yield Step(ended, talk.rows, 0, _NONE, answer.text)
            return
        if number == _ROUNDS:
            limit = f"is not sent: {_ROUNDS} rounds are the limit."
            yield Step(f"Answer {number} has calls again. None is run.", talk.rows, 0, limit)
            return
        before = len(talk.rows)
        talk.keep(answer)
        happened = f"Answer {number} is there, and goes into the list as it came."
        left = list(answer.calls)
        step = Step(happened, talk.rows, len(talk.rows) - before, _waits(left))
        while left:
            yield step
            call = left.pop(0)
            content, failed = _run(call)
            talk.add(call, content, failed)
            did = "fails, and its error becomes the result" if failed else "runs"
            happened = f"In your code, {call.name} {did}."
            step = Step(happened, talk.rows, 1, _waits(left) if left else _sends(talk))


def _run(call: Call) -> tuple[str, bool]:
    """What goes back for a call, and whether the function failed."""
    try:
        arguments = call.arguments
        if isinstance(arguments, str):
            arguments = json.loads(arguments)
        return json.dumps(FUNCTIONS[call.name](**arguments)), False
    except Exception as error:
        return repr(error), True


def _sends(talk: _OpenAITalk | _AnthropicTalk) -> str:
    count = len(talk.messages)
    return f"sends the whole list ({count} message{'s' * (count > 1)}) and 2 tools."


def _waits(left: list[Call]) -> str:
    calls = f"{len(left)} calls have" if len(left) > 1 else "1 call has"
    return f"has to wait: {calls} no result yet, so the API would refuse the list."


def _short_id(id: str) -> str:
    return f"…{id[-4:]}"


def _lines(step: Step) -> list[tuple[str, str]]:
    """What is told below the list."""
    lines = [("The next request", step.sends)]
    if step.back:
        lines.append(("The text" if step.sends == _NONE else "What comes back", step.back))
    return lines


def _as_text(title: str, step: Step) -> str:
    rows = []
    for place, row in enumerate(step.rows):
        number, role = (row.number, row.role) if _begins(step.rows, place) else ("", "")
        mark = "+" if place >= len(step.rows) - step.fresh else " "
        rows.append(f"{mark} {number:<2} {role:<9}  {row.kind:<11}  {row.text}")
    told = [f"{name}: {text}" for name, text in _lines(step)]
    return "\n".join([title, "", *rows, "", *told])


def _begins(rows: tuple[Row, ...], place: int) -> bool:
    """Whether a message begins with this row."""
    return place == 0 or rows[place].number != rows[place - 1].number


_MODEL, _YOURS = "#c77700", "#4c78a8"
_CELL = "text-align: left; vertical-align: top; overflow-wrap: anywhere; padding: 2px 8px"


def _as_html(title: str, step: Step) -> str:
    told = "".join(
        f"<div><b>{escape(name)}:</b> {escape(text)}</div>" for name, text in _lines(step)
    )
    return (
        f"<div style='line-height: 1.4'><div style='margin: 0.5em 0'><b>{escape(title)}</b></div>"
        f"{_table(step)}<div style='margin: 0.5em 0'>{told}</div></div>"
    )


def _table(step: Step) -> str:
    widths = ("2.5em", "6.5em", "7.5em", "")
    columns = "".join(f"<col style='width: {width}'>" for width in widths)
    head = "".join(f"<th style='{_CELL}'>{name}</th>" for name in ("", "role", "kind", "content"))
    rows = ""
    for place, row in enumerate(step.rows):
        color = _MODEL if row.role == "assistant" else _YOURS
        new = place >= len(step.rows) - step.fresh
        number, role = (row.number, row.role) if _begins(step.rows, place) else ("", "")
        values = [escape(str(value)) for value in (number, role, row.kind, row.text)]
        values[3] = f"<b>{values[3]}</b>" if new else values[3]
        first = f"{_CELL}; border-left: 5px solid {color}"
        styles = [first, _CELL, _CELL, _CELL]
        cells = zip(styles, values, strict=True)
        rows += "<tr>" + "".join(f"<td style='{s}'>{value}</td>" for s, value in cells) + "</tr>"
    legend = (
        f"<span style='border-left: 5px solid {_YOURS}; padding-left: 6px'>from your code</span>"
        f"<span style='border-left: 5px solid {_MODEL}; padding-left: 6px; margin-left: 1.5em'>"
        "from the model</span><b style='margin-left: 1.5em'>new in this step</b>"
    )
    return (
        f"<table style='table-layout: fixed; width: 100%; border-collapse: collapse'>"
        f"<colgroup>{columns}</colgroup><tr>{head}</tr>{rows}</table>"
        f"<div style='margin: 0.5em 0'>{legend}</div>"
    )
