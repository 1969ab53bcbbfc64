"""Running a notebook."""

import json
import os
from pathlib import Path

import nbformat
import pytest

from helpers.commands import notebook
from helpers.lessons import ROOT

pytestmark = pytest.mark.kernel


def test_its_kernel_is_encrypted_and_has_nothing_to_warn_of(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "01_small.ipynb"
    cells = [nbformat.v4.new_code_cell("print(6 * 7)")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    run = notebook.run(path, os.environ)
    assert run.cells[0].outputs[0].text == "42\n"
    assert "encryption" not in capfd.readouterr().err


def test_jupyterlabs_kernels_are_encrypted_too() -> None:
    file = ROOT / "helpers" / "jupyter" / "jupyter_server_config.json"
    assert json.loads(file.read_text("utf-8"))["KernelManager"]["transport_encryption"] == "auto"
