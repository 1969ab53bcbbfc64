"""Canned answers are of the SDKs' own types, and the SDKs read them as they read real ones."""

import asyncio
import json
from functools import cache
from typing import Any

import anthropic
import openai
import pytest
from anthropic.types import Message, RawMessageStreamEvent
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import BaseModel, TypeAdapter

from helpers.practice.canned import ENDINGS, Call, Either, Rejected, Reply
from helpers.practice.runs import Case, run, run_async
from helpers.replay.events import data
from helpers.replay.identity import Identity

from ..recorded import MODEL

HI = [{"role": "user", "content": "hi"}]
ADD = Call("add", {"a": 1, "b": [2, 3]}, "call_7")
REPLIES = {
    "the default": Reply(),
    "a text in pieces": Reply(["one ", "two ", "three"]),
    "a text of one letter": Reply("a"),
    "nothing": Reply(""),
    "thinking and a text": Reply("fine", thinking="Let me see."),
    "a call": Reply("", calls=[ADD]),
    "a text and two calls": Reply("I look.", calls=[ADD, Call("now", {}, "call_8")]),
    "thinking and a call": Reply("", thinking="Let me see.", calls=[ADD]),
    "an end at the cap": Reply("GET, HEAD", ending="length", tokens=30),
    "a refusal": Reply("I", ending="refusal"),
}
every_reply = pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)


@pytest.fixture(autouse=True)
def in_a_lesson(nothing_recorded: None) -> None:
    """Every test here has it."""


# As data


def body(reply: Reply, provider: str, **options: Any) -> bytes:
    target = {"openai": "/v1/chat/completions", "anthropic": "/v1/messages"}[provider]
    asked = json.dumps({"messages": HI, **options})
    return reply.answer(Identity(provider, "POST", target, asked)).body


def response_body(reply: Reply, **options: Any) -> bytes:
    asked = json.dumps({"input": "hi", **options})
    return reply.answer(Identity("openai", "POST", "/v1/responses", asked)).body


adapter = cache(TypeAdapter)


def validated(kind: Any, document: Any) -> Any:
    """The document as this type of an SDK; it may have no field that the type does not know."""
    value = adapter(kind).validate_python(document)
    assert not unknown_fields(value), unknown_fields(value)
    return value


def unknown_fields(value: Any) -> list[str]:
    """The SDKs' types take any field, and keep those that they do not know apart."""
    if isinstance(value, list):
        return [name for one in value for name in unknown_fields(one)]
    if not isinstance(value, BaseModel):
        return []
    inside = [getattr(value, name) for name in type(value).model_fields]
    return [*(value.model_extra or {}), *unknown_fields(inside)]


@every_reply
def test_a_chat_completion_is_of_the_sdks_own_type(reply: Reply) -> None:
    answer = validated(ChatCompletion, json.loads(body(reply, "openai")))
    assert answer.choices[0].finish_reason == reply.ended("openai")
    for chunk in data(body(reply, "openai", stream=True)):
        validated(ChatCompletionChunk, chunk)


@every_reply
def test_a_message_is_of_the_sdks_own_type(reply: Reply) -> None:
    message = validated(Message, json.loads(body(reply, "anthropic")))
    assert message.stop_reason == reply.ended("anthropic")
    for event in data(body(reply, "anthropic", stream=True)):
        validated(RawMessageStreamEvent, event)


@every_reply
def test_an_answer_of_responses_is_of_the_sdks_own_type(reply: Reply) -> None:
    whole = json.loads(response_body(reply))
    answer = validated(Response, whole)
    assert (answer.status == "incomplete") == (reply.ending in ("length", "refusal"))
    events = data(response_body(reply, stream=True))
    for event in events:
        validated(ResponseStreamEvent, event)
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert events[-1]["response"] == whole


def test_every_ending_is_one_that_the_sdks_know() -> None:
    for ending in ENDINGS:
        validated(ChatCompletion, json.loads(body(Reply(ending=ending), "openai")))
        validated(Message, json.loads(body(Reply(ending=ending), "anthropic")))
        validated(Response, json.loads(response_body(Reply(ending=ending))))


# Through the clients


def asked(call: Any, reply: Any) -> Any:
    """What a call returns with this reply."""
    seen = run(call, Case(replies=reply))
    if seen.raised:
        raise seen.raised
    return seen.returned


def chat(**options: Any) -> Any:
    client = openai.OpenAI(api_key="none", max_retries=0)
    return client.chat.completions.create(model=MODEL, messages=HI, **options)


