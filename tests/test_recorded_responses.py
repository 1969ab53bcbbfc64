"""The stand-in's Responses API beside recordings of the real one: it is asked what was asked then,
with the recorded answer as its script, and has to answer in the same words, form and numbers."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers.models import OPENAI_MODEL
from helpers.replay.events import data

from .simulator import openai_responses
from .simulator.answers import Script
from .simulator.http_server import Request
from .simulator.openai_service import KEY, OpenAIService

pytestmark = pytest.mark.kernel

RECORDINGS = Path(__file__).parent / "recordings"
ID = re.compile(r"\b(?:resp|msg|rs|fc|call)_[0-9A-Za-z]{20,}")
# What is new in every answer, or is another for another model. Usage is compared apart.
OWN = {
    *("id", "call_id", "item_id", "previous_response_id", "created_at", "completed_at"),
    *("encrypted_content", "obfuscation", "model", "context", "effort", "top_p", "phase"),
    *("prompt_cache_retention", "usage"),
}
WITH_REQUEST = ["01", "02", "03", "04", "05", "07", "09", "10"]
OF_THE_COURSE = ["12", "13", "14"]
# Since the order of their fields and of the events' is the present one.
IN_ORDER = {"01", "02", "03", "04", *OF_THE_COURSE}

Interaction = dict[str, Any]


def recorded(name: str) -> list[Interaction]:
    (path,) = RECORDINGS.glob(f"openai_responses_{name}*.yaml")
    interactions: list[Interaction] = yaml.safe_load(path.read_text("utf-8"))["interactions"]
    return interactions


def body_of(interaction: Interaction) -> str:
    return str(interaction["response"]["body"]["string"])


def is_stream(text: str) -> bool:
    return text.startswith("event: ")


def parsed(text: str) -> Any:
    return data(text.encode()) if is_stream(text) else json.loads(text)


def answer_in(body: Any) -> dict[str, Any]:
    """The whole answer: a plain body, or what the last event holds."""
    answer: dict[str, Any] = body[-1]["response"] if isinstance(body, list) else body
    return answer


def script_of(answer: dict[str, Any]) -> Script:
    """A script that says what this answer says."""
    entry: dict[str, Any] = {}
    thought = answer["usage"]["output_tokens_details"]["reasoning_tokens"]
    for item in answer["output"]:
        if item["type"] == "reasoning":
            entry["thinking"] = "".join(part["text"] for part in item["summary"]) or " a" * thought
        elif item["type"] == "function_call":
            call = {"name": item["name"], "arguments": item["arguments"]}
            entry.setdefault("tool_calls", []).append(call)
        else:
            entry |= {
                key: part[key]
                for part in item["content"]
                for key in ("text", "refusal")
                if key in part
            }
    if answer["status"] == "incomplete":
        entry["text"] += " and so on" * 20
    return Script([entry, entry | {"tool_results": True}])


def asked_in(interaction: Interaction, answer: dict[str, Any]) -> dict[str, Any]:
    """The request, or one that could have had this answer; with the defaults of the model and of
    the account."""
    if interaction["request"]["body"]:
        body: dict[str, Any] = json.loads(interaction["request"]["body"])
        effort = answer["reasoning"].get("effort") or "none"
        return body | {"reasoning": {"effort": effort}, "store": answer["store"]}
    names = [item["name"] for item in answer["output"] if item["type"] == "function_call"]
    summaries = [item for item in answer["output"] if item.get("summary")]
    return {
        "model": OPENAI_MODEL,
        "input": "?",
        "stream": True,
        "tools": [{"type": "function", "name": name} for name in names],
        "reasoning": {"summary": "auto"} if summaries else {"effort": "none"},
    }


def post(service: OpenAIService, path: str, body: Any, key: str = KEY) -> str:
    headers = {"authorization": f"Bearer {key}"}
    reply = service(Request("POST", path, headers, json.dumps(body).encode()))
    return b"".join(event for _, event in reply.events or [(0, reply.body)]).decode()


def then_and_now(name: str) -> Iterable[tuple[Any, Any]]:
    """What came when it was recorded, and what the stand-in answers to the same."""
    ids: dict[str, str] = {}
    service = None
    for interaction in recorded(name):
        then = body_of(interaction)
        answer = answer_in(parsed(then))
        asked = json.dumps(asked_in(interaction, answer))
        asked = json.loads(ID.sub(lambda known, ids=ids: ids.get(known[0], known[0]), asked))
        service = service or OpenAIService(Script([]), asked["model"])
        service.responses.script = script_of(answer)
        now = post(service, "/v1/responses", asked)
        ids |= dict(zip(ID.findall(then), ID.findall(now), strict=False))
        yield parsed(then), parsed(now)


def within(now: Any, then: Any) -> Any:
    """What is comparable of the one: the fields that the other has too, but those of its own."""
    if isinstance(then, dict) and isinstance(now, dict):
        return {
            name: within(now[name], then.get(name))
            for name in now
            if name in then and name not in OWN
        }
    if isinstance(then, list) and isinstance(now, list) and len(now) == len(then):
        return [within(*pair) for pair in zip(now, then, strict=True)]
    return now


def without_gaps(events: Any) -> Any:
    """Of a recording whose deltas were shortened, the other events, without their numbers."""
    return [
        {name: value for name, value in event.items() if name != "sequence_number"}
        for event in events
        if "delta" not in event
    ]


@pytest.mark.parametrize("name", [*WITH_REQUEST, *OF_THE_COURSE])
def test_the_answer_is_the_recorded_one(name: str) -> None:
    for then, now in then_and_now(name):
        if name == "14":
            then, now = without_gaps(then), without_gaps(now)
        assert within(now, then) == within(then, then)
        if name in IN_ORDER:
            assert json.dumps(within(now, then)) == json.dumps(within(then, then))


@pytest.mark.parametrize("name", ["01", "02", "03", "04", "05", "07", "12", "13"])
def test_it_costs_what_was_recorded(name: str) -> None:
    """Functions in a prompt are an estimate, see `openai_prompts`; all else is exact."""
    for then, now in then_and_now(name):
        recorded, ours = answer_in(then)["usage"], answer_in(now)["usage"]
        assert ours["output_tokens"] == recorded["output_tokens"]
        assert ours["output_tokens_details"] == recorded["output_tokens_details"]
        if name in WITH_REQUEST:
            estimated = 3 if name in ("03", "04") else 0
            assert abs(ours["input_tokens"] - recorded["input_tokens"]) <= estimated
        written = recorded["input_tokens_details"].get("cache_write_tokens", 0)
        assert ours["input_tokens_details"]["cache_write_tokens"] == written


def test_a_prompt_is_counted_as_recorded() -> None:
    for interaction in recorded("11"):
        asked = json.loads(interaction["request"]["body"])
        service = OpenAIService(Script([]), asked["model"])
        now = post(service, "/v1/responses/input_tokens", asked)
        then = json.loads(body_of(interaction))
        assert abs(json.loads(now)["input_tokens"] - then["input_tokens"]) <= 3 * ("tools" in asked)
        assert now == json.dumps(json.loads(now), indent=2)
        assert list(json.loads(now)) == list(then)


def test_a_stream_that_fails_is_the_recorded_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai_responses, "MOST_INPUT", 1)
    (interaction,) = recorded("15")
    service = OpenAIService(Script([]), OPENAI_MODEL)
    now = parsed(
        post(service, "/v1/responses", {"model": OPENAI_MODEL, "input": "?", "stream": True})
    )
    then = parsed(body_of(interaction))
    assert json.dumps(within(now, then)) == json.dumps(within(then, then))


@pytest.mark.parametrize(
    ("name", "key"),
    [("error_400_context", KEY), ("error_400_model", KEY), ("error_401", "invalid-key")],
)
def test_an_error_is_the_recorded_one_to_the_letter(
    monkeypatch: pytest.MonkeyPatch, name: str, key: str
) -> None:
    monkeypatch.setattr(openai_responses, "MOST_INPUT", 1)
    (interaction,) = recorded(name)
    asked = json.loads(interaction["request"]["body"])
    known = "another" if "model" in name else asked["model"]
    assert post(OpenAIService(Script([]), known), "/v1/responses", asked, key) == body_of(
        interaction
    )


@pytest.mark.parametrize("name", ["01", "04"])
def test_a_plain_answer_is_laid_out_as_recorded(name: str) -> None:
    for interaction in recorded(name):
        then = body_of(interaction)
        assert then == json.dumps(json.loads(then), indent=2)
