"""Lesson 07's table of the three APIs: every name in it is one of the installed SDKs' own."""

import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple, get_args, get_type_hints

import anthropic.types
import openai.types.chat
import openai.types.responses
import pytest
from anthropic import Anthropic
from anthropic.types.message_create_params import MessageCreateParamsBase
from openai import OpenAI
from openai.types.chat.completion_create_params import CompletionCreateParamsBase
from openai.types.responses.response_create_params import ResponseCreateParamsBase

from .test_notebooks import read

pytestmark = pytest.mark.lessons


class API(NamedTuple):
    """Where an SDK says what one of the APIs takes and gives."""

    client: Any
    request: type
    answer: type
    types: ModuleType


APIS = {
    "Chat Completions": API(
        OpenAI(api_key="none"),
        CompletionCreateParamsBase,
        openai.types.chat.ChatCompletion,
        openai.types.chat,
    ),
    "Responses": API(
        OpenAI(api_key="none"),
        ResponseCreateParamsBase,
        openai.types.responses.Response,
        openai.types.responses,
    ),
    "Messages": API(
        Anthropic(api_key="none"),
        MessageCreateParamsBase,
        anthropic.types.Message,
        anthropic.types,
    ),
}
CALLED = {"call", "count first"}
SENT = {"prompt", "system prompt", "cap", "effort", "schema", "functions", "go on from", "cache"}
SENT |= {"kept by default"}
RECEIVED = {"answer", "text", "why it ended", "refused", "call of a function"}
COUNTED = {"usage, in", "usage, out", "usage, cached"}
NAMED = {"its result", "picture"}  # by their types or roles alone
NOT_IN_THE_TYPES = {"prompt too long"}


def table() -> dict[str, dict[str, str]]:
    """What stands in each row, by the API."""
    prose = [cell.source for cell in read("07_conversations").cells]
    source = next(text for text in prose if "the three APIs side by side" in text)
    lines = [line for line in source.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    head, _, *others = rows
    assert head[1:] == list(APIS)
    return {row[0]: dict(zip(APIS, row[1:], strict=True)) for row in others}


def test_every_row_is_checked() -> None:
    assert set(table()) == CALLED | SENT | RECEIVED | COUNTED | NAMED | NOT_IN_THE_TYPES


@pytest.mark.parametrize("name", APIS)
@pytest.mark.parametrize("row", table())
def test_a_name_in_the_table_is_one_of_the_sdk(row: str, name: str) -> None:
    api, told = APIS[name], table()[row][name]
    for kind, word in re.findall(r"(\w+ of (?:type|role) )?`([^`]+)`", told):
        if kind:
            assert word in literals(api.types), word
        elif row in CALLED:
            assert callable(attribute(api.client, word)), word
        elif row in SENT:
            assert word in get_type_hints(api.request), word
        elif row in RECEIVED:
            assert is_in(api.answer, word), word
        elif row in COUNTED:
            assert is_in(api.answer, f"usage.{word}"), word
        else:
            assert row in NOT_IN_THE_TYPES, word


def test_the_ending_of_a_window_that_claude_fills_is_one_of_the_sdk() -> None:
    source = next(c.source for c in read("07_conversations").cells if "side by side" in c.source)
    assert "`model_context_window_exceeded`" in source
    assert "model_context_window_exceeded" in get_args(anthropic.types.StopReason)


def attribute(thing: Any, path: str) -> Any:
    for part in path.split("."):
        thing = getattr(thing, part)
    return thing


def is_in(model: Any, path: str) -> bool:
    """Whether a model has a field, or a property, at such a path."""
    first, _, rest = path.replace("[0]", "").partition(".")
    if first not in model.model_fields:
        return not rest and isinstance(getattr(model, first, None), property)
    inner = list(models_in(model.model_fields[first].annotation))
    return not rest or any(is_in(each, rest) for each in inner)


def models_in(annotation: Any) -> Iterator[Any]:
    if hasattr(annotation, "model_fields"):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def literals(types: ModuleType) -> set[str]:
    """Every type and every role that the classes of a module may have."""
    found: set[str] = set()
    inside = [vars(part) for part in vars(types).values() if isinstance(part, ModuleType)]
    for each in (one for names in (vars(types), *inside) for one in names.values()):
        hints = hints_of(each) if isinstance(each, type) else {}
        found |= {word for key in ("type", "role") for word in strings(hints.get(key))}
    return found


def hints_of(kind: type) -> dict[str, Any]:
    """Nothing for a class whose hints name what its module has not imported."""
    try:
        return get_type_hints(kind)
    except NameError:
        return {}


def strings(annotation: Any) -> Iterator[str]:
    for part in get_args(annotation):
        if isinstance(part, str):
            yield part
        else:
            yield from strings(part)
