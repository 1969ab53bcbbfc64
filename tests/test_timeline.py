"""When requests ran, drawn and written."""

import xml.etree.ElementTree as ET

import httpx2
import pytest

from helpers import timeline
from helpers.replay.wire import Exchange

REQUEST = httpx2.Request("POST", "https://api.openai.com/v1/chat/completions")


def seen(started: float, ended: float | None, status: int | None = 200) -> Exchange:
    return Exchange("openai", REQUEST, status=status, started=started, ended=ended)


def test_bars_start_at_the_first_request_and_keep_their_order() -> None:
    drawn = timeline.of([seen(10, 11), seen(10.5, 13, 429), seen(12, None, None)], ["a", "b", "c"])
    assert [tuple(bar) for bar in drawn.bars] == [
        ("a", 0, 1, "200"),
        ("b", 0.5, 3, "429"),
        ("c", 2, 2, "no answer"),
    ]
    assert repr(drawn).splitlines()[1] == "b  0.50 s to 3.00 s  429"


def test_the_picture_is_valid_and_says_the_same_in_words() -> None:
    drawn = timeline.of([seen(0, 1), seen(0, 2)], ["<first>", "second"])
    picture = ET.fromstring(drawn._repr_html_())
    bars = [float(r.attrib["width"]) for r in picture.iter("rect")]
    assert bars[1] == pytest.approx(2 * bars[0], abs=0.2)
    assert picture.find("title").text == repr(drawn)


def test_nothing_sent_gives_an_empty_picture() -> None:
    ET.fromstring(timeline.of([])._repr_html_())


def test_labels_have_to_be_as_many_as_requests() -> None:
    with pytest.raises(ValueError, match="zip"):
        timeline.of([seen(0, 1)], ["a", "b"])
