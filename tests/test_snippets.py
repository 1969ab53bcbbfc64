"""Every snippet as a program of its own: in replay, and where no server answers."""

import json
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
from tests import one_after_another

pytestmark = pytest.mark.kernel

NAMES = list(snippets.every())
every_snippet = pytest.mark.parametrize("name", NAMES)
WITHOUT_A_REQUEST = {"count_tokens_openai", "testing_openai", "testing_anthropic"}
HERE = Path(__file__)
NOBODY = "http://127.0.0.1:9"

Ended = subprocess.CompletedProcess[str]
Runs = dict[str, Future[Ended]]
Failures = dict[str, tuple[int, str, str]]
AT_ONCE = 3  # most of their time they wait


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


def without_server(names: list[str], folder: Path) -> Failures:
    """How each ends, by one interpreter for them all: it imports the SDKs once."""
    keys = {"OPENAI_API_KEY": "none", "ANTHROPIC_API_KEY": "none"}
    addresses = {"OPENAI_BASE_URL": f"{NOBODY}/v1", "ANTHROPIC_BASE_URL": NOBODY}
    vocabulary = {"TIKTOKEN_CACHE_DIR": str(VOCABULARY)}
    files = [f"{name}.py" for name in names]
    program = one_after_another.__file__
    ended = python(program, *files, folder=folder, **keys, **addresses, **vocabulary)
    assert ended.returncode == 0, ended.stderr
    return dict(zip(names, json.loads(ended.stdout), strict=True))


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(AT_ONCE)
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
) -> Failures:
    folder = tmp_path_factory.mktemp("exported") / "here"
    snippets.export(folder)
    names = selected(request)
    shares = [names[first::AT_ONCE] for first in range(min(AT_ONCE, len(names)))]
    ended = pool.map(without_server, shares, [folder] * AT_ONCE)
    return {name: end for share in ended for name, end in share.items()}


@every_snippet
def test_it_runs_with_recorded_answers(name: str, replays: Runs) -> None:
    ended = replays[name].result()
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip()
    assert "Error" not in ended.stdout


@every_snippet
def test_without_a_server_it_ends_with_the_sdks_own_error(name: str, failures: Failures) -> None:
    code, out, err = failures[name]
    if name in WITHOUT_A_REQUEST:
        assert code == 0, out + err
    elif code:
        last = err.rstrip().splitlines()[-1]
        assert re.match(r"(openai|anthropic)\.APIConnectionError: ", last), err
    else:
        assert "APIConnectionError" in out
        assert "Traceback" not in err
