"""`python3 -m helpers record`: record notebooks anew, from the real APIs.

Each notebook is run twice. First every request goes out and its answer is kept. Then the
notebook is replayed from the new recording, and what it shows then is what is stored in it:
exactly what a learner will see. A cell tagged `replay-only` is left out of the first run: it
shows what replay does with a request that is not recorded.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from .. import cost, lessons
from ..keys import VENDORS
from ..models import RECORDED
from ..problems import LessonProblem
from ..replay.cassette import Cassette
from ..replay.redact import without_secrets
from ..settings import Settings
from .changes import of_outputs, of_requests
from .handover import for_replay
from .notebook import run, write

# What a learner may ask in replay: by trying an exercise's function, or in the explorer.
_PRACTICE = "from helpers.practice import tries\nawait tries.{}({!r})"


def main(arguments: list[str]) -> int:
    """Record the lessons named in the arguments (all if none). Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m helpers record", description=__doc__)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 04 (default: all)")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on where recording stopped, a batch that was under way too; pay nothing twice",
    )
    parser.add_argument(
        "--outputs-only",
        action="store_true",
        help="replay the recordings that are there, and store what the notebooks show",
    )
    options = parser.parse_args(arguments)
    folder = lessons.folder()
    known = lessons.names(folder)
    names = [n for n in known if not options.lessons or n.startswith(tuple(options.lessons))]
    if not names:
        parser.error(f"no such lesson; there are: {', '.join(known)}")
    if not options.outputs_only:
        try:
            settings = Settings.load()
            if problems := list(_problems(settings)) or list(_unanswered(settings)):
                parser.error("\n".join(problems))
            print(_announced(folder, names), flush=True)
        except LessonProblem as problem:
            parser.error(str(problem))
    failed = [name for name in names if not _recorded(folder / f"{name}.ipynb", options)]
    return 1 if failed else 0


def _problems(settings: Settings) -> Iterator[str]:
    """What would make the recording fail, or useless, known before anything is sent."""
    for key in VENDORS:
        if not settings.variables.get(key):
            yield f"{key} must be in .env: recording asks the real APIs"
    for name, model in RECORDED.items():
        if settings.variables.get(name, model) not in ("", model):
            yield f"{name} names another model: take it out, replay asks for {model}"


def _unanswered(settings: Settings) -> Iterator[str]:
    """Ask both APIs for the models of the course, which is free: what is wrong with the answers."""
    import anthropic
    import openai

    clients = {"OpenAI": openai.OpenAI, "Anthropic": anthropic.Anthropic}
    for vendor, client in clients.items():
        model = RECORDED[f"{vendor.upper()}_MODEL"]
        key = settings.variables[f"{vendor.upper()}_API_KEY"]
        address = settings.variables.get(f"{vendor.upper()}_BASE_URL") or None
        try:
            with client(api_key=key, base_url=address) as asking:
                asking.models.retrieve(model)
        except (openai.APIError, anthropic.APIError) as error:
            why = without_secrets(str(error), [key])
            yield f"{vendor} was asked for {model}, which costs nothing, and failed: {why}"


def _announced(folder: Path, names: list[str]) -> str:
    """What it will cost, by the recordings that are there."""
    files = [folder / "cassettes" / f"{name}.yaml" for name in names]
    old = [cost.of_cassette(Cassette.load(file)) for file in files if file.is_file()]
    dollars = cost.dollars(sum(old, Decimal(0)))
    new = len(files) - len(old)
    unknown = f" {new} of the lessons had none: what they cost, nobody knows." if new else ""
    return f"This will cost about {dollars}: the last recordings did, by {cost.prices()}.{unknown}"


def _recorded(path: Path, options: argparse.Namespace) -> bool:
    """Record one notebook; unless all goes well, the old recording and outputs stay."""
    number = path.stem[:2]
    go_on = f"To go on, and pay nothing twice: python3 -m helpers record --resume {number}"
    try:
        told = _replayed(path) if options.outputs_only else _anew(path, options.resume)
    except (CellExecutionError, CellTimeoutError, DeadKernelError, OSError) as error:
        print(f"{path.stem}: failed, and nothing was changed.\n{error}", file=sys.stderr)
        if not options.outputs_only:
            print(go_on, file=sys.stderr)
        return False
    except KeyboardInterrupt:
        way = "" if options.outputs_only else f" {go_on}"
        raise KeyboardInterrupt(f"{path.stem} is as it was.{way}") from None
    print("\n".join(told))
    return True


def _anew(path: Path, resume: bool) -> list[str]:
    cassette = path.parent / "cassettes" / f"{path.stem}.yaml"
    new = cassette.parent / "recording" / cassette.name
    if not resume:
        new.unlink(missing_ok=True)
    asking = [_PRACTICE.format(what, path.stem) for what in ("of_exercises", "of_explorer")]
    environment = {**os.environ, "LESSON_MODE": "record"}
    run(path, environment, leave_out="replay-only", then=asking, doing="recording")
    if not new.exists():  # it asks nothing
        return _replayed(path)
    notebook = run(path, _as_a_learner(LESSON_RECORDINGS=str(new.parent)), doing="replaying")
    told = [*of_requests(cassette, new), *of_outputs(path, notebook)]
    before = cassette.read_bytes() if cassette.is_file() else None
    with _beside(path, notebook) as written:
        try:
            os.replace(new, cassette)
            os.replace(written, path)
        except BaseException:
            if written.exists() and not new.exists():  # only the recording is in its place
                os.replace(cassette, new)
                if before is not None:
                    cassette.write_bytes(before)
            raise
    return [f"{path.stem}: recorded", *told]


def _replayed(path: Path) -> list[str]:
    notebook = run(path, _as_a_learner(), doing="replaying")
    told = [f"{path.stem}: outputs stored", *of_outputs(path, notebook)]
    with _beside(path, notebook) as written:
        os.replace(written, path)
    return told


def _as_a_learner(**more: str) -> dict[str, str]:
    """The environment without this machine's keys, addresses and settings."""
    return for_replay(os.environ) | more


@contextmanager
def _beside(path: Path, notebook: nbformat.NotebookNode) -> Iterator[Path]:
    """The notebook, for a block, in a file beside its place."""
    written = path.with_suffix(".ipynb.tmp")
    try:
        write(notebook, written)
        yield written
    finally:
        written.unlink(missing_ok=True)
