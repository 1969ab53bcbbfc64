"""Lesson 10: a semaphore's width against a rate limit, computed and drawn."""

import heapq
from collections import deque
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from helpers.drawing import View, bars, stack, words
from helpers.practice.explorer import Explorer
from helpers.timeline import attempt

REQUESTS = 20
REFUSED_AFTER = 50  # milliseconds until a 429 is back


class LessonExplorer(Explorer):
    title = "How many at once, against how many a second?"
    settings: ClassVar = {
        "semaphore": range(1, 21),
        "answer_takes": ["1 s", "0.2 s"],
        "api_takes_per_second": [10, 5, 20],
        "sdk_retries": [0, 2],
    }
    start: ClassVar = {"semaphore": 5}

    def views(self, **chosen: Any) -> Iterator[View]:
        milliseconds = round(1000 * float(chosen["answer_takes"].removesuffix(" s")))
        tries = simulate(
            chosen["semaphore"], milliseconds, chosen["api_takes_per_second"], chosen["sdk_retries"]
        )
        answered = sum(one.status == "200" for one in tries)
        ended = max(one.end for one in tries)
        summary = (
            f"{REQUESTS} requests: {answered} answered, {REQUESTS - answered} failed, "
            f"{len(tries) - answered} refused on the way, {ended / 1000:.2f} s in all"
        )
        drawn = [attempt(t.label, t.start / 1000, t.end / 1000, t.status) for t in tries]
        yield stack(words(f"{_told(**chosen)}\n{summary}"), bars(drawn, unit="s"))


def _told(semaphore: int, answer_takes: str, api_takes_per_second: int, sdk_retries: int) -> str:
    return (
        f"semaphore of {semaphore}, answers take {answer_takes}, the API takes "
        f"{api_takes_per_second} a second, retries of the SDK: {sdk_retries}"
    )


class Try(NamedTuple):
    """One request: when it ran, in milliseconds, and how it went."""

    label: str
    start: int
    end: int
    status: str


def simulate(semaphore: int, milliseconds: int, per_second: int, retries: int) -> list[Try]:
    """Every attempt of the requests, in the order in which they were sent.

    semaphore: how many requests run at a time. milliseconds: until an answer is there. (Whole ones:
    sums of fractions are not exact, and would refuse what comes at the edge of a second.)
    per_second: how many the API takes in any second. retries: of the SDK, which waits half a
    second, then a second (its own back-off, without the jitter), and keeps its place meanwhile.
    """
    waiting = deque(range(1, REQUESTS + 1))
    events = [(0, waiting.popleft(), 0) for _ in range(min(semaphore, REQUESTS))]
    heapq.heapify(events)
    taken: deque[int] = deque(maxlen=per_second)
    tries = []
    while events:
        now, request, before = heapq.heappop(events)
        label = f"request {request}" + (f", attempt {before + 1}" if before else "")
        if len(taken) < per_second or now - taken[0] >= 1000:
            taken.append(now)
            tries.append(Try(label, now, now + milliseconds, "200"))
            free = now + milliseconds
        else:
            tries.append(Try(label, now, now + REFUSED_AFTER, "429"))
            if before < retries:
                again = now + REFUSED_AFTER + 500 * 2**before
                heapq.heappush(events, (again, request, before + 1))
                continue
            free = now + REFUSED_AFTER
        if waiting:
            heapq.heappush(events, (free, waiting.popleft(), 0))
    return tries
