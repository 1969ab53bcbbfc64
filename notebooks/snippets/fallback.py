"""Ask the other provider when the first is down (fallback).

It changes over where the SDK would try again: the first cannot be reached, is silent for 20
seconds, overloaded, or limits your rate. A wrong key, a bad request and missing credit raise, to
be seen and mended; so does an answer that was cut or refused.

The first is asked once, as a retry may wait as long as the server says. The worst case: 20 seconds
of silence from the first, three times 20 from the second, and the two waits that it asks for.

Lesson 09.
"""

import logging
import os
import sys

import openai
from anthropic import Anthropic
from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
if missing := [n for n in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY") if not os.environ.get(n)]:
    sys.exit(f"set the keys first: {', '.join(missing)}")  # now, not on the day of need
first = OpenAI(timeout=20, max_retries=0)
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


def may_pass(error: openai.APIError) -> bool:
    """Whether it may be over soon. Missing credit is a 429, too, and is not."""
    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        return error.type != "insufficient_quota" and (status in (408, 409, 429) or status >= 500)
    return isinstance(error, openai.APIConnectionError)


def ask(prompt: str) -> str:
    """The answer of either. Raises RuntimeError if it was cut or refused, else the SDK's errors."""
    try:
        return ask_first(prompt)
    except openai.APIError as error:
        if not may_pass(error):
            raise
        logging.warning("OpenAI failed, asking Claude: %r", error)
        return ask_second(prompt)


if __name__ == "__main__":
    print(ask("What is a circuit breaker, in one sentence?"))
