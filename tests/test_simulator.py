"""The stand-in, asked through the real SDKs: what it answers, what it refuses, how it arrives."""

import asyncio
import base64
import json
import re
import struct
import time
import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import anthropic
import httpx2
import openai
import pytest
from openai.types.chat import ChatCompletion
from pydantic import BaseModel

from helpers.capabilities import ANTHROPIC, OPENAI
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from tests.simulator import Simulator, running
from tests.simulator.answers import Script, ScriptError
from tests.simulator.anthropic_prompts import seen_patches
from tests.simulator.conversation import Conversation
from tests.simulator.images import Image, recognise
from tests.simulator.openai_images import patches

pytestmark = pytest.mark.kernel

LONG = "A few clauses, one after another, make an answer that takes its time, as answers do. " * 3
IMAGE_URL = "https://example.org/cat.png"
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
PARIS = {"name": "get_weather", "arguments": {"city": "Paris"}}
LIMIT = {"status": 429, "retry_after": 0.01}
TOKYO = {"name": "get_weather", "arguments": {"city": "Tokyo"}}

ANSWERS: list[dict[str, Any]] = [
    {
        "user": "hello",
        "text": {"openai": "Hello from one — ça va? 👋🏽", "anthropic": "Hi from two."},
    },
    {"user": "Tell me more.", "text": LONG},
    {"user": "A riddle.", "thinking": "Let me see. " * 20, "text": "It is a river."},
    {"user": "Name a tree.", "samples": ["oak", "elm", "ash"]},
    {"user": "Weather in Paris?", "tool_calls": [PARIS]},
    {"user": "Weather in Paris?", "tool_results": ["get_weather"], "text": "Mild in Paris."},
    {"user": "Both?", "thinking": "Two.", "text": "I look it up.", "tool_calls": [PARIS, TOKYO]},
    {"user": "Both?", "tool_results": True, "text": "Mild in both."},
    {"user": "Either?", "tools": ["get_weather", "get_time"], "text": "I need neither."},
    {"user": "Either?", "tools": ["get_weather"], "tool_calls": [PARIS]},
    {"user": "Which city?", "json": {"city": "Paris"}},
    {"user": "Something bad.", "refusal": "I will not help with that."},
    {
        "user": "Something worse.",
        "blocked": {"anthropic": {"category": "cyber", "explanation": "No."}},
    },
    {"user": "How?", "text": "First you", "blocked": {"anthropic": {"category": "bio"}}},
    {"user": "Out of money?", "errors": ["no_credit"]},
    {"user": "What is this?", "images": 1, "text": "A grey square."},
    {"user": "What is due?", "contains": "Total: 12", "text": "Twelve."},
    {"user": "Busy?", "errors": [LIMIT, LIMIT], "text": "Not now."},
    {"user": "Down?", "errors": [529]},
    {"image_urls": [IMAGE_URL]},
]


