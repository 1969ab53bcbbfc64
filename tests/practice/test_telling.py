"""What a learner reads about a difference."""

import asyncio
import base64
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import anthropic
import openai
import pytest
from anthropic.types import Message, ThinkingBlock
from openai.types.chat import ChatCompletion

from helpers.practice.compare import Difference
from helpers.practice.runs import Case, Run
from helpers.practice.telling import sentence, short, told

from .. import cells


def said(
    name: str, yours: Any, wanted: Any, why: dict[str, str] | None = None, *, case: str = ""
) -> str:
    raised = yours if isinstance(yours, BaseException) else None
    return sentence(
        Difference(name, yours, wanted), Case(name=case), Run((), (), raised=raised), why or {}
    )


def raised_by(function: Callable[..., Any], *arguments: Any) -> Exception:
    with pytest.raises(Exception) as caught:
        function(*arguments)
    return caught.value


# An exercise's own sentences


@pytest.mark.parametrize(
    ("difference", "names"),
    [
        ("temperature", ["temperature"]),
        ("returned[1]", ["returned[1]", "returned"]),
        ("returned[1].a", ["returned[1].a", "returned.a", "returned[1]", "returned"]),
        ("2.temperature", ["2.temperature", "temperature"]),
        ("2.roles[0]", ["2.roles[0]", "2.roles", "roles"]),
        ("messages[0].content", ["messages[0].content", "messages.content", "messages"]),
    ],
)
def test_the_most_exact_name_comes_first(difference: str, names: list[str]) -> None:
    why = {name: name for name in names}
    for name in names:
        assert said(difference, 1, 2, why) == name
        del why[name]
    assert "Wanted: 2" in said(difference, 1, 2, why)


@pytest.mark.parametrize(
    ("yours", "wanted", "names"),
    [
        (None, ValueError(), ["nothing raised", "raised"]),
        (KeyError(), None, ["raised KeyError", "raised LookupError", "raised Exception", "raised"]),
        (KeyError(), ValueError(), ["raised KeyError", "raised"]),
    ],
)
def test_an_error_has_the_name_of_its_class(yours: Any, wanted: Any, names: list[str]) -> None:
    why = {name: name for name in names}
    for name in names:
        assert said("raised", yours, wanted, why) == name
        del why[name]


def test_a_sentence_may_be_for_one_case_alone() -> None:
    why = {"an empty list: returned": "of this case", "returned": "of any"}
    assert said("returned", 1, 2, why, case="an empty list") == "of this case"
    assert said("returned", 1, 2, why, case="a full list") == "of any"


def test_yours_and_wanted_and_the_general_sentence_are_filled_in() -> None:
    assert said("n", "a", 2, {"n": "{yours}, not {wanted}."}) == "'a', not 2."
    general = said("n", "a", 2, case="this")
    assert said("n", "a", 2, {"n": "{general} And so on."}, case="this") == f"{general} And so on."


# General sentences


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (("sent", False, True), "No request was sent."),
        (("sent", True, False), "Here nothing is to be sent."),
        (("path", "/v1/messages", "/v1/chat/completions"), "Wanted: chat.completions.create."),
        (("requests", 1, 2), "sent 1 request. Wanted: 2."),
        (("requests", 3, 2), "sent 3 requests. Wanted: 2."),
        (("2.path", None, "/v1/messages"), "only 0 requests"),
        (("roles", ["user"], ["system", "user"]), "the roles ['user']. Wanted: ['system', 'user']"),
        (("roles[1]", "assistant", "user"), "The role of message 2 is 'assistant'. Wanted: 'user'"),
        (("changed", [[1]], None), "Leave that as it was."),
        (("changed", None, [[1]]), "left what it was given as it was. Wanted: [[1]]."),
        (("changed[0]", [2], [1]), "holds [2]. Wanted: [1]."),
        (("raised", None, ValueError("no")), "raised nothing. Wanted: ValueError."),
        (("returned", None, "a"), "Your function returned None. Wanted: 'a'."),
        (("returned[0].n", 1, 2), "has 1 at [0].n. Wanted: 2."),
        (("temperature", None, 0), "temperature is missing. Wanted: 0."),
        (("2.temperature", 1, 0), "temperature in request 2 is 1. Wanted: 0."),
    ],
)
def test_every_difference_is_told_in_a_sentence(difference: Any, expected: str) -> None:
    assert expected in said(*difference)


