"""Which recorded answer comes next: found in constant time, started over by every cell."""

import threading
from collections import defaultdict
from collections.abc import Iterable

from .cassette import Interaction
from .identity import Identity


class Playback:
    """Hands out recorded interactions. Safe to use from several threads.

    Requests that are the same get their recorded answers in order: 429 then 200, or three
    samples of one prompt. `rewind`, called before each cell, starts every order over, so a
    cell that runs again gets the same answers again, and cells may run in any order.
    """

    def __init__(self, interactions: Iterable[Interaction]) -> None:
        self._recorded: dict[Identity, list[Interaction]] = defaultdict(list)
        self._played: dict[Identity, int] = {}
        self._lock = threading.Lock()
        for interaction in interactions:
            self.add(interaction)
        self.rewind()

    def add(self, interaction: Interaction) -> None:
        """Put another interaction behind those with the same identity; it counts as played."""
        identity = interaction.identity
        with self._lock:
            self._recorded[identity].append(interaction)
            self._played[identity] = self._played.get(identity, 0) + 1

    def rewind(self, *_: object) -> None:
        """Start every order over. Takes and ignores what IPython's events pass."""
        with self._lock:
            self._played.clear()

    def next(self, identity: Identity, *, repeat_last: bool) -> Interaction | None:
        """The next answer recorded for this identity, None if there is none (left).

        repeat_last: once all have been played, the last one comes again.
        """
        with self._lock:
            recorded = self._recorded.get(identity)
            if not recorded:
                return None
            played = self._played.get(identity, 0)
            if played >= len(recorded) and not repeat_last:
                return None
            self._played[identity] = played + 1
            return recorded[min(played, len(recorded) - 1)]

    def of_provider(self, provider: str) -> list[Interaction]:
        """All interactions recorded with one provider."""
        return [e for known, es in self._recorded.items() if known.provider == provider for e in es]
