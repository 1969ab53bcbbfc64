"""What the check-up says of models, recordings, packages and the network, without asking it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from helpers import models
from helpers.commands import freshness
from helpers.commands.checkup import Finding, Setup
from helpers.lessons import ROOT
from helpers.replay.cassette import Cassette

from ..recorded import cassette, openai_chat

Check = Callable[[Setup], Iterator[Finding]]


def found(check: Check, root: Path = ROOT, **variables: str) -> dict[str, str]:
    return {text: state for state, text in check(Setup(root, variables))}


def states(findings: dict[str, str], word: str) -> list[str]:
    return [state for text, state in findings.items() if word in text]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "notebooks" / "cassettes" / "personal").mkdir(parents=True)
    (tmp_path / "notebooks" / "01_first.ipynb").write_text("{}", "utf-8")
    return tmp_path


def write(course: Path, name: str, days: int) -> Path:
    made = cassette(openai_chat("hi"))
    day = (date.today() - timedelta(days)).isoformat()
    path = course / "notebooks" / "cassettes" / f"{name}.yaml"
    Cassette(made.source, day, made.interactions).save(path)
    return path


@pytest.mark.parametrize(
    ("model", "day"),
    [
        ("gpt-4o", "2027-01-14"),  # the course's table
        ("claude-opus-4-0", "2026-06-15"),  # Anthropic's SDK
        ("claude-sonnet-4-5-20250929", "2026-11-30"),
    ],
)
def test_the_day_on_which_a_model_ends_is_known(model: str, day: str) -> None:
    assert freshness.end_of(model) == date.fromisoformat(day)


def test_a_model_that_ends_soon_or_has_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for days, state, word in [
        (-1, "note", "ended on"),
        (30, "note", "ends on"),
        (999, "ok", "ends on"),
    ]:
        day = (date.today() + timedelta(days)).isoformat()
        monkeypatch.setitem(models.RETIRED, "an-old-one", (f"ends on {day}", "OPENAI_MODEL"))
        told = found(freshness.models, OPENAI_MODEL="an-old-one")
        assert states(told, f"an-old-one: {word} {day}") == [state]


def test_a_table_that_is_old_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "CHECKED_ON", date.today().isoformat())
    assert states(found(freshness.models), "checked 0 days ago") == ["ok"]
    monkeypatch.setattr(models, "CHECKED_ON", "2020-01-01")
    assert states(found(freshness.models), "days ago") == ["note"]


@pytest.mark.parametrize(("days", "state"), [(3, "ok"), (300, "note")])
def test_the_age_of_the_recordings(course: Path, days: int, state: str) -> None:
    write(course, "01_first", days)
    write(course, "personal/01_first", 900)
    assert found(freshness.recordings, course) == {f"recordings: up to {days} days old": state}


def test_a_recording_that_cannot_be_read_is_wrong_and_a_kept_answer_a_note(course: Path) -> None:
    for name, state, advice in [
        ("01_first", "wrong", "git checkout"),
        ("personal/01_first", "note", "move it away"),
    ]:
        path = write(course, name, 0)
        path.write_text(path.read_text("utf-8")[:-20], "utf-8")
        assert states(found(freshness.recordings, course), advice) == [state]


def test_a_package_in_another_version_is_named(course: Path) -> None:
    (course / "requirements.txt").write_text("openai==1.0\nnot-here==2\n", "utf-8")
    told = found(freshness.pins, course)
    assert states(told, "openai 3.3.0 for 1.0") == ["note"]
    (course / "requirements.txt").write_text("openai==3.3.0\n", "utf-8")
    assert list(found(freshness.pins, course).values()) == ["ok"]


def test_proxies_are_named_without_their_passwords() -> None:
    told = found(freshness.network, HTTPS_PROXY="http://me:secret@proxy:99", all_proxy="", X="y")
    assert told == {"HTTPS_PROXY: set to http://proxy:99": "note"}
