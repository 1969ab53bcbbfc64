"""Show an answer while it is written.

In the middle, a connection that breaks raises httpx2.HTTPError, and an error that the API sends
raises openai.APIError (without a status: that was 200).

Lesson 04.
"""

from collections.abc import Iterator

from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
client = OpenAI(timeout=60)


def stream(prompt: str) -> Iterator[str]:
    """The pieces of the answer. Raises RuntimeError at its end if it was cut or refused."""
    ending = None
    with client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=1000,
        messages=[{"role": "user", "content": prompt}],
        stream=True,
    ) as chunks:
        for chunk in chunks:
            for choice in chunk.choices:
                ending = choice.finish_reason
                yield choice.delta.content or ""
    if ending != "stop":
        raise RuntimeError(f"no whole answer: {ending or 'broken off'}")


if __name__ == "__main__":
    for piece in stream("Say hello in five languages."):
        print(piece, end="", flush=True)
    print()
