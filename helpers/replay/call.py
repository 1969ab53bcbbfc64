"""One request on its way through the seam, and what is known of it."""

import time
from collections.abc import Mapping

import httpx2

from ..settings import NO_KEY
from . import faults, wire
from .cassette import HOSTS, Interaction
from .identity import identify, readable
from .miss import not_recorded
from .redact import response_headers, without_keys
from .response import Response, Timing
from .session import Session
from .streams import Passing, Pause, Recorded


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
        self.fault = faults.strike()
        self.seen = wire.Exchange(self.identity.provider, request)
        self.started = self.seen.started
        wire.note(self.seen)

    def __enter__(self) -> "Call":
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        if kind is not None:
            self.end()

    def end(self) -> None:
        """The answer is through, or given up."""
        self.seen.ended = time.perf_counter()
        self.fault.end()

    def answer(self) -> Response | None:
        """What comes back with nothing sent; None if the request is to be sent.

        Raises NotRecorded in replay, and what a fault raises.
        """
        if instead := self.fault.answer(self.identity):
            return instead
        mode = self.session.mode
        if mode == "live":
            return None
        interaction = self.session.playback.next(self.identity, repeat_last=mode == "replay")
        if interaction is None and (mode == "replay" or self._has_no_key()):
            known = self.session.playback.of_provider(self.identity.provider)
            raise not_recorded(self.identity, known, self.session.lesson)
        return interaction

    def _has_no_key(self) -> bool:
        """`auto` with a key for the other provider only."""
        return self.request.headers.get("authorization", "").endswith(NO_KEY)

    def before_headers(self, answer: Response | None) -> Pause:
        """The wait until the answer begins; a request that is sent takes its own time."""
        recorded = answer.timing.headers if answer else 0
        pause = self._pause(0, recorded + 1000 * self.fault.delay)
        return pause._replace(seconds=max(pause.seconds, self.fault.least))

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
            lambda body, timing: self._completed(response, body, timing),
            self.end,
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

    def _completed(self, response: httpx2.Response, body: bytes, timing: Timing) -> None:
        """Keep the interaction, if the mode says so, now that its response is whole."""
        mode = self.session.mode
        # A failure in `auto` must not come again from a file when the API has recovered.
        if mode == "live" or (mode == "auto" and response.is_error):
            return
        interaction = Interaction(
            method=self.request.method,
            target=self.target,
            request_headers=self.seen.request_headers,
            request_body=without_keys(readable(self.request.content, self.content_type)),
            status=response.status_code,
            reason=response.reason_phrase,
            headers=response_headers(response.headers.multi_items()),
            body=body,
            timing=timing,
        )
        self.session.keep(self.started, interaction, self._source(response))

    def _source(self, response: httpx2.Response) -> str:
        """Who answered: the API, or a server that says what it is, or else its host."""
        host = f"{self.request.url.scheme}://{self.request.url.host}"
        return response.headers.get("x-answer-source") or (
            "api" if host in HOSTS.values() else host
        )
