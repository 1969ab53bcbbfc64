"""What crossed the wire: every request and response of this kernel, as sent and received."""

import json
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import compact_json
from .events import data, is_stream, whole
from .redact import request_headers, response_headers, secrets_in, without_secrets

if TYPE_CHECKING:
    import httpx2


@dataclass
class Exchange:
    """One request and what came back so far.

    attempt: 1 for the first, 2 for the SDK's first retry, and so on.
    status: None while, or if, no answer came. chunks: the body's parts as they arrived.
    replayed: whether the answer came from a recording.
    started, ended: seconds, as time.perf_counter gives them.
    """

    provider: str
    sent: "httpx2.Request" = field(repr=False)
    status: int | None = None
    reason: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: list[bytes] = field(default_factory=list, repr=False)
    replayed: bool = False
    started: float = field(default_factory=time.perf_counter)
    ended: float | None = None

    @property
    def attempt(self) -> int:
        return 1 + int(self.sent.headers.get("x-stainless-retry-count", 0))

    @property
    def request_headers(self) -> dict[str, str]:
        """Those that a lesson speaks of; never a key."""
        return request_headers(self.sent.headers.items())

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)

    @property
    def request(self) -> Any:
        """The request's JSON body as Python data; None if it has none."""
        return json.loads(self.sent.content) if self.sent.content else None

    @property
    def response(self) -> Any:
        """The response's JSON body as Python data; for a stream, the list of its events' data."""
        return data(self.body) if is_stream(self.headers) else json.loads(self.body)


# What of an answer of Responses is not the same in all events that hold it.
_CHANGING = ("id", "status", "error", "incomplete_details", "output", "usage")

_log: deque[Exchange] = deque(maxlen=10_000)
_lock = threading.Lock()


def note(exchange: Exchange) -> None:
    """Put an exchange into the log (the replay layer does)."""
    with _lock:
        _log.append(exchange)


@contextmanager
def aside() -> Iterator[Sequence[Exchange]]:
    """For a block, keep a log of its own, which the block gets; the lesson's is left as it is."""
    global _log
    before, _log = _log, deque()
    try:
        yield _log
    finally:
        _log = before


def log() -> list[Exchange]:
    """Every exchange since the lesson was started, oldest first."""
    with _lock:
        return list(_log)


def clear() -> None:
    """Forget them all."""
    with _lock:
        _log.clear()


def last(provider: str | None = None) -> Exchange:
    """The latest exchange (with `openai` or `anthropic`). Raises LookupError if there is none."""
    for exchange in reversed(log()):
        if provider in (None, exchange.provider):
            return exchange
    raise LookupError(f"No request{f' to {provider}' if provider else ''} was sent yet.")


def show_request(exchange: Exchange | None = None) -> None:
    """Print a request as it was sent (default: the last one): line, headers, JSON body.

    Of the headers only those that a lesson speaks of, and never a key.
    """
    exchange = exchange or last()
    _show(exchange, f"{exchange.sent.method} {exchange.sent.url}")
    _show(exchange, _lines({**_authentication(exchange), **exchange.request_headers}))
    if exchange.sent.content:
        _show(exchange, _pretty(exchange.sent.content))


def show_response(
    exchange: Exchange | None = None, *, headers: bool = True, events: int = 8
) -> None:
    """Print a response as it was received (default: the last one): status, headers, body.

    headers: whether to show them, as far as a lesson speaks of them.
    events: of a stream, how many events to show from its start; its last two are shown too. Of
    the whole answer that some events of Responses hold, only what changes is shown.
    """
    exchange = exchange or last()
    print(f"{exchange.status} {exchange.reason}")
    _show(exchange, _lines(response_headers(exchange.headers.items()) if headers else {}))
    body = exchange.body
    _show(exchange, _excerpt(body, events) if is_stream(exchange.headers) else _pretty(body))


def _show(exchange: Exchange, text: str) -> None:
    print(without_secrets(text, secrets_in(exchange.sent.headers.items())))


def _authentication(exchange: Exchange) -> dict[str, str]:
    """How the key was sent, without the key."""
    sent = exchange.sent.headers
    shown = {"x-api-key": "[your key]"} if "x-api-key" in sent else {}
    if "authorization" in sent:
        shown["authorization"] = sent["authorization"].partition(" ")[0] + " [your key]"
    return shown


def _lines(headers: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in headers.items())


def _pretty(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    try:
        return compact_json.dumps(json.loads(text))
    except ValueError:
        return text


def _excerpt(stream: bytes, events: int) -> str:
    parts = [_shortened(event.decode("utf-8").strip()) for event in whole(stream)]
    left_out = len(parts) - events - 2
    if left_out > 1:
        parts[events:-2] = [f"[{left_out} more events]"]
    return "\n\n".join(parts)


def _shortened(event: str) -> str:
    """An event of Responses that holds the whole answer, without what was only asked for."""
    if not event.startswith("event: response."):
        return event
    head, found, text = event.partition("\ndata: ")
    data = json.loads(text)
    if "response" not in data:
        return event
    answer = data["response"]
    shown = {name: answer[name] for name in _CHANGING if answer.get(name)}
    left_out = f"{len(answer) - len(shown)} more fields"
    shortened = data | {"response": shown | {"...": left_out}}
    return head + found + json.dumps(shortened, ensure_ascii=False)
