"""A recording is checked when it is loaded: what is wrong with it is told, with the line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.problems import LessonProblem
from helpers.replay.cassette import Cassette

from . import fuzz

GOOD = """\
version: 1
source: simulator
recorded: '2026-11-22'
interactions:
- request:
    method: POST
    uri: https://api.openai.com/v1/chat/completions
    headers:
      content-type:
      - application/json
    body: '{}'
  response:
    status:
      code: 200
      message: OK
    headers:
      content-type:
      - application/json
    body:
      string: '{"a": 1}'
  timing:
    headers: 10
    chunks: 20/8
"""


def load(text: str | bytes, folder: Path) -> Cassette:
    path = folder / "recording.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return Cassette.load(path)


def test_a_good_one(tmp_path: Path) -> None:
    (interaction,) = load(GOOD, tmp_path).interactions
    assert (interaction.status, interaction.body) == (200, b'{"a": 1}')
    assert interaction.timing.chunks == ((20, 8),)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("code: 200", "code: 2000", 14),
        ("code: 200", "code: .inf", 14),
        ("message: OK", "message: Schön", 15),
        ("headers: 10", "headers: 999999999999", 22),
        ("headers: 10", "headers: [1]", 22),
        ("20/8", "20/9", 5),
        ("20/8", "9999999/8", 5),
        ("20/8", "now", 23),
        ("method: POST", "method: {a: b}", 6),
        ("method: POST", "method: !!set {POST}", 6),
        ("method: POST", "method: &a POST", 6),
        ("body: '{}'", "body: *a", 11),
        ("https://api.openai.com", "openai:", 7),
        ("string: '{\"a\": 1}'", "string: ''", 13),
        ("string: '{\"a\": 1}'", "string: '{\"a\": 1;'", 13),
        ("string: '{\"a\": 1}'", "string: '[2,3,45]'", 13),
        ("string: '{\"a\": 1}'", "string: !!binary é", 20),
        ("      - application/json\n    body:\n", "      - picture/png\n    body:\n", 13),
        ("  timing:\n    headers: 10\n    chunks: 20/8\n", "", 1),
        ("recorded:", "source:", 3),
        ("interactions:", "--- \ninteractions:", 0),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, line: int, tmp_path: Path) -> None:
    assert old in GOOD
    with pytest.raises(LessonProblem, match=rf"recording\.yaml .*line {line}: "):
        load(GOOD.replace(old, new, 1), tmp_path)


BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)
)


@pytest.mark.parametrize(
    "text",
    [BOMB, "[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "a:\n" + " " * 9],
    ids=["aliases", "lists", "mappings", "blocks", "keys", "bare"],
)
def test_what_would_hang_or_crash_is_told_at_once(text: str, tmp_path: Path) -> None:
    with pytest.raises(LessonProblem, match="line"):
        load(text, tmp_path)


def test_numbers_and_dates_are_text_as_they_are_written(tmp_path: Path) -> None:
    text = GOOD.replace("'2026-11-22'", "2026-11-22").replace("message: OK", "message: 0x10")
    recording = load(text, tmp_path)
    assert recording.recorded == "2026-11-22"
    assert recording.interactions[0].reason == "0x10"


def _folder(path: Path) -> None:
    path.mkdir()


def _unreadable(path: Path) -> None:
    path.write_text(GOOD, "utf-8")
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        return
    pytest.skip("this user may read everything")


@pytest.mark.parametrize("make", [_folder, _unreadable])
def test_what_is_no_file_is_told(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "recording.yaml"
    make(path)
    with pytest.raises(LessonProblem, match=r"recording\.yaml cannot be read"):
        Cassette.load(path)


def test_any_damage_is_told_or_does_none(tmp_path: Path) -> None:
    """A few of the thousands that `python3 -m tests.replay.fuzz` tries."""
    assert fuzz.run(30, tmp_path, seed=2).total() == 60
