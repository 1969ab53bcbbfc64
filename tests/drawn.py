"""What is drawn in a view, read back from its HTML."""

import re
import xml.etree.ElementTree as ET

from helpers.drawing import View

Style = dict[str, str]


def parsed(view: View) -> ET.Element:
    """What is drawn, as XML: whoever left a tag open, or a text unescaped, fails here."""
    closed = re.sub(r"<(br|col)\b([^>]*)>", r"<\1\2/>", view.html)  # HTML never closes these two
    return ET.fromstring(f"<div>{closed}</div>")


def style(element: ET.Element) -> Style:
    return dict(re.findall(r"([\w-]+): ([^;]+)", element.get("style", "")))


def boxes(view: View) -> list[Style]:
    """The spans of all bars: their styles. `x`, `y`, `width` and `height` in pixels."""
    return [
        box | {"x": box["left"][:-2], "y": box["top"][:-2]} | _pixels(box)
        for box in map(style, parsed(view).iter("div"))
        if "border" in box and box.get("position") == "absolute"
    ]


def _pixels(box: Style) -> Style:
    return {name: box[name][:-2] for name in ("width", "height")}
