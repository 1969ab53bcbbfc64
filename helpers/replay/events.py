"""Reading server-sent events, the format of every stream of both APIs."""

import json
from collections.abc import Mapping
from typing import Any


def is_stream(headers: Mapping[str, str]) -> bool:
    """Whether these headers announce a stream of events."""
    return headers.get("content-type", "").startswith("text/event-stream")


def whole(body: bytes) -> list[bytes]:
    """The events of a body, each with its blank line; a last one that is cut is left out."""
    body = body.replace(b"\r\n", b"\n")  # some gateways send it
    return [event + b"\n\n" for event in body.split(b"\n\n")[:-1]]


def as_sent(event: Mapping[str, Any]) -> bytes:
    """An event with this data, under its name if its data gives one."""
    name = f"event: {event['type']}\n" if "type" in event else ""
    return f"{name}data: {json.dumps(event)}\n\n".encode()


def data(body: bytes) -> list[Any]:
    """The JSON data of the whole events of a body; OpenAI's `[DONE]` is no data."""
    return [json.loads(line) for line in _data_lines(body) if line != _DONE]


def is_complete(body: bytes) -> bool:
    """Whether the event has come with which an answer ends, and none tells of a failure.

    The body may end later than the answer: OpenAI's SDK reads no further than `[DONE]`.
    """
    try:
        events = data(body)
        failed = any(event.get("error") for event in events)
        ended = _data_lines(body)[-1:] == [_DONE] or events[-1].get("type") in _LAST
    except (ValueError, AttributeError, IndexError):  # no events of these APIs, or none at all
        return False
    return ended and not failed


_DONE = b"[DONE]"
_LAST = ("message_stop", "response.completed", "response.incomplete")


def _data_lines(body: bytes) -> list[bytes]:
    lines = [line for event in whole(body) for line in event.splitlines()]
    return [line[5:].strip() for line in lines if line.startswith(b"data:")]
