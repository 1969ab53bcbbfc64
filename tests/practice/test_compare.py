"""What a check sees of a function, and what it takes for the same."""

from types import SimpleNamespace
from typing import Any

import openai
import pytest
from anthropic.types import TextBlock
from openai.types.chat import ChatCompletionMessage

from helpers.practice.canned import Call, Reply
from helpers.practice.compare import Difference, facts, first_difference, same
from helpers.practice.runs import Case, run

from ..recorded import MODEL
from .asking import ask, ask_claude, user


@pytest.fixture(autouse=True)
def in_a_lesson(nothing_recorded: None) -> None:
    """Every test here has it."""


# What a function does


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


def respond(given: Any, **options: Any) -> Any:
    client = openai.OpenAI(api_key="none", max_retries=0)
    return client.responses.create(model=MODEL, input=given, **options)


def test_the_facts_of_a_request_to_responses_have_the_names_of_its_parameters() -> None:
    found = facts(run(lambda: respond("hi", instructions="Be brief.").output_text, Case()))
    assert found["path"] == "/v1/responses" and found["instructions"] == "Be brief."
    assert (found["roles"], found["content"]) == (["user"], ["hi"])
    assert found["input"] == [user("hi")]
    assert found["returned"] == "An answer."


ADD = {"type": "function_call", "call_id": "call_1", "name": "add", "arguments": "{}"}
RESULT = {"type": "function_call_output", "call_id": "call_1", "output": "5"}


def round_trip(kept: Any, result: dict[str, Any]) -> Any:
    def function() -> None:
        first = respond("hi")
        respond([user("hi"), *kept(first), result])

    return lambda: facts(run(function, Case(replies=[Reply("", calls=[Call("add", {})]), Reply()])))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (lambda: facts(run(respond, Case("hi"))), lambda: facts(run(respond, Case([user("hi")])))),
        (
            lambda: facts(run(respond, Case("hi"))),
            lambda: facts(run(respond, Case([user([{"type": "input_text", "text": "hi"}])]))),
        ),
        (
            lambda: facts(run(respond, Case([SYSTEM, user("hi")]))),
            lambda: facts(run(respond, Case([{**SYSTEM, "role": "developer"}, user("hi")]))),
        ),
        (
            round_trip(lambda first: first.output, RESULT),
            round_trip(lambda first: [ADD], {**RESULT, "id": None}),
        ),
    ],
)
def test_two_ways_to_say_the_same_to_responses_are_one(one: Any, other: Any) -> None:
    yours, wanted = ({**found(), "returned": None} for found in (one, other))
    assert first_difference(yours, wanted) is first_difference(wanted, yours) is None


def test_what_went_back_to_responses_differently_is_told_where_it_differs() -> None:
    wanted = round_trip(lambda first: first.output, RESULT)()
    assert wanted["2.roles"] == ["user", "function_call", "function_call_output"]
    other = round_trip(lambda first: first.output, {**RESULT, "output": "6"})()
    assert first_difference(other, wanted) == Difference("2.input[2].output", "6", "5")
    lost = round_trip(lambda first: [], RESULT)()
    assert first_difference(lost, wanted).name == "2.roles"


def test_the_answer_that_is_gone_on_from_is_a_fact() -> None:
    def function(newest: bool) -> None:
        first = respond("hi")
        second = respond("and?", previous_response_id=first.id)
        respond("so?", previous_response_id=second.id if newest else first.id)

    yours, wanted = (facts(run(function, Case(newest))) for newest in (False, True))
    name = "3.previous_response_id"
    assert first_difference(yours, wanted) == Difference(name, "resp_1", "resp_2")


def test_an_item_that_was_kept_is_the_same_in_any_form() -> None:
    def keep(items: list[Any]) -> None:
        items += respond("hi").output

    found = facts(run(keep, Case([])))
    assert found["changed"] == [[{"role": "assistant", "content": "An answer."}]]
    found = facts(run(keep, Case([], replies=Reply("", calls=[Call("add", {})]))))
    assert found["changed"] == [[ADD]]


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
