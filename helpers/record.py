"""`python3 -m helpers record`: record notebooks anew, from the real APIs.

Each notebook is run twice. First every request goes out and its answer is kept. Then the
notebook is replayed from the new recording, and what it shows then is what is stored in it:
exactly what a learner will see. A cell tagged `replay-only` is left out of the first run: it
shows what replay does with a request that is not recorded.
"""

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from .environment import for_replay
from .lesson import lessons, notebooks
from .settings import KEYS, Settings

_SOLUTION = re.compile(
    r"<summary>Solution</summary>\s*```python\n(.*?)\n```\s*</details>", re.DOTALL
)
# What an explorer can ask for has to be recorded too, for all its settings.
_EXPLORE = """
try:
    from helpers import explore
    explorer = explore("{}")
except LookupError:
    pass
else:
    if explorer.asks:
        for view in explorer.every():
            pass
"""

_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def main(arguments: list[str]) -> int:
    """Record the lessons named in the arguments (all if none). Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m helpers record", description=__doc__)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 04 (default: all)")
    parser.add_argument(
        "--outputs-only",
        action="store_true",
        help="replay the recordings that are there, and store what the notebooks show",
    )
    options = parser.parse_args(arguments)
    folder = notebooks()
    names = [
        n for n in lessons(folder) if not options.lessons or n.startswith(tuple(options.lessons))
    ]
    if not names:
        parser.error(f"no such lesson; there are: {', '.join(lessons(folder))}")
    variables = Settings.load().variables
    missing = [key for key in KEYS if not variables.get(key)]
    if missing and not options.outputs_only:
        parser.error(f"{' and '.join(missing)} must be in .env: recording asks the real APIs")
    failed = [name for name in names if not _record(folder / f"{name}.ipynb", options.outputs_only)]
    return 1 if failed else 0


def _record(path: Path, outputs_only: bool) -> bool:
    """Record one notebook; if a cell fails, the old recording and outputs stay."""
    print(f"{path.stem}: ", end="", flush=True)
    try:
        notebook = _replay(path) if outputs_only else _record_and_replay(path)
    except CellExecutionError as error:
        print(f"failed, and nothing was changed.\n{error}", file=sys.stderr)
        return False
    write(notebook, path)
    print("outputs stored" if outputs_only else "recorded")
    return True


def _record_and_replay(path: Path) -> nbformat.NotebookNode:
    cassette = path.parent / "cassettes" / f"{path.stem}.yaml"
    new = cassette.parent / "recording" / cassette.name
    new.unlink(missing_ok=True)
    solved = solutions(nbformat.read(path, as_version=4))
    ran = run(
        path,
        {**os.environ, "LESSON_MODE": "record"},
        leave_out="replay-only",
        then=[*solved, _EXPLORE.format(path.stem[:2])],
    )
    for cell in ran.cells[-1 - len(solved) : -1]:
        shown = "".join(o.get("data", {}).get("text/plain", "") for o in cell.outputs)
        if " Right." not in shown:  # what it asks for may be missing in the recording
            print(f"a solution is not right: {shown}", file=sys.stderr)
    before = cassette.read_bytes() if cassette.exists() else None
    if new.exists():
        os.replace(new, cassette)
    try:
        return _replay(path)
    except CellExecutionError:
        if before is not None:
            cassette.write_bytes(before)
        raise


def _replay(path: Path) -> nbformat.NotebookNode:
    """Run it as anybody would: without this machine's keys, addresses and settings."""
    return run(path, for_replay(os.environ))


def solutions(notebook: nbformat.NotebookNode) -> list[str]:
    """The code of the folded solutions in a notebook, in their order."""
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return [code for source in prose for code in _SOLUTION.findall(source)]


def run(
    path: Path,
    environment: Mapping[str, str],
    *,
    leave_out: str = "skip-execution",
    then: Sequence[str] = (),
) -> nbformat.NotebookNode:
    """Run a notebook in a new kernel with this environment; returns it with its outputs.

    leave_out: cells with this tag are not run. then: code to run as more cells at its end.
    Raises CellExecutionError for a failing cell that is not tagged `raises-exception`.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(code) for code in then]
    client = NotebookClient(
        notebook,
        timeout=600,
        coalesce_streams=True,
        store_widget_state=False,
        skip_cells_with_tag=leave_out,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute(env={**environment, "LESSON_PROGRESS": ""})  # nobody has solved anything here
    return notebook


def write(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write a notebook as it is kept in git: without anything that changes from run to run."""
    notebook.metadata = nbformat.from_dict(_METADATA)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
