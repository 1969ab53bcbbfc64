"""JSON that people read on the wire."""

import json
from typing import Any

import pytest

from helpers.compact_json import dumps

LONG = "a word and another one, " * 10


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        None,
        "é",
        {"a": [1, 2, {"b": None}]},
        {"messages": [{"role": "user", "content": LONG}, {"role": "user", "content": "hi"}]},
        [[LONG], {"x": {"y": {"z": [LONG, 1]}}}],
    ],
)
def test_it_says_the_same_as_json(value: Any) -> None:
    assert json.loads(dumps(value)) == value


def test_what_fits_stands_on_one_line_and_the_rest_on_lines_of_their_own() -> None:
    short, long = {"role": "user", "content": "hi"}, {"role": "user", "content": LONG}
    lines = dumps({"model": "m", "messages": [short, long]}).splitlines()
    assert '    {"role": "user", "content": "hi"},' in lines
    assert lines[0] == "{" and lines[1] == '  "model": "m",'


def test_no_line_is_wider_than_asked_for_where_values_are_short() -> None:
    value = {"usage": {f"tokens_{n}": n for n in range(30)}, "list": list(range(100))}
    assert max(map(len, dumps(value, 60).splitlines())) <= 60


def test_letters_of_all_languages_stay() -> None:
    assert dumps({"é": "日本"}) == '{"é": "日本"}'
