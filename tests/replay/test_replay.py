"""Replay through the real SDKs: what a notebook's cells rely on."""

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anthropic
import httpx2
import instructor
import openai
import pytest
import tenacity
from pydantic import BaseModel

from helpers import wire
from helpers.replay import seam
from helpers.replay.cassette import Interaction, Timing
from helpers.replay.miss import NotRecorded
from helpers.replay.session import Session

from ..recorded import (
    MODEL,
    anthropic_message,
    cassette,
    openai_chat,
    openai_response,
    openai_stream,
    rate_limited,
)

Replay = Callable[..., Session]


@pytest.fixture
def replay(tmp_path: Path) -> Replay:
    def install(*interactions: Interaction, pace: float = 0) -> Session:
        kept = tmp_path / "kept.yaml"
        session = Session("a lesson", "replay", cassette(*interactions), kept, pace)
        seam.install(session)
        return session

    return install


def ask_openai(prompt: str, **options: object) -> str:
    client = openai.OpenAI(api_key="none")
    messages = [{"role": "user", "content": prompt}]
    answer = client.chat.completions.create(model=MODEL, messages=messages, **options)
    return answer.choices[0].message.content


def ask_anthropic(prompt: str) -> str:
    client = anthropic.Anthropic(api_key="none")
    messages = [{"role": "user", "content": prompt}]
    answer = client.messages.create(model=MODEL, max_tokens=10, messages=messages)
    return answer.content[0].text


def test_both_sdks_get_their_own_answers(replay: Replay) -> None:
    replay(openai_chat("hi", "from one"), anthropic_message("hi", "from the other"))
    assert ask_openai("hi") == "from one"
    assert ask_anthropic("hi") == "from the other"


def test_key_order_and_host_and_number_form_do_not_matter(replay: Replay) -> None:
    asked = {"temperature": 1, "messages": [{"content": "hi", "role": "user"}], "model": MODEL}
    recorded = openai_chat("hi", request_body=json.dumps(asked))
    replay(recorded)
    client = openai.OpenAI(api_key="none", base_url="http://localhost:1/v1")
    client.chat.completions.create(
        model=MODEL, temperature=1.0, messages=[{"role": "user", "content": "hi"}]
    )


def test_async_clients(replay: Replay) -> None:
    replay(openai_chat("hi", "one"), anthropic_message("hi", "two"))

    async def ask() -> list[str]:
        messages = [{"role": "user", "content": "hi"}]
        async with (
            openai.AsyncOpenAI(api_key="none") as oa,
            anthropic.AsyncAnthropic(api_key="none") as an,
        ):
            first, second = await asyncio.gather(
                oa.chat.completions.create(model=MODEL, messages=messages),
                an.messages.create(model=MODEL, max_tokens=10, messages=messages),
            )
        return [first.choices[0].message.content, second.content[0].text]

    assert asyncio.run(ask()) == ["one", "two"]


def test_many_threads_get_the_right_answers(replay: Replay) -> None:
    replay(*(openai_chat(f"q{n}", f"a{n}") for n in range(40)))
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(ask_openai, [f"q{n}" for n in range(40)]))
    assert answers == [f"a{n}" for n in range(40)]


def test_threads_share_out_the_answers_to_one_prompt(replay: Replay) -> None:
    replay(*(openai_chat("again", f"a{n}") for n in range(30)))
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(ask_openai, ["again"] * 30))
    assert sorted(answers) == sorted(f"a{n}" for n in range(30))


def test_retry_gets_the_next_recorded_answer_and_a_new_cell_starts_over(replay: Replay) -> None:
    seam = replay(rate_limited("hi"), openai_chat("hi", "at last"))
    for _ in range(2):
        assert ask_openai("hi") == "at last"
        assert [seen.attempt for seen in wire.log()] == [1, 2]
        wire.clear()
        seam.playback.rewind()


def test_samples_come_in_order_and_the_last_one_stays(replay: Replay) -> None:
    seam = replay(*(openai_chat("hi", text) for text in "abc"))
    assert [ask_openai("hi") for _ in range(5)] == list("abccc")
    seam.playback.rewind()
    assert ask_openai("hi") == "a"


def test_stream_arrives_in_the_recorded_chunks(replay: Replay) -> None:
    replay(openai_stream("hi", ["one ", "two ", "three"]))
    client = openai.OpenAI(api_key="none")
    stream = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "hi"}], stream=True
    )
    words = [c.choices[0].delta.content for c in stream if c.choices[0].delta.content]
    assert words == ["one ", "two ", "three"]
    assert len(wire.last().chunks) == 6


