"""Show an answer while it is written.

In the middle, a connection that breaks raises httpx2.HTTPError, and an error that the API sends
raises anthropic.APIStatusError (its status says 200: look at its `type`).

Lesson 04.
"""

from collections.abc import Iterator

from anthropic import Anthropic
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=60)


def stream(prompt: str) -> Iterator[str]:
    """The pieces of the answer. Raises RuntimeError at its end if it was cut or refused."""
    with client.messages.stream(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": prompt}],
    ) as events:
        yield from events.text_stream
        message = events.get_final_message()
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason or 'broken off'}")


if __name__ == "__main__":
    for piece in stream("Say hello in five languages."):
        print(piece, end="", flush=True)
    print()
