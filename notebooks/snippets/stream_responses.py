"""Show an answer while it is written.

In the middle, a connection that breaks raises httpx2.HTTPError, and an error that the API sends
raises openai.APIError (without a status: that was 200) or, as an event, RuntimeError.

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
    with client.responses.create(
        model="gpt-6-luna",
        reasoning={"effort": "none"},
        max_output_tokens=1000,
        store=False,
        input=prompt,
        stream=True,
    ) as events:
        for event in events:
            ending = event.type
            if event.type == "response.output_text.delta":
                yield event.delta
            elif event.type == "response.refusal.done":
                raise RuntimeError(f"no whole answer: {event.refusal}")
    if ending != "response.completed":
        raise RuntimeError(f"no whole answer: {ending}")


if __name__ == "__main__":
    for piece in stream("Say hello in five languages."):
        print(piece, end="", flush=True)
    print()
