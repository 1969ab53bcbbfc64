"""Cells: of a file in percent format, and run as a notebook runs them, but in this process."""

import ast
import inspect
import linecache
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

_numbers = count(1)


@dataclass(frozen=True)
class Cell:
    """title: what stands behind the `# %%`. line: where the cell begins."""

    title: str
    code: str
    line: int


def cells_of(path: Path) -> Iterator[Cell]:
    """The cells of a Python file in percent format, without what stands before the first."""
    text = path.read_text("utf-8")
    for match in re.finditer(r"^# %% (.*)\n((?:(?!# %%).*\n?)*)", text, re.MULTILINE):
        yield Cell(match[1].strip(), match[2], text[: match.start()].count("\n") + 1)


async def run(code: str, space: dict[str, Any]) -> Any:
    """Run a cell in a namespace and return the value of its last line, if that is an expression.

    `await` may stand at the top, and `inspect.getsource` finds the code, as in a notebook.
    """
    name = f"<cell {next(_numbers)}>"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    await _evaluated(tree, name, "exec", space)
    if last is None:
        return None
    return await _evaluated(ast.Expression(last.value), name, "eval", space)


async def _evaluated(tree: ast.AST, name: str, mode: str, space: dict[str, Any]) -> Any:
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    value = eval(compile(tree, name, mode, flags=flags), space)
    return await value if inspect.iscoroutine(value) else value
