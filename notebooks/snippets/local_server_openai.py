"""Ask a model on your own machine.

For servers that speak this API, such as Ollama, llama.cpp, vLLM or LM Studio: their address, with
/v1, goes into OPENAI_BASE_URL. The SDK wants a key, most servers do not. Settings of OpenAI's own
models, such as reasoning_effort, are left out.

Lesson 01.
"""

import os

from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
client = OpenAI(
    base_url=os.environ.get("OPENAI_BASE_URL", "http://localhost:11434/v1"),
    api_key=os.environ.get("LOCAL_OPENAI_KEY", "unused"),  # few servers want one
    timeout=300,  # a local model may take long to load
)


def ask(prompt: str, model: str) -> str:
    """The answer. Raises RuntimeError if it was cut or refused."""
    response = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": prompt}]
    )
    choice = response.choices[0]
    if choice.finish_reason != "stop" or choice.message.refusal:
        raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
    return choice.message.content or ""


if __name__ == "__main__":
    models = [model.id for model in client.models.list()]
    print(models)
    print(ask("What is an API, in one sentence?", models[0]))
