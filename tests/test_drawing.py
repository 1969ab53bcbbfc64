"""What explorers and timelines show: in words, in HTML, and the same in both."""

from collections.abc import Callable

import pytest

from helpers.drawing import (
    BLUE,
    ORANGE,
    Bar,
    Span,
    View,
    bars,
    beside,
    code,
    columns,
    compared,
    said,
    stack,
    table,
    words,
)
from tests.drawn import across, boxes, parsed, style

TEXT = "<b>1 & 2</b>"  # a learner may type that


def texts(view: View) -> list[str]:
    """The texts that are drawn, in order."""
    return [text for text in parsed(view).itertext() if text.strip()]


def cells(view: View, kind: str = "td") -> list[list[str]]:
    rows = parsed(view).iter("tr")
    drawn = [["".join(cell.itertext()) for cell in row.iter(kind)] for row in rows]
    return [row for row in drawn if row]


def one_bar(*spans: Span, **more: str) -> Bar:
    return Bar("a", spans, **more)


@pytest.mark.parametrize(
    "view",
    [
        words(TEXT),
        said(TEXT),
        code(TEXT),
        stack(words(TEXT)),
        stack(View(TEXT)),
        beside(words(TEXT)),
        beside(View(TEXT)),
        table([[TEXT]]),
        table([], [TEXT]),
        columns([{TEXT: TEXT}]),
        compared([["about", TEXT]], ["", "said"]),
        bars([Bar(TEXT, [Span(0, 1, label=TEXT)], TEXT, TEXT)], unit=TEXT, line=(1, TEXT)),
    ],
)
def test_a_text_is_the_same_in_words_and_in_html(view: View) -> None:
    assert TEXT in view.text
    assert TEXT in "".join(texts(view))


def test_a_notebook_gets_both() -> None:
    view = words("a")
    assert repr(view) == view.text == "a"
    assert view._repr_html_() == view.html


def test_a_view_of_words_alone_has_no_html() -> None:
    assert View("a")._repr_html_() is None


@pytest.mark.parametrize("make", [words, said])
def test_a_paragraph_keeps_its_lines(make: Callable[[str], View]) -> None:
    view = make("a\nb")
    assert view.text == "a\nb"
    assert texts(view) == ["a", "b"] and len(list(parsed(view).iter("br"))) == 1


def test_what_is_said_has_a_bar_of_its_color() -> None:
    assert f"border-left: 4px solid {BLUE}" in said("fine").html
    assert f"border-left: 4px solid {ORANGE}" in said("failed", ORANGE).html


def test_code_keeps_its_spaces_and_may_be_broken_anywhere() -> None:
    view = code("if x:\n    y")
    assert texts(view) == [view.text]
    assert "white-space: pre-wrap" in view.html and "overflow-wrap: anywhere" in view.html


def test_a_stack_keeps_the_order_and_draws_what_has_only_words() -> None:
    view = stack(words("a"), View("b"), words("c"))
    assert view.text.split("\n") == texts(view) == ["a", "b", "c"]
    assert [element.tag for element in parsed(view)] == ["div", "pre", "div"]


def test_a_stack_can_keep_its_words_apart() -> None:
    assert stack(words("a"), words("b"), apart=True).text == "a\n\nb"


def test_a_stack_has_no_empty_line_for_what_says_nothing() -> None:
    assert stack(words("a"), View("", "<hr/>"), words("b")).text == "a\nb"


def test_what_stands_beside_each_other_has_panes_of_the_same_width() -> None:
    view = beside(words("a"), words("b"))
    assert view.text == "a\n\nb"
    (row,) = parsed(view)
    assert "flex-wrap: wrap" in row.get("style", "")
    assert [pane.get("style") for pane in row] == [row[0].get("style")] * 2
    assert ["".join(pane.itertext()) for pane in row] == ["a", "b"]


# Tables


