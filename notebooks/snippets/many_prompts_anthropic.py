"""Ask a hundred questions: keep to a rate, and go on where the last run ended.

Answers go to answers.jsonl, a line each, with their prompts. Run it again for what is missing. With
another model, begin another file. An answer that was cut is not kept: allow more tokens first.

Lesson 10.
"""

import asyncio
import json
import sys
from pathlib import Path

import anthropic
from aiolimiter import AsyncLimiter
from dotenv import load_dotenv

load_dotenv()


def is_hopeless(error: Exception) -> bool:
    """Whether all others would fail, too: a wrong key or model, or no credit."""
    # Credit is a 400 or a 429, and only its words tell it from a bad prompt or a rate limit.
    no_credit = "credit balance" in str(error) or "usage limits" in str(error)
    return no_credit or getattr(error, "status_code", None) in (401, 403, 404)


def load(file: Path) -> dict[str, str]:
    """The answers by prompt, without lines that are none: a power cut may leave half a line."""
    answers: dict[str, str] = {}
    for line in file.read_text("utf-8").splitlines() if file.exists() else []:
        try:
            row = json.loads(line)
            answers[row["prompt"]] = row["answer"]
        except ValueError:
            continue
    return answers


async def ask(client: anthropic.AsyncAnthropic, prompt: str) -> str:
    message = await client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": prompt}],
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


async def run(prompts: list[str], file: Path) -> dict[str, Exception]:
    """Ask what the file lacks; returns what failed, by prompt. A hopeless error ends the run."""
    done, failed = load(file), dict[str, Exception]()
    waiting = [prompt for prompt in dict.fromkeys(prompts) if prompt not in done]
    rate = AsyncLimiter(1, 0.13)  # 460 a minute: look up your own limit, and that of tokens

    async with anthropic.AsyncAnthropic(timeout=60, max_retries=4) as client:

        async def work() -> None:
            while waiting:
                await rate.acquire()
                if not waiting:
                    return
                prompt = waiting.pop(0)
                try:
                    answer = await ask(client, prompt)
                except (anthropic.APIError, RuntimeError) as error:
                    failed[prompt] = error
                    if is_hopeless(error):
                        waiting.clear()
                else:
                    with file.open("a", encoding="utf-8") as lines:
                        lines.write("\n" + json.dumps({"prompt": prompt, "answer": answer}))
                print(f"\r{len(waiting)} left, {len(failed)} failed ", end="", file=sys.stderr)

        await asyncio.gather(*[work() for _ in range(20)])  # 20 at once
    print(file=sys.stderr)
    return failed


if __name__ == "__main__":
    prompts = [f"What is {town} known for? Three words." for town in ("Lyon", "Porto", "Ghent")]
    answers = Path("answers.jsonl")
    failed = asyncio.run(run(prompts, answers))
    print("failed:", failed)
    print(load(answers))
