"""Canned answers in the form of OpenAI's Chat Completions, plain and streamed."""

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
    if "max_tokens" in request:
        return (
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead."
        )
    if request.get("temperature") not in (None, 1) and request.get("reasoning_effort") != "none":
        return "Unsupported parameter: 'temperature' is not supported while the model reasons."
    return ""


def plain(reply: "Reply") -> Document:
    """The answer as JSON data."""
    ended = reply.ended("openai")
    choice = {"index": 0, "finish_reason": ended, "message": _message(reply), "logprobs": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "",
        "choices": [choice],
        "usage": _usage(reply),
    }


def streamed(reply: "Reply", request: Mapping[str, Any]) -> Iterator[Document]:
    """The answer as chunks."""
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": ""}
    calls = _message(reply).get("tool_calls", [])
    deltas: list[tuple[Document, str | None]] = [
        ({"role": "assistant", "content": ""}, None),
        *(({"content": piece}, None) for piece in reply.pieces),
        *(({"tool_calls": [call | {"index": n}]}, None) for n, call in enumerate(calls)),
        ({}, reply.ended("openai")),
    ]
    for delta, ended in deltas:
        choice = {"index": 0, "delta": delta, "finish_reason": ended}
        yield chunk | {"choices": [choice]}
    if (request.get("stream_options") or {}).get("include_usage"):
        yield chunk | {"choices": [], "usage": _usage(reply)}


def _message(reply: "Reply") -> Document:
    message: Document = {"role": "assistant", "content": reply.whole or None}
    if reply.calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": json.dumps(dict(call.arguments))},
            }
            for call in reply.calls
        ]
    return message | {"refusal": None}


def _usage(reply: "Reply") -> dict[str, int]:
    total = reply.tokens_in + reply.tokens
    return {
        "prompt_tokens": reply.tokens_in,
        "completion_tokens": reply.tokens,
        "total_tokens": total,
    }