def png(width: int = 64, height: int = 64) -> bytes:
    """A grey picture."""

    def part(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


PICTURE = base64.b64encode(png()).decode()
LARGE = base64.b64encode(png(2001, 10)).decode()
HUGE = base64.b64encode(png(8000, 6000)).decode()
MARKED = {"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    with running(answers=ANSWERS, pace=0) as simulator:
        yield simulator


def said_by_user(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


def ask_gpt(client: openai.OpenAI, text: str, **options: Any) -> Any:
    return client.chat.completions.create(
        model=OPENAI_MODEL, messages=said_by_user(text), **options
    )


def ask_claude(client: anthropic.Anthropic, text: str, **options: Any) -> Any:
    options = {"max_tokens": 1000} | options
    return client.messages.create(model=ANTHROPIC_MODEL, messages=said_by_user(text), **options)


def text_of(message: Any) -> str:
    return "".join(block.text for block in message.content if block.type == "text")


# Answers


def test_openai_answers_and_counts_as_the_api_does(gpt):
    completion = ask_gpt(gpt, "hello")
    choice = completion.choices[0]
    assert choice.message.content == "Hello from one — ça va? 👋🏽"
    assert (choice.finish_reason, completion.model) == ("stop", OPENAI_MODEL)
    assert completion.usage.prompt_tokens == 7
    assert completion.usage.total_tokens == 7 + completion.usage.completion_tokens
    assert abs(completion.created - time.time()) < 60


def test_anthropic_answers_and_counts_alike_in_both_places(claude):
    message = ask_claude(claude, "hello")
    counted = claude.messages.count_tokens(model=ANTHROPIC_MODEL, messages=said_by_user("hello"))
    assert text_of(message) == "Hi from two."
    assert (message.stop_reason, message.model) == ("end_turn", ANTHROPIC_MODEL)
    assert message.usage.input_tokens == counted.input_tokens > 0
    assert message.usage.output_tokens > 0


def test_openai_streams_a_token_a_chunk(gpt):
    chunks = list(ask_gpt(gpt, "hello", stream=True, stream_options={"include_usage": True}))
    pieces = [c.choices[0].delta.content for c in chunks if c.choices]
    assert "".join(piece or "" for piece in pieces) == "Hello from one — ça va? 👋🏽"
    assert len(pieces) > 8
    assert len({chunk.id for chunk in chunks}) == 1
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].usage.completion_tokens > 0
    assert not any(chunk.usage for chunk in chunks[:-1])


def test_openai_streams_usage_only_when_asked(gpt):
    chunks = list(ask_gpt(gpt, "hello", stream=True))
    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


def test_anthropic_streams_the_same_message(claude):
    request = {"model": ANTHROPIC_MODEL, "max_tokens": 1000}
    with claude.messages.stream(**request, messages=said_by_user("Tell me more.")) as stream:
        pieces = list(stream.text_stream)
        message = stream.get_final_message()
    assert len(pieces) > 3
    assert "".join(pieces) == text_of(message) == LONG
    assert message.usage == ask_claude(claude, "Tell me more.").usage


def test_many_at_once(simulator):
    async def ask_all() -> list[str]:
        async with (
            openai.AsyncOpenAI(
                base_url=simulator.openai_base_url, api_key=simulator.openai_key
            ) as gpt,
            anthropic.AsyncAnthropic(
                base_url=simulator.anthropic_base_url, api_key=simulator.anthropic_key
            ) as claude,
        ):
            answers = await asyncio.gather(
                *(ask_gpt(gpt, "hello") for _ in range(15)),
                *(ask_claude(claude, "hello") for _ in range(15)),
            )
            stream = await ask_gpt(gpt, "hello", stream=True)
            pieces = [chunk.choices[0].delta.content or "" async for chunk in stream]
        texts = [a.choices[0].message.content for a in answers[:15]]
        return [*texts, *map(text_of, answers[15:]), "".join(pieces)]

    texts = asyncio.run(ask_all())
    assert set(texts) == {"Hello from one — ça va? 👋🏽", "Hi from two."}
    assert len(texts) == 31


def test_samples_come_in_turn(gpt, claude):
    assert [c.message.content for c in ask_gpt(gpt, "Name a tree.", n=3).choices] == [
        "oak",
        "elm",
        "ash",
    ]
    answers = [text_of(ask_claude(claude, "Name a tree.")) for _ in range(4)]
    assert answers == ["oak", "elm", "ash", "oak"]


def test_choices_of_a_stream_take_turns(gpt):
    chunks = list(ask_gpt(gpt, "Name a tree.", n=2, stream=True))
    texts = ["", ""]
    for chunk in chunks:
        texts[chunk.choices[0].index] += chunk.choices[0].delta.content or ""
    assert set(texts) <= {"oak", "elm", "ash"}
    assert sum(bool(chunk.choices[0].finish_reason) for chunk in chunks) == 2


def test_openai_refuses_in_a_field_only_under_a_schema(gpt):
    plain = ask_gpt(gpt, "Something bad.").choices[0].message
    assert (plain.content, plain.refusal) == ("I will not help with that.", None)
    wanted = strict_schema(SCHEMA)
    message = ask_gpt(gpt, "Something bad.", **wanted).choices[0].message
    assert (message.content, message.refusal) == (None, plain.content)
    chunks = ask_gpt(gpt, "Something bad.", stream=True, **wanted)
    refusal = "".join(chunk.choices[0].delta.refusal or "" for chunk in chunks)
    assert refusal == message.refusal


def test_claude_declines_in_words_of_its_own(claude):
    message = ask_claude(claude, "Something bad.")
    assert (message.stop_reason, text_of(message)) == ("end_turn", "I will not help with that.")
    assert message.stop_details is None


def test_classifiers_refuse_before_a_word_is_said(claude):
    message = ask_claude(claude, "Something worse.")
    assert (message.stop_reason, message.content) == ("refusal", [])
    assert (message.stop_details.category, message.stop_details.explanation) == ("cyber", "No.")
    assert message.usage.output_tokens == 0


@pytest.mark.parametrize("stream", [False, True])
def test_classifiers_refuse_in_the_middle_of_an_answer(claude, stream):
    if stream:
        request = {"model": ANTHROPIC_MODEL, "max_tokens": 100}
        with claude.messages.stream(**request, messages=said_by_user("How?")) as events:
            message = events.get_final_message()
    else:
        message = ask_claude(claude, "How?")
    assert (message.stop_reason, text_of(message)) == ("refusal", "First you")
    assert message.usage.output_tokens == 3


def test_the_vendors_own_test_string_is_refused(claude):
    message = ask_claude(claude, "ANTHROPIC_MAGIC_STRING_TRIGGER_REFUSAL_1FAE")
    assert (message.stop_reason, message.content) == ("refusal", [])
    assert (message.stop_details.category, message.stop_details.explanation) == (None, None)


# Thinking, caps and stop sequences


def test_openai_counts_reasoning_and_shows_none(gpt):
    reasoned = ask_gpt(gpt, "A riddle.").usage.completion_tokens_details.reasoning_tokens
    plain = ask_gpt(gpt, "A riddle.", reasoning_effort="none")
    assert reasoned > 20
    assert plain.usage.completion_tokens_details.reasoning_tokens == 0


@pytest.mark.parametrize("stream", [False, True])
def test_anthropic_thinks_first_and_shows_it_on_request(claude, stream):
    def blocks(**options: Any) -> list[Any]:
        if not stream:
            return ask_claude(claude, "A riddle.", **options).content
        request = {"model": ANTHROPIC_MODEL, "max_tokens": 1000} | options
        with claude.messages.stream(**request, messages=said_by_user("A riddle.")) as events:
            return events.get_final_message().content

    omitted, answer = blocks()
    shown, _ = blocks(thinking={"type": "adaptive", "display": "summarized"})
    assert (omitted.type, omitted.thinking, answer.type) == ("thinking", "", "text")
    assert shown.thinking == "Let me see. " * 20
    assert omitted.signature and shown.signature
    assert [block.type for block in blocks(thinking={"type": "disabled"})] == ["text"]


def test_a_thinking_block_goes_back_only_as_it_came(claude):
    thinking = {"type": "adaptive", "display": "summarized"}
    first = ask_claude(claude, "A riddle.", thinking=thinking)
    answer = {"role": "assistant", "content": [b.model_dump() for b in first.content]}
    turns = [*said_by_user("A riddle."), answer, *said_by_user("hello")]
    request = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": turns}
    assert text_of(claude.messages.create(**request)) == "Hi from two."
    answer["content"][0]["thinking"] = "Something else."
    with pytest.raises(anthropic.BadRequestError, match="signature"):
        claude.messages.create(**request)


@pytest.mark.parametrize("stream", [False, True])
def test_a_cap_cuts_the_text(gpt, claude, stream):
    options = {"stream": True, "stream_options": {"include_usage": True}} if stream else {}
    reply = ask_gpt(gpt, "Tell me more.", max_completion_tokens=7, **options)
    if stream:
        chunks = list(reply)
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        reasons, usage = [c.choices[0].finish_reason for c in chunks[:-1]], chunks[-1].usage
    else:
        text, reasons = reply.choices[0].message.content, [reply.choices[0].finish_reason]
        usage = reply.usage
    assert LONG.startswith(text) and text
    assert (reasons[-1], usage.completion_tokens) == ("length", 7)
    message = ask_claude(claude, "Tell me more.", max_tokens=20)
    assert LONG.startswith(text_of(message)) and text_of(message)
    assert (message.stop_reason, message.usage.output_tokens) == ("max_tokens", 20)


def test_thinking_can_eat_the_whole_cap(gpt, claude):
    completion = ask_gpt(gpt, "A riddle.", max_completion_tokens=10)
    assert completion.choices[0].message.content == ""
    assert completion.choices[0].finish_reason == "length"
    assert completion.usage.completion_tokens_details.reasoning_tokens == 10
    message = ask_claude(claude, "A riddle.", max_tokens=10)
    assert [block.type for block in message.content] == ["thinking"]
    assert message.stop_reason == "max_tokens"
    assert message.usage.output_tokens_details.thinking_tokens == 10


def test_anthropic_stops_at_the_first_stop_sequence(claude):
    message = ask_claude(claude, "Tell me more.", stop_sequences=["never", "another", "make"])
    assert text_of(message) == "A few clauses, one after "
    assert (message.stop_reason, message.stop_sequence) == ("stop_sequence", "another")


# Tools and structured outputs


GPT_TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": SCHEMA}}
CLAUDE_TOOL = {"name": "get_weather", "input_schema": SCHEMA}
OFF = {"type": "disabled"}
GPT_TOOLS = {"tools": [GPT_TOOL], "reasoning_effort": "none"}


def test_openai_tools_there_and_back(gpt):
    choice = ask_gpt(gpt, "Both?", **GPT_TOOLS).choices[0]
    calls = choice.message.tool_calls
    assert (choice.finish_reason, choice.message.content) == ("tool_calls", "I look it up.")
    assert [json.loads(call.function.arguments)["city"] for call in calls] == ["Paris", "Tokyo"]
    results = [{"role": "tool", "tool_call_id": call.id, "content": "mild"} for call in calls]
    turns = [*said_by_user("Both?"), choice.message, *results]
    answer = gpt.chat.completions.create(model=OPENAI_MODEL, messages=turns, **GPT_TOOLS)
    assert answer.choices[0].message.content == "Mild in both."


def test_anthropic_tools_there_and_back(claude):
    message = ask_claude(claude, "Both?", tools=[CLAUDE_TOOL])
    calls = [block for block in message.content if block.type == "tool_use"]
    assert [block.type for block in message.content[:2]] == ["thinking", "text"]
    assert (message.stop_reason, calls[1].input) == ("tool_use", {"city": "Tokyo"})
    results = [{"type": "tool_result", "tool_use_id": c.id, "content": "mild"} for c in calls]
    turns = [
        *said_by_user("Both?"),
        {"role": "assistant", "content": message.content},
        {"role": "user", "content": results},
    ]
    answer = claude.messages.create(
        model=ANTHROPIC_MODEL, max_tokens=100, messages=turns, tools=[CLAUDE_TOOL]
    )
    assert text_of(answer) == "Mild in both."


@pytest.mark.parametrize(("prompt", "cities"), [("Weather in Paris?", 1), ("Both?", 2)])
def test_streamed_tool_calls_add_up(gpt, claude, prompt, cities):
    messages = said_by_user(prompt)
    with gpt.chat.completions.stream(model=OPENAI_MODEL, messages=messages, **GPT_TOOLS) as stream:
        calls = stream.get_final_completion().choices[0].message.tool_calls
    assert len(calls) == cities
    assert json.loads(calls[0].function.arguments) == {"city": "Paris"}
    request = {"model": ANTHROPIC_MODEL, "max_tokens": 500, "tools": [CLAUDE_TOOL]}
    with claude.messages.stream(**request, messages=messages) as stream:
        blocks = [b for b in stream.get_final_message().content if b.type == "tool_use"]
    assert [block.input["city"] for block in blocks] == ["Paris", "Tokyo"][:cities]


def test_a_named_tool_is_the_only_one_that_may_be_called(gpt, claude):
    function = {"name": "get_time", "parameters": SCHEMA}
    options: Any = GPT_TOOLS | {"tools": [GPT_TOOL, {"type": "function", "function": function}]}
    assert ask_gpt(gpt, "Either?", **options).choices[0].message.tool_calls is None
    options["tool_choice"] = {"type": "function", "function": {"name": "get_weather"}}
    assert len(ask_gpt(gpt, "Either?", **options).choices[0].message.tool_calls) == 1
    options = {"tools": [CLAUDE_TOOL, {"name": "get_time", "input_schema": SCHEMA}]}
    assert ask_claude(claude, "Either?", **options).stop_reason == "end_turn"
    options["tool_choice"] = {"type": "tool", "name": "get_weather"}
    assert ask_claude(claude, "Either?", **options).stop_reason == "tool_use"


def test_parallel_calls_can_be_turned_off(gpt, claude):
    completion = ask_gpt(gpt, "Both?", parallel_tool_calls=False, **GPT_TOOLS)
    assert len(completion.choices[0].message.tool_calls) == 1
    choice = {"type": "auto", "disable_parallel_tool_use": True}
    message = ask_claude(claude, "Both?", tools=[CLAUDE_TOOL], tool_choice=choice)
    assert [block.type for block in message.content].count("tool_use") == 1


class Place(BaseModel):
    city: str


def test_structured_outputs(gpt, claude):
    messages = said_by_user("Which city?")
    completion = gpt.chat.completions.parse(
        model=OPENAI_MODEL, messages=messages, response_format=Place
    )
    message = claude.messages.parse(
        model=ANTHROPIC_MODEL, max_tokens=500, messages=messages, output_format=Place
    )
    assert completion.choices[0].message.parsed == message.parsed_output == Place(city="Paris")


# Images


def gpt_image(url: str) -> list[Any]:
    parts = [{"type": "text", "text": "What is this?"}]
    return [{"role": "user", "content": [*parts, {"type": "image_url", "image_url": {"url": url}}]}]


def claude_image(**source: str) -> list[Any]:
    parts = [{"type": "image", "source": source}, {"type": "text", "text": "What is this?"}]
    return [{"role": "user", "content": parts}]


def test_images_are_seen_and_counted(gpt, claude):
    for url in (f"data:image/png;base64,{PICTURE}", IMAGE_URL):
        completion = gpt.chat.completions.create(model=OPENAI_MODEL, messages=gpt_image(url))
        assert completion.choices[0].message.content == "A grey square."
    for source in (
        {"type": "base64", "media_type": "image/png", "data": PICTURE},
        {"type": "url", "url": IMAGE_URL},
    ):
        message = claude.messages.create(
            model=ANTHROPIC_MODEL, max_tokens=100, messages=claude_image(**source)
        )
        assert text_of(message) == "A grey square."
    assert message.usage.input_tokens > 1000


def claude_document(data: bytes) -> list[Any]:
    encoded = base64.b64encode(data).decode()
    source = {"type": "base64", "media_type": "application/pdf", "data": encoded}
    parts = [{"type": "document", "source": source}, {"type": "text", "text": "What is due?"}]
    return [{"role": "user", "content": parts}]


def test_claude_reads_documents(claude):
    settings = {"model": ANTHROPIC_MODEL, "max_tokens": 100}
    pdf = b"%PDF-1.4 stream\nBT (Total: 12) Tj ET\nendstream"
    message = claude.messages.create(**settings, messages=claude_document(pdf))
    assert text_of(message) == "Twelve."
    assert message.usage.input_tokens > 1000
    with pytest.raises(anthropic.BadRequestError) as caught:
        claude.messages.create(**settings, messages=claude_document(b"Total: 12"))
    place = "messages.0.content.0.pdf.source.base64.data"
    assert caught.value.api_message == f"{place}: The PDF specified was not valid."


@pytest.mark.parametrize(
    ("data", "image"),
    [
        (png(3, 5), Image("image/png", 3, 5)),
        (b"GIF89a\x07\x00\x09\x00...", Image("image/gif", 7, 9)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x05\x00\x03",
            Image("image/jpeg", 3, 5),
        ),
        (
            b"RIFF....WEBPVP8X" + bytes(8) + b"\x02\x00\x00\x04\x00\x00",
            Image("image/webp", 3, 5),
        ),
        (b"plain text", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8\xff", None),
    ],
)
def test_pictures_are_known_by_their_bytes(data, image):
    assert recognise(data) == image


@pytest.mark.parametrize(
    ("width", "height", "low", "high", "auto", "claude"),
    [
        (200, 200, 49, 49, 49, 64),
        (1024, 1024, 256, 1024, 1024, 1369),
        (2048, 2048, 256, 2500, 4096, 4761),
        (3840, 2160, 144, 2442, 8160, 4784),
        (60, 6000, 16, 376, 376, 92),
    ],
)
def test_large_pictures_are_scaled_down_as_the_guides_say(width, height, low, high, auto, claude):
    image = Image("image/png", width, height)
    assert [patches(image, detail) for detail in ("low", "high", "auto")] == [low, high, auto]
    assert seen_patches(max(width, height), min(width, height)) == claude


# What is refused


def post(simulator: Simulator, provider: str, body: Any, **headers: str) -> httpx2.Response:
    """A request without an SDK, which would not send most of what is refused."""
    if provider == "openai":
        url = f"{simulator.openai_base_url}/chat/completions"
        key = simulator.openai_key
    else:
        url = f"{simulator.anthropic_base_url}/v1/messages"
        key = simulator.anthropic_key
        headers = {"anthropic-version": "2026-10-21"} | headers
    headers = {"authorization": f"Bearer {key}"} | headers
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx2.post(url, content=content, headers=headers)


GPT_CALL = {
    "role": "assistant",
    "tool_calls": [
        {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}},
        {"id": "b", "type": "function", "function": {"name": "f", "arguments": "{}"}},
    ],
}
GPT_RESULT = {"role": "tool", "tool_call_id": "a", "content": "1"}
USER = {"role": "user", "content": "hello"}
STRICT = {"name": "x", "strict": True, "schema": {"type": "object", "properties": {}}}
OPTIONAL = {**SCHEMA, "required": []}


def strict_schema(schema: dict[str, Any]) -> dict[str, Any]:
    wanted = {"name": "x", "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": wanted}}


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"model": None}, None, None),
        ({"messages": None}, "messages", "missing_required_parameter"),
        ({"messages": []}, "messages", "empty_array"),
        ({"messages": "hello"}, "messages", "invalid_type"),
        ({"messages": [{"content": "x"}]}, "messages[0].role", "missing_required_parameter"),
        ({"messages": [{"role": "bot", "content": "x"}]}, "messages[0].role", "invalid_value"),
        ({"messages": [{"role": "user", "content": 7}]}, "messages[0].content", "invalid_type"),
        ({"messages": [USER, {"role": "assistant"}]}, "messages.[1].content", None),
        ({"temprature": 1}, "temprature", "unknown_parameter"),
        ({"n": "2"}, "n", "invalid_type"),
        ({"n": 0}, "n", "integer_below_min_value"),
        ({"seed": 1.5}, "seed", "invalid_type"),
        ({"max_completion_tokens": 0}, "max_completion_tokens", "integer_below_min_value"),
        ({"max_tokens": 10}, "max_tokens", "unsupported_parameter"),
        ({"stop": ["x"]}, "stop", "unsupported_parameter"),
        ({"temperature": 0.2}, "temperature", "unsupported_value"),
        ({"top_p": 0.5}, "top_p", "unsupported_parameter"),
        ({"reasoning_effort": "minimal"}, "reasoning_effort", "unsupported_value"),
        ({"reasoning_effort": "max"}, "reasoning_effort", "unsupported_value"),
        ({"max_completion_tokens": 1}, None, None),
        ({"verbosity": "loud"}, "verbosity", "invalid_value"),
        ({"stream_options": {"include_usage": True}}, "stream_options", None),
        ({"messages": [USER, GPT_RESULT]}, "messages.[1].role", None),
        ({"messages": [USER, GPT_CALL, GPT_RESULT]}, "messages.[3].role", None),
        ({"messages": [USER, GPT_CALL, GPT_RESULT, USER]}, "messages.[3].role", None),
        ({"tools": [GPT_TOOL]}, "reasoning_effort", None),
        ({"tools": []}, "tools", "empty_array"),
        ({"tools": [{"type": "function"}]}, "tools[0].function", "missing_required_parameter"),
        ({"tool_choice": "auto"}, "tool_choice", None),
        (
            GPT_TOOLS | {"tool_choice": {"type": "function", "function": {"name": "other"}}},
            "tool_choice",
            None,
        ),
        (
            {
                "reasoning_effort": "none",
                "tools": [{"type": "function", "function": STRICT | {"parameters": OPTIONAL}}],
            },
            "tools[0].function.schema",
            "unknown_parameter",
        ),
        (
            {
                "reasoning_effort": "none",
                "tools": [
                    {
                        "type": "function",
                        "function": {"name": "f", "strict": True, "parameters": OPTIONAL},
                    }
                ],
            },
            "tools[0].function.parameters",
            "invalid_function_parameters",
        ),
        ({"response_format": {"type": "json_object"}}, "messages", None),
        (strict_schema({"type": "object", "properties": {}}), "response_format", None),
        (strict_schema(OPTIONAL), "response_format", None),
        (strict_schema({"type": "array"}), "response_format", None),
        ({"messages": gpt_image("https://example.org/dog.png")}, None, "invalid_image_url"),
        (
            {"messages": gpt_image("data:image/png;base64,dGV4dA==")},
            None,
            "invalid_image_format",
        ),
        (
            {"messages": gpt_image("data:image/png;base64,???")},
            "messages[0].content[1].image_url.url",
            "invalid_value",
        ),
        (
            {"messages": gpt_image("data:text/plain;base64,dGV4dA==")},
            "messages[0].content[1].image_url.url",
            "invalid_value",
        ),
        (
            {"messages": gpt_image(f"data:image/png;base64,{HUGE}")},
            "messages",
            "invalid_value",
        ),
    ],
)
def test_openai_refuses(simulator, change, param, code):
    body = {"model": OPENAI_MODEL, "messages": [USER]} | change
    response = post(simulator, "openai", {k: v for k, v in body.items() if v is not None})
    error = response.json()["error"]
    assert (response.status_code, error["type"]) == (400, "invalid_request_error")
    assert (error["param"], error["code"]) == (param, code), error["message"]
    assert list(error) == ["message", "type", "param", "code"]


