"""Failures on purpose, as the SDKs see them."""

import asyncio
import json
import time
from pathlib import Path

import anthropic
import httpx2
import openai
import pytest

from helpers import faults, wire
from helpers.replay.cassette import Timing
from helpers.replay.identity import Identity
from helpers.replay.seam import install
from helpers.replay.session import Session

from ..recorded import (
    MODEL,
    anthropic_message,
    cassette,
    openai_chat,
    openai_response_stream,
    openai_stream,
)
from ..simulator import running

HI = [{"role": "user", "content": "hi"}]


@pytest.fixture(autouse=True)
def replay(tmp_path: Path) -> None:
    size = len(openai_chat("slow").body)
    recorded = cassette(
        openai_chat("hi", "fine"),
        anthropic_message("hi", "fine"),
        openai_stream("hi", ["one ", "two ", "three"]),
        openai_response_stream("hi", ["one ", "two ", "three"]),
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
        (faults.growing_too_fast, openai.RateLimitError, anthropic.RateLimitError),
        (faults.no_credit, openai.RateLimitError, anthropic.BadRequestError),
        (faults.spending_limit, openai.RateLimitError, anthropic.BadRequestError),
        (faults.monthly_cap, openai.RateLimitError, anthropic.RateLimitError),
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


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (faults.rate_limited, "requests", "rate_limit_exceeded"),
        (faults.growing_too_fast, "rate_limit_error", "slow_down"),
        (faults.no_credit, "insufficient_quota", "credit_balance_exhausted"),
        (faults.spending_limit, "insufficient_quota", "project_spend_limit_exceeded"),
        (faults.monthly_cap, "insufficient_quota", "organization_usage_limit_exceeded"),
        (faults.server_error, "server_error", "server_error"),
        (faults.overloaded, "service_unavailable_error", "server_is_overloaded"),
    ],
)
def test_openai_tells_failures_apart_by_type_and_code(fault: object, kind: str, code: str) -> None:
    with fault(), pytest.raises(openai.APIStatusError) as caught:
        ask(max_retries=0)
    assert (caught.value.type, caught.value.code) == (kind, code)


@pytest.mark.parametrize(
    ("fault", "kind", "retried"),
    [
        (faults.rate_limited, "rate_limit_error", "true"),
        (faults.growing_too_fast, "rate_limit_error", "true"),
        (faults.no_credit, "invalid_request_error", "false"),
        (faults.spending_limit, "invalid_request_error", "false"),
        (faults.monthly_cap, "rate_limit_error", None),
        (faults.server_error, "api_error", "true"),
        (faults.overloaded, "overloaded_error", "true"),
    ],
)
def test_anthropic_says_whether_to_try_again(fault: object, kind: str, retried: str) -> None:
    with fault(), pytest.raises(anthropic.APIStatusError) as caught:
        ask_anthropic(max_retries=0)
    assert caught.value.type == kind
    assert caught.value.response.headers.get("x-should-retry") == retried


def test_a_rate_limit_names_the_model_and_a_cap_its_code() -> None:
    with faults.rate_limited(), pytest.raises(openai.RateLimitError, match=MODEL):
        ask(max_retries=0)
    with faults.monthly_cap(), pytest.raises(anthropic.EnforcedSpendLimitReachedError):
        ask_anthropic(max_retries=0)


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


@pytest.mark.parametrize(
    ("provider", "target", "head"),
    [
        ("openai", "/v1/chat/completions", b"data: "),
        ("anthropic", "/v1/messages", b"event: error\ndata: "),
    ],
)
def test_an_error_in_a_stream_is_an_event_of_its_api(
    provider: str, target: str, head: bytes
) -> None:
    fault = faults.ErrorEvent(0)
    fault.answer(Identity(provider, "POST", target, '{"model": "m"}'))
    event = fault.part(b"anything")
    assert event.startswith(head) and event.endswith(b"\n\n")
    document = json.loads(event.removeprefix(head))
    assert document.get("type", "error") == "error" and document["error"]["message"]


def test_an_error_in_a_stream_of_responses_comes_as_recorded() -> None:
    client = openai.OpenAI(api_key="none")
    begun = []
    with faults.error_in_stream(after=3), pytest.raises(openai.APIError) as caught:
        for event in client.responses.create(model=MODEL, input="hi", stream=True):
            begun.append(event.type)
    assert begun == ["response.created", *["response.output_text.delta"] * 2]
    assert not isinstance(caught.value, openai.APIStatusError)
    assert caught.value.code == "server_is_overloaded"
    with faults.error_in_stream(after=3):
        raw = client.responses.with_raw_response.create(model=MODEL, input="hi", stream=True)
        raw.http_response.read()
    assert [event["sequence_number"] for event in wire.last().response] == [0, 1, 2, 3, 4]
    error, failed = wire.last().response[3:]
    assert list(error) == ["type", "error", "sequence_number"]
    assert list(error["error"]) == ["type", "code", "message", "param"]
    assert (failed["type"], failed["response"]["status"]) == ("response.failed", "failed")
    assert failed["response"]["id"] == "resp_1"
    assert failed["response"]["error"]["code"] == "server_is_overloaded"


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


def test_a_machine_that_stands_still_changes_nothing() -> None:
    """Five requests at once, of which two may run; the process is held after these were sent."""

    async def ask_in_turn(client: openai.AsyncOpenAI, number: int) -> object:
        for turn in range(12 if number > 1 else 0):
            if (number, turn) == (2, 1):
                time.sleep(0.4)
            await asyncio.sleep(0)
        return await client.chat.completions.create(model=MODEL, messages=HI)

    async def all_of_them() -> list[object]:
        client = openai.AsyncOpenAI(api_key="none", max_retries=0)
        await ask_in_turn(client, 0)  # the first of a client looks at the machine, in a thread
        asked = [ask_in_turn(client, number) for number in range(5)]
        with faults.at_most(2):
            return await asyncio.gather(*asked, return_exceptions=True)

    got = asyncio.run(all_of_them())
    refused = [isinstance(answer, openai.RateLimitError) for answer in got]
    assert refused == [False, False, True, True, True]
