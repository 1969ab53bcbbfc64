"""Get data in a shape of your own, and have it corrected if it breaks a rule (instructor).

Lesson 06.
"""

import instructor
from dotenv import load_dotenv
from instructor.core import InstructorError
from openai import OpenAI, OpenAIError
from pydantic import BaseModel, Field

load_dotenv()
client = instructor.from_openai(OpenAI(timeout=60))
client.on("parse:error", lambda error: print("asking again:", error))


class Ticket(BaseModel):
    product: str | None
    summary: str = Field(max_length=30)


def read(email: str) -> Ticket:
    """The ticket. Raises RuntimeError if no answer kept the rules, else the SDK's own errors."""
    try:
        return client.chat.completions.create(
            model="gpt-6-luna",
            reasoning_effort="none",
            max_completion_tokens=1000,
            max_retries=2,
            response_model=Ticket,
            messages=[{"role": "user", "content": f"Sort this email:\n{email}"}],
        )
    except InstructorError as error:
        if isinstance(error.__cause__, OpenAIError):  # instructor wraps it; it has a status
            raise error.__cause__ from None
        raise RuntimeError("no whole answer: it was cut, or broke the rules") from error


if __name__ == "__main__":
    print(read("The Aurora lamp died after two days. I want my money back. Kim"))
