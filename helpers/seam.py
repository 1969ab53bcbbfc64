"""The seam: one replay layer under both SDKs.

Both send through httpx2's transports. `Seam.install` puts itself before the one method
of each that sends a request; nothing else is patched, and SDK code stays as it is.
"""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx2

from . import faults, wire
from .cassette import HOSTS, Cassette, Interaction, Timing
from .identity import identify, readable
from .miss import not_recorded
from .playback import Playback
from .redact import response_headers, without_keys
from .settings import NO_KEY, Mode

_send = httpx2.HTTPTransport.handle_request
_send_async = httpx2.AsyncHTTPTransport.handle_async_request


class Seam:
    """What happens to each request of a lesson, by mode:

    ========  ==================  ==================  =========================
    mode      recorded before     not recorded        kept in
    ========  ==================  ==================  =========================
    replay    replayed            fails, explained    nothing
    auto      replayed            sent to the API     `kept` (a personal file)
    live      sent to the API     sent to the API     nothing
    record    sent to the API     sent to the API     `kept` (a new recording)
    ========  ==================  ==================  =========================

    A recording is made once for each cell: a request that an earlier cell made already is
    answered from it, as it will be in replay.

    lesson: its name, for messages. cassette: what was recorded before.
    kept: where new interactions go. pace: what recorded waiting times are multiplied by.
    """

    def __init__(
        self, lesson: str, mode: Mode, cassette: Cassette, kept: Path, pace: float = 1.0
    ) -> None:
        self.lesson = lesson
        self.mode = mode
        self.pace = pace
        self.playback = Playback(cassette.interactions if mode in ("replay", "auto") else [])
        self._kept = Path(kept)
        self._lock = threading.Lock()
        self._keeping: list[tuple[float, Interaction]] = []
        if mode == "auto" and self._kept.exists():
            own = Cassette.load(self._kept)
            self._keeping = [
                (float(n), e) for n, e in enumerate(own.interactions, -len(own.interactions))
            ]
            for interaction in own.interactions:
                self.playback.add(interaction)
            self.playback.rewind()

    def install(self) -> None:
        """Take the place of any seam installed before."""
        seam = self

        def handle_request(
            transport: httpx2.HTTPTransport, request: httpx2.Request
        ) -> httpx2.Response:
            request.read()
            return seam._handle(request, lambda: _send(transport, request))

        async def handle_async_request(
            transport: httpx2.AsyncHTTPTransport, request: httpx2.Request
        ) -> httpx2.Response:
            await request.aread()
            return await seam._handle_async(request, lambda: _send_async(transport, request))

        httpx2.HTTPTransport.handle_request = handle_request
        httpx2.AsyncHTTPTransport.handle_async_request = handle_async_request

    def _handle(
        self, request: httpx2.Request, send: Callable[[], httpx2.Response]
    ) -> httpx2.Response:
        with _Call(self, request) as call:
            answer = call.answer()
            if pause := call.before_headers(answer):
                time.sleep(pause.seconds)
                pause.over()
            return call.replay(answer) if answer else call.forwarded(send())

    async def _handle_async(
        self, request: httpx2.Request, send: Callable[[], Awaitable[httpx2.Response]]
    ) -> httpx2.Response:
        with _Call(self, request) as call:
            answer = call.answer()
            pause = call.before_headers(answer)
            # Also for no time at all: requests that are sent together run side by side.
            await asyncio.sleep(pause.seconds)
            pause.over()
            return call.replay(answer) if answer else call.forwarded(await send())

    def keep(self, started: float, interaction: Interaction, source: str) -> None:
        """Add a new interaction to the file, in the order in which requests were sent."""
        self.playback.add(interaction)
        today = datetime.now(UTC).date().isoformat()
        with self._lock:
            self._keeping.append((started, interaction))
            self._keeping.sort(key=lambda pair: pair[0])
            Cassette(source, today, [kept for _, kept in self._keeping]).save(self._kept)


def uninstall() -> None:
    """Give httpx2 its own methods back."""
    httpx2.HTTPTransport.handle_request = _send
    httpx2.AsyncHTTPTransport.handle_async_request = _send_async


class _Pause(NamedTuple):
    """A wait, cut short where the client's read timeout strikes first."""

    seconds: float
    timed_out: bool = False

    def over(self) -> None:
        if self.timed_out:
            raise httpx2.ReadTimeout("The read operation timed out")

    def __bool__(self) -> bool:
        return self.seconds > 0 or self.timed_out


