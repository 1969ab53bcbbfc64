"""The OpenAI side of the stand-in: Chat Completions, Responses, batches, and the list of models."""

import json
import time
from typing import Any

from helpers.capabilities import OPENAI

from . import openai_caching, openai_requests, openai_wire
from .answers import Script
from .generation import generate
from .http_server import Reply, Request, parsed
from .identity import Occasion, Occasions
from .multipart import form_of, is_form
from .openai_answers import answers_to
from .openai_batches import Batches
from .openai_errors import OpenAIError, unknown_url
from .openai_failures import scripted
from .openai_limits import check_prompt, check_room
from .openai_responses import Responses
from .openai_rules import check
from .pace import Pace
from .prompt_cache import PromptCache
from .tokens import GPT_CHAT

KEY = "sk-proj-" + "simulator-" * 3 + "not-a-real-key"
# What an answer says of the tier that was asked for (`ChatCompletion.service_tier`).
SERVICE_TIERS = {"flex": "flex", "priority": "priority", "fast": "priority"}


class OpenAIService:
    """Answers requests from a script."""

    def __init__(self, script: Script, model: str) -> None:
        self.script = script
        self.model = model
        self.occasions = Occasions()
        self.cache = PromptCache()
        self.responses = Responses(script, model)
        self.batches = Batches(
            {"/v1/chat/completions": self.complete, "/v1/responses": self.responses.create}
        )

    def __call__(self, request: Request) -> Reply:
        body = form_of(request) if is_form(request) else parsed(request.body)
        occasion = self.occasions.next(request.method, request.path, body)
        try:
            return self.route(request, body, occasion)
        except OpenAIError as error:
            return error.reply(occasion, request.path)

    def route(self, request: Request, body: Any, occasion: Occasion) -> Reply:
        match request.method, request.path.strip("/").split("/"):
            case "POST", ["v1", "chat", "completions"]:
                authenticate(request)
                return self.complete(body, occasion)
            case _, ["v1", "responses", *_]:
                authenticate(request)
                return self.responses(request, body, occasion)
            case "POST", ["v1", "files"]:
                authenticate(request)
                return listing(self.batches.upload(body, occasion), occasion)
            case "GET", ["v1", "files", file, "content"]:
                authenticate(request)
                return download(self.batches.content(file), occasion)
            case "POST", ["v1", "batches"]:
                authenticate(request)
                return listing(self.batches.create(body, occasion), occasion)
            case "GET", ["v1", "batches", batch]:
                authenticate(request)
                return listing(self.batches.retrieve(batch), occasion)
            case "GET", ["v1", "models"]:
                authenticate(request)
                return listing({"object": "list", "data": [self.model_card(self.model)]}, occasion)
            case "GET", ["v1", "models", model]:
                authenticate(request)
                return listing(self.model_card(model), occasion)
        raise unknown_url(request)

    def model_card(self, model: str) -> dict[str, Any]:
        """The model of this course as in `openai.types.Model`; others are not listed here.

        `shutdown_date` and the wording of the error are as measured by others on 2026-09-24.
        """
        if model != self.model:
            message = f"The model '{model}' does not exist"
            raise OpenAIError(message, status=404, param="model", code="model_not_found")
        return {
            "id": model,
            "object": "model",
            "created": 1789344000,  # 2026-09-14
            "owned_by": "system",
            "shutdown_date": None,
        }

    def require_model(self, model: str) -> None:
        if model != self.model and model not in OPENAI:
            raise OpenAIError(
                f"The model `{model}` does not exist or you do not have access to it.",
                status=404,
                code="model_not_found",
            )

    def complete(self, body: object, occasion: Occasion) -> Reply:
        body = check(body, self.require_model, self.script.image_urls)
        parts = openai_requests.prompt_parts(body)
        prompt_tokens = check_prompt(parts, body["model"])
        conversation = openai_requests.conversation(body)
        answers = answers_to(self.script, conversation, occasion, body.get("n") or 1)
        if answers[0].failure:
            return scripted(answers[0].failure, occasion, body["model"])
        limits = openai_requests.limits(body)
        check_room(limits.cap)
        options = body.get("prompt_cache_options")
        least = OPENAI[body["model"]].least_cached
        completion = openai_wire.Completion(
            occasion=occasion,
            model=body["model"],
            created=int(time.time()),
            prompt_tokens=prompt_tokens,
            cached_tokens=openai_caching.spend(self.cache, parts, options, least),
            choices=[generate(answer, limits, GPT_CHAT) for answer in answers],
            named_tool_choice=isinstance(body.get("tool_choice"), dict),
            service_tier=SERVICE_TIERS.get(body.get("service_tier"), "default"),
        )
        return answer(body, completion)


def answer(body: dict[str, Any], completion: openai_wire.Completion) -> Reply:
    """The reply, whole or streamed."""
    pace = Pace(completion.occasion)
    streamed = bool(body.get("stream"))
    longest = max(choice.output_tokens for choice in completion.choices)
    seconds = pace.first_token if streamed else pace.whole(longest)
    headers = openai_wire.headers(completion.occasion, completion.prompt_tokens, seconds)
    if not streamed:
        headers = {"content-type": "application/json"} | headers
        return Reply(200, headers, openai_wire.plain(completion), delay=seconds)
    options = body.get("stream_options") or {}
    events = openai_wire.stream(
        completion,
        pace,
        include_usage=bool(options.get("include_usage")),
        obfuscate=options.get("include_obfuscation", True),
    )
    headers = {"content-type": "text/event-stream; charset=utf-8"} | headers
    return Reply(200, headers, events=events)


def authenticate(request: Request) -> None:
    """Only `KEY` is accepted; any other one gets the answer that a wrong key gets."""
    key = request.headers.get("authorization", "").removeprefix("Bearer").strip()
    if not key:
        raise OpenAIError(
            "You didn't provide an API key. You need to provide your API key in an Authorization "
            "header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password "
            "field (with blank username) if you're accessing the API from your browser and are "
            "prompted for a username and password. You can obtain an API key from "
            "https://platform.openai.com/account/api-keys.",
            status=401,
        )
    if key != KEY:
        raise OpenAIError(
            f"Incorrect API key provided: {masked(key)}. You can find your API key at "
            "https://platform.openai.com/account/api-keys.",
            status=401,
            code="invalid_api_key",
        )


def masked(key: str) -> str:
    """The key as the API shows it back: whole if it is short, else its first 8 and last 4.

    Recorded for keys of up to 11 characters and from 16 on.
    """
    return key[:8] + "*" * (len(key) - 12) + key[-4:] if len(key) > 11 else key


def listing(body: dict[str, Any], occasion: Occasion) -> Reply:
    headers = {
        "content-type": "application/json",
        "openai-processing-ms": "25",
        "x-request-id": openai_wire.request_id(occasion),
    }
    return Reply(200, headers, (json.dumps(body, indent=2) + "\n").encode())


def download(text: str, occasion: Occasion) -> Reply:
    """A file. Its headers are assumed, no recording of one was found."""
    headers = {
        "content-type": "application/octet-stream",
        "openai-processing-ms": "25",
        "x-request-id": openai_wire.request_id(occasion),
    }
    return Reply(200, headers, text.encode())
