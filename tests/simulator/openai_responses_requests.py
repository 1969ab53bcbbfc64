"""What a Responses request asks, and how many tokens its prompt is."""

import math
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from . import openai_prompts as prompts
from .conversation import Conversation
from .generation import Limits
from .images import Image
from .openai_caching import MESSAGE
from .openai_images import patches
from .openai_requests import TOKENS_PER_PATCH, image_tokens
from .openai_responses_files import document_of
from .openai_responses_items import Item, parts_of
from .openai_responses_tools import format_of, offered_tools
from .prompt_cache import Part

Body = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A valid request. items: all that the model reads, from the first answer of the chain on."""

    body: Body
    items: list[Item]


@dataclass(frozen=True)
class Stored:
    """An answer that is kept, and the items that it answers."""

    response: Body
    items: list[Item]

    @property
    def conversation(self) -> list[Item]:
        return [*self.items, *self.response["output"]]


def conversation(asked: Asked) -> Conversation:
    """The provider-neutral view of a request."""
    said = [("developer", asked.body.get("instructions", ""))]
    said += [(item["role"], text_of(item)) for item in messages_in(asked.items)]
    parts = [part for item in messages_in(asked.items) for part in parts_of(item)]
    documents = [document_of(part) for part in parts if part["type"] == "input_file"]
    results = [output_of(i) for i in asked.items if i["type"] == "function_call_output"]
    read = [document.text for document in documents if document]
    return Conversation(
        provider="openai",
        user=next((text for role, text in reversed(said) if role == "user"), ""),
        system="\n".join(text for role, text in said if role in ("system", "developer") and text),
        everything="\n".join([*(text for _, text in said), *read, *results]),
        tool_results=tool_results(asked.items),
        tools=offered_tools(asked.body),
        images=sum(part["type"] == "input_image" for part in parts),
        wants_json=format_of(asked.body)["type"] != "text",
        effort=(asked.body.get("reasoning") or {}).get("effort") or "",
    )


def limits(asked: Asked) -> Limits:
    return Limits(
        cap=asked.body.get("max_output_tokens"),
        thinking=reasons(asked.body),
        parallel_tool_calls=asked.body.get("parallel_tool_calls", True),
        schema=format_of(asked.body)["type"] == "json_schema",
    )


def reasons(body: Body) -> bool:
    """Whether the model reasons: it does unless the request says `none`."""
    return (body.get("reasoning") or {}).get("effort") != "none"


def prompt_parts(asked: Asked) -> list[Part]:
    """The prompt as it is counted and cached; it is `prompts.REQUEST` tokens more than its parts.

    Instructions count as a message. What reasoning that comes back costs is in no recording; here
    it is nothing.
    """
    parts = [head(asked.body)]
    if instructions := asked.body.get("instructions"):
        parts += message_parts({"role": "developer", "content": instructions})
    for kind, run in groupby(asked.items, key=lambda item: item["type"]):
        items = list(run)
        if kind == "message":
            parts += [part for item in items for part in message_parts(item)]
        elif kind == "function_call":
            pairs = [(item["name"], item["arguments"]) for item in items]
            parts.append(Part(pairs, prompts.calls(pairs, prompts.RESPONSES)))
        elif kind == "function_call_output":
            outputs = [output_of(item) for item in items]
            parts += [Part(output, prompts.result(output), MESSAGE) for output in outputs]
    return parts


def head(body: Body) -> Part:
    """What comes before all messages: the model, its functions and the wanted schema."""
    declared, wanted = body.get("tools", []), format_of(body)
    tokens = prompts.functions(declared, prompts.RESPONSES)
    if "schema" in wanted:
        tokens += prompts.schema(wanted["schema"], prompts.RESPONSES)
    return Part([body["model"], declared, wanted], tokens)


def message_parts(message: Item) -> list[Part]:
    contents = [(part, content_tokens(part)) for part in parts_of(message)]
    return prompts.message_parts(message["role"], contents)


def content_tokens(part: Item) -> int:
    """What a part of a message is beyond the frame of the message."""
    detail = part.get("detail", "auto")
    if part["type"] == "input_image":
        return image_tokens({"url": part["image_url"], "detail": detail})
    if part["type"] == "input_file" and (document := document_of(part)):
        page = math.ceil(patches(Image("", 1024, 1024), detail) * TOKENS_PER_PATCH)
        return document.pages * page + prompts.count(document.text)
    return prompts.count(part.get("text") or part.get("refusal") or "")


def messages_in(items: list[Item]) -> list[Item]:
    return [item for item in items if item["type"] == "message"]


def text_of(message: Item) -> str:
    """The text of a message, its parts one under another."""
    texts = [part.get("text", part.get("refusal")) for part in parts_of(message)]
    return "\n".join(text for text in texts if text is not None)


def output_of(result: Item) -> str:
    """The text of a function's result."""
    output = result["output"]
    if isinstance(output, str):
        return output
    return "\n".join(part["text"] for part in output if part["type"] == "input_text")


def tool_results(items: list[Item]) -> list[str]:
    """The names of the functions whose results end the conversation."""
    names = {item["call_id"]: item["name"] for item in items if item["type"] == "function_call"}
    results: list[str] = []
    for item in reversed(items):
        if item["type"] != "function_call_output":
            break
        results.insert(0, names[item["call_id"]])
    return results
