"""OpenAI's Batch API: a file of requests goes up, a file of answers comes down, hours later.

The shapes follow `openai.types.Batch` and `FileObject`, examples in public code, and for the lines
of the files the API reference. Here a batch is complete when it is asked for. Of all that can be
wrong with one, only failing requests are played.
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from .http_server import Reply
from .identity import Occasion
from .multipart import Part
from .openai_errors import OpenAIError, not_played

HEX = "0123456789abcdef"
DAY = 24 * 60 * 60
# How long after its creation each step of a batch is said to have come.
STEPS = {"in_progress_at": 2, "finalizing_at": 61, "completed_at": 64}

Body = dict[str, Any]
Complete = Callable[[object, Occasion], Reply]


class Batches:
    """The files and batches of one stand-in.

    endpoints: what answers one request, or raises OpenAIError, by the path that it goes to.
    """

    def __init__(self, endpoints: Mapping[str, Complete]) -> None:
        self._endpoints = endpoints
        self._files: dict[str, str] = {}
        self._batches: dict[str, tuple[Body, Occasion]] = {}

    def upload(self, form: dict[str, Part], occasion: Occasion) -> Body:
        """A new file, as `openai.types.FileObject`."""
        if not isinstance(form, dict) or form["purpose"].text != "batch":
            raise not_played("The simulator takes files for batches only.")
        file = form["file"]
        file_id = self._keep(file.text, occasion, "file")
        created = int(time.time())
        return {
            "object": "file",
            "id": file_id,
            "purpose": "batch",
            "filename": file.filename,
            "bytes": len(file.text.encode()),
            "created_at": created,
            "expires_at": created + 30 * DAY,
            "status": "processed",
            "status_details": None,
        }

    def content(self, file_id: str) -> str:
        """What a file holds."""
        if file_id not in self._files:
            raise OpenAIError(f"No such File object: {file_id}", status=404, param="id")
        return self._files[file_id]

    def create(self, body: object, occasion: Occasion) -> Body:
        """A new batch, as `openai.types.Batch`, before anything in it is looked at."""
        if not isinstance(body, dict) or body.get("endpoint") not in self._endpoints:
            raise not_played(f"The simulator plays batches for {' and '.join(self._endpoints)}.")
        if body.get("completion_window") != "24h":
            raise not_played("The simulator plays batches with a completion_window of 24h only.")
        self.content(body.get("input_file_id", ""))  # raises if there is none
        created = int(time.time())
        batch = {
            "id": "batch_" + occasion.characters("batch", 32, HEX),
            "object": "batch",
            "endpoint": body["endpoint"],
            "errors": None,
            "input_file_id": body["input_file_id"],
            "completion_window": "24h",
            "status": "validating",
            "output_file_id": None,
            "error_file_id": None,
            "created_at": created,
            "in_progress_at": None,
            "expires_at": created + DAY,
            "finalizing_at": None,
            "completed_at": None,
            "failed_at": None,
            "expired_at": None,
            "cancelling_at": None,
            "cancelled_at": None,
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "metadata": body.get("metadata"),
        }
        self._batches[batch["id"]] = batch, occasion
        return batch

    def retrieve(self, batch_id: str) -> Body:
        """The batch, complete: its requests are answered and its files are written."""
        if batch_id not in self._batches:
            raise OpenAIError(f"No batch found with id '{batch_id}'.", status=404)
        batch, occasion = self._batches[batch_id]
        lines = requests_in(self.content(batch["input_file_id"]), batch["endpoint"])
        answers = [self._answer(line, occasion) for line in lines]
        # The API promises no order; this one is at least not that of the requests.
        occasion.chance("order").shuffle(answers)
        fine = [line for line in answers if line["response"]["status_code"] == 200]
        failed = [line for line in answers if line not in fine]
        counts = {"total": len(answers), "completed": len(fine), "failed": len(failed)}
        return batch | {
            "model": lines[0]["body"]["model"],
            "status": "completed",
            "output_file_id": self._write(fine, occasion, "output"),
            "error_file_id": self._write(failed, occasion, "error"),
            **{step: batch["created_at"] + seconds for step, seconds in STEPS.items()},
            "request_counts": counts,
            "usage": usage_of(fine),
        }

    def _answer(self, line: Body, occasion: Occasion) -> Body:
        """One line of an output or error file."""
        own = Occasion(f"{occasion.digest} {line['custom_id']}", occasion.turn)
        try:
            reply = self._endpoints[line["url"]](line["body"], own)
        except OpenAIError as error:
            reply = error.reply(own, line["url"])
        if reply.events is not None:
            raise not_played("The simulator plays no streams in batches.")
        return {
            "id": "batch_req_" + own.characters("line", 32, HEX),
            "custom_id": line["custom_id"],
            "response": {
                "status_code": reply.status,
                "request_id": reply.headers["x-request-id"].removeprefix("req_"),
                "body": json.loads(reply.body),
            },
            "error": None,
        }

    def _write(self, lines: list[Body], occasion: Occasion, kind: str) -> str | None:
        """The id of a new file with these lines, if there are any."""
        if not lines:
            return None
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return self._keep(content, occasion, kind)

    def _keep(self, content: str, occasion: Occasion, kind: str) -> str:
        file_id = "file-" + occasion.characters(kind, 22)
        self._files[file_id] = content
        return file_id


def requests_in(content: str, endpoint: str) -> list[Body]:
    """The lines of an input file of a batch for this endpoint."""
    try:
        lines = [json.loads(line) for line in content.splitlines() if line.strip()]
        names = {line["custom_id"] for line in lines if isinstance(line["body"]["model"], str)}
        fits = all((line["method"], line["url"]) == ("POST", endpoint) for line in lines)
    except (ValueError, TypeError, KeyError):
        lines, names, fits = [], set(), False
    if not lines or not fits or len(names) < len(lines):
        raise not_played(
            "The simulator plays batches of valid lines only: custom_id (each once), method POST, "
            f"url {endpoint} and body."
        )
    return lines


def usage_of(lines: list[Body]) -> Body:
    """What the answered requests took in all, as `openai.types.BatchUsage`."""
    spent = [line["response"]["body"]["usage"] for line in lines]
    is_chat = any("prompt_tokens" in usage for usage in spent)
    read, written = ("prompt", "completion") if is_chat else ("input", "output")

    def total(name: str, detail: str = "") -> int:
        return sum(usage[name][detail] if detail else usage[name] for usage in spent)

    return {
        "input_tokens": total(f"{read}_tokens"),
        "input_tokens_details": {"cached_tokens": total(f"{read}_tokens_details", "cached_tokens")},
        "output_tokens": total(f"{written}_tokens"),
        "output_tokens_details": {
            "reasoning_tokens": total(f"{written}_tokens_details", "reasoning_tokens")
        },
        "total_tokens": total("total_tokens"),
    }
