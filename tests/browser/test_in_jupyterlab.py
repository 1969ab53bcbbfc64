"""Every notebook in a real JupyterLab in a real browser: `python3 -m helpers test --browser`.

Each is run from top to bottom, every setting of its explorer is tried and every choice of its quiz
clicked. A cell that fails, a widget that does not draw or an error in the browser's console fails.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers.commands.handover import for_replay
from helpers.practice.explorer import ERROR

from ..test_notebooks import FOLDER, NAMES, code_cells

playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# What JupyterLab itself complains of, whatever the notebook.
HARMLESS = re.compile(r"favicon|ResizeObserver|Autofocus|preload|deprecated", re.IGNORECASE)
BROKEN_WIDGET = (
    "Error displaying widget",
    "Failed to load model class",
    "Loading widget...",
    "Javascript Error",
)

PANEL = """
  const app = window.jupyterapp;
  const panel = app && [...app.shell.widgets('main')].find(w => w.content && w.content.model);
"""
# Counts and outputs are stored in the notebook; what counts here is this run.
FORGET = f"""() => {{
  {PANEL}
  for (const cell of panel.content.model.cells)
    if (cell.type === 'code') {{ cell.executionCount = null; cell.outputs.clear(); }}
}}"""
STATE = f"""() => {{
  {PANEL}
  if (!panel) return null;
  const kernel = panel.sessionContext.session && panel.sessionContext.session.kernel;
  const cells = [...panel.content.model.cells].filter(c => c.type === 'code');
  return {{
    kernel: kernel ? kernel.status : 'none',
    running: cells.some(c => c.executionState && c.executionState !== 'idle'),
    cells: cells.map(c => ({{
      count: c.executionCount,
      outputs: c.outputs.toJSON().map(o => ({{type: o.output_type, text: o.evalue}})),
    }})),
  }};
}}"""


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on the notebooks, with settings of its own."""
    home = tmp_path_factory.mktemp("jupyter")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")}
    environment = for_replay(kept) | {
        "LESSON_PACE": "0",
        **{f"JUPYTER_{n}_DIR": str(home / n) for n in ("CONFIG", "RUNTIME", "DATA")},
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    _settings(home / "settings", "notebook-extension/tracker", windowingMode="none")
    _settings(home / "settings", "docmanager-extension/plugin", autosave=False)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", "--IdentityProvider.token=", "--allow-root"]
    command += [f"--ServerApp.root_dir={FOLDER}", "--LabApp.expose_app_in_browser=True"]
    command += ["--LabApp.news_url=", "--LabApp.extension_manager=readonly"]
    log = (home / "server.log").open("wb")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(lambda: _answers(f"{address}/api/status"), 60, "JupyterLab did not start")
        yield address
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _settings(folder: Path, plugin: str, **values: Any) -> None:
    file = folder / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(values), encoding="utf-8")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


def _wait(condition: Any, seconds: float, complaint: str) -> Any:
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, complaint
        time.sleep(0.2)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "No Chromium or Chrome found: install one, or name it in CHROMIUM."
    with playwright.sync_playwright() as engine:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = engine.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


class Notebook:
    """A notebook opened in JupyterLab."""

    def __init__(self, page: Any, address: str, name: str) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{address}/doc/tree/{name}.ipynb?reset")
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
        _wait(lambda: self._idle(), 60, "the kernel did not start")

    def _console(self, message: Any) -> None:
        if message.type == "error" and not HARMLESS.search(message.text):
            self.errors.append(message.text)

    def _idle(self) -> bool:
        state = self.page.evaluate(STATE)
        return bool(state) and state["kernel"] == "idle" and not state["running"]

    def settle(self, seconds: float = 120) -> None:
        """Wait until nothing runs, twice in a row."""
        for _ in range(2):
            _wait(self._idle, seconds, "cells are still running")
            self.page.wait_for_timeout(150)

    def run_all(self) -> list[dict[str, Any]]:
        self.page.evaluate(FORGET)
        self.page.get_by_role("menuitem", name="Run", exact=True).first.click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        _wait(self._all_ran, 180, "not every cell has run")
        self.settle()
        return self.page.evaluate(STATE)["cells"]

    def _all_ran(self) -> bool:
        # A kernel may look idle between two cells, so counts say more than its status.
        return all(cell["count"] for cell in self.page.evaluate(STATE)["cells"])

    def outputs_with(self, selector: str) -> Any:
        return self.page.locator(f".jp-OutputArea-output {selector}")


def _try_every_setting(notebook: Notebook) -> int:
    """Change each control of the explorer through all its values; how many changes there were."""
    changes = 0
    menus = notebook.outputs_with(".widget-dropdown select")
    for number in range(menus.count()):
        menu = menus.nth(number)
        for option in menu.locator("option").all_inner_texts():
            menu.select_option(label=option)
            notebook.settle()
            changes += 1
    sliders = notebook.outputs_with(".widget-slider .noUi-handle")
    for number in range(sliders.count()):
        for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
            sliders.nth(number).press(key)
            notebook.settle()
            changes += 1
    buttons = notebook.outputs_with("button.widget-button")
    for number in range(buttons.count()):
        buttons.nth(number).click()
        notebook.settle()
        changes += 1
    return changes


def _click_every_choice(notebook: Notebook) -> int:
    choices = notebook.outputs_with(".widget-radio-box input[type=radio]")
    for number in range(choices.count()):
        choices.nth(number).check()
    notebook.settle()
    return choices.count()


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_draws_and_answers(name: str, lab: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    try:
        notebook = Notebook(page, lab, name)
        for cell, written in zip(notebook.run_all(), code_cells(name), strict=True):
            failed = [o for o in cell["outputs"] if o["type"] == "error"]
            meant = "raises-exception" in written.metadata.get("tags", [])
            assert meant or not failed, failed
        assert _try_every_setting(notebook) > 1
        assert _click_every_choice(notebook) >= 9
        assert notebook.page.locator(f".{ERROR}").count() == 0
        for broken in BROKEN_WIDGET:
            assert notebook.page.get_by_text(broken).count() == 0
        assert notebook.errors == []
    finally:
        page.close()
