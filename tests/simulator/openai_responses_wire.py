"""Answers of the Responses API as they cross the wire: key order, layout, items, usage.

The shapes follow public recordings of 2026 (the newest of 2026-08; bodies of the model of this
course of 2026-10-02) and the types of the installed SDK (`openai.types.responses`).
"""

import json
from dataclasses import dataclass

from .generation import Generation
from .identity import Occasion
from .openai_responses_echo import Begun, Body, envelope, item_id, reasoning
from .openai_wire import request_id
from .signature import encrypted

SERVICE_TIERS = {"flex": "flex", "priority": "fast", "fast": "fast"}


@dataclass(frozen=True)
class Ended:
    """An answer that was given: what was generated, what it cost, and how long it took.

    cached: the tokens of the prompt that were read from the cache and written to it.
    """

    begun: Begun
    generation: Generation
    input_tokens: int
    cached: tuple[int, int]
    seconds: float

    @property
    def occasion(self) -> Occasion:
        return self.begun.occasion

    def response(self) -> Body:
        """The answer as it ended."""
        cut = self.generation.stop == "length"
        tier = self.begun.asked.body.get("service_tier", "")
        return envelope(self.begun) | {
            "status": "incomplete" if cut else "completed",
            "completed_at": None if cut else self.begun.created + round(self.seconds),
            "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
            "output": output(self),
            "service_tier": SERVICE_TIERS.get(tier, "default"),
            "usage": usage(self),
        }


def plain(response: Body) -> bytes:
    """The body of an answer that is not streamed; who pays stands in no stream."""
    body: Body = {}
    for name, value in response.items():
        body[name] = value
        if name == "background":
            body["billing"] = {"payer": "developer"}
    return json.dumps(body, indent=2).encode()


def usage(ended: Ended) -> Body:
    spent, (read, written) = ended.generation.output_tokens, ended.cached
    return {
        "input_tokens": ended.input_tokens,
        "input_tokens_details": {"cache_write_tokens": written, "cached_tokens": read},
        "output_tokens": spent,
        "output_tokens_details": {"reasoning_tokens": ended.generation.thinking_tokens},
        "total_tokens": ended.input_tokens + spent,
    }


def output(ended: Ended) -> list[Body]:
    """The items in order; of a cut answer the last one is incomplete."""
    generation = ended.generation
    items = [reasoning_item(ended, "response")] if generation.thinking_tokens else []
    if generation.text or generation.refusal or not (items or generation.tool_calls):
        items.append(message_item(ended))
    items += [call_item(ended, number) for number in range(len(generation.tool_calls))]
    if generation.stop == "length" and "status" in items[-1]:
        items[-1]["status"] = "incomplete"
    return items


def reasoning_item(ended: Ended, purpose: str) -> Body:
    """purpose: where it stands; the encrypted content differs from place to place."""
    wanted = reasoning(ended.begun.asked.body)["summary"]
    summary = [{"type": "summary_text", "text": ended.generation.thinking}] if wanted else []
    return {
        "id": item_id("rs", ended.occasion, "reasoning"),
        "type": "reasoning",
        "content": [],
        "encrypted_content": encrypted(ended.occasion, purpose),
        "summary": summary,
    }


def message_item(ended: Ended) -> Body:
    """The message; where calls follow, it is a commentary."""
    generation = ended.generation
    part: Body = {
        "type": "output_text",
        "annotations": [],
        "logprobs": [],
        "text": generation.text or "",
    }
    if generation.refusal:
        part = {"type": "refusal", "refusal": generation.refusal}
    return {
        "id": item_id("msg", ended.occasion, "message"),
        "type": "message",
        "status": "completed",
        "content": [part],
        "phase": "commentary" if generation.tool_calls else "final_answer",
        "role": "assistant",
    }


def call_item(ended: Ended, number: int) -> Body:
    call = ended.generation.tool_calls[number]
    return {
        "id": item_id("fc", ended.occasion, f"call {number}"),
        "type": "function_call",
        "status": "completed",
        "arguments": call.arguments,
        "call_id": "call_" + ended.occasion.characters(f"call id {number}", 24),
        "name": call.name,
    }


def headers(occasion: Occasion, seconds: float = 0.02) -> dict[str, str]:
    """Of an answer that no model gave: it says nothing of rate limits."""
    return {
        "content-type": "application/json",
        "openai-processing-ms": str(round(seconds * 1000)),
        "x-request-id": request_id(occasion),
    }
