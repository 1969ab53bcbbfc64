"""What of a message may be kept and shown.

Of its headers, a list of what stays, not of what goes: one that nobody thought of can then not
carry a key or an account id into a recording. Of everything else, what a request or an answer had
in such a header is hidden, wherever it stands, as is whatever looks like a key or an account id.
"""

import base64
import re
from collections.abc import Iterable, Iterator

_REQUEST = re.compile(r"accept|content-type|anthropic-(version|beta)")
_RESPONSE = re.compile(
    r"content-type|cache-control|retry-after(-ms)?|x-should-retry"
    r"|x-request-id|request-id|openai-processing-ms|openai-version"
    r"|x-ratelimit-[a-z-]+|anthropic-ratelimit-[a-z-]+"
)
# Headers whose values belong to somebody: keys, tokens, cookies, accounts, projects, workspaces.
_OWN = re.compile(
    r"authorization|proxy-authorization|(set-)?cookie|.*(api|access|gateway)-key|.*-token"
    r"|(openai|anthropic)-(organization|organization-id|project|workspace-id)"
)
# OpenAI shows a wrong key with stars in its middle.
_LOOKS_SECRET = re.compile(
    r"\bsk-[A-Za-z0-9_*-]{8,}|(?<=\bBearer )[A-Za-z0-9._-]{8,}"
    r"|\borg-[A-Za-z0-9]{8,}|\bproj_[A-Za-z0-9]{8,}|\bwrkspc_[A-Za-z0-9]{8,}"
)
_PREFIX = re.compile(r"(Bearer |Basic )?(sk-([a-z]+\d*-)*|org-|proj_|wrkspc_)?")
_PART = 8  # so many characters of a secret in a row are as bad as all of it
_SHORTEST = 12  # a shorter value is no secret: lessons send "wrong-key"


def request_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The request's headers that a lesson reads, names in lower case."""
    return {n.lower(): v for n, v in headers if _REQUEST.fullmatch(n.lower())}


def response_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The response's headers that a lesson reads, names in lower case."""
    return {n.lower(): v for n, v in headers if _RESPONSE.fullmatch(n.lower())}


def secrets_in(headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The values that may stand nowhere else either."""
    for name, value in headers:
        if not _OWN.fullmatch(name.lower()):
            continue
        if name.lower().endswith("cookie"):
            yield from (pair.partition("=")[2] for pair in value.split(";"))
        else:
            yield value


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with stars for whatever looks like a key or an account id, and for each part of
    these secrets. Its length stays, so that the chunks of a stream keep their places."""
    for secret in (_PREFIX.sub("", given, count=1) for given in secrets):
        if len(secret) >= _SHORTEST:
            for written in (secret, *_in_base64(secret)):
                text = _without_parts(text, written)
    return _LOOKS_SECRET.sub(_stars, text)


def _stars(found: re.Match[str]) -> str:
    return "*" * len(found[0])


def _in_base64(secret: str) -> Iterator[str]:
    """The secret as it stands in an encoded text: that depends on how many bytes are before it."""
    for before, shared in ((0, 0), (1, 2), (2, 3)):
        encoded = base64.b64encode(b" " * before + secret.encode())
        yield encoded.decode("ascii").rstrip("=")[shared:-1]


def _without_parts(text: str, secret: str) -> str:
    parts = {secret[at : at + _PART] for at in range(len(secret) - _PART + 1)}
    places = [found.start() for part in parts for found in re.finditer(re.escape(part), text)]
    hidden = list(text) if places else []
    for place in places:
        hidden[place : place + _PART] = "*" * _PART
    return "".join(hidden) or text
