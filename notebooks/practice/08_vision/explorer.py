"""Lesson 08: a picture in several sizes, what each model sees of it, its tokens and its price.

Nothing is sent. The rules stand in the providers' guides, as of 2026-11-22:
https://platform.openai.com/docs/guides/images-vision
https://platform.claude.com/docs/en/build-with-claude/vision
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import ClassVar

from genai_prices import Usage, calc_price

from helpers.models import RECORDED
from helpers.practice.explorer import Explorer, View

_SHAPES = {"photo 4:3": (4, 3), "screen 16:9": (16, 9), "square 1:1": (1, 1), "receipt 1:3": (1, 3)}
_DRAWN = 240  # the longer side of a drawn picture
_LEGEND = "The thick frame is the picture, the thin squares are the patches."


class Refused(Exception):
    """The API does not take a picture of this size."""


@dataclass(frozen=True)
class Seen:
    """A picture as a model sees it: scaled to `width` by `height` pixels, in square patches."""

    width: int
    height: int
    patch: int
    tokens_per_patch: float

    @property
    def columns(self) -> int:
        return math.ceil(self.width / self.patch)

    @property
    def rows(self) -> int:
        return math.ceil(self.height / self.patch)

    @property
    def patches(self) -> int:
        return self.columns * self.rows

    @property
    def tokens(self) -> int:
        return math.ceil(self.patches * self.tokens_per_patch)


def seen_by_openai(width: int, height: int, detail: str) -> Seen:
    """`low` fits a picture into 512 by 512 pixels, `high` into 2,500 patches."""
    patches = Seen(width, height, 32, 1.2).patches
    if detail == "low":
        scale = min(1, 512 / max(width, height))
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
    elif detail == "high" and patches > 2500:
        scale = math.sqrt(2500 * 32**2 / (width * height))
        columns, rows = width * scale / 32, height * scale / 32
        scale *= min(math.floor(columns) / columns, math.floor(rows) / rows)
        width, height = math.floor(width * scale), math.floor(height * scale)
    elif patches > 30_000:
        raise Refused(f"it has {patches:,} patches, and 30,000 are the most")
    return Seen(width, height, 32, 1.2)


def seen_by_claude(width: int, height: int) -> Seen:
    """The largest size of the same shape with at most 2,576 pixels a side and 4,784 patches."""
    longer = max(width, height)
    if longer > 8000:
        raise Refused(f"a side has {longer:,} pixels, and 8,000 are the most")
    sides = range(min(longer, 2576), 0, -1)
    sizes = (_of_shape(width, height, side) for side in sides)
    seen = (Seen(*size, 28, 1) for size in sizes)
    return next(one for one in seen if one.patches <= 4784)


def _of_shape(width: int, height: int, longer: int) -> tuple[int, int]:
    scale = longer / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


class LessonExplorer(Explorer):
    title = "What does a picture cost, and how closely does each model see it?"
    settings: ClassVar = {
        "longer_side": (256, 8192, 256),
        "shape": list(_SHAPES),
        "openai_detail": ["auto", "high", "low"],
    }

    def views(self, longer_side: int, shape: str, openai_detail: str) -> Iterator[View]:
        width, height = _of_shape(*_SHAPES[shape], longer_side)
        panes = [
            _openai_pane(width, height, openai_detail),
            _claude_pane(width, height),
        ]
        size = f"A picture of {width:,} x {height:,} pixels"
        drawn = "".join(map(_as_html, panes))
        yield View(
            "\n\n".join([size, *map(_as_text, panes)]),
            f"<div>{size}. {_LEGEND}</div>"
            f'<div style="display: flex; flex-wrap: wrap; gap: 1em">{drawn}</div>',
        )


@dataclass(frozen=True)
class Pane:
    """What is told of one provider, and the drawing of it."""

    name: str
    rows: Mapping[str, str]
    drawing: str = ""


def _openai_pane(width: int, height: int, detail: str) -> Pane:
    name = f'OpenAI, detail "{detail}"'
    try:
        seen = seen_by_openai(width, height, detail)
    except Refused as reason:
        return Pane(name, {"refused": str(reason)}, _drawing(width, height))
    price = _price("openai", RECORDED["OPENAI_MODEL"], seen.tokens)
    return Pane(name, _rows(seen, width, price), _drawing(width, height, seen, "#4c78a8"))


def _claude_pane(width: int, height: int) -> Pane:
    try:
        seen = seen_by_claude(width, height)
    except Refused as reason:
        return Pane("Claude", {"refused": str(reason)}, _drawing(width, height))
    price = _price("anthropic", RECORDED["ANTHROPIC_MODEL"], seen.tokens)
    return Pane("Claude", _rows(seen, width, price), _drawing(width, height, seen, "#c77700"))


def _price(provider: str, model: str, tokens: int) -> Decimal:
    usage = Usage(input_tokens=tokens)
    return calc_price(usage, model_ref=model, provider_id=provider).total_price


def _rows(seen: Seen, width: int, price: Decimal) -> Mapping[str, str]:
    scaled = ", scaled down" if seen.width < width else ""
    return {
        "pixels seen": f"{seen.width:,} x {seen.height:,}{scaled}",
        f"patches of {seen.patch}": f"{seen.columns} x {seen.rows} = {seen.patches:,}",
        "tokens": f"{seen.tokens:,}",
        "price": f"${price:.7f}",
        "price of 1,000": f"${1000 * price:.4f}",
    }


def _as_text(pane: Pane) -> str:
    return "\n".join([pane.name, *(f"  {name}: {value}" for name, value in pane.rows.items())])


def _as_html(pane: Pane) -> str:
    cell = "style='text-align: left; vertical-align: top'"
    rows = "".join(
        f"<tr><th {cell}>{escape(name)}</th><td {cell}>{escape(value)}</td></tr>"
        for name, value in pane.rows.items()
    )
    return (
        f"<div style='flex: 1 1 280px; min-width: 0; margin: 0.5em 0'><b>{escape(pane.name)}</b>"
        f"<table style='margin: 0.3em 0'>{rows}</table>{pane.drawing}</div>"
    )


def _drawing(width: int, height: int, seen: Seen | None = None, color: str = "") -> str:
    """The picture always in the same size, under its patches; those at the edges stick out."""
    scale = _DRAWN / max(width, height)
    wide, high = width * scale, height * scale
    grid, label = "", "No patches: the picture is refused"
    if seen:
        grid = _grid(seen, wide / seen.width, color)
        label = f"{seen.columns} by {seen.rows} patches on the picture"
    side = _DRAWN + 32  # the largest patch is 30 wide
    return (
        f'<svg role="img" aria-label="{label}" viewBox="-2 -2 {side} {high + 32:.0f}" '
        f'style="display: block; width: 100%; max-width: {side}px">{grid}'
        f'<rect width="{wide:.1f}" height="{high:.1f}" fill="none" stroke="currentColor" '
        'stroke-width="2"/></svg>'
    )


def _grid(seen: Seen, scale: float, color: str) -> str:
    cell = seen.patch * scale
    right, bottom = seen.columns * cell, seen.rows * cell
    lines = [f"M{n * cell:.1f} 0V{bottom:.1f}" for n in range(seen.columns + 1)]
    lines += [f"M0 {n * cell:.1f}H{right:.1f}" for n in range(seen.rows + 1)]
    return (
        f'<rect width="{right:.1f}" height="{bottom:.1f}" fill="{color}" fill-opacity="0.15"/>'
        f'<path d="{"".join(lines)}" stroke="{color}" stroke-width="{min(1, cell / 5):.2f}"/>'
    )
