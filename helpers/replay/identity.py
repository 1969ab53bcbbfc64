"""What makes two requests the same: provider, method, path and what the body says."""

import hashlib
import json
import re
from typing import Any, NamedTuple

# Long base64 (a picture, a file) stands in a cassette as its digest, so that people can read it.
_BASE64 = re.compile(r"(data:[\w/+.-]+;base64,)?([A-Za-z0-9+/]{256,}={0,2})")
_MAY_HAVE_BASE64 = re.compile(rb"[A-Za-z0-9+/]{256}")
_BOUNDARY = re.compile(r"boundary=\"?([^\";]+)")


class Identity(NamedTuple):
    """Equal for requests that get the same recorded answers. The host does not matter."""

    provider: str
    method: str
    target: str
    body: str


def identify(
    method: str, target: str, body: bytes, content_type: str, api_version: str | None
) -> Identity:
    """The identity of a request.

    method, target: as in the request line, the target with its query.
    api_version: the `anthropic-version` header: only Anthropic's requests have one.
    """
    document = _document(body, content_type)
    text = document if isinstance(document, str) else json.dumps(document, sort_keys=True)
    return Identity("anthropic" if api_version else "openai", method, target, text)


def readable(body: bytes, content_type: str) -> str:
    """The body of a request as text for a cassette: JSON indented, base64 as a digest."""
    document = _document(body, content_type)
    if isinstance(document, str):
        return document
    return json.dumps(document, indent=2, ensure_ascii=False)


def parse(text: str | bytes) -> Any:
    """JSON, where 1.0 is the same number as 1."""
    return json.loads(text, parse_float=_number)


def _document(body: bytes, content_type: str) -> Any:
    """A JSON body as data, any other as text."""
    if content_type.startswith("multipart/") and (boundary := _BOUNDARY.search(content_type)):
        body = body.replace(boundary[1].encode(), b"boundary")  # random in every request
    try:
        document = parse(body)
    except ValueError:
        return body.decode("utf-8", "backslashreplace")
    return _digested(document) if _MAY_HAVE_BASE64.search(body) else document


def _number(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _digested(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _digested(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_digested(item) for item in value]
    if isinstance(value, str) and (match := _BASE64.fullmatch(value)):
        digest = hashlib.sha256(match[2].encode()).hexdigest()
        return f"{match[1] or ''}sha256:{digest}"
    return value
