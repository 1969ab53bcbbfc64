"""The reference page: each name in it is one of the SDKs' own or was recorded, each link leads to a
lesson that shows it, and the page is what is made from the rows."""

import inspect
import json
import re
from functools import cache
from typing import Any

import anthropic
import httpx2
import openai
import pytest
import yaml
from anthropic.types import Message
from openai.types.chat.chat_completion import Choice
from openai.types.responses import Response

from helpers import lessons
from helpers.replay import failures

from . import reference, sdk_types
from .reference import APIS, Row, Section

pytestmark = pytest.mark.lessons

SECTIONS = reference.sections()
ROWS = [(section, row) for section in SECTIONS for row in section.rows]
every_row = pytest.mark.parametrize(
    ("section", "row"), ROWS, ids=[f"{section.title}: {row.what}" for section, row in ROWS]
)
ADDRESSES = dict(zip(APIS, ("/chat/completions", "/responses", "/messages"), strict=True))
CLIENTS: dict[str, Any] = dict(
    zip(APIS, (openai.OpenAI, openai.OpenAI, anthropic.Anthropic), strict=True)
)


@every_row
def test_a_name_is_one_of_the_sdks_or_was_recorded(section: Section, row: Row) -> None:
    names = [(api, name) for api in APIS for name in row.names(api)]
    assert [(api, name) for api, name in names if not is_known(api, section.checks, name)] == []


@pytest.mark.parametrize(
    ("api", "check", "name"),
    [
        ("Chat Completions", "request", "max_output_tokens"),
        ("Chat Completions", "answer", 'finish_reason="end_turn"'),
        ("Responses", "request", 'reasoning.effort="much"'),
        ("Responses", "event", "response.text.delta"),
        ("Messages", "answer", "choices[0].message"),
        ("Messages", "request", "stream=1"),
        ("Messages", "error", "OverloadError"),
        ("Messages", "header", "x-request-id"),
        ("Messages", "recorded", "model_not_found"),
    ],
)
def test_a_name_that_an_api_does_not_have_is_found(api: str, check: str, name: str) -> None:
    assert not is_known(api, [check], name)


@every_row
def test_each_lesson_that_a_row_names_shows_it(section: Section, row: Row) -> None:
    found = [reference.where(row, place) for place in row.places]
    if section.checks == ["told"]:
        text = "".join(part.text for part in found)
        numbers = reference.NUMBER.findall(" ".join(row.cells.values()))
        assert [number for number in numbers if number not in text] == []


def test_a_row_that_its_lesson_does_not_show_is_found() -> None:
    row = Row("a window", dict.fromkeys(APIS, "`no_such_parameter`"), ["02 Cap the length"])
    with pytest.raises(LookupError, match="lesson 02 does not show 'a window'"):
        reference.where(row, row.places[0])


@pytest.mark.parametrize(
    ("api", "kind", "field", "outdated"),
    [
        ("Chat Completions", Choice, "finish_reason", {"function_call"}),
        ("Responses", Response, "status", set()),
        ("Messages", Message, "stop_reason", set()),
    ],
)
def test_every_ending_is_named(api: str, kind: type, field: str, outdated: set[str]) -> None:
    (endings,) = (section for section in SECTIONS if section.title == "Endings")
    named = {name for row in endings.rows for name in row.names(api)}
    every = sdk_types.values(kind, field) - outdated
    assert {ending for ending in every if f'{field}="{ending}"' not in named} == set()


def test_the_page_is_made_from_the_rows() -> None:
    written = reference.PATH.read_text("utf-8")
    assert written == reference.page(), "run: python3 -m tests.reference write"


def is_known(api: str, checks: list[str], name: str) -> bool:
    """Whether an API has a name, by one of the checks that the file of the rows explains."""
    types = (sdk_types.knows(api, check, name) for check in checks if check in sdk_types.KINDS)
    return (
        any(types)
        or ("answer" in checks and hasattr(exchange(api)[1], name))
        or ("header" in checks and name.lower() in headers(api))
        or ("recorded" in checks and f'"{name}"' in said(api))
    )


@cache
def recorded(api: str) -> list[Any]:
    """The real answers of an API, and what was asked."""
    paths = sorted((lessons.ROOT / "tests" / "recordings").glob("*.yaml"))
    documents = [yaml.safe_load(path.read_text("utf-8")) for path in paths]
    every = [one for document in documents for one in document["interactions"]]
    return [one for one in every if ADDRESSES[api] in one["request"]["uri"]]


@cache
def said(api: str) -> str:
    """What an API was recorded to say, and what is quoted of its failures."""
    provider = CLIENTS[api].__name__.lower()
    quoted = (failures.OPENAI if provider == "openai" else failures.ANTHROPIC).values()
    bodies = [str(one["response"]["body"]["string"]) for one in recorded(api)]
    return "\n".join([*bodies, *(json.dumps(one.document(provider, "any")) for one in quoted)])


@cache
def headers(api: str) -> set[str]:
    """What the SDK sends and reads, and what the API was recorded to send; in lower case."""
    received = {name.lower() for one in recorded(api) for name in one["response"]["headers"]}
    source = inspect.getsource(inspect.getmodule(CLIENTS[api].__base__))
    return received | set(exchange(api)[0]) | set(re.findall(r'"([a-z-]+)"', source))


@cache
def exchange(api: str) -> tuple[httpx2.Headers, Any]:
    """The headers of a request that the SDK sends, and the answer that it makes of `{}`."""
    sent: list[httpx2.Headers] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.headers)
        return httpx2.Response(200, json={})

    client = CLIENTS[api](
        api_key="none", http_client=httpx2.Client(transport=httpx2.MockTransport(answer))
    )
    if api == "Chat Completions":
        answered = client.chat.completions.create(model="any", messages=[])
    elif api == "Responses":
        answered = client.responses.create(model="any", input="any")
    else:
        answered = client.messages.create(model="any", max_tokens=1, messages=[])
    return sent[0], answered
