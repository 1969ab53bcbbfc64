"""What Anthropic asks of the messages: their order, their contents, calls and results in pairs."""

from collections.abc import Collection
from typing import Any

from .anthropic_documents import check_documents
from .anthropic_errors import AnthropicError
from .anthropic_images import check_images
from .anthropic_prompts import blocks_of
from .signature import is_genuine

Body = dict[str, Any]


def check_messages(body: Body, image_urls: Collection[str]) -> None:
    """Raises AnthropicError for what is wrong with the messages or the system prompt."""
    messages = body["messages"]
    if not messages:
        raise AnthropicError("messages: at least one message is required")
    check_text(body.get("system", ""), "system")
    for index, message in enumerate(messages):
        if message["role"] == "system":
            check_place(messages, index)
        check_content(message, index)
        check_documents(blocks_of(message["content"]), f"messages.{index}.content")
    check_images(messages, image_urls)
    check_tool_pairs(merged(without_system(messages)))
    if messages[-1]["role"] == "assistant":
        raise AnthropicError(
            "This model does not support assistant message prefill. The conversation must end with "
            "a user message."
        )


def check_place(messages: list[Body], index: int) -> None:
    """Where a system message may stand; several in a row are one.

    Tried out by others on 2026-09-10 and 10-02, on models up to Opus 5.5; not on the smallest.
    """
    roles = [message["role"] for message in messages]
    before = next((i for i in range(index, -1, -1) if roles[i] != "system"), None)
    after = next((role for role in roles[index:] if role != "system"), "")
    if before is None:
        problem = "use the top-level 'system' parameter for the initial system prompt"
    elif roles[before] != "user" and not ends_in_server_result(messages[before]):
        problem = (
            "role 'system' must follow a 'user' message or an 'assistant' message ending in a "
            "server tool result"
        )
    elif after == "user":
        problem = "role 'system' must precede an 'assistant' message or end the array"
    else:
        return
    raise AnthropicError(
        f"messages.{index}: {problem}; the directive-only form (content: [] with output_config) is "
        "accepted at any position"
    )


def ends_in_server_result(message: Body) -> bool:
    blocks = blocks_of(message["content"])
    return bool(blocks) and blocks[-1]["type"].endswith("_tool_result")


def without_system(messages: list[Body]) -> list[tuple[int, Body]]:
    """The messages of user and model, each with its place."""
    return [(i, message) for i, message in enumerate(messages) if message["role"] != "system"]


def check_content(message: Body, index: int) -> None:
    content = message["content"]
    if not content:
        raise AnthropicError(
            f"messages.{index}: all messages must have non-empty content except for the optional "
            "final assistant message"
        )
    check_text(content, "messages")
    for number, block in enumerate(blocks_of(content)):
        path = f"messages.{index}.content.{number}"
        if block["type"] == "thinking" and not is_genuine(block["signature"], block["thinking"]):
            raise AnthropicError(f"{path}: Invalid `signature` in `thinking` block")


def check_text(content: str | list[Body], where: str) -> None:
    """No text block may be empty or blank."""
    for block in blocks_of(content):
        if block["type"] == "text" and not block["text"]:
            raise AnthropicError(f"{where}: text content blocks must be non-empty")
        if block["type"] == "text" and not block["text"].strip():
            raise AnthropicError(f"{where}: text content blocks must contain non-whitespace text")


def merged(messages: list[tuple[int, Body]]) -> list[tuple[int, str, list[Body]]]:
    """The turns as index, role and blocks: messages of the same role in a row are one turn."""
    turns: list[tuple[int, str, list[Body]]] = []
    for index, message in messages:
        if turns and turns[-1][1] == message["role"]:
            turns[-1][2].extend(blocks_of(message["content"]))
        else:
            turns.append((index, message["role"], list(blocks_of(message["content"]))))
    return turns


def check_tool_pairs(turns: list[tuple[int, str, list[Body]]]) -> None:
    """Every call is answered in the next turn, and every answer has its call in the one before."""
    waiting: list[str] = []
    asked = 0
    for index, _, blocks in turns:
        answered = [block["tool_use_id"] for block in blocks if block["type"] == "tool_result"]
        for number, block in enumerate(blocks):
            if block["type"] == "tool_result" and block["tool_use_id"] not in waiting:
                raise AnthropicError(
                    f"messages.{index}.content.{number}: unexpected `tool_use_id` found in "
                    f"`tool_result` blocks: {block['tool_use_id']}. Each `tool_result` block must "
                    "have a corresponding `tool_use` block in the previous message."
                )
        check_answered([call for call in waiting if call not in answered], asked)
        waiting = [block["id"] for block in blocks if block["type"] == "tool_use"]
        asked = index
    check_answered(waiting, asked)


def check_answered(calls: list[str], index: int) -> None:
    if calls:
        raise AnthropicError(
            f"messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately "
            f"after: {', '.join(calls)}. Each `tool_use` block must have a corresponding "
            "`tool_result` block in the next message."
        )
