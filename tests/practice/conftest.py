"""A lesson of which nothing is recorded, so that every answer is a canned one."""

from pathlib import Path

import pytest

from helpers.replay.cassette import Cassette
from helpers.replay.seam import install
from helpers.replay.session import Session


@pytest.fixture
def nothing_recorded(tmp_path: Path) -> None:
    install(Session("99_x", "replay", Cassette("", ""), tmp_path / "unused", 0))
