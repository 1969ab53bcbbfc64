"""Messages as they cross the wire: key order, events, padding, headers.

The shapes follow public recordings of 2026 and the types of the installed SDK
(`anthropic.types.Message`, `Usage`, `RawMessageStreamEvent`, `ThinkingConfigAdaptiveParam`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import Any

from .answers import compact_json
from .anthropic_caching import Cached
from .generation import Generation
from .identity import Occasion
from .pace import Pace
from .signature import sign
from .tokens import CLAUDE, pieces

STOP_REASONS = {
    "end": "end_turn",
    "length": "max_tokens",
    "stop_sequence": "stop_sequence",
    "tool_calls": "tool_use",
    "blocked": "refusal",
}
# What fills a block, by the type of the block: the type of the delta and where its text stands.
DELTAS = {
    "text": ("text_delta", "text"),
    "thinking": ("thinking_delta", "thinking"),
    "tool_use": ("input_json_delta", "partial_json"),
}
# Pieces of a stream are uneven: this many o200k_base tokens at least and at most.
PORTION = (3, 14)
REQUESTS_PER_MINUTE = 1000
INPUT_TOKENS_PER_MINUTE = 450_000
OUTPUT_TOKENS_PER_MINUTE = 90_000

Block = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """All that one answer needs: what was generated, for how many tokens, and how to show it."""

    occasion: Occasion
    model: str
    prompt_tokens: int
    cached: Cached
    generation: Generation
    show_thinking: bool

    @property
    def id(self) -> str:
        return "msg_01" + self.occasion.characters("message", 22)


def headers(occasion: Occasion, input_tokens: int) -> dict[str, str]:
    """The headers of an answer; the remaining tokens are rounded to thousands."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    remaining = round(INPUT_TOKENS_PER_MINUTE - input_tokens, -3)
    return {
        "request-id": request_id(occasion),
        "anthropic-ratelimit-requests-limit": str(REQUESTS_PER_MINUTE),
        "anthropic-ratelimit-requests-remaining": str(REQUESTS_PER_MINUTE - 1),
        "anthropic-ratelimit-requests-reset": now,
        "anthropic-ratelimit-input-tokens-limit": str(INPUT_TOKENS_PER_MINUTE),
        "anthropic-ratelimit-input-tokens-remaining": str(max(0, remaining)),
        "anthropic-ratelimit-output-tokens-limit": str(OUTPUT_TOKENS_PER_MINUTE),
        "anthropic-ratelimit-output-tokens-remaining": str(OUTPUT_TOKENS_PER_MINUTE),
    }


def request_id(occasion: Occasion) -> str:
    return "req_01" + occasion.characters("request", 22)


def plain(message: Message) -> bytes:
    """The body of an answer that is not streamed."""
    blocks = [whole for _, whole, _ in content_blocks(message)]
    return compact_json(envelope(message) | {"content": blocks} | ending(message)).encode()


def envelope(message: Message) -> dict[str, Any]:
    """The message without what only its end brings, as the first event of a stream has it."""
    return {
        "model": message.model,
        "id": message.id,
        "type": "message",
        "role": "assistant",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "stop_details": None,
        "usage": usage(message, min(1, message.generation.output_tokens)),
    }


def ending(message: Message) -> dict[str, Any]:
    details = {"thinking_tokens": message.generation.thinking_tokens}
    return stop(message.generation) | {
        "usage": usage(message, message.generation.output_tokens, details)
    }


def stop(generation: Generation) -> dict[str, Any]:
    """Why it ended; of a refusal `stop_details` says more (`RefusalStopDetails`)."""
    details = None
    if blocked := generation.blocked:
        details = {
            "type": "refusal",
            "category": blocked.category,
            "explanation": blocked.explanation,
        }
    return {
        "stop_reason": STOP_REASONS[generation.stop],
        "stop_sequence": generation.stop_sequence,
        "stop_details": details,
    }


