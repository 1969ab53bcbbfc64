"""What OpenAI's Responses API refuses, with the errors that it sends and in its order.

Parameters and their types come from the installed SDK. The wording and the order were recorded by
others against the API (the GPT 5.6 family, 2026-08-30 and 31; the model of this course,
2026-09-24) or quoted in public issues; nothing was tried on the live API here.
"""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from openai.types.responses.response_create_params import ResponseCreateParamsBase

from .openai_errors import OpenAIError
from .openai_responses_files import check_files
from .openai_responses_items import check_items, is_asked, items_of
from .openai_responses_limits import check_model_limits, check_numbers
from .openai_responses_order import check_calls, check_reasoning
from .openai_responses_requests import Asked, Body, Stored
from .openai_responses_tools import check_format, check_tools
from .openai_wording import did_you_mean, invalid_type, worded
from .shapes import Problem, fields_of, find_problems

DOCS = "https://platform.openai.com/docs/api-reference/responses/create"
# What Chat Completions calls otherwise, and where it is here.
MOVED = {
    "messages": "input",
    "max_completion_tokens": "max_output_tokens",
    "reasoning_effort": "reasoning.effort",
    "response_format": "text.format",
    "verbosity": "text.verbosity",
}
# In the order in which wrong ones are named.
ORDER = (
    *("model", "input", "previous_response_id", "prompt", "moderation", "include", "tools"),
    *("tool_choice", "metadata", "text", "temperature", "top_p", "presence_penalty"),
    *("frequency_penalty", "parallel_tool_calls", "stream", "stream_options", "background"),
    *("max_output_tokens", "max_tool_calls", "reasoning", "user", "safety_identifier"),
    *("prompt_cache_options", "prompt_cache_key", "prompt_cache_retention", "truncation"),
    *("instructions", "store", "service_tier", "top_logprobs", "context_management"),
)
EXPECTED = {
    "input": "one of a string or array of input items",
    "metadata": "a metadata object",
    "tools": "an array of tools",
}


class CreateParams(ResponseCreateParamsBase, total=False):
    """What may be asked, with what the SDK's type leaves out."""

    stream: bool
    frequency_penalty: float
    presence_penalty: float


class Known(NamedTuple):
    """What a request may refer to: models, addresses of images, and answers by their ids."""

    require_model: Callable[[str], None]
    image_urls: Collection[str]
    stored: Mapping[str, Stored]


def check(body: object, known: Known, params: type = CreateParams) -> Asked:
    """What is asked, if the API would take it.

    body: the parsed JSON, or the text that is none. params: the SDK's type for the parameters.
    Raises OpenAIError with the error that the API sends.
    """
    if not isinstance(body, dict):
        raise OpenAIError("We could not parse the JSON body of your request.")
    check_required(body)
    body = {name: value for name, value in body.items() if value is not None}
    check_names(body, params)
    check_types(body, params)
    check_numbers(body)
    previous = previous_answer(body, known.stored)
    if not body["input"] and not previous:
        raise OpenAIError(
            "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be "
            "provided.",
            code="missing_required_parameter",
        )
    known.require_model(body["model"])
    check_model_limits(body)
    new = items_of(body["input"])
    items = [*(previous.conversation if previous else []), *new]
    check_calls(items)
    check_reasoning(new, known.stored.values(), body.get("store", True))
    check_files(new, known.image_urls)
    check_tools(body)
    check_format(body, new)
    return Asked(body, items)


def check_required(body: Body) -> None:
    """Model and input; of these two null is not the same as nothing."""
    for name in ("model", "input"):
        if name not in body:
            raise worded(Problem("missing", (name,)))
        if body[name] is None:
            raise invalid_type(name, "a string", {})


def check_names(body: Body, params: type) -> None:
    known = fields_of(params).hints
    for name in body:
        if name in MOVED and name not in known:
            raise OpenAIError(
                f"Unsupported parameter: '{name}'. In the Responses API, this parameter has moved "
                f"to '{MOVED[name]}'. Try again with the new parameter. See the API documentation "
                f"for more information: {DOCS}.",
                code="unsupported_parameter",
            )
        if name not in known:
            raise OpenAIError(
                f"Unknown parameter: '{name}'.{did_you_mean(name, known.keys() - body)}",
                param=name,
                code="unknown_parameter",
            )


def check_types(body: Body, params: type) -> None:
    """Types and choices of all parameters, and the shape of the items."""
    if not isinstance(body["input"], str | list):
        raise invalid_type("input", EXPECTED["input"], body["input"])
    if isinstance(body["input"], list):
        check_items(body["input"])
    others = {name: value for name, value in body.items() if name != "input"}
    problems = [problem for problem in find_problems(others, params) if is_asked(problem)]
    if problems:
        problem = min(problems, key=place_in_order)
        name = str(problem.path[0])
        if problem.kind == "type" and len(problem.path) == 1 and name in EXPECTED:
            raise invalid_type(name, EXPECTED[name], problem.value)
        raise worded(problem)


def place_in_order(problem: Problem) -> int:
    name = problem.path[0]
    return ORDER.index(name) if name in ORDER else len(ORDER)


def previous_answer(body: Body, stored: Mapping[str, Stored]) -> Stored | None:
    """The answer that the request goes on from; no conversations or prompts are kept here."""
    for name in ("conversation", "prompt"):
        if given := body.get(name):
            wanted = given["id"] if isinstance(given, dict) else given
            raise OpenAIError(f"{name.title()} with id '{wanted}' not found.", status=404)
    wanted = body.get("previous_response_id")
    if wanted is not None and wanted not in stored:
        raise OpenAIError(
            f"Previous response with id '{wanted}' not found.",
            param="previous_response_id",
            code="previous_response_not_found",
        )
    return stored[wanted] if wanted else None
