"""See what an answer cost.

Cached tokens are counted at their own price. The prices are in the package genai-prices: keep it
up to date.

Lesson 02.
"""

from decimal import Decimal

from dotenv import load_dotenv
from genai_prices import extract_usage
from openai import OpenAI
from openai.types.responses import Response

load_dotenv()
client = OpenAI(timeout=60)


def price(response: Response) -> Decimal:
    """Dollars. Raises LookupError for a model without a known price."""
    usage = extract_usage(response.model_dump(), provider_id="openai", api_flavor="responses")
    return usage.calc_price().total_price


if __name__ == "__main__":
    response = client.responses.create(
        model="gpt-6-luna",
        reasoning={"effort": "none"},
        max_output_tokens=1000,
        store=False,
        input="What does JSON stand for?",
    )
    if response.usage:
        print(response.usage.input_tokens, "in,", response.usage.output_tokens, "out")
    print(f"${price(response):.7f}, ended with {response.status}")
