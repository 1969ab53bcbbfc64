"""What the check-up looks at, and how it says what it finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


def without_password(address: str) -> str:
    """An address as it may be shown."""
    return re.sub("//[^/]*@", "//", address)


class Finding(NamedTuple):
    """One line of the check-up. `missing` and `wrong` keep the course from running."""

    state: str
    text: str


@dataclass(frozen=True)
class Setup:
    """What the check-up looks at."""

    root: Path
    variables: Mapping[str, str]

    @property
    def env_file(self) -> Path:
        """The file that the lessons read their keys from."""
        return Path(self.variables.get("LESSON_ENV_FILE") or self.root / ".env")

    def in_file(self) -> dict[str, str]:
        """What `.env` sets; nothing when it cannot be read, or before there is an environment."""
        return {line.key: line.value for line in self._lines() if line.key and line.value}

    def unread(self) -> list[int]:
        """The numbers of the lines of `.env` that mean nothing."""
        return [line.original.line for line in self._lines() if line.error]

    def _lines(self) -> list[Any]:
        try:
            from dotenv.parser import parse_stream

            if self.env_file.is_fifo():  # to read it might take for ever
                return []
            with self.env_file.open(encoding="utf-8-sig") as file:
                return list(parse_stream(file))
        except (ImportError, OSError, UnicodeDecodeError):
            return []
