"""Canned answers in the form of Anthropic's Messages, plain and streamed."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .canned import Reply

Document = dict[str, Any]


def refused(request: Mapping[str, Any]) -> str:
    """What the API says of a request that it does not take; empty if all is well."""
    if not request.get("messages"):
        return "messages: at least one message is required"
    sampling = next((n for n in ("temperature", "top_p", "top_k") if n in request), "")
    return f"{sampling}: this model does not take sampling parameters" if sampling else ""


def plain(reply: "Reply") -> Document:
    """The answer as JSON data."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "",
        "content": _blocks(reply),
        "stop_reason": reply.ended("anthropic"),
        "stop_sequence": None,
        "usage": {"input_tokens": reply.tokens_in, "output_tokens": reply.tokens},
    }


def streamed(reply: "Reply", request: Mapping[str, Any]) -> Iterator[Document]:
    """The answer as events."""
    begun = plain(reply) | {"content": [], "stop_reason": None}
    begun["usage"] = begun["usage"] | {"output_tokens": 1}
    yield {"type": "message_start", "message": begun}
    for index, block in enumerate(_blocks(reply)):
        start, deltas = _in_deltas(block, reply)
        yield {"type": "content_block_start", "index": index, "content_block": start}
        for delta in deltas:
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    ended = {"stop_reason": reply.ended("anthropic"), "stop_sequence": None}
    usage = {"output_tokens": reply.tokens}
    yield {"type": "message_delta", "delta": ended, "usage": usage}
    yield {"type": "message_stop"}


def _blocks(reply: "Reply") -> list[Document]:
    blocks: list[Document] = []
    if reply.thinking:
        blocks.append({"type": "thinking", "thinking": reply.thinking, "signature": "c2lnbmVk"})
    if reply.whole:
        blocks.append({"type": "text", "text": reply.whole})
    return blocks + [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": dict(call.arguments)}
        for call in reply.calls
    ]


def _in_deltas(block: Mapping[str, Any], reply: "Reply") -> tuple[Document, list[Document]]:
    """A block as it begins, and what then arrives of it."""
    if block["type"] == "text":
        deltas = [{"type": "text_delta", "text": piece} for piece in reply.pieces]
        return {"type": "text", "text": ""}, deltas
    if block["type"] == "thinking":
        signature = {"type": "signature_delta", "signature": block["signature"]}
        deltas = [{"type": "thinking_delta", "thinking": block["thinking"]}, signature]
        return {"type": "thinking", "thinking": "", "signature": ""}, deltas
    arguments = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
    return {**block, "input": {}}, [arguments]
