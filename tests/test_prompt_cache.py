"""The stand-in's prompt caches: what is kept, for how long, and what the usage says of it."""

from collections.abc import Iterator
from typing import Any

import anthropic
import openai
import pytest

from helpers.capabilities import ANTHROPIC, OPENAI
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL

from .simulator import Simulator, anthropic_caching, openai_caching, running
from .simulator.openai_caching import BREAKPOINT, MESSAGE
from .simulator.prompt_cache import Part, PromptCache, Spent

pytestmark = pytest.mark.kernel

LEAST = 1000
LONG = "You are an expert software engineer. " * 300
SHORT = "You are an expert software engineer. " * 30


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(clock: Clock) -> PromptCache:
    return PromptCache(clock)


def prompt(*parts: tuple[str, int] | tuple[str, int, str]) -> list[Part]:
    return [Part(*part) for part in parts]


# What is kept


def test_a_beginning_is_written_and_then_read(cache):
    first = prompt(("system", 900), ("question", 200))
    assert cache.spend(first, [1], {1: 60}, LEAST) == Spent(0, {60: 1100})
    assert cache.spend(first, [1], {1: 60}, LEAST) == Spent(1100, {})
    longer = [*first, *prompt(("answer", 50), ("next", 100))]
    assert cache.spend(longer, [1, 3], {3: 60}, LEAST) == Spent(1100, {60: 150})


def test_one_changed_word_before_its_end_and_nothing_is_found(cache):
    cache.spend(prompt(("system", 900), ("question", 200)), [1], {1: 60}, LEAST)
    changed = prompt(("System", 900), ("question", 200))
    assert cache.spend(changed, [1], {1: 60}, LEAST).read == 0


def test_what_is_too_short_is_not_kept(cache):
    short = prompt(("system", LEAST - 1))
    for _ in range(2):
        assert cache.spend(short, [0], {0: 60}, LEAST) == Spent(0, {})


def test_it_is_kept_for_its_time_which_each_use_prolongs(cache, clock):
    asked = prompt(("system", 2000))
    cache.spend(asked, [0], {0: 60}, LEAST)
    for now, read in ((50, 2000), (100, 2000), (161, 0)):
        clock.now = now
        assert cache.spend(asked, [0], {0: 60}, LEAST).read == read


# OpenAI


def test_openai_keeps_up_to_the_latest_message_not_of_the_model(cache):
    asked = prompt(("head", 5), ("long", 2000, MESSAGE), ("end", 1))
    assert openai_caching.spend(cache, asked, None, LEAST) == (0, 2005)
    assert openai_caching.spend(cache, asked, None, LEAST) == (2005, 0)
    going_on = [*asked, *prompt(("answer", 10), ("end", 3), ("more", 40, MESSAGE), ("end", 1))]
    assert openai_caching.spend(cache, going_on, None, LEAST) == (2005, 54)


def test_openai_finds_nothing_where_only_the_end_differs_unless_there_is_a_breakpoint(cache):
    """There is no rounding to 128 tokens any more, so a common beginning is not enough."""

    def ask(question: str, mark: str) -> tuple[int, int]:
        asked = prompt(("long", 2000, mark), (question, 10, MESSAGE), ("end", 1))
        return openai_caching.spend(cache, asked, None, LEAST)

    assert [ask("one?", ""), ask("two?", "")] == [(0, 2010), (0, 2010)]
    assert [ask("three?", BREAKPOINT), ask("four?", BREAKPOINT)] == [(0, 2010), (2000, 10)]


def test_openai_keeps_only_what_is_marked_where_that_is_asked_for(cache):
    explicit = {"mode": "explicit"}
    asked = prompt(("long", 4012, BREAKPOINT), ("rest", 6, MESSAGE), ("end", 2))
    assert openai_caching.spend(cache, asked, explicit, LEAST) == (0, 4012)
    assert openai_caching.spend(cache, asked, explicit, LEAST) == (4012, 0)
    unmarked = prompt(("long", 4012), ("rest", 6, MESSAGE))
    for _ in range(2):
        assert openai_caching.spend(cache, unmarked, explicit, LEAST) == (0, 0)


@pytest.mark.parametrize(("places", "read"), [(3, 0), (4, 8000)])
def test_openai_writes_four_places_at_most(cache, places, read):
    marked = prompt(*((f"part {n}", 2000, BREAKPOINT) for n in range(6)))
    openai_caching.spend(cache, [*marked, *prompt(("end", 10, MESSAGE))], None, LEAST)
    assert openai_caching.spend(cache, marked[:places], None, LEAST)[0] == read


# Anthropic


def test_anthropic_keeps_only_what_is_marked(cache):
    asked = prompt(("system", 2000), ("question", 30))
    for _ in range(2):
        assert anthropic_caching.spend(cache, asked, None, LEAST).read == 0
    automatic = {"type": "ephemeral"}
    assert anthropic_caching.spend(cache, asked, automatic, LEAST) == (0, 2030, 0)
    assert anthropic_caching.spend(cache, asked, automatic, LEAST) == (2030, 0, 0)


def test_anthropic_says_how_long_what_is_kept(cache, clock):
    asked = prompt(("tools", 1500, "1h"), ("system", 600, "5m"), ("question", 30))
    assert anthropic_caching.spend(cache, asked, None, LEAST) == (0, 600, 1500)
    clock.now = 301
    assert anthropic_caching.spend(cache, asked, None, LEAST) == (1500, 600, 0)


