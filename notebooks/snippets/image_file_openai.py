"""Show the model a picture from a file.

Lesson 08.
"""

import base64
from pathlib import Path

from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
client = OpenAI(timeout=60)
KINDS = {b"\x89P": "image/png", b"\xff\xd8": "image/jpeg", b"GI": "image/gif", b"RI": "image/webp"}


def describe(picture: Path, question: str) -> str:
    """The answer. Raises KeyError if the file is no PNG, JPEG, GIF or WebP, and RuntimeError if the
    answer was cut or refused."""
    data = picture.read_bytes()
    url = f"data:{KINDS[data[:2]]};base64,{base64.b64encode(data).decode()}"
    response = client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=1000,
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": question},
                    {"type": "image_url", "image_url": {"url": url}},
                ],
            }
        ],
    )
    choice = response.choices[0]
    if choice.finish_reason != "stop" or choice.message.refusal:
        raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
    return choice.message.content or ""


if __name__ == "__main__":
    print(describe(Path(__file__).with_name("dashboard.png"), "Describe this screenshot."))
