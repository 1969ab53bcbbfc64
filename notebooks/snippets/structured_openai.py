"""Get data in a shape of your own (structured outputs).

Lesson 06.
"""

from typing import TypeVar

from dotenv import load_dotenv
from openai import ContentFilterFinishReasonError, LengthFinishReasonError, OpenAI
from pydantic import BaseModel

load_dotenv()
client = OpenAI(timeout=60)


class Ticket(BaseModel):
    product: str | None
    refund: bool


Data = TypeVar("Data", bound=BaseModel)


def extract(kind: type[Data], prompt: str) -> Data:
    """An object of this class. Raises RuntimeError if the answer was cut or refused, and pydantic's
    ValidationError if it breaks a rule that only the class knows."""
    try:
        response = client.chat.completions.parse(
            model="gpt-6-luna",
            reasoning_effort="none",
            max_completion_tokens=1000,
            response_format=kind,
            messages=[{"role": "user", "content": prompt}],
        )
    except (LengthFinishReasonError, ContentFilterFinishReasonError) as error:
        raise RuntimeError(f"no whole answer: {error}") from error
    message = response.choices[0].message
    if message.parsed is None:
        raise RuntimeError(f"no whole answer: {message.refusal}")
    return message.parsed


if __name__ == "__main__":
    email = "The Aurora lamp died after two days. I want my money back. Kim"
    print(extract(Ticket, f"Sort this email:\n{email}"))
