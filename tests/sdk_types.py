"""What the SDKs' own types know of each API: methods, parameters, fields, and their values."""

import ast
import inspect
import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

import anthropic
import anthropic.lib.streaming
import httpx2
import openai
import openai.lib.streaming.chat
import openai.lib.streaming.responses
import pydantic
from anthropic import types as messages
from anthropic.types.message_create_params import MessageCreateParamsStreaming
from openai.types import chat, responses
from openai.types.chat import chat_completion_chunk
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming

_OPENAI = openai.OpenAI(api_key="none")
_ANTHROPIC = anthropic.Anthropic(api_key="none")
_BAD = httpx2.Response(400, request=httpx2.Request("POST", "https://example.com"))
_BESIDE = (pydantic, httpx2)  # whose errors the SDKs let through

REQUESTS: dict[str, Any] = {
    "Chat Completions": CompletionCreateParamsStreaming,
    "Responses": ResponseCreateParamsStreaming,
    "Messages": MessageCreateParamsStreaming,
}
# Where to look, by what it is: `call` a method of the client, `request` a parameter, `inside` a
# part of a message or a tool, `answer` a field of an answer, `event` one of a stream, `error`.
_ROOTS: dict[str, dict[str, tuple[Any, ...]]] = {
    "Chat Completions": {
        "call": (_OPENAI,),
        "request": (
            CompletionCreateParamsStreaming,
            _OPENAI.chat.completions.create,
            _OPENAI.chat.completions.parse,
        ),
        "inside": (
            chat.ChatCompletionMessageParam,
            chat.ChatCompletionContentPartParam,
            chat.ChatCompletionToolUnionParam,
        ),
        "answer": (
            chat.ParsedChatCompletion,
            chat.ParsedChoice,
            chat.ParsedFunctionToolCall,
        ),
        "event": (
            chat.ChatCompletionChunk,
            chat_completion_chunk.Choice,
            openai.lib.streaming.chat.ChatCompletionStreamEvent,
            openai.lib.streaming.chat.ChatCompletionStream,
        ),
        "error": (openai, openai.APIStatusError("", response=_BAD, body=None), *_BESIDE),
    },
    "Responses": {
        "call": (_OPENAI,),
        "request": (
            ResponseCreateParamsStreaming,
            _OPENAI.responses.create,
            _OPENAI.responses.parse,
        ),
        "inside": (
            responses.ResponseInputItemParam,
            responses.ResponseInputContentParam,
            responses.FunctionToolParam,
        ),
        "answer": (
            responses.ParsedResponse,
            responses.ResponseOutputItem,
            responses.ResponseOutputMessage.model_fields["content"].annotation,
        ),
        "event": (
            responses.ResponseStreamEvent,
            openai.lib.streaming.responses.ResponseStream,
        ),
        "error": (openai, openai.APIStatusError("", response=_BAD, body=None), *_BESIDE),
    },
    "Messages": {
        "call": (_ANTHROPIC,),
        "request": (
            MessageCreateParamsStreaming,
            _ANTHROPIC.messages.create,
            _ANTHROPIC.messages.parse,
        ),
        "inside": (messages.MessageParam, messages.ContentBlockParam, messages.ToolParam),
        "answer": (messages.ParsedMessage, messages.ContentBlock),
        "event": (
            messages.RawMessageStreamEvent,
            messages.RawContentBlockDelta,
            anthropic.lib.streaming.MessageStream,
        ),
        "error": (anthropic, anthropic.APIStatusError("", response=_BAD, body=None), *_BESIDE),
    },
}
KINDS = ("call", "request", "inside", "answer", "event", "error")

_NAME = re.compile(r"([\w.\[\]]+)(?:=(.+))?")


def knows(api: str, kind: str, name: str) -> bool:
    """Whether an API has what a name says, among what is of this kind.

    name: a path ("choices[0].message"), a path and its value ('finish_reason="stop"'), or one of
    the types that an event or an item may have ("message_start").
    """
    roots = _ROOTS[api][kind]
    match = _NAME.fullmatch(name)
    if not match:
        return False
    path = match[1].replace("[0]", "").split(".")
    found = [each for root in roots for each in _at(root, path)]
    if match[2]:
        return any(_takes(each, ast.literal_eval(match[2])) for each in found)
    return bool(found) or name in {word for root in roots for word in values(root, "type")}


def values(root: Any, name: str) -> set[Any]:
    """The literal values that a field of a type may have."""
    return {word for each in _at(root, [name]) for word in _literals(each)}


def _at(thing: Any, path: list[str]) -> Iterator[Any]:
    """What stands at a path: annotations of fields and parameters, or attributes."""
    first, *rest = path
    for part in _parts(thing):
        for inner in _members(part, first):
            yield from _at(inner, rest) if rest else [inner]


def _members(thing: Any, name: str) -> Iterator[Any]:
    if inspect.isroutine(thing):
        if name in inspect.signature(thing).parameters:
            yield object  # what it may be is written as text, and the type of the request knows
        return
    hints = _hints(thing) if isinstance(thing, type) else {}
    if name in hints:
        yield hints[name]
    elif hasattr(thing, name) and not _is_plain(thing):
        yield getattr(thing, name)


def _is_plain(thing: Any) -> bool:
    """Whether its attributes are Python's own and no names of an API."""
    kind = thing if isinstance(thing, type) else type(thing)
    return issubclass(kind, (str, int, float, list, dict))


def _parts(thing: Any) -> Iterator[Any]:
    """The classes in an annotation: those of a union, and what a list holds."""
    if not get_args(thing) or get_origin(thing) is Literal:
        yield thing
    else:
        for part in get_args(thing):
            yield from _parts(part)


def _hints(kind: type) -> dict[str, Any]:
    if issubclass(kind, pydantic.BaseModel):
        return {name: field.annotation for name, field in kind.model_fields.items()}
    try:
        return get_type_hints(kind)
    except NameError:  # it names what its module has not imported
        return {}


def _literals(annotation: Any) -> Iterator[Any]:
    for part in _parts(annotation):
        yield from get_args(part) if get_origin(part) is Literal else ()


def _takes(annotation: Any, value: Any) -> bool:
    literals = ((type(one), one) for one in _literals(annotation))
    return (type(value), value) in literals or type(value) in _parts(annotation)
