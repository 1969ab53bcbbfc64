"""How long the notebooks take in the tests: `python3 -m tests.benchmarks.notebooks`.

All notebooks, compared by nbval with no waiting, against as many that only start a kernel and
import the SDKs. Both run on four workers, as `python3 -m helpers test` does on two cores.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from helpers import lessons
from helpers.commands.handover import for_replay
from helpers.lessons import ROOT

FOLDER = ROOT / "notebooks"
BARE = "import openai, anthropic, instructor"


def seconds(folder: Path) -> float:
    """The wall time of nbval on every notebook of a folder."""
    environment = for_replay(os.environ) | {"LESSON_PACE": "0"}
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml")]
    command += ["-q", "-n", "4", str(folder)]
    before = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - before


def main() -> None:
    names = lessons.names(FOLDER)
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            cell = new_code_cell(BARE, execution_count=1)
            nbformat.write(new_notebook(cells=[cell]), Path(folder) / f"{name}.ipynb")
        turns = [(seconds(Path(folder)), seconds(FOLDER)) for _ in range(3)]
    bare, real = (min(column) for column in zip(*turns, strict=True))
    print(f"{len(names)} bare kernels that import the SDKs: {bare:.1f} s")
    print(f"{len(names)} notebooks, compared cell by cell: {real:.1f} s ({real / bare:.2f} times)")


if __name__ == "__main__":
    main()
