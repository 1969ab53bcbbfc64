"""Pay less for a long beginning that comes again (prompt caching).

It works where you put cache_control: all up to that block is kept for five minutes (this model:
from 512 tokens on). Put first what never changes: one changed character, and nothing behind it is
found.

Lesson 07.
"""

from anthropic import Anthropic
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=60)
HANDBOOK = "Name one place a day, and say how to get there. " * 150  # your long instructions


def ask(prompt: str) -> str:
    """The answer. Raises RuntimeError if it was cut or refused."""
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        system=[{"type": "text", "text": HANDBOOK, "cache_control": {"type": "ephemeral"}}],
        messages=[{"role": "user", "content": prompt}],
    )
    usage = message.usage  # a token costs a quarter more if it is written, a tenth if it is read
    written, read = usage.cache_creation_input_tokens, usage.cache_read_input_tokens
    print(f"{usage.input_tokens} in + {written} written + {read} read from the cache")
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


if __name__ == "__main__":
    print(ask("A day in Kyoto?"))
    print(ask("A day in Porto?"))
