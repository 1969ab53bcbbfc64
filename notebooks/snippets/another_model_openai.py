"""Change to another model, and send only what it takes.

What differs: gpt-6.1-sol and gpt-6-astra always reason (no effort "none"), so they take no
temperature, and tools on the Responses API only. Reasoning counts towards the cap: leave room.

Lesson 03.
"""

import os

from dotenv import load_dotenv
from openai import OpenAI
from openai.types import ReasoningEffort

load_dotenv()
client = OpenAI(timeout=120)
EFFORT: dict[str, ReasoningEffort] = {  # the models that you have tried, and the least effort
    "gpt-6-luna": "none",
    "gpt-6-sol": "none",
    "gpt-6.1-sol": "low",
    "gpt-6-astra": "low",
}


def ask(prompt: str, model: str) -> str:
    """The answer. Raises KeyError for a model that is not among EFFORT, and RuntimeError if the
    answer was cut or refused."""
    response = client.chat.completions.create(
        model=model,
        reasoning_effort=EFFORT[model],
        max_completion_tokens=4000,
        messages=[{"role": "user", "content": prompt}],
    )
    choice = response.choices[0]
    if choice.finish_reason != "stop" or choice.message.refusal:
        raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
    return choice.message.content or ""


if __name__ == "__main__":
    print(ask("What is an API, in one sentence?", os.environ.get("MODEL", "gpt-6.1-sol")))
