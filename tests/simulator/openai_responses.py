"""OpenAI's Responses API: answers from the script, kept so that one can go on from them."""

import json
import time
from typing import Any

from openai.types.responses.input_token_count_params import InputTokenCountParams

from . import openai_prompts as prompts
from . import openai_responses_requests as requests
from . import openai_responses_wire as wire
from .answers import Script
from .generation import generate
from .http_server import Reply, Request
from .identity import Occasion
from .openai_answers import answers_to
from .openai_caching import spend
from .openai_errors import OpenAIError, unknown_url
from .openai_failures import scripted
from .openai_responses_echo import Begun
from .openai_responses_limits import MODEL
from .openai_responses_requests import Asked, Stored
from .openai_responses_rules import CreateParams, Known, check
from .openai_responses_store import Store
from .openai_responses_stream import Stream
from .openai_wire import headers
from .pace import Pace
from .prompt_cache import Part, PromptCache
from .tokens import GPT_RESPONSES

# How many tokens the model of this course reads, and how many have to be alike to be cached.
MOST_INPUT = MODEL.most_input or MODEL.window
LEAST_CACHED = MODEL.least_cached


class Responses:
    """The answers of one stand-in."""

    def __init__(self, script: Script, model: str) -> None:
        self.script = script
        self.model = model
        self.store = Store()
        self.cache = PromptCache()

    def __call__(self, request: Request, body: object, occasion: Occasion) -> Reply:
        """The answer to a request on /v1/responses or below."""
        match request.method, request.path.strip("/").split("/")[2:]:
            case "POST", []:
                return self.create(body, occasion)
            case "POST", ["input_tokens"]:
                return self.count(body, occasion)
            case "GET", [response_id]:
                return self.retrieve(response_id, occasion)
            case "DELETE", [response_id]:
                return listing(self.store.delete(response_id), occasion)
            case "GET", [response_id, "input_items"]:
                return listing(self.store.input_items(response_id, request.query), occasion)
        raise unknown_url(request)

    def create(self, body: object, occasion: Occasion) -> Reply:
        """An answer, whole or streamed. Raises OpenAIError."""
        asked = self.checked(body, CreateParams)
        begun = Begun(occasion, asked, int(time.time()))
        parts = requests.prompt_parts(asked)
        if size_of(parts) > MOST_INPUT:
            return too_long(begun)
        limits = requests.limits(asked)
        (said,) = answers_to(self.script, requests.conversation(asked), occasion)
        if said.failure:
            return scripted(said.failure, occasion, self.model)
        generation = generate(said, limits, GPT_RESPONSES)
        ended = wire.Ended(
            begun=begun,
            generation=generation,
            input_tokens=size_of(parts),
            cached=spend(self.cache, parts, asked.body.get("prompt_cache_options"), LEAST_CACHED),
            seconds=Pace(occasion).whole(generation.output_tokens),
        )
        if asked.body.get("store", True):
            self.store[begun.id] = Stored(ended.response(), asked.items)
        return reply_with(ended)

    def count(self, body: object, occasion: Occasion) -> Reply:
        """How many tokens a prompt is."""
        size = size_of(requests.prompt_parts(self.checked(body, InputTokenCountParams)))
        return listing({"object": "response.input_tokens", "input_tokens": size}, occasion)

    def retrieve(self, response_id: str, occasion: Occasion) -> Reply:
        body = wire.plain(self.store.find(response_id).response)
        return Reply(200, wire.headers(occasion), body)

    def checked(self, body: object, params: type) -> Asked:
        return check(body, Known(self.require_model, self.script.image_urls, self.store), params)

    def require_model(self, model: str) -> None:
        """An unknown model is a 400 here, and a 404 on Chat Completions."""
        if model != self.model:
            raise OpenAIError(
                f"The requested model '{model}' does not exist.",
                param="model",
                code="model_not_found",
            )


def size_of(parts: list[Part]) -> int:
    """The tokens of a prompt."""
    return prompts.REQUEST + sum(part.tokens for part in parts)


def reply_with(ended: wire.Ended) -> Reply:
    """The reply, whole or streamed."""
    occasion, body = ended.begun.occasion, ended.begun.asked.body
    if body.get("stream"):
        return streamed(ended.begun, Stream(ended.begun).events(ended))
    own = {"content-type": "application/json"}
    own |= headers(occasion, ended.input_tokens, ended.seconds)
    return Reply(200, own, wire.plain(ended.response()), delay=ended.seconds)


def too_long(begun: Begun) -> Reply:
    """A stream has begun when it comes to light (recorded on 2026-10-02)."""
    error = OpenAIError(
        "Your input exceeds the context window of this model. Please adjust your input and try "
        "again.",
        param="input",
        code="context_length_exceeded",
    )
    if not begun.asked.body.get("stream"):
        raise error
    return streamed(begun, Stream(begun).failure(error))


def streamed(begun: Begun, events: Any) -> Reply:
    own = {"content-type": "text/event-stream; charset=utf-8"}
    own |= headers(begun.occasion, 0, Pace(begun.occasion).first_token)
    return Reply(200, own, events=events)


def listing(body: dict[str, Any], occasion: Occasion) -> Reply:
    return Reply(200, wire.headers(occasion), json.dumps(body, indent=2).encode())