CLAUDE_CALL = {
    "role": "assistant",
    "content": [
        {"type": "tool_use", "id": "a", "name": "f", "input": {}},
        {"type": "tool_use", "id": "b", "name": "f", "input": {}},
    ],
}
BOT = {"role": "assistant", "content": "Hi."}
CLAUDE_RESULT = {
    "role": "user",
    "content": [{"type": "tool_result", "tool_use_id": "a", "content": "1"}],
}


def output_format(schema: dict[str, Any]) -> dict[str, Any]:
    return {"output_config": {"format": {"type": "json_schema", "schema": schema}}}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": None}, "model: Field required"),
        ({"max_tokens": None}, "max_tokens: Field required"),
        ({"messages": None}, "messages: Field required"),
        ({"messages": []}, "messages: at least one message"),
        ({"max_tokens": "10"}, "max_tokens: Input should be a valid integer"),
        ({"max_tokens": 1_000_000}, "max_tokens: 1000000 > 128000"),
        ({"temperature": 1}, "temperature: Extra inputs are not permitted"),
        ({"max_token": 1}, "max_token: Extra inputs are not permitted"),
        ({"thinking": {"type": "enabled", "budget_tokens": 2000}}, '"thinking.type.enabled"'),
        (
            {"thinking": {"type": "disabled"}, "output_config": {"effort": "max"}},
            '"thinking.type.disabled"',
        ),
        ({"messages": [{"role": "system", "content": "x"}, USER]}, "messages.0: use the top-level"),
        (
            {"messages": [USER, {"role": "system", "content": "x"}, USER]},
            "messages.1: role 'system' must precede an 'assistant' message or end the array",
        ),
        (
            {"messages": [USER, BOT, {"role": "system", "content": "x"}, BOT, USER]},
            "messages.2: role 'system' must follow a 'user' message or an 'assistant' message",
        ),
        ({"messages": [{"role": "bot", "content": "x"}]}, "messages.0.role: Input should be"),
        ({"messages": [{"role": "user"}]}, "messages.0.content: Field required"),
        ({"messages": [{"role": "user", "content": ""}]}, "messages.0: all messages must have"),
        (
            {"messages": [{"role": "user", "content": [{"type": "text", "text": ""}]}]},
            "messages: text content blocks must be non-empty",
        ),
        ({"messages": [USER, {"role": "assistant", "content": "{"}]}, "This model does not supp"),
        ({"messages": [USER, CLAUDE_RESULT]}, "messages.0.content.1: unexpected `tool_use_id`"),
        ({"messages": [USER, CLAUDE_CALL]}, "messages.1: `tool_use` ids were found without"),
        (
            {"messages": [USER, CLAUDE_CALL, CLAUDE_RESULT]},
            "messages.1: `tool_use` ids were found without",
        ),
        ({"tools": [{"name": "f"}]}, "tools.0.custom.input_schema: Field required"),
        ({"tools": [CLAUDE_TOOL | {"name": "a b"}]}, "tools.0.custom.name: String should match"),
        ({"tools": [CLAUDE_TOOL, CLAUDE_TOOL]}, "tools: Tool names must be unique"),
        ({"tools": [GPT_TOOL]}, "tools.0: Input tag 'function' found using 'type' does not match"),
        ({"tool_choice": {"type": "auto"}}, "tool_choice may only be specified"),
        (
            {"tools": [CLAUDE_TOOL], "tool_choice": {"type": "tool", "name": "other"}},
            "Tool 'other' not found",
        ),
        (output_format({"type": "object"}), "output_config.format.schema: For 'object' type"),
        (
            output_format(
                SCHEMA | {"properties": {"n": {"type": "integer", "minimum": 1, "maximum": 2}}}
            ),
            "output_config.format.schema: For 'integer' type, properties maximum, minimum are not",
        ),
        (
            {"messages": claude_image(type="base64", media_type="image/jpeg", data=PICTURE)},
            "messages.0.content.0.image.source.base64: The image was specified using",
        ),
        (
            {"messages": claude_image(type="base64", media_type="image/tiff", data=PICTURE)},
            "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg'",
        ),
        (
            {"messages": claude_image(type="base64", media_type="image/png", data="dGV4dA==")},
            "Could not process image",
        ),
        (
            {"messages": claude_image(type="base64", media_type="image/png", data="?")},
            "messages.0.content.0.image.source.base64.data: ",
        ),
        (
            {
                "messages": claude_image(
                    type="base64", media_type="image/png", data="A" * (10 * 1024 * 1024 + 4)
                )
            },
            "messages.0.content.0.image.source.base64: image exceeds 10 MB maximum",
        ),
        (
            {"messages": claude_image(type="url", url="https://example.org/dog.png")},
            "Unable to download the file",
        ),
        (
            {"messages": claude_image(type="base64", media_type="image/png", data=LARGE) * 21},
            "messages.0.content.0.image.source.base64.data: At least one of the image dimensions "
            "exceed max allowed size for many-image requests: 2000 pixels",
        ),
        (
            {"system": [MARKED] * 5},
            "A maximum of 4 blocks with cache_control may be provided. Found 5.",
        ),
    ],
)
def test_anthropic_refuses(simulator, change, message):
    body = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": [USER]} | change
    response = post(simulator, "anthropic", {k: v for k, v in body.items() if v is not None})
    answer = response.json()
    assert (response.status_code, answer["error"]["type"]) == (400, "invalid_request_error")
    assert answer["error"]["message"].startswith(message)
    assert answer["request_id"] == response.headers["request-id"]
    assert response.headers["x-should-retry"] == "false"


