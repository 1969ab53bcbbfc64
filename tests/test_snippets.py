"""Every snippet as a program of its own: in replay, and where no server answers."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from helpers.commands import handover, snippets
from helpers.lessons import ROOT, VOCABULARY

pytestmark = pytest.mark.kernel

NAMES = list(snippets.every())
every_snippet = pytest.mark.parametrize("name", NAMES)
WITHOUT_A_REQUEST = {"count_tokens_openai", "testing_openai", "testing_anthropic"}
HERE = Path(__file__)
NOBODY = "http://127.0.0.1:9"

Ended = subprocess.CompletedProcess[str]
Runs = dict[str, Future[Ended]]


def python(*arguments: str, folder: Path, **variables: str) -> Ended:
    env = {n: v for n, v in handover.for_replay(os.environ).items() if "PROXY" not in n.upper()}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**env, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,  # of a busy machine
    )


def replayed(name: str) -> Ended:
    return python("-m", "helpers", "snippets", "run", name, folder=ROOT, LESSON_PACE="0")


def without_server(name: str, folder: Path) -> Ended:
    keys = {"OPENAI_API_KEY": "none", "ANTHROPIC_API_KEY": "none"}
    addresses = {"OPENAI_BASE_URL": f"{NOBODY}/v1", "ANTHROPIC_BASE_URL": NOBODY}
    vocabulary = {"TIKTOKEN_CACHE_DIR": str(VOCABULARY)}
    return python(f"{name}.py", folder=folder, **keys, **addresses, **vocabulary)


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    """Most of their time they wait, so they run side by side."""
    pool = ThreadPoolExecutor(3)
    yield pool
    pool.shutdown(cancel_futures=True)


def selected(request: pytest.FixtureRequest) -> list[str]:
    """The names with which tests of this module will run."""
    here = [item for item in request.session.items if item.path == HERE]
    return sorted(
        {item.callspec.params["name"] for item in here if isinstance(item, pytest.Function)}
    )


@pytest.fixture(scope="module")
def replays(request: pytest.FixtureRequest, pool: ThreadPoolExecutor) -> Runs:
    return {name: pool.submit(replayed, name) for name in selected(request)}


@pytest.fixture(scope="module")
def failures(
    request: pytest.FixtureRequest,
    pool: ThreadPoolExecutor,
    tmp_path_factory: pytest.TempPathFactory,
) -> Runs:
    folder = tmp_path_factory.mktemp("exported") / "here"
    snippets.export(folder)
    return {name: pool.submit(without_server, name, folder) for name in selected(request)}


@every_snippet
def test_it_runs_with_recorded_answers(name: str, replays: Runs) -> None:
    ended = replays[name].result()
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip()
    assert "Error" not in ended.stdout


@every_snippet
def test_without_a_server_it_ends_with_the_sdks_own_error(name: str, failures: Runs) -> None:
    ended = failures[name].result()
    if name in WITHOUT_A_REQUEST:
        assert ended.returncode == 0, ended.stderr
    elif ended.returncode:
        last = ended.stderr.rstrip().splitlines()[-1]
        assert re.match(r"(openai|anthropic)\.APIConnectionError: ", last), ended.stderr
    else:
        assert "APIConnectionError" in ended.stdout
        assert "Traceback" not in ended.stderr
