"""What is asked while a lesson is recorded, so that learners can ask it in replay."""

import asyncio
from collections.abc import Iterator
from typing import Any, ClassVar

import openai
import pytest

from helpers import lessons
from helpers.practice import exercise as frame
from helpers.practice import tries
from helpers.practice.exercise import exercise
from helpers.practice.explorer import Explorer, View
from helpers.practice.runs import Case


@pytest.fixture(autouse=True)
def own_exercises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_exercises", {})
    monkeypatch.setattr(lessons, "code", lambda lesson, module: None)
    monkeypatch.setattr(lessons, "full_name", lambda lesson: f"{lesson}_adding")


def test_each_case_that_is_to_be_recorded_is_tried_and_keeps_its_arguments() -> None:
    tried: list[Any] = []
    first = Case([1], recorded=True)

    @exercise("99.1", cases=[first, Case([2])], hint="", right="")
    def refuses(numbers: list[int]) -> None:
        numbers.append(0)
        tried.append(numbers)
        raise ValueError("an ending that it does not take")

    @exercise("99.2", cases=[Case(3, recorded=True)], hint="", right="")
    async def waits(number: int) -> None:
        tried.append(number)

    asyncio.run(tries.of_exercises("99"))
    assert tried == [[1, 0], 3] and first.arguments == ([1],)


def test_a_request_that_fails_ends_the_recording() -> None:
    @exercise("99.1", cases=[Case(recorded=True)], hint="", right="")
    def asks() -> None:
        raise openai.OpenAIError("the stand-in has no answer to this")

    with pytest.raises(openai.OpenAIError):
        asyncio.run(tries.of_exercises("99"))


@pytest.mark.parametrize(("asks", "count"), [(True, 2), (False, 0)])
def test_an_explorer_is_tried_if_it_asks(
    asks: bool, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[int] = []

    class Counts(Explorer):
        settings: ClassVar = {"n": [1, 2]}

        def views(self, **chosen: Any) -> Iterator[View]:
            shown.append(chosen["n"])
            yield View("counted")

    explorer = Counts()
    monkeypatch.setattr(Counts, "asks", asks)
    monkeypatch.setattr(tries, "explore", lambda lesson: explorer)
    asyncio.run(tries.of_explorer("99"))
    assert len(shown) == count


def test_a_lesson_may_be_without_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing_there(*_: object) -> None:
        raise lessons.Missing

    monkeypatch.setattr(lessons, "code", nothing_there)
    monkeypatch.setattr(tries, "explore", nothing_there)
    asyncio.run(tries.of_exercises("99"))
    asyncio.run(tries.of_explorer("99"))
