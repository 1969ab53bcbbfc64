"""Anthropic's errors: {"type": "error", "error": {"type", "message"}, "request_id"}."""

from .answers import Failure, compact_json
from .anthropic_wire import request_id
from .http_server import Reply
from .identity import Occasion

TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}
# 501 is what the stand-in says where the API would have an answer; asking again is of no use.
NOT_PLAYED = 501
RETRIED = {429, 500, 502, 503, 504, 529}
MESSAGES = {
    429: "This request would exceed your account's rate limit. Please try again later.",
    529: "Overloaded",
}


class AnthropicError(Exception):
    """Ends a request with an error body."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def reply(self, occasion: Occasion) -> Reply:
        """The error as sent; its `request_id` is that of the header."""
        identity = request_id(occasion)
        body = {
            "type": "error",
            "error": {"type": TYPES.get(self.status, "api_error"), "message": self.message},
            "request_id": identity,
        }
        headers = {
            "content-type": "application/json",
            "request-id": identity,
            "x-should-retry": str(self.status in RETRIED).lower(),
        }
        return Reply(self.status, headers, compact_json(body).encode())


def scripted(failure: Failure, occasion: Occasion) -> Reply:
    """The reply of a failure that a script asks for; a 429 always says when to come back."""
    message = MESSAGES.get(failure.status, "Internal server error")
    reply = AnthropicError(message, status=failure.status).reply(occasion)
    seconds = failure.retry_after
    if seconds is None and failure.status == 429:
        seconds = 1
    if seconds is not None:
        reply.headers["retry-after"] = f"{seconds:g}"
    return reply
