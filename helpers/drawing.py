"""What explorers and timelines show: each view is the same in words and in HTML.

A notebook draws the HTML; a screen reader, GitHub or a printed page has the words. Views are put
together with `stack` (under one another) and `beside`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape

BLUE, ORANGE = "#4c78a8", "#c77700"  # both can be read on white and on black
_CELL = "text-align: left; vertical-align: top; line-height: 1.4; padding: 2px 12px 2px 0"
_LONG = 20  # letters; a word with more may be broken


@dataclass(frozen=True)
class View:
    """Something to show. html: empty if the words are all there is."""

    text: str
    html: str = ""

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str | None:
        return self.html or None


def words(text: str) -> View:
    """A paragraph."""
    return View(text, f"<div>{_lines(text)}</div>")


def said(text: str, color: str = BLUE) -> View:
    """A sentence that matters, with a bar at its left."""
    style = f"border-left: 4px solid {color}; padding: 0.2em 0.8em; margin: 0.5em 0"
    return View(text, f'<div style="{style}"><b>{_lines(text)}</b></div>')


def code(text: str) -> View:
    """Code, or anything that keeps its lines and its widths."""
    style = "white-space: pre-wrap; overflow-wrap: anywhere"
    return View(text, f'<pre style="{style}">{escape(text)}</pre>')


def stack(*views: View, apart: bool = False) -> View:
    """Views under one another. apart: with room between, which is an empty line in words."""
    line, room = ("\n\n", '<div style="height: 0.8em"></div>') if apart else ("\n", "")
    text = line.join(view.text for view in views if view.text)
    return View(text, room.join(map(_drawn, views)))


def beside(*views: View) -> View:
    """Views next to one another where there is room; in words, with an empty line between."""
    pane = "flex: 1 1 280px; min-width: 0"
    panes = "".join(f'<div style="{pane}">{_drawn(view)}</div>' for view in views)
    html = f'<div style="display: flex; flex-wrap: wrap; gap: 1em">{panes}</div>'
    return View("\n\n".join(view.text for view in views), html)


def _drawn(view: View) -> str:
    return view.html or code(view.text).html


def table(
    rows: Sequence[Sequence[object]],
    head: Sequence[str] = (),
    *,
    widths: Sequence[int] = (),
    marked: Collection[int] = (),
) -> View:
    """Rows of cells. The words have one line a row, and a star before a marked one.

    widths: of the columns, in percent. marked: numbers of rows, from 0 on, that stand out.
    """
    filled = [[str(cell) for cell in row] for row in rows]
    lines = [[str(cell) for cell in head], *filled] if any(head) else filled
    wide = [max(len(row[n]) for row in lines) for n in range(len(lines[0]) - 1)] if lines else []
    texts = [_aligned(row, wide) for row in lines]
    if marked:
        stars = {number + len(lines) - len(rows) for number in marked}
        texts = [f"{'*' if n in stars else ' '} {text}" for n, text in enumerate(texts)]
    columns = "".join(f'<col style="width: {width}%">' for width in widths)
    layout = "table-layout: fixed; overflow-wrap: anywhere" if widths else "table-layout: auto"
    drawn = _row("th", head, False) if any(head) else ""
    drawn += "".join(_row("td", row, number in marked) for number, row in enumerate(filled))
    html = f'<table style="{layout}; width: 100%"><colgroup>{columns}</colgroup>{drawn}</table>'
    return View("\n".join(texts), html)


def columns(answers: Sequence[Mapping[str, object]]) -> View:
    """Several answers: columns in HTML, under one another in words. Not all need every row."""
    text = "\n\n".join("\n".join(f"{n}: {v}" for n, v in answer.items()) for answer in answers)
    names = dict.fromkeys(name for answer in answers for name in answer)
    rows = [[name, *(answer.get(name, "") for answer in answers)] for name in names]
    return View(text, table(rows).html)


def compared(
    rows: Sequence[Sequence[object]],
    head: Sequence[str],
    *,
    widths: Sequence[int] = (),
    marked: Collection[int] = (),
) -> View:
    """A table whose cells are long: in words, each has a line, under what its row is about."""
    width = max(len(name) for name in head) + 1
    lines = []
    for number, (about, *cells) in enumerate(rows):
        star = ("* " if number in marked else "  ") if marked else ""
        lines.append(f"{star}{about}")
        lines += [f"    {n + ':':{width}} {cell}" for n, cell in zip(head[1:], cells, strict=True)]
    return View("\n".join(lines), table(rows, head, widths=widths, marked=marked).html)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    return " ".join(filter(None, "  ".join([*cells, row[-1]]).rstrip().splitlines()))


def _row(kind: str, cells: Sequence[str], marked: bool) -> str:
    drawn = []
    for number, cell in enumerate(cells):
        stands_out = marked and number == 0
        style = _CELL
        if stands_out:
            style += f"; border-left: 4px solid {ORANGE}; padding-left: 8px"
        if any(len(word) > _LONG for word in cell.split()):
            style += "; overflow-wrap: anywhere"
        inside = f"<b>{_lines(cell)}</b>" if stands_out else _lines(cell)
        drawn.append(f'<{kind} style="{style}">{inside}</{kind}>')
    return f"<tr>{''.join(drawn)}</tr>"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


@dataclass(frozen=True)
class Span:
    """A part of a bar, from start to end. filled: else only its outline. label: inside of it."""

    start: float
    end: float
    color: str = BLUE
    filled: bool = True
    label: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar of spans. note: what stands behind it. told: the same in words."""

    label: str
    spans: Sequence[Span]
    note: str = ""
    told: str = ""