def test_stream_helper_and_raw_response(replay: Replay) -> None:
    replay(openai_stream("hi", ["one ", "two"]), openai_chat("hi", "plain"))
    client = openai.OpenAI(api_key="none")
    messages = [{"role": "user", "content": "hi"}]
    with client.chat.completions.stream(model=MODEL, messages=messages) as stream:
        final = stream.until_done().get_final_completion()
    assert final.choices[0].message.content == "one two"
    raw = client.chat.completions.with_raw_response.create(model=MODEL, messages=messages)
    assert raw.headers["content-type"] == "application/json"
    assert raw.parse().choices[0].message.content == "plain"


def test_a_stream_that_was_closed_gives_nothing_more(replay: Replay) -> None:
    replay(openai_stream("hi", ["one ", "two ", "three"]))
    client = openai.OpenAI(api_key="none")
    messages = [{"role": "user", "content": "hi"}]
    with client.chat.completions.create(model=MODEL, messages=messages, stream=True) as stream:
        next(stream)
    with pytest.raises(httpx2.StreamClosed):
        list(stream)


def _ask_slow(replay: Replay, pace: float) -> None:
    body = openai_chat("hi").body
    replay(openai_chat("hi", timing=Timing(200, ((250, len(body)),))), pace=pace)
    ask_openai("hi")


@pytest.mark.parametrize(("pace", "least"), [(1, 0.25), (2, 0.5)])
def test_pace(replay: Replay, pace: float, least: float) -> None:
    before = time.perf_counter()
    _ask_slow(replay, pace)
    assert time.perf_counter() - before >= least


def test_without_pace_nobody_waits(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    _ask_slow(replay, 0)
    assert sum(waits) == 0


def test_async_answers_wait_side_by_side(replay: Replay) -> None:
    slow = [openai_chat(p, timing=Timing(200, ((200, len(openai_chat(p).body)),))) for p in "abcde"]
    replay(*slow, pace=1)

    async def ask_all() -> None:
        async with openai.AsyncOpenAI(api_key="none") as client:
            await asyncio.gather(
                *(
                    client.chat.completions.create(
                        model=MODEL, messages=[{"role": "user", "content": p}]
                    )
                    for p in "abcde"
                )
            )

    asyncio.run(ask_all())
    last_begun = max(exchange.started for exchange in wire.log())
    first_ended = min(exchange.ended for exchange in wire.log())
    assert last_begun < first_ended


def test_error_statuses_are_the_sdks_own_exceptions(replay: Replay) -> None:
    replay(rate_limited("hi"))
    with pytest.raises(openai.RateLimitError) as caught:
        ask_openai("hi")
    assert caught.value.status_code == 429
    assert len(wire.log()) == 3


class Person(BaseModel):
    name: str


def test_instructor(replay: Replay) -> None:
    seam = replay()
    with pytest.raises(NotRecorded):
        _extract()
    recorded = openai_chat("x", '{"name": "Ada"}', request_body=wire.last().sent.content.decode())
    seam.playback.add(recorded)
    seam.playback.rewind()
    assert _extract().name == "Ada"


def _extract() -> Person:
    client = instructor.from_openai(openai.OpenAI(api_key="none"), mode=instructor.Mode.JSON)
    return client.chat.completions.create(
        model=MODEL, response_model=Person, messages=[{"role": "user", "content": "Who?"}]
    )


def _miss_plain() -> None:
    ask_openai("unknown")


def _miss_anthropic() -> None:
    ask_anthropic("unknown")


def _miss_async() -> None:
    async def ask() -> None:
        async with openai.AsyncOpenAI(api_key="none") as client:
            messages = [{"role": "user", "content": "unknown"}]
            call = client.chat.completions.create(model=MODEL, messages=messages)
            await asyncio.gather(call)

    asyncio.run(ask())


def _miss_tenacity() -> None:
    tenacity.retry(wait=tenacity.wait_fixed(1), stop=tenacity.stop_after_attempt(5))(ask_openai)(
        "unknown"
    )


@pytest.mark.parametrize(
    "miss", [_miss_plain, _miss_anthropic, _miss_async, _miss_tenacity, _extract]
)
def test_a_miss_comes_at_once_as_itself_and_is_tried_once(
    replay: Replay, miss: Callable[[], object]
) -> None:
    replay(openai_chat("known"), anthropic_message("known"))
    with pytest.raises(NotRecorded):
        miss()
    assert len(wire.log()) == 1


def test_a_miss_with_one_word_changed(replay: Replay) -> None:
    long = "Explain how a browser finds the server for a name, " * 20
    replay(*(openai_chat(f"{n} {long}") for n in range(50)), openai_chat(long + "in one line."))
    with pytest.raises(NotRecorded) as caught:
        ask_openai(long + "in two lines.")
    lines = "\n".join(caught.value._render_traceback_()).splitlines()
    assert len(lines) <= 12
    assert max(map(len, lines)) <= 100
    text = "\n".join(lines)
    assert "messages[0].content" in text
    assert "in one line" in text and "in two lines" in text


def test_a_miss_names_a_field_that_is_new(replay: Replay) -> None:
    replay(openai_chat("hi"))
    with pytest.raises(NotRecorded) as caught:
        ask_openai("hi", temperature=0.5)
    assert "temperature" in str(caught.value)
    assert "0.5" in str(caught.value)


def test_a_miss_is_compared_with_the_same_question(replay: Replay) -> None:
    tools = [{"type": "function", "function": {"name": name}} for name in ("one", "two")]
    bodies = [
        {"model": MODEL, "messages": [{"role": "user", "content": prompt}], "tools": order}
        for prompt, order in (("other", tools[::-1]), ("hi", tools))
    ]
    replay(*(openai_chat("x", request_body=json.dumps(body)) for body in bodies))
    with pytest.raises(NotRecorded) as caught:
        ask_openai("hi", tools=tools[::-1])
    assert "tools[0].function.name" in str(caught.value)


def test_a_miss_in_a_conversation_shows_the_newest_message(replay: Replay) -> None:
    replay(openai_chat("hi"))
    client = openai.OpenAI(api_key="none")
    messages = [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "hello"},
        {"role": "user", "content": "And now?"},
    ]
    with pytest.raises(NotRecorded, match=r"messages\[2\]\.content +.and 3 more") as caught:
        client.chat.completions.create(model=MODEL, messages=messages)
    assert "And now?" in str(caught.value)
    assert "make it anew" in str(caught.value)


