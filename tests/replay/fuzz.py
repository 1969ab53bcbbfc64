"""Damage done to recordings, and what comes of it: `python3 -m tests.replay.fuzz [HOW MANY]`.

Two kinds: bytes of the file changed, cut, doubled or moved; and values of the YAML document put in
each other's place or replaced by what should not stand there. The seed is fixed.
"""

import collections
import copy
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anthropic
import openai
import yaml

from helpers import wire
from helpers.problems import LessonProblem
from helpers.replay.cassette import Cassette
from helpers.replay.miss import NotRecorded
from helpers.replay.seam import install, uninstall
from helpers.replay.session import Session

from ..recorded import (
    MODEL,
    anthropic_message,
    cassette,
    openai_chat,
    openai_response,
    openai_response_stream,
    openai_stream,
    rate_limited,
)

SLOWEST = 2.0  # seconds that one file may take, with all its requests
MESSAGES: Any = [{"role": "user", "content": "hi"}]
STRANGE = [
    *(None, True, -1, 0, 504, 10**30, 1e308, float("inf"), float("nan")),
    *("", "é 漢字 😀", "a\nb: c", "\u2028", "0/0", "9" * 5000, "x" * 100_000, "[" * 2000),
    *([], [[]], {}, {"a": {"b": {}}}, [None], b"\xff\x00", {"hi", "ho"}),
    yaml.safe_load("2026-11-23"),
    yaml.safe_load("2026-11-23 06:00:00"),
]


def whole() -> Cassette:
    """A recording with an answer of each kind."""
    return cassette(
        openai_chat("hi"),
        rate_limited("no"),
        openai_stream("hi", ["one", " 😀"]),
        anthropic_message("hi"),
        openai_response("hi"),
        openai_response_stream("hi", ["one", "two"]),
    )


def asked() -> Iterator[Callable[[], Any]]:
    """What a lesson asks of this recording."""
    chat = openai.OpenAI(api_key="none", max_retries=0)
    claude = anthropic.Anthropic(api_key="none", max_retries=0)
    create = chat.chat.completions.create
    yield lambda: create(model=MODEL, messages=MESSAGES)
    yield lambda: create(model=MODEL, messages=[{"role": "user", "content": "no"}])
    yield lambda: list(create(model=MODEL, messages=MESSAGES, stream=True))
    yield lambda: claude.messages.create(model=MODEL, max_tokens=10, messages=MESSAGES)
    yield lambda: chat.responses.create(model=MODEL, input="hi")
    yield lambda: list(chat.responses.create(model=MODEL, input="hi", stream=True))


def outcomes(path: Path) -> Iterator[str]:
    """What comes of a recording: the words that a learner reads, or the answers. Whatever else is
    raised is a fault of ours."""
    try:
        recording = Cassette.load(path)
    except LessonProblem as problem:
        assert path.stem in str(problem) and "git checkout" in str(problem)
        yield "told at loading"
        return
    install(Session("fuzz", "replay", recording, path, 0))
    for ask in asked():
        try:
            yield repr(ask())
        except NotRecorded:
            yield "told as not recorded"
        except (openai.APIStatusError, anthropic.APIStatusError) as error:
            yield f"status {error.status_code}"
    uninstall()
    wire.clear()


def damaged_bytes(good: bytes, chance: random.Random) -> bytes:
    """The file with one to four places changed."""
    data = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        at, size = chance.randrange(len(data) + 1), chance.randint(1, 40)
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                data[at : at + size] = b""
            case 2:
                data[at:at] = data[at : at + size]
            case 3:
                data[at:at] = chance.choice([b"&a ", b"*a", b"\n", b"- ", b": ", b"!!set ", b"\t"])
            case 4:
                data[at:] = b""
            case 5:
                to = chance.randrange(len(data) + 1)
                data[to:to] = data[at : at + size]
    return bytes(data)


def damaged_values(good: bytes, chance: random.Random) -> bytes:
    """The document with one to three values replaced, removed or exchanged."""
    document = yaml.safe_load(good)
    for _ in range(chance.randint(1, 3)):
        places = list(_places(document))
        parent, key = chance.choice(places)
        match chance.randrange(4):
            case 0 | 1:
                parent[key] = copy.deepcopy(chance.choice(STRANGE))
            case 2:
                other, name = chance.choice(places)
                parent[key] = copy.deepcopy(other[name])
            case 3:
                del parent[key]
        if not isinstance(document, dict) or not document:
            break
    return yaml.safe_dump(document, allow_unicode=True).encode("utf-8", "surrogatepass")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        names: Any = list(value)
    else:
        names = range(len(value)) if isinstance(value, list) else ()
    for name in names:
        yield value, name
        yield from _places(value[name])


def run(how_many: int, folder: Path, seed: int = 1) -> collections.Counter[str]:
    """Damage a recording so often in each way; what came of it, counted. Raises on any fault."""
    path, counted = folder / "fuzz.yaml", collections.Counter[str]()
    whole().save(path)
    good = path.read_bytes()
    right = list(outcomes(path))
    for number in range(how_many):
        for damage in (damaged_bytes, damaged_values):
            path.write_bytes(damage(good, random.Random(f"{seed} {number}")))
            began = time.perf_counter()
            try:
                got = list(outcomes(path))
            except BaseException as error:
                error.add_note(f"{damage.__name__}, seed {seed}, number {number}")
                raise
            assert time.perf_counter() - began < SLOWEST, (damage.__name__, seed, number)
            kind = "told" if any(g.startswith("told") for g in got) else "another answer"
            counted[f"{damage.__name__}: {'the right answers' if got == right else kind}"] += 1
    return counted


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for kind, count in sorted(run(int((sys.argv[1:] or ["1000"])[0]), Path(name)).items()):
            print(f"{count:7} {kind}")
