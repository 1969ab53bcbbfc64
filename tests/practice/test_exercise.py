"""What `check` and `hint` say, with exercises of the tests' own."""

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openai
import pytest

from helpers import lessons
from helpers.practice import exercise as frame
from helpers.practice import progress
from helpers.practice.canned import Reply
from helpers.practice.exercise import check, exercise, hint
from helpers.practice.runs import Case
from helpers.replay.cassette import Cassette
from helpers.replay.seam import install, uninstall
from helpers.replay.session import Session

from .. import cells
from ..recorded import MODEL


@pytest.fixture(autouse=True)
def own_exercises(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(frame, "_exercises", {})
    monkeypatch.setattr(lessons, "code", lambda lesson, module: None)
    monkeypatch.setattr(lessons, "full_name", lambda lesson: f"{lesson}_adding")
    install(Session("99_adding", "replay", Cassette("", ""), tmp_path / "unused", 0))

    @exercise("99.1", cases=[Case(2, 2), Case(2, 3)], hint="Add them.", right="Well added.")
    def adds(a: int, b: int) -> int:
        return a + b

    @exercise("99.2", cases=[Case("hi")], hint="", right="Well asked.")
    def asks(prompt: str) -> str:
        return ask(prompt, reasoning_effort="none")

    @exercise("99.3", cases=[Case(1)], hint="", right="Well awaited.")
    async def adds_one(number: int) -> int:
        return number + 1


def ask(prompt: str, **options: Any) -> str:
    client = openai.OpenAI(api_key="none", max_retries=0)
    messages = [{"role": "user", "content": prompt}]
    answer = client.chat.completions.create(model=MODEL, messages=messages, **options)
    return answer.choices[0].message.content


def from_a_notebook(code: str) -> Callable[..., Any]:
    """The function f, defined in a cell, so that its source can be read."""
    return asyncio.run(cells.run(f"{code}\nf", {}))


def awaited(answer: Any) -> frame.Result:
    async def result() -> frame.Result:
        return await check("99.3", answer)

    return asyncio.run(result())


def test_a_right_answer_is_right_and_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESSON_PROGRESS", str(tmp_path / "progress.json"))
    result = check("99.1", lambda a, b: b + a)
    assert result.state == "right" and repr(result) == "99.1 Right. Well added."
    assert progress.read() == ["99.1"]


def test_a_wrong_answer_is_told_why_and_not_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSON_PROGRESS", str(tmp_path / "progress.json"))
    result = check("99.1", lambda a, b: a * b)
    assert result.state == "wrong" and "returned 6. Wanted: 5" in result.text
    assert progress.read() == []


def test_progress_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSON_PROGRESS", str(tmp_path / "no" / "such" / "folder"))
    assert check("99.1", lambda a, b: a + b).state == "right"


def test_an_error_in_the_answer_is_part_of_the_result() -> None:
    result = check("99.1", lambda a, b: a / 0)
    assert result.state == "wrong" and "ZeroDivisionError" in result.text


def test_an_answer_is_judged_by_what_it_sends_recorded_or_not() -> None:
    assert check("99.2", lambda prompt: ask(prompt, reasoning_effort="none")).state == "right"
    assert "reasoning_effort is missing" in check("99.2", ask).text


def test_an_exercise_may_have_its_own_sentences_and_open_fields() -> None:
    @exercise(
        "99.4", cases=[Case()], hint="", right="", open_fields=["content"], why={"user": "Whose?"}
    )
    def solution() -> str:
        return ask("hi", user="me")

    assert check("99.4", lambda: ask("hello", user="you")).text == "Whose?"


def test_an_exercise_may_say_what_is_compared() -> None:
    @exercise(
        "99.4", cases=[Case()], facts=lambda seen: {"length": len(seen.returned)}, hint="", right=""
    )
    def solution() -> str:
        return "abc"

    assert check("99.4", lambda: "xyz").state == "right"
    assert check("99.4", lambda: "xy").text == "length is 2. Wanted: 3."


@pytest.mark.parametrize("stub", ["    ...", "    c = ...\n    return a + b"])
def test_a_stub_is_not_yet(stub: str) -> None:
    assert check("99.1", from_a_notebook(f"def f(a, b):\n{stub}")).state == "not yet"
    assert check("99.1", ...).state == "not yet"


def test_a_forgotten_ellipsis_is_told_from_an_untouched_stub() -> None:
    stub = check("99.1", from_a_notebook("def f(a, b):\n    ..."))
    done = check("99.1", from_a_notebook("def f(a, b):\n    ...\n    return a + b"))
    assert done.state == stub.state == "not yet"
    assert done.text != stub.text


def test_a_lambda_beside_an_ellipsis_is_judged() -> None:
    assert check("99.1", from_a_notebook("f, rest = lambda a, b: a + b, ...")).state == "right"


def test_a_hint_comes_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    hint("99.1")
    assert capsys.readouterr().out == "Add them.\n"


def test_an_unknown_number_is_named() -> None:
    with pytest.raises(LookupError, match=r"99\.7.*99\.1, 99\.2, 99\.3"):
        check("99.7", 1)
    assert check(" 99.1", ...).number == check(99.1, ...).number == "99.1"
    with pytest.raises(LookupError, match="comes first"):
        check(len, "99.1")


def test_html_shows_a_learners_text_as_text() -> None:
    def raises(a: int, b: int) -> None:
        raise ValueError("<b>")

    assert "&lt;b&gt;" in check("99.1", raises)._repr_html_()


def test_before_the_first_cell_has_run_nothing_is_judged() -> None:
    uninstall()
    for result in (check("99.1", lambda a, b: a + b), awaited(...)):
        assert result.state == "not yet" and "first cell" in result.text


def test_an_answer_that_does_not_come_to_an_end_is_wrong() -> None:
    def loops(prompt: str) -> None:
        for _ in range(100):  # as good as for ever, and yet an end if nothing stops it
            ask(prompt)

    @exercise("99.4", cases=[Case("hi", replies=Reply())], hint="", right="")
    def asks_later(prompt: str) -> str:
        return ask(prompt)

    result = check("99.4", loops)
    assert result.state == "wrong" and "did not come to an end" in result.text


def test_what_is_no_function_is_told_so() -> None:
    assert "no brackets" in check("99.1", 4).text

    async def adds(a: int, b: int) -> int:
        return a + b

    assert "not async def" in check("99.1", adds).text


def test_a_check_that_stumbles_does_not_blame_the_code() -> None:
    # What is compared is found by helpers; here the standard library stands for them.
    exercise("99.4", cases=[Case()], facts=json.loads, hint="", right="")(lambda: None)
    assert "The check stumbled" in check("99.4", lambda: None).text


def test_the_check_of_an_async_exercise_is_awaited() -> None:
    async def right(number: int) -> int:
        return 1 + number

    async def wrong(number: int) -> int:
        return number

    states = [awaited(answer).state for answer in (right, wrong, ...)]
    assert states == ["right", "wrong", "not yet"]
    assert "async def" in awaited(lambda number: number + 1).text
    assert "await check" in repr(check("99.3", right))


def test_solutions_are_loaded_as_if_the_lesson_had_been_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: dict[str, str] = {}
    monkeypatch.setattr(lessons, "code", lambda lesson, module: seen.update(os.environ))
    before = dict(os.environ)
    assert [one.number for one in frame.of_lesson("99")] == ["99.1", "99.2", "99.3"]
    assert seen["OPENAI_API_KEY"] and seen["ANTHROPIC_API_KEY"]
    assert seen["TIKTOKEN_CACHE_DIR"] == str(lessons.VOCABULARY)
    assert dict(os.environ) == before
