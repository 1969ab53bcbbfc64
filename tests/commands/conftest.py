"""A course in a folder of its own, and set-up without its steps."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from helpers.commands import install
from helpers.commands.environment import python_in


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course that the running Python lacks a package of."""
    root = tmp_path / "course"
    root.mkdir()
    (root / "pyproject.toml").write_text(
        '[project]\nname = "tiny-course"\n'
        'dependencies = ["taught-here==2.1.0", "Used_here", "never.locked"]\n',
        encoding="utf-8",
    )
    (root / "requirements.txt").write_text(
        "# made by hand\ntaught-here==2.1.0\nused-here==5.6.1 ; os_name != 'x'\n-e .\n",
        encoding="utf-8",
    )
    return root


class Steps:
    """Stands for the commands that make an environment; a step can be told to fail."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fails: dict[str, BaseException] = {}

    def __call__(
        self,
        command: list[str],
        root: Path,
    ) -> None:
        name = command[command.index("-m") + 1]
        self.done.append(name)
        if name == "venv":
            self.make(Path(command[-1]))
        if name in self.fails:
            raise self.fails[name]

    @staticmethod
    def make(venv: Path) -> None:
        """What `python -m venv` leaves, as far as it is looked at."""
        python = python_in(venv)
        python.parent.mkdir(parents=True)
        real = Path(sys._base_executable).resolve()
        if os.name == "nt":
            shutil.copy(real, python)
        else:
            python.symlink_to(real)
        (venv / "pyvenv.cfg").write_text(
            f"home = {real.parent}\nexecutable = {real}\ninclude-system-site-packages = false\n",
            encoding="utf-8",
        )

    def again(self) -> list[str]:
        """The steps since the last call."""
        done, self.done = self.done, []
        return done


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    fake = Steps()
    monkeypatch.setattr(install, "_run", fake)
    return fake
