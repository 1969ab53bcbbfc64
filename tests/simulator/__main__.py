"""`python3 -m tests.simulator` runs the stand-in until Ctrl-C; with `record` it records from it.

    python3 -m tests.simulator                    prints the addresses and keys
    python3 -m tests.simulator record [LESSON..]  as `python3 -m helpers record`, without keys
"""

import os
import signal
import sys
from threading import Event

from . import Simulator, running


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


def record(simulator: Simulator, lessons: list[str]) -> int:
    """Record lessons from the stand-in, whatever `.env` says."""
    from helpers.record import main

    os.environ.update(simulator.environment, LESSON_ENV_FILE=os.devnull)
    return main(lessons)


with running() as simulator:
    match sys.argv[1:]:
        case ["record", *lessons]:
            code = record(simulator, lessons)
        case []:
            code = serve(simulator)
        case _:
            sys.exit(__doc__)
sys.exit(code)