@pytest.mark.parametrize(
    "messages",
    [
        [USER, {"role": "system", "content": "Be brief."}],
        [USER, {"role": "system", "content": "Be brief."}, {"role": "system", "content": "Do."}],
        [USER, {"role": "system", "content": "Be brief."}, BOT, USER],
    ],
)
def test_anthropic_takes_system_messages_in_their_place(claude, messages):
    message = claude.messages.create(model=ANTHROPIC_MODEL, max_tokens=100, messages=messages)
    assert text_of(message) == "Hi from two."


@pytest.mark.parametrize("first", [USER, BOT])
def test_anthropic_takes_turns_in_any_order_but_ends_with_the_user(claude, first):
    messages = [first, *said_by_user("hello")]
    message = claude.messages.create(model=ANTHROPIC_MODEL, max_tokens=100, messages=messages)
    assert text_of(message) == "Hi from two."


def test_sampling_is_accepted_where_the_api_accepts_it(gpt, simulator):
    assert ask_gpt(gpt, "hello", temperature=1, top_p=1).choices
    assert ask_gpt(gpt, "hello", temperature=0.2, reasoning_effort="none").choices
    body = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": [USER], "temperature": 1}
    old = {"anthropic-version": "2023-06-01"}
    assert post(simulator, "anthropic", body, **old).status_code == 200
    refused = post(simulator, "anthropic", body | {"temperature": 0.5}, **old)
    assert refused.json()["error"]["message"] == "`temperature` is deprecated for this model."


