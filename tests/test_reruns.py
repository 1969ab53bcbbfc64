"""A learner runs cells again, and starts in the middle: the answers stay the same.

In one kernel each notebook is run whole, then whole again, then its set-up cell and the sections
of its second half. What the runs show has to be what is stored.
"""

import os
import re

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from helpers.commands.handover import for_replay

from .test_notebooks import FOLDER, every_notebook, read

pytestmark = pytest.mark.kernel

_SECONDS = re.compile(r"\b\d+\.\d+ s\b")


def shown(cell: NotebookNode) -> list[str]:
    """The outputs of a cell as text, without tracebacks and measured seconds."""
    texts: dict[str, str] = {}
    for output in cell.outputs:
        if output.output_type == "error":
            text = f"{output.ename}: {output.evalue}"
        elif output.output_type == "stream":
            text = output.text
        else:
            text = output.data.get("text/plain", "")
        texts[output.output_type] = texts.get(output.output_type, "") + text
    return [_SECONDS.sub("SECONDS", f"{kind}: {text}") for kind, text in texts.items()]


@every_notebook
def test_running_cells_again_shows_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = {cell.id: shown(cell) for cell in read(name).cells if cell.cell_type == "code"}
    notebook = read(name)
    code = [n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    sections = [n for n, cell in enumerate(notebook.cells) if cell.source.startswith("## ")]
    middle = next(n for n in sections if n > len(notebook.cells) // 2)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}})
    environment = for_replay(os.environ) | {"LESSON_PACE": "0"}
    with client.setup_kernel(env=environment):
        for cells in (code, code, [code[0], *(n for n in code if n > middle)]):
            for number in cells:
                cell = client.execute_cell(notebook.cells[number], number)
                assert shown(cell) == stored[cell.id]
