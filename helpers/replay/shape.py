"""The shape of a recording, checked once when it is loaded: what comes later may rely on it."""

import re
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import from_json  # four times as fast as json on long streams

from . import events, plain_yaml

_LONGEST = 3_600_000  # milliseconds
_READABLE = re.compile(r"application/(json|(x-)?jsonl|octet-stream|binary)|text/[\w.+-]+")
_DATA = re.compile(rb"^data: *+(?!\[DONE\])(.*)", re.MULTILINE)

Milliseconds = Annotated[int, Field(ge=0, le=_LONGEST)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+$", to_lower=True)]
Text = Annotated[str, StringConstraints(pattern=r"^[ -~]*$")]  # ASCII, as httpx2 wants it
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^/?#\s]+/[!-~]*$")]
Headers = dict[Name, Annotated[list[Text], Field(min_length=1)] | Text]


class _Request(BaseModel):
    method: Annotated[str, StringConstraints(pattern="^[A-Z]+$")]
    uri: Url
    headers: Headers | None = None
    body: str | None = None

    @property
    def server(self) -> str:
        return "/".join(self.uri.split("/", 3)[:3])

    @property
    def target(self) -> str:
        return "/" + self.uri.split("/", 3)[3]


class _Status(BaseModel):
    code: Annotated[int, Field(ge=200, le=599)]
    message: Text | None = None


class _Body(BaseModel):
    string: str | bytes | None

    @property
    def raw(self) -> bytes:
        return self.string.encode("utf-8") if isinstance(self.string, str) else self.string or b""


class _Response(BaseModel):
    status: _Status
    headers: Headers | None = None
    body: _Body

    @model_validator(mode="after")
    def _can_be_read(self) -> "_Response":
        """What the SDKs would fail on, with an error of their own that says nothing."""
        headers = first(self.headers)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        is_empty = not (kind or self.body.raw)
        if self.status.code >= 400 or is_empty or "content-encoding" in headers:
            return self
        if not _READABLE.fullmatch(kind):
            raise ValueError(f"no answer of the APIs has the content-type {kind!r}")
        parts = [self.body.raw] if kind == "application/json" else []
        if events.is_stream(headers):
            parts = _DATA.findall(self.body.raw)
        try:
            documents = [from_json(part) for part in parts]
        except ValueError:
            raise ValueError("the body of the answer is no JSON") from None
        if not all(isinstance(document, dict) for document in documents):
            raise ValueError("the body of the answer is no JSON object")
        return self


class _Timing(BaseModel):
    headers: Milliseconds = 0
    chunks: Annotated[str, StringConstraints(pattern=r"^(\d{1,9}/\d{1,9}( |$))*$")] | None = None

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        pairs = (pair.split("/") for pair in (self.chunks or "").split())
        return tuple((int(at), int(size)) for at, size in pairs)


class Exchange(BaseModel):
    """One request and its answer."""

    request: _Request
    response: _Response
    timing: _Timing | None = None

    @model_validator(mode="after")
    def _chunks_fit(self) -> "Exchange":
        pairs = self.timing.pairs if self.timing else ()
        if pairs and sum(size for _, size in pairs) != len(self.response.body.raw):
            raise ValueError("the chunks do not add up to the body")
        if any(at > _LONGEST for at, _ in pairs):
            raise ValueError(f"a chunk comes later than {_LONGEST} milliseconds")
        return self


class Recording(BaseModel):
    """A whole file. vcrpy writes neither `source` nor `recorded` nor any `timing`."""

    source: str | None = None
    recorded: str = ""
    interactions: list[Exchange]

    @model_validator(mode="after")
    def _is_whole(self) -> "Recording":
        if self.source and any(exchange.timing is None for exchange in self.interactions):
            raise ValueError("it is cut off")
        return self


class Damaged(ValueError):
    """It is no recording; says where and why."""


def read(text: str) -> Recording:
    """The recording that a YAML file holds. Raises Damaged."""
    try:
        return Recording.model_validate(plain_yaml.read(text))
    except plain_yaml.BadYaml as problem:
        raise Damaged(f"line {problem.line}: {problem}") from None
    except ValidationError as error:
        first_one = error.errors(include_url=False, include_context=False)[0]
        line = plain_yaml.line_of(text, first_one["loc"])
        raise Damaged(f"line {line}: {first_one['msg'].removeprefix('Value error, ')}") from None


def first(headers: Headers | None) -> dict[str, str]:
    """The headers with one value each; vcrpy keeps a list of values."""
    return {
        name: value[0] if isinstance(value, list) else value
        for name, value in (headers or {}).items()
    }
