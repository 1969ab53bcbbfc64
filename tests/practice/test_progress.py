"""Which exercises are solved: a file that may be missing, broken or no file at all."""

import json
import os
from pathlib import Path

import pytest

from helpers.lessons import NOTEBOOKS
from helpers.practice import progress


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LESSON_PROGRESS", str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


def test_what_is_solved_is_noted_once_and_in_order(file: Path) -> None:
    assert progress.read() == []
    for number in ("02.1", "01.1", "02.1"):
        progress.solved(number)
    assert progress.read() == ["01.1", "02.1"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"solved": 3}', "\x00"])
def test_a_broken_progress_file_is_no_obstacle(content: str, file: Path) -> None:
    file.write_text(content, "utf-8")
    assert progress.read() == []
    progress.solved("01.1")
    progress.solved("02.1")
    assert json.loads(file.read_text("utf-8")) == {"solved": ["01.1", "02.1"]}


def test_progress_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no").write_text("a folder", "utf-8")
    monkeypatch.setenv("LESSON_PROGRESS", str(tmp_path / "no" / "progress.json"))
    progress.solved("01.1")
    assert progress.read() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_device_in_the_place_of_the_progress_file_stays_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path / "device"
    os.mkfifo(device)
    monkeypatch.setenv("LESSON_PROGRESS", str(device))
    progress.solved("01.1")
    assert device.is_fifo()


def test_what_is_no_ordinary_file_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSON_PROGRESS", str(tmp_path))
    progress.solved("01.1")
    assert tmp_path.is_dir() and list(tmp_path.parent.glob("*.tmp")) == []


def test_progress_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESSON_PROGRESS", "")
    progress.solved("01.1")
    assert progress.file() is None and progress.read() == []


def test_without_another_name_it_lies_beside_the_notebooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LESSON_PROGRESS")
    assert progress.file() == NOTEBOOKS / progress.NAME
    (tmp_path / "01_first.ipynb").write_text("{}", "utf-8")  # a copy of the lessons
    monkeypatch.chdir(tmp_path)
    assert progress.file() == tmp_path / progress.NAME
