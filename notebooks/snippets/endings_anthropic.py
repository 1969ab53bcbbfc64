"""Notice an answer that was cut or refused.

Lesson 03.
"""

from anthropic import Anthropic
from anthropic.types import Message
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=60)


class Cut(RuntimeError):
    """The answer was longer than the cap. What came is in `text`, and may be empty."""

    def __init__(self, text: str) -> None:
        super().__init__("no whole answer: max_tokens")
        self.text = text


class Refused(RuntimeError):
    """A safety classifier stopped the answer."""


def text_of(message: Message) -> str:
    """The whole answer. Raises Cut or Refused, and RuntimeError for all other endings: a
    context window that is full (a higher cap does not help), tools, stop sequences."""
    text = "".join(block.text for block in message.content if block.type == "text")
    match message.stop_reason:
        case "end_turn":
            return text
        case "max_tokens":
            raise Cut(text)
        case "refusal":
            details = message.stop_details
            raise Refused(f"no whole answer: {(details and details.category) or 'refusal'}")
    raise RuntimeError(f"no whole answer: {message.stop_reason}")


def ask(prompt: str, max_tokens: int) -> str:
    """The answer, in so many tokens at most. Raises Cut or Refused."""
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=max_tokens,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": prompt}],
    )
    return text_of(message)


if __name__ == "__main__":
    question = "Explain HTTP status codes in three sentences."
    try:
        print(ask(question, max_tokens=20))
    except Cut as cut:
        print("cut after:", cut.text)
        print(ask(question, max_tokens=1000))
