"""Hand many questions to the batch API: half the price, answers within 24 hours.

The first run hands them in and keeps the batch's id in batch.txt. Every run waits for the answers:
stop it and start it again as you like.

Lesson 10.
"""

import json
import time
from pathlib import Path

from dotenv import load_dotenv
from openai import OpenAI

load_dotenv()
client = OpenAI(timeout=60)
OVER = ("completed", "failed", "expired", "cancelled")


def submit(prompts: dict[str, str]) -> str:
    """Hand in the prompts, by an id of yours; returns the batch's id."""
    lines = []
    for key, prompt in prompts.items():
        body = {
            "model": "gpt-6-luna",
            "reasoning_effort": "none",
            "max_completion_tokens": 1000,
            "messages": [{"role": "user", "content": prompt}],
        }
        line = {"custom_id": key, "method": "POST", "url": "/v1/chat/completions", "body": body}
        lines.append(json.dumps(line))
    data = "\n".join(lines).encode()
    file = client.files.create(file=("prompts.jsonl", data), purpose="batch")
    batch = client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
    )
    return batch.id


def collect(batch_id: str) -> tuple[dict[str, str], dict[str, str]]:
    """Wait for the batch; returns the answers and what failed, both by your ids. Raises
    RuntimeError if the batch failed as a whole."""
    while (batch := client.batches.retrieve(batch_id)).status not in OVER:
        time.sleep(60)
    if batch.status == "failed":
        raise RuntimeError(f"the batch failed: {batch.errors}")
    answers, failed = {}, {}
    for file_id in filter(None, (batch.output_file_id, batch.error_file_id)):
        for line in client.files.content(file_id).text.splitlines():
            row = json.loads(line)
            body = row["response"]["body"] if row["response"] else row
            choice = body["choices"][0] if "choices" in body else None
            if choice and choice["finish_reason"] == "stop" and not choice["message"]["refusal"]:
                answers[row["custom_id"]] = choice["message"]["content"]
            else:
                failed[row["custom_id"]] = str(choice or body["error"])
    return answers, failed


if __name__ == "__main__":
    kept = Path("batch.txt")
    if not kept.exists():
        kept.write_text(submit({"l": "Where is Lyon?", "p": "Where is Porto?"}), encoding="utf-8")
    answers, failed = collect(kept.read_text("utf-8"))
    print(answers)
    print("failed:", failed)
