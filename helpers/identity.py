"""What makes two requests the same: provider, method, path and what the body says."""

import hashlib
import json
import re
from typing import Any, NamedTuple

# Long base64 (a picture, a file) stands in a cassette as its digest, so that people can read it.
_BASE64 = re.compile(r"(data:[\w/+.-]+;base64,)?([A-Za-z0-9+/]{256,}={0,2})")
_BOUNDARY = re.compile(r"boundary=\"?([^\";]+)")


class Identity(NamedTuple):
    """Equal for requests that get the same recorded answers. The host does not matter."""

    provider: str
    method: str
    target: str
    body: str


def identify(method: str, target: str, headers: dict[str, str], body: str) -> Identity:
    """The identity of a request.

    method, target: as in the request line, the target with its query.
    headers: lower-case names. body: as `readable` gives it.
    """
    return Identity(provider_of(headers), method, target, _canonical(body))


def provider_of(headers: dict[str, str]) -> str:
    """`anthropic` or `openai`: only Anthropic's requests name an API version."""
    return "anthropic" if "anthropic-version" in headers else "openai"


def readable(body: bytes, content_type: str) -> str:
    """The body of a request as text for a cassette: JSON indented, base64 as a digest."""
    if content_type.startswith("multipart/"):
        boundary = _BOUNDARY.search(content_type)
        if boundary:  # it is random: another one in every request
            body = body.replace(boundary[1].encode(), b"boundary")
    try:
        text = body.decode("utf-8")
        document = parse(text)
    except ValueError:
        return body.decode("utf-8", "backslashreplace")
    return json.dumps(_digested(document), indent=2, ensure_ascii=False)


def parse(text: str) -> Any:
    """JSON, where 1.0 is the same number as 1."""
    return json.loads(text, parse_float=_number)


def _canonical(body: str) -> str:
    try:
        return json.dumps(parse(body), sort_keys=True, separators=(",", ":"))
    except ValueError:
        return body


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
