"""Chat Completions as it crosses the wire: key order, layout, chunks, headers.

The shapes follow public recordings of 2026 and the types of the installed SDK
(`openai.types.chat`, `openai.types.CompletionUsage`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, cycle, zip_longest
from typing import Any

from .answers import ToolCall, compact_json
from .generation import Generation
from .identity import LETTERS_AND_DIGITS, Occasion
from .pace import Pace
from .tokens import pieces

FINISH_REASONS = {
    "end": "stop",
    "stop_sequence": "stop",
    "refusal": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
}
REQUESTS_PER_MINUTE = 500
TOKENS_PER_MINUTE = 200_000


@dataclass(frozen=True)
class Completion:
    """All that one answer needs: the choices, what they cost, and what stays the same in it."""

    occasion: Occasion
    model: str
    created: int
    prompt_tokens: int
    cached_tokens: tuple[int, int]
    """How many of them were read from the cache, and how many were written into it."""
    choices: list[Generation]
    named_tool_choice: bool = False
    service_tier: str = "default"

    @property
    def id(self) -> str:
        return "chatcmpl-" + self.occasion.characters("completion", 29)

    @property
    def output_tokens(self) -> int:
        return sum(choice.output_tokens for choice in self.choices)


def headers(occasion: Occasion, prompt_tokens: int, seconds: float) -> dict[str, str]:
    """The headers of an answer that was not refused at the door."""
    return {
        "openai-processing-ms": str(round(seconds * 1000)),
        "x-ratelimit-limit-requests": str(REQUESTS_PER_MINUTE),
        "x-ratelimit-limit-tokens": str(TOKENS_PER_MINUTE),
        "x-ratelimit-remaining-requests": str(REQUESTS_PER_MINUTE - 1),
        "x-ratelimit-remaining-tokens": str(max(0, TOKENS_PER_MINUTE - prompt_tokens)),
        "x-ratelimit-reset-requests": duration(60 / REQUESTS_PER_MINUTE),
        "x-ratelimit-reset-tokens": duration(prompt_tokens * 60 / TOKENS_PER_MINUTE),
        "x-request-id": request_id(occasion),
    }


def request_id(occasion: Occasion) -> str:
    return "req_" + occasion.characters("request", 32, "0123456789abcdef")


def duration(seconds: float) -> str:
    """As the rate limit headers write it: 0s, 12ms, 1.2s, 2m5.1s."""
    if seconds < 1:
        return f"{round(seconds * 1000)}ms" if seconds else "0s"
    minutes, rest = divmod(seconds, 60)
    return (f"{minutes:.0f}m" if minutes else "") + f"{round(rest, 3):g}s"


def plain(completion: Completion) -> bytes:
    """The body of an answer that is not streamed."""
    body = {
        "id": completion.id,
        "object": "chat.completion",
        "created": completion.created,
        "model": completion.model,
        "choices": [choice_body(completion, index) for index in range(len(completion.choices))],
        "usage": usage(completion),
        "service_tier": completion.service_tier,
        "system_fingerprint": None,
    }
    return (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode()


def choice_body(completion: Completion, index: int) -> dict[str, Any]:
    choice = completion.choices[index]
    message: dict[str, Any] = {"role": "assistant", "content": content(choice)}
    if choice.tool_calls:
        message["tool_calls"] = [
            tool_call(completion, index, number, call.name, call.arguments)
            for number, call in enumerate(choice.tool_calls)
        ]
    message |= {"refusal": choice.refusal, "annotations": []}
    return {"index": index, "message": message, "finish_reason": finish_reason(completion, index)}


def content(choice: Generation) -> str | None:
    if choice.text is None and (choice.tool_calls or choice.refusal is not None):
        return None
    return choice.text or ""


def tool_call(
    completion: Completion, index: int, number: int, name: str, arguments: str
) -> dict[str, Any]:
    return {
        "id": "call_" + completion.occasion.characters(f"call {index} {number}", 24),
        "type": "function",
        "function": {"name": name, "arguments": arguments},
    }


def finish_reason(completion: Completion, index: int) -> str:
    """`stop` instead of `tool_calls` where the request named the tool, as recordings have it."""
    reason = FINISH_REASONS[completion.choices[index].stop]
    return "stop" if reason == "tool_calls" and completion.named_tool_choice else reason


def usage(completion: Completion) -> dict[str, Any]:
    output_tokens = completion.output_tokens
    read, written = completion.cached_tokens
    return {
        "prompt_tokens": completion.prompt_tokens,
        "completion_tokens": output_tokens,
        "total_tokens": completion.prompt_tokens + output_tokens,
        "prompt_tokens_details": {
            "cached_tokens": read,
            "cache_write_tokens": written,
            "audio_tokens": 0,
        },
        "completion_tokens_details": {
            "reasoning_tokens": sum(choice.thinking_tokens for choice in completion.choices),
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def stream(
    completion: Completion, pace: Pace, include_usage: bool, obfuscate: bool
) -> Iterator[tuple[float, bytes]]:
    """The server-sent events, each with the seconds to wait before it."""
    chance = completion.occasion.chance("obfuscation")
    head = {
        "id": completion.id,
        "object": "chat.completion.chunk",
        "created": completion.created,
        "model": completion.model,
        "service_tier": completion.service_tier,
        "system_fingerprint": None,
    }

    # What is said while there are several calls has its usage first, in all 12 recordings of 2026.
    several = any(len(choice.tool_calls) > 1 for choice in completion.choices)

    def event(choices: list[dict[str, Any]], spent: dict[str, Any] | None = None) -> bytes:
        counted = {"usage": spent} if include_usage else {}
        chunk = head | {"choices": choices} | counted
        if several and choices and choices[0]["finish_reason"] is None:
            chunk = head | counted | {"choices": choices}
        if obfuscate:
            # Pads the payload to 1 mod 16 characters, so that its length tells little.
            length = len(compact_json(chunk | {"obfuscation": ""}))
            padding = chance.choices(LETTERS_AND_DIGITS, k=(1 - length) % 16)
            chunk["obfuscation"] = "".join(padding)
        return b"data: " + compact_json(chunk).encode() + b"\n\n"

    thinking_tokens = max(choice.thinking_tokens for choice in completion.choices)
    wait = pace.first_token + pace.tokens(thinking_tokens)
    for index, delta in interleaved(completion):
        yield wait, event([{"index": index, "delta": delta, "finish_reason": None}])
        wait = pace.next()
    for index in range(len(completion.choices)):
        reason = finish_reason(completion, index)
        yield 0.0, event([{"index": index, "delta": {}, "finish_reason": reason}])
    if include_usage:
        yield 0.0, event([], usage(completion))
    yield 0.0, b"data: [DONE]\n\n"


def interleaved(completion: Completion) -> Iterator[tuple[int, dict[str, Any]]]:
    """The deltas of all choices: of each its role and first token, then the choices take turns."""
    columns = [
        [(index, delta) for delta in deltas(completion, index)]
        for index in range(len(completion.choices))
    ]
    for column in columns:
        yield from column[:2]
    turns = chain.from_iterable(zip_longest(*(column[2:] for column in columns)))
    yield from (item for item in turns if item)


def deltas(completion: Completion, index: int) -> Iterator[dict[str, Any]]:
    """One choice, a token at a time."""
    choice = completion.choices[index]
    if choice.refusal is not None:
        yield {"role": "assistant", "content": None, "refusal": ""}
        yield from ({"refusal": piece} for piece in pieces(choice.refusal))
    elif content(choice) is not None:
        yield {"role": "assistant", "content": "", "refusal": None}
        yield from ({"content": piece} for piece in pieces(content(choice) or ""))
    yield from tool_call_deltas(completion, index, choice.tool_calls, content(choice) is None)


def tool_call_deltas(
    completion: Completion, index: int, calls: list[ToolCall], first: bool
) -> Iterator[dict[str, Any]]:
    """One call starts in the very first chunk; before several calls stands a chunk of its own."""
    opening: dict[str, Any] = {"role": "assistant", "content": None} if first else {}
    if len(calls) > 1 and opening:
        yield opening
        opening = {}
    for number, call in enumerate(calls):
        start = {"index": number} | tool_call(completion, index, number, call.name, "")
        delta = opening | {"tool_calls": [start]}
        yield delta | {"refusal": None} if opening else delta
        parts = slices(call.arguments) if len(calls) > 1 else pieces(call.arguments)
        for piece in parts:
            yield {"tool_calls": [{"index": number, "function": {"arguments": piece}}]}


def slices(text: str) -> Iterator[str]:
    """The text in pieces of 4, 5 and 6 characters in turn, as the arguments of several calls come.

    Recorded on GPT 4o and 5.4.
    """
    position, sizes = 0, cycle((4, 5, 6))
    while position < len(text):
        size = next(sizes)
        yield text[position : position + size]
        position += size
