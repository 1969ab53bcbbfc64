"""Test code that calls a model, without network or key.

Run it with pytest, which takes a file of any name: `pytest testing_anthropic.py`

Lesson 09.
"""

import json

import anthropic
import httpx2
import pytest


def title_of(client: anthropic.Anthropic, text: str) -> str:
    """The code under test."""
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        messages=[{"role": "user", "content": f"A title for: {text}"}],
    )
    return "".join(block.text for block in message.content if block.type == "text").strip()


def client_that_gets(response: httpx2.Response, asked: list[object]) -> anthropic.Anthropic:
    """A client to which nothing but this response comes; requests go into `asked`."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(json.loads(request.content))
        return response

    http_client = httpx2.Client(transport=httpx2.MockTransport(answer))
    return anthropic.Anthropic(api_key="none", max_retries=0, http_client=http_client)


def test_spaces_are_cut_off() -> None:
    asked: list[object] = []
    body = {"content": [{"type": "text", "text": " On Cats "}], "stop_reason": "end_turn"}
    client = client_that_gets(httpx2.Response(200, json=body), asked)
    assert title_of(client, "Cats purr.") == "On Cats"
    assert "Cats purr." in str(asked)


def test_an_overloaded_api_comes_out() -> None:
    with pytest.raises(anthropic.OverloadedError):
        title_of(client_that_gets(httpx2.Response(529), []), "Cats purr.")


def test_a_stream_arrives_whole() -> None:
    delta = {"type": "text_delta", "text": "Hi"}
    data = json.dumps({"type": "content_block_delta", "index": 0, "delta": delta})
    events = f"event: content_block_delta\ndata: {data}\n\n" * 2
    headers = {"content-type": "text/event-stream"}
    client = client_that_gets(httpx2.Response(200, text=events, headers=headers), [])
    stream = client.messages.create(
        model="claude-haiku-5-5", max_tokens=1000, messages=[], stream=True
    )
    deltas = [event.delta for event in stream if event.type == "content_block_delta"]
    assert [delta.text for delta in deltas if delta.type == "text_delta"] == ["Hi", "Hi"]


if __name__ == "__main__":
    raise SystemExit(pytest.main([__file__, "-q", "-W", "ignore"]))
