"""The items of a Responses request: messages, calls, results, reasoning; and their shape.

The installed SDK's types say which items there are and what they hold; the API asks for less than
they do, see NOT_ASKED. The wording of the errors was recorded by others against the API (the GPT
5.6 family, 2026-08-30 and 31) or quoted in public issues.
"""

from collections.abc import Collection
from functools import cache
from typing import Any, Literal, Required, TypedDict

from openai.types.responses.response_function_tool_call_param import ResponseFunctionToolCallParam
from openai.types.responses.response_input_file_param import ResponseInputFileParam
from openai.types.responses.response_input_image_param import ResponseInputImageParam
from openai.types.responses.response_input_item_param import (
    FunctionCallOutput,
    ResponseInputItemParam,
)
from openai.types.responses.response_input_text_param import ResponseInputTextParam
from openai.types.responses.response_output_refusal_param import ResponseOutputRefusalParam
from openai.types.responses.response_output_text_param import ResponseOutputTextParam
from openai.types.responses.response_reasoning_item_param import ResponseReasoningItemParam

from .openai_errors import OpenAIError, not_played
from .openai_wording import dotted, invalid_type, listed, worded
from .shapes import Path, Problem, find_problems, members_of, tags_of

Item = dict[str, Any]

ROLES = ("assistant", "system", "developer", "user")
# Required by the SDK's types, not by the API.
NOT_ASKED = {"annotations", "detail", "id", "parameters", "status", "strict", "summary"}


class Message(TypedDict, total=False):
    """A message that comes from the user's side."""

    type: Literal["message"]
    role: Required[str]
    content: Required[str | list[Any]]
    id: str
    status: Literal["in_progress", "completed", "incomplete"]


class AssistantMessage(Message, total=False):
    """A message of the model, which says whether it was the answer or what came before it."""

    phase: Literal["commentary", "final_answer"] | None


ITEMS: dict[str, Any] = {
    "function_call": ResponseFunctionToolCallParam,
    "function_call_output": FunctionCallOutput,
    "reasoning": ResponseReasoningItemParam,
}
PARTS: dict[str, Any] = {
    "input_text": ResponseInputTextParam,
    "input_image": ResponseInputImageParam,
    "input_file": ResponseInputFileParam,
    "output_text": ResponseOutputTextParam,
    "refusal": ResponseOutputRefusalParam,
}
# As the API lists them: of anybody, of an answer, of anything else.
ALL_PARTS = (
    *("input_text", "input_image", "input_audio", "output_text", "refusal", "input_file"),
    *("computer_screenshot", "summary_text", "encrypted_content"),
)
OF_ASSISTANT = ("output_text", "refusal")
OF_OTHERS = ("input_text", "input_image", "input_file", "scoped_content", "input_audio")


def items_of(given: str | list[Item]) -> list[Item]:
    """The input as a list of items; a text is one message of the user."""
    if isinstance(given, str):
        given = [{"role": "user", "content": given}] if given else []
    return [{"type": "message"} | item for item in given]


def parts_of(message: Item) -> list[Item]:
    """What a message holds; a text is one part."""
    content = message["content"]
    if isinstance(content, list):
        return content
    kind = "output_text" if message["role"] == "assistant" else "input_text"
    return [{"type": kind, "text": content}]


@cache
def all_types() -> list[str]:
    """Every type of item, by the SDK."""
    shapes = members_of(ResponseInputItemParam)
    return sorted({tag for shape in shapes for tag in tags_of(shape, "type")})


def check_items(given: list[Any]) -> None:
    """The shape of each item."""
    for index, item in enumerate(given):
        path = ("input", index)
        if not isinstance(item, dict):
            raise invalid_type(dotted(path), "an input item", item)
        kind = item.get("type", "message")
        if kind not in all_types():
            raise invalid_value(path, kind, all_types())
        if kind == "message":
            check_message(item, path)
        elif kind in ITEMS:
            check_shape(item, ITEMS[kind], path)
        else:
            raise not_played(f"The simulator plays no items of the type {kind}.")


def check_message(item: Item, path: Path) -> None:
    role = item.get("role", "")
    if role not in ROLES:
        raise invalid_value(path, role, ROLES)
    check_shape(item, AssistantMessage if role == "assistant" else Message, path)
    content = item["content"]
    for index, part in enumerate(content if isinstance(content, list) else []):
        check_part(part, role, (*path, "content", index))


def check_part(part: Any, role: str, path: Path) -> None:
    kind = part.get("type", "") if isinstance(part, dict) else ""
    fitting = OF_ASSISTANT if role == "assistant" else OF_OTHERS
    if kind not in ALL_PARTS:
        raise invalid_value((*path, "type"), kind, ALL_PARTS)
    if kind not in fitting:
        raise invalid_value(path, kind, fitting)
    if kind not in PARTS:
        raise not_played(f"The simulator plays no parts of the type {kind}.")
    if isinstance(part.get("image_url"), dict):  # as on Chat Completions
        raise invalid_type(dotted((*path, "image_url")), "an image URL", part["image_url"])
    check_shape(part, PARTS[kind], path)


def check_shape(value: Item, shape: Any, path: Path) -> None:
    """Raise for the first thing that the API would name."""
    for problem in find_problems(value, shape, path):
        if is_asked(problem):
            raise worded(problem)


def is_asked(problem: Problem) -> bool:
    """Whether the API sees this problem too: it asks for less than the SDK's types."""
    return problem.kind != "missing" or problem.path[-1] not in NOT_ASKED


def invalid_value(path: Path, value: Any, choices: Collection[str]) -> OpenAIError:
    said = value if isinstance(value, str) else ""
    return OpenAIError(
        f"Invalid value: '{said}'. Supported values are: {listed(choices, 'and')}.",
        param=dotted(path),
        code="invalid_value",
    )