def chat_stream() -> Any:
    """What the SDK's helper puts together from a stream."""
    client = openai.OpenAI(api_key="none", max_retries=0)
    options = {"include_usage": True}
    with client.chat.completions.stream(model=MODEL, messages=HI, stream_options=options) as stream:
        for _ in stream:
            pass
        return stream.current_completion_snapshot


def response(**options: Any) -> Any:
    client = openai.OpenAI(api_key="none", max_retries=0)
    return client.responses.create(model=MODEL, **{"input": "hi", **options})


def response_stream() -> Any:
    """What the SDK's helper puts together from a stream, or the last event of one that is cut."""
    client = openai.OpenAI(api_key="none", max_retries=0)
    with client.responses.stream(model=MODEL, input="hi") as stream:
        *_, last = stream
        return last.response


def message(**options: Any) -> Any:
    client = anthropic.Anthropic(api_key="none", max_retries=0)
    return client.messages.create(model=MODEL, max_tokens=99, messages=HI, **options)


def message_stream() -> Any:
    client = anthropic.Anthropic(api_key="none", max_retries=0)
    with client.messages.stream(model=MODEL, max_tokens=99, messages=HI) as stream:
        return stream.get_final_message()


@every_reply
@pytest.mark.parametrize("ask", [chat, chat_stream])
def test_openais_client_reads_a_reply(reply: Reply, ask: Any) -> None:
    answer = asked(ask, reply)
    choice = answer.choices[0]
    assert (choice.message.content or "") == reply.whole
    assert choice.finish_reason == reply.ended("openai")
    calls = choice.message.tool_calls or []
    assert [(c.id, c.function.name) for c in calls] == [(c.id, c.name) for c in reply.calls]
    assert [json.loads(c.function.arguments) for c in calls] == [c.arguments for c in reply.calls]
    assert answer.usage.completion_tokens == reply.tokens
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + reply.tokens


@every_reply
@pytest.mark.parametrize("ask", [response, response_stream])
def test_openais_client_reads_a_reply_of_responses(reply: Reply, ask: Any) -> None:
    answer = asked(ask, reply)
    assert answer.output_text == reply.whole
    kinds = [item.type for item in answer.output]
    assert kinds.count("reasoning") == bool(reply.thinking)
    assert "reasoning" not in kinds[1:]
    calls = [item for item in answer.output if item.type == "function_call"]
    assert [(c.call_id, c.name) for c in calls] == [(c.id, c.name) for c in reply.calls]
    assert [json.loads(c.arguments) for c in calls] == [c.arguments for c in reply.calls]
    assert answer.usage.output_tokens == reply.tokens
    assert answer.usage.total_tokens == answer.usage.input_tokens + reply.tokens


@every_reply
@pytest.mark.parametrize("ask", [message, message_stream])
def test_anthropics_client_reads_a_reply(reply: Reply, ask: Any) -> None:
    answer = asked(ask, reply)
    blocks = {
        kind: [block for block in answer.content if block.type == kind]
        for kind in ("thinking", "text", "tool_use")
    }
    assert [block.text for block in blocks["text"]] == [reply.whole] * bool(reply.whole)
    assert [b.thinking for b in blocks["thinking"]] == [reply.thinking] * bool(reply.thinking)
    used = [(block.id, block.name, block.input) for block in blocks["tool_use"]]
    assert used == [(call.id, call.name, call.arguments) for call in reply.calls]
    assert answer.stop_reason == reply.ended("anthropic")
    assert answer.usage.output_tokens == reply.tokens


def test_a_text_streams_in_its_pieces() -> None:
    reply = REPLIES["a text in pieces"]

    def openais() -> list[str]:
        deltas = [chunk.choices[0].delta.content for chunk in chat(stream=True)]
        return [text for text in deltas if text]

    def anthropics() -> list[str]:
        events = list(message(stream=True))
        return [event.delta.text for event in events if event.type == "content_block_delta"]

    def responses() -> list[str]:
        events = list(response(stream=True))
        return [event.delta for event in events if event.type == "response.output_text.delta"]

    assert asked(openais, reply) == asked(anthropics, reply) == reply.pieces
    assert asked(responses, reply) == reply.pieces


class Sum(BaseModel):
    total: int


