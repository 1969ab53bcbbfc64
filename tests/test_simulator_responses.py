"""The stand-in's Responses API, asked through the real SDK: what it answers, keeps and refuses."""

import asyncio
import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx2
import openai
import pytest
from openai.types.responses import Response, ResponseStreamEvent
from openai.types.responses.response_item_list import ResponseItemList
from pydantic import BaseModel, TypeAdapter

from helpers.models import OPENAI_MODEL
from helpers.replay.cassette import Cassette
from helpers.replay.events import data
from helpers.replay.seam import install
from helpers.replay.session import Session

from .simulator import Simulator, openai_requests, openai_responses_requests, pdfs, running
from .simulator.openai_responses_items import items_of
from .simulator.openai_responses_requests import Asked
from .test_shipped_cassettes import parsed_by_the_sdk
from .test_simulator import ANSWERS, IMAGE_URL, LONG, PICTURE, SCHEMA, gpt_batch, gpt_lines

pytestmark = pytest.mark.kernel

TOOL = {"type": "function", "name": "get_weather", "parameters": SCHEMA, "strict": True}
QUIET: Any = {"effort": "none"}
PDF = b"""%PDF-1.4
1 0 obj << /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >> endobj
2 0 obj << /Type /Page /Contents 4 0 R >> endobj
3 0 obj << /Type /Page >> endobj
4 0 obj << /Length 44 >> stream
BT (Total: 12 \\(net\\)) Tj [(Pa) -20 (id)] TJ ET
endstream endobj"""
DOCUMENT = "data:application/pdf;base64," + base64.b64encode(PDF).decode()

SCRIPT = [
    {"user": "What is due?", "contains": "Total: 12 (net)", "text": "Twelve."},
    {"user": "And then?", "contains": ["hello", "Hello from one"], "text": "Goodbye."},
    {"user": "Weather in Paris?", "tool_results": ["get_weather"], "text": "Mild in Paris."},
    *ANSWERS,
]


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with running(answers=SCRIPT, pace=0) as simulator:
        yield simulator


@pytest.fixture
def client(simulator: Simulator) -> Iterator[openai.OpenAI]:
    at = {"base_url": simulator.openai_base_url, "api_key": simulator.openai_key}
    with openai.OpenAI(**at, max_retries=0) as client:
        yield client


def ask(client: openai.OpenAI, given: Any, **options: Any) -> Any:
    return client.responses.create(model=OPENAI_MODEL, input=given, **options)


def post(simulator: Simulator, body: Any, path: str = "") -> httpx2.Response:
    """A request without the SDK, which would not send most of what is refused."""
    return httpx2.post(
        f"{simulator.openai_base_url}/responses{path}",
        content=body if isinstance(body, bytes) else json.dumps(body).encode(),
        headers={"authorization": f"Bearer {simulator.openai_key}"},
    )


def validated(event: dict[str, Any]) -> Any:
    """An event as the SDK's type for it. The one that the API sends without a name has to have it
    there."""
    named = {"name": "f"} if event["type"] == "response.function_call_arguments.done" else {}
    return TypeAdapter(ResponseStreamEvent).validate_python(event | named)


# Answers


REQUESTS: dict[str, dict[str, Any]] = {
    "a text": {"input": "hello"},
    "a list": {"input": [{"role": "user", "content": "hello"}], "instructions": "Be brief."},
    "reasoning": {"input": "A riddle."},
    "a summary of it": {"input": "A riddle.", "reasoning": {"summary": "auto"}},
    "no reasoning": {"input": "A riddle.", "reasoning": QUIET, "temperature": 0.2},
    "a call": {"input": "Weather in Paris?", "tools": [TOOL]},
    "text and calls": {"input": "Both?", "tools": [TOOL]},
    "a cut answer": {"input": "Tell me more.", "max_output_tokens": 20},
    "a cut thought": {"input": "A riddle.", "max_output_tokens": 16},
    "a refusal": {"input": "Something bad.", "text": {"format": {"type": "json_schema"}}},
    "JSON": {"input": "Which city?", "text": {"verbosity": "low"}},
}
REQUESTS["a refusal"]["text"]["format"] |= {"name": "x", "schema": SCHEMA, "strict": True}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_answers_and_events_are_of_the_sdks_own_types(simulator, request_):
    body = {"model": OPENAI_MODEL} | request_
    whole = post(simulator, body).json()
    Response.model_validate(whole)
    streamed = post(simulator, body | {"stream": True})
    events = data(streamed.content)
    for event in events:
        validated(event)
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert events[-1]["type"] == f"response.{whole['status']}"
    same = ("output", "usage", "status", "incomplete_details")
    last, known = events[-1]["response"], {"encrypted_content": ""}
    for response in (last, whole):
        for item in response["output"]:
            item |= {"id": "", "call_id": ""} | (known if item["type"] == "reasoning" else {})
    assert {name: last[name] for name in same} == {name: whole[name] for name in same}


