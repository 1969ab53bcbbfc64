"""Recording for real: from the stand-in, through both SDKs, and back."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import anthropic
import httpx2
import openai
import pytest

from helpers import wire
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.replay.call import Call
from helpers.replay.cassette import Cassette
from helpers.replay.redact import response_headers
from helpers.replay.seam import install
from helpers.replay.session import Session

from ..recorded import openai_chat
from ..simulator import Simulator, running

pytestmark = pytest.mark.kernel

ANSWERS = [
    {"user": "Say hello", "text": "Hello there, dear friend. How are you doing today?"},
    {"user": "Sample", "samples": ["one", "two", "three"]},
    {"user": "Busy", "errors": [429], "text": "Now there is time."},
]
MESSAGES = [{"role": "user", "content": "Say hello"}]
MARK = "sk-ant-api03-THIS-KEY-MUST-NOT-BE-KEPT-0123456789"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with running(ANSWERS, pace=0) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def zipping_simulator() -> Iterator[Simulator]:
    with running(ANSWERS, pace=0, gzip=True) as simulator:
        yield simulator


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cassettes" / "a.yaml"


def record(file: Path, mode: str = "record", before: Cassette | None = None) -> Session:
    session = Session("a lesson", mode, before or Cassette("", ""), file, 0)
    install(session)
    return session


def replay(file: Path) -> Session:
    return record(file.with_name("unused.yaml"), "replay", Cassette.load(file))


def clients(at: Simulator) -> tuple[openai.OpenAI, anthropic.Anthropic]:
    return (
        openai.OpenAI(base_url=at.openai_base_url, api_key=at.openai_key),
        anthropic.Anthropic(base_url=at.anthropic_base_url, api_key=at.anthropic_key),
    )


def plain_openai(at: Simulator) -> object:
    client, _ = clients(at)
    answer = client.chat.completions.create(model=OPENAI_MODEL, messages=MESSAGES)
    return answer.model_dump()


def plain_anthropic(at: Simulator) -> object:
    _, client = clients(at)
    return client.messages.create(
        model=ANTHROPIC_MODEL, max_tokens=100, messages=MESSAGES
    ).model_dump()


def stream_openai(at: Simulator) -> object:
    client, _ = clients(at)
    stream = client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=MESSAGES,
        stream=True,
        stream_options={"include_usage": True},
    )
    return [chunk.model_dump() for chunk in stream]


def stream_anthropic(at: Simulator) -> object:
    _, client = clients(at)
    with client.messages.stream(model=ANTHROPIC_MODEL, max_tokens=100, messages=MESSAGES) as stream:
        return [list(stream.text_stream), stream.get_final_message().model_dump()]


def in_async(at: Simulator) -> object:
    async def ask() -> object:
        async with openai.AsyncOpenAI(base_url=at.openai_base_url, api_key=at.openai_key) as client:
            stream = await client.chat.completions.create(
                model=OPENAI_MODEL, messages=MESSAGES, stream=True
            )
            return [chunk.model_dump() async for chunk in stream]

    return asyncio.run(ask())


def retried(at: Simulator) -> object:
    client, _ = clients(at)
    messages = [{"role": "user", "content": "Busy"}]
    return client.chat.completions.create(model=OPENAI_MODEL, messages=messages).model_dump()


def refused(at: Simulator) -> object:
    client, _ = clients(at)
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="no-such-model", messages=MESSAGES)
    return caught.value.body


CALLS = [
    plain_openai,
    plain_anthropic,
    stream_openai,
    stream_anthropic,
    in_async,
    retried,
    refused,
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzip"])
def test_what_was_recorded_is_replayed(
    call: Callable[[Simulator], object],
    zipped: bool,
    file: Path,
    simulator: Simulator,
    zipping_simulator: Simulator,
) -> None:
    at = zipping_simulator if zipped else simulator
    record(file)
    live = call(at)
    attempts = len(wire.log())
    wire.clear()
    replay(file)
    assert call(at) == live
    assert len(wire.log()) == attempts
    assert Cassette.load(file).source == "simulator"
    assert "!!binary" not in file.read_text("utf-8")


def test_a_stream_keeps_its_chunks(file: Path, simulator: Simulator) -> None:
    record(file)
    stream_openai(simulator)
    (interaction,) = Cassette.load(file).interactions
    assert len(interaction.timing.chunks) > 5
    assert interaction.body.endswith(b"data: [DONE]\n\n")


def test_a_stream_that_is_left_half_way_is_recorded_whole(file: Path, simulator: Simulator) -> None:
    record(file)
    client, _ = clients(simulator)
    with client.chat.completions.create(
        model=OPENAI_MODEL, messages=MESSAGES, stream=True
    ) as stream:
        next(stream)
    (interaction,) = Cassette.load(file).interactions
    assert interaction.body.endswith(b"data: [DONE]\n\n")


def test_time_in_which_nobody_read_a_stream_is_not_recorded(
    file: Path, simulator: Simulator
) -> None:
    record(file)
    client, _ = clients(simulator)
    stream = client.chat.completions.create(model=OPENAI_MODEL, messages=MESSAGES, stream=True)
    next(stream)
    time.sleep(0.5)
    stream.close()
    (interaction,) = Cassette.load(file).interactions
    times = [at for at, _ in interaction.timing.chunks]
    assert times == sorted(times)
    assert times[-1] - times[0] < 400


def test_samples_are_recorded_in_a_cell_and_replayed_in_the_next(
    file: Path, simulator: Simulator
) -> None:
    client, _ = clients(simulator)

    def sample() -> str:
        answer = client.chat.completions.create(
            model=OPENAI_MODEL, messages=[{"role": "user", "content": "Sample"}]
        )
        return answer.choices[0].message.content

    session = record(file)
    assert [sample() for _ in range(3)] == ["one", "two", "three"]
    session.playback.rewind()
    assert sample() == "one"
    assert len(Cassette.load(file).interactions) == 3


def test_of_the_questions_whether_a_batch_is_over_the_last_is_recorded(file: Path) -> None:
    session = record(file)
    for answer in (openai_chat("a batch"), openai_chat("hi")):
        session.keep(0, answer, "api")
    for status in ("in_progress", "in_progress", "completed"):
        body = json.dumps({"status": status}).encode()
        poll = openai_chat("", body=body, method="GET", target="/v1/batches/b_1", request_body="")
        session.keep(1, poll, "api")
    *others, last = Cassette.load(file).interactions
    assert len(others) == 2 and b"completed" in last.body


def test_an_interrupted_recording_goes_on(file: Path, simulator: Simulator) -> None:
    record(file)
    plain_openai(simulator)
    refused(simulator)
    record(file)
    wire.clear()
    plain_openai(simulator)
    refused(simulator)
    plain_anthropic(simulator)
    assert [seen.replayed for seen in wire.log()] == [True, False, False]
    assert len(Cassette.load(file).interactions) == 3


def test_a_connection_that_breaks_leaves_nothing_in_a_recording(file: Path) -> None:
    session = record(file)

    class Broken(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b"data: {}\n\n"
            raise httpx2.RemoteProtocolError("cut")

    headers = {"content-type": "text/event-stream"}
    request = httpx2.Request("POST", "https://api.openai.com/v1/chat/completions", json={})
    response = httpx2.Response(200, stream=Broken(), headers=headers)
    with pytest.raises(httpx2.RemoteProtocolError):
        Call(session, request).forwarded(response).read()
    assert not file.exists()


def test_no_key_cookie_or_account_is_kept(
    file: Path, simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    record(file)
    client = openai.OpenAI(
        base_url=simulator.openai_base_url,
        api_key=simulator.openai_key,
        organization="org-SECRET",
        project="proj_SECRET",
        default_headers={"cookie": "session=SECRET", "x-other": "SECRET"},
    )
    messages = [*MESSAGES, {"role": "assistant", "content": f"The key is {MARK}"}, *MESSAGES]
    client.chat.completions.create(model=OPENAI_MODEL, messages=messages)
    other = anthropic.Anthropic(
        base_url=simulator.anthropic_base_url,
        api_key=simulator.anthropic_key,
        default_headers={"x-gateway-key": MARK, "anthropic-workspace-id": "SECRET"},
    )
    other.messages.create(model=ANTHROPIC_MODEL, max_tokens=100, messages=MESSAGES)
    for exchange in wire.log():
        wire.show_request(exchange)
        wire.show_response(exchange)
    for text in (file.read_text("utf-8"), capsys.readouterr().out):
        for secret in (simulator.openai_key, simulator.anthropic_key, MARK, "SECRET"):
            assert secret not in text


def test_of_an_answers_headers_none_that_names_an_account_is_kept() -> None:
    sent = {
        "Content-Type": "application/json",
        "Set-Cookie": "__cf_bm=SECRET",
        "openai-organization": "org-SECRET",
        "openai-project": "proj_SECRET",
        "anthropic-organization-id": "SECRET",
        "anthropic-workspace-id": "SECRET",
        "x-request-id": "req_1",
        "a-header-of-tomorrow": "SECRET",
    }
    kept = response_headers(sent.items())
    assert kept == {"content-type": "application/json", "x-request-id": "req_1"}


def test_auto_replays_what_it_has_and_keeps_what_is_new(file: Path, simulator: Simulator) -> None:
    record(file)
    plain_openai(simulator)
    shipped, personal = Cassette.load(file), file.with_name("personal.yaml")
    record(personal, "auto", shipped)
    plain_openai(simulator)
    plain_anthropic(simulator)
    assert [seen.replayed for seen in wire.log()[1:]] == [True, False]
    wire.clear()
    record(personal, "auto", shipped)
    plain_anthropic(simulator)
    assert wire.last().replayed
    assert len(Cassette.load(personal).interactions) == 1


def test_auto_keeps_no_failure(file: Path, simulator: Simulator) -> None:
    record(file, "auto")
    refused(simulator)
    assert not file.exists()


def test_live_keeps_nothing(file: Path, simulator: Simulator) -> None:
    record(file, "live")
    plain_openai(simulator)
    assert not file.exists()
    assert wire.last().response["choices"]


def test_an_answer_from_elsewhere_says_from_where(file: Path, simulator: Simulator) -> None:
    session = record(file)
    body = json.dumps({"id": "x", "object": "chat.completion", "choices": []}).encode()
    request = httpx2.Request("POST", "http://localhost:1/v1/chat/completions", json={})
    call = Call(session, request)
    kind = {"content-type": "application/json"}
    call.forwarded(httpx2.Response(200, content=body, headers=kind)).read()
    assert Cassette.load(file).source == "http://localhost"
