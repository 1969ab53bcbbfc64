"""Ask a hundred questions: keep to a rate, and go on where the last run ended.

Answers go to answers.jsonl, a line each. Run it again for what is missing.

Lesson 10.
"""

import asyncio
import json
from pathlib import Path

import openai
from aiolimiter import AsyncLimiter
from dotenv import load_dotenv

load_dotenv()
HOPELESS = (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError)


def load(file: Path) -> dict[str, str]:
    """The answers by id, without lines that are none: a power cut may leave half a line."""
    answers: dict[str, str] = {}
    if not file.exists():
        return answers
    for line in file.read_text("utf-8").splitlines():
        try:
            row = json.loads(line)
            answers[row["id"]] = row["answer"]
        except (ValueError, TypeError, KeyError):
            continue
    return answers


async def ask(client: openai.AsyncOpenAI, prompt: str) -> str:
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


async def run(prompts: dict[str, str], file: Path) -> dict[str, Exception]:
    """Ask each prompt that the file lacks; returns what failed, by id."""
    done = load(file)
    missing = [key for key in prompts if key not in done]
    failed: dict[str, Exception] = {}
    gate, rate = asyncio.Semaphore(20), AsyncLimiter(1, 0.13)  # 20 at once, 460 a minute

    async with openai.AsyncOpenAI(timeout=60, max_retries=4) as client:

        async def one(key: str) -> None:
            try:
                async with gate, rate:
                    answer = await ask(client, prompts[key])
            except (openai.APIError, RuntimeError) as error:
                failed[key] = error
            else:
                with file.open("a", encoding="utf-8") as lines:
                    lines.write("\n" + json.dumps({"id": key, "answer": answer}))

        for key in missing[:1]:  # alone: with a wrong key or model, no other fares better
            await one(key)
        if any(isinstance(error, HOPELESS) for error in failed.values()):
            return failed
        await asyncio.gather(*[one(key) for key in missing[1:]])
    return failed


if __name__ == "__main__":
    towns = {"1": "Lyon", "2": "Porto", "3": "Ghent"}
    prompts = {key: f"What is {town} known for? Three words." for key, town in towns.items()}
    answers = Path("answers.jsonl")
    failed = asyncio.run(run(prompts, answers))
    print("failed:", failed)
    print(load(answers))
