"""Count the tokens of a prompt before you send it.

The API counts what is handed over as for `responses.create`: instructions and tools, too.

Lesson 07.
"""

from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
client = OpenAI(timeout=60)


def count(prompt: str, system: str) -> int:
    """The tokens that the model would read."""
    counted = client.responses.input_tokens.count(
        model="gpt-6-luna", reasoning={"effort": "none"}, instructions=system, input=prompt
    )
    return counted.input_tokens


if __name__ == "__main__":
    print(count("Where should I travel in May?", system="You are a travel guide."))
