"""Show the model a picture from the web.

Anthropic's servers fetch it: anybody must be able to. Send your own pictures as files.

Lesson 08.
"""

from anthropic import Anthropic
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=60)


def describe(url: str, question: str) -> str:
    """The answer. Raises RuntimeError if it was cut or refused, and anthropic.BadRequestError if
    the picture could not be fetched."""
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "image", "source": {"type": "url", "url": url}},
                    {"type": "text", "text": question},
                ],
            }
        ],
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


if __name__ == "__main__":
    print(describe("https://httr2.r-lib.org/logo.png", "What's in this image?"))
