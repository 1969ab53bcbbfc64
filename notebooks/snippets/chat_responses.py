"""Ask a question and get the whole answer.

Lesson 02.
"""

from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
client = OpenAI(timeout=60)


def ask(prompt: str, system: str = "You are a helpful assistant.") -> str:
    """The answer. Raises RuntimeError if it was cut or refused."""
    response = client.responses.create(
        model="gpt-6-luna",
        reasoning={"effort": "none"},
        max_output_tokens=1000,
        store=False,  # otherwise OpenAI keeps the answer
        instructions=system,
        input=prompt,
    )
    if response.status != "completed" or not response.output_text:
        why = response.error or response.incomplete_details or "refused"
        raise RuntimeError(f"no whole answer: {why}")
    return response.output_text


if __name__ == "__main__":
    print(ask("What is an API, in one sentence?"))