_WIDTH, _NARROWEST, _ROW, _LETTER = 640, 540, 22, 7
_MOST = 40  # letters of a label that are drawn; the words have all


def bars(rows: Sequence[Bar], *, unit: str = "", line: tuple[float, str] | None = None) -> View:
    """Bars on a common axis, which begins at 0.

    unit: of the axis, which is drawn if there is one. line: a place on it, and its name.
    """
    width = max((len(row.label) for row in rows), default=0)
    text = "\n".join(f"{row.label:{width}}  {row.told}".rstrip() for row in rows)
    left = min(width, _MOST) * _LETTER + 8
    right = _WIDTH - max((len(row.note) for row in rows), default=0) * _LETTER - 12
    longest = max((span.end for row in rows for span in row.spans), default=0.0)
    longest = max(longest, line[0] if line else 0.0) or 1.0
    scale = (right - left) / longest
    foot = len(rows) * _ROW
    drawn = []
    if line:  # first, so that it stands behind the bars
        x = left + line[0] * scale
        drawn.append(_box(x, 0, 0, foot, "border-left: 1px solid"))
        half = len(line[1]) * _LETTER / 2
        drawn.append(_label(min(max(x, half), _WIDTH - half), foot, line[1], "center"))
    drawn += [_bar(row, number * _ROW, left, scale) for number, row in enumerate(rows)]
    if unit:
        drawn.append(_box(left, foot, right - left, 0, "border-top: 1px solid"))
        drawn.append(_label(left, foot + 2, f"0 {unit}"))
        drawn.append(_label(right, foot + 2, f"{longest:.2f} {unit}", "right"))
    height = foot + (20 if line or unit else 2)
    # No SVG: of an output that it does not trust yet, Jupyter would leave only an SVG's words.
    size = (
        f"position: relative; min-width: {_NARROWEST}px; max-width: {_WIDTH}px; height: {height}px"
    )
    told = escape(text).replace("\n", "&#10;")
    picture = f'<div style="{size}; font: 12px sans-serif">{"".join(drawn)}</div>'
    html = f'<div title="{told}" style="overflow-x: auto">{picture}</div>'
    return View(text, html)


def _bar(row: Bar, y: int, left: float, scale: float) -> str:
    label = row.label if len(row.label) <= _MOST else row.label[: _MOST - 1] + "…"
    drawn, end = [_label(0, y, label)], left
    for span in row.spans:
        x, end = left + span.start * scale, left + span.end * scale
        end = max(end, x + 2)
        look = f"border: 1px solid {span.color}"
        if span.filled:
            look += f"; background-color: {span.color}; opacity: 0.6"
        drawn.append(_box(x, y + 4, end - x, 14, look))
        if span.label:
            drawn.append(_label((x + end) / 2, y, span.label, "center"))
    return "".join([*drawn, _label(end + 6, y, row.note)])


def _box(x: float, y: float, width: float, height: float, look: str) -> str:
    place = f"{_across(x, width)}; top: {y:.0f}px; height: {height:.0f}px"
    return f'<div style="position: absolute; box-sizing: border-box; {place}; {look}"></div>'


def _label(x: float, y: float, text: str, align: str = "left") -> str:
    """One line of text that begins at x, or has its center there, or ends there (`right`)."""
    center = min(x, _WIDTH - x)
    left, width = {"left": (x, _WIDTH - x), "center": (x - center, 2 * center), "right": (0.0, x)}[
        align
    ]
    place = f"{_across(left, width)}; top: {y:.0f}px"
    look = f"line-height: {_ROW}px; text-align: {align}; white-space: pre"
    return f'<div style="position: absolute; {place}; {look}">{escape(text)}</div>' if text else ""


def _across(x: float, width: float) -> str:
    """In shares of the picture, which shrinks with the window."""
    return f"left: {100 * x / _WIDTH:.2f}%; width: {100 * width / _WIDTH:.2f}%"
