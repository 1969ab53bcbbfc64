"""How soon a live stream reaches the reader's loop: `python3 -m tests.benchmarks.streaming`.

A server on this machine writes events that say when they were written. What is measured is the
time from there to the loop over the SDK's stream: with the plain SDK, and in `auto`, where the
answer is noted, priced and kept on its way. The two take turns.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import openai

from helpers import OPENAI_MODEL, wire
from helpers.budget import Budget
from helpers.replay.cassette import Cassette
from helpers.replay.seam import install, uninstall
from helpers.replay.session import Session
from tests.simulator.http_server import Reply, Request, Server, Settings

EVENTS = 200
TURNS = 10
EVERY = 0.004  # seconds


def written(model: str) -> Iterator[tuple[float, bytes]]:
    """Chunks of a chat completion; each text is the moment at which it is written."""
    for _ in range(EVENTS):
        time.sleep(EVERY)
        delta = {"content": f"{time.perf_counter()} "}
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": model}
        yield 0, b"data: " + json.dumps(chunk | {"choices": [choice]}).encode() + b"\n\n"
    yield 0, b"data: [DONE]\n\n"


def service(request: Request) -> Reply:
    model = json.loads(request.body)["model"]
    return Reply(200, {"content-type": "text/event-stream"}, events=written(model))


@contextmanager
def plain(kept: Path) -> Iterator[None]:
    yield


@contextmanager
def auto(kept: Path) -> Iterator[None]:
    install(Session("x", "auto", Cassette("", ""), kept, budget=Budget(Decimal(1000))))
    try:
        yield
    finally:
        uninstall()
        wire.clear()


def delays(client: openai.OpenAI, number: int) -> list[float]:
    """Seconds from the server's write to the loop, an event each."""
    messages = [{"role": "user", "content": f"turn {number}"}]
    with client.chat.completions.create(
        model=OPENAI_MODEL, messages=messages, stream=True
    ) as stream:
        return [time.perf_counter() - float(c.choices[0].delta.content) for c in stream]


def main() -> None:
    server = Server(service, Settings())
    server.start()
    took: dict[str, list[float]] = {"plain": [], "auto": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(TURNS):
            for way in (plain, auto):
                with way(Path(folder) / "kept.yaml"):
                    client = openai.OpenAI(base_url=f"{server.address}/v1", api_key="none")
                    with client:
                        took[way.__name__] += delays(client, number)[5:]
        kept = len(Cassette.load(Path(folder) / "kept.yaml").interactions)
    server.stop()
    for name, seconds in took.items():
        cuts = statistics.quantiles(seconds, n=100)
        print(f"{name:6} median {1000 * cuts[49]:.2f} ms, 95% within {1000 * cuts[94]:.2f} ms")
    print(f"kept: {kept} of {TURNS}")


if __name__ == "__main__":
    main()
