"""Test code that calls a model, without network or key.

Run it with pytest, which takes a file of any name: `pytest testing_openai.py`

Lesson 09.
"""

import json

import httpx2
import openai
import pytest

CHUNK = {"choices": [{"index": 0, "delta": {"content": "Hi"}}]}


def title_of(client: openai.OpenAI, text: str) -> str:
    """The code under test."""
    response = client.chat.completions.create(
        model="gpt-6-luna", messages=[{"role": "user", "content": f"A title for: {text}"}]
    )
    return (response.choices[0].message.content or "").strip()


def client_that_gets(response: httpx2.Response, asked: list[object]) -> openai.OpenAI:
    """A client to which nothing but this response comes; requests go into `asked`."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(json.loads(request.content))
        return response

    http_client = httpx2.Client(transport=httpx2.MockTransport(answer))
    return openai.OpenAI(api_key="none", max_retries=0, http_client=http_client)


def test_spaces_are_cut_off() -> None:
    asked: list[object] = []
    choice = {"index": 0, "message": {"content": " On Cats "}, "finish_reason": "stop"}
    client = client_that_gets(httpx2.Response(200, json={"choices": [choice]}), asked)
    assert title_of(client, "Cats purr.") == "On Cats"
    assert "Cats purr." in str(asked)


def test_a_rate_limit_comes_out() -> None:
    with pytest.raises(openai.RateLimitError):
        title_of(client_that_gets(httpx2.Response(429), []), "Cats purr.")


def test_a_stream_arrives_whole() -> None:
    events = f"data: {json.dumps(CHUNK)}\n\n" * 2 + "data: [DONE]\n\n"
    headers = {"content-type": "text/event-stream"}
    client = client_that_gets(httpx2.Response(200, text=events, headers=headers), [])
    stream = client.chat.completions.create(model="gpt-6-luna", messages=[], stream=True)
    assert [chunk.choices[0].delta.content for chunk in stream] == ["Hi", "Hi"]


if __name__ == "__main__":
    raise SystemExit(pytest.main([__file__, "-q", "-W", "ignore"]))
