"""The beginnings of prompts that a provider keeps, so that reading them again is cheaper.

Both providers keep a prompt up to certain places, for a while, and find it again if it begins in
exactly the same way and is long enough. Which places these are differs: `openai_caching`,
`anthropic_caching`. A real cache may miss for reasons of its own; this one never does.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A piece of a prompt.

    said: what has to come again, as JSON data. tokens: its size. mark: what the request says of
    the place behind it, each provider in its own words.
    """

    said: object
    tokens: int
    mark: str = ""


@dataclass(frozen=True)
class Spent:
    """What came from the cache, and what went into it, by the seconds that it is kept."""

    read: int
    written: Mapping[float, int]


@dataclass
class Entry:
    """A beginning that is kept; each use prolongs it."""

    seconds: float
    until: float


class PromptCache:
    """The cache of one stand-in.

    clock: seconds that only ever grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: dict[str, Entry] = {}
        self._lock = threading.Lock()

    def spend(
        self,
        parts: Sequence[Part],
        readable: Iterable[int],
        writable: Mapping[int, float],
        least: int,
    ) -> Spent:
        """Read the longest beginning that is there, and keep what this request wants kept.

        Args:
            parts: the whole prompt.
            readable: the parts behind which the cache is looked up.
            writable: the parts behind which the prompt is kept, in their order, and for how long.
            least: the tokens below which nothing is kept.
        """
        beginnings = beginnings_of(parts)
        with self._lock:
            now = self._clock()
            found = [beginnings[i] for i in readable if self._is_kept(beginnings[i][0], now)]
            read = max((tokens for _, tokens in found), default=0)
            for digest, tokens in found:
                if tokens == read:
                    self._entries[digest].until = now + self._entries[digest].seconds
            written: dict[float, int] = {}
            known = read
            for position, seconds in writable.items():
                digest, tokens = beginnings[position]
                if tokens < least or tokens <= known:
                    continue
                written[seconds] = written.get(seconds, 0) + tokens - known
                known = tokens
                self._entries[digest] = Entry(seconds, now + seconds)
            return Spent(read, written)

    def _is_kept(self, digest: str, now: float) -> bool:
        return digest in self._entries and self._entries[digest].until > now


def beginnings_of(parts: Iterable[Part]) -> list[tuple[str, int]]:
    """Of each part, the digest and the size of the prompt up to its end."""
    running, tokens, beginnings = hashlib.sha256(), 0, []
    for part in parts:
        running.update(json.dumps(part.said, sort_keys=True).encode() + b"\n")
        tokens += part.tokens
        beginnings.append((running.hexdigest(), tokens))
    return beginnings
