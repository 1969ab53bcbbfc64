"""Running a notebook in a kernel of its own, and writing it as it is kept in git."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


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
