"""Scripted failures of OpenAI's API, with the bodies that it sends."""

from helpers.replay.failures import failure

from .answers import Failure
from .http_server import Reply
from .identity import Occasion
from .openai_errors import OpenAIError


def scripted(wanted: Failure, occasion: Occasion, model: str) -> Reply:
    """The reply of a failure that a script asks for, on Chat Completions."""
    error = error_of(wanted, model)
    headers = error.headers(occasion)
    if error.status == 429:
        headers |= {"x-ratelimit-remaining-requests": "0"}
    if wanted.retry_after is not None:
        headers["retry-after"] = f"{wanted.retry_after:g}"
        headers["retry-after-ms"] = f"{wanted.retry_after * 1000:g}"
    return Reply(error.status, headers, error.body())


def error_of(wanted: Failure, model: str) -> OpenAIError:
    known = failure(wanted.kind, "openai")
    message = known.message.format(model=model)
    return OpenAIError(message, status=known.status, type=known.type, code=known.code)
