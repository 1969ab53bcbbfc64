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
    """The spans of all bars: their styles, with `x`, `y`, `width` and `height` in pixels."""
    return [
        box | {"x": across(box, "left"), "width": across(box, "width")} | _pixels(box)
        for box in map(style, parsed(view).iter("div"))
        if "border" in box and box.get("position") == "absolute"
    ]


def across(box: Style, name: str) -> str:
    """A share of the picture, as pixels of its full width."""
    return str(640 * float(box[name].removesuffix("%")) / 100)


def _pixels(box: Style) -> Style:
    return {"y": box["top"].removesuffix("px"), "height": box["height"].removesuffix("px")}