def test_the_request_must_be_json_and_name_its_version(simulator):
    assert post(simulator, "openai", b"{").status_code == 400
    assert post(simulator, "anthropic", b"{").status_code == 400
    body = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": [USER]}
    response = post(simulator, "anthropic", body, **{"anthropic-version": ""})
    assert response.json()["error"]["message"] == "anthropic-version: header is required"


def test_only_its_own_keys_open(gpt, claude, simulator):
    with pytest.raises(openai.AuthenticationError) as error:
        ask_gpt(gpt.with_options(api_key="sk-proj-0123456789abcdef"), "hello")
    assert error.value.code == "invalid_api_key"
    assert "x-ratelimit-limit-requests" not in error.value.response.headers
    with pytest.raises(anthropic.AuthenticationError, match="Invalid bearer token"):
        ask_claude(claude.with_options(api_key="sk-ant-other"), "hello")
    assert post(simulator, "openai", {}, authorization="").status_code == 401
    assert post(simulator, "anthropic", {}, authorization="").status_code == 401
    body = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": [USER]}
    headers = {"authorization": "", "x-api-key": simulator.anthropic_key}
    assert post(simulator, "anthropic", body, **headers).status_code == 200


# The last two are as recorded.
@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("sk-proj-0123456789abcdef", "sk-proj-************cdef"),
        ("invalid-key-12345", "invalid-*****2345"),
        ("invalid-key", "invalid-key"),
    ],
)
def test_openai_shows_a_wrong_key_masked(gpt, key, shown):
    with pytest.raises(openai.AuthenticationError, match=re.escape(f"provided: {shown}. You")):
        ask_gpt(gpt.with_options(api_key=key), "hello")


