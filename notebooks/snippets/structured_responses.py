"""Get data in a shape of your own (structured outputs).

`parse` of the SDK is shorter, but a cut in the middle raises before you can see the status.

Lesson 06.
"""

from typing import TypeVar

from dotenv import load_dotenv
from openai import OpenAI
from pydantic import BaseModel

load_dotenv()
client = OpenAI(timeout=60)


class Ticket(BaseModel, extra="forbid"):
    product: str | None
    refund: bool


Data = TypeVar("Data", bound=BaseModel)


def extract(kind: type[Data], prompt: str) -> Data:
    """An object of this class. Raises RuntimeError if the answer was cut or refused, and pydantic's
    ValidationError if it breaks a rule that only the class knows."""
    schema = kind.model_json_schema()
    response = client.responses.create(
        model="gpt-6-luna",
        reasoning={"effort": "none"},
        max_output_tokens=1000,
        store=False,
        text={"format": {"type": "json_schema", "name": "data", "schema": schema, "strict": True}},
        input=prompt,
    )
    if response.status != "completed" or not response.output_text:
        why = response.error or response.incomplete_details or "refused"
        raise RuntimeError(f"no whole answer: {why}")
    return kind.model_validate_json(response.output_text)


if __name__ == "__main__":
    email = "The Aurora lamp died after two days. I want my money back. Kim"
    print(extract(Ticket, f"Sort this email:\n{email}"))