def test_what_was_asked_and_what_was_not_is_echoed(simulator):
    body = {
        "model": OPENAI_MODEL,
        "input": "hello",
        "instructions": "Be brief.",
        "max_output_tokens": 100,
        "temperature": 0,
        "reasoning": {"effort": "none", "summary": "auto"},
        "text": {"verbosity": "low"},
        "tools": [TOOL],
        "parallel_tool_calls": False,
        "store": False,
        "metadata": {"a": "b"},
        "service_tier": "priority",
    }
    answer = post(simulator, body).json()
    echoed = {name for name in body if name in answer and answer[name] == body[name]}
    assert echoed == set(body) - {"input", "reasoning", "text", "tools", "service_tier"}
    assert answer["text"] == {"format": {"type": "text"}, "verbosity": "low"}
    assert answer["reasoning"]["effort"] == "none"
    assert answer["reasoning"]["summary"] == "detailed"  # as measured
    assert answer["service_tier"] == "fast"  # as measured
    assert answer["tools"] == [TOOL | {"description": None, "output_schema": None}]
    defaults = post(simulator, {"model": OPENAI_MODEL, "input": "hello"}).json()
    assert (defaults["store"], defaults["truncation"], defaults["top_p"]) == (
        True,
        "disabled",
        0.98,
    )
    assert defaults["reasoning"]["effort"] == "medium"


def test_characters_are_escaped_in_plain_answers_and_not_in_streams(simulator):
    body = {"model": OPENAI_MODEL, "input": "hello"}
    assert "\\u00e7a va?" in post(simulator, body).text
    streamed = post(simulator, body | {"stream": True})
    assert '"text":"Hello from one — ça va? 👋🏽"' in streamed.text
    assert "[DONE]" not in streamed.text


def test_reasoning_comes_first_and_only_where_the_model_reasons(client):
    answer = ask(client, "A riddle.")
    assert [item.type for item in answer.output] == ["reasoning", "message"]
    assert answer.output[0].summary == [] and answer.output[0].encrypted_content
    thought = answer.usage.output_tokens_details.reasoning_tokens
    assert thought > 50
    assert answer.usage.output_tokens == thought + 5 + 6  # the text and its frame, as recorded
    quiet = ask(client, "A riddle.", reasoning=QUIET)
    assert [item.type for item in quiet.output] == ["message"]
    assert quiet.usage.output_tokens == 5 + 4
    assert quiet.output_text == answer.output_text == "It is a river."
    shown = ask(client, "A riddle.", reasoning={"summary": "auto"})
    assert shown.output[0].summary[0].text == "Let me see. " * 20


def test_tools_there_and_back_without_a_memory(client):
    first = ask(client, "Both?", tools=[TOOL], store=False)
    kinds = ["reasoning", "message", "function_call", "function_call"]
    assert [item.type for item in first.output] == kinds
    assert (first.output_text, first.output[1].phase) == ("I look it up.", "commentary")
    calls = [item for item in first.output if item.type == "function_call"]
    assert [json.loads(call.arguments)["city"] for call in calls] == ["Paris", "Tokyo"]
    assert not {call.call_id for call in calls} & {call.id for call in calls}
    results = [
        {"type": "function_call_output", "call_id": call.call_id, "output": "mild"}
        for call in calls
    ]
    turns = [{"role": "user", "content": "Both?"}, *first.output, *results]
    last = ask(client, turns, tools=[TOOL], store=False)
    assert (last.output_text, last.output[0].phase) == ("Mild in both.", "final_answer")
    with pytest.raises(openai.BadRequestError, match="No tool output found"):
        ask(client, turns[:-1], tools=[TOOL])
    with pytest.raises(openai.BadRequestError, match="No tool call found"):
        ask(client, results, tools=[TOOL])


def test_tools_there_and_back_with_a_memory(client):
    first = ask(client, "Weather in Paris?", tools=[TOOL])
    (call,) = first.output
    result = [{"type": "function_call_output", "call_id": call.call_id, "output": "mild"}]
    last = ask(client, result, tools=[TOOL], previous_response_id=first.id)
    assert last.output_text == "Mild in Paris."
    assert last.previous_response_id == first.id
    assert last.usage.input_tokens > first.usage.input_tokens
    with pytest.raises(openai.BadRequestError, match="No tool output found"):
        ask(client, "And Tokyo?", tools=[TOOL], previous_response_id=first.id)


def test_an_answer_is_gone_on_from_and_instructions_are_not_carried_over(client):
    first = ask(client, "hello", instructions="Be brief.")
    second = ask(client, "And then?", previous_response_id=first.id)
    assert (second.output_text, second.instructions) == ("Goodbye.", None)
    turns = [{"role": "user", "content": "hello"}, *first.output]
    by_hand = ask(client, [*turns, {"role": "user", "content": "And then?"}])
    assert by_hand.usage.input_tokens == second.usage.input_tokens
    with_role = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": "hello"},
    ]
    assert ask(client, with_role).usage.input_tokens == first.usage.input_tokens


