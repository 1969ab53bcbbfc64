"""The stand-in's Messages beside recordings of the real one: asked what was asked then, with the
recorded answer as its script, it answers in the same form, and counts about as many tokens."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers.models import ANTHROPIC_MODEL
from helpers.replay.events import data

from .simulator.answers import Script
from .simulator.anthropic_service import KEY, AnthropicService
from .simulator.http_server import Reply, Request

pytestmark = pytest.mark.kernel

RECORDINGS = Path(__file__).parent / "recordings"
VERSION = "2026-10-21"
# What is new in every answer, or is another for another model.
OWN = {"id", "model", "signature", "request_id", "inference_geo"}
# What the model of this course reports, and the older one that was recorded does not.
NEWER = {"output_tokens_details"}
# Tokens are an estimate, see `anthropic_prompts`.
NEAR = 0.3

Body = dict[str, Any]


def recorded(name: str) -> list[Body]:
    (path,) = RECORDINGS.glob(f"anthropic_{name}.yaml")
    interactions: list[Body] = yaml.safe_load(path.read_text("utf-8"))["interactions"]
    return interactions


def text_of(interaction: Body) -> str:
    return str(interaction["response"]["body"]["string"])


def parsed(text: str) -> list[Body]:
    """The events of a stream; a plain answer is a list of one."""
    return data(text.encode()) if text.startswith("event: ") else [json.loads(text)]


def message_in(events: list[Body]) -> Body:
    """The whole message: a plain one, or what the events add up to."""
    if "content" in events[0]:
        return events[0]
    message: Body = events[0]["message"]
    blocks: list[Body] = []
    for event in events:
        if event["type"] == "content_block_start":
            blocks.append({**event["content_block"], "input": ""})
        elif event["type"] == "content_block_delta":
            delta = event["delta"]
            blocks[-1]["text"] = blocks[-1].get("text", "") + delta.get("text", "")
            blocks[-1]["input"] += delta.get("partial_json", "")
        elif event["type"] == "message_delta":
            message = message | event["delta"] | {"usage": message["usage"] | event["usage"]}
    return message | {"content": blocks}


def script_of(message: Body) -> Script:
    text = "".join(block.get("text") or "" for block in message["content"])
    calls = [
        {"name": block["name"], "arguments": block["input"]}
        for block in message["content"]
        if block["type"] == "tool_use"
    ]
    entry = {"text": text + (message["stop_sequence"] or "") or None, "tool_calls": calls}
    return Script([entry, entry | {"tool_results": True}])


def asked_in(interaction: Body) -> Body:
    """The request, of the model of this course, without what this one would need to think."""
    body: Body = json.loads(interaction["request"]["body"])
    return body | {"model": ANTHROPIC_MODEL, "thinking": {"type": "disabled"}}


def post(service: AnthropicService, body: Body, path: str = "/v1/messages", **key: str) -> Reply:
    headers = {"anthropic-version": VERSION} | (key or {"authorization": f"Bearer {KEY}"})
    return service(Request("POST", path, headers, json.dumps(body).encode()))


def then_and_now(name: str) -> Iterator[tuple[list[Body], list[Body]]]:
    service = AnthropicService(Script([]), ANTHROPIC_MODEL)
    for interaction in recorded(name):
        then = parsed(text_of(interaction))
        service.script = script_of(message_in(then))
        reply = post(service, asked_in(interaction))
        now = b"".join(event for _, event in reply.events or [(0, reply.body)])
        yield then, parsed(now.decode())


def form_of(value: Any) -> Any:
    """An answer without what is its own, and with the kinds of its numbers in their place."""
    if isinstance(value, dict):
        return {
            name: "of its own" if name in OWN else form_of(item)
            for name, item in value.items()
            if name not in NEWER
        }
    if isinstance(value, list):
        return [form_of(item) for item in value]
    return "a number" if type(value) is int else value


def in_one(events: list[Body]) -> list[Body]:
    """The events, the deltas in a row as one: their sizes are chance."""
    joined: list[Body] = []
    for event in events:
        before = joined[-1] if joined else {}
        if event["type"] == before.get("type") == "content_block_delta":
            for key in ("text", "partial_json"):
                if key in event["delta"]:
                    before["delta"][key] += event["delta"][key]
        else:
            joined.append(event)
    return joined


@pytest.mark.parametrize("name", ["01_plain_sonnet-5", "08_stop_sequence_sonnet-5"])
def test_a_message_has_the_recorded_form(name: str) -> None:
    for then, now in then_and_now(name):
        assert json.dumps(form_of(now)) == json.dumps(form_of(then))
        assert set(now[0]["usage"]) == set(then[0]["usage"])


@pytest.mark.parametrize("name", ["02_stream_haiku-4-5", "04_stream_tool_then_result_sonnet-5"])
def test_a_stream_has_the_recorded_form(name: str) -> None:
    for then, now in then_and_now(name):
        assert json.dumps(form_of(in_one(now))) == json.dumps(form_of(in_one(then)))


@pytest.mark.parametrize(
    "name",
    ["01_plain_sonnet-5", "04_stream_tool_then_result_sonnet-5", "08_stop_sequence_sonnet-5"],
)
def test_tokens_are_near_those_recorded(name: str) -> None:
    for then, now in then_and_now(name):
        recorded, ours = message_in(then)["usage"], message_in(now)["usage"]
        for counted in ("input_tokens", "output_tokens"):
            assert abs(ours[counted] - recorded[counted]) <= NEAR * recorded[counted]


def test_a_count_has_the_recorded_form_and_is_near() -> None:
    (interaction,) = recorded("09_count_tokens")
    then = json.loads(text_of(interaction))
    service = AnthropicService(Script([]), ANTHROPIC_MODEL)
    reply = post(service, asked_in(interaction), "/v1/messages/count_tokens")
    now = json.loads(reply.body)
    assert list(now) == list(then)
    assert abs(now["input_tokens"] - then["input_tokens"]) <= 1 + NEAR * then["input_tokens"]


def test_the_cache_is_written_and_then_read_as_recorded() -> None:
    """The system prompt was cut short by the source: here it is made long again."""
    interactions = recorded("10_cache_write_then_read_haiku-4-5")
    service = AnthropicService(Script([{"text": "OK"}]), ANTHROPIC_MODEL)
    parts = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    then, now = [], []
    for interaction in interactions:
        asked = asked_in(interaction)
        asked["system"][0]["text"] *= 100
        usage = json.loads(post(service, asked).body)["usage"]
        recorded_usage = json.loads(text_of(interaction))["usage"]
        assert form_of(usage) == form_of(recorded_usage)
        then.append([recorded_usage[part] for part in parts])
        now.append([usage[part] for part in parts])
    # What is written first is what is read then, beside an input that stays the same.
    assert then == [[10, 7351, 0], [10, 0, 7351]]
    (rest, written, _), second = now
    assert second == [rest, 0, written] and rest < 20 and written > 1000


# Errors

ASKED = {
    "model": ANTHROPIC_MODEL,
    "max_tokens": 100,
    "messages": [{"role": "user", "content": "hello"}],
}
BEGUN = [*ASKED["messages"], {"role": "assistant", "content": "{"}]


@pytest.mark.parametrize(
    ("name", "change", "key"),
    [
        ("error_400", {"messages": BEGUN}, {}),
        ("error_401", {}, {"x-api-key": "wrong"}),
        ("error_404", {"model": "this-model-does-not-exist-12345"}, {}),
    ],
)
def test_an_error_is_the_recorded_one(name: str, change: Body, key: dict[str, str]) -> None:
    (interaction,) = recorded(name)
    reply = post(AnthropicService(Script([]), ANTHROPIC_MODEL), ASKED | change, **key)
    then, now = json.loads(text_of(interaction)), json.loads(reply.body)
    assert json.dumps(now | {"request_id": ""}) == json.dumps(then | {"request_id": ""})
    assert now["request_id"] == reply.headers["request-id"]
    assert reply.status == interaction["response"]["status"]["code"]
    headers = interaction["response"]["headers"]
    assert reply.headers["x-should-retry"] == headers["x-should-retry"][0]


def test_a_wrong_bearer_token_is_told_as_it_was_elsewhere() -> None:
    """The recorded body is of another address, which adds `details`."""
    (interaction,) = recorded("error_401_bearer")
    service = AnthropicService(Script([]), ANTHROPIC_MODEL)
    now = json.loads(post(service, ASKED, authorization="Bearer wrong").body)["error"]
    then = json.loads(text_of(interaction))["error"]
    assert now == {name: then[name] for name in ("type", "message")}