def test_a_miss_names_the_kinds_where_they_differ(replay: Replay) -> None:
    replay(openai_chat("hi"))
    client = openai.OpenAI(api_key="none")
    with pytest.raises(NotRecorded) as caught:
        client.chat.completions.create(model=MODEL, messages="hi")
    assert "recorded: a list" in str(caught.value)
    assert '"hi"' in str(caught.value)


def ask_responses(given: object, **options: object) -> object:
    client = openai.OpenAI(api_key="none")
    return client.responses.create(model=MODEL, input=given, **options)


def test_a_miss_on_responses_shows_the_input_or_the_instructions(replay: Replay) -> None:
    replay(openai_response("Say hi."), openai_response("Other."))
    with pytest.raises(NotRecorded, match=r"  input\n") as caught:
        ask_responses("Say ho.")
    assert '"Say hi."' in str(caught.value) and '"Say ho."' in str(caught.value)
    with pytest.raises(NotRecorded, match="  instructions\n    recorded: not there") as caught:
        ask_responses("Say hi.", instructions="Be brief.")
    assert "Be brief." in str(caught.value)
    with pytest.raises(NotRecorded, match="yours:    a list"):
        ask_responses([{"role": "user", "content": "Say hi."}])


def test_a_miss_in_a_conversation_on_responses_shows_what_was_said_last(replay: Replay) -> None:
    turns = [{"role": "user", "content": "hi"}]
    replay(openai_response(turns))
    answer = ask_responses(turns)
    more = [*turns, *answer.output, {"role": "user", "content": "And now?"}]
    with pytest.raises(NotRecorded, match=r"  input\[2\]\.content ") as caught:
        ask_responses(more)
    assert "And now?" in str(caught.value)
    assert "your list has 3 items, that one 1: make it anew" in str(caught.value)


def test_a_miss_at_another_address_is_compared_with_nothing(replay: Replay) -> None:
    replay(openai_chat("hi"))
    with pytest.raises(NotRecorded) as caught:
        openai.OpenAI(api_key="none").responses.create(model=MODEL, input="hi")
    assert "POST /v1/responses is not in the recording." in str(caught.value)
    assert "change it back" not in str(caught.value)


def test_a_miss_without_a_body_says_what_was_asked_for(replay: Replay) -> None:
    replay(openai_chat("hi"))
    with pytest.raises(NotRecorded) as caught:
        openai.OpenAI(api_key="none").batches.retrieve("batch_other")
    assert "GET /v1/batches/batch_other is not in the recording." in str(caught.value)
    assert "body" not in str(caught.value)
