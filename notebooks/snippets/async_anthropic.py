"""Ask several questions at once (async).

One client serves them all, and `async with` closes its connections at the end. The semaphore
bounds how many requests run at the same time.

Lesson 10.
"""

import asyncio

from anthropic import AsyncAnthropic
from dotenv import load_dotenv

load_dotenv()


async def ask(client: AsyncAnthropic, gate: asyncio.Semaphore, prompt: str) -> str:
    """The answer. Raises RuntimeError if it was cut or refused."""
    async with gate:
        message = await client.messages.create(
            model="claude-haiku-5-5",
            max_tokens=1000,
            thinking={"type": "disabled"},
            messages=[{"role": "user", "content": prompt}],
        )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


async def main() -> None:
    prompts = ["What is Lyon known for? Three words.", "What is Porto known for? Three words."]
    gate = asyncio.Semaphore(10)
    async with AsyncAnthropic(timeout=60) as client:
        calls = [ask(client, gate, prompt) for prompt in prompts]
        results = await asyncio.gather(*calls, return_exceptions=True)
    for prompt, result in zip(prompts, results, strict=True):
        print(prompt, repr(result))  # an answer, or the exception in its place


if __name__ == "__main__":
    asyncio.run(main())
