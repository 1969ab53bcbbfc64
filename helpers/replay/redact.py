"""What of a message's headers may be kept. A list of what stays, not of what goes:
a header that nobody thought of can then not carry a key or an account id into a cassette."""

import re
from collections.abc import Iterable

_REQUEST = re.compile(r"accept|content-type|anthropic-(version|beta)")
_RESPONSE = re.compile(
    r"content-type|cache-control|retry-after(-ms)?|x-should-retry"
    r"|x-request-id|request-id|openai-processing-ms|openai-version"
    r"|x-ratelimit-[a-z-]+|anthropic-ratelimit-[a-z-]+"
)
_KEY = re.compile(r"\b(sk-[A-Za-z0-9_-]{8,}|Bearer\s+[A-Za-z0-9._-]{8,})")


def request_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The request's headers that a lesson reads, names in lower case."""
    return {n.lower(): v for n, v in headers if _REQUEST.fullmatch(n.lower())}


def response_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The response's headers that a lesson reads, names in lower case."""
    return {n.lower(): v for n, v in headers if _RESPONSE.fullmatch(n.lower())}


def without_keys(text: str) -> str:
    """The text with whatever looks like an API key taken out."""
    return _KEY.sub("[key]", text)
