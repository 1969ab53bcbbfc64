"""A lesson's session: which answers there are, and which are kept."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from ..settings import Mode
from .cassette import Cassette, Interaction
from .playback import Playback


class Session:
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

    def keep(self, started: float, interaction: Interaction, source: str) -> None:
        """Add a new interaction to the file, in the order in which requests were sent."""
        self.playback.add(interaction)
        today = datetime.now(UTC).date().isoformat()
        with self._lock:
            self._keeping.append((started, interaction))
            self._keeping.sort(key=lambda pair: pair[0])
            Cassette(source, today, [kept for _, kept in self._keeping]).save(self._kept)
