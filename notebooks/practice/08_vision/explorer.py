"""Lesson 08: a picture in several sizes, what each model sees of it, its tokens and its price.

Nothing is sent. The rules are in the providers' guides, as of 2026-11-22:
https://platform.openai.com/docs/guides/images-vision
https://platform.claude.com/docs/en/build-with-claude/vision
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from genai_prices import Usage, calc_price

from helpers.drawing import BLUE, ORANGE, Bar, Span, View, bars, columns, stack, words
from helpers.models import RECORDED
from helpers.practice.explorer import Explorer

_SHAPES = {"photo 4:3": (4, 3), "screen 16:9": (16, 9), "square 1:1": (1, 1), "receipt 1:3": (1, 3)}


class LessonExplorer(Explorer):
    title = "What does a picture cost, and how closely does each model see it?"
    settings: ClassVar = {
        "longer_side": range(256, 8193, 256),
        "shape": list(_SHAPES),
        "openai_detail": ["auto", "high", "low"],
    }

    def views(self, longer_side: int, shape: str, openai_detail: str) -> Iterator[View]:
        width, height = _of_shape(*_SHAPES[shape], longer_side)
        seen = {
            f'OpenAI, detail "{openai_detail}"': seen_by_openai(width, height, openai_detail),
            "Claude": seen_by_claude(width, height),
        }
        yield stack(
            words(f"A picture of {width:,} x {height:,} pixels. Of its longer side is seen:"),
            bars([_bar(name, one, longer_side) for name, one in seen.items()]),
            columns([{"model": name, **_told(one)} for name, one in seen.items()]),
        )


@dataclass(frozen=True)
class Model:
    """How a model cuts a picture into square patches. patch: pixels a side. cached_from: so many
    tokens are written into the prompt cache unasked, at a price of its own; None if never."""

    provider: str
    name: str
    patch: int
    tokens_per_patch: float
    cached_from: int | None


OPENAI = Model("openai", RECORDED["OPENAI_MODEL"], 32, 1.2, cached_from=1024)
CLAUDE = Model("anthropic", RECORDED["ANTHROPIC_MODEL"], 28, 1, cached_from=None)


@dataclass(frozen=True)
class Seen:
    """A picture as a model sees it, scaled to so many pixels. refused: why it sees nothing."""

    model: Model
    width: int = 0
    height: int = 0
    refused: str = ""

    @property
    def columns(self) -> int:
        return math.ceil(self.width / self.model.patch)

    @property
    def rows(self) -> int:
        return math.ceil(self.height / self.model.patch)

    @property
    def patches(self) -> int:
        return self.columns * self.rows

    @property
    def tokens(self) -> int:
        return math.ceil(self.patches * self.model.tokens_per_patch)


def seen_by_openai(width: int, height: int, detail: str) -> Seen:
    """`low` fits a picture into 512 by 512 pixels, `high` into 2,500 patches."""
    whole = Seen(OPENAI, width, height)
    if detail == "low":
        return Seen(OPENAI, *_of_shape(width, height, min(max(width, height), 512)))
    if detail == "high" and whole.patches > 2500:
        scale = math.sqrt(2500 * 32**2 / (width * height))
        columns, rows = width * scale / 32, height * scale / 32
        scale *= min(math.floor(columns) / columns, math.floor(rows) / rows)
        return Seen(OPENAI, math.floor(width * scale), math.floor(height * scale))
    if whole.patches > 30_000:
        return Seen(OPENAI, refused=f"it has {whole.patches:,} patches, and 30,000 are the most")
    return whole


def seen_by_claude(width: int, height: int) -> Seen:
    """The largest size of the same shape with at most 2,576 pixels a side and 4,784 patches."""
    longer = max(width, height)
    if longer > 8000:
        return Seen(CLAUDE, refused=f"a side has {longer:,} pixels, and 8,000 are the most")
    sides = range(min(longer, 2576), 0, -1)
    sizes = (Seen(CLAUDE, *_of_shape(width, height, side)) for side in sides)
    return next(seen for seen in sizes if seen.patches <= 4784)


def _of_shape(width: int, height: int, longer: int) -> tuple[int, int]:
    scale = longer / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _bar(name: str, seen: Seen, longer_side: int) -> Bar:
    """Filled as far as the longer side is seen, and outlined as far as it was sent."""
    longer = max(seen.width, seen.height)
    color = BLUE if seen.model is OPENAI else ORANGE
    spans = [] if seen.refused else [Span(0, longer, color)]
    told = "refused" if seen.refused else f"{longer:,} of {longer_side:,} pixels"
    return Bar(name, [*spans, Span(0, longer_side, color, filled=False)], told, told)


def _told(seen: Seen) -> dict[str, str]:
    if seen.refused:
        return {"refused": seen.refused}
    cached_from = seen.model.cached_from
    written = seen.tokens if cached_from and seen.tokens >= cached_from else 0
    usage = Usage(input_tokens=seen.tokens, cache_write_tokens=written)
    price = calc_price(usage, seen.model.name, provider_id=seen.model.provider).total_price
    return {
        "pixels seen": f"{seen.width:,} x {seen.height:,}",
        "pixels of a patch": f"{seen.model.patch} x {seen.model.patch}",
        "patches": f"{seen.columns} x {seen.rows} = {seen.patches:,}",
        "tokens": f"{seen.tokens:,}",
        "written into the cache": f"{written:,}",
        "price": f"${price:.7f}",
        "price of 1,000": f"${1000 * price:.4f}",
    }