def test_forced_and_forbidden_calls(client):
    other = TOOL | {"name": "get_time"}
    options: dict[str, Any] = {"tools": [TOOL, other], "reasoning": QUIET}
    assert ask(client, "Either?", **options).output_text == "I need neither."
    for choice in (
        {"type": "function", "name": "get_weather"},
        {"type": "allowed_tools", "mode": "auto", "tools": [{"name": "get_weather"}]},
    ):
        answer = ask(client, "Either?", **options, tool_choice=choice)
        assert [item.type for item in answer.output] == ["function_call"]
    with pytest.raises(openai.InternalServerError, match="does not offer"):
        ask(client, "Weather in Paris?", **options, tool_choice="none")
    alone = ask(client, "Both?", **options, parallel_tool_calls=False)
    assert [item.type for item in alone.output] == ["message", "function_call"]


def test_a_function_is_strict_unless_it_is_said_otherwise(client):
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}}
    tool = {"type": "function", "name": "get_weather", "parameters": parameters}
    (closed,) = ask(client, "hello", tools=[tool]).tools
    assert (closed.strict, closed.parameters["additionalProperties"]) == (True, False)
    assert closed.parameters["required"] == ["city"]
    (left,) = ask(client, "hello", tools=[tool | {"strict": False}]).tools
    assert (left.strict, left.parameters) == (False, parameters)
    open_ended = parameters | {"additionalProperties": {"type": "string"}}
    (loose,) = ask(client, "hello", tools=[tool | {"parameters": open_ended}]).tools
    assert (loose.strict, loose.parameters) == (False, open_ended)


class Place(BaseModel):
    city: str


def test_structured_outputs(client):
    answer = client.responses.parse(model=OPENAI_MODEL, input="Which city?", text_format=Place)
    assert answer.output_parsed == Place(city="Paris")
    refused = client.responses.parse(model=OPENAI_MODEL, input="Something bad.", text_format=Place)
    (part,) = refused.output[0].content
    assert (part.type, part.refusal) == ("refusal", "I will not help with that.")
    assert (refused.output_text, refused.output_parsed) == ("", None)
    tool = openai.pydantic_function_tool(Place, name="get_weather")
    called = client.responses.parse(model=OPENAI_MODEL, input="Weather in Paris?", tools=[tool])
    assert called.output[0].parsed_arguments == Place(city="Paris")


def test_without_a_schema_the_model_declines_in_its_text(client):
    answer = ask(client, "Something bad.")
    assert answer.output_text == "I will not help with that."
    assert answer.output[0].content[0].type == "output_text"


