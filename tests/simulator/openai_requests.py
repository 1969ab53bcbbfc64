"""What a Chat Completions request asks, and how many tokens its prompt is."""

import base64
import math
from typing import Any

from .answers import compact_json
from .conversation import Conversation
from .generation import Limits
from .images import Image, recognise
from .openai_images import patches
from .tokens import GPT

Body = dict[str, Any]

REPLY_TOKENS = 3
MESSAGE_TOKENS = 3
# What function definitions cost beyond their JSON text, in recordings of 2026.
TOOLS_TOKENS = 68
TOKENS_PER_PATCH = 1.2


def conversation(body: Body) -> Conversation:
    """The provider-neutral view of a valid request."""
    messages = body["messages"]
    said = [(message["role"], text_of(message.get("content"))) for message in messages]
    return Conversation(
        provider="openai",
        user=next((text for role, text in reversed(said) if role == "user"), ""),
        system="\n".join(text for role, text in said if role in ("system", "developer")),
        everything="\n".join(text for _, text in said),
        tool_results=tool_results(messages),
        tools=offered_tools(body),
        images=sum(len(images_of(message)) for message in messages),
        wants_json=body.get("response_format", {}).get("type", "text") != "text",
        effort=body.get("reasoning_effort") or "",
    )


def limits(body: Body) -> Limits:
    """The cap of a valid request; there are no stop sequences, `openai_rules` refuses them."""
    return Limits(
        cap=body.get("max_completion_tokens"),
        thinking=reasons(body),
        parallel_tool_calls=body.get("parallel_tool_calls", True) is not False,
    )


def reasons(body: Body) -> bool:
    """Whether the model reasons: it does unless the request says `none`."""
    return body.get("reasoning_effort") != "none"


def prompt_tokens(body: Body) -> int:
    """The size of the prompt.

    For messages of text this is what the API counts: 3 for the reply and, for each message, 3, its
    role and its content. Tools and schemas are their JSON text plus a fixed overhead, fitted to
    recordings. An image is 1.2 tokens for each patch of 32 by 32 pixels.
    """
    tokens = REPLY_TOKENS + sum(message_tokens(message) for message in body["messages"])
    if tools := function_tools(body):
        tokens += TOOLS_TOKENS + GPT.count(compact_json(tools))
    if schema := body.get("response_format", {}).get("json_schema"):
        tokens += GPT.count(compact_json(schema))
    return tokens


def message_tokens(message: Body) -> int:
    calls = [call["function"] for call in function_calls(message)]
    return (
        MESSAGE_TOKENS
        + GPT.count(message["role"])
        + GPT.count(text_of(message.get("content")))
        + sum(image_tokens(image) for image in images_of(message))
        + sum(GPT.count(call["name"]) + GPT.count(call["arguments"]) for call in calls)
        + len(calls) * GPT.per_call
        + (GPT.several_calls if len(calls) > 1 else 0)
    )


def image_tokens(image: Body) -> int:
    """An image behind a web address counts as 1024 by 1024 pixels."""
    url = image["url"]
    known = recognise(base64.b64decode(url.partition(",")[2])) if url.startswith("data:") else None
    seen = patches(known or Image("", 1024, 1024), image.get("detail", "auto"))
    return math.ceil(seen * TOKENS_PER_PATCH)


def text_of(content: str | list[Body] | None) -> str:
    """The text of a message, its parts one under another."""
    if isinstance(content, list):
        return "\n".join(part["text"] for part in content if part["type"] == "text")
    return content or ""


def images_of(message: Body) -> list[Body]:
    """The images in a message, as `url` and perhaps `detail`."""
    content = message.get("content")
    parts = content if isinstance(content, list) else []
    return [part["image_url"] for part in parts if part["type"] == "image_url"]


def function_calls(message: Body) -> list[Body]:
    return [call for call in message.get("tool_calls") or [] if call["type"] == "function"]


def function_tools(body: Body) -> list[Body]:
    return [tool for tool in body.get("tools") or [] if tool["type"] == "function"]


def offered_tools(body: Body) -> list[str]:
    """The names of the functions that the model may call."""
    choice = body.get("tool_choice") or "auto"
    if choice == "none":
        return []
    if isinstance(choice, dict) and choice["type"] == "function":
        return [choice["function"]["name"]]
    return [tool["function"]["name"] for tool in function_tools(body)]


def tool_results(messages: list[Body]) -> list[str]:
    """The names of the tools whose results end the conversation."""
    names = {
        call["id"]: call["function"]["name"]
        for message in messages
        for call in function_calls(message)
    }
    results: list[str] = []
    for message in reversed(messages):
        if message["role"] != "tool":
            break
        results.insert(0, names[message["tool_call_id"]])
    return results
