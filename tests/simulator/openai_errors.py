"""OpenAI's errors: {"error": {"message", "type", "param", "code"}}."""

import json

from .http_server import Reply, Request
from .identity import Occasion
from .openai_wire import headers, request_id

GATEWAY_STATUSES = (401, 404, 405, 429)
NOT_PLAYED = 501


def not_played(message: str) -> "OpenAIError":
    """The stand-in has no answer, where the API would have one; asking again is of no use."""
    return OpenAIError(message, status=NOT_PLAYED, type="server_error", code="not_scripted")


def unknown_url(request: Request) -> "OpenAIError":
    return OpenAIError(f"Invalid URL ({request.method} {request.path})", status=404)


class OpenAIError(Exception):
    """Ends a request with an error body; the arguments are the fields of that body."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"message": message, "type": type, "param": param, "code": code}

    def body(self) -> bytes:
        """The bytes as sent: errors of the gateway and of the model are laid out differently."""
        if self.status in GATEWAY_STATUSES:
            return (json.dumps({"error": self.error}, indent=4, ensure_ascii=False) + "\n").encode()
        return json.dumps({"error": self.error}, indent=2, ensure_ascii=False).encode()

    def reply(self, occasion: Occasion, path: str) -> Reply:
        """The answer on this path. On /v1/responses all errors are laid out alike, and say nothing
        of rate limits."""
        if not path.startswith("/v1/responses"):
            return Reply(self.status, self.headers(occasion), self.body())
        headers = {
            "content-type": "application/json",
            "openai-processing-ms": "20",
            "x-request-id": request_id(occasion),
        }
        own = {"x-should-retry": "false"} if self.status == NOT_PLAYED else {}
        return Reply(
            self.status, headers | own, json.dumps({"error": self.error}, indent=2).encode()
        )

    def headers(self, occasion: Occasion) -> dict[str, str]:
        """An answer from the gateway has no `openai-*` and no rate limit headers."""
        if self.status in (401, 404, 405):
            return {
                "content-type": "application/json; charset=utf-8",
                "vary": "Origin",
                "x-request-id": request_id(occasion),
            }
        content_type = "application/json"
        if self.status in GATEWAY_STATUSES:
            content_type += "; charset=utf-8"
        own = {"x-should-retry": "false"} if self.status == NOT_PLAYED else {}
        return {"content-type": content_type} | own | headers(occasion, 0, 0.02)
