"""Failures on purpose, as the SDKs see them."""

import asyncio
import time
from pathlib import Path

import anthropic
import httpx2
import openai
import pytest

from helpers import faults, wire
from helpers.replay.cassette import Timing
from helpers.replay.seam import install
from helpers.replay.session import Session

from ..recorded import MODEL, anthropic_message, cassette, openai_chat, openai_stream
from ..simulator import running

HI = [{"role": "user", "content": "hi"}]


@pytest.fixture(autouse=True)
def replay(tmp_path: Path) -> None:
    size = len(openai_chat("slow").body)
    recorded = cassette(
        openai_chat("hi", "fine"),
        anthropic_message("hi", "fine"),
        openai_stream("hi", ["one ", "two ", "three"]),
        openai_chat("slow", timing=Timing(500, ((500, size),))),
        *(openai_chat(f"q{n}") for n in range(20)),
    )
    install(Session("a lesson", "replay", recorded, tmp_path / "unused", 0))


def ask(**options: object) -> str:
    client = openai.OpenAI(api_key="none", **options)
    return client.chat.completions.create(model=MODEL, messages=HI).choices[0].message.content


def ask_anthropic(**options: object) -> str:
    client = anthropic.Anthropic(api_key="none", **options)
    return client.messages.create(model=MODEL, max_tokens=10, messages=HI).content[0].text


def stream() -> list[str]:
    client = openai.OpenAI(api_key="none")
    words = []
    for chunk in client.chat.completions.create(model=MODEL, messages=HI, stream=True):
        words.append(chunk.choices[0].delta.content)
    return words


@pytest.mark.parametrize(
    ("fault", "for_openai", "for_anthropic"),
    [
        (faults.rate_limited, openai.RateLimitError, anthropic.RateLimitError),
        (faults.server_error, openai.InternalServerError, anthropic.InternalServerError),
        (faults.overloaded, openai.InternalServerError, anthropic.OverloadedError),
        (faults.refused, openai.APIConnectionError, anthropic.APIConnectionError),
    ],
)
def test_each_failure_is_the_sdks_own_exception(
    fault: object, for_openai: type, for_anthropic: type
) -> None:
    with fault():
        with pytest.raises(for_openai):
            ask(max_retries=0)
        with pytest.raises(for_anthropic):
            ask_anthropic(max_retries=0)
    assert ask() == ask_anthropic() == "fine"


def test_it_hits_so_many_requests_and_then_no_more() -> None:
    with faults.rate_limited(times=2, retry_after=0.01):
        assert ask() == "fine"
    assert [seen.status for seen in wire.log()] == [429, 429, 200]
    assert wire.log()[0].headers["retry-after"] == "0.01"


def test_the_innermost_comes_first() -> None:
    with faults.refused(), faults.rate_limited(times=1):
        with pytest.raises(openai.RateLimitError):
            ask(max_retries=0)
        with pytest.raises(openai.APIConnectionError):
            ask(max_retries=0)


def test_a_slow_answer_meets_the_clients_own_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with faults.slow(5):
        with pytest.raises(openai.APITimeoutError):
            ask(timeout=1, max_retries=0)
        assert ask(timeout=10) == "fine"
    assert sum(waits) == 0  # this test runs with no pace


def test_recorded_time_meets_the_clients_timeout_too() -> None:
    client = openai.OpenAI(api_key="none", max_retries=0, timeout=0.3)
    with pytest.raises(openai.APITimeoutError):
        client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "slow"}])


def test_the_timeout_is_for_each_read_not_for_all() -> None:
    client = openai.OpenAI(api_key="none", max_retries=0, timeout=0.05)
    chunks = client.chat.completions.create(model=MODEL, messages=HI, stream=True)
    assert len(list(chunks)) == 5  # 10 ms apart, 60 ms in all


def test_a_stream_is_cut() -> None:
    with faults.cut_stream(after=2), pytest.raises(httpx2.RemoteProtocolError):
        stream()
    assert wire.last().body.count(b"data: ") == 2
    assert len(stream()) == 5


def test_an_error_comes_in_a_stream() -> None:
    with faults.error_in_stream(after=2), pytest.raises(openai.APIError) as caught:
        stream()
    assert not isinstance(caught.value, openai.APIStatusError)


def test_a_cut_falls_between_events_even_if_they_come_in_one_chunk() -> None:
    cut = faults.Cut(2)
    assert cut.part(b"a\n\nb\n\nc\n\n") == b"a\n\nb\n\n"
    with pytest.raises(httpx2.RemoteProtocolError):
        cut.part(b"d\n\n")


def gather(width: int) -> list[object]:
    async def ask_all() -> list[object]:
        gate = asyncio.Semaphore(width)
        async with openai.AsyncOpenAI(api_key="none", max_retries=0) as client:

            async def one(number: int) -> object:
                async with gate:
                    return await client.chat.completions.create(
                        model=MODEL, messages=[{"role": "user", "content": f"q{number}"}]
                    )

            return await asyncio.gather(*map(one, range(20)), return_exceptions=True)

    return asyncio.run(ask_all())


def test_a_fault_can_be_used_again() -> None:
    fault = faults.server_error(times=1)
    for _ in range(2):
        with fault, pytest.raises(openai.InternalServerError):
            ask(max_retries=0)
        assert ask(max_retries=0) == "fine"


@pytest.mark.parametrize(("width", "refused"), [(20, 15), (5, 0)])
def test_more_at_a_time_than_allowed_are_refused(width: int, refused: int) -> None:
    with faults.at_most(5):
        results = gather(width)
    assert sum(isinstance(result, openai.RateLimitError) for result in results) == refused


def test_more_in_a_second_than_allowed_are_refused() -> None:
    with faults.at_most_per_second(8):
        results = gather(5)
    assert sum(isinstance(result, openai.RateLimitError) for result in results) == 12


def test_they_stand_in_front_of_the_real_api_too(tmp_path: Path) -> None:
    with running([{"user": "hi", "text": "one two three four five six"}], pace=0) as simulator:
        from helpers.models import OPENAI_MODEL
        from helpers.replay.cassette import Cassette

        install(Session("a lesson", "live", Cassette("", ""), tmp_path / "unused", 0))
        client = openai.OpenAI(
            api_key=simulator.openai_key, base_url=simulator.openai_base_url, max_retries=0
        )
        with faults.rate_limited(), pytest.raises(openai.RateLimitError):
            client.chat.completions.create(model=OPENAI_MODEL, messages=HI)
        words = client.chat.completions.create(model=OPENAI_MODEL, messages=HI, stream=True)
        assert sum(1 for _ in words) > 3
        with faults.cut_stream(after=3), pytest.raises(httpx2.RemoteProtocolError):
            list(client.chat.completions.create(model=OPENAI_MODEL, messages=HI, stream=True))