def test_an_hour_after_five_minutes_of_the_same_text_writes_nothing(cache):
    anthropic_caching.spend(cache, prompt(("system", 2000, "5m")), None, LEAST)
    assert anthropic_caching.spend(cache, prompt(("system", 2000, "1h")), None, LEAST) == (
        2000,
        0,
        0,
    )


@pytest.mark.parametrize(("added", "read"), [(20, 2000), (21, 0)])
def test_anthropic_looks_back_for_twenty_blocks(cache, added, read):
    anthropic_caching.spend(cache, prompt(("system", 2000, "5m")), None, LEAST)
    blocks = [(f"block {n}", 10) for n in range(added)]
    asked = prompt(("system", 2000), *blocks)
    assert anthropic_caching.spend(cache, asked, {"type": "ephemeral"}, LEAST).read == read


# Through the SDKs


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    script = [{"text": "Fine.", "tools": False}, {"text": "Fine.", "tools": True}]
    with running(answers=script, pace=0) as simulator:
        yield simulator


def openai_usage(client: openai.OpenAI, system: str, question: Any, **options: Any) -> Any:
    messages: Any = [
        {"role": "system", "content": system},
        {"role": "user", "content": question},
    ]
    answer = client.chat.completions.create(model=OPENAI_MODEL, messages=messages, **options)
    details = answer.usage.prompt_tokens_details
    return answer.usage.prompt_tokens, details.cached_tokens, details.cache_write_tokens


@pytest.mark.kernel
@pytest.mark.parametrize("stream", [False, True])
def test_openai_counts_what_is_cached_among_the_prompt(gpt, stream):
    question = f"First, streamed: {stream}?"
    total, *first = openai_usage(gpt, LONG, question)
    if stream:
        options = {"stream": True, "stream_options": {"include_usage": True}}
        messages: Any = [
            {"role": "system", "content": LONG},
            {"role": "user", "content": question},
        ]
        *_, last = gpt.chat.completions.create(model=OPENAI_MODEL, messages=messages, **options)
        details = last.usage.prompt_tokens_details
        second = [last.usage.prompt_tokens, details.cached_tokens, details.cache_write_tokens]
    else:
        second = list(openai_usage(gpt, LONG, question, prompt_cache_key="another"))
    assert first == [0, total - 3] and second == [total, total - 3, 0]


@pytest.mark.kernel
def test_openai_takes_breakpoints_and_ignores_short_prompts(gpt):
    marked = {"type": "text", "text": LONG, "prompt_cache_breakpoint": {"mode": "explicit"}}
    asked = [[marked, {"type": "text", "text": text}] for text in ("One?", "Two?")]
    options = {"prompt_cache_options": {"mode": "explicit", "ttl": "30m"}}
    (_, _, written), (_, read, _) = (openai_usage(gpt, "Hi.", q, **options) for q in asked)
    assert read == written > OPENAI[OPENAI_MODEL].least_cached
    for _ in range(2):
        assert openai_usage(gpt, SHORT, "Short?")[1:] == (0, 0)


def claude_usage(client: anthropic.Anthropic, **request: Any) -> Any:
    message = client.messages.create(model=ANTHROPIC_MODEL, max_tokens=20, **request)
    return message.usage


def asked_of_claude(text: str, marked: bool = False) -> Any:
    control = {"cache_control": {"type": "ephemeral"}} if marked else {}
    system = [{"type": "text", "text": text} | control]
    return {"system": system, "messages": [{"role": "user", "content": "Fine?"}]}


@pytest.mark.kernel
def test_anthropic_counts_what_is_cached_beside_the_input(claude):
    asked = asked_of_claude(LONG, marked=True)
    counted = claude.messages.count_tokens(model=ANTHROPIC_MODEL, **asked).input_tokens
    first, second = claude_usage(claude, **asked), claude_usage(claude, **asked)
    assert first.cache_creation_input_tokens == second.cache_read_input_tokens > 1000
    assert first.cache_creation.ephemeral_5m_input_tokens == first.cache_creation_input_tokens
    assert (first.cache_read_input_tokens, second.cache_creation_input_tokens) == (0, 0)
    for usage in (first, second):
        whole = usage.cache_creation_input_tokens + usage.cache_read_input_tokens
        assert usage.input_tokens + whole == counted


@pytest.mark.kernel
def test_anthropic_caches_the_whole_request_where_that_is_asked_for(claude):
    automatic: Any = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
    asked = asked_of_claude("Another. " + LONG)
    usage = claude_usage(claude, **asked, **automatic)
    assert usage.cache_creation.ephemeral_1h_input_tokens == usage.cache_creation_input_tokens > 0
    assert usage.input_tokens == 2  # as recorded where the last block is marked
    turns = [*asked["messages"], {"role": "assistant", "content": "Yes."}, asked["messages"][0]]
    going_on = claude_usage(claude, **asked | {"messages": turns}, **automatic)
    assert going_on.cache_read_input_tokens == usage.cache_creation_input_tokens
    assert 0 < going_on.cache_creation_input_tokens < 30
    thinking: Any = {"thinking": {"type": "disabled"}}
    assert claude_usage(claude, **asked, **automatic, **thinking).cache_read_input_tokens == 0


@pytest.mark.kernel
def test_anthropic_says_nothing_of_a_prompt_that_is_too_short(claude):
    assert ANTHROPIC[ANTHROPIC_MODEL].least_cached > 300
    for _ in range(2):
        usage = claude_usage(claude, **asked_of_claude(SHORT, marked=True))
        assert usage.cache_creation_input_tokens == usage.cache_read_input_tokens == 0
