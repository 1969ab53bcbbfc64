"""Cells, run in an IPython shell of their own."""

import subprocess
import sys


def run_cells(*cells: str) -> subprocess.CompletedProcess[str]:
    """Run cells one after the other in a new shell. IPython prints tracebacks to stdout."""
    lines = [
        "from IPython.core.interactiveshell import InteractiveShell",
        "shell = InteractiveShell.instance(colors='nocolor')",
        *(f"shell.run_cell({cell!r})" for cell in cells),
    ]
    command = [sys.executable, "-c", "\n".join(lines)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