def test_the_case_is_named() -> None:
    assert said("returned", 1, 2, case="an empty list").startswith("For an empty list: Your")


def test_an_error_that_kept_a_request_back_is_told_in_its_place() -> None:
    for name in ("sent", "2.path"):
        difference = Difference(name, None, "something")
        told_of = sentence(difference, Case(), Run((), (), raised=KeyError("model")), {})
        assert "KeyError: 'model'" in told_of


def test_an_error_of_another_kind_is_told_with_the_wanted_one() -> None:
    text = said("raised", KeyError("a"), ValueError())
    assert "KeyError: 'a'" in text and text.endswith("Wanted: ValueError.")


def test_a_long_value_is_told_in_few_words() -> None:
    assert short("a" * 500).endswith("...") and len(short("a" * 500)) < 200
    assert short([1, "a"]) == "[1, 'a']"
    assert short(SimpleNamespace(text="a" * 500)) == "SimpleNamespace"
    assert short(ValueError("many words")) == "ValueError"


# Errors


def test_an_error_is_told_with_the_line_of_the_learners_own_code() -> None:
    code = "import json\n\ndef f(text):\n    return json.loads(text)\n\nf"
    error = raised_by(asyncio.run(cells.run(code, {})), "{")
    assert told(error).startswith("Your code raised JSONDecodeError")
    assert "(line 4: return json.loads(text))" in told(error)


def test_an_error_outside_of_the_learners_code_does_not_blame_it() -> None:
    assert told(ValueError("no")).startswith("The check stumbled")


def of_a_coroutine() -> Any:
    async def answers() -> None: ...

    coming = answers()
    try:
        return coming.choices
    finally:
        coming.close()


CHAT, MESSAGE = ChatCompletion.model_construct(), Message.model_construct()
GPT, CLAUDE = openai.OpenAI(api_key="none"), anthropic.Anthropic(api_key="none")
SLIPS: dict[str, tuple[Callable[[], Any], str]] = {
    "an answer as a dictionary": (lambda: CHAT["choices"], "response.choices[0]"),
    "OpenAI's way to Claude's text": (lambda: MESSAGE.choices, "its .content"),
    "Claude's way to OpenAI's text": (lambda: CHAT.content, "response.choices[0]"),
    "the text of a block without one": (
        lambda: ThinkingBlock.model_construct().text,
        "choose by its type",
    ),
    "OpenAI's call of Claude": (lambda: CLAUDE.chat, "messages.create"),
    "Claude's call of OpenAI": (lambda: GPT.messages, "chat.completions.create"),
    "a temperature for Claude": (lambda: CLAUDE.messages.create(temperature=0), "drop it"),
    "no cap for Claude": (lambda: CLAUDE.messages.create(model="", messages=[]), "max_tokens"),
    "a call that was not awaited": (of_a_coroutine, "not awaited"),
    "other parameters": ((lambda: (lambda a: a)(1, 2)), "parameters of the stub"),
    "a dictionary as an object": (lambda: {"a": 1}.a, "by key"),
    "bytes as text": (lambda: json.dumps(base64.b64encode(b"a")), ".decode()"),
}


@pytest.mark.parametrize(("slip", "advice"), SLIPS.values(), ids=SLIPS)
def test_the_commonest_slips_get_a_next_step(slip: Callable[[], Any], advice: str) -> None:
    error = raised_by(slip)
    assert advice in told(error).partition(str(error))[2]
