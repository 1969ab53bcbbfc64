"""What the lessons show of the wire."""

import json
from pathlib import Path

import openai
import pytest

from helpers import wire
from helpers.replay.seam import install
from helpers.replay.session import Session

from ..recorded import MODEL, cassette, openai_chat, openai_response_stream, openai_stream


@pytest.fixture
def client(tmp_path: Path) -> openai.OpenAI:
    words = [f"{n} " for n in range(30)]
    recorded = cassette(
        openai_chat("hi"), openai_stream("hi", words), openai_response_stream("hi", words)
    )
    install(Session("a lesson", "replay", recorded, tmp_path / "unused", 0))
    return openai.OpenAI(api_key="sk-a-key-nobody-may-see-0123")


def ask(client: openai.OpenAI, **options: object) -> object:
    messages = [{"role": "user", "content": "hi"}]
    return client.chat.completions.create(model=MODEL, messages=messages, **options)


def test_request_and_response_are_shown_without_the_key(
    client: openai.OpenAI, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(client)
    wire.show_request()
    wire.show_response()
    shown = capsys.readouterr().out
    assert "POST https://api.openai.com/v1/chat/completions" in shown
    assert '"content": "hi"' in shown and '"content": "hello"' in shown
    assert "200 OK" in shown
    assert "nobody-may-see" not in shown


def test_of_a_long_stream_the_start_and_the_end_are_shown(
    client: openai.OpenAI, capsys: pytest.CaptureFixture[str]
) -> None:
    list(ask(client, stream=True))
    wire.show_response(events=3)
    shown = capsys.readouterr().out
    assert shown.count("data: ") == 5
    assert "[28 more events]" in shown
    assert shown.rstrip().endswith("data: [DONE]")
    assert wire.last().response[1]["choices"][0]["delta"]["content"] == "0 "


def test_of_a_stream_of_responses_the_whole_answers_are_shortened(
    client: openai.OpenAI, capsys: pytest.CaptureFixture[str]
) -> None:
    list(client.responses.create(model=MODEL, input="hi", stream=True))
    wire.show_response(events=2)
    parts = capsys.readouterr().out.strip().split("\n\n")[1:]
    names, lines = zip(*(part.split("\n") for part in parts if "[" not in part[:1]), strict=True)
    assert names[0] == "event: response.created"
    first, delta, _, last = (json.loads(line.removeprefix("data: ")) for line in lines)
    shortened = {"id": "resp_1", "status": "in_progress", "...": "9 more fields"}
    assert first["response"] == shortened
    assert delta["delta"] == "0 "
    assert last["response"]["output"][0]["content"][0]["text"].endswith("28 29 ")
    assert last["response"]["usage"]["output_tokens"] == 2
    assert "tool_choice" not in last["response"] and "tool_choice" in wire.last().body.decode()


def test_bodies_can_be_read_as_data(client: openai.OpenAI) -> None:
    ask(client)
    assert wire.last("openai").request["model"] == MODEL
    assert wire.last().response["choices"][0]["message"]["content"] == "hello"
    assert "nobody-may-see" not in repr(wire.last())


def test_before_the_first_request_it_says_so() -> None:
    with pytest.raises(LookupError, match="anthropic"):
        wire.last("anthropic")
