"""Show the model a picture from the web.

OpenAI's servers fetch it: anybody must be able to. Send your own pictures as files.

Lesson 08.
"""

from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
client = OpenAI(timeout=60)


def describe(url: str, question: str) -> str:
    """The answer. Raises RuntimeError if it was cut or refused, and openai.BadRequestError if the
    picture could not be fetched."""
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
    print(describe("https://httr2.r-lib.org/logo.png", "What's in this image?"))
