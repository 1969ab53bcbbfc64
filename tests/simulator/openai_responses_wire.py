"""Answers of the Responses API as they cross the wire: key order, layout, items, what is echoed.

The shapes follow public recordings of 2026 (the newest of 2026-08; bodies of the model of this
course of 2026-10-02) and the types of the installed SDK (`openai.types.responses`).
"""

import json
from dataclasses import dataclass
from typing import Any

from .generation import Generation
from .identity import Occasion
from .openai_responses_requests import Asked
from .openai_responses_tools import format_of, in_full
from .openai_wire import request_id
from .signature import encrypted

Body = dict[str, Any]

HEX = "0123456789abcdef"
SERVICE_TIERS = {"flex": "flex", "priority": "fast", "fast": "fast"}
TOOL_USAGE = {
    "image_gen": {
        "input_tokens": 0,
        "input_tokens_details": {"image_tokens": 0, "text_tokens": 0},
        "output_tokens": 0,
        "output_tokens_details": {"image_tokens": 0, "text_tokens": 0},
        "total_tokens": 0,
    },
    "web_search": {"num_requests": 0},
}


@dataclass(frozen=True)
class Begun:
    """An answer when it begins: what was asked, and when."""

    occasion: Occasion
    asked: Asked
    created: int

    @property
    def id(self) -> str:
        return item_id("resp", self.occasion, "response")


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


def item_id(kind: str, occasion: Occasion, purpose: str) -> str:
    """An id; all of one answer begin alike."""
    begin = occasion.characters("responses", 16, HEX)
    return f"{kind}_{begin}{occasion.characters(purpose, 34, HEX)}"


def plain(response: Body) -> bytes:
    """The body of an answer that is not streamed; who pays stands in no stream."""
    keys = list(response)
    place = keys.index("background") + 1
    ordered = {key: response[key] for key in keys[:place]}
    ordered |= {"billing": {"payer": "developer"}} | response
    return json.dumps(ordered, indent=2).encode()


def envelope(begun: Begun) -> Body:
    """The answer as it begins: what was asked, with the defaults for what was not."""
    body = begun.asked.body
    text = body.get("text", {})
    return {
        "id": begun.id,
        "object": "response",
        "created_at": begun.created,
        "status": "in_progress",
        "background": False,
        "completed_at": None,
        "error": None,
        "frequency_penalty": float(body.get("frequency_penalty", 0)),
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "max_tool_calls": body.get("max_tool_calls"),
        "model": body["model"],
        "moderation": None,
        "output": [],
        "parallel_tool_calls": body.get("parallel_tool_calls", True),
        "presence_penalty": float(body.get("presence_penalty", 0)),
        "previous_response_id": body.get("previous_response_id"),
        "prompt_cache_key": body.get("prompt_cache_key"),
        "prompt_cache_retention": body.get("prompt_cache_retention", "24h"),
        "reasoning": reasoning(body),
        "safety_identifier": body.get("safety_identifier"),
        "service_tier": body.get("service_tier", "auto"),
        "store": body.get("store", True),
        "temperature": float(body.get("temperature", 1)),
        "text": {"format": format_of(body), "verbosity": text.get("verbosity") or "medium"},
        "tool_choice": body.get("tool_choice", "auto"),
        "tool_usage": TOOL_USAGE,
        "tools": [in_full(tool) for tool in body.get("tools", [])],
        "top_logprobs": 0,
        "top_p": float(body.get("top_p", 0.98)),
        "truncation": body.get("truncation", "disabled"),
        "usage": None,
        "user": body.get("user"),
        "metadata": body.get("metadata", {}),
    }


def reasoning(body: Body) -> Body:
    """As measured on the model of this course; a summary that is left to it is a detailed one."""
    given = body.get("reasoning") or {}
    summary = given.get("summary")
    return {
        "context": given.get("context") or "all_turns",
        "effort": given.get("effort") or "medium",
        "mode": given.get("mode") or "standard",
        "summary": "detailed" if summary == "auto" else summary,
    }


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
