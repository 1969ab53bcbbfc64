"""Which recorded answer comes next: found in constant time, started over by every cell."""

import threading
from collections import defaultdict
from collections.abc import Iterable

from .cassette import Interaction
from .identity import Identity

_Key = tuple[Identity, str]


class Playback:
    """Hands out recorded interactions. Safe to use from several threads.

    Requests that are the same get their recorded answers in order: 429 then 200, or three
    samples of one prompt. `rewind`, called before each cell, starts every order over, so a
    cell that runs again gets the same answers again, and cells may run in any order.
    An answer may belong to one server alone: those of a recording do not.
    """

    def __init__(self, interactions: Iterable[Interaction]) -> None:
        self._recorded: dict[_Key, list[Interaction]] = defaultdict(list)
        self._played: dict[_Key, int] = {}
        self._lock = threading.Lock()
        for interaction in interactions:
            self.add(interaction)
        self.rewind()

    def add(self, interaction: Interaction, server: str = "") -> None:
        """Put another interaction behind those with the same identity; it counts as played."""
        key = interaction.identity, server
        with self._lock:
            self._recorded[key].append(interaction)
            self._played[key] = self._played.get(key, 0) + 1

    def rewind(self, *_: object) -> None:
        """Start every order over. Takes and ignores what IPython's events pass."""
        with self._lock:
            self._played.clear()

    def next(
        self, identity: Identity, server: str = "", *, repeat_last: bool = False
    ) -> Interaction | None:
        """The next answer recorded for this identity, None if there is none (left).

        repeat_last: once all have been played, the last one comes again.
        """
        with self._lock:
            recorded = self._recorded.get((identity, server))
            if not recorded:
                return None
            played = self._played.get((identity, server), 0)
            if played >= len(recorded) and not repeat_last:
                return None
            self._played[identity, server] = played + 1
            return recorded[min(played, len(recorded) - 1)]

    def recorded(self) -> list[Identity]:
        """The requests of the lesson's recording."""
        with self._lock:
            return [identity for identity, server in self._recorded if not server]
