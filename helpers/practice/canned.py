"""Canned answers: what the API says while a check looks on, whichever API is asked and however.

    Reply("fromage")                                  an answer of any API, plain or streamed
    Reply("", calls=[Call("add", {"a": 1, "b": 2})])  it calls a function
    Reply("GET, HEAD", ending="length", tokens=30)    it was cut at its cap

Shapes follow the SDKs' own types; the tests hold them to these.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from ..replay.faults import Fault
from ..replay.identity import Identity
from ..replay.response import Response
from . import canned_responses

# Why an answer ended: Chat Completions' word for it, and Anthropic's.
ENDINGS = {
    "stop": ("stop", "end_turn"),
    "length": ("length", "max_tokens"),
    "calls": ("tool_calls", "tool_use"),
    "refusal": ("content_filter", "refusal"),
}


@dataclass(frozen=True)
class Call:
    """A function that the model wants to be called."""

    name: str
    arguments: Mapping[str, Any]
    id: str = "call_1"


@dataclass(frozen=True)
class Reply(Fault):
    """What a model answers to one request.

    text: or the pieces in which it streams. thinking: what stands before the text, for Claude and
    on OpenAI's Responses.
    ending: a key of ENDINGS. tokens: how many it is said to have.
    least: seconds that it takes, at any pace. number: which answer of a run it is, on Responses.
    """

    text: str | Sequence[str] = "An answer."
    thinking: str = ""
    calls: Sequence[Call] = ()
    ending: str = ""
    tokens: int = 20
    least: float = 0.0
    usage_in: int = field(default=10, repr=False)
    number: int = field(default=1, repr=False)

    @property
    def whole(self) -> str:
        return "".join(self.text)

    @property
    def pieces(self) -> Sequence[str]:
        if not isinstance(self.text, str):
            return self.text
        half = len(self.text) // 2
        return [part for part in (self.text[:half], self.text[half:]) if part]

    def ended(self, provider: str) -> str:
        ending = self.ending or ("calls" if self.calls else "stop")
        return ENDINGS[ending][provider == "anthropic"]

    def answer(self, asked: Identity) -> Response:
        """The response in the form of the API that was asked."""
        if asked.target not in _FORMS:
            return _nothing_there(asked)
        request = json.loads(asked.body)
        if told := _refused(asked, request):
            return _bad_request(asked.provider, told)
        plain, streamed = _FORMS[asked.target]
        if not request.get("stream"):
            return Response.of_json(plain(self))
        parts = [part.encode() for part in streamed(self, request)]
        return Response.in_parts(parts, {"content-type": "text/event-stream"})


@dataclass(frozen=True)
class Either(Fault):
    """What each API answers, in whatever order they are asked."""

    openai: Reply
    anthropic: Reply

    def answer(self, asked: Identity) -> Response:
        reply: Reply = getattr(self, asked.provider)
        return reply.answer(asked)


@dataclass(frozen=True)
class Rejected(Fault):
    """The API does not take the request: status 401 for a wrong key, 404 for an unknown model."""

    status: int = 400

    def answer(self, asked: Identity) -> Response:
        reason = HTTPStatus(self.status).phrase
        return _bad_request(asked.provider, f"{reason}.", self.status, reason)


# Chat Completions


def _chat_message(reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.whole or None}
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


def _chat_usage(reply: Reply) -> dict[str, int]:
    total = reply.usage_in + reply.tokens
    return {
        "prompt_tokens": reply.usage_in,
        "completion_tokens": reply.tokens,
        "total_tokens": total,
    }


def _chat(reply: Reply) -> dict[str, Any]:
    ended = reply.ended("openai")
    choice = {"index": 0, "finish_reason": ended, "message": _chat_message(reply), "logprobs": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "",
        "choices": [choice],
        "usage": _chat_usage(reply),
    }


def _chat_stream(reply: Reply, request: Mapping[str, Any]) -> Iterator[str]:
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": ""}
    calls = _chat_message(reply).get("tool_calls", [])
    deltas: list[tuple[dict[str, Any], str | None]] = [
        ({"role": "assistant", "content": ""}, None),
        *(({"content": piece}, None) for piece in reply.pieces),
        *(({"tool_calls": [call | {"index": n}]}, None) for n, call in enumerate(calls)),
        ({}, reply.ended("openai")),
    ]
    for delta, ended in deltas:
        choice = {"index": 0, "delta": delta, "finish_reason": ended}
        yield f"data: {json.dumps(chunk | {'choices': [choice]})}\n\n"
    if (request.get("stream_options") or {}).get("include_usage"):
        yield f"data: {json.dumps(chunk | {'choices': [], 'usage': _chat_usage(reply)})}\n\n"
    yield "data: [DONE]\n\n"


# Messages


def _blocks(reply: Reply) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    if reply.thinking:
        blocks.append({"type": "thinking", "thinking": reply.thinking, "signature": "c2lnbmVk"})
    if reply.whole:
        blocks.append({"type": "text", "text": reply.whole})
    return blocks + [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": dict(call.arguments)}
        for call in reply.calls
    ]


def message(reply: Reply) -> dict[str, Any]:
    """An answer of Anthropic's Messages API, as JSON data."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "",
        "content": _blocks(reply),
        "stop_reason": reply.ended("anthropic"),
        "stop_sequence": None,
        "usage": {"input_tokens": reply.usage_in, "output_tokens": reply.tokens},
    }


