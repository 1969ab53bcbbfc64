"""What an answer of the Responses API repeats of its request, with the defaults for the rest.

The shape follows public recordings of 2026, the defaults those of the model of this course
(2026-09-24) or else of its predecessors (2026-08).
"""

from dataclasses import dataclass
from typing import Any

from .identity import Occasion
from .openai_responses_requests import Asked
from .openai_responses_tools import format_of, in_full

Body = dict[str, Any]

HEX = "0123456789abcdef"
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


def item_id(kind: str, occasion: Occasion, purpose: str) -> str:
    """An id; all of one answer begin alike."""
    begin = occasion.characters("responses", 16, HEX)
    return f"{kind}_{begin}{occasion.characters(purpose, 34, HEX)}"


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
