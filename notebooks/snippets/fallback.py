"""Ask the other provider when the first is down (fallback).

Only where that can help: not after a mistake of ours (a wrong key, a bad request), which has to be
seen and mended, and not after an answer that was cut or refused.

Lesson 09.
"""

import logging

import openai
from anthropic import Anthropic
from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
first = OpenAI(timeout=20, max_retries=1)
second = Anthropic(timeout=20, max_retries=2)


def ask_first(prompt: str) -> str:
    response = first.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=1000,
        messages=[{"role": "user", "content": prompt}],
    )
    choice = response.choices[0]
    if choice.finish_reason != "stop" or choice.message.refusal:
        raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
    return choice.message.content or ""


def ask_second(prompt: str) -> str:
    message = second.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": prompt}],
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


def ask(prompt: str) -> str:
    """The answer of either. Raises RuntimeError if it was cut or refused, else the SDK's errors."""
    try:
        return ask_first(prompt)
    except (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError) as error:
        logging.warning("OpenAI is unavailable (%s), asking Claude", type(error).__name__)
        return ask_second(prompt)


if __name__ == "__main__":
    print(ask("What is a circuit breaker, in one sentence?"))