def test_a_cap_cuts_and_raises_nothing(client):
    answer = ask(client, "Tell me more.", max_output_tokens=20)
    assert (answer.status, answer.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert answer.output[-1].status == "incomplete" and answer.completed_at is None
    assert LONG.startswith(answer.output_text) and answer.output_text
    assert answer.usage.output_tokens == 20
    thought = ask(client, "A riddle.", max_output_tokens=16)
    assert [item.type for item in thought.output] == ["reasoning"]
    assert (thought.output_text, thought.usage.output_tokens) == ("", 16)
    with (
        client.responses.stream(
            model=OPENAI_MODEL, input="Tell me more.", max_output_tokens=20
        ) as stream,
        pytest.raises(RuntimeError, match=r"response\.completed"),
    ):
        stream.get_final_response()


# Streams


def test_a_stream_adds_up(client):
    with client.responses.stream(model=OPENAI_MODEL, input="hello") as stream:
        events = list(stream)
        final = stream.get_final_response()
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert "".join(deltas) == final.output_text == "Hello from one — ça va? 👋🏽"
    assert len(deltas) > 8
    with client.responses.stream(model=OPENAI_MODEL, input="Both?", tools=[TOOL]) as stream:
        calls = [i for i in stream.get_final_response().output if i.type == "function_call"]
    assert [json.loads(call.arguments)["city"] for call in calls] == ["Paris", "Tokyo"]
    with client.responses.stream(
        model=OPENAI_MODEL, input="Which city?", text_format=Place
    ) as stream:
        assert stream.get_final_response().output_parsed == Place(city="Paris")


def test_a_delta_and_its_padding_are_as_long_as_any_other(simulator):
    body = {"model": OPENAI_MODEL, "input": "Tell me more.", "stream": True}
    deltas = [event for event in data(post(simulator, body).content) if "delta" in event]
    assert {(len(d["delta"]) + len(d["obfuscation"])) % 16 for d in deltas} == {0}
    body["stream_options"] = {"include_obfuscation": False}
    assert '"obfuscation"' not in post(simulator, body).text


def test_the_async_client(simulator):
    async def everything() -> list[Any]:
        async with openai.AsyncOpenAI(
            base_url=simulator.openai_base_url, api_key=simulator.openai_key
        ) as client:
            api = client.responses
            plain = await api.create(model=OPENAI_MODEL, input="hello")
            parsed = await api.parse(model=OPENAI_MODEL, input="Which city?", text_format=Place)
            events = await api.create(model=OPENAI_MODEL, input="hello", stream=True)
            last = [event async for event in events][-1]
            async with api.stream(model=OPENAI_MODEL, input="hello") as stream:
                final = await stream.get_final_response()
            counted = await api.input_tokens.count(model=OPENAI_MODEL, input="hello")
            kept = await api.retrieve(plain.id)
            items = [item async for item in api.input_items.list(plain.id)]
            await api.delete(plain.id)
            assert parsed.output_parsed == Place(city="Paris")
            assert counted.input_tokens == plain.usage.input_tokens
            assert (kept.id, items[0].content[0].text) == (plain.id, "hello")
            return [plain.output_text, last.response.output_text, final.output_text]

    assert set(asyncio.run(everything())) == {"Hello from one — ça va? 👋🏽"}


# Pictures and documents


def shown(*parts: dict[str, Any]) -> list[Any]:
    return [{"role": "user", "content": [{"type": "input_text", "text": "What is this?"}, *parts]}]


def test_pictures_are_seen_and_counted(client):
    for url in (f"data:image/png;base64,{PICTURE}", IMAGE_URL):
        answer = ask(client, shown({"type": "input_image", "image_url": url}))
        assert answer.output_text == "A grey square."
    low = ask(client, shown({"type": "input_image", "image_url": IMAGE_URL, "detail": "low"}))
    assert answer.usage.input_tokens > 1000 > low.usage.input_tokens


def document(**changes: Any) -> list[Any]:
    part = {"type": "input_file", "filename": "bill.pdf", "file_data": DOCUMENT} | changes
    return [{"role": "user", "content": [part, {"type": "input_text", "text": "What is due?"}]}]


def test_documents_are_read_and_counted(client):
    answer = ask(client, document())
    assert answer.output_text == "Twelve."
    low = ask(client, document(detail="low"))
    assert answer.usage.input_tokens > 2 * 1024 > low.usage.input_tokens > 2 * 256


def test_a_document_is_read_where_it_is_plain_and_where_it_is_deflated():
    packed = PDF.replace(PDF[PDF.index(b"BT") : PDF.index(b"endstream")], b"%b\n")
    packed = packed.replace(b"%b", zlib.compress(b"BT (In a stream) Tj ET"))
    assert pdfs.recognise(PDF) == pdfs.Pdf(2, "Total: 12 (net)\nPaid")
    assert pdfs.recognise(packed) == pdfs.Pdf(2, "In a stream")
    assert pdfs.recognise(b"no document") is None


# The script


def call_of(name: str, **arguments: str) -> dict[str, Any]:
    return {"name": name, "arguments": json.dumps(arguments)}


CALL = call_of("get_weather", city="Paris")
CHAT_TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": SCHEMA}}


@pytest.mark.parametrize(
    ("chat", "given"),
    [
        ({"messages": [{"role": "user", "content": "hi"}]}, {"input": "hi"}),
        (
            {
                "messages": [
                    {"role": "developer", "content": "Be brief."},
                    {"role": "user", "content": "hi"},
                ],
                "reasoning_effort": "low",
            },
            {"input": "hi", "instructions": "Be brief.", "reasoning": {"effort": "low"}},
        ),
        (
            {
                "messages": [
                    {"role": "user", "content": "Weather?"},
                    {
                        "role": "assistant",
                        "content": None,
                        "tool_calls": [{"id": "a", "type": "function", "function": CALL}],
                    },
                    {"role": "tool", "tool_call_id": "a", "content": "mild"},
                ],
                "tools": [CHAT_TOOL],
                "response_format": {"type": "json_object"},
            },
            {
                "input": [
                    {"role": "user", "content": "Weather?"},
                    {"type": "function_call", "call_id": "a", **CALL},
                    {"type": "function_call_output", "call_id": "a", "output": "mild"},
                ],
                "tools": [TOOL],
                "text": {"format": {"type": "json_object"}},
            },
        ),
        (
            {
                "messages": [
                    {
                        "role": "user",
                        "content": [
                            {"type": "text", "text": "What is this?"},
                            {"type": "image_url", "image_url": {"url": IMAGE_URL}},
                        ],
                    }
                ],
                "tools": [CHAT_TOOL],
                "tool_choice": "none",
            },
            {
                "input": shown({"type": "input_image", "image_url": IMAGE_URL}),
                "tools": [TOOL],
                "tool_choice": "none",
            },
        ),
    ],
)
def test_a_script_sees_the_same_question_whichever_api_it_came_to(chat, given):
    asked = Asked(given, items_of(given["input"]))
    one, other = openai_requests.conversation(chat), openai_responses_requests.conversation(asked)
    said = [" ".join(found.everything.split()) for found in (one, other)]
    assert said[0] == said[1]
    assert replace(one, everything="") == replace(other, everything="")


# What is kept


def test_an_answer_can_be_read_again_and_deleted(client):
    answer = ask(client, "hello")
    assert client.responses.retrieve(answer.id) == answer
    client.responses.delete(answer.id)
    for gone in (client.responses.retrieve, client.responses.delete):
        with pytest.raises(openai.NotFoundError, match=answer.id):
            gone(answer.id)
    with pytest.raises(openai.BadRequestError) as error:
        ask(client, "And then?", previous_response_id=answer.id)
    assert error.value.code == "previous_response_not_found"


@pytest.mark.parametrize("stream", [False, True])
def test_what_is_not_to_be_kept_is_not(client, stream):
    reply = ask(client, "hello", store=False, stream=stream)
    answer = list(reply)[-1].response if stream else reply
    assert answer.store is False
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(answer.id)


def test_what_was_streamed_is_kept_too(client):
    *_, last = ask(client, "hello", stream=True)
    assert client.responses.retrieve(last.response.id).output == last.response.output


def test_the_items_that_an_answer_answers(simulator, client):
    first = ask(client, shown({"type": "input_image", "image_url": IMAGE_URL}))
    second = ask(client, "hello", previous_response_id=first.id)
    items = list(client.responses.input_items.list(second.id))
    assert [item.role for item in items] == ["user", "assistant", "user"]
    assert [item.content[0].text for item in items[::2]] == ["hello", "What is this?"]
    assert items[1].id == first.output[0].id
    page = client.responses.input_items.list(second.id, limit=2, order="asc")
    assert (len(page.data), page.has_more) == (2, True)
    picture = page.data[0].content[1]
    assert (picture.image_url, picture.detail) == (None, "auto")
    assert [item.id for item in page] == [item.id for item in reversed(items)]
    path = f"{simulator.openai_base_url}/responses/{second.id}/input_items"
    headers = {"authorization": f"Bearer {simulator.openai_key}"}
    ResponseItemList.model_validate(httpx2.get(path, headers=headers).json())
    images = client.responses.input_items.list(
        second.id, order="asc", include=["message.input_image.image_url"]
    )
    assert images.data[0].content[1].image_url == IMAGE_URL


def test_reasoning_goes_back_encrypted_or_as_what_is_kept(client):
    kept, unkept = (ask(client, "A riddle.", store=store) for store in (True, False))
    following = {"role": "user", "content": "hello"}
    assert ask(client, [*unkept.output, following]).output_text
    bare = {"type": "reasoning", "id": kept.output[0].id, "summary": []}
    assert ask(client, [bare, kept.output[1], following]).output_text
    with pytest.raises(openai.NotFoundError, match="not found"):
        ask(client, [bare | {"id": unkept.output[0].id}, unkept.output[1], following])
    forged = unkept.output[0].model_dump() | {"encrypted_content": "gAAAAABhello"}
    del forged["status"]
    with pytest.raises(openai.BadRequestError) as error:
        ask(client, [forged, unkept.output[1], following])
    assert error.value.code == "invalid_encrypted_content"
    with pytest.raises(openai.BadRequestError, match="without its required following item"):
        ask(client, [unkept.output[0], following])


def test_a_long_prompt_is_written_to_the_cache_and_then_read(client):
    long = "Be kind to everybody who asks. " * 300
    first = ask(client, "hello", instructions=long).usage
    second = ask(client, "hello", instructions=long).usage
    written = first.input_tokens_details.cache_write_tokens
    assert first.input_tokens - written == 3  # as recorded
    assert second.input_tokens_details.cached_tokens == written
    assert ask(client, "hello").usage.input_tokens_details.cache_write_tokens == 0


# Counting


def test_a_prompt_is_counted_as_recorded(client):
    count = client.responses.input_tokens.count
    question = "What is the weather?"
    assert count(model=OPENAI_MODEL, input=question).input_tokens == 11
    parameters = {
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "type": "object",
        "additionalProperties": False,
    }
    tool: Any = {
        "type": "function",
        "name": "get_weather",
        "description": "Get weather for a city.",
        "parameters": parameters,
        "strict": True,
    }
    counted = count(model=OPENAI_MODEL, input=question, tools=[tool])
    assert abs(counted.input_tokens - 47) <= 3


# What is refused


ASKED = {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"}
OPTIONAL = SCHEMA | {"required": []}


def said(content: Any, role: str = "user") -> dict[str, Any]:
    return {"input": [{"role": role, "content": content}]}


def formatted(**changes: Any) -> dict[str, Any]:
    wanted = {"type": "json_schema", "name": "x", "schema": SCHEMA, "strict": True}
    return {"text": {"format": wanted | changes}}


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        # As recorded by others on 2026-08-30 and 31, or on 2026-09-24.
        ({"zzz": 1}, "zzz", "unknown_parameter"),
        ({"n": 2}, "n", "unknown_parameter"),
        ({"max_tokens": 16}, "max_tokens", "unknown_parameter"),
        ({"messages": []}, None, "unsupported_parameter"),
        ({"response_format": {"type": "text"}}, None, "unsupported_parameter"),
        ({"reasoning_effort": "none"}, None, "unsupported_parameter"),
        ({"model": ...}, "model", "missing_required_parameter"),
        ({"model": None}, "model", "invalid_type"),
        ({"model": 7}, "model", "invalid_type"),
        ({"model": "no-such-model"}, "model", "model_not_found"),
        ({"input": ...}, "input", "missing_required_parameter"),
        ({"input": ..., "zzz": 1}, "input", "missing_required_parameter"),
        ({"input": []}, None, "missing_required_parameter"),
        ({"input": ""}, None, "missing_required_parameter"),
        ({"input": "", "temperature": 0.5}, None, "missing_required_parameter"),
        ({"input": "", "truncation": "x"}, "truncation", "invalid_value"),
        ({"input": None}, "input", "invalid_type"),
        ({"input": {"a": 1}}, "input", "invalid_type"),
        ({"input": [7]}, "input[0]", "invalid_type"),
        ({"input": [{"type": "bogus"}]}, "input[0]", "invalid_value"),
        ({"input": [{"role": "tool", "content": "x"}]}, "input[0]", "invalid_value"),
        ({"input": [{}], "truncation": "x"}, "input[0]", "invalid_value"),
        ({"input": [{"role": "user"}]}, "input[0].content", "missing_required_parameter"),
        ({"input": [{"role": "user", "content": "x", "y": 1}]}, "input[0].y", "unknown_parameter"),
        (said([{"type": "text", "text": "x"}]), "input[0].content[0].type", "invalid_value"),
        (said([{"type": "output_text", "text": "x"}]), "input[0].content[0]", "invalid_value"),
        (
            said([{"type": "input_text", "text": "x"}], "assistant"),
            "input[0].content[0]",
            "invalid_value",
        ),
        (said([{"type": "input_text"}]), "input[0].content[0].text", "missing_required_parameter"),
        (
            said([{"type": "input_image", "image_url": {"url": IMAGE_URL}}]),
            "input[0].content[0].image_url",
            "invalid_type",
        ),
        ({"text": {"format": {"type": "bogus"}}}, "text.format.type", "invalid_value"),
        ({"text": {"verbosity": "bogus"}}, "text.verbosity", "invalid_value"),
        ({"text": {"zzz": 1}, "temperature": "x"}, "text.zzz", "unknown_parameter"),
        (
            {"text": {"format": {"type": "json_schema"}}},
            "text.format.name",
            "missing_required_parameter",
        ),
        ({"tools": [{}]}, "tools[0].type", "missing_required_parameter"),
        (
            {"tools": [{"type": "function", "function": {"name": "f"}}]},
            "tools[0].name",
            "missing_required_parameter",
        ),
        ({"tools": "x", "metadata": "x"}, "tools", "invalid_type"),
        ({"tools": [TOOL], "tool_choice": "bogus"}, "tool_choice", "invalid_value"),
        (
            {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "f"}}},
            "tool_choice.name",
            "missing_required_parameter",
        ),
        ({"reasoning": "low", "user": 7}, "reasoning", "invalid_type"),
        ({"reasoning": {"effort": "bogus"}}, "reasoning.effort", "invalid_value"),
        ({"reasoning": {"effort": "minimal"}}, "reasoning.effort", "unsupported_value"),
        ({"temperature": "hot"}, "temperature", "invalid_type"),
        ({"temperature": 0.5}, "temperature", None),
        ({"top_p": 0.5}, "top_p", None),
        ({"presence_penalty": 0.5}, "presence_penalty", None),
        ({"top_logprobs": 1}, "top_logprobs", "unsupported_parameter"),
        ({"include": ["message.output_text.logprobs"]}, "include", "unsupported_parameter"),
        ({"include": ["bogus"]}, "include[0]", "invalid_value"),
        ({"max_output_tokens": 15}, "max_output_tokens", "integer_below_min_value"),
        ({"stream": "yes"}, "stream", "invalid_type"),
        ({"stream_options": {"include_usage": True}}, "stream_options.include_usage", ...),
        ({"metadata": "x"}, "metadata", "invalid_type"),
        (
            {"previous_response_id": "resp_x", "temperature": 0.5},
            "previous_response_id",
            "previous_response_not_found",
        ),
        ({"previous_response_id": "resp_x", "truncation": "x"}, "truncation", "invalid_value"),
        # As quoted in public issues.
        ({"input": [ASKED]}, "input", None),
        (formatted(schema=OPTIONAL), "text.format.schema", "invalid_json_schema"),
        (formatted(schema={"type": "array"}), "text.format.schema", "invalid_json_schema"),
        ({"text": {"format": {"type": "json_object"}}}, "text.format", None),
        (
            {"tools": [TOOL | {"parameters": OPTIONAL}]},
            "tools[0].parameters",
            "invalid_function_parameters",
        ),
        ({"tools": [TOOL | {"name": "a b"}]}, "tools[0].name", "invalid_value"),
        ({"tools": [TOOL], "tool_choice": {"type": "function", "name": "f"}}, "tool_choice", None),
        ({"tool_choice": "required"}, "tool_choice", None),
        (
            said([{"type": "input_image", "image_url": "https://example.org/dog.png"}]),
            None,
            "invalid_image_url",
        ),
        (
            said([{"type": "input_image", "image_url": "data:text/plain;base64,dGV4dA=="}]),
            "input[0].content[0].image_url",
            "invalid_value",
        ),
        (said([{"type": "input_image"}]), "input[0].content[0].image_url", ...),
        (
            {"input": document(file_data="data:text/plain;base64,dGV4dA==")},
            "input[0].content[0].file_data",
            "invalid_value",
        ),
        (
            {"input": document(file_data="data:application/pdf;base64,dGV4dA==")},
            "input[0].content[0].file_data",
            "invalid_value",
        ),
    ],
)
def test_it_refuses(simulator, change, param, code):
    body = {"model": OPENAI_MODEL, "input": "hello"} | change
    response = post(simulator, {name: value for name, value in body.items() if value is not ...})
    error = response.json()["error"]
    assert (response.status_code, error["type"]) == (400, "invalid_request_error"), error
    assert error["param"] == param, error
    assert code is ... or error["code"] == code, error
    assert list(error) == ["message", "type", "param", "code"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"max_output_tokens": 8},
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but "
            "got 8 instead.",
        ),
        ({"stop": ["x"]}, "Unknown parameter: 'stop'. Did you mean 'store'?"),
        ({"stre": 1}, "Unknown parameter: 'stre'. Did you mean 'store' or 'stream'?"),
        ({"strem": 1}, "Unknown parameter: 'strem'. Did you mean 'stream' or 'store'?"),
        ({"modell": 1}, "Unknown parameter: 'modell'."),
        (
            {"messages": []},
            "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to "
            "'input'. Try again with the new parameter. See the API documentation for more "
            "information: https://platform.openai.com/docs/api-reference/responses/create.",
        ),
        (
            {"reasoning": {"effort": "minimal"}},
            f"Unsupported value: 'minimal' is not supported with the '{OPENAI_MODEL}' model. "
            "Supported values are: 'none', 'low', 'medium', 'high', 'xhigh', and 'max'.",
        ),
        (
            {"tools": "x"},
            "Invalid type for 'tools': expected an array of tools, but got a string instead.",
        ),
        (
            {"input": [{"role": "bogus", "content": "x"}]},
            "Invalid value: 'bogus'. Supported values are: 'assistant', 'system', 'developer', and "
            "'user'.",
        ),
    ],
)
def test_it_says_why_as_recorded(simulator, change, message):
    response = post(simulator, {"model": OPENAI_MODEL, "input": "hello"} | change)
    assert response.json()["error"]["message"] == message


