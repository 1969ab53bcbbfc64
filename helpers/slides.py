"""A lesson's core as slides: `jupyter nbconvert --to slides` calls this, as TEACHING.md says."""

from typing import Any

from nbformat import NotebookNode


def of_core(notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
    """A preprocessor of nbconvert: each section is a slide, below it one for each further text.

    What goes further is left out, and so are the solutions.
    """
    notebook.cells = [
        cell
        for cell in notebook.cells
        if "further" not in cell.metadata.get("tags", [])
        and not cell.source.startswith("<details><summary>Solution")
    ]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            begins = cell.source.startswith(("# ", "## "))
            cell.metadata["slideshow"] = {"slide_type": "slide" if begins else "subslide"}
    return notebook, resources
