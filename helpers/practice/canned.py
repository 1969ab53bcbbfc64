"""Canned answers: what the API says while a check looks on, whichever API is asked and however.

    Reply("fromage")                                  an answer of any API, plain or streamed
    Reply("", calls=[Call("add", {"a": 1, "b": 2})])  it calls a function
    Reply("GET, HEAD", ending="length", tokens=30)    it was cut at its cap

Shapes follow the SDKs' own types; the tests hold them to these.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, ClassVar

from ..replay import events
from ..replay.failures import Failure
from ..replay.faults import Fault
from ..replay.identity import Identity
from ..replay.response import Response
from . import canned_chat, canned_messages, canned_responses

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
    number: int = field(default=1, repr=False)
    tokens_in: ClassVar[int] = 10

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
        form = _FORMS.get(asked.target)
        if form is None:
            told = f"This check has no answer for {asked.method} {asked.target}."
            return _bad_request(asked.provider, told, HTTPStatus.NOT_FOUND)
        request = json.loads(asked.body)
        if told := form.refused(request):
            return _bad_request(asked.provider, told)
        if not request.get("stream"):
            return Response.of_json(form.plain(self))
        parts = [*map(events.as_sent, form.streamed(self, request))]
        if form is canned_chat:
            parts.append(b"data: [DONE]\n\n")
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
        status = HTTPStatus(self.status)
        return _bad_request(asked.provider, f"{status.phrase}.", status)


_FORMS: dict[str, Any] = {
    "/v1/chat/completions": canned_chat,
    "/v1/responses": canned_responses,
    "/v1/messages": canned_messages,
}


def _bad_request(provider: str, told: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Response:
    document = Failure(status, "invalid_request_error", told).document(provider, model="")
    return Response.of_json(document, status=status, reason=status.phrase)