def test_a_table_has_a_line_for_each_row_with_its_columns_aligned() -> None:
    view = table([["a", 1, "x"], ["long", 10, "y"]], ["name", "n", ""])
    assert view.text.split("\n") == ["name  n", "a     1   x", "long  10  y"]
    assert cells(view, "th") == [["name", "n", ""]]
    assert cells(view) == [["a", "1", "x"], ["long", "10", "y"]]


def test_a_table_needs_no_head() -> None:
    view = table([["a", "b"]])
    assert view.text == "a  b"
    assert "<th" not in view.html


def test_the_lines_of_a_cell_are_one_in_words() -> None:
    view = table([["a", "b\n\nc"]])
    assert view.text == "a  b c"
    assert len(list(parsed(view).iter("br"))) == 2


def test_marked_rows_stand_out() -> None:
    view = table([["a"], ["b"], ["c"]], ["name"], marked=[1])
    assert view.text.split("\n") == ["  name", "  a", "* b", "  c"]
    assert [bold.text for bold in parsed(view).iter("b")] == ["b"]
    marked = [cell for cell in parsed(view).iter("td") if ORANGE in cell.get("style", "")]
    assert len(marked) == 1


def test_only_the_first_cell_of_a_marked_row_is_marked() -> None:
    view = table([["a", "b"]], marked=[0])
    assert view.text == "* a  b"
    assert view.html.count("<b>") == view.html.count(ORANGE) == 1


def test_widths_are_of_the_columns() -> None:
    view = table([["a", "b"]], widths=[30, 70])
    assert "table-layout: fixed" in view.html
    assert [column.get("style") for column in parsed(view).iter("col")] == [
        "width: 30%",
        "width: 70%",
    ]


def test_in_a_narrow_column_only_long_words_are_broken() -> None:
    view = table([["dropped", "an answer of several words", "x" * 50]])
    broken = ["anywhere" in cell.get("style", "") for cell in parsed(view).iter("td")]
    assert broken == [False, False, True]
    assert "anywhere" not in parsed(view)[0].get("style", "")


def test_a_column_of_a_set_width_breaks_whatever_does_not_fit() -> None:
    (drawn,) = parsed(table([["dropped"]], widths=[1]))
    assert "overflow-wrap: anywhere" in drawn.get("style", "")


def test_answers_stand_under_one_another_in_words_and_side_by_side_in_html() -> None:
    view = columns([{"text": "a", "tokens": 1}, {"text": "b", "tokens": 2}])
    assert view.text == "text: a\ntokens: 1\n\ntext: b\ntokens: 2"
    assert cells(view) == [["text", "a", "b"], ["tokens", "1", "2"]]


def test_an_answer_may_lack_rows() -> None:
    view = columns([{"name": "a", "tokens": 1}, {"name": "b", "refused": "too large"}])
    assert view.text == "name: a\ntokens: 1\n\nname: b\nrefused: too large"
    assert cells(view) == [["name", "a", "b"], ["tokens", "1", ""], ["refused", "", "too large"]]


def test_what_is_compared_has_a_line_for_each_cell() -> None:
    rows = [["first", "a", "b"], ["second", "c", "d"]]
    view = compared(rows, ["", "OpenAI", "Claude"], marked=[1])
    assert view.text.split("\n") == [
        "  first",
        "    OpenAI: a",
        "    Claude: b",
        "* second",
        "    OpenAI: c",
        "    Claude: d",
    ]
    assert cells(view) == rows
    assert view.html.count(ORANGE) == 1


@pytest.mark.parametrize(
    "view",
    [words(""), said(""), code(""), stack(), beside(), table([]), columns([]), bars([])],
)
def test_nothing_is_shown_as_nothing(view: View) -> None:
    assert view.text == "" and texts(view) == []


def test_without_rows_there_is_the_head() -> None:
    view = table([], ["name", "n"])
    assert view.text == "name  n" and cells(view, "th") == [["name", "n"]] and not cells(view)


# Bars


