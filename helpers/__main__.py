"""The command line: `python3 -m helpers`."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from helpers.commands import environment, handover, install, own_copy
from helpers.commands.packages import SetupProblem
from helpers.lessons import NOTEBOOKS, ROOT

USAGE = """\
usage: python3 -m helpers COMMAND ...

  lab       open the lessons in JupyterLab; sets up .venv on the first run
  test      run every test: helpers and all notebooks; arguments go to pytest
            (--fast: the shared modules only; --browser: in a real browser, too)
  record    record the answers anew from the real APIs (keys in .env)
  doctor    say what is set up, what is missing and what to do about it
  snippets  list, find, print, run or export whole programs for a project of your own
  progress  count who has solved which exercise, over the folders of a class

Run it in the course's folder. `COMMAND --help` tells more.
"""


def lab(argv: list[str]) -> int:
    """Open JupyterLab on the notebooks."""
    cut = argv.index("--") if "--" in argv else len(argv)
    parser = argparse.ArgumentParser(
        prog="python3 -m helpers lab",
        description="Open the lessons in JupyterLab.",
        epilog="What follows -- goes to JupyterLab as it is.",
    )
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    parser.add_argument("--port", type=int, help="the port to serve on (JupyterLab's own is 8888)")
    parser.add_argument(
        "--learner",
        metavar="DIR",
        type=Path,
        help="work in a copy of the lessons in this folder; the course stays as it is",
    )
    options = parser.parse_args(argv[:cut])

    python = install.prepare()
    folder = NOTEBOOKS
    if options.learner is not None:
        folder = options.learner.expanduser().resolve()
        for sentence in own_copy.update(folder):
            print(sentence, file=sys.stderr)
    command = [str(python), "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    if options.no_browser:
        command.append("--no-browser")
    if options.port is not None:
        command.append(f"--ServerApp.port={options.port}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    env = handover.variables(python)
    # Keeps Lab calm: no news, update checks, extension manager or build prompts.
    paths = [str(ROOT / "helpers" / "jupyter"), env.get("JUPYTER_CONFIG_PATH")]
    env["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    return handover.hand_over([*command, *argv[cut + 1 :]], env)


# More than two workers would only import more, and so would nbval.
FAST = ["tests", "-o", "addopts=", "-p", "no:nbval", "-n", "2", "--dist", "worksteal"]
FAST += ["-m", "not kernel and not lessons"]


def test(argv: list[str]) -> int:
    """Run the tests as they run everywhere, whatever this machine's keys and settings."""
    python = install.prepare()
    if "--fast" in argv:
        argv = [*FAST, *argv]
    if "--browser" in argv:
        install.add(python, "playwright", extra="browser")
    env = handover.for_replay(handover.variables(python)) | {"LESSON_PACE": "0"}
    return handover.hand_over([str(python), "-m", "pytest", "-n", str(_workers()), *argv], env)


def _workers() -> int:
    """Two for each core: tests of notebooks often wait, for a kernel or for a retry's turn."""
    if hasattr(os, "sched_getaffinity"):
        return 2 * len(os.sched_getaffinity(0))
    return 2 * (os.cpu_count() or 1)


def _in_environment(python: Path | None, name: str, argv: list[str]) -> int:
    """Run a command's module in this Python; in the one that runs now if there is none."""
    if python and not handover.is_this(python):
        command = [str(python), "-m", "helpers", name, *argv]
        return handover.hand_over(command, handover.variables(python))
    return import_module(f"helpers.commands.{name}").main(argv)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "lab": lab,
    "test": test,
    "record": lambda argv: _in_environment(install.prepare(), "record", argv),
    "doctor": lambda argv: _in_environment(environment.find(), "doctor", argv),
    "snippets": lambda argv: _in_environment(install.prepare(), "snippets", argv),
    "progress": lambda argv: _in_environment(None, "progress", argv),
}


def main(argv: list[str]) -> int:
    """Run one command; return its exit code."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    name, rest = argv[0], argv[1:]
    if name not in COMMANDS:
        near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.4)
        hint = f" Did you mean {near[0]}?" if near else ""
        print(f"There is no command {name}.{hint}\n\n{USAGE}", end="", file=sys.stderr)
        return 2
    try:
        environment.check_python(argv)
        code = COMMANDS[name](rest)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # as in `doctor | head`; Python would complain at its end, too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except SetupProblem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt as stopped:
        go_on = str(stopped) or "Run the same command again to go on."
        print(f"\nStopped. {go_on}", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
