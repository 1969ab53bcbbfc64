"""Every test starts with no key, no `.env` and nothing patched, and leaves it so."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from httpx2._transports import default as transports

from helpers import settings, wire
from helpers.lesson import collect_less_often
from helpers.lessons import VOCABULARY
from helpers.replay import guard

# What takes a third of the time else: collecting garbage, and each client's certificates.
collect_less_often()
transports.create_ssl_context = cache(transports.create_ssl_context)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--browser", action="store_true", help="run the notebooks in a browser too")
    parser.addoption("--fast", action="store_true", help="leave out what takes long")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The browser tests take minutes and need a browser: they run when they are asked for. In the
    fast lane, a module with a mark for all its tests is not even imported."""
    if collection_path.name == "browser" and not config.getoption("--browser"):
        return True
    if config.getoption("--fast") and collection_path.match("test_*.py"):
        return "\npytestmark = " in collection_path.read_text("utf-8") or None
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the layers that follow from where a test stands."""
    for item in items:
        if item.path.suffix == ".ipynb":
            item.add_marker("notebooks")
        elif item.path.parent.name == "browser":
            item.add_marker("browser")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "ANTHROPIC_", "LESSON_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LESSON_ENV_FILE", os.devnull)
    monkeypatch.setenv("LESSON_PACE", "0")
    monkeypatch.setenv("LESSON_PROGRESS", "")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(VOCABULARY))
    before, folder = dict(os.environ), Path.cwd()
    yield
    # `start` changes what monkeypatch does not know of.
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)
    settings._put_aside.clear()
    os.chdir(folder)
    from helpers.replay import seam

    seam.uninstall()
    guard.open_()
    wire.clear()


@pytest.fixture
def gpt(simulator: Any) -> Iterator[Any]:
    """OpenAI's client, asking the stand-in that the test's module runs."""
    import openai  # here, because the notebooks' tests need none

    with openai.OpenAI(base_url=simulator.openai_base_url, api_key=simulator.openai_key) as client:
        yield client


@pytest.fixture
def claude(simulator: Any) -> Iterator[Any]:
    """Anthropic's, likewise."""
    import anthropic

    with anthropic.Anthropic(
        base_url=simulator.anthropic_base_url, api_key=simulator.anthropic_key
    ) as client:
        yield client
