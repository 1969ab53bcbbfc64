"""The Anthropic side of the stand-in: Messages, their batches, token counting and the models."""

import re
import sys
from typing import Any, get_args

from anthropic.types.model_line import ModelLine

from helpers.capabilities import ANTHROPIC

from . import anthropic_caching, anthropic_prompts, anthropic_requests, anthropic_wire
from .answers import Answer, Blocked, Script, answer_of, compact_json
from .anthropic_batches import Batches
from .anthropic_errors import AnthropicError, not_played, scripted
from .anthropic_rules import check, check_size
from .conversation import Conversation
from .generation import generate
from .http_server import Reply, Request, parsed
from .identity import Occasion, Occasions
from .pace import Pace
from .prompt_cache import PromptCache
from .tokens import CLAUDE
from .unscripted import explain, impossible

KEY = "sk-ant-api03-" + "simulator-" * 3 + "not-a-real-key"
# A prompt with this in it is refused: the vendor's own means to try that out.
REFUSED = "ANTHROPIC_MAGIC_STRING_TRIGGER_REFUSAL_"


class AnthropicService:
    """Answers requests from a script."""

    def __init__(self, script: Script, model: str) -> None:
        self.script = script
        self.model = model
        self.occasions = Occasions()
        self.cache = PromptCache()
        self.batches = Batches(self.answer)

    def __call__(self, request: Request) -> Reply:
        body = parsed(request.body)
        occasion = self.occasions.next(request.method, request.path, body)
        try:
            return self.route(request, body, occasion)
        except AnthropicError as error:
            return error.reply(occasion)

    def route(self, request: Request, body: object, occasion: Occasion) -> Reply:
        authenticate(request)
        version = request.headers.get("anthropic-version", "")
        match request.method, request.path.strip("/").split("/"):
            case "POST", ["v1", "messages"]:
                return self.answer(body, version, occasion)
            case "POST", ["v1", "messages", "count_tokens"]:
                parts = anthropic_prompts.parts(self.checked(body, version, True))
                return listing({"input_tokens": anthropic_prompts.size_of(parts)}, occasion)
            case "POST", ["v1", "messages", "batches"]:
                return listing(self.batches.create(body, version, occasion), occasion)
            case "GET", ["v1", "messages", "batches", batch]:
                return listing(self.batches.retrieve(batch), occasion)
            case "GET", ["v1", "messages", "batches", batch, "results"]:
                return lines(self.batches.results(batch), occasion)
            case "GET", ["v1", "models"]:
                return listing(page([model_card(self.model)]), occasion)
            case "GET", ["v1", "models", self.model]:
                return listing(model_card(self.model), occasion)
            case "GET", ["v1", "models", model]:
                raise AnthropicError(f"model: {model}", status=404)
        raise AnthropicError("Not Found", status=404)

    def answer(self, body: object, version: str, occasion: Occasion) -> Reply:
        return self.message(self.checked(body, version), occasion)

    def checked(self, body: object, version: str, counting: bool = False) -> dict[str, Any]:
        return check(body, self.require_model, self.script.image_urls, version, counting)

    def require_model(self, model: str) -> None:
        if model != self.model and model not in ANTHROPIC:
            raise AnthropicError(f"model: {model}", status=404)

    def message(self, body: dict[str, Any], occasion: Occasion) -> Reply:
        said = self.said(anthropic_requests.conversation(body), occasion)
        if said.failure:
            return scripted(said.failure, body["model"], occasion)
        parts = anthropic_prompts.parts(body)
        prompt_tokens = anthropic_prompts.size_of(parts)
        check_size(prompt_tokens, body["model"])
        least = ANTHROPIC[body["model"]].least_cached
        message = anthropic_wire.Message(
            occasion=occasion,
            model=body["model"],
            prompt_tokens=prompt_tokens,
            cached=anthropic_caching.spend(self.cache, parts, body.get("cache_control"), least),
            generation=generate(said, anthropic_requests.limits(body), CLAUDE),
            show_thinking=anthropic_requests.shows_thinking(body),
        )
        return reply_with(message, bool(body.get("stream")))

    def said(self, conversation: Conversation, occasion: Occasion) -> Answer:
        """What is answered. Raises AnthropicError where the script has nothing that fits."""
        if REFUSED in conversation.user:
            return Answer(blocked=Blocked())
        entry = self.script.find(conversation)
        if entry is None:
            raise complaint(explain(conversation))
        answer = answer_of(entry, "anthropic", occasion.turn)
        if problem := impossible(answer, conversation):
            raise complaint(problem)
        return answer


def complaint(message: str) -> AnthropicError:
    """An error for the author of the script, who sees it on the screen too."""
    print(message, file=sys.stderr)
    return not_played(message)


def reply_with(message: anthropic_wire.Message, streamed: bool) -> Reply:
    """The reply, whole or streamed."""
    pace = Pace(message.occasion)
    headers = anthropic_wire.headers(message.occasion, message.prompt_tokens)
    if streamed:
        headers = {"content-type": "text/event-stream; charset=utf-8"} | headers
        return Reply(200, headers, events=anthropic_wire.stream(message, pace))
    seconds = pace.whole(message.generation.output_tokens)
    body = anthropic_wire.plain(message)
    return Reply(200, {"content-type": "application/json"} | headers, body, delay=seconds)


def authenticate(request: Request) -> None:
    """Only `KEY` is accepted, as a bearer token or, as it was before 2026-10-21, in x-api-key.

    A wrong x-api-key is recorded, a wrong bearer token quoted in issues of 2024-12 to 2026-08.
    """
    key = request.headers.get("x-api-key")
    bearer = request.headers.get("authorization", "").removeprefix("Bearer").strip()
    if not key and not bearer:
        raise AnthropicError("x-api-key header is required", status=401)
    if (key or bearer) != KEY:
        raise AnthropicError("invalid x-api-key" if key else "Invalid bearer token", status=401)


def listing(body: dict[str, Any], occasion: Occasion) -> Reply:
    headers = {
        "content-type": "application/json",
        "request-id": anthropic_wire.request_id(occasion),
    }
    return Reply(200, headers, compact_json(body).encode())


def lines(text: str, occasion: Occasion) -> Reply:
    """A file of JSON lines. Its content type is assumed, no recording of one was found."""
    headers = {
        "content-type": "application/x-jsonl",
        "request-id": anthropic_wire.request_id(occasion),
    }
    return Reply(200, headers, text.encode())


def page(items: list[dict[str, Any]]) -> dict[str, Any]:
    """A list as `anthropic.pagination.SyncPage` reads it."""
    return {
        "data": items,
        "has_more": False,
        "first_id": items[0]["id"],
        "last_id": items[-1]["id"],
    }


def display_name(model: str) -> str:
    """The id in words, its last two numbers as a version."""
    return re.sub(r"-(\d+)-(\d+)$", r" \1.\2", model).replace("-", " ").title()


def model_card(model: str) -> dict[str, Any]:
    """A model as in `anthropic.types.ModelInfo`; its `capabilities` are left out."""
    known = ANTHROPIC[model]
    return {
        "type": "model",
        "id": model,
        "display_name": display_name(model),
        "created_at": "2026-10-07T00:00:00Z",
        "lifecycle": "active",
        "line": next((line for line in get_args(ModelLine) if line in model), None),
        "max_input_tokens": known.window,
        "max_tokens": known.most_output,
        "deprecated_at": None,
        "retires_at": None,
    }
