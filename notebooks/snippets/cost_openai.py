"""See what an answer cost.

Cached tokens are counted at their own price. The prices are in the package genai-prices: keep it
up to date.

Lesson 02.
"""

from decimal import Decimal

from dotenv import load_dotenv
from genai_prices import extract_usage
from openai import OpenAI
from openai.types.chat import ChatCompletion

load_dotenv()
client = OpenAI(timeout=60)


def price(response: ChatCompletion) -> Decimal:
    """Dollars. Raises LookupError for a model without a known price."""
    usage = extract_usage(response.model_dump(), provider_id="openai", api_flavor="chat")
    return usage.calc_price().total_price


if __name__ == "__main__":
    response = client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=1000,
        messages=[{"role": "user", "content": "What does JSON stand for?"}],
    )
    if response.usage:
        print(response.usage.prompt_tokens, "in,", response.usage.completion_tokens, "out")
    print(f"${price(response):.7f}, ended with {response.choices[0].finish_reason}")
