"""What a check sees of a function, and what it takes for the same."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anthropic
import openai
import pytest
from anthropic.types import TextBlock
from openai.types.chat import ChatCompletionMessage

from helpers.practice import compare
from helpers.practice.canned import Reply
from helpers.practice.compare import (
    Case,
    Difference,
    Incomparable,
    facts,
    first_difference,
    run,
    run_async,
    same,
)
from helpers.replay import wire
from helpers.replay.cassette import Cassette
from helpers.replay.faults import Cut, Failing, Refused
from helpers.replay.seam import install
from helpers.replay.session import Session

from .recorded import MODEL


@pytest.fixture(autouse=True)
def nothing_recorded(tmp_path: Path) -> None:
    install(Session("99_x", "replay", Cassette("", ""), tmp_path / "unused", 0))


def user(content: Any) -> dict[str, Any]:
    return {"role": "user", "content": content}


def ask(*messages: Any, **options: Any) -> str:
    client = openai.OpenAI(api_key="none", max_retries=0)
    answer = client.chat.completions.create(model=MODEL, messages=messages, **options)
    return answer.choices[0].message.content


def ask_claude(*messages: Any, **options: Any) -> str:
    client = anthropic.Anthropic(api_key="none", max_retries=0)
    options = {"model": MODEL, "max_tokens": 10, **options}
    return client.messages.create(messages=messages, **options).content[0].text


# What a function does


def test_a_run_holds_what_was_sent_and_what_came_of_it() -> None:
    seen = run(ask, Case(user("hi"), replies=Reply("Hello.")))
    assert [request["messages"] for request in seen.requests] == [[user("hi")]]
    assert (seen.returned, seen.raised, seen.changed) == ("Hello.", None, None)


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
        assert seen.changed == seen.arguments == ([1, 2], "a")
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
    monkeypatch.setattr(compare, "_MOST_SECONDS", 0.05)

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


def test_each_parameter_is_a_fact_and_later_requests_have_their_number() -> None:
    def twice() -> str:
        ask(user("hi"), temperature=1)
        return ask(user("hi"), user("there"), top_p=0.5)

    found = facts(run(twice, Case()))
    assert found["sent"] is True and found["requests"] == 2
    assert found["path"] == found["2.path"] == "/v1/chat/completions"
    assert (found["temperature"], found["2.top_p"]) == (1, 0.5)
    assert found["2.roles"] == ["user", "user"] and found["2.content"] == ["hi", "there"]
    assert found["returned"] == "An answer."


def test_what_is_up_to_the_learner_is_no_fact() -> None:
    found = facts(run(lambda: ask(user("hi"), seed=1, top_p=1), Case()), ["seed", "content"])
    assert "seed" not in found and "content" not in found and "top_p" in found


def test_what_was_raised_is_told_before_what_is_missing_because_of_it() -> None:
    def fails(numbers: list[int]) -> None:
        raise ValueError

    def changes(numbers: list[int]) -> None:
        numbers.clear()

    yours, wanted = run(fails, Case([1])), run(changes, Case([1]))
    assert "returned" not in facts(yours)
    assert first_difference(facts(yours), facts(wanted)).name == "raised"


SYSTEM = {"role": "system", "content": "Be brief."}
TEXT = {"type": "text", "text": "hi"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (lambda: ask(SYSTEM), lambda: ask({**SYSTEM, "role": "developer"})),
        (lambda: ask(user("hi")), lambda: ask(user([TEXT]))),
        (lambda: ask(user("hi")), lambda: ask({**user("hi"), "name": None})),
        (lambda: ask_claude(user("hi")), lambda: ask_claude(user([TEXT]))),
        (
            lambda: ask_claude(user("hi"), system="hi"),
            lambda: ask_claude(user("hi"), system=[{**TEXT, "cache_control": None}]),
        ),
        (
            lambda: ask_claude(user("hi"), {"role": "assistant", "content": "hi"}),
            lambda: ask_claude(
                user("hi"), {"role": "assistant", "content": [TextBlock(type="text", text="hi")]}
            ),
        ),
    ],
)
def test_two_ways_to_say_the_same_in_a_request_are_one(one: Any, other: Any) -> None:
    yours, wanted = (facts(run(function, Case())) for function in (one, other))
    assert first_difference(yours, wanted) is first_difference(wanted, yours) is None


@pytest.mark.parametrize(
    "kept",
    [
        {"role": "assistant", "content": "hi"},
        {"role": "assistant", "content": [TEXT]},
        {"role": "assistant", "content": [TextBlock(type="text", text="hi")]},
        ChatCompletionMessage(role="assistant", content="hi"),
    ],
)
def test_a_message_that_was_kept_is_the_same_in_any_form(kept: Any) -> None:
    found = facts(run(lambda messages: messages.append(kept), Case([])))
    assert found["changed"] == [[{"role": "assistant", "content": "hi"}]]


# Differences


def test_the_first_difference_is_named() -> None:
    assert first_difference({"a": 1, "b": 2}, {"a": 1, "b": 3}) == Difference("b", 2, 3)
    assert first_difference({}, {"a": 1}) == Difference("a", None, 1)


def test_what_is_there_beyond_the_wanted_makes_no_difference() -> None:
    assert first_difference({"a": 1, "b": 2}, {"a": 1}) is None


@pytest.mark.parametrize(
    ("yours", "wanted", "expected"),
    [
        ((1, 2), (1, 3), ("r[1]", 2, 3)),
        ([{"n": "a"}], [{"n": "b"}], ("r[0].n", "a", "b")),
        ([1], [1, 2], ("r", [1], [1, 2])),
        ({"n": 1}, {"m": 1}, ("r", {"n": 1}, {"m": 1})),
    ],
)
def test_a_difference_is_told_where_it_begins(yours: Any, wanted: Any, expected: Any) -> None:
    assert first_difference({"r": yours}, {"r": wanted}) == Difference(*expected)


class OwnError(ValueError):
    pass


@pytest.mark.parametrize(
    ("yours", "wanted"),
    [
        (" a\n", "a"),
        ((1, [" b"]), [1, ("b",)]),
        ({"n": (1,)}, {"n": [1]}),
        (2.0, 2),
        (OwnError("mine"), ValueError("other words")),
        (TextBlock(type="text", text="a"), TextBlock(type="text", text="a")),
    ],
)
def test_what_makes_no_difference_to_a_learner_is_the_same(yours: Any, wanted: Any) -> None:
    assert same(yours, wanted)


@pytest.mark.parametrize(
    ("yours", "wanted"),
    [
        ("a", "b"),
        ("a", None),
        ([1], [1, 1]),
        ({"n": 1}, {"n": 1, "m": 1}),
        (1, True),
        (False, 0),
        (None, ValueError()),
        (KeyError("a"), ValueError("a")),
        (SimpleNamespace(text="a"), TextBlock(type="text", text="a")),
    ],
)
def test_everything_else_is_different(yours: Any, wanted: Any) -> None:
    assert not same(yours, wanted)
