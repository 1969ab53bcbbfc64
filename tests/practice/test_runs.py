"""Calling a function in a case, and what is seen of it."""

import asyncio
from typing import Any

import openai
import pytest

from helpers.practice import compare, runs
from helpers.practice.canned import Reply
from helpers.practice.runs import Case, Incomparable, run, run_async
from helpers.replay import wire
from helpers.replay.faults import Cut, Failing, Refused

from ..recorded import MODEL
from .asking import ask, user


@pytest.fixture(autouse=True)
def in_a_lesson(nothing_recorded: None) -> None:
    """Every test here has it."""


# What a function does


def test_a_run_holds_what_was_sent_and_what_came_of_it() -> None:
    seen = run(ask, Case(user("hi"), replies=Reply("Hello.")))
    assert [request["messages"] for request in seen.requests] == [[user("hi")]]
    assert (seen.returned, seen.raised) == ("Hello.", None)


def test_replies_come_in_their_order_and_the_last_one_stays() -> None:
    def three_times() -> list[str]:
        return [ask(user("hi")) for _ in range(3)]

    assert run(three_times, Case(replies=[Reply("a"), Reply("b")])).returned == ["a", "b", "b"]
    assert run(three_times, Case()).returned == ["An answer."] * 3


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Failing(429), openai.RateLimitError), (Refused(), openai.APIConnectionError)],
)
def test_a_fault_can_stand_among_the_replies(fault: Any, error: type[Exception]) -> None:
    seen = run(lambda: ask(user("hi")), Case(replies=fault))
    assert isinstance(seen.raised, error) and len(seen.requests) == 1

    def again() -> str:
        try:
            return ask(user("hi"))
        except openai.OpenAIError:
            return ask(user("hi"))

    assert run(again, Case(replies=[fault, Reply("At last.")])).returned == "At last."


def test_where_a_fault_lets_a_request_through_a_canned_answer_comes() -> None:
    def stream() -> list[str]:
        client = openai.OpenAI(api_key="none")
        chunks = client.chat.completions.create(model=MODEL, messages=[user("hi")], stream=True)
        return [chunk.choices[0].delta.content for chunk in chunks]

    assert "".join(text or "" for text in run(stream, Case(replies=Cut(9))).returned)
    assert run(stream, Case(replies=Cut(1))).raised is not None


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(1)])
def test_an_error_is_part_of_a_run(error: BaseException) -> None:
    def fails() -> None:
        raise error

    assert run(fails, Case()).raised is error


def test_an_argument_that_was_changed_is_seen_and_the_case_keeps_its_own() -> None:
    case = Case([1], "a")
    for _ in range(2):
        seen = run(lambda numbers, text: numbers.append(2), case)
        assert compare.facts(seen)["changed"] == [[1, 2], "a"]
    assert case.arguments == ([1], "a")


def test_a_case_may_call_the_function_in_its_own_way() -> None:
    def count(most: int) -> Any:
        yield from range(most)

    assert run(count, Case(3, through=lambda f, most: list(f(most)))).returned == [0, 1, 2]


def test_the_lessons_own_log_is_left_alone() -> None:
    run(ask, Case(user("hi")))
    assert wire.log() == []


def test_an_async_function_is_awaited() -> None:
    async def asks(prompt: str) -> str:
        async with openai.AsyncOpenAI(api_key="none") as client:
            answer = await client.chat.completions.create(model=MODEL, messages=[user(prompt)])
        return answer.choices[0].message.content

    seen = asyncio.run(run_async(asks, Case("hi", replies=Reply("Hello."))))
    assert seen.returned == "Hello." and len(seen.requests) == 1


# What cannot be compared


@pytest.mark.kernel
def test_requests_without_end_are_stopped() -> None:
    def loops() -> None:
        for _ in range(100):  # as good as for ever, and yet an end if nothing stops it
            ask(user("hi"))

    def calls_itself(more: int = 100) -> None:
        ask(user("hi"))
        if more:
            calls_itself(more - 1)

    for endless in (loops, calls_itself):
        with pytest.raises(Incomparable, match="did not come to an end"):
            run(endless, Case())


def test_waiting_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_MOST_SECONDS", 0.05)

    async def waits() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Incomparable, match="did not come to an end"):
        asyncio.run(run_async(waits, Case()))


def test_a_timeout_of_its_own_is_an_error_like_any_other() -> None:
    async def gives_up() -> None:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()

    assert isinstance(asyncio.run(run_async(gives_up, Case())).raised, TimeoutError)


def test_a_plain_function_in_the_place_of_an_async_one_is_told_so() -> None:
    with pytest.raises(Incomparable, match="async def"):
        asyncio.run(run_async(lambda: 1, Case()))


# Facts
