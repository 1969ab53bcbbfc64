"""Bodies on their way to the SDK: a recorded one at its pace, a real one as it arrives."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import NamedTuple

import httpx2

from .response import Response, Timing


class Pause(NamedTuple):
    """A wait, cut short where the client's read timeout strikes first.

    steps: the parts it is waited in. While the machine stands still, only one of them passes, and
    what else runs here gets its turns in the others.
    """

    seconds: float
    timed_out: bool = False
    steps: int = 1

    def wait(self) -> None:
        for _ in range(self.steps):
            time.sleep(self.seconds / self.steps)
        self._over()

    async def wait_async(self) -> None:
        for _ in range(self.steps):
            await asyncio.sleep(self.seconds / self.steps)
        self._over()

    def _over(self) -> None:
        if self.timed_out:
            raise httpx2.ReadTimeout("The read operation timed out")

    def __bool__(self) -> bool:
        return self.seconds > 0 or self.timed_out


class Recorded(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A recorded body, arriving in the recorded chunks.

    pause: gives the wait between two recorded moments (milliseconds since the request).
    arrived: is told every chunk, and returns what the SDK gets of it. end: nothing more comes.
    """

    def __init__(
        self,
        recorded: Response,
        pause: Callable[[float, float], Pause],
        arrived: Callable[[bytes], bytes],
        end: Callable[[], None],
    ) -> None:
        self._recorded = recorded
        self._pause = pause
        self._arrived = arrived
        self._end = end
        self._closed = False

    def _chunks(self) -> Iterator[tuple[Pause, bytes]]:
        """Pairs of (pause before it, chunk)."""
        start, before = 0, self._recorded.timing.headers
        for at, size in self._recorded.timing.chunks:
            yield self._pause(before, at), self._recorded.body[start : start + size]
            start, before = start + size, at

    def _given(self, chunk: bytes) -> bytes:
        if self._closed:  # a real connection has nothing more to give
            raise httpx2.StreamClosed
        return self._arrived(chunk)

    def __iter__(self) -> Iterator[bytes]:
        for pause, chunk in self._chunks():
            if pause:
                pause.wait()
            yield self._given(chunk)

    def close(self) -> None:
        self._closed = True
        self._end()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for pause, chunk in self._chunks():
            if pause:
                await pause.wait_async()
            yield self._given(chunk)

    async def aclose(self) -> None:
        self.close()


class Passing(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A real body, decoded, noted chunk by chunk as it arrives.

    started: when the request was sent (time.perf_counter). arrived: as above.
    over: gets, at the end, the body as far as it came, its timing and whether that is all of it.
    drains: whether to read on where the reader stops half-way, so that a recording is whole.
    """

    def __init__(
        self,
        response: httpx2.Response,
        started: float,
        arrived: Callable[[bytes], bytes],
        over: Callable[[bytes, Timing, bool], None],
        drains: bool,
    ) -> None:
        self._response = response
        self._started = started
        self._arrived = arrived
        self._over = over
        self._drains = drains
        self._idle = 0  # milliseconds in which nobody read
        self._headers_at = self._now()
        self._chunks: list[tuple[int, int]] = []
        self._body: list[bytes] = []
        self._whole = False

    def _now(self) -> int:
        return round((time.perf_counter() - self._started) * 1000) - self._idle

    def _keep(self, chunk: bytes) -> None:
        self._chunks.append((self._now(), len(chunk)))
        self._body.append(chunk)

    def _end(self) -> None:
        timing = Timing(self._headers_at, tuple(self._chunks))
        self._over(b"".join(self._body), timing, self._whole)

    def _drain_wanted(self) -> bool:
        wanted = self._drains and not self._whole and bool(self._chunks)
        if wanted:
            self._idle = self._now() - self._chunks[-1][0]
        return wanted

    def _noted(self) -> Iterator[bytes]:
        for chunk in self._response.iter_bytes():
            self._keep(chunk)
            yield chunk
        self._whole = True

    def __iter__(self) -> Iterator[bytes]:
        self._source = self._noted()
        for chunk in self._source:
            yield self._arrived(chunk)

    def close(self) -> None:
        try:
            if self._drain_wanted():
                for _ in self._source:
                    pass
        finally:
            self._end()
            self._response.close()

    async def _noted_async(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_bytes():
            self._keep(chunk)
            yield chunk
        self._whole = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._source_async = self._noted_async()
        async for chunk in self._source_async:
            yield self._arrived(chunk)

    async def aclose(self) -> None:
        try:
            if self._drain_wanted():
                async for _ in self._source_async:
                    pass
        finally:
            self._end()
            await self._response.aclose()
