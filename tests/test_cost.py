"""What requests cost."""

import json
from decimal import Decimal

import openai
import pytest
from genai_prices import Usage, calc_price
from openai.types.chat import ChatCompletion

from helpers import cost
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL

from .recorded import anthropic_message, cassette, openai_chat, rate_limited


def price(model: str, provider: str, **tokens: int) -> Decimal:
    return calc_price(Usage(**tokens), model_ref=model, provider_id=provider).total_price


OPENAI = {
    "object": "chat.completion",
    "model": OPENAI_MODEL,
    "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
}
ANTHROPIC = {
    "type": "message",
    "model": ANTHROPIC_MODEL,
    "usage": {"input_tokens": 1000, "output_tokens": 200},
}


@pytest.mark.parametrize(
    ("answer", "model", "provider"),
    [(OPENAI, OPENAI_MODEL, "openai"), (ANTHROPIC, ANTHROPIC_MODEL, "anthropic")],
)
def test_an_answer_costs_what_the_price_list_says(
    answer: dict[str, object], model: str, provider: str
) -> None:
    assert cost.of(answer) == price(model, provider, input_tokens=1000, output_tokens=200)


def test_the_sdks_own_objects_can_be_given() -> None:
    completion = {**OPENAI, "id": "x", "created": 1, "choices": []}
    assert isinstance(ChatCompletion.model_validate(completion), openai.BaseModel)
    assert cost.of(ChatCompletion.model_validate(completion)) == cost.of(OPENAI)


def events(*items: object) -> bytes:
    return b"".join(b"data: " + json.dumps(item).encode() + b"\n\n" for item in items)


def test_a_cassette_costs_what_was_billed_streams_too() -> None:
    stream = {"headers": {"content-type": "text/event-stream; charset=utf-8"}}
    chunk = {**OPENAI, "object": "chat.completion.chunk", "choices": []}
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
        rate_limited("free"),
    ]
    expected = 2 * cost.of(OPENAI) + cost.of(ANTHROPIC)
    assert cost.of_cassette(cassette(*bodies)) == expected
