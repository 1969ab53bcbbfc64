"""Failures on purpose, so that a lesson's own code can be plain SDK code:

    with faults.rate_limited(times=2):
        client.chat.completions.create(...)

They stand in front of the recordings (or of the real API) and hit the requests made inside
the block: the first `times` of them, or all. Bodies are those that the APIs are known to send:
OpenAI's 429 as quoted in openai-dotnet#404, Anthropic's 429 and 529 in claude-code#35774.
"""

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import ClassVar

import httpx2

from . import events
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
    return active(lambda: Failing(429, headers), times)


def server_error(times: int | None = None) -> "active":
    """500: the API itself failed."""
    return active(lambda: Failing(500), times)


def overloaded(times: int | None = None) -> "active":
    """Too many users at once: 503 from OpenAI, 529 from Anthropic."""
    return active(lambda: Failing(529), times)


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


def at_most_per_second(requests: int) -> "active":
    """Only so many requests in any second; 429 for any more."""
    return active(Rate(requests).admit, None)


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
    """An error status with the provider's own body."""

    _OPENAI: ClassVar = {
        429: ("Rate limit reached on requests per min (RPM).", "requests", "rate_limit_exceeded"),
        500: ("The server had an error while processing your request.", "server_error", None),
        503: ("The engine is currently overloaded, please try again later.", "server_error", None),
    }
    _ANTHROPIC: ClassVar = {
        429: ("rate_limit_error", "This request would exceed your account's rate limit."),
        500: ("api_error", "Internal server error"),
        529: ("overloaded_error", "Overloaded"),
    }
    _REASONS: ClassVar = {
        429: "Too Many Requests",
        500: "Internal Server Error",
        503: "Service Unavailable",
    }

    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.headers = headers or {}

    def answer(self, asked: Identity) -> Response:
        request_id = "req_00000000000000000000000000000001"
        status, document = self.body(asked.provider)
        if asked.provider == "openai":
            headers = {"x-request-id": request_id}
        else:
            headers = {"request-id": request_id, "x-should-retry": "true"}
            document |= {"request_id": request_id}
        reason = self._REASONS.get(status, "")
        return Response.of_json(document, headers | self.headers, status, reason)

    def body(self, provider: str) -> tuple[int, dict[str, object]]:
        """The status and the JSON body of this provider."""
        if provider == "openai":
            status = 503 if self.status == 529 else self.status
            message, kind, code = self._OPENAI[status]
            error = {"message": message, "type": kind, "param": None, "code": code}
            return status, {"error": error}
        kind, message = self._ANTHROPIC[self.status]
        return self.status, {"type": "error", "error": {"type": kind, "message": message}}


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
    """Lets some events of a stream through and then sends an error in it."""

    def __init__(self, after: int) -> None:
        super().__init__(after)
        self.provider = ""

    def answer(self, asked: Identity) -> Response | None:
        self.provider = asked.provider
        return None

    def instead(self) -> bytes:
        _, document = Failing(529).body(self.provider)
        event = b"event: error\n" if self.provider == "anthropic" else b""
        return event + b"data: " + json.dumps(document).encode() + b"\n\n"


class Capacity:
    """How many requests may run at a time."""

    def __init__(self, most: int) -> None:
        self.free = most

    def admit(self) -> Fault:
        if self.free <= 0:
            return Failing(429)
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


class Rate:
    """How many requests may begin within a second."""

    def __init__(self, most: int) -> None:
        self.begun: deque[float] = deque(maxlen=most)

    def admit(self) -> Fault:
        now = time.monotonic()
        if len(self.begun) == self.begun.maxlen and now - self.begun[0] < 1:
            return Failing(429)
        self.begun.append(now)
        return Fault()
