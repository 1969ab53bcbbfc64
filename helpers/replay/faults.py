"""Failures on purpose, so that a lesson's own code can be plain SDK code:

    with faults.rate_limited(times=2):
        client.chat.completions.create(...)

They stand in front of the recordings (or of the real API) and hit the requests made inside
the block: the first `times` of them, or all. Bodies are those that the APIs are known to send,
see `failures`.
"""

import json
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httpx2

from . import events
from .failures import failure, kind_of
from .identity import Identity
from .response import Response


class Fault:
    """What happens to one request. The base class does nothing to it."""

    delay = 0.0  # seconds until the answer begins, on top of the recorded time
    least = 0.0  # seconds that it takes at any pace, so that requests do meet

    def answer(self, asked: Identity) -> Response | None:
        """What comes instead of an answer, if anything; may raise as the transport would."""
        return None

    def part(self, chunk: bytes) -> bytes:
        """A part of the answer on its way; may raise as the transport would."""
        return chunk

    def end(self) -> None:
        """The answer is through, or given up."""


def rate_limited(times: int | None = None, retry_after: float | None = None) -> "active":
    """429. retry_after: seconds, sent as the header that the SDKs obey."""
    headers = {} if retry_after is None else {"retry-after": f"{retry_after:g}"}
    return active(lambda: Failing("rate_limited", headers), times)


def growing_too_fast(times: int | None = None) -> "active":
    """429 within all limits: the traffic grew too quickly."""
    return active(lambda: Failing("growing_too_fast"), times)


def no_credit(times: int | None = None) -> "active":
    """Nothing left to pay with: 429 from OpenAI, 400 from Anthropic."""
    return active(lambda: Failing("no_credit"), times)


def spending_limit(times: int | None = None) -> "active":
    """The limit that you set yourself is reached: 429 from OpenAI, 400 from Anthropic."""
    return active(lambda: Failing("own_limit"), times)


def monthly_cap(times: int | None = None) -> "active":
    """The limit of your account is reached for this month: 429, without a `retry-after`."""
    return active(lambda: Failing("monthly_cap"), times)


def server_error(times: int | None = None) -> "active":
    """500: the API itself failed."""
    return active(lambda: Failing("server_error"), times)


def overloaded(times: int | None = None) -> "active":
    """Too many users at once: 503 from OpenAI, 529 from Anthropic."""
    return active(lambda: Failing("overloaded"), times)


def refused(times: int | None = None) -> "active":
    """Nobody listens: the connection is refused."""
    return active(Refused, times)


def slow(seconds: float, times: int | None = None) -> "active":
    """Each answer begins so much later. A shorter `timeout` of the client strikes first."""
    return active(lambda: Slow(seconds), times)


def cut_stream(after: int, times: int | None = None) -> "active":
    """The connection breaks after so many events of the stream."""
    return active(lambda: Cut(after), times)


def error_in_stream(after: int, times: int | None = None) -> "active":
    """The API reports an error after so many events of the stream."""
    return active(lambda: ErrorEvent(after), times)


def at_most(running: int) -> "active":
    """Only so many requests at a time; 429 for any more."""
    return active(Capacity(running).admit, None)


_Maker = Callable[[], Fault]
_Block = tuple[_Maker, list[int | None]]
_stack: list[_Block] = []
_lock = threading.Lock()


class active:
    """Any fault, for a block: `make` gives one for each of the next `times` requests, or all."""

    def __init__(self, make: _Maker, times: int | None) -> None:
        self._make = make
        self._times = times
        self._entered: list[_Block] = []

    def __enter__(self) -> None:
        block = (self._make, [self._times])
        self._entered.append(block)
        _stack.append(block)

    def __exit__(self, *_: object) -> None:
        block = self._entered.pop()
        _stack[:] = [other for other in _stack if other is not block]


