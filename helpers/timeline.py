"""When requests ran: bars on a common time axis, as a picture and as text."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from .replay.wire import Exchange

_WIDTH, _ROW, _LABELS = 640, 20, 150
_FINE, _FAILED = "#4c78a8", "#c44e52"


class Bar(NamedTuple):
    """One request: what it is called, when it ran (seconds since the first began), how it went."""

    label: str
    start: float
    end: float
    status: str


class Timeline:
    """Shown by a notebook as an inline SVG; `print` it for the same as text."""

    def __init__(self, bars: Sequence[Bar]) -> None:
        self.bars = list(bars)
        self.length = max((bar.end for bar in self.bars), default=0.0)

    def __repr__(self) -> str:
        width = max((len(bar.label) for bar in self.bars), default=0)
        return "\n".join(
            f"{bar.label:{width}}  {bar.start:.2f} s to {bar.end:.2f} s  {bar.status}"
            for bar in self.bars
        )

    def _repr_html_(self) -> str:
        scale = (_WIDTH - _LABELS - 60) / (self.length or 1)
        height = _ROW * len(self.bars) + 4
        rows = "".join(self._row(n, bar, scale) for n, bar in enumerate(self.bars))
        return (
            f'<svg role="img" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
            f'height="{height}" style="max-width: 100%" font-family="sans-serif" '
            f'font-size="12"><title>{escape(repr(self))}</title>{rows}</svg>'
        )

    def _row(self, number: int, bar: Bar, scale: float) -> str:
        y = number * _ROW
        x = _LABELS + bar.start * scale
        width = max((bar.end - bar.start) * scale, 2)
        color = _FINE if bar.status == "200" else _FAILED
        note = "" if bar.status == "200" else f" {bar.status}"
        return (
            f'<text x="0" y="{y + 15}" fill="currentColor">{escape(bar.label[:22])}</text>'
            f'<rect x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="14" fill="{color}"/>'
            f'<text x="{x + width + 4:.1f}" y="{y + 15}" fill="currentColor">'
            f"{bar.end - bar.start:.2f} s{escape(note)}</text>"
        )


def of(exchanges: Sequence[Exchange], labels: Sequence[str] | None = None) -> Timeline:
    """The timeline of what the wire log holds, in the order in which requests were sent.

    labels: one for each; without them, the provider and the attempt.
    """
    begin = min((e.started for e in exchanges), default=0.0)
    names = labels or [f"{e.provider}, attempt {e.attempt}" for e in exchanges]
    bars = [
        Bar(name, e.started - begin, (e.ended or e.started) - begin, str(e.status or "no answer"))
        for name, e in zip(names, exchanges, strict=True)
    ]
    return Timeline(bars)