# Other models


def models_where(models: Any, holds: Any) -> list[str]:
    found = [name for name, model in models.items() if holds(model)]
    assert found
    return found


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"reasoning_effort": "none"}, "reasoning_effort"),
        ({"temperature": 0.2}, "temperature"),
        ({"tools": [GPT_TOOL]}, "reasoning_effort"),
        ({"tools": [GPT_TOOL], "reasoning_effort": "low"}, "reasoning_effort"),
    ],
)
def test_models_that_always_reason_refuse_what_the_lessons_send(simulator, change, param):
    for model in models_where(OPENAI, lambda model: model.chat["none"] is False):
        body = {"model": model, "messages": [USER]}
        assert post(simulator, "openai", body).json()["model"] == model
        refused = post(simulator, "openai", body | change)
        assert (refused.status_code, refused.json()["error"]["param"]) == (400, param)


def test_what_nobody_has_shown_is_not_played(simulator):
    model = models_where(OPENAI, lambda model: model.chat["max"] is None)[0]
    body = {"model": model, "messages": [USER], "reasoning_effort": "max"}
    assert post(simulator, "openai", body).status_code == 501
    model = models_where(ANTHROPIC, lambda model: model.enabled is None)[0]
    thinking = {"thinking": {"type": "enabled", "budget_tokens": 2000}, "max_tokens": 3000}
    body = {"model": model, "messages": [USER]} | thinking
    assert post(simulator, "anthropic", body).status_code == 501


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"thinking": {"type": "disabled"}}, '"thinking.type.disabled" is not supported'),
        (
            {"tools": [CLAUDE_TOOL], "tool_choice": {"type": "any"}},
            'tool_choice: type "tool" and "any" are not supported for this model.',
        ),
    ],
)
def test_claudes_that_always_think_refuse_what_the_lessons_send(simulator, change, told):
    for model in models_where(ANTHROPIC, lambda model: not any(model.disabled.values())):
        body = {"model": model, "max_tokens": 100, "messages": [USER]}
        assert post(simulator, "anthropic", body).json()["model"] == model
        refused = post(simulator, "anthropic", body | change)
        assert refused.json()["error"]["message"].startswith(told)


def test_up_front_thinking_is_turned_off_in_the_way_of_the_model(simulator):
    body = {"max_tokens": 100, "messages": said_by_user("A riddle.")}
    between = {"thinking": {"type": "between_tools"}}
    for model in models_where(ANTHROPIC, lambda model: model.between_tools["low"]):
        answer = post(simulator, "anthropic", {"model": model} | body | between).json()
        assert [block["type"] for block in answer["content"]] == ["text"]
        refused = post(simulator, "anthropic", {"model": model} | body | {"thinking": OFF}).json()
        assert "between_tools" in refused["error"]["message"]
    for model in models_where(ANTHROPIC, lambda model: model.between_tools["low"] is False):
        refused = post(simulator, "anthropic", {"model": model} | body | between).json()
        assert refused["error"]["message"].endswith("is not supported for this model.")


def test_models(gpt, claude):
    assert [model.id for model in gpt.models.list()] == [OPENAI_MODEL]
    assert gpt.models.retrieve(OPENAI_MODEL).id == OPENAI_MODEL
    assert [model.id for model in claude.models.list()] == [ANTHROPIC_MODEL]
    assert claude.models.retrieve(ANTHROPIC_MODEL).lifecycle == "active"
    for client in (gpt, claude):
        with pytest.raises((openai.NotFoundError, anthropic.NotFoundError), match="no-such-model"):
            client.models.retrieve("no-such-model")
    with pytest.raises(openai.NotFoundError) as error:
        gpt.chat.completions.create(model="no-such-model", messages=said_by_user("hello"))
    assert error.value.code == "model_not_found"
    with pytest.raises(anthropic.NotFoundError) as error:
        claude.messages.create(model="no-such-model", max_tokens=9, messages=said_by_user("hello"))
    assert error.value.api_message == "model: no-such-model"


def test_unknown_paths(gpt, claude):
    with pytest.raises(openai.NotFoundError, match="Invalid URL"):
        gpt.post("/completion", cast_to=object, body={})
    with pytest.raises(anthropic.NotFoundError):
        claude.post("/v1/message", cast_to=object, body={})


# Batches


def gpt_line(name: str, text: str | None, **options: Any) -> dict[str, Any]:
    body = {"model": OPENAI_MODEL, "messages": said_by_user(text)} | options
    return {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body}


def gpt_batch(client: openai.OpenAI, *lines: Any, endpoint: Any = "/v1/chat/completions") -> Any:
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    file = client.files.create(file=("requests.jsonl", content), purpose="batch")
    assert (file.purpose, file.filename, file.bytes) == ("batch", "requests.jsonl", len(content))
    return client.batches.create(input_file_id=file.id, endpoint=endpoint, completion_window="24h")


def gpt_lines(client: openai.OpenAI, file_id: str) -> dict[str, Any]:
    lines = [json.loads(line) for line in client.files.content(file_id).text.splitlines()]
    return {line["custom_id"]: line["response"] for line in lines}


