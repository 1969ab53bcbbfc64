"""Get data in a shape of your own, and have it corrected if it breaks a rule (instructor).

Claude's larger models let no tool be forced: give them tool_choice={"type": "auto"}.

Lesson 06.
"""

import instructor
from anthropic import Anthropic, AnthropicError
from dotenv import load_dotenv
from instructor.core import InstructorError
from pydantic import BaseModel, Field

load_dotenv()
client = instructor.from_anthropic(Anthropic(timeout=60))
client.on("parse:error", lambda error: print("asking again:", error))


class Ticket(BaseModel):
    product: str | None
    summary: str = Field(max_length=30)


def read(email: str) -> Ticket:
    """The ticket. Raises RuntimeError if no answer kept the rules, else the SDK's own errors."""
    try:
        return client.messages.create(
            model="claude-haiku-5-5",
            max_tokens=1000,
            thinking={"type": "disabled"},
            max_retries=2,
            response_model=Ticket,
            messages=[{"role": "user", "content": f"Sort this email:\n{email}"}],
        )
    except InstructorError as error:
        if isinstance(error.__cause__, AnthropicError):  # instructor wraps it; it has a status
            raise error.__cause__ from None
        raise RuntimeError("no whole answer: it was cut, or broke the rules") from error


if __name__ == "__main__":
    print(read("The Aurora lamp died after two days. I want my money back. Kim"))
