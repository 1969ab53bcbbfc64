"""`python3 -m tests.simulator` runs the stand-in until Ctrl-C; with `record` it records from it.

python3 -m tests.simulator                    prints the addresses and keys
python3 -m tests.simulator record [LESSON..]  as `python3 -m helpers record`, without keys
python3 -m tests.simulator record snippets    records what the snippets ask
"""

import contextlib
import os
import signal
import sys
from threading import Event

from . import Simulator, running
from .answers import FOLDER


def serve(simulator: Simulator) -> int:
    """Print where it listens, and wait for Ctrl-C or SIGTERM."""
    for name, value in simulator.environment.items():
        print(f"{name}={value}", flush=True)
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    try:
        while not stopped.wait(0.5):
            pass
    except KeyboardInterrupt:
        pass
    return 0


def record(wanted: list[str]) -> int:
    """Record lessons, each from a fresh stand-in with its own answers, whatever `.env` says."""
    from helpers import lessons
    from helpers.commands.record import main

    names = [
        name
        for name in lessons.names(lessons.folder())
        if not wanted or name.startswith(tuple(wanted))
    ]
    failed = False
    for name in names:
        with running(FOLDER / f"{name}.yaml") as simulator:
            os.environ.update(simulator.environment, LESSON_ENV_FILE=os.devnull)
            failed |= bool(main([name]))
    return 1 if failed or not names else 0


def record_snippets() -> int:
    """Record all snippets, from one stand-in. What one asked already, another need not ask."""
    from helpers.commands import snippets
    from helpers.lessons import recording
    from helpers.replay.cassette import Cassette

    whole, new = Cassette("", ""), recording("snippets").parent / "recording" / "snippets.yaml"
    with running(FOLDER / "snippets.yaml") as simulator:
        os.environ.update(simulator.environment, LESSON_ENV_FILE=os.devnull)
        os.environ["LOCAL_OPENAI_KEY"] = simulator.openai_key
        os.environ["LOCAL_ANTHROPIC_KEY"] = simulator.anthropic_key
        for name in snippets.every():
            print(f"{name}:", flush=True)
            new.unlink(missing_ok=True)
            with contextlib.suppress(SystemExit):
                snippets.run(name, "record")
            if new.exists():
                own, known = Cassette.load(new), {e.identity for e in whole.interactions}
                fresh = [e for e in own.interactions if e.identity not in known]
                whole = Cassette(own.source, own.recorded, [*whole.interactions, *fresh])
    new.unlink(missing_ok=True)
    whole.save(recording("snippets"))
    return 0


match sys.argv[1:]:
    case ["record", "snippets"]:
        sys.exit(record_snippets())
    case ["record", *wanted]:
        sys.exit(record(wanted))
    case []:
        with running() as simulator:
            sys.exit(serve(simulator))
    case _:
        sys.exit(__doc__)
