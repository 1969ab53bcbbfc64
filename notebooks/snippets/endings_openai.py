"""Notice an answer that was cut or refused.

Lesson 02.
"""

from dotenv import load_dotenv
from openai import OpenAI
from openai.types.chat import ChatCompletion

load_dotenv()
client = OpenAI(timeout=60)


class Cut(RuntimeError):
    """The answer was longer than the cap. What came is in `text`, and may be empty."""

    def __init__(self, text: str) -> None:
        super().__init__("no whole answer: length")
        self.text = text


class Refused(RuntimeError):
    """The model declined, or a filter held the answer back."""


def text_of(response: ChatCompletion) -> str:
    """The whole answer. Raises Cut or Refused."""
    choice = response.choices[0]
    text = choice.message.content or ""
    match choice.finish_reason:
        case "length":
            raise Cut(text)
        case "stop" if not choice.message.refusal:
            return text
    raise Refused(f"no whole answer: {choice.message.refusal or choice.finish_reason}")


def ask(prompt: str, max_tokens: int) -> str:
    """The answer, in so many tokens at most. Raises Cut or Refused."""
    response = client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=max_tokens,
        messages=[{"role": "user", "content": prompt}],
    )
    return text_of(response)


if __name__ == "__main__":
    question = "Explain HTTP status codes in three sentences."
    try:
        print(ask(question, max_tokens=20))
    except Cut as cut:
        print("cut after:", cut.text)
        print(ask(question, max_tokens=1000))
