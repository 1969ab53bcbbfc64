"""Set timeouts and retries.

The SDK tries again after 408, 409, 429, 5xx, a lost connection and a timeout: leave it to the SDK,
because two layers of retries multiply. Its timeout limits each silence, asyncio's the whole call.

Lesson 09.
"""

import asyncio

import httpx2
from dotenv import load_dotenv
from openai import AsyncOpenAI

load_dotenv()


async def ask(client: AsyncOpenAI, prompt: str) -> str:
    """The answer. Raises TimeoutError after a minute in all, and RuntimeError if the answer was cut
    or refused."""
    async with asyncio.timeout(60):
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
    async with AsyncOpenAI(timeout=httpx2.Timeout(20, connect=5), max_retries=4) as client:
        print(await ask(client, "What is a timeout, in one sentence?"))
        impatient = client.with_options(timeout=5, max_retries=0)
        print(await ask(impatient, "What is a retry, in one sentence?"))


if __name__ == "__main__":
    asyncio.run(main())
