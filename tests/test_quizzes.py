"""Every lesson's quiz: its questions, and each choice clicked and typed."""

from html import unescape

import pytest

from helpers.practice.quiz import Quiz

from .test_notebooks import NAMES

pytestmark = pytest.mark.lessons

every_lesson = pytest.mark.parametrize("name", NAMES)


@every_lesson
def test_the_quiz_has_one_right_choice_a_question_and_a_reason_for_each(name: str) -> None:
    quiz = Quiz(name[:2])
    assert 3 <= len(quiz.questions) <= 4
    for question in quiz.questions:
        assert sum(choice.right for choice in question.choices) == 1
        assert all(choice.because.strip() for choice in question.choices)
        assert len({choice.text for choice in question.choices}) == len(question.choices) >= 3


@every_lesson
def test_right_choices_stand_in_different_places(name: str) -> None:
    places = [
        next(place for place, choice in enumerate(question.choices) if choice.right)
        for question in Quiz(name[:2]).questions
    ]
    assert len(set(places)) > 1


@every_lesson
def test_every_choice_can_be_clicked_and_typed(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    quiz = Quiz(name[:2])
    for number, (box, question) in enumerate(
        zip(quiz.widget().children, quiz.questions, strict=True), 1
    ):
        _, radio, reason = box.children
        assert reason.value == ""
        for place, choice in enumerate(question.choices):
            radio.index = place
            quiz.choose(number, "abcd"[place])
            typed = capsys.readouterr().out.strip()
            assert unescape(reason.value) == f"<i>{typed}</i>"
            assert typed.startswith("Right." if choice.right else "No.")
            assert choice.because in typed
