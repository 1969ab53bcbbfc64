"""Scripted failures of OpenAI's API, with the bodies that it sends."""

from .answers import Failure
from .http_server import Reply
from .identity import Occasion
from .openai_errors import OpenAIError


def scripted(failure: Failure, occasion: Occasion, model: str) -> Reply:
    """The reply of a failure that a script asks for."""
    error = error_of(failure.status, model)
    headers = error.headers(occasion)
    if failure.status == 429:
        headers |= {"x-ratelimit-remaining-requests": "0"}
    if failure.retry_after is not None:
        headers["retry-after"] = f"{failure.retry_after:g}"
        headers["retry-after-ms"] = f"{failure.retry_after * 1000:g}"
    return Reply(error.status, headers, error.body())


def error_of(status: int, model: str) -> OpenAIError:
    if status == 429:
        return OpenAIError(
            f"Rate limit reached for {model} on requests per min (RPM): Limit 500, Used 500, "
            "Requested 1. Please try again in 120ms. Visit "
            "https://platform.openai.com/account/rate-limits to learn more.",
            status=429,
            type="requests",
            code="rate_limit_exceeded",
        )
    message = "The server had an error while processing your request. Sorry about that!"
    return OpenAIError(message, status=status, type="server_error")
