"""Anthropic's Message Batches: a list of requests goes in, lines of results come out, hours later.

The shapes follow `anthropic.types.messages.MessageBatch` and `MessageBatchIndividualResponse`.
Here a batch has ended when it is asked for. `results_url` is a path, where the API sends a whole
address: the SDK follows either, and a path leads back to whoever plays the API.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .answers import compact_json
from .anthropic_errors import AnthropicError, not_played
from .http_server import Reply
from .identity import Occasion

CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
OUTCOMES = ("processing", "succeeded", "errored", "canceled", "expired")

Body = dict[str, Any]
Answer = Callable[[object, str, Occasion], Reply]


@dataclass(frozen=True)
class Batch:
    """A batch as it was created, and what it takes to answer its requests."""

    body: Body
    requests: list[Body]
    version: str
    occasion: Occasion


class Batches:
    """The batches of one stand-in.

    answer: answers one Messages request of an API version, or raises AnthropicError.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._batches: dict[str, Batch] = {}

    def create(self, body: object, version: str, occasion: Occasion) -> Body:
        """A new batch, as `MessageBatch`; what its requests ask is looked at later."""
        requests = requests_in(body)
        created = datetime.now(UTC)
        batch = {
            "id": "msgbatch_01" + occasion.characters("batch", 22),
            "type": "message_batch",
            "processing_status": "in_progress",
            "request_counts": dict.fromkeys(OUTCOMES, 0) | {"processing": len(requests)},
            "ended_at": None,
            "created_at": written(created),
            "expires_at": written(created + timedelta(hours=24)),
            "archived_at": None,
            "cancel_initiated_at": None,
            "results_url": None,
        }
        self._batches[batch["id"]] = Batch(batch, requests, version, occasion)
        return batch

    def retrieve(self, batch_id: str) -> Body:
        """The batch, ended."""
        batch = self._known(batch_id).body
        outcomes = [line["result"]["type"] for line in self._lines(batch_id)]
        created = datetime.fromisoformat(batch["created_at"])
        return batch | {
            "processing_status": "ended",
            "request_counts": {outcome: outcomes.count(outcome) for outcome in OUTCOMES},
            "ended_at": written(created + timedelta(seconds=64)),
            "results_url": f"/v1/messages/batches/{batch_id}/results",
        }

    def results(self, batch_id: str) -> str:
        """One line of JSON for each request."""
        return "".join(compact_json(line) + "\n" for line in self._lines(batch_id))

    def _known(self, batch_id: str) -> Batch:
        if batch_id not in self._batches:
            raise AnthropicError(f"Message batch {batch_id} was not found.", status=404)
        return self._batches[batch_id]

    def _lines(self, batch_id: str) -> list[Body]:
        batch = self._known(batch_id)
        lines = [
            {"custom_id": request["custom_id"], "result": self._result(request, batch)}
            for request in batch.requests
        ]
        # The API promises no order; this one is at least not that of the requests.
        batch.occasion.chance("order").shuffle(lines)
        return lines

    def _result(self, request: Body, batch: Batch) -> Body:
        occasion = batch.occasion
        own = Occasion(f"{occasion.digest} {request['custom_id']}", occasion.turn)
        try:
            reply = self._answer(request["params"], batch.version, own)
        except AnthropicError as error:
            reply = error.reply(own)
        if reply.events is not None:
            raise not_played("The simulator plays no streams in batches.")
        answer = json.loads(reply.body)
        if reply.status != 200:
            return {"type": "errored", "error": answer}
        answer["usage"]["service_tier"] = "batch"
        return {"type": "succeeded", "message": answer}


def requests_in(body: object) -> list[Body]:
    """The requests of a new batch, each with an id of its own."""
    requests = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(requests, list) or not requests:
        raise AnthropicError("requests: Field required")
    names = set()
    for index, request in enumerate(requests):
        name = request.get("custom_id")
        if not isinstance(name, str) or not CUSTOM_ID.fullmatch(name):
            raise AnthropicError(
                f"requests.{index}.custom_id: String should match pattern '^{CUSTOM_ID.pattern}$'"
            )
        if not isinstance(request.get("params"), dict):
            raise AnthropicError(f"requests.{index}.params: Field required")
        if name in names:
            raise AnthropicError(f"requests: custom_id must be unique, found twice: {name}")
        names.add(name)
    return requests


def written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
