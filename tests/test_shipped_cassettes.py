"""The recordings that ship with the course, each on its own."""

import json
import re
from pathlib import Path
from typing import Any

import anthropic
import httpx2
import openai
import pytest
import vcr
from anthropic.types import Message, MessageTokensCount, RawMessageStreamEvent
from anthropic.types import ModelInfo as AnthropicModel
from anthropic.types.messages import MessageBatch, MessageBatchIndividualResponse
from openai.types import Batch, FileObject
from openai.types import Model as OpenAIModel
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import InputTokenCountResponse, Response, ResponseStreamEvent
from openai.types.responses.response_item_list import ResponseItemList
from pydantic import TypeAdapter

from helpers.lessons import ROOT
from helpers.replay.cassette import HOSTS, Cassette, Interaction
from helpers.replay.seam import install
from helpers.replay.session import Session

pytestmark = pytest.mark.lessons

PATHS = sorted((ROOT / "notebooks" / "cassettes").glob("*.yaml"))
every_cassette = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])

# What the SDK's types ask of an event and the API does not send: no recording has it.
LEFT_OUT = {"response.function_call_arguments.done": {"name": ""}}
SECRETS = re.compile(
    r"\bsk-[A-Za-z0-9_-]{8,}|Bearer\s+[A-Za-z0-9._-]{8,}|__cf_bm|set-cookie|\borg-[A-Za-z0-9]{8,}"
    r"|proj_[A-Za-z0-9]{8,}|wrkspc_|openai-organization|anthropic-organization-id|x-api-key:",
    re.IGNORECASE,
)


def send(client: httpx2.Client, interaction: Interaction) -> httpx2.Response:
    url = HOSTS[interaction.identity.provider] + interaction.target
    body = interaction.request_body.encode() or None
    return client.request(
        interaction.method, url, content=body, headers=interaction.request_headers
    )


@every_cassette
def test_it_says_where_its_answers_come_from(path: Path) -> None:
    cassette = Cassette.load(path)
    assert cassette.interactions
    assert cassette.source in ("simulator", "api")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", cassette.recorded)


@every_cassette
def test_vcrpy_replays_it_with_equal_bytes(path: Path) -> None:
    matching = ("method", "host", "path", "query", "body")
    interactions = Cassette.load(path).interactions
    with (
        vcr.use_cassette(str(path), record_mode="none", match_on=matching) as played,
        httpx2.Client(timeout=None) as client,
    ):
        for interaction in interactions:
            response = send(client, interaction)
            assert response.content == interaction.body
            assert response.status_code == interaction.status
        assert played.all_played


@every_cassette
def test_the_seam_replays_it_with_equal_bytes(path: Path) -> None:
    cassette = Cassette.load(path)
    install(Session(path.stem, "replay", cassette, path, 0))
    with httpx2.Client(timeout=None) as client:
        for interaction in cassette.interactions:
            assert send(client, interaction).content == interaction.body


def data_of(stream: bytes) -> list[dict[str, Any]]:
    lines = stream.decode("utf-8").splitlines()
    data = [line[5:].strip() for line in lines if line.startswith("data:")]
    return [json.loads(item) for item in data if item != "[DONE]"]


def parsed_by_the_sdk(interaction: Interaction) -> None:
    """Validate an answer strictly with the SDK's own types. Raises if it does not fit.

    Of a batch's results, each line is an answer.
    """
    types = {
        ("openai", "chat/completions"): (ChatCompletion, ChatCompletionChunk),
        ("openai", "responses"): (Response, ResponseStreamEvent),
        ("openai", "responses/input_tokens"): (InputTokenCountResponse, None),
        ("openai", "responses/ID"): (Response, None),
        ("openai", "responses/ID/input_items"): (ResponseItemList, None),
        ("openai", "models"): (OpenAIModel, None),
        ("openai", "models/ID"): (OpenAIModel, None),
        ("openai", "files"): (FileObject, None),
        ("openai", "files/ID/content"): (ChatCompletion, None),
        ("openai", "batches"): (Batch, None),
        ("openai", "batches/ID"): (Batch, None),
        ("anthropic", "messages"): (Message, RawMessageStreamEvent),
        ("anthropic", "messages/count_tokens"): (MessageTokensCount, None),
        ("anthropic", "models"): (AnthropicModel, None),
        ("anthropic", "models/ID"): (AnthropicModel, None),
        ("anthropic", "messages/batches"): (MessageBatch, None),
        ("anthropic", "messages/batches/ID"): (MessageBatch, None),
        ("anthropic", "messages/batches/ID/results"): (MessageBatchIndividualResponse, None),
    }
    path = interaction.target.partition("?")[0].removeprefix("/v1/")
    path = re.sub(r"(?<=/)(file-|batch_|msgbatch_|resp_|gpt-|claude-)[\w.-]+", "ID", path)
    if interaction.method == "DELETE":  # the SDK does not look at the answer
        return
    plain, event = types[interaction.identity.provider, path]
    if interaction.headers["content-type"].startswith("text/event-stream"):
        for item in data_of(interaction.body):
            if item != {"type": "ping"}:
                TypeAdapter(event).validate_python(LEFT_OUT.get(item.get("type"), {}) | item)
        return
    for item in answers_in(interaction.body.decode("utf-8"), path):
        kind = Response if item.get("object") == "response" else plain  # as in a batch's results
        TypeAdapter(kind).validate_python(item)


def answers_in(text: str, path: str) -> list[dict[str, Any]]:
    if path.endswith("/results"):
        return [json.loads(line) for line in text.splitlines()]
    if path.endswith("/content"):
        answers = [json.loads(line)["response"] for line in text.splitlines()]
        return [answer["body"] for answer in answers if answer["status_code"] == 200]
    answer = json.loads(text)
    return answer["data"] if path == "models" else [answer]


@every_cassette
def test_the_sdks_understand_every_answer(path: Path) -> None:
    for interaction in Cassette.load(path).interactions:
        if interaction.status < 400:
            parsed_by_the_sdk(interaction)
            continue
        sdk = openai if interaction.identity.provider == "openai" else anthropic
        client = getattr(sdk, "OpenAI" if sdk is openai else "Anthropic")(api_key="none")
        request = httpx2.Request(interaction.method, HOSTS[interaction.identity.provider])
        response = httpx2.Response(
            interaction.status,
            headers=interaction.headers,
            content=interaction.body,
            request=request,
        )
        error = client._make_status_error_from_response(response)
        assert isinstance(error, sdk.APIStatusError)
        assert isinstance(error.body, dict)


@every_cassette
def test_it_holds_no_secret_and_no_base64(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not SECRETS.search(text)
    assert "!!binary" not in text
    assert not re.search(r"[A-Za-z0-9+/]{400}", text)
