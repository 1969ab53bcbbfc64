"""Answers that a check makes itself, in the API's place: for what no recording holds.

with active(lambda: Made(openai_chat("GET, HEAD", tokens=30)), None):
    seen = watch(answer)
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..cassette import Interaction
from ..faults import Fault


class Made(Fault):
    """document: the response's JSON; for a stream, the data of its events.

    seconds: how long it takes, at any pace.
    """

    def __init__(
        self,
        document: Mapping[str, Any] | Sequence[Any],
        *,
        status: int = 200,
        reason: str = "OK",
        seconds: float = 0.0,
    ) -> None:
        self.document, self.status, self.reason = document, status, reason
        self.least = seconds

    def answer(self, provider: str) -> Interaction:
        if isinstance(self.document, Mapping):
            parts, kind = [json.dumps(self.document).encode()], "application/json"
        else:
            data = [*map(json.dumps, self.document), "[DONE]"]
            parts, kind = [f"data: {item}\n\n".encode() for item in data], "text/event-stream"
        return Interaction.made(parts, self.status, self.reason, {"content-type": kind})


def openai_chat(text: str, tokens: int = 0) -> dict[str, Any]:
    """A complete answer of OpenAI's. tokens: how many it is said to have."""
    message = {"role": "assistant", "content": text, "refusal": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens},
    }


def anthropic_message(text: str, stop_reason: str = "end_turn", tokens: int = 0) -> dict[str, Any]:
    """An answer of Anthropic's; an empty text makes no block. tokens: as above."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "",
        "content": [{"type": "text", "text": text}] if text else [],
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": {"input_tokens": 0, "output_tokens": tokens},
    }
