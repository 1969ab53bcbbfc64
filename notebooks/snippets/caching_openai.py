"""Pay less for a long beginning that comes again (prompt caching).

From 1,024 tokens on, a conversation that grows is kept by itself. For a beginning that many
questions share, mark its end, as below. Put first what never changes: one changed character, and
nothing behind it is found. A hit is not promised.

Lesson 07.
"""

from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
client = OpenAI(timeout=60)
HANDBOOK = "Name one place a day, and say how to get there. " * 150  # your long instructions


def ask(prompt: str) -> str:
    """The answer. Raises RuntimeError if it was cut or refused."""
    response = client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=1000,
        prompt_cache_key="travel-guide",  # the same for all requests that begin alike
        messages=[
            {
                "role": "system",
                "content": [
                    {
                        "type": "text",
                        "text": HANDBOOK,
                        "prompt_cache_breakpoint": {"mode": "explicit"},
                    }
                ],
            },
            {"role": "user", "content": prompt},
        ],
    )
    if response.usage and (cache := response.usage.prompt_tokens_details):
        # A token costs a quarter more if it is written, a tenth if it is read.
        written, read = cache.cache_write_tokens, cache.cached_tokens
        print(f"{response.usage.prompt_tokens} in: {written} written, {read} read from the cache")
    choice = response.choices[0]
    if choice.finish_reason != "stop" or choice.message.refusal:
        raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
    return choice.message.content or ""


if __name__ == "__main__":
    print(ask("A day in Kyoto?"))
    print(ask("A day in Porto?"))
