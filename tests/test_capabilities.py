"""The table of what works on which model: whole, and about the models of the course."""

from typing import Any, get_args, get_type_hints

import pytest
from anthropic.types import OutputConfigParam
from openai.types.shared import ReasoningEffort

from helpers import capabilities, capability_tables
from helpers.capabilities import ANTHROPIC, OPENAI
from helpers.models import RECORDED


def texts_in(hint: Any) -> list[str]:
    """The texts that a type from the SDK allows, however deep they stand."""
    if isinstance(hint, str):
        return [hint]
    return [text for part in get_args(hint) for text in texts_in(part)]


OPENAI_EFFORTS = set(texts_in(ReasoningEffort))
ANTHROPIC_EFFORTS = set(texts_in(get_type_hints(OutputConfigParam)["effort"]))


@pytest.mark.parametrize("model", OPENAI.values(), ids=list(OPENAI))
def test_every_effort_of_openais_sdk_is_decided_or_open(model):
    assert set(model.chat) == set(model.responses) == OPENAI_EFFORTS


@pytest.mark.parametrize("model", ANTHROPIC.values(), ids=list(ANTHROPIC))
def test_every_effort_of_anthropics_sdk_is_decided_or_open(model):
    assert set(model.efforts) == ANTHROPIC_EFFORTS
    assert set(model.disabled) == set(model.between_tools) == ANTHROPIC_EFFORTS


def test_the_models_of_the_course_take_what_the_lessons_send():
    assert set(RECORDED.values()) <= {*OPENAI, *ANTHROPIC}
    for model in RECORDED.values():
        assert capabilities.refused_from_the_lessons(model) == []


def test_others_are_told_what_they_refuse():
    without_none = next(name for name, model in OPENAI.items() if model.chat["none"] is False)
    assert 'reasoning_effort="none"' in capabilities.refused_from_the_lessons(without_none)
    always = next(name for name, model in ANTHROPIC.items() if not any(model.disabled.values()))
    assert 'thinking={"type": "disabled"}' in capabilities.refused_from_the_lessons(always)
    assert capabilities.refused_from_the_lessons("a model of another vendor") == []


@pytest.mark.parametrize(
    ("models", "table"),
    [
        (OPENAI, capability_tables.of_openai()),
        (ANTHROPIC, capability_tables.of_anthropic()),
    ],
)
def test_the_table_has_a_column_for_each_model_or_for_several_that_take_the_same(models, table):
    head, *rows = table.splitlines()
    columns = head.split()
    named = [
        name if number == 0 else f"{column.split('/')[0].rpartition('-')[0]}-{name}"
        for column in columns
        for number, name in enumerate(column.split("/"))
    ]
    assert named == list(models)
    starts = [head.index(column) for column in columns]
    for row in rows:
        cells = [row[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
        assert row[: starts[0]].strip() and all(cells)
