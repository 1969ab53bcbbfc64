"""What requests cost."""

import json
from decimal import Decimal

import openai
import pytest
from genai_prices import Usage, calc_price
from openai.types.chat import ChatCompletion
from openai.types.responses import Response

from helpers import cost
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL

from .recorded import anthropic_message, cassette, openai_chat, openai_response, rate_limited


def price(model: str, provider: str, **tokens: int) -> Decimal:
    return calc_price(Usage(**tokens), model_ref=model, provider_id=provider).total_price


OPENAI = {
    "object": "chat.completion",
    "model": OPENAI_MODEL,
    "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
}
RESPONSE = {
    "object": "response",
    "model": OPENAI_MODEL,
    "usage": {
        "input_tokens": 1000,
        "input_tokens_details": {"cache_write_tokens": 0, "cached_tokens": 0},
        "output_tokens": 200,
        "output_tokens_details": {"reasoning_tokens": 50},
        "total_tokens": 1200,
    },
}
ANTHROPIC = {
    "type": "message",
    "model": ANTHROPIC_MODEL,
    "usage": {"input_tokens": 1000, "output_tokens": 200},
}


@pytest.mark.parametrize(
    ("answer", "model", "provider"),
    [
        (OPENAI, OPENAI_MODEL, "openai"),
        (RESPONSE, OPENAI_MODEL, "openai"),
        (ANTHROPIC, ANTHROPIC_MODEL, "anthropic"),
    ],
)
def test_an_answer_costs_what_the_price_list_says(
    answer: dict[str, object], model: str, provider: str
) -> None:
    assert cost.of(answer) == price(model, provider, input_tokens=1000, output_tokens=200)


PRICES = {"input": "0.10", "read": "0.01", "write": "0.125", "write_1h": "0.20", "output": "0.50"}


def by_hand(**tokens: int) -> Decimal:
    """Dollars by the vendors' pages of 2026-10, which are the same for both models."""
    return sum(n * Decimal(PRICES[what]) for what, n in tokens.items()) / Decimal(1_000_000)


@pytest.mark.parametrize(
    ("details", "parts"),
    [
        ({}, {"input": 9000}),
        ({"cached_tokens": 8000}, {"input": 1000, "read": 8000}),
        ({"cache_write_tokens": 8000}, {"input": 1000, "write": 8000}),
        (
            {"cached_tokens": 5000, "cache_write_tokens": 3000},
            {"input": 1000, "read": 5000, "write": 3000},
        ),
    ],
)
@pytest.mark.parametrize("chat", [True, False])
def test_openais_cached_tokens_are_among_the_prompt(
    chat: bool, details: dict[str, int], parts: dict[str, int]
) -> None:
    if chat:
        usage = {"prompt_tokens": 9000, "completion_tokens": 200, "prompt_tokens_details": details}
        answer = {**OPENAI, "usage": usage}
    else:
        usage = {"input_tokens": 9000, "output_tokens": 200, "input_tokens_details": details}
        answer = {**RESPONSE, "usage": usage}
    assert cost.of(answer) == by_hand(**parts, output=200)


@pytest.mark.parametrize(
    ("cached", "parts"),
    [
        ({"cache_read_input_tokens": 8000}, {"read": 8000}),
        ({"cache_creation_input_tokens": 8000}, {"write": 8000}),
        (
            {
                "cache_creation_input_tokens": 8000,
                "cache_creation": {
                    "ephemeral_5m_input_tokens": 3000,
                    "ephemeral_1h_input_tokens": 5000,
                },
                "cache_read_input_tokens": 1000,
            },
            {"write": 3000, "write_1h": 5000, "read": 1000},
        ),
    ],
)
def test_anthropics_cached_tokens_are_beside_the_input(
    cached: dict[str, object], parts: dict[str, int]
) -> None:
    answer = {**ANTHROPIC, "usage": {"input_tokens": 1000, "output_tokens": 200, **cached}}
    assert cost.of(answer) == by_hand(input=1000, **parts, output=200)


def test_a_tier_and_a_batch_have_prices_of_their_own() -> None:
    assert cost.of({**OPENAI, "service_tier": "flex"}) == cost.of(OPENAI) / 2
    assert cost.of({**OPENAI, "service_tier": "priority"}) == cost.of(OPENAI) * 2
    batch = {**ANTHROPIC, "usage": {**ANTHROPIC["usage"], "service_tier": "batch"}}
    assert cost.of(batch) == cost.of(ANTHROPIC) / 2


def test_the_sdks_own_objects_can_be_given() -> None:
    completion = {**OPENAI, "id": "x", "created": 1, "choices": []}
    assert isinstance(ChatCompletion.model_validate(completion), openai.BaseModel)
    assert cost.of(ChatCompletion.model_validate(completion)) == cost.of(OPENAI)
    response = {**RESPONSE, "id": "x", "created_at": 1, "output": [], "tools": []}
    response |= {"parallel_tool_calls": True, "tool_choice": "auto"}
    assert cost.of(Response.model_validate(response)) == cost.of(RESPONSE)


def events(*items: object) -> bytes:
    return b"".join(b"data: " + json.dumps(item).encode() + b"\n\n" for item in items)


def test_a_cassette_costs_what_was_billed_streams_too() -> None:
    stream = {"headers": {"content-type": "text/event-stream; charset=utf-8"}}
    chunk = {**OPENAI, "object": "chat.completion.chunk", "choices": []}
    begun = {"type": "response.created", "response": RESPONSE | {"usage": None}}
    ended = {"type": "response.incomplete", "response": RESPONSE}
    opening = {**ANTHROPIC, "usage": {"input_tokens": 1000, "output_tokens": 1}}
    closing = {"type": "message_delta", "usage": {"output_tokens": 200}}
    bodies = [
        openai_chat("plain", body=json.dumps(OPENAI).encode()),
        openai_chat("streamed", body=events(chunk) + b"data: [DONE]\n\n", **stream),
        anthropic_message(
            "streamed",
            body=events({"type": "message_start", "message": opening}, closing),
            **stream,
        ),
        openai_response("plain", body=json.dumps(RESPONSE).encode()),
        openai_response("streamed", body=events(begun, ended), **stream),
        openai_response("read again", target="/v1/responses/resp_1", method="GET"),
        rate_limited("free"),
    ]
    expected = 2 * cost.of(OPENAI) + 2 * cost.of(RESPONSE) + cost.of(ANTHROPIC)
    assert cost.of_cassette(cassette(*bodies)) == expected
