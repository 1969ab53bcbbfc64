"""`progress`: how many learners of a class have solved what."""

import json
from pathlib import Path

import pytest

from helpers.__main__ import main
from helpers.practice import progress


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """The folders of three learners, one of whom has solved nothing yet."""
    for name, solved in {"ann": ["01.1", "02.1"], "bö b": ["01.1"], "cy": None}.items():
        folder = tmp_path / name / "lessons"
        folder.mkdir(parents=True)
        if solved:
            (folder / progress.NAME).write_text(json.dumps({"solved": solved}), "utf-8")
    return tmp_path


def lines(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def test_it_counts_who_solved_each_exercise(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress", str(room)]) == 0
    said, *rows = lines(capsys)
    assert said[-1] == "2"
    assert rows == [["01.1", "2"], ["02.1", "1"]]


def test_a_learner_named_twice_counts_once(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["progress", str(room), str(room / "ann")])
    assert lines(capsys)[1] == ["01.1", "2"]


def test_it_lists_each_learner_on_demand(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["progress", "--each", str(room)])
    assert f"{room / 'ann' / 'lessons'}: 01.1, 02.1" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["progress", str(tmp_path / "none")])
    assert "none" in capsys.readouterr().err
