"""Get data in a shape of your own (structured outputs).

`parse` of the SDK is shorter, but a cut in the middle raises before you can see stop_reason.

Lesson 06.
"""

from typing import TypeVar

from anthropic import Anthropic, transform_schema
from dotenv import load_dotenv
from pydantic import BaseModel

load_dotenv()
client = Anthropic(timeout=60)


class Ticket(BaseModel):
    product: str | None
    refund: bool


Data = TypeVar("Data", bound=BaseModel)


def extract(kind: type[Data], prompt: str) -> Data:
    """An object of this class. Raises RuntimeError if the answer was cut or refused, and pydantic's
    ValidationError if it breaks a rule that only the class knows."""
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        output_config={"format": {"type": "json_schema", "schema": transform_schema(kind)}},
        messages=[{"role": "user", "content": prompt}],
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    text = "".join(block.text for block in message.content if block.type == "text")
    return kind.model_validate_json(text)


if __name__ == "__main__":
    email = "The Aurora lamp died after two days. I want my money back. Kim"
    print(extract(Ticket, f"Sort this email:\n{email}"))
