"""What Anthropic refuses, with the errors that it sends.

Parameters and their types come from the installed SDK (`MessageCreateParams`). The wording of the
errors was quoted in public issues and repositories (2025 to 2026); nothing was tried on the live
API here.
"""

import re
from collections.abc import Callable, Collection
from typing import Any

from anthropic.types.message_count_tokens_params import MessageCountTokensParams
from anthropic.types.message_create_params import (
    MessageCreateParamsNonStreaming,
    MessageCreateParamsStreaming,
)

from helpers.capabilities import ANTHROPIC

from .anthropic_caching import MOST_PLACES, places
from .anthropic_errors import AnthropicError, not_played
from .anthropic_prompts import parts
from .anthropic_turns import check_messages
from .anthropic_wording import worded
from .json_schemas import anthropic_problem
from .shapes import Problem, find_problems

Body = dict[str, Any]

SENT_AS_HEADERS = ("workspace_id", "user_profile_id")
OLD_VERSION = "2023-06-01"
# With the old API version these are still parameters; current models take their defaults only.
OLD_SAMPLING_DEFAULTS = {"temperature": 1, "top_p": 1, "top_k": None}
TOOL_NAME = r"^[a-zA-Z0-9_-]{1,128}$"
FORCING = ("tool", "any")


def check(
    body: object,
    require_model: Callable[[str], None],
    image_urls: Collection[str],
    version: str,
    counting: bool = False,
) -> Body:
    """The request itself if the API would take it.

    Args:
        body: the parsed JSON, or the text that is none.
        require_model: raises for a model that does not exist.
        image_urls: the addresses from which an image can be fetched.
        version: the `anthropic-version` header.
        counting: whether only tokens are to be counted.

    Raises:
        AnthropicError: with the error that the API sends.
    """
    if not version:
        raise AnthropicError("anthropic-version: header is required")
    if not isinstance(body, dict):
        raise AnthropicError("The request body is not valid JSON")
    check_shape(body, version, counting)
    require_model(body["model"])
    if not counting:
        check_length(body)
    check_thinking(body)
    check_messages(body, image_urls)
    check_tools(body)
    check_output_format(body)
    check_cache_marks(body)
    return body


def check_shape(body: Body, version: str, counting: bool) -> None:
    """Names and types of all parameters, nested ones too."""
    streamed = body.get("stream") is True
    shape = MessageCreateParamsStreaming if streamed else MessageCreateParamsNonStreaming
    if counting:
        shape = MessageCountTokensParams
    for name in SENT_AS_HEADERS:
        if name in body:
            raise worded(Problem("unknown", (name,)))
    if version == OLD_VERSION:
        body = without_sampling(body)
    problem = next(find_problems(body, shape), None)
    if problem:
        raise worded(problem)


def without_sampling(body: Body) -> Body:
    """The request without sampling parameters, which may have only their defaults."""
    for name, default in OLD_SAMPLING_DEFAULTS.items():
        if body.get(name, default) != default:
            raise AnthropicError(f"`{name}` is deprecated for this model.")
    return {name: value for name, value in body.items() if name not in OLD_SAMPLING_DEFAULTS}


def check_length(body: Body) -> None:
    wanted, most = body["max_tokens"], ANTHROPIC[body["model"]].most_output
    if wanted < 0:
        raise AnthropicError("max_tokens: Input should be greater than or equal to 0")
    if wanted > most:
        raise AnthropicError(
            f"max_tokens: {wanted} > {most}, which is the maximum allowed number of output tokens "
            f"for {body['model']}"
        )
    if wanted == 0 and body.get("stream"):
        raise AnthropicError("max_tokens: 0 is not allowed with stream: true")
    for index, stop in enumerate(body.get("stop_sequences") or []):
        if not stop.strip():
            raise AnthropicError(
                f"stop_sequences.{index}: each stop sequence must contain non-whitespace"
            )


def check_thinking(body: Body) -> None:
    """The kind of thinking, at the effort asked for; see `helpers.capabilities`."""
    kind, model = body.get("thinking", {}).get("type", "adaptive"), ANTHROPIC[body["model"]]
    effort = (body.get("output_config") or {}).get("effort") or model.default_effort
    accepted = {
        "enabled": model.enabled,
        "disabled": model.disabled[effort],
        "between_tools": model.between_tools[effort],
    }.get(kind, True)
    if accepted is None:
        raise not_played(f"Nobody has shown whether {body['model']} takes thinking {kind}.")
    if not accepted:
        raise AnthropicError(refused_thinking(kind, any(model.between_tools.values())))


def refused_thinking(kind: str, takes_between_tools: bool) -> str:
    """In the API's words; of two kinds turned off where they exist, they are not known."""
    refused = f'"thinking.type.{kind}" is not supported for this model.'
    if kind == "between_tools":
        return refused
    lowest = '"thinking.type.between_tools" for the lowest thinking setting, or '
    return (
        f"{refused} Use {lowest if takes_between_tools else ''}"
        '"thinking.type.adaptive" and "output_config.effort" to control thinking behavior.'
    )


def check_size(tokens: int, model: str) -> None:
    """Refuse a prompt that does not fit into the model's window."""
    window = ANTHROPIC[model].window
    if tokens > window:
        raise AnthropicError(f"prompt is too long: {tokens} tokens > {window} maximum")


def check_tools(body: Body) -> None:
    tools = body.get("tools") or []
    names = [tool.get("name") for tool in tools]
    for index, tool in enumerate(tools):
        if tool.get("type") in (None, "custom") and not re.match(TOOL_NAME, tool["name"]):
            raise AnthropicError(
                f"tools.{index}.custom.name: String should match pattern '{TOOL_NAME}'"
            )
    if len(set(names)) < len(names):
        raise AnthropicError("tools: Tool names must be unique.")
    choice = body.get("tool_choice")
    if choice and not tools:
        raise AnthropicError("tool_choice may only be specified while providing tools.")
    if choice and choice["type"] in FORCING and not ANTHROPIC[body["model"]].forced_tool:
        raise AnthropicError('tool_choice: type "tool" and "any" are not supported for this model.')
    if choice and choice["type"] == "tool" and choice["name"] not in names:
        raise AnthropicError(f"Tool '{choice['name']}' not found in provided tools")


def check_output_format(body: Body) -> None:
    wanted = (body.get("output_config") or {}).get("format")
    problem = anthropic_problem(wanted["schema"]) if wanted else None
    if problem:
        raise AnthropicError(f"output_config.format.schema: {problem}")


def check_cache_marks(body: Body) -> None:
    number = len(places(parts(body), body.get("cache_control")))
    if number > MOST_PLACES:
        raise AnthropicError(
            f"A maximum of {MOST_PLACES} blocks with cache_control may be provided. Found {number}."
        )
