"""The stand-in's Chat Completions beside recordings of the real one: asked what was asked then,
with the recorded answer as its script, it answers in the same form and with the same numbers."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers.models import OPENAI_MODEL
from helpers.replay.events import data

from .simulator import openai_limits
from .simulator import openai_prompts as prompts
from .simulator.answers import Script
from .simulator.http_server import Reply, Request
from .simulator.openai_service import KEY, OpenAIService
from .simulator.prompt_cache import Part
from .simulator.tokens import GPT_CHAT

pytestmark = pytest.mark.kernel

RECORDINGS = Path(__file__).parent / "recordings"
# What is new in every answer, or is another for another model.
OWN = ("id", "created", "model", "obfuscation", "usage")
# What a model reports that is newer than the one that was recorded.
NEWER = {"cache_write_tokens"}

Body = dict[str, Any]


def recorded(name: str) -> Body:
    (path,) = RECORDINGS.glob(f"openai_{name}*.yaml")
    (interaction,) = yaml.safe_load(path.read_text("utf-8"))["interactions"]
    return interaction


def text_of(interaction: Body) -> str:
    return str(interaction["response"]["body"]["string"])


def parsed(text: str) -> list[Body]:
    """The chunks of a stream; a plain answer is a list of one."""
    return data(text.encode()) if text.startswith("data: ") else [json.loads(text)]


def usage_in(chunks: list[Body]) -> Body:
    usage: Body = chunks[-1]["usage"]
    details = {name: usage[name] for name in usage if name.endswith("_details")}
    return usage | {
        name: {key: value for key, value in detail.items() if key not in NEWER}
        for name, detail in details.items()
    }


def message_in(chunks: list[Body]) -> tuple[str, list[Body]]:
    """The text of an answer and its calls, streamed or not."""
    text, calls = "", []
    for choice in (choice for chunk in chunks for choice in chunk["choices"]):
        said = choice.get("delta") or choice.get("message") or {}
        text += said.get("content") or ""
        for call in said.get("tool_calls") or []:
            if "id" in call:
                calls.append({"name": call["function"]["name"], "arguments": ""})
            calls[call.get("index", -1)]["arguments"] += call["function"]["arguments"]
    return text, calls


def asked_in(interaction: Body, chunks: list[Body]) -> Body:
    """The request as it was, of the model of this course; or one that could have had the answer."""
    _, calls = message_in(chunks)
    functions = [{"type": "function", "function": {"name": call["name"]}} for call in calls]
    streamed = {"stream": True, "stream_options": {"include_usage": True}}
    body = json.loads(interaction["request"]["body"] or "null") or {
        "messages": [{"role": "user", "content": "?"}],
        **({"tools": functions[:1]} if functions else {}),
        **streamed,
    }
    reasoned = usage_in(chunks)["completion_tokens_details"]["reasoning_tokens"]
    quiet = {} if reasoned else {"reasoning_effort": "none"}
    return body | {"model": OPENAI_MODEL} | quiet


def script_of(chunks: list[Body]) -> Script:
    text, calls = message_in(chunks)
    reasoned = usage_in(chunks)["completion_tokens_details"]["reasoning_tokens"]
    entry = {"text": text or None, "tool_calls": calls, "thinking": " a" * reasoned * 2}
    return Script([entry])


def post(body: Body, script: Script, key: str = KEY) -> Reply:
    headers = {"authorization": f"Bearer {key}"}
    service = OpenAIService(script, OPENAI_MODEL)
    return service(Request("POST", "/v1/chat/completions", headers, json.dumps(body).encode()))


def then_and_now(name: str) -> tuple[list[Body], list[Body]]:
    interaction = recorded(name)
    then = parsed(text_of(interaction))
    reply = post(asked_in(interaction, then), script_of(then))
    now = b"".join(event for _, event in reply.events or [(0, reply.body)])
    return then, parsed(now.decode())


def form_of(value: Any) -> Any:
    """An answer without what is its own: which fields, in which order, and what stands in them."""
    if isinstance(value, dict):
        own = {name: "of its own" for name in OWN if name in value and value[name] is not None}
        return {name: own.get(name) or form_of(item) for name, item in value.items()}
    return [form_of(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ["02", "04", "10", "12", "13"])
def test_the_answer_has_the_recorded_form(name: str) -> None:
    then, now = then_and_now(name)
    if not any("obfuscation" in chunk for chunk in then):  # left out by its source
        now = [{k: v for k, v in chunk.items() if k != "obfuscation"} for chunk in now]
    assert json.dumps(form_of(now)) == json.dumps(form_of(then))


@pytest.mark.parametrize("name", ["02", "04", "10", "12", "13"])
def test_the_answer_costs_what_was_recorded(name: str) -> None:
    then, now = (usage_in(chunks) for chunks in then_and_now(name))
    for counted in ("completion_tokens", "completion_tokens_details", "prompt_tokens_details"):
        assert now[counted] == then[counted]
    if recorded(name)["request"]["body"]:
        assert now["prompt_tokens"] == then["prompt_tokens"]


def test_what_is_written_into_the_cache_is_what_was_recorded() -> None:
    then, now = then_and_now("10")
    written = [
        chunks[0]["usage"]["prompt_tokens_details"]["cache_write_tokens"] for chunks in (then, now)
    ]
    assert written == [1217, 1217]


# What others recorded or measured of this very model: the text, the calls, the tokens in all.
@pytest.mark.parametrize(
    ("text", "calls", "tokens"),
    [
        ("Paris is 18°C with light rain.", [], 12),
        ("", [("weather", '{"city":"Paris"}')], 16),
    ],
)
def test_an_answer_has_a_frame(text: str, calls: list[tuple[str, str]], tokens: int) -> None:
    spoken = GPT_CHAT.count(text) + sum(GPT_CHAT.count("".join(call)) for call in calls)
    assert spoken + GPT_CHAT.frame.of(text=bool(text), calls=len(calls)) == tokens


# Recorded on GPT 5 to 5.6 (chatlas, pydantic-ai): what a turn of calls adds to a prompt beyond
# names, arguments and results.
@pytest.mark.parametrize(
    ("extras", "calls", "frame"),
    [
        (prompts.CHAT, 1, 19),
        (prompts.CHAT, 2, 46),
        (prompts.RESPONSES, 1, 20),
        (prompts.RESPONSES, 2, 50),
        (prompts.RESPONSES, 4, 78),
    ],
)
def test_calls_in_a_prompt_have_a_frame(extras: prompts.Extras, calls: int, frame: int) -> None:
    asked = [("get_date", "{}")] * calls
    assert prompts.calls(asked, extras) == frame + calls * (2 * 2 + 1)


@pytest.mark.parametrize(
    ("messages", "tokens"),
    [
        ([("user", "What is the weather?")], 11),
        ([("system", "Be brief."), ("user", "hello")], 14),
        ([("user", "hi"), ("assistant", "hello"), ("user", "hi")], 19),
    ],
)
def test_messages_count_as_the_rule_says(messages: list[tuple[str, str]], tokens: int) -> None:
    assert prompts.REQUEST + sum(prompts.message(*message) for message in messages) == tokens
    parts = [
        part
        for role, text in messages
        for part in prompts.message_parts(role, [({"text": text}, prompts.count(text))])
    ]
    assert prompts.REQUEST + sum(part.tokens for part in parts) == tokens


# Errors


def test_a_prompt_that_is_too_long_is_refused_as_recorded() -> None:
    then = json.loads(text_of(recorded("error_400_context")))
    with pytest.raises(openai_limits.OpenAIError) as raised:
        openai_limits.check_prompt([Part("", 1_000_005)], OPENAI_MODEL)
    assert {"error": raised.value.error} == then


ASKED = {"model": OPENAI_MODEL, "messages": [{"role": "user", "content": "hello"}]}
PICTURE = [
    {"type": "image_url", "image_url": {"url": "https://source.unsplash.com/8xznAGy4HcY/800x400"}}
]


@pytest.mark.parametrize(
    ("name", "body", "key"),
    [
        ("error_401", ASKED, "bad-key-0123456789test"),
        ("error_404", ASKED | {"model": "this-model-does-not-exist-12345"}, KEY),
        (
            "error_400_invalid_image",
            ASKED | {"messages": [{"role": "user", "content": PICTURE}]},
            KEY,
        ),
    ],
)
def test_an_error_is_the_recorded_one_to_the_letter(name: str, body: Body, key: str) -> None:
    interaction = recorded(name)
    reply = post(body, Script([]), key)
    assert reply.body.decode() == text_of(interaction)
    assert reply.status == interaction["response"]["status"]["code"]
    recorded_type = interaction["response"]["headers"]["content-type"][0]
    assert reply.headers["content-type"] == recorded_type


def test_a_refusal_under_a_schema_has_the_recorded_form() -> None:
    interaction = recorded("09")
    asked = json.loads(interaction["request"]["body"]) | {"model": OPENAI_MODEL}
    (then,) = parsed(text_of(interaction))
    message = then["choices"][0]["message"]
    reply = post(asked, Script([{"refusal": message["refusal"]}]))
    (now,) = parsed(reply.body.decode())
    assert now["choices"][0]["message"] == message
    assert now["choices"][0]["finish_reason"] == then["choices"][0]["finish_reason"]
