"""What a Messages request asks."""

from typing import Any

from .anthropic_prompts import block_text, blocks_of
from .conversation import Conversation
from .generation import Limits

Body = dict[str, Any]


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


def text_of(content: str | list[Body]) -> str:
    """The text blocks of a message or a system prompt, one under another."""
    if isinstance(content, str):
        return content
    return "\n".join(block["text"] for block in content if block["type"] == "text")


def everything_in(content: str | list[Body]) -> str:
    """All text of a message: also that of tool calls, of their results and of thinking."""
    return "\n".join(map(block_text, blocks_of(content)))


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
    last = [m["content"] for m in messages if m["role"] != "system"][-1]
    return [
        names[block["tool_use_id"]]
        for block in ([] if isinstance(last, str) else last)
        if block["type"] == "tool_result"
    ]
