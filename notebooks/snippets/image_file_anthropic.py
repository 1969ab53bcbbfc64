"""Show the model a picture from a file.

Lesson 08.
"""

import base64
from pathlib import Path
from typing import Literal

from anthropic import Anthropic
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=60)
KINDS: dict[bytes, Literal["image/png", "image/jpeg", "image/gif", "image/webp"]] = {
    b"\x89P": "image/png",
    b"\xff\xd8": "image/jpeg",
    b"GI": "image/gif",
    b"RI": "image/webp",
}


def describe(picture: Path, question: str) -> str:
    """The answer. Raises KeyError if the file is no PNG, JPEG, GIF or WebP, and RuntimeError if the
    answer was cut or refused."""
    data = picture.read_bytes()
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        messages=[
            {
                "role": "user",
                "content": [
                    {
                        "type": "image",
                        "source": {
                            "type": "base64",
                            "media_type": KINDS[data[:2]],
                            "data": base64.b64encode(data).decode(),
                        },
                    },
                    {"type": "text", "text": question},
                ],
            }
        ],
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


if __name__ == "__main__":
    print(describe(Path(__file__).with_name("dashboard.png"), "Describe this screenshot."))
