"""Hand many questions to the batch API: half the price, answers within 24 hours.

The first run hands them in and keeps the batch's id in batch.txt. Every run waits for the answers:
stop it and start it again as you like.

Lesson 10.
"""

import time
from pathlib import Path

from anthropic import Anthropic
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=60)


def submit(prompts: dict[str, str]) -> str:
    """Hand in the prompts, by an id of yours; returns the batch's id."""
    batch = client.messages.batches.create(
        requests=[
            {
                "custom_id": key,
                "params": {
                    "model": "claude-haiku-5-5",
                    "max_tokens": 1000,
                    "thinking": {"type": "disabled"},
                    "messages": [{"role": "user", "content": prompt}],
                },
            }
            for key, prompt in prompts.items()
        ]
    )
    return batch.id


def collect(batch_id: str) -> tuple[dict[str, str], dict[str, str]]:
    """Wait for the batch; returns the answers and what failed, both by your ids."""
    while client.messages.batches.retrieve(batch_id).processing_status != "ended":
        time.sleep(60)
    answers, failed = {}, {}
    for row in client.messages.batches.results(batch_id):
        if row.result.type == "errored":
            failed[row.custom_id] = row.result.error.error.message
        elif row.result.type != "succeeded":  # canceled, expired
            failed[row.custom_id] = row.result.type
        elif row.result.message.stop_reason != "end_turn":
            failed[row.custom_id] = str(row.result.message.stop_reason)
        else:
            content = row.result.message.content
            answers[row.custom_id] = "".join(b.text for b in content if b.type == "text")
    return answers, failed


if __name__ == "__main__":
    kept = Path("batch.txt")
    if not kept.exists():
        kept.write_text(submit({"l": "Where is Lyon?", "p": "Where is Porto?"}), encoding="utf-8")
    answers, failed = collect(kept.read_text("utf-8"))
    print(answers)
    print("failed:", failed)