def test_the_parsing_helpers_read_a_reply() -> None:
    def both() -> list[Any]:
        first = openai.OpenAI(api_key="none").chat.completions
        second = anthropic.Anthropic(api_key="none").messages
        chat = first.parse(model=MODEL, messages=HI, response_format=Sum)
        message = second.parse(model=MODEL, max_tokens=9, messages=HI, output_format=Sum)
        third = openai.OpenAI(api_key="none").responses
        answer = third.parse(model=MODEL, input="hi", text_format=Sum)
        return [chat.choices[0].message.parsed, message.parsed_output, answer.output_parsed]

    assert asked(both, Reply('{"total": 5}')) == [Sum(total=5)] * 3


def test_answers_of_responses_have_ids_of_their_own() -> None:
    def twice() -> list[str]:
        first = response()
        return [first.id, response(previous_response_id=first.id).id]

    assert asked(twice, Reply()) == ["resp_1", "resp_2"]


def test_usage_streams_where_it_is_asked_for() -> None:
    def chunks(**options: Any) -> Any:
        return asked(lambda: list(chat(stream=True, **options)), Reply(tokens=7))

    assert all(chunk.usage is None for chunk in chunks())
    *_, last = chunks(stream_options={"include_usage": True})
    assert last.choices == [] and last.usage.completion_tokens == 7


def test_the_async_clients_read_a_reply() -> None:
    async def both() -> list[str]:
        async with openai.AsyncOpenAI(api_key="none") as first:
            chat = await first.chat.completions.create(model=MODEL, messages=HI)
        async with (
            anthropic.AsyncAnthropic(api_key="none") as second,
            second.messages.stream(model=MODEL, max_tokens=9, messages=HI) as stream,
        ):
            return [chat.choices[0].message.content, await stream.get_final_text()]

    seen = asyncio.run(run_async(both, Case(replies=Reply("fine"))))
    assert seen.returned == ["fine", "fine"]


# Refusals


@pytest.mark.parametrize(
    "options",
    [
        {"max_tokens": 10},
        {"temperature": 0},
        {"temperature": 0, "reasoning_effort": "low"},
        {"messages": []},
    ],
)
def test_openais_api_does_not_take_it(options: dict[str, Any]) -> None:
    with pytest.raises(openai.BadRequestError):
        asked(lambda: chat(extra_body=options), Reply())


@pytest.mark.parametrize(
    "options",
    [
        {"max_completion_tokens": 10},
        {"temperature": 1},
        {"temperature": 0, "reasoning_effort": "none"},
    ],
)
def test_openais_api_takes_it(options: dict[str, Any]) -> None:
    assert asked(lambda: chat(**options), Reply("fine")).choices[0].message.content == "fine"


@pytest.mark.parametrize(
    "options",
    [
        {"messages": []},
        {"max_tokens": 10},
        {"max_completion_tokens": 100},
        {"reasoning_effort": "none"},
        {"response_format": {"type": "text"}},
        {"max_output_tokens": 15},
        {"temperature": 0},
        {"temperature": 0, "reasoning": {"effort": "low"}},
        {"input": []},
    ],
)
def test_openais_responses_api_does_not_take_it(options: dict[str, Any]) -> None:
    with pytest.raises(openai.BadRequestError):
        asked(lambda: response(extra_body=options), Reply())


@pytest.mark.parametrize(
    "options",
    [
        {"max_output_tokens": 16},
        {"temperature": 1},
        {"temperature": 0, "reasoning": {"effort": "none"}},
        {"input": HI, "instructions": "Be brief."},
    ],
)
def test_openais_responses_api_takes_it(options: dict[str, Any]) -> None:
    assert asked(lambda: response(**options), Reply("fine")).output_text == "fine"


@pytest.mark.parametrize(
    "options", [{"temperature": 1}, {"top_p": 0.9}, {"top_k": 5}, {"messages": []}]
)
def test_anthropics_api_does_not_take_it(options: dict[str, Any]) -> None:
    with pytest.raises(anthropic.BadRequestError):
        asked(lambda: message(extra_body=options), Reply())


def test_a_path_without_an_answer_is_not_found() -> None:
    with pytest.raises(openai.NotFoundError, match="/v1/models"):
        asked(lambda: openai.OpenAI(api_key="none").models.list(), Reply())


def test_a_request_can_be_rejected() -> None:
    with pytest.raises(openai.AuthenticationError):
        asked(chat, Rejected(401))
    with pytest.raises(anthropic.NotFoundError):
        asked(message, Rejected(404))


def test_each_api_can_have_its_own_answer() -> None:
    either = Either(openai=Reply("one"), anthropic=Reply("two"))
    assert asked(chat, either).choices[0].message.content == "one"
    assert asked(message, either).content[0].text == "two"
