"""A learner's own copy: brought once, brought up to date, and never written over."""

import json
import os
from pathlib import Path

import pytest

from helpers.commands import own_copy
from helpers.commands.packages import SetupProblem


def notebook(*sources: str, shows: str = "") -> str:
    output = {"output_type": "stream", "name": "stdout", "text": [shows]}
    cells = [{"cell_type": "code", "source": [s], "outputs": [output]} for s in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    folder = tmp_path / "the course" / "notebooks"
    for name, text in {
        "01_first.ipynb": notebook("start('01')", "..."),
        "GLOSSARY.md": "words",
        "images/red.png": "red",
        "TEACHING.md": "for the teacher",
        "cassettes/01_first.yaml": "answers",
        "practice/01_first/exercises.py": "solutions",
        ".ipynb_checkpoints/01_first.ipynb": "{}",
        ".progress.json": "{}",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def copy(tmp_path: Path, lessons: Path) -> Path:
    folder = tmp_path / "Zoë's lessons"
    assert own_copy.update(folder, lessons) == []
    return folder


def held(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


FIRST = {"01_first.ipynb", "GLOSSARY.md", "images/red.png", own_copy.BROUGHT}


def test_the_first_copy_holds_what_a_learner_reads(copy: Path, lessons: Path) -> None:
    assert held(copy) == FIRST
    for name in FIRST - {own_copy.BROUGHT}:
        assert (copy / name).read_bytes() == (lessons / name).read_bytes()


def test_a_lesson_that_was_only_run_is_replaced_by_a_newer_one(copy: Path, lessons: Path) -> None:
    (copy / "01_first.ipynb").write_text(notebook("start('01')", "...", shows="run"), "utf-8")
    newer = notebook("start('01')", "# newer")
    (lessons / "01_first.ipynb").write_text(newer, "utf-8")
    (lessons / "GLOSSARY.md").write_text("more words", "utf-8")
    assert own_copy.update(copy, lessons) == []
    assert (copy / "01_first.ipynb").read_text("utf-8") == newer
    assert (copy / "GLOSSARY.md").read_text("utf-8") == "more words"
    assert held(copy) == FIRST


def test_what_a_learner_wrote_stays_and_the_newer_lesson_lies_beside_it(
    copy: Path, lessons: Path
) -> None:
    mine = notebook("start('01')", "my answer")
    (copy / "01_first.ipynb").write_text(mine, "utf-8")
    assert own_copy.update(copy, lessons) == []  # the course has nothing newer
    for n in (2, 3):
        newer = notebook("start('01')", f"# edition {n}")
        (lessons / "01_first.ipynb").write_text(newer, "utf-8")
        for said in (1, 0):  # once
            assert len(own_copy.update(copy, lessons)) == said
        assert (copy / f"01_first ({n}).ipynb").read_text("utf-8") == newer
        assert (copy / "01_first.ipynb").read_text("utf-8") == mine


@pytest.mark.parametrize("record", ["", "{", "[1]", "null"])
def test_without_a_record_of_the_copy_nothing_is_lost(
    copy: Path, lessons: Path, record: str
) -> None:
    mine = notebook("my answer")
    (copy / "01_first.ipynb").write_text(mine, "utf-8")
    (copy / own_copy.BROUGHT).write_text(record, "utf-8")
    assert len(own_copy.update(copy, lessons)) == 1
    assert (copy / "01_first.ipynb").read_text("utf-8") == mine
    assert held(copy) == {*FIRST, "01_first (2).ipynb"}


def test_a_lesson_that_was_deleted_comes_back(copy: Path, lessons: Path) -> None:
    (copy / "01_first.ipynb").unlink()
    own_copy.update(copy, lessons)
    assert held(copy) == FIRST


def test_a_folder_that_cannot_be_used(lessons: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", "utf-8")
    for folder in (lessons, lessons.parent, lessons / "mine", file):
        with pytest.raises(SetupProblem, match=r"course|copied"):
            own_copy.update(folder, lessons)
    assert file.read_text("utf-8") == "mine"
    assert not (lessons / own_copy.BROUGHT).exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_into_the_course_is_seen_through(lessons: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(lessons)
    with pytest.raises(SetupProblem):
        own_copy.update(tmp_path / "link", lessons)
