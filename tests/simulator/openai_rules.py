"""What OpenAI refuses, with the errors that it sends.

Parameters and their types come from the installed SDK (`CompletionCreateParams`). The wording and
the order of the errors were recorded by others against the API (the GPT 5.6 family, 2026-08-30) or
quoted in public issues; nothing was tried on the live API here.
"""

import re
from collections.abc import Callable, Collection
from typing import Any

from openai.types.chat import ChatCompletionAssistantMessageParam, ChatCompletionMessage
from openai.types.chat.completion_create_params import (
    CompletionCreateParamsNonStreaming,
    CompletionCreateParamsStreaming,
)

from helpers.capabilities import OPENAI

from .json_schemas import object_problem, strict_problem
from .openai_errors import OpenAIError
from .openai_limits import applies, check_model_limits, check_numbers
from .openai_requests import Body, text_of
from .openai_turns import check_messages
from .openai_wording import worded
from .shapes import Problem, fields_of, find_problems

# Known to the SDK, but unknown or unsupported where the model is a current text model.
OTHER_MODELS_ONLY = ("audio", "modalities", "web_search_options")
NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def check(body: object, require_model: Callable[[str], None], image_urls: Collection[str]) -> Body:
    """The request itself if the API would take it.

    Args:
        body: the parsed JSON, or the text that is none.
        require_model: raises for a model that does not exist.
        image_urls: the addresses from which an image can be fetched.

    Raises:
        OpenAIError: with the error that the API sends.
    """
    if not isinstance(body, dict):
        raise OpenAIError(
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't "
            "using your HTTP library correctly. The OpenAI API expects a JSON payload, but what "
            "was sent was not valid JSON. If you have trouble figuring out how to fix this, please "
            "contact us through our help center at help.openai.com.)"
        )
    if not body.get("model"):
        raise OpenAIError("you must provide a model parameter")
    check_shape(body)
    require_model(body["model"])
    check_numbers(body)
    check_model_limits(body)
    check_stream_options(body)
    check_messages(body["messages"], image_urls)
    check_tools(body)
    check_response_format(body)
    return body


def check_shape(body: Body) -> None:
    """Names and types of all parameters, nested ones too."""
    streamed = body.get("stream") is True
    shape = CompletionCreateParamsStreaming if streamed else CompletionCreateParamsNonStreaming
    for name in OTHER_MODELS_ONLY:
        if name in body:
            raise worded(Problem("unknown", (name,)))
    # The effort has an error of its own, see check_model_limits.
    checked = {name: value for name, value in body.items() if name != "reasoning_effort"}
    if isinstance(checked.get("messages"), list):
        checked["messages"] = [as_typed(message) for message in checked["messages"]]
    problem = next(find_problems(checked, shape), None)
    if problem:
        raise worded(problem)
    if not body["messages"]:
        raise OpenAIError(
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an "
            "empty array instead.",
            param="messages",
            code="empty_array",
        )


def as_typed(message: Any) -> Any:
    """A message without what the API takes although the SDK's types do not know it.

    An answer may be sent back as it came, and a tool's result may name the tool, as it does in
    older examples and in what instructor sends.
    """
    fields = fields_of(ChatCompletionAssistantMessageParam).hints
    tolerated = {
        "assistant": ChatCompletionMessage.model_fields.keys() - fields,
        "tool": {"name"},
    }
    if not isinstance(message, dict):
        return message
    extra = tolerated.get(str(message.get("role")), set())
    return {name: value for name, value in message.items() if name not in extra}


def check_stream_options(body: Body) -> None:
    if body.get("stream_options") is not None and not body.get("stream"):
        raise OpenAIError(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
        )


def check_tools(body: Body) -> None:
    tools = body.get("tools")
    if tools is None:
        for name in ("tool_choice", "parallel_tool_calls"):
            if body.get(name) is not None:
                raise OpenAIError(
                    f"Invalid value for '{name}': '{name}' is only allowed when 'tools' are "
                    "specified.",
                    param=name,
                )
        return
    if not tools:
        raise OpenAIError(
            "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an "
            "empty array instead.",
            param="tools",
            code="empty_array",
        )
    if not applies(OPENAI[body["model"]].chat_functions, body):
        raise OpenAIError(
            f"Function tools with reasoning_effort are not supported for {body['model']} in "
            "/v1/chat/completions. To use function tools, use /v1/responses or set "
            "reasoning_effort to 'none'.",
            param="reasoning_effort",
        )
    for index, tool in enumerate(tools):
        if tool["type"] == "function":
            check_function(tool["function"], f"tools[{index}].function")
    check_tool_choice(body)


def check_function(function: Body, where: str) -> None:
    """The name, and that the parameters are an object; with `strict`, all that it asks.

    where: its place in the request.
    """
    if not NAME.fullmatch(function["name"]):
        raise OpenAIError(
            f"Invalid '{where}.name': string does not match pattern. Expected a string that "
            "matches the pattern '^[a-zA-Z0-9_-]+$'.",
            param=f"{where}.name",
            code="invalid_value",
        )
    schema = function.get("parameters") or {"type": "object"}
    problem = strict_problem(schema) if function.get("strict") else None
    problem = object_problem(schema) or problem
    if problem:
        raise OpenAIError(
            f"Invalid schema for function '{function['name']}': {problem}",
            param=f"{where}.parameters",
            code="invalid_function_parameters",
        )


def check_tool_choice(body: Body) -> None:
    choice = body.get("tool_choice")
    names = [tool["function"]["name"] for tool in body["tools"] if tool["type"] == "function"]
    wanted = choice["function"]["name"] if is_named(choice) else None
    if wanted is not None and wanted not in names:
        raise OpenAIError(
            f"Tool choice '{wanted}' not found in 'tools' parameter.",
            param="tool_choice",
        )


def is_named(choice: object) -> bool:
    return isinstance(choice, dict) and choice["type"] == "function"


def check_response_format(body: Body) -> None:
    wanted = body.get("response_format") or {"type": "text"}
    if wanted["type"] == "json_object":
        said = " ".join(text_of(message.get("content")) for message in body["messages"])
        if "json" not in said.lower():
            raise OpenAIError(
                "'messages' must contain the word 'json' in some form, to use 'response_format' of "
                "type 'json_object'.",
                param="messages",
            )
    if wanted["type"] == "json_schema":
        check_json_schema(wanted["json_schema"])


def check_json_schema(wanted: Body) -> None:
    schema = wanted.get("schema") or {}
    problem = strict_problem(schema) if wanted.get("strict") else None
    problem = object_problem(schema) or problem
    if problem:
        raise OpenAIError(
            f"Invalid schema for response_format '{wanted['name']}': {problem}",
            param="response_format",
        )
