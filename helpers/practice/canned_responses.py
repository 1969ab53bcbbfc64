"""Canned answers in the form of OpenAI's Responses API, plain and streamed."""

import json
from collections.abc import Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .canned import Reply

Document = dict[str, Any]

# Why an answer is not complete, by how the reply ended.
_REASONS = {"length": "max_output_tokens", "refusal": "content_filter"}
_MOVED = {
    "messages": "input",
    "max_completion_tokens": "max_output_tokens",
    "reasoning_effort": "reasoning.effort",
    "response_format": "text.format",
}


def refused(request: Mapping[str, Any]) -> str:
    """What the API says of a request that it does not take; empty if all is well."""
    for name in _MOVED:
        if name in request:
            return (
                f"Unsupported parameter: '{name}'. In the Responses API, this parameter has moved "
                f"to '{_MOVED[name]}'."
            )
    if "max_tokens" in request:
        return "Unknown parameter: 'max_tokens'."
    if not request.get("input"):
        return "Missing required parameter: 'input'."
    if (request.get("max_output_tokens") or 16) < 16:
        return "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16."
    reasons = (request.get("reasoning") or {}).get("effort") != "none"
    if request.get("temperature") not in (None, 1) and reasons:
        return "Unsupported parameter: 'temperature' is not supported with this model."
    return ""


def plain(reply: "Reply") -> Document:
    """The answer as JSON data."""
    reason = _REASONS.get(reply.ending)
    return _begun(reply) | {
        "status": "incomplete" if reason else "completed",
        "incomplete_details": {"reason": reason} if reason else None,
        "output": _items(reply),
        "usage": {
            "input_tokens": reply.tokens_in,
            "input_tokens_details": {"cache_write_tokens": 0, "cached_tokens": 0},
            "output_tokens": reply.tokens,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": reply.tokens_in + reply.tokens,
        },
    }


def streamed(reply: "Reply", request: Mapping[str, Any]) -> Iterator[Document]:
    """The answer as events; the last one holds it whole."""
    numbers = count()

    def event(kind: str, **data: Any) -> Document:
        return {"type": kind, **data, "sequence_number": next(numbers)}

    whole = plain(reply)
    yield event("response.created", response=_begun(reply))
    yield event("response.in_progress", response=_begun(reply))
    for index, item in enumerate(whole["output"]):
        place = {"output_index": index, "item_id": item["id"]}
        yield event("response.output_item.added", output_index=index, item=_empty(item))
        if item["type"] == "function_call":
            arguments = item["arguments"]
            kind = "response.function_call_arguments"
            yield event(f"{kind}.delta", **place, delta=arguments)
            yield event(f"{kind}.done", **place, arguments=arguments, name=item["name"])
        elif item["type"] == "message":
            (part,) = item["content"]
            place["content_index"] = 0
            yield event("response.content_part.added", **place, part={**part, "text": ""})
            for piece in reply.pieces:
                yield event("response.output_text.delta", **place, delta=piece, logprobs=[])
            yield event("response.output_text.done", **place, text=part["text"], logprobs=[])
            yield event("response.content_part.done", **place, part=part)
        yield event("response.output_item.done", output_index=index, item=item)
    yield event(f"response.{whole['status']}", response=whole)


def _begun(reply: "Reply") -> Document:
    return {
        "id": f"resp_{reply.number}",
        "object": "response",
        "created_at": 0,
        "status": "in_progress",
        "error": None,
        "incomplete_details": None,
        "model": "",
        "output": [],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": None,
    }


def _items(reply: "Reply") -> list[Document]:
    items: list[Document] = []
    if reply.thinking:
        summary = [{"type": "summary_text", "text": reply.thinking}]
        items.append({"id": "rs_1", "type": "reasoning", "summary": summary})
    if reply.whole or not reply.calls:
        part = {"type": "output_text", "annotations": [], "logprobs": [], "text": reply.whole}
        status = "incomplete" if reply.ending in _REASONS else "completed"
        message = {"id": "msg_1", "type": "message", "role": "assistant", "status": status}
        items.append(message | {"content": [part]})
    calls = [
        {
            "id": f"fc_{number}",
            "type": "function_call",
            "status": "completed",
            "call_id": call.id,
            "name": call.name,
            "arguments": json.dumps(dict(call.arguments)),
        }
        for number, call in enumerate(reply.calls, 1)
    ]
    return items + calls


def _empty(item: Document) -> Document:
    """An item as it begins in a stream."""
    nothing = {"summary": [], "content": [], "arguments": ""}
    begun = item | {name: value for name, value in nothing.items() if name in item}
    return begun | ({"status": "in_progress"} if "status" in item else {})
