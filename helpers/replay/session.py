"""A lesson's session: which answers there are, and which are kept."""

import re
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..problems import Unrepeatable
from ..settings import Mode
from .cassette import Cassette, Interaction
from .identity import Identity
from .playback import Playback

if TYPE_CHECKING:  # its price list takes longer to import than all else
    from ..budget import Budget

_POLL = re.compile(r"/batches/[^/]+")


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
    answered from it, as it will be in replay. So is what an interrupted recording holds, but not
    its failures. Of the questions whether a batch is over, the last one is recorded.
    What `auto` keeps belongs to the server that gave it.

    lesson: its name, for messages. cassette: what was recorded before.
    kept: where new interactions go. pace: what recorded waiting times are multiplied by.
    budget: what requests may cost.
    """

    def __init__(
        self,
        lesson: str,
        mode: Mode,
        cassette: Cassette,
        kept: Path,
        pace: float = 1.0,
        budget: "Budget | None" = None,
    ) -> None:
        self.lesson = lesson
        self.mode = mode
        self.pace = pace
        self.budget = budget
        self.playback = Playback(cassette.interactions if mode in ("replay", "auto") else [])
        self._kept = Path(kept)
        self._lock = threading.Lock()
        self._keeping: list[tuple[float, Interaction]] = []
        if mode in ("auto", "record") and self._kept.exists():
            own = [e for e in Cassette.load(self._kept).interactions if e.status < 400]
            self._keeping = [(float(n), e) for n, e in enumerate(own, -len(own))]
            for interaction in own:
                self.playback.add(interaction, self._owner(interaction.server))
            self.playback.rewind()

    def _owner(self, server: str) -> str:
        return server if self.mode == "auto" else ""

    def next(self, identity: Identity, server: str, *, repeat_last: bool) -> Interaction | None:
        """The answer that comes with nothing sent; None if there is none (left).

        repeat_last: once all have been played, the last recorded one comes again.
        """
        return (
            self.playback.next(identity)
            or (self.playback.next(identity, server) if self.mode == "auto" else None)
            or (self.playback.next(identity, repeat_last=True) if repeat_last else None)
        )

    def keep(self, started: float, interaction: Interaction, source: str) -> None:
        """Add a new interaction to the file, in the order in which requests were sent.

        In `auto` a full disk, or a folder that cannot be written to, is told and does no harm.
        """
        if self.mode == "auto" and not interaction.is_readable():
            return
        with self._lock:
            if self.mode == "record" and _POLL.search(interaction.target):
                self._keeping = [
                    pair for pair in self._keeping if pair[1].identity != interaction.identity
                ]
            self.playback.add(interaction, self._owner(interaction.server))
            self._keeping.append((started, interaction))
            self._keeping.sort(key=lambda pair: pair[0])
            today = datetime.now(UTC).date().isoformat()
            try:
                Cassette(source, today, [e for _, e in self._keeping]).save(self._kept)
            except OSError as problem:
                told = f"This answer could not be kept: {problem}"
                if self.mode == "record":
                    raise Unrepeatable(told) from None  # an SDK would ask, and pay, again
                print(told, file=sys.stderr)
