"""What requests cost, by the prices that genai-prices knows. It needs no network."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from genai_prices import extract_usage

from .replay import events
from .replay.cassette import Cassette, Interaction

_ANSWERING = ("/chat/completions", "/responses", "/messages")
# How OpenAI's answers say of which API they are, by the names that genai-prices has for them.
_FLAVORS = {"chat.completion": "chat", "chat.completion.chunk": "chat", "response": "responses"}


def of(response: Any) -> Decimal:
    """The price in dollars of one answer, with what was read from or written into a cache.

    response: what the SDK returned (a chat completion, a response or a message), or its JSON as
    a dict. An answer out of OpenAI's batches does not say that it is one: it costs half of this.
    """
    data = response if isinstance(response, dict) else response.model_dump(mode="json")
    if flavor := _FLAVORS.get(data.get("object", "")):
        usage = extract_usage(data, provider_id="openai", api_flavor=flavor)
    else:
        usage = extract_usage(data, provider_id="anthropic")
    return usage.calc_price(price_context=_tier(data)).total_price


def _tier(data: dict[str, Any]) -> dict[str, str]:
    """What the price depends on beside the tokens: OpenAI's tier, Anthropic's batches."""
    if data["usage"].get("service_tier") == "batch":
        return {"processing": "batch"}
    return {"service_tier": data.get("service_tier") or "default"}


def of_cassette(cassette: Cassette) -> Decimal:
    """What the recorded requests cost, or would have cost: a lesson's price when it runs live.

    A stream that did not ask for its usage, and a batch, are counted as nothing.
    """
    answers = (_answer(interaction) for interaction in cassette.interactions)
    return sum((of(answer) for answer in answers if answer and answer.get("usage")), Decimal(0))


def _answer(interaction: Interaction) -> dict[str, Any] | None:
    """The JSON that holds model and usage, None if this is no answer of a model."""
    if interaction.status >= 400 or not interaction.target.endswith(_ANSWERING):
        return None
    if events.is_stream(interaction.headers):
        return _of_stream(events.data(interaction.body))
    return json.loads(interaction.body)


def _of_stream(stream: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Anthropic counts in the first event and completes it in the last; OpenAI in the last, which
    on Responses holds the whole answer."""
    answer: dict[str, Any] = {}
    for event in stream:
        event = event.get("response", event)
        if event.get("type") == "message_start":
            answer = event["message"]
        elif event.get("type") == "message_delta":
            answer["usage"] |= event["usage"]
        elif event.get("usage"):
            answer = event
    return answer
