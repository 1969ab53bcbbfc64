"""Functions that ask, as a learner's may."""

from typing import Any

import anthropic
import openai

from ..recorded import MODEL


def user(content: Any) -> dict[str, Any]:
    return {"role": "user", "content": content}


def ask(*messages: Any, **options: Any) -> str:
    client = openai.OpenAI(api_key="none", max_retries=0)
    answer = client.chat.completions.create(model=MODEL, messages=messages, **options)
    return answer.choices[0].message.content


def ask_claude(*messages: Any, **options: Any) -> str:
    client = anthropic.Anthropic(api_key="none", max_retries=0)
    options = {"model": MODEL, "max_tokens": 10, **options}
    return client.messages.create(messages=messages, **options).content[0].text
