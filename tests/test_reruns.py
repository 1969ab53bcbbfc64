"""A learner leaves parts out, comes back to them, and runs cells again: the answers stay the same.

In one kernel the core of each notebook is run, then what goes further, then all of it from top to
bottom. What the runs show has to be what is stored.
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
def test_core_further_and_all_again_show_what_is_stored(name: str) -> None:
    stored = {cell.id: shown(cell) for cell in read(name).cells if cell.cell_type == "code"}
    notebook = read(name)
    code = [n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    further = [n for n in code if "further" in notebook.cells[n].metadata.get("tags", [])]
    core = [n for n in code if n not in further]
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}})
    environment = for_replay(os.environ) | {"LESSON_PACE": "0"}
    with client.setup_kernel(env=environment):
        for cells in (core, further, code):
            for number in cells:
                cell = client.execute_cell(notebook.cells[number], number)
                assert shown(cell) == stored[cell.id], cell.source
