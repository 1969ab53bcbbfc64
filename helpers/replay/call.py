"""One request on its way through the seam, and what is known of it."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import httpx2

from ..settings import NO_KEY
from . import faults, wire
from .cassette import HOSTS, Interaction
from .events import is_complete, is_stream
from .identity import identify, readable
from .miss import not_recorded
from .redact import response_headers, secrets_in, without_secrets
from .response import Response, Timing
from .session import Session
from .streams import Passing, Pause, Recorded

if TYPE_CHECKING:  # as in `session`
    from ..budget import Charge


class Call:
    """As a context, it ends itself when the request fails."""

    def __init__(self, session: Session, request: httpx2.Request) -> None:
        self.session = session
        self.request = request
        self.content_type = request.headers.get("content-type", "")
        self.target = request.url.raw_path.decode("ascii")
        self.identity = identify(
            request.method,
            self.target,
            request.content,
            self.content_type,
            request.headers.get("anthropic-version"),
        )
        self.server = f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"
        self.charge: "Charge | None" = None  # noqa: UP037
        self.fault = faults.strike()
        self.seen = wire.Exchange(self.identity.provider, request)
        self.started = self.seen.started
        wire.note(self.seen)

    def __enter__(self) -> "Call":
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        if kind is not None:
            # What reached nobody costs nothing. Of other failures, nobody knows what they cost.
            if self.charge and issubclass(kind, (httpx2.ConnectError, httpx2.ConnectTimeout)):
                self.charge.cancel()
            self.end()

    def end(self) -> None:
        """The answer is through, or given up."""
        self.seen.ended = time.perf_counter()
        self.fault.end()
        if self.charge:
            self.charge.settle(None)

    def answer(self) -> Response | None:
        """What comes back with nothing sent; None if the request is to be sent.

        Raises NotRecorded in replay, OverBudget before too much is spent, and what a fault raises.
        """
        if instead := self.fault.answer(self.identity):
            return instead
        lacks_key = self._lacks_key()
        stays_here = self.session.mode == "replay" or lacks_key
        recorded = self.session.next(self.identity, self.server, repeat_last=stays_here)
        if recorded is None and stays_here:
            known = self.session.playback.recorded()
            raise not_recorded(self.identity, known, self.session.lesson, lacks_key)
        if recorded is None and self.session.budget:
            self.charge = self.session.budget.reserve(self.identity)
        return recorded

    def _lacks_key(self) -> bool:
        """`auto` with a key for the other provider only. Other servers may need none."""
        unset = self.request.headers.get("authorization", "").endswith(NO_KEY)
        return unset and self.session.mode == "auto" and self.server in HOSTS.values()

    def before_headers(self, answer: Response | None) -> Pause:
        """The wait until the answer begins; a request that is sent takes its own time."""
        recorded = answer.timing.headers if answer else 0
        pause = self._pause(0, recorded + 1000 * self.fault.delay)
        if least := self.fault.least:
            return pause._replace(seconds=max(pause.seconds, least), steps=15)
        return pause

    def _pause(self, since: float, until: float) -> Pause:
        """The wait from one recorded moment to another, in milliseconds since the request.

        The timeout compares recorded times, so that it strikes at any pace, also at none.
        """
        read_timeout = self.request.extensions.get("timeout", {}).get("read")
        if read_timeout is not None and until - since > 1000 * read_timeout:
            return Pause(read_timeout * self.session.pace, timed_out=True)
        if not self.session.pace:
            return Pause(0)
        due = self.started + self.session.pace * until / 1000
        return Pause(max(0, due - time.perf_counter()))

    def replay(self, recorded: Response) -> httpx2.Response:
        """The response that the SDK gets, with nothing sent."""
        self.seen.replayed = True
        delay = 1000 * self.fault.delay
        stream = Recorded(
            recorded,
            lambda since, until: self._pause(since + delay, until + delay),
            self._arrived,
            self.end,
        )
        return self._response(recorded.status, recorded.reason, recorded.headers, stream)

    def forwarded(self, response: httpx2.Response) -> httpx2.Response:
        """The response that the SDK gets, from the API."""
        headers = httpx2.Headers(response.headers)
        for name in ("content-encoding", "content-length"):  # the stream below is decoded
            headers.pop(name, None)
        stream = Passing(
            response,
            self.started,
            self._arrived,
            lambda body, timing, whole: self._over(response, body, timing, whole),
            drains=self.session.mode == "record",
        )
        return self._response(response.status_code, response.reason_phrase, headers, stream)

    def _arrived(self, chunk: bytes) -> bytes:
        part = self.fault.part(chunk)
        self.seen.chunks.append(part)
        return part

    def _response(
        self, status: int, reason: str, headers: Mapping[str, str], stream: httpx2.SyncByteStream
    ) -> httpx2.Response:
        self.seen.status, self.seen.reason, self.seen.headers = status, reason, headers
        extensions = {"reason_phrase": reason.encode("ascii", "replace")}
        return httpx2.Response(status, headers=headers, stream=stream, extensions=extensions)

    def _over(self, response: httpx2.Response, body: bytes, timing: Timing, whole: bool) -> None:
        """A response has ended, or was given up: charge it, and keep it if the mode says so."""
        answer = self._interaction(response, body, timing)
        complete = is_complete(body) if is_stream(response.headers) else whole
        if self.charge and (complete or response.is_error):
            self.charge.settle(answer)
        self.end()
        # A failure in `auto` must not come again from a file when the API has recovered.
        is_kept = {"record": whole, "auto": complete and not response.is_error}
        if is_kept.get(self.session.mode):
            self.session.keep(self.started, answer, self._source(response))

    def _interaction(self, response: httpx2.Response, body: bytes, timing: Timing) -> Interaction:
        """The exchange as it may be kept: with no secret in it."""
        secrets = {*secrets_in(self.request.headers.items())}
        secrets |= {*secrets_in(response.headers.multi_items())}
        headers = response_headers(response.headers.multi_items())
        return Interaction(
            server="" if self.session.mode == "record" else self.server,
            method=self.request.method,
            target=without_secrets(self.target, secrets),
            request_headers=self.seen.request_headers,
            request_body=without_secrets(
                readable(self.request.content, self.content_type), secrets
            ),
            status=response.status_code,
            reason=response.reason_phrase,
            headers={name: without_secrets(value, secrets) for name, value in headers.items()},
            # As if each byte were a character: the length stays.
            body=without_secrets(body.decode("latin-1"), secrets).encode("latin-1"),
            timing=timing,
        )

    def _source(self, response: httpx2.Response) -> str:
        """Who answered: the API, or a server that says what it is, or else its host."""
        host = f"{self.request.url.scheme}://{self.request.url.host}"
        return response.headers.get("x-answer-source") or (
            "api" if host in HOSTS.values() else host
        )