@pytest.mark.parametrize("change", [{"conversation": "conv_x"}, {"prompt": {"id": "pmpt_x"}}])
def test_conversations_and_prompts_are_not_there(simulator, change):
    response = post(simulator, {"model": OPENAI_MODEL, "input": "hello"} | change)
    assert response.status_code == 404
    assert "_x' not found." in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "change",
    [
        {"background": True},
        {"tools": [{"type": "web_search"}]},
        {"input": [{"type": "item_reference", "id": "msg_1"}]},
        said([{"type": "input_file", "file_id": "file-1"}]),
        said([{"type": "input_audio", "input_audio": {}}]),
        {"top_logprobs": 1, "reasoning": QUIET},
    ],
)
def test_what_is_not_played_says_so_and_is_not_retried(simulator, change):
    response = post(simulator, {"model": OPENAI_MODEL, "input": "hello"} | change)
    assert response.status_code == 501, response.text
    assert response.headers["x-should-retry"] == "false"


def test_null_is_as_good_as_nothing(simulator):
    nothing = dict.fromkeys(("temperature", "tools", "reasoning", "store", "text", "instructions"))
    response = post(simulator, {"model": OPENAI_MODEL, "input": "hello"} | nothing)
    assert response.json()["store"] is True


def test_errors_are_laid_out_alike_also_that_of_a_wrong_key(simulator, client):
    assert post(simulator, b"{").status_code == 400
    with pytest.raises(openai.AuthenticationError) as error:
        ask(client.with_options(api_key="wrong-key"), "hello")
    assert error.value.code == "invalid_api_key"
    response = error.value.response
    assert response.headers["content-type"] == "application/json"
    assert response.text.startswith('{\n  "error": {\n    "message"')
    assert not response.text.endswith("\n")
    with pytest.raises(openai.NotFoundError, match="Invalid URL"):
        client.post("/responses/x/y", cast_to=object, body={})