def _message_stream(reply: Reply, request: Mapping[str, Any]) -> Iterator[str]:
    begun = message(reply) | {"content": [], "stop_reason": None}
    begun["usage"] = begun["usage"] | {"output_tokens": 1}
    yield _event("message_start", message=begun)
    for index, block in enumerate(_blocks(reply)):
        start, deltas = _in_deltas(block, reply)
        yield _event("content_block_start", index=index, content_block=start)
        for delta in deltas:
            yield _event("content_block_delta", index=index, delta=delta)
        yield _event("content_block_stop", index=index)
    ended = {"stop_reason": reply.ended("anthropic"), "stop_sequence": None}
    yield _event("message_delta", delta=ended, usage={"output_tokens": reply.tokens})
    yield _event("message_stop")


def _in_deltas(
    block: Mapping[str, Any], reply: Reply
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
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


def _event(kind: str, **data: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n"


_FORMS = {
    "/v1/chat/completions": (_chat, _chat_stream),
    "/v1/responses": (canned_responses.plain, canned_responses.streamed),
    "/v1/messages": (message, _message_stream),
}


# Refusals


def _refused(asked: Identity, request: Mapping[str, Any]) -> str:
    """What the API says of a request that it does not take; empty if all is well."""
    if asked.target == "/v1/responses":
        return canned_responses.refused(request)
    if not request.get("messages"):
        return "messages: at least one message is required"
    if asked.provider == "anthropic":
        sampling = next((n for n in ("temperature", "top_p", "top_k") if n in request), "")
        return f"{sampling}: this model does not take sampling parameters" if sampling else ""
    if "max_tokens" in request:
        return (
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead."
        )
    if request.get("temperature") not in (None, 1) and request.get("reasoning_effort") != "none":
        return "Unsupported parameter: 'temperature' is not supported while the model reasons."
    return ""


def _bad_request(
    provider: str, told: str, status: int = 400, reason: str = "Bad Request"
) -> Response:
    error: dict[str, Any] = {"type": "invalid_request_error", "message": told}
    if provider == "openai":
        document: dict[str, Any] = {"error": error | {"param": None, "code": None}}
    else:
        document = {"type": "error", "error": error}
    return Response.of_json(document, status=status, reason=reason)


def _nothing_there(asked: Identity) -> Response:
    told = f"This check has no answer for {asked.method} {asked.target}."
    return _bad_request(asked.provider, told, 404, "Not Found")
