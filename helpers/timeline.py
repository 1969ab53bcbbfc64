"""When requests ran: bars on a common axis of time."""

from collections.abc import Sequence

from .drawing import BLUE, ORANGE, Bar, Span, View, bars
from .replay.wire import Exchange


def attempt(label: str, start: float, end: float, status: str) -> Bar:
    """The bar of one request: when it ran, in seconds, and how it went (such as "200")."""
    fine = status == "200"
    note = f"{end - start:.2f} s" + ("" if fine else f" {status}")
    told = f"{start:.2f} s to {end:.2f} s  {status}"
    return Bar(label, [Span(start, end, BLUE if fine else ORANGE)], note, told)


def of(exchanges: Sequence[Exchange], labels: Sequence[str] | None = None) -> View:
    """The timeline of what the wire log holds, in the order in which requests were sent.

    labels: one for each; without them, the provider and the attempt.
    """
    begin = min((e.started for e in exchanges), default=0.0)
    names = labels or [f"{e.provider}, attempt {e.attempt}" for e in exchanges]
    return bars(
        [
            attempt(
                name,
                e.started - begin,
                (e.ended or e.started) - begin,
                str(e.status or "no answer"),
            )
            for name, e in zip(names, exchanges, strict=True)
        ]
    )
