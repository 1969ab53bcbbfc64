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

from .anthropic_errors import AnthropicError
from .anthropic_images import check_image
from .json_schemas import anthropic_problem
from .shapes import Path, Problem, Tag, find_problems, is_list, members_of
from .signature import is_genuine

Body = dict[str, Any]

SENT_AS_HEADERS = ("workspace_id", "user_profile_id")
OLD_VERSION = "2023-06-01"
# With the old API version these are still parameters; current models take their defaults only.
OLD_SAMPLING_DEFAULTS = {"temperature": 1, "top_p": 1, "top_k": None}
MAX_OUTPUT_TOKENS = 128_000
TOOL_NAME = r"^[a-zA-Z0-9_-]{1,128}$"
EFFORTS_WITHOUT_THINKING = ("low", "medium", "high")


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


def worded(problem: Problem) -> AnthropicError:
    """A problem as this API puts it."""
    where = dotted(problem.path)
    if problem.kind == "missing":
        return AnthropicError(f"{where}: Field required")
    if problem.kind == "unknown":
        return AnthropicError(f"{where}: Extra inputs are not permitted")
    if problem.kind == "type":
        return AnthropicError(f"{where}: Input should be {described(problem.hint)}")
    if problem.kind == "tag" and problem.path[-1] == "type":
        tags = ", ".join(f"'{tag}'" for tag in sorted(problem.choices))
        return AnthropicError(
            f"{dotted(problem.path[:-1])}: Input tag '{problem.value}' found using 'type' does not "
            f"match any of the expected tags: {tags}"
        )
    return AnthropicError(f"{where}: Input should be {alternatives(problem.choices)}")


def dotted(path: Path) -> str:
    """A path as `messages.0.content.1.image.source`."""
    return ".".join(step.name if isinstance(step, Tag) else str(step) for step in path)


def described(hint: Any) -> str:
    """A type hint in words; of a union, its last member."""
    member = [member for member in members_of(hint) if member is not type(None)][-1]
    names = {str: "string", int: "integer", float: "number", bool: "boolean"}
    return f"a valid {names.get(member, 'list' if is_list(member) else 'dictionary')}"


def alternatives(choices: Collection[str]) -> str:
    """'a', 'b' or 'c'."""
    *others, last = [f"'{choice}'" for choice in choices]
    return f"{', '.join(others)} or {last}" if others else last


def check_length(body: Body) -> None:
    wanted = body["max_tokens"]
    if wanted < 0:
        raise AnthropicError("max_tokens: Input should be greater than or equal to 0")
    if wanted > MAX_OUTPUT_TOKENS:
        raise AnthropicError(
            f"max_tokens: {wanted} > {MAX_OUTPUT_TOKENS}, which is the maximum allowed number of "
            f"output tokens for {body['model']}"
        )
    if wanted == 0 and body.get("stream"):
        raise AnthropicError("max_tokens: 0 is not allowed with stream: true")
    for index, stop in enumerate(body.get("stop_sequences") or []):
        if not stop.strip():
            raise AnthropicError(
                f"stop_sequences.{index}: each stop sequence must contain non-whitespace"
            )


def check_thinking(body: Body) -> None:
    """Thinking is adaptive or, up to effort high, off; a budget is refused."""
    thinking = body.get("thinking", {}).get("type")
    effort = (body.get("output_config") or {}).get("effort") or "medium"
    refused = thinking == "disabled" and effort not in EFFORTS_WITHOUT_THINKING
    if thinking == "enabled" or refused:
        raise AnthropicError(
            f'"thinking.type.{thinking}" is not supported for this model. Use '
            '"thinking.type.adaptive" and "output_config.effort" to control thinking behavior.'
        )


def check_messages(body: Body, image_urls: Collection[str]) -> None:
    messages = body["messages"]
    if not messages:
        raise AnthropicError("messages: at least one message is required")
    check_text(body.get("system", ""), "system")
    for index, message in enumerate(messages):
        if message["role"] == "system":
            raise system_role(index)
        check_content(message, index, image_urls)
    check_tool_pairs(merged(messages))
    if messages[-1]["role"] == "assistant":
        raise AnthropicError(
            "This model does not support assistant message prefill. The conversation must end with "
            "a user message."
        )


def system_role(index: int) -> AnthropicError:
    """System messages inside the conversation are for other models; first they are for none."""
    if index:
        return AnthropicError("role 'system' is not supported on this model")
    return AnthropicError(
        "messages.0: use the top-level 'system' parameter for the initial system prompt; the "
        "directive-only form (content: [] with output_config) is accepted at any position"
    )


def check_content(message: Body, index: int, image_urls: Collection[str]) -> None:
    content = message["content"]
    if not content:
        raise AnthropicError(
            f"messages.{index}: all messages must have non-empty content except for the optional "
            "final assistant message"
        )
    check_text(content, "messages")
    for number, block in enumerate(blocks_of(content)):
        path = f"messages.{index}.content.{number}"
        if block["type"] == "image":
            check_image(block["source"], image_urls, path)
        elif block["type"] == "tool_result":
            for inner, part in enumerate(blocks_of(block.get("content", ""))):
                if part["type"] == "image":
                    check_image(part["source"], image_urls, f"{path}.content.{inner}")
        elif block["type"] == "thinking" and not is_genuine(block["signature"], block["thinking"]):
            raise AnthropicError(f"{path}: Invalid `signature` in `thinking` block")


def check_text(content: str | list[Body], where: str) -> None:
    """No text block may be empty or blank."""
    for block in blocks_of(content):
        if block["type"] == "text" and not block["text"]:
            raise AnthropicError(f"{where}: text content blocks must be non-empty")
        if block["type"] == "text" and not block["text"].strip():
            raise AnthropicError(f"{where}: text content blocks must contain non-whitespace text")


def blocks_of(content: str | list[Body]) -> list[Body]:
    """The blocks of a content; a text stands for one block."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    return content


def merged(messages: list[Body]) -> list[tuple[int, str, list[Body]]]:
    """The turns as index, role and blocks: messages of the same role in a row are one turn."""
    turns: list[tuple[int, str, list[Body]]] = []
    for index, message in enumerate(messages):
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
    if choice and choice["type"] == "tool" and choice["name"] not in names:
        raise AnthropicError(f"Tool '{choice['name']}' not found in provided tools")


def check_output_format(body: Body) -> None:
    wanted = (body.get("output_config") or {}).get("format")
    problem = anthropic_problem(wanted["schema"]) if wanted else None
    if problem:
        raise AnthropicError(f"output_config.format.schema: {problem}")
