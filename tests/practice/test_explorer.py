"""An explorer of the tests' own: as a widget, as text, and with every setting."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from helpers import lessons
from helpers.practice.explorer import ERROR, Explorer, View, explore
from helpers.problems import LessonProblem
from helpers.replay.cassette import Cassette
from helpers.replay.miss import NotRecorded, take_untold
from helpers.replay.seam import install
from helpers.replay.session import Session


class Sum(Explorer):
    title = "A sum"
    settings: ClassVar = {"a": range(0, 11, 5), "b": [1, 2], "word": ["one"]}
    free = ("word",)

    def views(self, **chosen: Any) -> Iterator[View]:
        yield View("wait", "<i>wait</i>")
        yield View(f"{chosen['a'] + chosen['b']} {chosen['word']}")


def test_the_plain_call_and_the_widget_show_the_same() -> None:
    explorer = Sum()
    *_, slider, menu, _, picture = explorer.widget().children
    slider.value, menu.value = 5, 2
    assert "7 one" in picture.value
    assert repr(explorer.show(a=5, b=2)) == "7 one"
    assert repr(explorer).startswith("A sum\n  a: 0 to 10 in steps of 5\n  b: 1, 2")


def test_a_setting_can_start_elsewhere_than_at_its_first_value() -> None:
    class Later(Sum):
        start: ClassVar = {"a": 10, "b": 2}

    *_, slider, menu, _, picture = Later().widget().children
    assert (slider.value, menu.value) == (10, 2)
    assert "12 one" in picture.value
    assert repr(Later().show()) == "12 one" and repr(Later()).endswith("12 one")
    assert repr(Later().show(a=0)) == "2 one"
    assert len(list(Later().every())) == 6


def test_what_has_a_button_starts_with_it_and_only_once_at_a_time() -> None:
    seen: list[bool] = []

    class Slow(Sum):
        button = "Go"

        def views(self, **chosen: Any) -> Iterator[View]:
            seen.append(start.disabled)
            yield View("done")

    bundle = Slow()._repr_mimebundle_()
    assert bundle["text/plain"].endswith("Start it with .show().")
    *_, start, picture = Slow().widget().children
    assert not seen and not picture.value
    start.click()
    assert seen == [True] and not start.disabled
    assert "done" in picture.value


def test_an_error_behind_a_control_is_shown() -> None:
    class Fails(Sum):
        def views(self, **chosen: Any) -> Iterator[View]:
            if chosen["b"] == 2:
                raise ValueError("<no>")
            yield View("fine")

    *_, menu, _, picture = Fails().widget().children
    menu.value = 2
    assert ERROR in picture.value and "ValueError: &lt;no&gt;" in picture.value


def test_without_widgets_there_is_the_text() -> None:
    bundle = Sum()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"].endswith("1 one")


@pytest.mark.parametrize("wrong", [{"a": 3}, {"a": 15}, {"b": 9}, {"c": 1}, {"word": "two"}])
def test_a_setting_that_is_not_offered_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Sum().show(**wrong)


def test_what_is_free_takes_anything_when_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESSON_MODE", "live")
    assert repr(Sum().show(word="two")) == "1 two"


def test_a_recording_can_go_through_all_settings() -> None:
    assert len(list(Sum().every())) == 6


def test_what_another_lesson_has_recorded_names_that_lesson() -> None:
    class Asks(Sum):
        lesson = "99"

        def views(self, **chosen: Any) -> Iterator[View]:
            raise NotRecorded(f"{chosen['b'] + 97}_lesson", [], [])
            yield

    with pytest.raises(LessonProblem, match=r'start\("99"\)'):
        Asks().show(b=1)
    with pytest.raises(NotRecorded):
        Asks().show(b=2)
    take_untold()


def test_an_explorer_is_found_by_its_lesson(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = {"explorer": SimpleNamespace(LessonExplorer=Sum)}
    monkeypatch.setattr(lessons, "code", lambda lesson, module: room[module])
    monkeypatch.setattr(lessons, "full_name", lambda lesson: f"{lesson:0>2}_adding")
    with pytest.raises(LessonProblem, match="first cell"):
        explore("9")
    install(Session("09_adding", "replay", Cassette("", ""), tmp_path / "unused", 0))
    assert isinstance(explore("9"), Sum) and explore("9").lesson == "09"
