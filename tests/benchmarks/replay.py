"""What replay costs: `python3 -m tests.benchmarks.replay`.

One request through the OpenAI SDK, answered by httpx2.MockTransport (the floor: no recording at
all), by this course's seam and by vcrpy, with 1, 20 and 200 recorded interactions of about 4 KB;
plain and streamed. Then what a miss, loading a cassette, importing the helpers and starting a
lesson cost.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import openai
import vcr

from helpers import wire
from helpers.replay.cassette import Cassette, Interaction
from helpers.replay.miss import NotRecorded
from helpers.replay.seam import install, uninstall
from helpers.replay.session import Session
from tests.recorded import MODEL, cassette, openai_chat, openai_stream

SIZES = (1, 20, 200)
TURNS = 8
WORDS = ["word "] * 60

Ask = Callable[[openai.OpenAI, str], None]


def plain(client: openai.OpenAI, prompt: str) -> None:
    messages = [{"role": "user", "content": prompt}]
    client.chat.completions.create(model=MODEL, messages=messages)


def streamed(client: openai.OpenAI, prompt: str) -> None:
    messages = [{"role": "user", "content": prompt}]
    for _ in client.chat.completions.create(model=MODEL, messages=messages, stream=True):
        pass


def recorded(kind: str, size: int) -> list[Interaction]:
    if kind == "plain":
        return [openai_chat(f"prompt {n} " * 50, "a long answer " * 250) for n in range(size)]
    return [openai_stream(f"prompt {n} " * 50, WORDS) for n in range(size)]


class _Chunks(httpx2.SyncByteStream):
    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    def __iter__(self) -> Iterator[bytes]:
        start = 0
        for _, size in self.interaction.timing.chunks:
            yield self.interaction.body[start : start + size]
            start += size


@contextmanager
def floor(interactions: list[Interaction]) -> Iterator[openai.OpenAI]:
    last = interactions[-1]

    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(last.status, headers=last.headers, stream=_Chunks(last))

    transport = httpx2.MockTransport(answer)
    yield openai.OpenAI(api_key="none", http_client=httpx2.Client(transport=transport))


@contextmanager
def seam(interactions: list[Interaction]) -> Iterator[openai.OpenAI]:
    install(Session("benchmark", "replay", cassette(*interactions), Path("unused"), 0))
    try:
        yield openai.OpenAI(api_key="none")
    finally:
        uninstall()
        wire.clear()


@contextmanager
def vcrpy(interactions: list[Interaction]) -> Iterator[openai.OpenAI]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cassette.yaml"
        cassette(*interactions).save(path)
        matching = ("method", "path", "query", "body")
        with vcr.use_cassette(
            str(path), record_mode="none", match_on=matching, allow_playback_repeats=True
        ):
            yield openai.OpenAI(api_key="none")


def seconds(ask: Ask, client: openai.OpenAI, prompt: str, rounds: int) -> list[float]:
    for _ in range(3):
        ask(client, prompt)
    times = []
    for _ in range(rounds):
        before = time.perf_counter()
        ask(client, prompt)
        times.append(time.perf_counter() - before)
    return times


def requests() -> None:
    """The ways take turns, so that a busy machine is busy for all of them."""
    print(f"{'':10}{'recorded':>9}{'floor':>9}{'seam':>9}{'vcrpy':>9}{'seam/floor':>12}   (ms)")
    for kind, ask in (("plain", plain), ("streamed", streamed)):
        for size in SIZES:
            interactions = recorded(kind, size)
            prompt = f"prompt {size - 1} " * 50
            times: dict[str, list[float]] = {}
            for _ in range(TURNS):
                for way in (floor, seam, vcrpy):
                    rounds = 4 if way == vcrpy else 40
                    with way(interactions) as client:
                        times.setdefault(way.__name__, []).extend(
                            seconds(ask, client, prompt, rounds)
                        )
            row = [statistics.median(taken) * 1000 for taken in times.values()]
            cells = "".join(f"{t:9.2f}" for t in row)
            print(f"{kind:10}{size:9}{cells}{row[1] / row[0]:12.2f}", flush=True)


def loading() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("plain", "streamed"):
            path = Path(folder) / "cassette.yaml"
            cassette(*recorded(kind, 200)).save(path)
            times = []
            for _ in range(5):
                before = time.perf_counter()
                Cassette.load(path)
                times.append(time.perf_counter() - before)
            print(
                f"loading 200 {kind} ({path.stat().st_size / 1e6:.1f} MB): "
                f"{statistics.median(times) * 1000:.0f} ms"
            )


_MEASURED = """
import time, os, psutil
before = time.perf_counter()
{code}
print(time.perf_counter() - before, psutil.Process().memory_info().rss / 1e6)
"""


def _fresh(code: str) -> tuple[float, float]:
    """Seconds and megabytes of a fresh Python that runs this code (median of five)."""
    runs = []
    for _ in range(5):
        shown = subprocess.run(
            [sys.executable, "-c", _MEASURED.format(code=code)],
            capture_output=True,
            text=True,
            check=True,
        )
        runs.append(tuple(map(float, shown.stdout.splitlines()[-1].split())))
    return statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs)


def missing() -> None:
    """What a request costs that is not recorded, with the SDK's retries as they are."""
    interactions = recorded("plain", 200)
    times = []
    with seam(interactions) as client:
        for turn in range(20):
            before = time.perf_counter()
            try:
                plain(client, f"prompt 7, changed for turn {turn} " * 50)
            except NotRecorded:
                times.append(time.perf_counter() - before)
    print(f"a miss among 200: {statistics.median(times) * 1000:.0f} ms")


def starting() -> None:
    lesson = "from helpers import start; start('02_openai_chat_completions')"
    sdks = "import openai, anthropic"
    sdk_seconds, sdk_memory = _fresh(sdks)
    seconds, _ = _fresh(lesson)
    _, both_memory = _fresh(f"{lesson}\n{sdks}")
    print(f"import openai, anthropic: {sdk_seconds:.2f} s, {sdk_memory:.0f} MB")
    print(f"import helpers and start: {seconds:.3f} s ({seconds / sdk_seconds:.0%} of that)")
    print(f"memory that the helpers add to a kernel: {both_memory - sdk_memory:.1f} MB")


if __name__ == "__main__":
    requests()
    missing()
    loading()
    starting()
