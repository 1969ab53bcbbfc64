"""A quiz, as text and as a widget, with questions of the tests' own."""

from pathlib import Path

import pytest

from helpers import lessons
from helpers.practice.quiz import Choice, Question, Quiz, quiz

ASKED = """
- question: Is 1 < 2?
  choices:
    - {text: It is, because: It comes before., right: true}
    - {text: It is not, because: "Count <again>."}
- question: And 2 < 2?
  choices:
    - {text: It is, because: They are equal.}
    - {text: It is not, because: They are equal., right: true}
"""


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "quiz.yaml").write_text(ASKED, "utf-8")
    monkeypatch.setattr(lessons, "room", lambda lesson: tmp_path)


def test_it_is_read_from_the_lessons_room() -> None:
    first, second = quiz("99").questions
    assert first == Question(
        "Is 1 < 2?",
        (Choice("It is", "It comes before.", True), Choice("It is not", "Count <again>.")),
    )
    assert second.choices[1].right


def test_as_text_it_has_numbers_and_letters() -> None:
    assert repr(Quiz("99")).splitlines() == [
        "1. Is 1 < 2?",
        "   a) It is",
        "   b) It is not",
        "",
        "2. And 2 < 2?",
        "   a) It is",
        "   b) It is not",
    ]


def test_a_choice_is_judged_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    Quiz("99").choose(1, "A")
    Quiz("99").choose(1, "b")
    assert capsys.readouterr().out == "Right. It comes before.\nNo. Count <again>.\n"


@pytest.mark.parametrize(
    ("question", "letter", "there_are"),
    [(3, "a", "questions 1 to 2"), (0, "a", "questions 1 to 2"), (1, "c", '"a" to "b"')],
)
def test_a_choice_that_is_not_there_is_named(question: int, letter: str, there_are: str) -> None:
    with pytest.raises(ValueError, match=there_are):
        Quiz("99").choose(question, letter)


def test_in_the_widget_a_choice_shows_its_reason_as_text() -> None:
    title, radio, reason = Quiz("99").widget().children[0].children
    assert "1 &lt; 2" in title.value and radio.index is None and reason.value == ""
    radio.index = 1
    assert reason.value == "<i>No. Count &lt;again&gt;.</i>"


def test_without_widgets_there_is_the_text() -> None:
    bundle = Quiz("99")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"] == repr(Quiz("99"))


def test_on_a_page_without_widgets_the_reasons_are_folded() -> None:
    page = Quiz("99")._repr_mimebundle_()["text/html"]
    assert page.count("<details>") == page.count("</details>") == 2
    shown, _, folded = page.partition("<details>")
    assert "It comes before." in folded and "It comes before." not in shown
    assert "Count &lt;again&gt;." in folded