def usage(
    message: Message, output_tokens: int, details: dict[str, int] | None = None
) -> dict[str, Any]:
    cached = message.cached
    return {
        "input_tokens": message.prompt_tokens - cached.read - cached.written,
        "cache_creation_input_tokens": cached.written,
        "cache_read_input_tokens": cached.read,
        "cache_creation": {
            "ephemeral_5m_input_tokens": cached.for_5_minutes,
            "ephemeral_1h_input_tokens": cached.for_1_hour,
        },
        "output_tokens": output_tokens,
        **({"output_tokens_details": details} if details else {}),
        "service_tier": "standard",
        "inference_geo": "global",
    }


def content_blocks(message: Message) -> Iterator[tuple[Block, Block, str]]:
    """Each block as it starts in a stream, as it is when whole, and the text that fills it."""
    generation = message.generation
    if generation.thinking_tokens:
        shown = generation.thinking if message.show_thinking else ""
        whole = {
            "type": "thinking",
            "thinking": shown,
            "signature": sign(shown, message.occasion),
        }
        yield whole | {"thinking": "", "signature": ""}, whole, shown
    if text := generation.text:
        yield {"type": "text", "text": ""}, {"type": "text", "text": text}, text
    for number, call in enumerate(generation.tool_calls):
        start = {
            "type": "tool_use",
            "id": "toolu_01" + message.occasion.characters(f"call {number}", 22),
            "name": call.name,
            "input": {},
            "caller": {"type": "direct"},
        }
        yield start, start | {"input": json.loads(call.arguments)}, call.arguments


def stream(message: Message, pace: Pace) -> Iterator[tuple[float, bytes]]:
    """The server-sent events, each with the seconds to wait before it."""
    chance = message.occasion.chance("stream")

    def event(body: dict[str, Any]) -> bytes:
        # 0 to 15 spaces before the last brace, so that the length tells little.
        padded = compact_json(body)[:-1] + " " * chance.randrange(16) + "}"
        return f"event: {body['type']}\ndata: {padded}\n\n".encode()

    yield pace.first_token, event({"type": "message_start", "message": envelope(message)})
    for index, (start, whole, text) in enumerate(content_blocks(message)):
        place = {"index": index}
        yield 0.0, event({"type": "content_block_start"} | place | {"content_block": start})
        if index == 0:
            yield 0.0, b'event: ping\ndata: {"type": "ping"}\n\n'
        if start["type"] == "tool_use":
            yield 0.0, event(delta(place, "input_json_delta", "partial_json", ""))
        kind, key = DELTAS[start["type"]]
        for piece in portions(text, chance):
            yield pace.next(CLAUDE.count(piece)), event(delta(place, kind, key, piece))
        if start["type"] == "thinking":
            signed = delta(place, "signature_delta", "signature", whole["signature"])
            yield pace.tokens(0 if text else message.generation.thinking_tokens), event(signed)
        yield 0.0, event({"type": "content_block_stop"} | place)
    end = ending(message)
    yield 0.0, event({"type": "message_delta", "delta": stop(message.generation)} | spent(end))
    yield 0.0, event({"type": "message_stop"})


def delta(place: dict[str, int], kind: str, key: str, value: str) -> dict[str, Any]:
    return {"type": "content_block_delta"} | place | {"delta": {"type": kind, key: value}}


def spent(end: dict[str, Any]) -> dict[str, Any]:
    """The usage in the last but one event, which repeats only the sums."""
    left_out = {"cache_creation", "service_tier", "inference_geo"}
    return {"usage": {k: v for k, v in end["usage"].items() if k not in left_out}}


def portions(text: str, chance: Random) -> Iterator[str]:
    """The text in pieces of several tokens, uneven as they come in real streams."""
    rest = pieces(text)
    while portion := list(islice(rest, chance.randint(*PORTION))):
        yield "".join(portion)
