"""A cassette: one YAML file with every exchange of one notebook.

The format is vcrpy's version 1, so vcrpy itself can replay it. What vcrpy ignores says
more: `source` (who answered), `recorded` (the day), and with each `timing`
(when its parts arrived), so that a replayed stream arrives as the real one did.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ..files import write_whole
from ..problems import LessonProblem
from . import shape
from .identity import Identity, identify
from .response import Response, Timing

_LARGEST = 100_000_000  # bytes; a lesson's recording has a quarter of a million

HOSTS = {"openai": "https://api.openai.com", "anthropic": "https://api.anthropic.com"}


@dataclass(frozen=True, kw_only=True)
class Interaction(Response):
    """A recorded response, and the request that it answers.

    server: who gave it, such as https://api.openai.com; empty for the provider's own.
    """

    server: str = field(default="", compare=False)
    method: str
    target: str
    request_headers: dict[str, str]
    request_body: str

    @cached_property
    def identity(self) -> Identity:
        headers = self.request_headers
        return identify(
            self.method,
            self.target,
            self.request_body.encode("utf-8"),
            headers.get("content-type", ""),
            headers.get("anthropic-version"),
        )

    def is_readable(self) -> bool:
        """Whether it could be read again from a file."""
        try:
            shape.read(f"interactions:\n{self.text}")
        except ValueError:
            return False
        return True

    @cached_property
    def text(self) -> str:
        """The interaction as one item of the cassette's list, in YAML."""
        return _dump([_written(self)])


@dataclass
class Cassette:
    """The interactions of one notebook, in the order in which they were asked for."""

    source: str
    recorded: str
    interactions: list[Interaction] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> "Cassette":
        """Read a cassette; also one that vcrpy wrote. Raises LessonProblem if it cannot be read."""
        try:
            recording = shape.read(_text(path))
        except FileNotFoundError:
            raise LessonProblem(
                f"There is no recording {_short(path)}."
                f" Get it back with: git checkout {_short(path)}"
                f" (or make it: python3 -m helpers record {path.stem[:2]})"
            ) from None
        except OSError as error:
            raise LessonProblem(
                f"The recording {_short(path)} cannot be read: {error.strerror or error}."
            ) from None
        except ValueError as problem:  # UnicodeDecodeError is one, and shape.Damaged
            raise LessonProblem(
                f"The recording {_short(path)} is damaged ({problem}). {_way_back(path)}"
            ) from None
        interactions = [_read(exchange) for exchange in recording.interactions]
        return cls(recording.source or "unknown", recording.recorded, interactions)

    def save(self, path: Path) -> None:
        """Write it whole or not at all. Raises OSError."""
        head = _dump({"version": 1, "source": self.source, "recorded": self.recorded})
        items = "".join(interaction.text for interaction in self.interactions) or "[]\n"
        write_whole(path, f"{head}interactions:\n{items}".encode())


def _short(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _way_back(path: Path) -> str:
    if path.parent.name == "personal":
        return "It holds answers kept for you alone: move it away, and they are asked for again."
    return f"Get the original back with: git checkout {_short(path)}"


def _text(path: Path) -> str:
    if path.exists() and not path.is_file():  # to read a pipe would take for ever
        raise OSError("it is no file")
    if path.stat().st_size > _LARGEST:
        raise OSError(f"it is larger than {_LARGEST // 1_000_000} MB")
    return path.read_text("utf-8")


def _read(exchange: shape.Exchange) -> Interaction:
    request, response, timing = exchange.request, exchange.response, exchange.timing
    body = response.body.raw
    chunks = timing.pairs if timing else ()
    return Interaction(
        server=request.server,
        method=request.method,
        target=request.target,
        request_headers=shape.first(request.headers),
        request_body=request.body or "",
        status=response.status.code,
        reason=response.status.message or "",
        headers=shape.first(response.headers),
        body=body,
        timing=Timing(timing.headers if timing else 0, chunks or ((0, len(body)),)),
    )


def _written(interaction: Interaction) -> dict[str, Any]:
    try:
        body: str | bytes = interaction.body.decode("utf-8")
    except UnicodeDecodeError:
        body = interaction.body
    return {
        "request": {
            "method": interaction.method,
            "uri": (interaction.server or HOSTS[interaction.identity.provider])
            + interaction.target,
            "headers": {name: [value] for name, value in interaction.request_headers.items()},
            "body": _Block(interaction.request_body),
        },
        "response": {
            "status": {"code": interaction.status, "message": interaction.reason},
            "headers": {name: [value] for name, value in interaction.headers.items()},
            "body": {"string": _Block(body) if isinstance(body, str) else body},
        },
        "timing": {
            "headers": interaction.timing.headers,
            "chunks": " ".join(f"{at}/{size}" for at, size in interaction.timing.chunks),
        },
    }


class _Block(str):
    """Text that is written as a block: lines under one another, no quotes, no escapes."""


class _Dumper(yaml.SafeDumper):  # libyaml's own would escape every emoji
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_block(dumper: _Dumper, text: _Block) -> yaml.Node:
    # One long line is folded at spaces; several lines stay as they are.
    style = "|" if "\n" in text else ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


def _dump(document: Any) -> str:
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


_Dumper.add_representer(_Block, _represent_block)