@pytest.mark.parametrize("stream", [False, True])
def test_a_prompt_can_be_too_long(simulator, client, monkeypatch, stream):
    monkeypatch.setattr("tests.simulator.openai_responses.MOST_INPUT", 100)
    body = {"model": OPENAI_MODEL, "input": "word " * 200, "stream": stream}
    response = post(simulator, body)
    assert response.status_code == (200 if stream else 400)
    if stream:
        events = data(response.content)
        kinds = ["response.created", "response.in_progress", "error", "response.failed"]
        assert [event["type"] for event in events] == kinds
        error, failed = events[2]["error"], events[3]["response"]
        assert failed["status"] == "failed"
        assert failed["error"] == {name: error[name] for name in ("code", "message")}
    else:
        error = response.json()["error"]
    assert (error["code"], error["param"]) == ("context_length_exceeded", "input")
    with pytest.raises(openai.APIError) as raised:
        list(ask(client, body["input"], stream=stream))
    assert raised.value.code == "context_length_exceeded"


def test_scripted_errors_come_first_and_are_retried(simulator, client):
    raw = client.with_options(max_retries=2).responses.with_raw_response
    answer = raw.create(model=OPENAI_MODEL, input="Busy?")
    assert answer.retries_taken == 2
    assert answer.parse().output_text == "Not now."


