"""Ask a question and get the whole answer.

Lesson 03.
"""

from anthropic import Anthropic
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=60)


def ask(prompt: str, system: str = "You are a helpful assistant.") -> str:
    """The answer. Raises RuntimeError if it was cut or refused."""
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        system=system,
        messages=[{"role": "user", "content": prompt}],
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


if __name__ == "__main__":
    print(ask("What is an API, in one sentence?"))
