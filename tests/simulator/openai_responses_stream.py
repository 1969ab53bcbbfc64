"""A streamed answer of the Responses API: named events, numbered, with the whole answer at the end.

Recorded in 2026 (see `openai_responses_wire`); the events of a failure on 2026-10-02.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

from .answers import compact_json
from .identity import LETTERS_AND_DIGITS
from .openai_errors import OpenAIError
from .openai_responses_echo import Begun, Body, envelope
from .openai_responses_wire import Ended, reasoning_item
from .pace import Pace
from .tokens import pieces

Event = tuple[float, bytes]
# A delta and its padding are so many characters together, so that its length tells little.
PADDED = 16


class Stream:
    """One answer as events, each with the seconds to wait before it."""

    def __init__(self, begun: Begun) -> None:
        self.begun = begun
        self.pace = Pace(begun.occasion)
        options = begun.asked.body.get("stream_options") or {}
        self.obfuscate = options.get("include_obfuscation", True)
        self.chance = begun.occasion.chance("obfuscation")
        self.numbers = count()

    def events(self, ended: Ended) -> Iterator[Event]:
        """All of them, of an answer that was given."""
        response = ended.response()
        yield from self.opening()
        for index, item in enumerate(response["output"]):
            place = {"output_index": index}
            if item["type"] == "reasoning":
                yield from self.of_reasoning(ended, place)
            else:
                yield from self.of_item(item, place)
        yield self.event(f"response.{response['status']}", response=response)

    def failure(self, error: OpenAIError) -> Iterator[Event]:
        """All of them, of an answer that fails when it has begun."""
        said = {name: error.error[name] for name in ("type", "code", "message", "param")}
        failed = {"status": "failed", "error": {n: said[n] for n in ("code", "message")}}
        yield from self.opening()
        yield self.event("error", error=said)
        yield self.event("response.failed", response=envelope(self.begun) | failed)

    def opening(self) -> Iterator[Event]:
        response = envelope(self.begun)
        yield self.event("response.created", self.pace.first_token, response=response)
        yield self.event("response.in_progress", response=response)

    def of_reasoning(self, ended: Ended, place: Body) -> Iterator[Event]:
        """It takes its time, whether a summary is shown or not."""
        start, done = (reasoning_item(ended, where) for where in ("start", "done"))
        yield self.event("response.output_item.added", item=start | {"summary": []}, **place)
        wait = 0.0
        if done["summary"]:
            yield from self.of_summary(done["summary"][0], place | {"item_id": done["id"]})
        else:
            wait = self.pace.tokens(ended.generation.thinking_tokens)
        yield self.event("response.output_item.done", wait, item=done, **place)

    def of_summary(self, part: Body, inside: Body) -> Iterator[Event]:
        inside = inside | {"summary_index": 0}
        empty = part | {"text": ""}
        yield self.event("response.reasoning_summary_part.added", part=empty, **inside)
        yield from self.text("reasoning_summary_text", "text", part["text"], inside)
        yield self.event("response.reasoning_summary_part.done", part=part, **inside)

    def of_item(self, item: Body, place: Body) -> Iterator[Event]:
        """A message or a call, from its start to its end."""
        inside = place | {"item_id": item["id"]}
        is_call = item["type"] == "function_call"
        empty: Body = {"arguments": ""} if is_call else {"content": []}
        start = item | {"status": "in_progress"} | empty
        yield self.event("response.output_item.added", item=start, **place)
        if is_call:
            yield from self.text("function_call_arguments", "arguments", item["arguments"], inside)
        else:
            yield from self.of_content(item["content"][0], inside | {"content_index": 0})
        yield self.event("response.output_item.done", item=item, **place)

    def of_content(self, part: Body, inside: Body) -> Iterator[Event]:
        key = "text" if part["type"] == "output_text" else "refusal"
        logprobs = {"logprobs": []} if part["type"] == "output_text" else {}
        yield self.event("response.content_part.added", part=part | {key: ""}, **inside)
        yield from self.text(part["type"], key, part[key], inside | logprobs)
        yield self.event("response.content_part.done", part=part, **inside)

    def text(self, kind: str, key: str, text: str, inside: Body) -> Iterator[Event]:
        """A text token by token, and once more as a whole under `key`."""
        for piece in pieces(text):
            delta = inside | {"delta": piece} | self.padding(kind, piece)
            yield self.event(f"response.{kind}.delta", self.pace.next(), **delta)
        yield self.event(f"response.{kind}.done", **{key: text}, **inside)

    def padding(self, kind: str, piece: str) -> dict[str, str]:
        """No recording of a refusal has any."""
        if not self.obfuscate or kind == "refusal":
            return {}
        length = -len(piece) % PADDED
        return {"obfuscation": "".join(self.chance.choices(LETTERS_AND_DIGITS, k=length))}

    def event(self, kind: str, wait: float = 0.0, /, **fields: Any) -> Event:
        """One event; its fields stand in the order of the alphabet, after its type."""
        fields["sequence_number"] = next(self.numbers)
        data = {"type": kind} | {name: fields[name] for name in sorted(fields)}
        return wait, f"event: {kind}\ndata: {compact_json(data)}\n\n".encode()
