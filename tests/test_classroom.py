"""The configuration for JupyterHub. `python3 -m tests.classroom` runs a whole class with it."""

import logging
import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from traitlets.config import PyFileConfigLoader

from helpers.lessons import ROOT

if os.name == "nt":
    pytest.skip("JupyterHub does not run on Windows", allow_module_level=True)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("CLASS_FOLDER", str(tmp_path / "the class"))
    return PyFileConfigLoader(str(ROOT / ".jupyterhub" / "jupyterhub_config.py")).load_config()


def learner(name: str) -> Any:
    return SimpleNamespace(user=SimpleNamespace(name=name), log=logging.getLogger(name))


def test_every_learner_has_lessons_and_keys_apart(config: Any, tmp_path: Path) -> None:
    for name in ("ann", "bob"):
        config.Spawner.pre_spawn_hook(learner(name))
        lessons = Path(config.Spawner.notebook_dir.format(username=name))
        assert (lessons / "04_streaming.ipynb").is_file()
        keys = Path(config.Spawner.environment["LESSON_ENV_FILE"](learner(name)))
        assert keys.parent == lessons.parent == tmp_path / "the class" / name
        assert (
            Path(config.SimpleLocalProcessSpawner.home_dir_template.format(username=name))
            == keys.parent
        )


@pytest.mark.parametrize("name", ["..", "../ann", "ann/lessons", "", "C:"])
def test_no_name_leads_out_of_the_class(config: Any, name: str) -> None:
    assert not re.fullmatch(config.Authenticator.username_pattern, name)


def test_without_passwords_it_serves_this_machine_only(config: Any) -> None:
    assert config.JupyterHub.authenticator_class == "dummy"
    assert config.JupyterHub.bind_url.startswith("http://127.0.0.1:")
