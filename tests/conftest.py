"""Every test starts with no key, no `.env` and nothing patched, and leaves it so."""

import os
from collections.abc import Iterator

import pytest

from helpers import guard, wire
from helpers.lesson import VOCABULARY


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "ANTHROPIC_", "LESSON_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LESSON_ENV_FILE", os.devnull)
    monkeypatch.setenv("LESSON_PACE", "0")
    monkeypatch.setenv("LESSON_PROGRESS", "")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(VOCABULARY))
    before = {name: os.environ.get(name) for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY")}
    yield
    for name, value in before.items():  # `start` sets what monkeypatch does not know of
        if value is None:
            os.environ.pop(name, None)
    from helpers import seam

    seam.uninstall()
    guard.open_()
    wire.clear()
