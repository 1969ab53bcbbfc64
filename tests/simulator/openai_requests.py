"""What a Chat Completions request asks, and how many tokens its prompt is."""

import base64
import math
from typing import Any

from . import openai_prompts as prompts
from .conversation import Conversation
from .generation import Limits
from .images import Image, recognise
from .openai_images import patches

Body = dict[str, Any]

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
        schema=body.get("response_format", {}).get("type") == "json_schema",
    )


def reasons(body: Body) -> bool:
    """Whether the model reasons: it does unless the request says `none`."""
    return body.get("reasoning_effort") != "none"


def prompt_tokens(body: Body) -> int:
    """The size of the prompt, as `openai_prompts` counts. An image is 1.2 tokens a patch."""
    tokens = prompts.REQUEST + sum(message_tokens(message) for message in body["messages"])
    tokens += prompts.functions((tool["function"] for tool in function_tools(body)), prompts.CHAT)
    if wanted := body.get("response_format", {}).get("json_schema"):
        tokens += prompts.schema(wanted.get("schema") or {}, prompts.CHAT)
    return tokens


def message_tokens(message: Body) -> int:
    text = text_of(message.get("content"))
    if message["role"] == "tool":
        return prompts.result(text)
    calls = [call["function"] for call in function_calls(message)]
    asked = [(call["name"], call["arguments"]) for call in calls]
    tokens = prompts.calls(asked, prompts.CHAT) if asked else 0
    if text or not asked:
        tokens += prompts.message(message["role"], text)
    return tokens + sum(image_tokens(image) for image in images_of(message))


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