def test_bars_are_as_long_as_their_spans() -> None:
    view = bars([one_bar(Span(0, 1)), one_bar(Span(0, 4)), one_bar(Span(3, 4))])
    first, second, third = boxes(view)
    assert float(second["width"]) == pytest.approx(4 * float(first["width"]), abs=0.5)
    assert float(third["width"]) == pytest.approx(float(first["width"]), abs=0.2)
    assert first["x"] == second["x"]
    ends = [float(bar["x"]) + float(bar["width"]) for bar in (second, third)]
    assert ends[0] == pytest.approx(ends[1], abs=0.2)


def test_bars_stand_under_one_another() -> None:
    places = [float(bar["y"]) for bar in boxes(bars([one_bar(Span(0, 1))] * 3))]
    assert places == sorted(set(places))


def test_spans_follow_one_another_in_their_looks() -> None:
    view = bars([one_bar(Span(0, 1, ORANGE, label="5"), Span(1, 3, filled=False))])
    first, second = boxes(view)
    assert float(first["x"]) + float(first["width"]) == pytest.approx(float(second["x"]), abs=0.2)
    assert (first["border"], second["border"]) == (f"1px solid {ORANGE}", f"1px solid {BLUE}")
    assert first["background-color"] == ORANGE and "background-color" not in second
    assert "5" in texts(view)


def test_a_span_of_no_length_can_be_seen() -> None:
    (bar,) = boxes(bars([one_bar(Span(0, 0))]))
    assert float(bar["width"]) > 0


def test_bars_are_told_in_aligned_words_which_are_their_title_too() -> None:
    view = bars([Bar("a", [Span(0, 1)], "1 s", "0 s to 1 s"), Bar("long", [], told="nothing")])
    assert view.text == "a     0 s to 1 s\nlong  nothing"
    assert [title for e in parsed(view) if (title := e.get("title"))] == [view.text]
    assert texts(view) == ["a", "1 s", "long"]


def test_an_axis_goes_from_0_to_the_longest() -> None:
    view = bars([one_bar(Span(0.5, 2))], unit="s")
    assert texts(view)[-2:] == ["0 s", "2.00 s"]
    assert "0 s" not in texts(bars([one_bar(Span(0.5, 2))]))


@pytest.mark.parametrize("place", [0, 1, 5])
def test_a_line_stands_at_its_place_with_its_whole_name_inside(place: float) -> None:
    view = bars([one_bar(Span(0, 2))], line=(place, "budget"))
    (bar,) = boxes(view)
    (stands,) = [look for look in map(style, parsed(view).iter("div")) if "border-left" in look]
    x = float(across(stands, "left"))
    assert x <= 640
    assert x - float(bar["x"]) == pytest.approx(place * float(bar["width"]) / 2, abs=0.5)
    (name,) = [style(div) for div in parsed(view).iter("div") if div.text == "budget"]
    assert 41.9 <= float(across(name, "width")) <= 640.1 - float(across(name, "left"))


def test_everything_is_inside_the_picture() -> None:
    long = Bar("a question as a label " * 10, [Span(0, 3)], "3.00 s 429", "as long as that")
    view = bars([long, one_bar(Span(1, 2))], unit="s")
    ((picture,),) = parsed(view)
    width, height = (float(style(picture)[name][:-2]) for name in ("max-width", "height"))
    for bar in boxes(view):
        assert 0 < float(bar["x"]) < float(bar["x"]) + float(bar["width"]) < width
        assert float(bar["y"]) + float(bar["height"]) < height
    assert long.label in view.text and long.label not in texts(view)


def test_bars_need_no_trust() -> None:
    """Of an output that nobody has run yet, Jupyter keeps plain HTML and its styles only."""
    view = bars([Bar("a", [Span(0, 1, label="5")], "1 s")], unit="s", line=(0.5, "budget"))
    assert {element.tag for element in parsed(view).iter()} == {"div"}
