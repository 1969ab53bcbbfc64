"""Test code that calls a model, without network or key.

Run it with pytest, which takes a file of any name: `pytest testing_openai.py`

Lesson 09.
"""

import json
import os

import httpx2
import openai
import pytest

os.environ.setdefault("OPENAI_API_KEY", "none")  # before your code's client, which wants one
client = openai.OpenAI(timeout=60)


def title_of(text: str, client: openai.OpenAI) -> str:
    """Code under test that is given its client. Raises RuntimeError if the title was cut."""
    response = client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=100,
        messages=[{"role": "user", "content": f"A title for: {text}"}],
    )
    choice = response.choices[0]
    if choice.finish_reason != "stop" or choice.message.refusal:
        raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
    return (choice.message.content or "").strip()


def headline(text: str) -> str:
    """Code under test whose client is a global of its module."""
    return title_of(text, client).upper()


def client_that_gets(response: httpx2.Response, asked: list[object]) -> openai.OpenAI:
    """A client to which nothing but this response comes; requests go into `asked`."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(json.loads(request.content))
        return response

    http_client = httpx2.Client(transport=httpx2.MockTransport(answer))
    return openai.OpenAI(api_key="none", max_retries=0, http_client=http_client)


def saying(text: str, finish_reason: str = "stop") -> httpx2.Response:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason}
    return httpx2.Response(200, json={"choices": [choice]})


def test_spaces_are_cut_off() -> None:
    asked: list[object] = []
    assert title_of("Cats purr.", client_that_gets(saying(" On Cats "), asked)) == "On Cats"
    assert "Cats purr." in str(asked)


def test_a_global_client_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_that_gets(saying("On Cats"), [])
    monkeypatch.setattr(f"{__name__}.client", client)  # of another module: "chat_openai.client"
    assert headline("Cats purr.") == "ON CATS"


def test_a_cut_title_raises() -> None:
    with pytest.raises(RuntimeError, match="length"):
        title_of("Cats purr.", client_that_gets(saying("On", "length"), []))


def test_a_rate_limit_comes_out() -> None:
    with pytest.raises(openai.RateLimitError):
        title_of("Cats purr.", client_that_gets(httpx2.Response(429), []))


if __name__ == "__main__":
    # The filter: only where pytest is started from a program, it finds anyio imported before it.
    raise SystemExit(pytest.main([__file__, "-q", "-W", "ignore:Module already imported"]))
