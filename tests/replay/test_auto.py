"""`auto`: an answer that was paid for is kept, and comes back where it belongs."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anthropic
import httpx2
import openai
import pytest

from helpers import wire
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.problems import LessonProblem
from helpers.replay.call import Call
from helpers.replay.cassette import Cassette
from helpers.replay.miss import NotRecorded
from helpers.replay.seam import install
from helpers.replay.session import Session
from helpers.settings import NO_KEY

from ..recorded import openai_chat
from ..simulator import Simulator, running

pytestmark = pytest.mark.kernel

HELLO = {"user": "Say hello", "text": "Hello there, dear friend. How are you doing today?"}
MESSAGES = [{"role": "user", "content": "Say hello"}]
CHAT: dict[str, Any] = {"model": OPENAI_MODEL, "messages": MESSAGES}
RESPONSE: dict[str, Any] = {"model": OPENAI_MODEL, "input": "Say hello"}
MESSAGE: dict[str, Any] = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": MESSAGES}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with running([HELLO], pace=0) as simulator:
        yield simulator


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cassettes" / "personal" / "a.yaml"


def auto(kept: Path) -> Session:
    """A kernel that starts the lesson: nothing of it is recorded."""
    wire.clear()
    session = Session("a lesson", "auto", Cassette("", ""), kept, 0)
    install(session)
    return session


_clients: list[Any] = []


@pytest.fixture(autouse=True)
def closed_clients() -> Iterator[None]:
    yield
    while _clients:
        _clients.pop().close()


def openai_client(at: Simulator) -> openai.OpenAI:
    _clients.append(openai.OpenAI(base_url=at.openai_base_url, api_key=at.openai_key))
    return _clients[-1]


def anthropic_client(at: Simulator) -> anthropic.Anthropic:
    _clients.append(anthropic.Anthropic(base_url=at.anthropic_base_url, api_key=at.anthropic_key))
    return _clients[-1]


def chat(at: Simulator) -> object:
    return openai_client(at).chat.completions.create(**CHAT).model_dump()


def chat_stream(at: Simulator) -> object:
    return [c.model_dump() for c in openai_client(at).chat.completions.create(**CHAT, stream=True)]


def chat_events(at: Simulator) -> object:
    with openai_client(at).chat.completions.stream(**CHAT) as stream:
        return [event.type for event in stream], stream.get_final_completion().model_dump()


def response(at: Simulator) -> object:
    return openai_client(at).responses.create(**RESPONSE).model_dump()


def response_stream(at: Simulator) -> object:
    """A loop that stops at the last event, as one may."""
    events = []
    with openai_client(at).responses.create(**RESPONSE, stream=True) as stream:
        for event in stream:
            events.append(event.model_dump())
            if event.type == "response.completed":
                return events


def message(at: Simulator) -> object:
    return anthropic_client(at).messages.create(**MESSAGE).model_dump()


def message_stream(at: Simulator) -> object:
    with anthropic_client(at).messages.stream(**MESSAGE) as stream:
        return [*stream.text_stream, stream.get_final_message().model_dump()]


def message_events(at: Simulator) -> object:
    return [e.model_dump() for e in anthropic_client(at).messages.create(**MESSAGE, stream=True)]


def in_async(at: Simulator) -> object:
    async def ask() -> object:
        async with openai.AsyncOpenAI(base_url=at.openai_base_url, api_key=at.openai_key) as client:
            chat = await client.chat.completions.create(**CHAT, stream=True)
            chunks = [chunk.model_dump() async for chunk in chat]
            response = await client.responses.create(**RESPONSE, stream=True)
            events = [event.model_dump() async for event in response]
        async with anthropic.AsyncAnthropic(
            base_url=at.anthropic_base_url, api_key=at.anthropic_key
        ) as client:
            plain = (await client.messages.create(**MESSAGE)).model_dump()
            async with client.messages.stream(**MESSAGE) as stream:
                return chunks, events, plain, [text async for text in stream.text_stream]

    return asyncio.run(ask())


CALLS = [chat, chat_stream, chat_events, response, response_stream]
CALLS += [message, message_stream, message_events, in_async]


@pytest.mark.parametrize("call", CALLS)
def test_the_second_run_sends_nothing(
    call: Callable[[Simulator], object], kept: Path, simulator: Simulator
) -> None:
    auto(kept)
    live = call(simulator)
    assert not any(seen.replayed for seen in wire.log())
    auto(kept)
    assert call(simulator) == live
    assert all(seen.replayed for seen in wire.log())


def test_a_stream_that_is_left_half_way_is_asked_for_again(
    kept: Path, simulator: Simulator
) -> None:
    for _ in range(2):
        auto(kept)
        stream = openai_client(simulator).chat.completions.create(**CHAT, stream=True)
        next(stream)
        stream.close()
        assert not wire.last().replayed
    assert not kept.exists()


def read(session: Session, body: bytes, kind: str = "text/event-stream") -> None:
    """A body that comes from the API, and is read to its end."""
    request = httpx2.Request("POST", "https://api.openai.com/v1/chat/completions", json={})
    response = httpx2.Response(200, content=body, headers={"content-type": kind})
    Call(session, request).forwarded(response).read()


FAILURE = b'data: {"error": {"message": "Overloaded"}}\n\n'


@pytest.mark.parametrize(
    "end",
    [
        b"",
        FAILURE,
        FAILURE + b"data: [DONE]\n\n",
        b'event: error\ndata: {"type": "error", "error": {"type": "overloaded_error"}}\n\n',
        b'data: {"type": "response.failed", "response": {}}\n\n',
        b"data: no JSON\n\ndata: [DONE]\n\n",
    ],
)
def test_a_stream_that_does_not_come_to_its_end_is_not_kept(end: bytes, kept: Path) -> None:
    read(auto(kept), b'data: {"choices": []}\n\n' + end)
    assert not kept.exists()


def test_a_gateway_may_end_lines_as_windows_does(kept: Path) -> None:
    read(auto(kept), b'data: {"choices": []}\r\n\r\ndata: [DONE]\r\n\r\n')
    assert kept.exists()


def test_what_could_not_be_read_again_is_not_kept(kept: Path) -> None:
    read(auto(kept), b"a song", "audio/mpeg")
    auto(kept)


def test_a_kept_answer_belongs_to_its_server(kept: Path, simulator: Simulator) -> None:
    with running([HELLO | {"text": "Another server."}], pace=0) as other:
        for at, replayed in [(simulator, False), (other, False), (simulator, True), (other, True)]:
            auto(kept)
            said = chat(at)["choices"][0]["message"]["content"]
            assert (said == "Another server.") == (at is other)
            assert wire.last().replayed == replayed


def without_key(base_url: str | None = None) -> openai.OpenAI:
    _clients.append(openai.OpenAI(base_url=base_url, api_key=NO_KEY, max_retries=0))
    return _clients[-1]


def test_without_a_key_for_one_provider_the_miss_names_it(kept: Path) -> None:
    auto(kept)
    with pytest.raises(NotRecorded, match="OPENAI_API_KEY"):
        without_key().responses.create(**RESPONSE)


def test_without_a_key_the_last_recorded_answer_comes_again_as_in_replay(kept: Path) -> None:
    asked = openai_chat("hi", "recorded")
    install(Session("a lesson", "auto", Cassette("", "", [asked]), kept, 0))
    body = json.loads(asked.request_body)
    answers = [without_key().chat.completions.create(**body) for _ in range(2)]
    assert [answer.choices[0].message.content for answer in answers] == ["recorded"] * 2


def test_what_another_server_gave_is_nothing_to_compare_with(
    kept: Path, simulator: Simulator
) -> None:
    auto(kept)
    chat(simulator)
    auto(kept)
    with pytest.raises(NotRecorded, match="OPENAI_API_KEY"):
        without_key().chat.completions.create(**CHAT)


def test_a_server_of_ones_own_is_asked_without_a_key(kept: Path, simulator: Simulator) -> None:
    auto(kept)
    with pytest.raises(openai.AuthenticationError):  # it is asked; this one wants a key
        without_key(simulator.openai_base_url).chat.completions.create(**CHAT)


def test_a_damaged_file_of_kept_answers_gets_advice_that_helps(kept: Path) -> None:
    kept.parent.mkdir(parents=True)
    kept.write_text("{", "utf-8")
    with pytest.raises(LessonProblem, match="move it away") as caught:
        auto(kept)
    assert "git checkout" not in str(caught.value)
    kept.unlink()
    auto(kept)


def test_an_answer_that_cannot_be_kept_still_comes(
    kept: Path, simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.parent.parent.mkdir()
    kept.parent.write_text("a file, where a folder should be", "utf-8")
    auto(kept)
    assert chat(simulator)
    assert "could not be kept" in capsys.readouterr().err
