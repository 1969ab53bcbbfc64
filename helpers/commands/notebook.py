"""Running a notebook in a kernel of its own, and writing it as it is kept in git."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from tqdm import tqdm
from traitlets.config import Config

# Else every kernel warns that what is said to it can be overheard.
_ENCRYPTED = Config(KernelManager={"transport_encryption": "auto"})
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
    doing: str = "running",
) -> nbformat.NotebookNode:
    """Run a notebook in a new kernel with this environment; returns it with its outputs.

    leave_out: cells with this tag are not run. then: code to run as more cells at its end.
    doing: what the progress bar says. Raises CellExecutionError for a failing cell that is not
    tagged `raises-exception`, CellTimeoutError for one that takes ten minutes, DeadKernelError.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(code) for code in then]
    with tqdm(total=len(notebook.cells), desc=f"{path.stem}: {doing}", leave=False) as bar:
        client = NotebookClient(
            notebook,
            timeout=600,
            coalesce_streams=True,
            store_widget_state=False,
            skip_cells_with_tag=leave_out,
            resources={"metadata": {"path": str(path.parent)}},
            config=_ENCRYPTED,
            shutdown_kernel="immediate",
            on_cell_start=lambda cell, cell_index: bar.update(cell_index - bar.n),
        )
        # Nobody has solved anything here.
        asyncio.run(_execute(client, {**environment, "LESSON_PROGRESS": ""}))
    return notebook


async def _execute(client: NotebookClient, environment: Mapping[str, str]) -> None:
    """Run it so that Ctrl-C ends it. nbclient would end the kernel, and fail for the want of it."""

    def refuse(*_: object) -> None:  # as Windows does, where nbclient goes without
        raise NotImplementedError

    asyncio.get_running_loop().add_signal_handler = refuse  # type: ignore
    try:
        await client.async_execute(env=environment)
    except DeadKernelError:
        if (task := asyncio.current_task()) and task.cancelling():
            raise asyncio.CancelledError from None
        raise


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
