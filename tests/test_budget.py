"""What live requests may cost: never more than agreed, however many are in flight."""

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import anthropic
import openai
import pytest

from helpers import cost
from helpers.budget import Budget, OverBudget
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.replay.cassette import Cassette
from helpers.replay.identity import Identity
from helpers.replay.seam import install
from helpers.replay.session import Session

from .recorded import openai_chat
from .shell import run_cells
from .simulator import Simulator, running

ENOUGH = Decimal("0.50")
MESSAGES = [{"role": "user", "content": "Say hello"}]


def asked(path: str = "/v1/chat/completions", method: str = "POST", **body: Any) -> Identity:
    body = {"model": OPENAI_MODEL, "messages": MESSAGES, **body}
    return Identity("openai", method, path, json.dumps(body))


def test_what_is_asked_for_free_needs_no_budget() -> None:
    budget = Budget(Decimal(0))
    for free in (
        asked("/v1/models", "GET"),
        asked("/v1/files"),
        asked("/v1/messages/count_tokens"),
    ):
        budget.reserve(free).settle(None)
    assert budget.report() == ""


def test_a_longer_answer_may_cost_more() -> None:
    caps = [cost.at_most(asked(max_completion_tokens=cap)) for cap in (10, 1000)]
    assert None not in caps and caps[0] < caps[1]
    assert cost.at_most(asked(max_completion_tokens=1000, n=3)) > caps[1]
    assert cost.at_most(asked(model="a-model-of-my-own")) is None


def test_what_is_on_its_way_counts_until_it_is_known() -> None:
    may_cost = cost.at_most(asked())
    budget = Budget(2 * may_cost)
    first, second = budget.reserve(asked()), budget.reserve(asked())
    with pytest.raises(OverBudget, match="LESSON_BUDGET_USD"):
        budget.reserve(asked())
    first.cancel()
    budget.reserve(asked())
    second.settle(None)  # its answer came, and did not say what it cost
    assert budget.spent == may_cost
    second.settle(None)
    assert budget.spent == may_cost


def test_an_unknown_price_is_told_and_stops_with_the_rest() -> None:
    budget = Budget(ENOUGH)
    mine = asked(model="a-model-of-my-own")
    budget.reserve(mine).settle(openai_chat("hi"))
    assert "price, not counted: 1." in budget.report()
    budget.limit = Decimal(0)
    with pytest.raises(OverBudget):
        budget.reserve(mine)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0", "$0.00"), ("0.5", "$0.50"), ("12.346", "$12.35"), ("0.000123", "$0.00012")],
)
def test_amounts_are_readable(amount: str, shown: str) -> None:
    assert cost.dollars(Decimal(amount)) == shown


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with running([{"user": "Say hello", "text": "Hello there."}], pace=0) as simulator:
        yield simulator


Clients = tuple[openai.OpenAI, anthropic.Anthropic]


@pytest.fixture
def clients(simulator: Simulator) -> Iterator[Clients]:
    with (
        openai.OpenAI(base_url=simulator.openai_base_url, api_key=simulator.openai_key) as gpt,
        anthropic.Anthropic(
            base_url=simulator.anthropic_base_url, api_key=simulator.anthropic_key
        ) as claude,
    ):
        yield gpt, claude


def live(limit: Decimal) -> Budget:
    budget = Budget(limit)
    install(Session("a lesson", "live", Cassette("", ""), Path("unused"), 0, budget))
    return budget


@pytest.mark.kernel
@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_costs_what_its_usage_says(stream: bool, clients: Clients) -> None:
    budget = live(ENOUGH)
    client, claude = clients
    more = {"stream": True, "stream_options": {"include_usage": True}} if stream else {}
    came = client.chat.completions.create(model=OPENAI_MODEL, messages=MESSAGES, **more)
    expected = cost.of(list(came)[-1] if stream else came)
    asking = {"model": ANTHROPIC_MODEL, "max_tokens": 100, "messages": MESSAGES}
    if stream:
        with claude.messages.stream(**asking) as answer:
            expected += cost.of(answer.get_final_message())
    else:
        expected += cost.of(claude.messages.create(**asking))
    assert budget.spent == expected
    assert cost.dollars(expected) in budget.report()
    assert budget.report() == ""


@pytest.mark.kernel
def test_what_fails_costs_nothing(simulator: Simulator) -> None:
    budget = live(ENOUGH)
    for base, error in [
        (simulator.openai_base_url, openai.AuthenticationError),
        ("http://127.0.0.1:9/v1", openai.APIConnectionError),
    ]:
        client = openai.OpenAI(base_url=base, api_key="wrong", max_retries=0)
        with client, pytest.raises(error):
            client.chat.completions.create(model=OPENAI_MODEL, messages=MESSAGES)
    assert budget.report() == ""
    budget.limit = cost.at_most(asked())  # nothing is held back
    budget.reserve(asked())


@pytest.mark.kernel
def test_a_stream_without_usage_counts_as_what_it_could_cost(clients: Clients) -> None:
    budget = live(ENOUGH)
    client, _ = clients
    for _ in client.chat.completions.create(model=OPENAI_MODEL, messages=MESSAGES, stream=True):
        pass
    assert budget.spent == cost.at_most(asked(stream=True))
    assert "without usage" in budget.report()


@pytest.mark.kernel
def test_of_hundreds_at_once_none_is_sent_past_the_limit(simulator: Simulator) -> None:
    """No answer that is billed may take the sum over the limit."""
    limit = Decimal("0.002")
    budget = live(limit)

    async def ask_many() -> list[Any]:
        async with openai.AsyncOpenAI(
            base_url=simulator.openai_base_url, api_key=simulator.openai_key
        ) as client:

            async def ask() -> Any:
                try:
                    return await client.chat.completions.create(
                        model=OPENAI_MODEL, messages=MESSAGES, max_completion_tokens=100
                    )
                except OverBudget:
                    return None

            return await asyncio.gather(*(ask() for _ in range(200)))

    came = [answer for _ in range(3) for answer in asyncio.run(ask_many()) if answer]
    assert 20 < len(came) < 600
    assert sum(map(cost.of, came)) == budget.spent <= limit
    assert "Requests not sent" in budget.report()


CELL = f"""
import openai
create = openai.OpenAI().chat.completions.create
def ask(n):
    for _ in range(n):
        create(model={OPENAI_MODEL!r}, messages={MESSAGES!r}, max_completion_tokens=100)
ask(3)
"""


@pytest.mark.kernel
def test_a_cell_says_what_it_cost_and_the_limit_outlasts_a_second_start(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in simulator.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LESSON_MODE", "live")
    monkeypatch.setenv("LESSON_BUDGET_USD", "0.001")
    start = "from helpers import start; start('02')"
    shown = run_cells(start, CELL, "1 + 1", start, "ask(1000)").stdout
    told = [line for line in shown.splitlines() if line.startswith("This cell cost")]
    assert len(told) == 2
    assert "of $0.0010" in told[0] and "Requests not sent: 1." in told[1]
    assert "OverBudget: this request was not sent" in shown
    assert "http://127.0.0.1" in shown.split("This cell cost")[0]  # the banner
