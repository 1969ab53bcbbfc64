"""How many tokens a prompt is for OpenAI's models from GPT 5 on, on either of their APIs.

Found in public recordings of GPT 5 to 5.6 (pydantic-ai, chatlas, ellmer and others, 2025-08 to
2026-08): messages of text in 144 without an exception, calls and their results in 34 of 36.
Functions and schemas are shown to the model in a form that nobody has published, so theirs is an
estimate: functions are exact in 18 of 22 recordings on Chat Completions and within 1 in 66 of 72 on
Responses; flat schemas are within 2, nested ones are less than here. No request of the course's own
model has been recorded with its count, only two counts of one prompt with a function, 141 on Chat
Completions and 60 on Responses: as far apart as here, but for one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import compact_json
from .openai_caching import BREAKPOINT, MESSAGE
from .prompt_cache import Part
from .tokens import GPT_CHAT

Schema = dict[str, Any]

REQUEST = 2
OPENING = 2
CLOSING = 1
ASSISTANT = 2


@dataclass(frozen=True)
class Extras:
    """What an API adds to the parts of a prompt that are no messages of text.

    functions: once, to their declarations. schema: to the JSON of a schema to be followed.
    call: a call with its result. calls: several at once with theirs, once and for each.
    """

    functions: int
    schema: int
    call: int
    calls: tuple[int, int]


CHAT = Extras(functions=84, schema=8, call=19, calls=(18, 14))
RESPONSES = Extras(functions=2, schema=-4, call=20, calls=(22, 14))

count = GPT_CHAT.count


def message(role: str, text: str) -> int:
    """One message of text."""
    frame = OPENING + count(role) + CLOSING + (ASSISTANT if role == "assistant" else 0)
    return frame + count(text)


def message_parts(role: str, contents: Sequence[tuple[Schema, int]]) -> list[Part]:
    """One message as it is cached: its content parts, each with its tokens, and its end."""
    parts = []
    for number, (content, tokens) in enumerate(contents):
        said = {name: value for name, value in content.items() if name != "prompt_cache_breakpoint"}
        opening = 0 if number else OPENING + count(role)
        mark = BREAKPOINT if content.get("prompt_cache_breakpoint") else ""
        if number == len(contents) - 1 and role != "assistant":
            mark = mark or MESSAGE
        parts.append(Part([role, number, said], opening + tokens, mark))
    closing = CLOSING + (ASSISTANT if role == "assistant" else 0)
    return [*parts, Part("end", closing)]


def calls(asked: Sequence[tuple[str, str]], extras: Extras) -> int:
    """The calls of one answer, as names and arguments, with all that is not text of the results."""
    once, each = extras.calls if len(asked) > 1 else (0, extras.call)
    spoken = sum(2 * count(name) + count(arguments) for name, arguments in asked)
    return once + each * len(asked) + spoken if asked else 0


def result(text: str) -> int:
    """The text of one result; `calls` has counted the rest."""
    return count(text)


def functions(declared: Iterable[Schema], extras: Extras) -> int:
    """Functions that may be called, each as name, description and parameters."""
    texts = [declaration(function) for function in declared]
    if not texts:
        return 0
    shown = ["# Tools\n\n## functions\n\nnamespace functions {", *texts, "} // namespace functions"]
    return count("\n\n".join(shown)) + extras.functions


def schema(wanted: Schema, extras: Extras) -> int:
    """A JSON schema that the answer is to follow."""
    return count(compact_json(wanted)) + extras.schema


def declaration(function: Schema) -> str:
    """A function as TypeScript, which is how the counts say that the models see it."""
    parameters = function.get("parameters") or {}
    taken = f"_: {typed(parameters)}" if parameters.get("properties") else ""
    return comment(function) + f"type {function['name']} = ({taken}) => any;"


def typed(part: Schema) -> str:
    """A part of a schema as a TypeScript type; what has none here stays JSON."""
    if "enum" in part:
        return " | ".join(map(compact_json, part["enum"]))
    if "anyOf" in part:
        return " | ".join(map(typed, part["anyOf"]))
    match part.get("type"):
        case "object":
            required = part.get("required") or []
            lines = [
                f"{comment(inner)}{name}{'' if name in required else '?'}: {typed(inner)},\n"
                for name, inner in (part.get("properties") or {}).items()
            ]
            return "{\n" + "".join(lines) + "}"
        case "array":
            return typed(part.get("items") or {}) + "[]"
        case "integer" | "number":
            return "number"
        case "string" | "boolean" | "null" as name:
            return name
    return compact_json(part)


def comment(part: Schema) -> str:
    lines = (part.get("description") or "").splitlines()
    return "".join(f"// {line}\n" for line in lines)
