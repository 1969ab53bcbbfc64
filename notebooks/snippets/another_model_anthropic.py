"""Change to another model, and send only what it takes.

What differs: the larger models do not take thinking "disabled" (leave it to them, and set an
effort), nor a tool_choice that forces a call. Thinking counts towards the cap: leave room.

Lesson 03.
"""

import os

from anthropic import Anthropic
from anthropic.types import ThinkingConfigParam
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=120)
THINKING: dict[str, ThinkingConfigParam] = {  # the models that you have tried
    "claude-haiku-5-5": {"type": "disabled"},
    "claude-sonnet-5-5": {"type": "adaptive"},
    "claude-opus-5-5": {"type": "adaptive"},
}


def ask(prompt: str, model: str) -> str:
    """The answer. Raises KeyError for a model that is not among THINKING, and RuntimeError if the
    answer was cut or refused."""
    message = client.messages.create(
        model=model,
        thinking=THINKING[model],
        output_config={"effort": "low"},
        max_tokens=4000,
        messages=[{"role": "user", "content": prompt}],
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


if __name__ == "__main__":
    print(ask("What is an API, in one sentence?", os.environ.get("MODEL", "claude-sonnet-5-5")))