def test_openai_batches_there_and_back(gpt):
    batch = gpt_batch(gpt, *(gpt_line(f"n{n}", "hello") for n in range(9)), gpt_line("bad", None))
    assert (batch.status, batch.output_file_id) == ("validating", None)
    assert batch.expires_at - batch.created_at == 24 * 60 * 60
    batch = gpt.batches.retrieve(batch.id)
    assert (batch.status, batch.model) == ("completed", OPENAI_MODEL)
    assert batch.request_counts.model_dump() == {"completed": 9, "failed": 1, "total": 10}
    answers = gpt_lines(gpt, batch.output_file_id)
    assert sorted(answers) == [f"n{n}" for n in range(9)] != list(answers)
    completion = ChatCompletion.model_validate(answers["n0"]["body"])
    assert completion.choices[0].message.content == "Hello from one — ça va? 👋🏽"
    assert batch.usage.total_tokens == 9 * completion.usage.total_tokens
    assert len({answer["body"]["id"] for answer in answers.values()}) == 9
    failures = gpt_lines(gpt, batch.error_file_id)
    assert failures["bad"]["status_code"] == 400
    assert failures["bad"]["body"]["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["no mapping"],
        [{"custom_id": "a"}],
        [gpt_line("a", "hello"), gpt_line("a", "hello")],
        [gpt_line("a", "hello") | {"url": "/v1/embeddings"}],
        [gpt_line("a", "hello", stream=True)],
    ],
)
def test_openai_batches_that_are_not_played(gpt, lines):
    with pytest.raises(openai.InternalServerError) as error:
        gpt.batches.retrieve(gpt_batch(gpt, *lines).id)
    assert error.value.status_code == 501


def test_openai_names_files_and_batches_that_it_does_not_have(gpt):
    with pytest.raises(openai.NotFoundError, match="file-none"):
        gpt.files.content("file-none")
    with pytest.raises(openai.NotFoundError, match="batch_none"):
        gpt.batches.retrieve("batch_none")
    with pytest.raises(openai.InternalServerError, match="for batches only"):
        gpt.files.create(file=("a.txt", b"text"), purpose="user_data")


def claude_line(name: str, text: str | None, **options: Any) -> Any:
    params = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": said_by_user(text)}
    return {"custom_id": name, "params": params | options}


def test_anthropic_batches_there_and_back(claude):
    lines = [*(claude_line(f"n{n}", "hello") for n in range(9)), claude_line("bad", None)]
    batch = claude.messages.batches.create(requests=lines)
    assert (batch.processing_status, batch.results_url) == ("in_progress", None)
    assert (batch.request_counts.processing, batch.request_counts.succeeded) == (10, 0)
    batch = claude.messages.batches.retrieve(batch.id)
    assert batch.processing_status == "ended"
    assert batch.expires_at - batch.created_at == timedelta(hours=24)
    assert (batch.request_counts.succeeded, batch.request_counts.errored) == (9, 1)
    results = {line.custom_id: line.result for line in claude.messages.batches.results(batch.id)}
    assert sorted(results) == sorted(line["custom_id"] for line in lines)
    assert list(results) != [line["custom_id"] for line in lines]
    assert text_of(results["n0"].message) == "Hi from two."
    assert results["n0"].message.usage.service_tier == "batch"
    assert results["n0"].message.id != results["n1"].message.id
    assert results["bad"].error.error.type == "invalid_request_error"


@pytest.mark.parametrize(
    ("requests", "message"),
    [
        ([], "requests: Field required"),
        ([claude_line("a b", "hello")], "requests.0.custom_id"),
        ([{"custom_id": "a"}], "requests.0.params"),
        ([claude_line("a", "hello"), claude_line("a", "hello")], "unique"),
    ],
)
def test_anthropic_refuses_batches(claude, requests, message):
    with pytest.raises(anthropic.BadRequestError, match=message):
        claude.messages.batches.create(requests=requests)


def test_anthropic_plays_no_streams_in_batches(claude):
    batch = claude.messages.batches.create(requests=[claude_line("a", "hello", stream=True)])
    with pytest.raises(anthropic.APIStatusError, match="no streams") as error:
        claude.messages.batches.retrieve(batch.id)
    assert error.value.status_code == 501


def test_anthropic_names_a_batch_that_it_does_not_have(claude):
    with pytest.raises(anthropic.NotFoundError, match="msgbatch_none"):
        claude.messages.batches.retrieve("msgbatch_none")


# Failures on purpose, and prompts without an answer


def test_scripted_errors_come_first_and_are_retried(gpt, claude):
    answer = gpt.chat.completions.with_raw_response.create(
        model=OPENAI_MODEL, messages=said_by_user("Busy?")
    )
    assert answer.retries_taken == 2
    assert answer.parse().choices[0].message.content == "Not now."
    assert text_of(ask_claude(claude.with_options(max_retries=2), "Busy?")) == "Not now."


def test_no_credit_is_no_rate_limit_at_anthropic(gpt, claude):
    with pytest.raises(anthropic.BadRequestError, match="credit balance is too low") as error:
        ask_claude(claude, "Out of money?")
    assert error.value.response.headers["x-should-retry"] == "false"
    with pytest.raises(openai.RateLimitError) as error:
        ask_gpt(gpt.with_options(max_retries=0), "Out of money?")
    assert (error.value.type, error.value.code) == (
        "insufficient_quota",
        "credit_balance_exhausted",
    )


def test_the_monthly_cap_does_not_say_when_to_come_back():
    with running(answers=[{"user": "Busy?", "errors": ["monthly_cap"]}], pace=0) as simulator:
        body = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": said_by_user("Busy?")}
        refused = post(simulator, "anthropic", body)
    assert refused.status_code == 429 and "retry-after" not in refused.headers
    details = refused.json()["error"]["details"]
    assert details == {"error_code": "enforced_spend_limit_reached"}


def test_an_entry_with_errors_alone_fails_every_time(gpt, claude):
    for _ in range(2):
        with pytest.raises(anthropic.OverloadedError) as error:
            ask_claude(claude.with_options(max_retries=0), "Down?")
        assert error.value.response.headers["x-should-retry"] == "true"
    with pytest.raises(openai.InternalServerError):
        ask_gpt(gpt.with_options(max_retries=0), "Down?")


def test_a_rate_limit_says_when_to_come_back():
    with running(answers=[{"user": "Busy?", "errors": [429]}], pace=0) as simulator:
        body = {"model": ANTHROPIC_MODEL, "max_tokens": 100}
        messages = said_by_user("Busy?")
        refused = post(simulator, "anthropic", body | {"messages": messages})
        assert refused.headers["retry-after"] == "1"
        assert refused.json()["error"]["type"] == "rate_limit_error"
        refused = post(simulator, "openai", {"model": OPENAI_MODEL, "messages": messages})
        assert refused.json()["error"]["code"] == "rate_limit_exceeded"


def test_a_prompt_without_an_answer_is_named_and_not_retried(gpt, claude, capsys):
    with pytest.raises(openai.InternalServerError, match="Who knows") as error:
        ask_gpt(gpt, "Who knows?")
    assert error.value.status_code == 501
    with pytest.raises(anthropic.APIStatusError, match="Who knows") as error:
        ask_claude(claude, "Who knows?")
    assert error.value.status_code == 501
    complaints = capsys.readouterr().err.strip().splitlines()
    assert len(complaints) == 2
    assert all("tests/simulator/answers" in line.replace("\\", "/") for line in complaints)


