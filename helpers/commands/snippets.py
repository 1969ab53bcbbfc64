"""Whole programs for a project of your own: those in `notebooks/snippets/`.

python3 -m helpers snippets               lists all
python3 -m helpers snippets WORD          lists those with this word in their name, task or API
python3 -m helpers snippets NAME          prints one
python3 -m helpers snippets run NAME      runs one, with recorded answers
python3 -m helpers snippets export DIR    writes all into a folder

A program is named by its task and its API. Its docstring begins with the task, and ends with the
number of the lesson that explains it.
"""

import ast
import contextlib
import os
import re
import runpy
import sys
from difflib import get_close_matches
from functools import cache
from importlib.metadata import packages_distributions, version
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pygments import highlight
from pygments.formatters import TerminalFormatter
from pygments.lexers import PythonLexer

from .. import lesson, lessons
from ..models import CHECKED_ON
from ..settings import Mode
from .packages import SetupProblem

FOLDER = lessons.NOTEBOOKS / "snippets"
APIS = {
    "openai": "OpenAI: Chat Completions",
    "responses": "OpenAI: Responses",
    "anthropic": "Anthropic (Claude)",
}


class Snippet(NamedTuple):
    """A program. api: a key of APIS, empty for one that asks both. lesson: its number."""

    name: str
    api: str
    task: str
    lesson: str
    source: str

    @classmethod
    def read(cls, path: Path) -> "Snippet":
        source, end = path.read_text("utf-8"), path.stem.rpartition("_")[2]
        first, *_, last = (ast.get_docstring(ast.parse(source)) or "\n").splitlines()
        return cls(path.stem, end if end in APIS else "", first, re.sub(r"\D", "", last), source)

    def line(self) -> str:
        """Its name, API and lesson."""
        api = APIS.get(self.api, "OpenAI and Anthropic (Claude)")
        return f"    {self.name:<23} {api}, lesson {self.lesson}"

    def has(self, word: str) -> bool:
        """Whether the word stands in its name, task or API."""
        return word.casefold() in f"{self.task}{self.line()}".casefold()


def by_task() -> list[tuple[str, list[Snippet]]]:
    """Each task with its snippets, in the order of the lessons and of APIS."""
    order = ["", *APIS]
    found = [Snippet.read(path) for path in FOLDER.glob("*.py")]
    first = {s.task: s.lesson for s in sorted(found, key=lambda s: s.lesson, reverse=True)}
    found.sort(key=lambda s: (first[s.task], s.task, order.index(s.api)))
    return [(task, list(same)) for task, same in groupby(found, lambda s: s.task)]


def every() -> dict[str, Snippet]:
    """All of them, by name."""
    return {snippet.name: snippet for _, same in by_task() for snippet in same}


def show(wanted: str = "") -> bool:
    """Print the list of those that have this word; returns whether there are any."""
    tasks = [(task, [s for s in same if s.has(wanted)]) for task, same in by_task()]
    for task, same in tasks:
        if same:
            print(task, *(s.line() for s in same), sep="\n")
    return any(same for _, same in tasks)


def find(name: str) -> Snippet:
    """The snippet of this name. Raises SetupProblem, with the nearest names."""
    name, known = name.removesuffix(".py"), every()
    if name in known:
        return known[name]
    near = [n for n in known if name in n] or get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"Did you mean {', '.join(near)}?" if near else "List them: python3 -m helpers snippets"
    raise SetupProblem(f"There is no snippet {name}. {hint}")


_owners = cache(packages_distributions)  # it reads about every package that is installed


def pins(source: str) -> str:
    """What a program imports beyond the standard library, as arguments of pip."""
    names = re.findall(r"^(?:import|from) (\w+)(?:\.\S+)?(?:$| import)", source, re.MULTILINE)
    owners = _owners()
    wanted = sorted({owners[name][0] for name in names if name not in sys.stdlib_module_names})
    return " ".join(f"{package}=={version(package)}" for package in wanted)


def export(folder: Path) -> None:
    """Write all into a folder, each with what to install for it.

    Raises SetupProblem if that would overwrite a file, and writes nothing then.
    """
    files = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    for name, snippet in every().items():
        head = f"# {CHECKED_ON}, pip install {pins(snippet.source)}\n"
        files[f"{name}.py"] = (head + snippet.source).encode()
    if there := [name for name in sorted(files) if (folder / name).exists()]:
        raise SetupProblem(f"{folder} has a {there[0]} already. Name an empty folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise SetupProblem(f"{folder} cannot be written to: {error}.") from None


def run(name: str, mode: Mode = "replay") -> None:
    """Run one as a program, in an empty folder. Raises what it raises."""
    os.environ.update(LESSON_MODE=mode, PYTHON_DOTENV_DISABLED="1")
    lesson.begin("snippets")
    with TemporaryDirectory() as folder, contextlib.chdir(folder):
        runpy.run_path(str(FOLDER / f"{find(name).name}.py"), run_name="__main__")


def main(arguments: list[str]) -> int:
    """List, print, run or export; returns the exit code."""
    match arguments:
        case []:
            show()
        case ["run", name]:
            run(name)
        case ["export", folder]:
            export(Path(folder))
            print(len(every()), "programs are in", folder)
            print("The first line of each says what to install.")
        case [word] if not word.startswith("-") and word not in ("run", "export"):
            if word.removesuffix(".py") not in every() and show(word):
                return 0
            source = find(word).source
            colored = highlight(source, PythonLexer(), TerminalFormatter())
            print(colored if sys.stdout.isatty() else source, end="")
        case _:
            print(__doc__, end="")
            return 0 if arguments in (["-h"], ["--help"]) else 2
    return 0
