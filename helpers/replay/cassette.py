"""A cassette: one YAML file with every exchange of one notebook.

The format is vcrpy's version 1, so vcrpy itself can replay it. What vcrpy ignores says
more: `source` (who answered), `recorded` (the day), and with each `timing`
(when its parts arrived), so that a replayed stream arrives as the real one did.
"""

import contextlib
import os
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from ..problems import LessonProblem
from .identity import Identity, identify
from .response import Response, Timing

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

HOSTS = {"openai": "https://api.openai.com", "anthropic": "https://api.anthropic.com"}


@dataclass(frozen=True, kw_only=True)
class Interaction(Response):
    """A recorded response, and the request that it answers."""

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
            document = yaml.load(path.read_text("utf-8"), Loader=_Loader)
            items = document["interactions"]
            if "source" in document and items and "timing" not in items[-1]:
                raise ValueError("cut off")
            interactions = [_read(item) for item in items]
        except FileNotFoundError:
            raise LessonProblem(
                f"There is no recording {_short(path)}."
                f" Get it back with: git checkout {_short(path)}"
                f" (or make it: python3 -m helpers record {path.stem[:2]})"
            ) from None
        except (
            yaml.YAMLError,
            UnicodeDecodeError,
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
        ):
            raise LessonProblem(
                f"The recording {_short(path)} is damaged and cannot be read."
                f" Get the original back with: git checkout {_short(path)}"
            ) from None
        return cls(
            str(document.get("source", "unknown")), str(document.get("recorded", "")), interactions
        )

    def save(self, path: Path) -> None:
        """Write it whole or not at all: a failure in between leaves the old file as it was."""
        head = _dump({"version": 1, "source": self.source, "recorded": self.recorded})
        items = "".join(interaction.text for interaction in self.interactions) or "[]\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(f"{head}interactions:\n{items}")
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise


def _short(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _read(item: dict[str, Any]) -> Interaction:
    request, response = item["request"], item["response"]
    url = urlsplit(request["uri"])
    body = response["body"]["string"] or ""
    timing = item.get("timing") or {}
    pairs = (pair.split("/") for pair in str(timing.get("chunks") or "").split())
    chunks = tuple((int(at), int(size)) for at, size in pairs)
    body = body.encode("utf-8") if isinstance(body, str) else bytes(body)
    if chunks and sum(size for _, size in chunks) != len(body):
        raise ValueError("the chunks do not add up to the body")
    return Interaction(
        method=request["method"],
        target=url.path + (f"?{url.query}" if url.query else ""),
        request_headers=_first(request.get("headers")),
        request_body=request.get("body") or "",
        status=int(response["status"]["code"]),
        reason=response["status"].get("message") or "",
        headers=_first(response.get("headers")),
        body=body,
        timing=Timing(int(timing.get("headers", 0)), chunks or ((0, len(body)),)),
    )


def _written(interaction: Interaction) -> dict[str, Any]:
    try:
        body: str | bytes = interaction.body.decode("utf-8")
    except UnicodeDecodeError:
        body = interaction.body
    return {
        "request": {
            "method": interaction.method,
            "uri": HOSTS[interaction.identity.provider] + interaction.target,
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


def _first(headers: dict[str, Any] | None) -> dict[str, str]:
    """vcrpy keeps a list of values for each header."""
    return {
        name.lower(): str(value[0] if isinstance(value, list) else value)
        for name, value in (headers or {}).items()
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
