"""What a Chat Completions request asks, and how many tokens its prompt is."""

import base64
import math
from typing import Any

from . import openai_prompts as prompts
from .conversation import Conversation
from .generation import Limits
from .images import Image, recognise
from .openai_caching import MESSAGE
from .openai_images import patches
from .prompt_cache import Part

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


def prompt_parts(body: Body) -> list[Part]:
    """The prompt as it is counted and cached; it is `prompts.REQUEST` tokens more than its parts.

    The head is what comes before all messages: the model, its functions and the wanted schema.
    """
    wanted = body.get("response_format", {}).get("json_schema")
    declared = [tool["function"] for tool in function_tools(body)]
    tokens = prompts.functions(declared, prompts.CHAT)
    if wanted:
        tokens += prompts.schema(wanted.get("schema") or {}, prompts.CHAT)
    head = Part([body["model"], declared, wanted], tokens)
    return [head, *(part for message in body["messages"] for part in message_parts(message))]


def message_parts(message: Body) -> list[Part]:
    """One message. Images count 1.2 tokens a patch; what calls cost is in `openai_prompts`."""
    role, content = message["role"], message.get("content") or ""
    given = [{"type": "text", "text": content}] if isinstance(content, str) else content
    if role == "tool":
        return [Part(message, prompts.result(text_of(content)), MESSAGE)]
    calls = [call["function"] for call in function_calls(message)]
    asked = [(call["name"], call["arguments"]) for call in calls]
    parts = [Part(asked, prompts.calls(asked, prompts.CHAT))] if asked else []
    if content or not asked:
        parts += prompts.message_parts(role, [(part, content_tokens(part)) for part in given])
    return parts


def content_tokens(part: Body) -> int:
    """What a part of a message is beyond the frame of the message."""
    if part["type"] == "image_url":
        return image_tokens(part["image_url"])
    return prompts.count(part.get("text") or part.get("refusal") or "")


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
