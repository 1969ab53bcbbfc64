"""The items of a Responses request, messages, calls, results and reasoning, and what is refused.

The installed SDK's types say which items there are and what they hold; the API asks for less than
they do, see NOT_ASKED. The wording and the order of the errors were recorded by others against the
API (the GPT 5.6 family, 2026-08-30 and 31) or quoted in public issues.
"""

import typing
from collections.abc import Collection, Iterator
from typing import Any, Literal, Required, TypedDict

from openai.types.responses.response_function_tool_call_param import ResponseFunctionToolCallParam
from openai.types.responses.response_input_audio_param import ResponseInputAudioParam
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
from .openai_wording import dotted, kind_of, listed, worded
from .shapes import Path, find_problems, members_of, tags_of
from .signature import is_encrypted

Item = dict[str, Any]

ROLES = ("assistant", "system", "developer", "user")
# Required by the SDK's types, not by the API.
NOT_ASKED = {"annotations", "detail", "id", "parameters", "status", "strict", "summary"}


class Message(TypedDict, total=False):
    """A message: the API takes one from the user as it takes one of its own answers."""

    type: Literal["message"]
    role: Required[str]
    content: Required[str | list[Any]]
    id: str
    status: Literal["in_progress", "completed", "incomplete"]


class AssistantMessage(Message, total=False):
    """A message of the model, which says whether it was the answer or what came before it."""

    phase: Literal["commentary", "final_answer"]


ITEMS: dict[str, type] = {
    "function_call": ResponseFunctionToolCallParam,
    "function_call_output": FunctionCallOutput,
    "reasoning": ResponseReasoningItemParam,
}
PARTS: dict[str, type] = {
    "input_text": ResponseInputTextParam,
    "input_image": ResponseInputImageParam,
    "input_file": ResponseInputFileParam,
    "input_audio": ResponseInputAudioParam,
    "output_text": ResponseOutputTextParam,
    "refusal": ResponseOutputRefusalParam,
}
OF_USERS = ("input_text", "input_image", "input_file", "input_audio")
OF_ASSISTANTS = ("output_text", "refusal")
# All types of parts, in the order in which the API lists them.
ALL_PARTS = (
    *("input_text", "input_image", "input_audio", "output_text", "refusal", "input_file"),
    *("computer_screenshot", "summary_text", "encrypted_content"),
)


def items_of(given: str | list[Item]) -> list[Item]:
    """The input as a list of items; a text is one message of the user."""
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    return [{"type": "message"} | item for item in given]


def parts_of(message: Item) -> list[Item]:
    """What a message holds, as parts."""
    content = message["content"]
    if isinstance(content, list):
        return content
    return [{"type": parts_for(message["role"])[0], "text": content}]


def parts_for(role: str) -> tuple[str, ...]:
    """The types of parts that a message of this role may have, text first."""
    return OF_ASSISTANTS if role == "assistant" else OF_USERS


def all_types() -> list[str]:
    """Every type of item, by the SDK."""
    found = {tag for shape in members_of(ResponseInputItemParam) for tag in tags_of(shape, "type")}
    return sorted(found)


def check_items(given: list[Any]) -> None:
    """The shape of each item."""
    for index, item in enumerate(given):
        path = ("input", index)
        if not isinstance(item, dict):
            got = kind_of(item)
            raise OpenAIError(
                f"Invalid type for '{dotted(path)}': expected an input item, but got {got} "
                "instead.",
                param=dotted(path),
                code="invalid_type",
            )
        kind = item.get("type", "message")
        if kind not in all_types():
            raise invalid(path, kind, all_types())
        if kind == "message":
            check_message(item, path)
        elif kind in ITEMS:
            check_shape(item, ITEMS[kind], path)
        else:
            raise not_played(f"The simulator plays no items of the type {kind}.")


def check_message(item: Item, path: Path) -> None:
    role = item.get("role", "")
    if role not in ROLES:
        raise invalid(path, role, ROLES)
    check_shape(item, AssistantMessage if role == "assistant" else Message, path)
    content = item["content"]
    for index, part in enumerate(content if isinstance(content, list) else []):
        check_part(part, role, (*path, "content", index))


def check_part(part: Any, role: str, path: Path) -> None:
    kind = part.get("type", "") if isinstance(part, dict) else ""
    if kind not in ALL_PARTS:
        raise invalid((*path, "type"), kind, ALL_PARTS)
    if kind not in parts_for(role):
        raise invalid(path, kind, parts_for(role))
    check_shape(part, PARTS[kind], path)
    if kind == "input_audio":
        raise not_played("The simulator plays no audio.")


def check_shape(value: Item, shape: type, path: Path) -> None:
    """Raise for the first thing that the API would name."""
    for problem in asked_problems(value, shape, path):
        raise worded(problem)


def asked_problems(value: Item, shape: type, path: Path = ()) -> Iterator[typing.Any]:
    """What differs from the SDK's type, without what only the SDK asks for."""
    for problem in find_problems(value, shape, path):
        if problem.kind != "missing" or problem.path[-1] not in NOT_ASKED:
            yield problem


def invalid(path: Path, value: Any, choices: Collection[str]) -> OpenAIError:
    said = value if isinstance(value, str) else ""
    return OpenAIError(
        f"Invalid value: '{said}'. Supported values are: {listed(choices, 'and')}.",
        param=dotted(path),
        code="invalid_value",
    )


def check_order(items: list[Item]) -> None:
    """Every call has its result, every result its call before it; reasoning has what it led to."""
    open_calls: dict[str, None] = {}
    for item, following in zip(items, [*items[1:], None], strict=True):
        if item["type"] == "function_call":
            open_calls[item["call_id"]] = None
        elif item["type"] == "function_call_output":
            if item["call_id"] not in open_calls:
                raise of_input(
                    f"No tool call found for function call output with call_id {item['call_id']}."
                )
            del open_calls[item["call_id"]]
        elif item["type"] == "reasoning" and not (following and is_of_model(following)):
            raise of_input(
                f"Item '{item['id']}' of type 'reasoning' was provided without its required "
                "following item."
            )
    for call_id in open_calls:
        raise of_input(f"No tool output found for function call {call_id}.")


def is_of_model(item: Item) -> bool:
    return item["type"] in ("reasoning", "function_call") or item.get("role") == "assistant"


def check_reasoning(items: list[Item], stored: Collection[str], store: bool) -> None:
    """Reasoning comes back as it was sent, sealed, or as the id of what was stored."""
    for item in items:
        if item["type"] != "reasoning":
            continue
        sealed = item.get("encrypted_content")
        if sealed and not is_encrypted(sealed):
            raise OpenAIError(
                f"The encrypted content {sealed[:4]}...{sealed[-4:]} could not be verified. "
                "Reason: Encrypted content could not be decrypted or parsed.",
                code="invalid_encrypted_content",
            )
        if not sealed and item.get("id") not in stored:
            advice = (
                " Items are not persisted when `store` is set to false. Try again with `store` set "
                "to true, or remove this item from your input."
            )
            message = f"Item with id '{item.get('id')}' not found."
            raise OpenAIError(message + (advice if not store else ""), status=404, param="input")


def of_input(message: str) -> OpenAIError:
    return OpenAIError(message, param="input")
