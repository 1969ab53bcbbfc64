"""Ask several questions at once (async).

One client serves them all, and `async with` closes its connections at the end. The semaphore
bounds how many requests run at the same time.

Lesson 10.
"""

import asyncio

from dotenv import load_dotenv
from openai import AsyncOpenAI

load_dotenv()


async def ask(client: AsyncOpenAI, gate: asyncio.Semaphore, prompt: str) -> str:
    """The answer. Raises RuntimeError if it was cut or refused."""
    async with gate:
        response = await client.chat.completions.create(
            model="gpt-6-luna",
            reasoning_effort="none",
            max_completion_tokens=1000,
            messages=[{"role": "user", "content": prompt}],
        )
    choice = response.choices[0]
    if choice.finish_reason != "stop" or choice.message.refusal:
        raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
    return choice.message.content or ""


async def main() -> None:
    prompts = ["What is Lyon known for? Three words.", "What is Porto known for? Three words."]
    gate = asyncio.Semaphore(10)
    async with AsyncOpenAI(timeout=60) as client:
        calls = [ask(client, gate, prompt) for prompt in prompts]
        results = await asyncio.gather(*calls, return_exceptions=True)
    for prompt, result in zip(prompts, results, strict=True):
        print(prompt, repr(result))  # an answer, or the exception in its place


if __name__ == "__main__":
    asyncio.run(main())
