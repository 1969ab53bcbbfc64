"""What requests cost, by the prices that genai-prices knows. It needs no network."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from genai_prices import Usage, calc_price, extract_usage
from genai_prices.data import providers

from .replay import events
from .replay.cassette import Cassette, Interaction
from .replay.identity import Identity

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


def of_interaction(interaction: Interaction) -> Decimal | None:
    """What a request cost by the usage in its answer; None if that or the price is not known.

    That is so of a stream that did not ask for its usage, of a batch and of an unknown model.
    """
    if interaction.status >= 400 or not _is_paid(interaction.method, interaction.target):
        return Decimal(0)
    try:
        if events.is_stream(interaction.headers):
            return of(_of_stream(events.data(interaction.body)))
        return of(json.loads(interaction.body))
    except _NO_PRICE:
        return None


def at_most(asked: Identity) -> Decimal | None:
    """What a request may cost, before it is sent; None if no price is known.

    An estimate: two bytes to a token, and all of the cap on the answer, or `UNCAPPED` tokens.
    """
    if not _is_paid(asked.method, asked.target):
        return Decimal(0)
    try:
        request = json.loads(asked.body)
        cap = next((request[name] for name in _CAPS if request.get(name)), UNCAPPED)
        usage = Usage(
            input_tokens=len(asked.body) // 2, output_tokens=cap * (request.get("n") or 1)
        )
        price = calc_price(usage, model_ref=request["model"], provider_id=asked.provider)
        return price.total_price
    except _NO_PRICE:
        return None


UNCAPPED = 4_000
_CAPS = ("max_completion_tokens", "max_tokens", "max_output_tokens")
_NO_PRICE = (LookupError, ValueError, TypeError, AttributeError)


def _is_paid(method: str, target: str) -> bool:
    return method == "POST" and target.partition("?")[0].endswith((*_ANSWERING, "/batches"))


def of_cassette(cassette: Cassette) -> Decimal:
    """What the recorded requests cost, or would have cost: a lesson's price when it runs live.

    What is not known is counted as nothing.
    """
    return sum((of_interaction(i) or Decimal(0) for i in cassette.interactions), Decimal(0))


def dollars(amount: Decimal) -> str:
    """An amount to read: two digits that say something, and at least the cents."""
    return f"${amount:.{max(2, 1 - amount.adjusted()) if amount else 2}f}"


def prices() -> str:
    """Where the prices come from, and the newest day on which one of them was looked up."""
    listed = [provider for provider in providers if provider.id in ("openai", "anthropic")]
    notes = [n for p in listed for n in (p.price_comments, *(m.price_comments for m in p.models))]
    days = re.findall(r"(?:verified on|as of) (20\d\d-\d\d-\d\d)", " ".join(filter(None, notes)))
    return f"genai-prices {version('genai-prices')}" + (f" of {max(days)}" if days else "")


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
