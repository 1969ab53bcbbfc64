"""What a Messages request asks, and an estimate of how many tokens its prompt is."""

import base64
import bisect
import math
from typing import Any

from .answers import compact_json
from .conversation import Conversation
from .generation import Limits
from .images import recognise
from .tokens import CLAUDE

Body = dict[str, Any]

# Fitted to recordings of models with the same tokenizer: 13 tokens for "And tomorrow?".
REQUEST_TOKENS = 6
MESSAGE_TOKENS = 3
SYSTEM_TOKENS = 2
TOOLS_TOKENS = 340
SCHEMA_TOKENS = 90
IMAGE_PATCH = 28
MAX_IMAGE_SIDE = 2576
MAX_IMAGE_TOKENS = 4784


def conversation(body: Body) -> Conversation:
    """The provider-neutral view of a valid request."""
    messages = body["messages"]
    texts = [(message["role"], text_of(message["content"])) for message in messages]
    system = [text_of(body.get("system", "")), *(text for role, text in texts if role == "system")]
    results = tool_results(messages)
    return Conversation(
        provider="anthropic",
        user=next((text for role, text in reversed(texts) if role == "user" and text), ""),
        system="\n".join(part for part in system if part),
        everything="\n".join([*system[:1], *(everything_in(m["content"]) for m in messages)]),
        tool_results=results,
        tools=offered_tools(body),
        images=sum(len(images_of(message["content"])) for message in messages),
        wants_json=bool((body.get("output_config") or {}).get("format")),
        effort=(body.get("output_config") or {}).get("effort") or "",
    )


def limits(body: Body) -> Limits:
    """The cap and stop sequences of a valid request."""
    choice = body.get("tool_choice") or {}
    return Limits(
        cap=body["max_tokens"],
        stop_sequences=list(body.get("stop_sequences") or []),
        thinking=thinks(body),
        parallel_tool_calls=not choice.get("disable_parallel_tool_use"),
    )


def thinks(body: Body) -> bool:
    """Whether the model may think: it may unless the request turns it off."""
    return body.get("thinking", {}).get("type", "adaptive") == "adaptive"


def shows_thinking(body: Body) -> bool:
    """Whether thinking is shown: its text is left out unless the request asks for a summary."""
    return body.get("thinking", {}).get("display") == "summarized"


def input_tokens(body: Body) -> int:
    """An estimate, the same for `count_tokens` and for `usage.input_tokens`.

    Fixed overheads are fitted to recordings. An image is one token for each patch of 28 by 28
    pixels, as measured on Claude 5.5 (huggingface.co/datasets/JOHNISKING/image-token-cost).
    """
    tokens = REQUEST_TOKENS
    if system := text_of(body.get("system", "")):
        tokens += SYSTEM_TOKENS + CLAUDE.count(system)
    for message in body["messages"]:
        tokens += MESSAGE_TOKENS + CLAUDE.count(everything_in(message["content"]))
        tokens += sum(image_tokens(source) for source in images_of(message["content"]))
    if tools := body.get("tools"):
        tokens += TOOLS_TOKENS + CLAUDE.count(compact_json(tools))
    if schema := (body.get("output_config") or {}).get("format"):
        tokens += SCHEMA_TOKENS + CLAUDE.count(compact_json(schema))
    return tokens


def image_tokens(source: Body) -> int:
    """An image behind a web address counts as 1024 by 1024 pixels."""
    image = recognise(base64.b64decode(source["data"])) if source["type"] == "base64" else None
    width, height = (image.width, image.height) if image else (1024, 1024)
    return seen_patches(max(width, height), min(width, height))


def seen_patches(longer: int, shorter: int) -> int:
    """The patches of an image after it was scaled down to what the model takes.

    The largest size of the same shape that is within both limits, as Anthropic's guide to vision
    has it for Claude 4.7 and later.
    """

    def patches(side: int) -> int:
        other = max(1, round(side * shorter / longer))
        return math.ceil(side / IMAGE_PATCH) * math.ceil(other / IMAGE_PATCH)

    sides = range(1, min(longer, MAX_IMAGE_SIDE) + 1)
    return patches(bisect.bisect_right(sides, MAX_IMAGE_TOKENS, key=patches))


def text_of(content: str | list[Body]) -> str:
    """The text blocks of a message or a system prompt, one under another."""
    if isinstance(content, str):
        return content
    return "\n".join(block["text"] for block in content if block["type"] == "text")


def everything_in(content: str | list[Body]) -> str:
    """All text of a message: also that of tool calls, of their results and of thinking."""
    if isinstance(content, str):
        return content
    return "\n".join(block_text(block) for block in content)


def block_text(block: Body) -> str:
    match block["type"]:
        case "text":
            return block["text"]
        case "tool_use":
            return block["name"] + compact_json(block["input"])
        case "tool_result":
            return everything_in(block.get("content", ""))
        case "thinking":
            return block["thinking"]
    return ""


def images_of(content: str | list[Body]) -> list[Body]:
    """The sources of the images in a message, those in tool results too."""
    if isinstance(content, str):
        return []
    sources = [block["source"] for block in content if block["type"] == "image"]
    for block in content:
        if block["type"] == "tool_result":
            sources += images_of(block.get("content", ""))
    return sources


def offered_tools(body: Body) -> list[str]:
    """The names of the tools that the model may call."""
    choice = body.get("tool_choice") or {"type": "auto"}
    if choice["type"] == "none":
        return []
    if choice["type"] == "tool":
        return [choice["name"]]
    return [tool["name"] for tool in body.get("tools") or [] if "name" in tool]


def tool_results(messages: list[Body]) -> list[str]:
    """The names of the tools whose results end the conversation."""
    blocks = [
        block for m in messages if not isinstance(m["content"], str) for block in m["content"]
    ]
    names = {block["id"]: block["name"] for block in blocks if block["type"] == "tool_use"}
    last = messages[-1]["content"]
    return [
        names[block["tool_use_id"]]
        for block in ([] if isinstance(last, str) else last)
        if block["type"] == "tool_result"
    ]
