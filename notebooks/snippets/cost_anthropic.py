"""See what an answer cost.

Cached tokens are counted at their own price. The prices are in the package genai-prices: keep it
up to date.

Lesson 03.
"""

from decimal import Decimal

from anthropic import Anthropic
from anthropic.types import Message
from dotenv import load_dotenv
from genai_prices import extract_usage

load_dotenv()
client = Anthropic(timeout=60)


def price(message: Message) -> Decimal:
    """Dollars. Raises LookupError for a model without a known price."""
    return extract_usage(message.model_dump(), provider_id="anthropic").calc_price().total_price


if __name__ == "__main__":
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": "What does JSON stand for?"}],
    )
    print(message.usage.input_tokens, "in,", message.usage.output_tokens, "out")
    print(f"${price(message):.7f}, ended with {message.stop_reason}")
