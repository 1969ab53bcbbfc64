"""Which beginnings of a prompt Anthropic keeps.

By its guide to prompt caching (read by others in 2026-08 to 10): the prompt up to each block with a
`cache_control`, or up to the last block if the request itself has one; four such places at most,
each looked up for 20 blocks back, and kept for five minutes or an hour. Recorded: 7,351 tokens
written and then read, with the rest in `input_tokens`; two tokens are left where the last block is
marked.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from .prompt_cache import Part, PromptCache

MOST_PLACES = 4
LOOKBACK = 20
SECONDS = {"5m": 300.0, "1h": 3600.0}


class Cached(NamedTuple):
    """The tokens of a prompt that were read, written for five minutes and written for an hour."""

    read: int = 0
    for_5_minutes: int = 0
    for_1_hour: int = 0

    @property
    def written(self) -> int:
        return self.for_5_minutes + self.for_1_hour


def places(parts: Sequence[Part], automatic: Any) -> dict[int, str]:
    """Behind which parts the prompt is kept, and for how long; `automatic` is the request's own."""
    marks = {position: part.mark for position, part in enumerate(parts) if part.mark}
    if automatic:
        marks[len(parts) - 1] = automatic.get("ttl") or "5m"
    return marks


def spend(cache: PromptCache, parts: Sequence[Part], automatic: Any, least: int) -> Cached:
    """What a request with this prompt does to the cache."""
    marks = places(parts, automatic)
    readable = {
        before for position in marks for before in range(max(0, position - LOOKBACK), position + 1)
    }
    writable = {position: SECONDS[mark] for position, mark in marks.items()}
    spent = cache.spend(parts, readable, writable, least)
    return Cached(spent.read, *(spent.written.get(SECONDS[ttl], 0) for ttl in ("5m", "1h")))
