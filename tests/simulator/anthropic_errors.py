"""Anthropic's errors: {"type": "error", "error": {"type", "message"}, "request_id"}."""

from typing import Any

from helpers.replay.failures import failure

from .answers import Failure, compact_json
from .anthropic_wire import request_id
from .http_server import Reply
from .identity import Occasion

TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    404: "not_found_error",
    413: "request_too_large",
}
# 501 is what the stand-in says where the API would have an answer; asking again is of no use.
NOT_PLAYED = 501


class AnthropicError(Exception):
    """Ends a request with an error body."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def reply(self, occasion: Occasion) -> Reply:
        """The error as sent: of no use to ask again."""
        error = {"type": TYPES.get(self.status, "api_error"), "message": self.message}
        return reply_with(self.status, {"type": "error", "error": error}, False, occasion)


def not_played(message: str) -> AnthropicError:
    """The stand-in has no answer, where the API would have one."""
    return AnthropicError(message, status=NOT_PLAYED)


def scripted(wanted: Failure, model: str, occasion: Occasion) -> Reply:
    """The reply of a failure that a script asks for.

    A 429 says when to come back, except the one of the monthly cap.
    """
    known = failure(wanted.kind, "anthropic")
    document = known.document("anthropic", model)
    reply = reply_with(known.status, document, known.retried, occasion)
    seconds = wanted.retry_after
    if seconds is None and known.status == 429 and known.retried:
        seconds = 1
    if seconds is not None:
        reply.headers["retry-after"] = f"{seconds:g}"
    return reply


def reply_with(
    status: int, document: dict[str, Any], retried: bool | None, occasion: Occasion
) -> Reply:
    """An error; the `request_id` in its body is that of the header."""
    identity = request_id(occasion)
    headers = {"content-type": "application/json", "request-id": identity}
    if retried is not None:
        headers["x-should-retry"] = str(retried).lower()
    return Reply(status, headers, compact_json(document | {"request_id": identity}).encode())
