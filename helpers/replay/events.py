"""Reading server-sent events, the format of every stream of both APIs."""

import json
from collections.abc import Mapping
from typing import Any


def is_stream(headers: Mapping[str, str]) -> bool:
    """Whether these headers announce a stream of events."""
    return headers.get("content-type", "").startswith("text/event-stream")


def whole(body: bytes) -> list[bytes]:
    """The events of a body, each with its blank line; a last one that is cut is left out."""
    return [event + b"\n\n" for event in body.split(b"\n\n")[:-1]]


def as_sent(event: Mapping[str, Any]) -> bytes:
    """An event with this data, under its name if its data gives one."""
    name = f"event: {event['type']}\n" if "type" in event else ""
    return f"{name}data: {json.dumps(event)}\n\n".encode()


def data(body: bytes) -> list[Any]:
    """The JSON data of the whole events of a body; OpenAI's `[DONE]` is no data."""
    lines = [
        line[5:].strip()
        for event in whole(body)
        for line in event.splitlines()
        if line.startswith(b"data:")
    ]
    return [json.loads(line) for line in lines if line != b"[DONE]"]