def test_a_tool_that_is_not_offered_is_not_called(gpt, claude):
    with pytest.raises(openai.InternalServerError, match="does not offer"):
        ask_gpt(gpt, "Both?")
    with pytest.raises(anthropic.APIStatusError, match="does not offer"):
        ask_claude(claude, "Both?", tools=[CLAUDE_TOOL], tool_choice={"type": "none"})


# How it arrives


def test_an_answer_carries_these_headers_and_no_others(simulator):
    transport = {"content-length", "transfer-encoding"}
    response = post(simulator, "openai", {"model": OPENAI_MODEL, "messages": [USER]})
    assert set(response.headers) - transport == {
        "content-type",
        "openai-processing-ms",
        "x-answer-source",
        "x-request-id",
        *(
            f"x-ratelimit-{what}-{unit}"
            for what in ("limit", "remaining", "reset")
            for unit in ("requests", "tokens")
        ),
    }
    body = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": [USER]}
    response = post(simulator, "anthropic", body)
    assert set(response.headers) - transport == {
        "content-type",
        "request-id",
        "x-answer-source",
        *(f"anthropic-ratelimit-requests-{what}" for what in ("limit", "remaining", "reset")),
        *(
            f"anthropic-ratelimit-{unit}-tokens-{what}"
            for unit in ("input", "output")
            for what in ("limit", "remaining")
        ),
    }


def test_stream_lengths_tell_nothing(simulator):
    body = {"model": OPENAI_MODEL, "messages": said_by_user("Tell me more."), "stream": True}
    lines = post(simulator, "openai", body).text.strip().split("\n\n")
    assert lines.pop() == "data: [DONE]"
    assert {len(line.removeprefix("data: ")) % 16 for line in lines} == {1}
    body = {"model": ANTHROPIC_MODEL, "max_tokens": 500, "messages": [USER], "stream": True}
    events = post(simulator, "anthropic", body).text.strip().split("\n\n")
    assert 'event: ping\ndata: {"type": "ping"}' in events
    padding = [len(event) - len(event[:-1].rstrip()) - 1 for event in events]
    assert max(padding) < 16 and len(set(padding)) > 1


def test_events_arrive_one_by_one():
    with running(answers=ANSWERS, pace=0.15) as simulator:
        url = f"{simulator.openai_base_url}/chat/completions"
        body = {"model": OPENAI_MODEL, "messages": said_by_user("Tell me more."), "stream": True}
        headers = {"authorization": f"Bearer {simulator.openai_key}"}
        with httpx2.stream("POST", url, json=body, headers=headers) as response:
            arrivals = [(time.monotonic(), chunk) for chunk in response.iter_raw()]
    assert len(arrivals) > 30
    assert arrivals[-1][0] - arrivals[0][0] > 0.05


@pytest.mark.parametrize("stream", [False, True])
def test_gzip_for_those_who_accept_it(stream):
    body = {"model": OPENAI_MODEL, "messages": [USER], "stream": stream}
    with running(answers=ANSWERS, pace=0, gzip=True) as simulator:
        packed = post(simulator, "openai", body)
        plain = post(simulator, "openai", body, **{"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert "Hello" in packed.text and "Hello" in plain.text


def test_a_connection_is_kept(simulator):
    body = {"model": OPENAI_MODEL, "messages": [USER]}
    headers = {"authorization": f"Bearer {simulator.openai_key}"}
    url = f"{simulator.openai_base_url}/chat/completions"
    with httpx2.Client(headers=headers) as client:
        streams = {
            id(client.post(url, json=body | extra).extensions["network_stream"])
            for extra in ({}, {"stream": True}, {"n": "x"}, {})
        }
    assert len(streams) == 1


def test_the_same_requests_get_the_same_answers_in_another_run():
    def record() -> list[str]:
        with running(answers=ANSWERS, pace=0) as simulator:
            body = {"model": ANTHROPIC_MODEL, "max_tokens": 500, "tools": [CLAUDE_TOOL]}
            body |= {"messages": said_by_user("Both?"), "stream": True}
            texts = [post(simulator, "anthropic", body).text for _ in range(2)]
            completion = {"model": OPENAI_MODEL, "messages": [USER]}
            texts.append(post(simulator, "openai", completion).json()["id"])
            with openai.OpenAI(
                base_url=simulator.openai_base_url, api_key=simulator.openai_key
            ) as gpt:  # uploads in a form, whose boundary is random
                return [*texts, gpt_batch(gpt, gpt_line("a", "hello")).id]

    first, second = record(), record()
    assert first == second
    assert first[0] != first[1]  # asked twice: another id


# The script


def conversation(**parts: Any) -> Conversation:
    return Conversation(
        **{"provider": "openai", "user": "", "system": "", "everything": ""} | parts
    )


@pytest.mark.parametrize(
    ("conditions", "parts", "holds"),
    [
        ({"user": " one\n two "}, {"user": "one two"}, True),
        ({"user": "one"}, {"user": "one two"}, False),
        ({"system": ""}, {"system": "Be brief."}, False),
        ({"provider": "anthropic"}, {}, False),
        ({"contains": ["b", "a"]}, {"everything": "a b"}, True),
        ({"contains": "c"}, {"everything": "a b"}, False),
        ({}, {"tool_results": ["f"]}, False),
        ({"tool_results": True}, {"tool_results": ["f"]}, True),
        ({"tool_results": ["f", "g"]}, {"tool_results": ["f"]}, False),
        ({"tools": False}, {"tools": ["f"]}, False),
        ({"tools": ["f"]}, {"tools": ["f", "g"]}, True),
        ({"images": 0}, {"images": 1}, False),
        ({"json": True}, {"wants_json": True}, True),
        ({"json": False}, {"wants_json": True}, False),
        ({"effort": "low"}, {"effort": "low"}, True),
        ({"effort": "low"}, {}, False),
        ({"text": {"anthropic": "for the other"}}, {}, False),
    ],
)
def test_conditions(conditions, parts, holds):
    script = Script.read([{"text": "yes"} | conditions])
    assert (script.find(conversation(**parts)) is not None) == holds


@pytest.mark.parametrize(
    "entry",
    [
        {"user": "a", "txt": "b"},
        {"user": "a"},
        {"user": "a", "thinking": "b"},
        {"user": "a", "text": "b", "refusal": "c"},
        {"user": 503, "text": "b"},
        {"user": "a", "text": {"openai": 1}},
        {"user": "a", "errors": ["no such failure"]},
    ],
)
def test_a_mistake_in_a_script_is_found_when_it_is_read(entry):
    with pytest.raises(ScriptError):
        Script.read([entry])


def test_the_scripts_of_the_notebooks_can_be_read():
    Script.read()
