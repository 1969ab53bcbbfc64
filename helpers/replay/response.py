"""A response: what a recording holds of it, and what is made in the API's place."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Timing:
    """Milliseconds since the request was sent, until the headers and until each chunk.

    chunks: pairs of (milliseconds, bytes), in order; the bytes add up to the body.
    """

    headers: int = 0
    chunks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Response:
    """A whole response. Header names are in lower case."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    timing: Timing = field(default_factory=Timing)

    @classmethod
    def in_parts(
        cls,
        parts: Sequence[bytes],
        headers: Mapping[str, str],
        status: int = 200,
        reason: str = "OK",
    ) -> "Response":
        """One whose body arrives at once, in these parts."""
        timing = Timing(0, tuple((0, len(part)) for part in parts))
        return cls(status, reason, headers, b"".join(parts), timing)

    @classmethod
    def of_json(
        cls,
        document: Any,
        headers: Mapping[str, str] | None = None,
        status: int = 200,
        reason: str = "OK",
    ) -> "Response":
        """One with a JSON body, which arrives at once."""
        all_headers = {"content-type": "application/json", **(headers or {})}
        return cls.in_parts([json.dumps(document).encode()], all_headers, status, reason)
