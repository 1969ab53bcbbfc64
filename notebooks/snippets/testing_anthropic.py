"""Test code that calls a model, without network or key.

Run it with pytest, which takes a file of any name: `pytest testing_anthropic.py`

Lesson 09.
"""

import json

import anthropic
import httpx2
import pytest

client = anthropic.Anthropic(timeout=60)


def title_of(text: str, client: anthropic.Anthropic) -> str:
    """Code under test that is given its client. Raises RuntimeError if the title was cut."""
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=100,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": f"A title for: {text}"}],
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text").strip()


def headline(text: str) -> str:
    """Code under test whose client is a global of its module."""
    return title_of(text, client).upper()


def client_that_gets(response: httpx2.Response, asked: list[object]) -> anthropic.Anthropic:
    """A client to which nothing but this response comes; requests go into `asked`."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(json.loads(request.content))
        return response

    http_client = httpx2.Client(transport=httpx2.MockTransport(answer))
    return anthropic.Anthropic(api_key="none", max_retries=0, http_client=http_client)


def saying(text: str, stop_reason: str = "end_turn") -> httpx2.Response:
    content = [{"type": "text", "text": text}]
    return httpx2.Response(200, json={"content": content, "stop_reason": stop_reason})


def test_spaces_are_cut_off() -> None:
    asked: list[object] = []
    assert title_of("Cats purr.", client_that_gets(saying(" On Cats "), asked)) == "On Cats"
    assert "Cats purr." in str(asked)


def test_a_global_client_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_that_gets(saying("On Cats"), [])
    monkeypatch.setattr(f"{__name__}.client", client)  # of another module: "chat_anthropic.client"
    assert headline("Cats purr.") == "ON CATS"


def test_a_cut_title_raises() -> None:
    with pytest.raises(RuntimeError, match="max_tokens"):
        title_of("Cats purr.", client_that_gets(saying("On", "max_tokens"), []))


def test_an_overloaded_api_comes_out() -> None:
    with pytest.raises(anthropic.OverloadedError):
        title_of("Cats purr.", client_that_gets(httpx2.Response(529), []))


if __name__ == "__main__":
    # The filter: only where pytest is started from a program, it finds anyio imported before it.
    raise SystemExit(pytest.main([__file__, "-q", "-W", "ignore:Module already imported"]))
