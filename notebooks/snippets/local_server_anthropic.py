"""Ask a model on your own machine.

For servers that speak this API, such as Ollama, llama.cpp or LM Studio: their address, without /v1,
goes into ANTHROPIC_BASE_URL. The SDK wants a key, most servers do not. Settings of Claude's own,
such as thinking, are left out.

Lesson 01.
"""

import os

from anthropic import Anthropic
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(
    base_url=os.environ.get("ANTHROPIC_BASE_URL", "http://localhost:11434"),
    api_key=os.environ.get("LOCAL_ANTHROPIC_KEY", "unused"),  # few servers want one
    timeout=300,  # a local model may take long to load
)


def ask(prompt: str, model: str) -> str:
    """The answer. Raises RuntimeError if it was cut or refused."""
    message = client.messages.create(
        model=model, max_tokens=2000, messages=[{"role": "user", "content": prompt}]
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


if __name__ == "__main__":
    models = [model.id for model in client.models.list()]
    print(models)
    print(ask("What is an API, in one sentence?", models[0]))
