"""Quizzes: a few questions on what people get wrong, with a reason for every choice."""

from dataclasses import dataclass
from html import escape
from string import ascii_lowercase
from typing import Any

import yaml

from .. import lessons
from .widget import Shown


@dataclass(frozen=True)
class Choice:
    text: str
    because: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    text: str
    choices: tuple[Choice, ...]


class Quiz(Shown):
    """The quiz of a lesson, such as "04". As a widget, or with `choose` as plain text.

    Raises LookupError if there is none.
    """

    def __init__(self, lesson: str) -> None:
        text = (lessons.room(lesson) / "quiz.yaml").read_text("utf-8")
        self.questions = tuple(
            Question(item["question"], tuple(Choice(**choice) for choice in item["choices"]))
            for item in yaml.safe_load(text)
        )

    def __repr__(self) -> str:
        parts = []
        for number, question in enumerate(self.questions, 1):
            rows = [f"{number}. {question.text}"]
            letters = zip(ascii_lowercase, question.choices, strict=False)
            rows += [f"   {letter}) {choice.text}" for letter, choice in letters]
            parts.append("\n".join(rows))
        return "\n\n".join(parts)

    def html(self) -> str:
        """The questions, each with its reasons folded below it."""
        return "".join(_folded(number, one) for number, one in enumerate(self.questions, 1))

    def choose(self, question: int, letter: str) -> None:
        """Print whether this choice is right, and why. question: from 1 on; letter: a, b, ..."""
        if question not in range(1, len(self.questions) + 1):
            raise ValueError(f"There are questions 1 to {len(self.questions)}.")
        choices = self.questions[question - 1].choices
        letters = list(ascii_lowercase[: len(choices)])
        if (letter := str(letter).lower()) not in letters:
            raise ValueError(f'There are choices "a" to "{letters[-1]}".')
        place = letters.index(letter)
        print(_verdict(choices[place]))

    def widget(self) -> Any:
        import ipywidgets as widgets

        return widgets.VBox([_question(n, q) for n, q in enumerate(self.questions, 1)])


def _verdict(choice: Choice) -> str:
    return f"{'Right.' if choice.right else 'No.'} {choice.because}"


def _folded(number: int, question: Question) -> str:
    choices = "".join(f"<li>{escape(choice.text)}</li>" for choice in question.choices)
    reasons = "".join(f"<li>{escape(_verdict(choice))}</li>" for choice in question.choices)
    listed = '<ol type="a" style="margin-top: 0">'
    return (
        f"<p><b>{number}. {escape(question.text)}</b></p>{listed}{choices}</ol>"
        f"<details><summary>Answers</summary>{listed}{reasons}</ol></details>"
    )


def _question(number: int, question: Question) -> Any:
    import ipywidgets as widgets

    options = [(choice.text, place) for place, choice in enumerate(question.choices)]
    wide = widgets.Layout(width="100%")
    radio = widgets.RadioButtons(options=options, index=None, layout=wide)
    reason = widgets.HTML(layout=wide)

    def show(_: Any) -> None:
        if radio.index is not None:
            reason.value = f"<i>{escape(_verdict(question.choices[radio.index]))}</i>"

    radio.observe(show, names="index")
    title = widgets.HTML(f"<b>{number}. {escape(question.text)}</b>", layout=wide)
    return widgets.VBox([title, radio, reason], layout=wide)


quiz = Quiz  # as lessons call it