class _Call:
    """One request on its way through the seam. As a context, it ends itself when that fails."""

    def __init__(self, seam: Seam, request: httpx2.Request) -> None:
        self.seam = seam
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

    def __enter__(self) -> "_Call":
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        if kind is not None:
            self.end()

    def end(self) -> None:
        """The answer is through, or given up."""
        self.seen.ended = time.perf_counter()
        self.fault.end()

    def answer(self) -> Interaction | None:
        """What comes back with nothing sent; None if the request is to be sent.

        Raises NotRecorded in replay, and what a fault raises.
        """
        if failure := self.fault.answer(self.identity.provider):
            return failure
        mode = self.seam.mode
        if mode == "live":
            return None
        interaction = self.seam.playback.next(self.identity, repeat_last=mode == "replay")
        if interaction is None and (mode == "replay" or self._has_no_key()):
            known = self.seam.playback.of_provider(self.identity.provider)
            raise not_recorded(self.identity, known, self.seam.lesson)
        return interaction

    def _has_no_key(self) -> bool:
        """`auto` with a key for the other provider only."""
        return self.request.headers.get("authorization", "").endswith(NO_KEY)

    def before_headers(self, answer: Interaction | None) -> _Pause:
        """The wait until the answer begins; a request that is sent takes its own time."""
        recorded = answer.timing.headers if answer else 0
        pause = self.pause(0, recorded + 1000 * self.fault.delay)
        return pause._replace(seconds=max(pause.seconds, self.fault.least))

    def pause(self, since: float, until: float) -> _Pause:
        """The wait from one recorded moment to another, in milliseconds since the request.

        The timeout compares recorded times, so that it strikes at any pace, also at none.
        """
        read_timeout = self.request.extensions.get("timeout", {}).get("read")
        if read_timeout is not None and until - since > 1000 * read_timeout:
            return _Pause(read_timeout * self.seam.pace, timed_out=True)
        if not self.seam.pace:
            return _Pause(0)
        due = self.started + self.seam.pace * until / 1000
        return _Pause(max(0, due - time.perf_counter()))

    def replay(self, recorded: Interaction) -> httpx2.Response:
        self.seen.replayed = True
        return self._response(
            recorded.status, recorded.reason, recorded.headers, _Recorded(self, recorded)
        )

    def forwarded(self, response: httpx2.Response) -> httpx2.Response:
        headers = httpx2.Headers(response.headers)
        for name in ("content-encoding", "content-length"):  # the stream below is decoded
            headers.pop(name, None)
        return self._response(
            response.status_code, response.reason_phrase, headers, _Passing(self, response)
        )

    def _response(
        self, status: int, reason: str, headers: Mapping[str, str], stream: httpx2.SyncByteStream
    ) -> httpx2.Response:
        self.seen.status, self.seen.reason, self.seen.headers = status, reason, headers
        extensions = {"reason_phrase": reason.encode("ascii", "replace")}
        return httpx2.Response(status, headers=headers, stream=stream, extensions=extensions)

    def completed(self, response: httpx2.Response, body: bytes, timing: Timing) -> None:
        """Keep the interaction, if the mode says so, now that its response is whole."""
        mode = self.seam.mode
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
        self.seam.keep(self.started, interaction, self._source(response))

    def _source(self, response: httpx2.Response) -> str:
        """Who answered: the API, or a server that says what it is, or else its host."""
        host = f"{self.request.url.scheme}://{self.request.url.host}"
        return response.headers.get("x-answer-source") or (
            "api" if host in HOSTS.values() else host
        )


class _Recorded(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A recorded body, arriving in the recorded chunks at the recorded pace."""

    def __init__(self, call: _Call, recorded: Interaction) -> None:
        self._call = call
        self._recorded = recorded
        self._closed = False

    def _chunks(self) -> Iterator[tuple[_Pause, bytes]]:
        """Pairs of (pause before it, chunk)."""
        delay = 1000 * self._call.fault.delay
        start, before = 0, self._recorded.timing.headers
        for at, size in self._recorded.timing.chunks:
            pause = self._call.pause(before + delay, at + delay)
            yield pause, self._recorded.body[start : start + size]
            start, before = start + size, at

    def _arrived(self, chunk: bytes) -> bytes:
        if self._closed:  # a real connection has nothing more to give
            raise httpx2.StreamClosed
        part = self._call.fault.part(chunk)
        self._call.seen.chunks.append(part)
        return part

    def __iter__(self) -> Iterator[bytes]:
        for pause, chunk in self._chunks():
            if pause:
                time.sleep(pause.seconds)
                pause.over()
            yield self._arrived(chunk)

    def close(self) -> None:
        self._closed = True
        self._call.end()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for pause, chunk in self._chunks():
            if pause:
                await asyncio.sleep(pause.seconds)
                pause.over()
            yield self._arrived(chunk)

    async def aclose(self) -> None:
        self.close()


class _Passing(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A response's body on its way to the SDK, decoded, noted chunk by chunk as it arrives."""

    def __init__(self, call: _Call, response: httpx2.Response) -> None:
        self._call = call
        self._response = response
        self._idle = 0  # milliseconds in which nobody read
        self._headers_at = self._now()
        self._chunks: list[tuple[int, int]] = []
        self._body: list[bytes] = []
        self._whole = False
        # A recording has to be whole, even where a lesson stops reading a stream half-way.
        self._drains = call.seam.mode == "record"

    def _now(self) -> int:
        return round((time.perf_counter() - self._call.started) * 1000) - self._idle

    def _keep(self, chunk: bytes) -> None:
        self._chunks.append((self._now(), len(chunk)))
        self._body.append(chunk)

    def _arrived(self, chunk: bytes) -> bytes:
        self._keep(chunk)
        part = self._call.fault.part(chunk)
        self._call.seen.chunks.append(part)
        return part

    def _end(self) -> None:
        self._whole = True
        timing = Timing(self._headers_at, tuple(self._chunks))
        self._call.completed(self._response, b"".join(self._body), timing)

    def _drain_wanted(self) -> bool:
        wanted = self._drains and not self._whole and bool(self._chunks)
        if wanted:
            self._idle = self._now() - self._chunks[-1][0]
        return wanted

    def __iter__(self) -> Iterator[bytes]:
        self._source = self._response.iter_bytes()
        for chunk in self._source:
            yield self._arrived(chunk)
        self._end()

    def close(self) -> None:
        try:
            if self._drain_wanted():
                for chunk in self._source:
                    self._keep(chunk)
                self._end()
        finally:
            self._call.end()
            self._response.close()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._source_async = self._response.aiter_bytes()
        async for chunk in self._source_async:
            yield self._arrived(chunk)
        self._end()

    async def aclose(self) -> None:
        try:
            if self._drain_wanted():
                async for chunk in self._source_async:
                    self._keep(chunk)
                self._end()
        finally:
            self._call.end()
            await self._response.aclose()
