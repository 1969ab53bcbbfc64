"""Count the tokens of a prompt before you send it.

The API counts what is handed over as for `messages.create`: tools and pictures, too. Its number is
an estimate.

Lesson 07.
"""

from anthropic import Anthropic
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=60)


def count(prompt: str, system: str) -> int:
    """The tokens that the model would read."""
    counted = client.messages.count_tokens(
        model="claude-haiku-5-5",
        thinking={"type": "disabled"},
        system=system,
        messages=[{"role": "user", "content": prompt}],
    )
    return counted.input_tokens


if __name__ == "__main__":
    print(count("Where should I travel in May?", system="You are a travel guide."))
