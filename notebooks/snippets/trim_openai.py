"""Hold a long conversation: drop the oldest turns when it grows over a budget.

Lesson 07.
"""

import json

import tiktoken
from dotenv import load_dotenv
from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

load_dotenv()
client = OpenAI(timeout=60)
encoding = tiktoken.get_encoding("o200k_base")


def trim(
    messages: list[ChatCompletionMessageParam], budget: int
) -> list[ChatCompletionMessageParam]:
    """The newest turns that fit, each whole, with its calls and their results: a turn begins where
    the user speaks. Raises ValueError if the newest does not fit."""
    for place, message in enumerate(messages):
        text = json.dumps(messages[place:], ensure_ascii=False)
        if message["role"] == "user" and len(encoding.encode_ordinary(text)) <= budget:
            return messages[place:]
    raise ValueError("the newest turn is over the budget")


def chat(
    turns: list[ChatCompletionMessageParam], text: str, budget: int = 20_000
) -> list[ChatCompletionMessageParam]:
    """The conversation with one more turn. An answer that was cut or refused raises RuntimeError,
    and `turns` are as before."""
    turns = trim([*turns, {"role": "user", "content": text}], budget)
    response = client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=1000,
        messages=[{"role": "system", "content": "You are a travel guide."}, *turns],
    )
    choice = response.choices[0]
    if choice.finish_reason != "stop" or choice.message.refusal:
        raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
    return [*turns, {"role": "assistant", "content": choice.message.content}]


if __name__ == "__main__":
    talk: list[ChatCompletionMessageParam] = []
    for question in ("Where should I travel in May?", "How warm is it there?", "What do I pack?"):
        talk = chat(talk, question, budget=60)
        print(len(talk), "messages:", talk[-1].get("content"))
