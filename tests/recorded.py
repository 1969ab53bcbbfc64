"""Interactions for tests, made by hand: small, valid answers of both APIs."""

import json
from typing import Any

from helpers.replay.cassette import Cassette, Interaction, Timing

MODEL = "test-model"


def openai_chat(prompt: str, text: str = "hello", **changes: Any) -> Interaction:
    """A chat completion that answers `prompt`; `changes` are fields of the Interaction."""
    answer = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": MODEL,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 8, "completion_tokens": 2, "total_tokens": 10},
    }
    return _interaction("/v1/chat/completions", {}, _asked(prompt), answer, changes)


def openai_response(given: Any, text: str = "hello", **changes: Any) -> Interaction:
    """An answer of the Responses API to the input `given`; `changes` are fields of the
    Interaction."""
    return _interaction(
        "/v1/responses", {}, {"model": MODEL, "input": given}, _response(text), changes
    )


def openai_response_stream(given: Any, words: list[str]) -> Interaction:
    """A streamed answer of the Responses API, one word a delta."""
    whole = _response("".join(words))
    begun = whole | {"status": "in_progress", "output": [], "usage": None}
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    data = [
        {"type": "response.created", "response": begun},
        *(
            {"type": "response.output_text.delta", **place, "delta": w, "logprobs": []}
            for w in words
        ),
        {"type": "response.completed", "response": whole},
    ]
    numbered = [event | {"sequence_number": number} for number, event in enumerate(data)]
    events = [f"event: {e['type']}\ndata: {json.dumps(e)}\n\n".encode() for e in numbered]
    return _interaction(
        "/v1/responses",
        {},
        {"model": MODEL, "input": given, "stream": True},
        {},
        {
            "headers": {"content-type": "text/event-stream; charset=utf-8"},
            "body": b"".join(events),
            "timing": Timing(0, tuple((0, len(event)) for event in events)),
        },
    )


def _response(text: str) -> dict[str, Any]:
    part = {"type": "output_text", "annotations": [], "logprobs": [], "text": text}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed"}
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "status": "completed",
        "error": None,
        "model": MODEL,
        "output": [message | {"content": [part]}],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": 8,
            "input_tokens_details": {"cache_write_tokens": 0, "cached_tokens": 0},
            "output_tokens": 2,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 10,
        },
    }


def anthropic_message(prompt: str, text: str = "hello", **changes: Any) -> Interaction:
    """A message that answers `prompt`; `changes` are fields of the Interaction."""
    answer = {
        "model": MODEL,
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "content": [{"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 8, "output_tokens": 2},
    }
    asked = {**_asked(prompt), "max_tokens": 10}
    version = {"anthropic-version": "2026-10-21"}
    return _interaction("/v1/messages", version, asked, answer, changes)


def openai_stream(prompt: str, words: list[str], *, gap: int = 10) -> Interaction:
    """A streamed chat completion, one word a chunk, `gap` milliseconds apart."""
    deltas = [{"role": "assistant", "content": ""}, *({"content": word} for word in words), {}]
    events = []
    for number, delta in enumerate(deltas):
        finish = "stop" if number == len(deltas) - 1 else None
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": MODEL,
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        events.append(f"data: {json.dumps(chunk)}\n\n".encode())
    events.append(b"data: [DONE]\n\n")
    return _interaction(
        "/v1/chat/completions",
        {},
        {**_asked(prompt), "stream": True},
        {},
        {
            "headers": {"content-type": "text/event-stream; charset=utf-8"},
            "body": b"".join(events),
            "timing": Timing(gap, tuple((gap * (n + 1), len(e)) for n, e in enumerate(events))),
        },
    )


def rate_limited(prompt: str) -> Interaction:
    """OpenAI's answer to `prompt` when the rate limit is reached."""
    error = {"error": {"message": "slow down", "type": "requests", "param": None, "code": "x"}}
    return openai_chat(
        prompt,
        status=429,
        reason="Too Many Requests",
        headers={"content-type": "application/json", "retry-after-ms": "1"},
        body=json.dumps(error).encode(),
    )


def cassette(*interactions: Interaction) -> Cassette:
    return Cassette("simulator", "2026-11-22", list(interactions))


def _asked(prompt: str) -> dict[str, Any]:
    return {"model": MODEL, "messages": [{"role": "user", "content": prompt}]}


def _interaction(
    target: str, headers: dict[str, str], asked: Any, answer: Any, changes: dict[str, Any]
) -> Interaction:
    body = changes.get("body", json.dumps(answer).encode())
    fields: dict[str, Any] = {
        "method": "POST",
        "target": target,
        "request_headers": {"content-type": "application/json", **headers},
        "request_body": json.dumps(asked),
        "status": 200,
        "reason": "OK",
        "headers": {"content-type": "application/json"},
        "body": body,
        "timing": Timing(0, ((0, len(body)),)),
    }
    return Interaction(**{**fields, **changes})
