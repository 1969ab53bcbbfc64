"""Set timeouts and retries.

The SDK tries again after 408, 409, 429, 5xx, a lost connection and a timeout: leave it to the SDK,
because two layers of retries multiply. Its timeout limits each silence, asyncio's the whole call.

Lesson 09.
"""

import asyncio

import httpx2
from anthropic import AsyncAnthropic
from dotenv import load_dotenv

load_dotenv()


async def ask(client: AsyncAnthropic, prompt: str) -> str:
    """The answer. Raises TimeoutError after a minute in all, and RuntimeError if the answer was cut
    or refused."""
    async with asyncio.timeout(60):
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
    async with AsyncAnthropic(timeout=httpx2.Timeout(20, connect=5), max_retries=4) as client:
        print(await ask(client, "What is a timeout, in one sentence?"))
        impatient = client.with_options(timeout=5, max_retries=0)
        print(await ask(impatient, "What is a retry, in one sentence?"))


if __name__ == "__main__":
    asyncio.run(main())
