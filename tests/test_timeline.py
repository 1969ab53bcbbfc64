"""When requests ran, drawn and written."""

import httpx2
import pytest

from helpers import timeline
from helpers.drawing import BLUE, ORANGE
from helpers.replay.wire import Exchange
from tests.drawn import boxes, parsed

REQUEST = httpx2.Request("POST", "https://api.openai.com/v1/chat/completions")


def seen(started: float, ended: float | None, status: int | None = 200) -> Exchange:
    return Exchange("openai", REQUEST, status=status, started=started, ended=ended)


def test_bars_start_at_the_first_request_and_keep_their_order() -> None:
    view = timeline.of([seen(10, 11), seen(10.5, 13, 429), seen(12, None, None)], ["a", "b", "c"])
    assert repr(view).splitlines() == [
        "a  0.00 s to 1.00 s  200",
        "b  0.50 s to 3.00 s  429",
        "c  2.00 s to 2.00 s  no answer",
    ]
    first, second, third = (float(bar["x"]) for bar in boxes(view))
    assert third - first == pytest.approx(4 * (second - first), abs=0.5)


def test_bars_are_as_long_as_requests_ran() -> None:
    first, second = boxes(timeline.of([seen(0, 1), seen(0, 2)], ["<first>", "second"]))
    assert float(second["width"]) == pytest.approx(2 * float(first["width"]), abs=0.2)


def test_what_failed_has_another_color_and_says_why() -> None:
    view = timeline.of([seen(0, 1), seen(0, 2, 429), seen(0, None, None)])
    assert [bar["background-color"] for bar in boxes(view)] == [BLUE, ORANGE, ORANGE]
    notes = list(parsed(view).itertext())[1::2]
    assert notes == ["1.00 s", "2.00 s 429", "0.00 s no answer"]


def test_without_labels_a_request_is_its_provider_and_attempt() -> None:
    assert repr(timeline.of([seen(0, 1)])).startswith("openai, attempt 1  ")


def test_nothing_sent_gives_an_empty_picture() -> None:
    view = timeline.of([])
    assert repr(view) == "" and boxes(view) == []


def test_labels_have_to_be_as_many_as_requests() -> None:
    with pytest.raises(ValueError, match="zip"):
        timeline.of([seen(0, 1)], ["a", "b"])