# Recorded and replayed


def in_all_ways(client: openai.OpenAI) -> list[Any]:
    """What a lesson may ask of this API, and what came."""
    api = client.responses
    first = ask(client, "Both?", tools=[TOOL], instructions="Be brief.")
    results = [
        {"type": "function_call_output", "call_id": item.call_id, "output": "mild"}
        for item in first.output
        if item.type == "function_call"
    ]
    with api.stream(model=OPENAI_MODEL, input="A riddle.", reasoning={"summary": "auto"}) as stream:
        final = stream.get_final_response().to_json()
    seen = [
        first,
        ask(client, results, tools=[TOOL], previous_response_id=first.id),
        *ask(client, "Both?", tools=[TOOL], stream=True),
        *ask(client, "Tell me more.", max_output_tokens=20, stream=True),
        final,
        api.parse(model=OPENAI_MODEL, input="Which city?", text_format=Place).output_parsed,
        ask(client, document()),
        api.input_tokens.count(model=OPENAI_MODEL, input="hello"),
        api.retrieve(first.id),
        *api.input_items.list(first.id),
    ]
    api.delete(first.id)
    with pytest.raises(openai.NotFoundError) as gone:
        api.retrieve(first.id)
    return [*seen, gone.value.message]


def test_what_was_recorded_is_replayed(simulator, client, tmp_path):
    file = tmp_path / "a.yaml"
    install(Session("a lesson", "record", Cassette("", ""), file, 0))
    recorded = in_all_ways(client)
    cassette = Cassette.load(file)
    for interaction in cassette.interactions:
        if interaction.status < 400:
            parsed_by_the_sdk(interaction)
    install(Session("a lesson", "replay", cassette, tmp_path / "unused", 0))
    assert in_all_ways(openai.OpenAI(api_key="none", max_retries=0)) == recorded
    assert DOCUMENT not in file.read_text("utf-8")