def strike() -> Fault:
    """The fault for the next request, from the innermost block that has any left."""
    with _lock:
        for make, left in reversed(_stack):
            if left[0] is None:
                return make()
            if left[0] > 0:
                left[0] -= 1
                return make()
    return Fault()


class Failing(Fault):
    """An error with the provider's own status and body.

    what: a kind of `failures`, or a status such as 429.
    """

    def __init__(self, what: str | int, headers: dict[str, str] | None = None) -> None:
        self.kind = kind_of(what) if isinstance(what, int) else what
        self.headers = headers or {}

    def answer(self, asked: Identity) -> Response:
        request_id = "req_00000000000000000000000000000001"
        document = self.document(asked)
        told = failure(self.kind, asked.provider)
        if asked.provider == "openai":
            headers = {"x-request-id": request_id}
        else:
            headers = {"request-id": request_id}
            if told.retried is not None:
                headers["x-should-retry"] = str(told.retried).lower()
            document |= {"request_id": request_id}
        reason = HTTPStatus(told.status).phrase if told.status != 529 else ""
        return Response.of_json(document, headers | self.headers, told.status, reason)

    def document(self, asked: Identity) -> dict[str, Any]:
        """The JSON body for this request."""
        body = json.loads(asked.body) if asked.body.startswith("{") else {}
        return failure(self.kind, asked.provider).document(asked.provider, body.get("model", ""))


class Refused(Fault):
    def answer(self, asked: Identity) -> Response | None:
        raise httpx2.ConnectError("[Errno 111] Connection refused")


class Slow(Fault):
    def __init__(self, seconds: float) -> None:
        self.delay = seconds


class Cut(Fault):
    """Lets some events of a stream through and then breaks the connection."""

    def __init__(self, after: int) -> None:
        self.left = after

    def part(self, chunk: bytes) -> bytes:
        if self.left <= 0:
            return self.instead()
        arrived = events.whole(chunk)
        kept, self.left = arrived[: self.left], self.left - len(arrived)
        return b"".join(kept) if self.left < 0 else chunk

    def instead(self) -> bytes:
        raise httpx2.RemoteProtocolError(
            "peer closed connection without sending complete message body (incomplete chunked read)"
        )


class ErrorEvent(Cut):
    """Lets some events of a stream through and then sends an error in it, and nothing more.

    On Responses two events tell of it, as recorded on 2026-10-02.
    """

    def __init__(self, after: int) -> None:
        super().__init__(after)
        self.number = after
        self.document: dict[str, Any] = {}
        self.begun: dict[str, Any] = {}
        self.is_twice = False

    def answer(self, asked: Identity) -> Response | None:
        self.document = Failing("overloaded").document(asked)
        self.is_twice = asked.target == "/v1/responses"
        return None

    def part(self, chunk: bytes) -> bytes:
        for event in events.data(chunk):
            self.begun = event.get("response", self.begun)
        return super().part(chunk)

    def instead(self) -> bytes:
        document, self.document = self.document, {}
        if not document:
            return b""
        told = self._told_twice(document["error"]) if self.is_twice else [document]
        return b"".join(map(events.as_sent, told))

    def _told_twice(self, error: dict[str, Any]) -> list[dict[str, Any]]:
        said = {name: error[name] for name in ("type", "code", "message", "param")}
        why = {name: error[name] for name in ("code", "message")}
        failed = self.begun | {"status": "failed", "error": why}
        return [
            {"type": "error", "error": said, "sequence_number": self.number},
            {"type": "response.failed", "response": failed, "sequence_number": self.number + 1},
        ]


class Capacity:
    """How many requests may run at a time."""

    def __init__(self, most: int) -> None:
        self.free = most

    def admit(self) -> Fault:
        if self.free <= 0:
            return Failing("rate_limited")
        self.free -= 1
        return _Admitted(self)


class _Admitted(Fault):
    least = 0.15

    def __init__(self, capacity: Capacity) -> None:
        self.capacity = capacity
        self.ended = False

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            self.capacity.free += 1