# Batches, and another run


def line(name: str, given: str, **options: Any) -> dict[str, Any]:
    body = {"model": OPENAI_MODEL, "input": given} | options
    return {"custom_id": name, "method": "POST", "url": "/v1/responses", "body": body}


def test_batches(client):
    lines = [line("a", "hello"), line("b", "hello"), line("bad", "hello", max_tokens=1)]
    batch = client.batches.retrieve(gpt_batch(client, *lines, endpoint="/v1/responses").id)
    assert batch.request_counts.model_dump() == {"completed": 2, "failed": 1, "total": 3}
    answers = gpt_lines(client, batch.output_file_id)
    answer = Response.model_validate(answers["a"]["body"])
    assert answer.output_text == "Hello from one — ça va? 👋🏽"
    assert batch.usage.total_tokens == 2 * answer.usage.total_tokens
    failure = gpt_lines(client, batch.error_file_id)["bad"]
    assert failure["body"]["error"]["code"] == "unknown_parameter"
    with pytest.raises(openai.InternalServerError, match="url /v1/responses"):
        chat = lines[0] | {"url": "/v1/chat/completions"}
        client.batches.retrieve(gpt_batch(client, chat, endpoint="/v1/responses").id)


def test_the_same_requests_get_the_same_answers_in_another_run():
    def record() -> list[str]:
        with running(answers=SCRIPT, pace=0) as simulator:
            body = {"model": OPENAI_MODEL, "input": "A riddle."}
            first = post(simulator, body).json()
            further = body | {"input": "hello", "previous_response_id": first["id"]}
            second = post(simulator, further).json()
            return [first["id"], first["output"][0]["encrypted_content"], second["id"]]

    assert record() == record()
