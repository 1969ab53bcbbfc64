"""Lesson 06: a class, the schema that each provider gets of it, and who stops a bad answer.

Nothing is asked. The schemas come from the SDKs, the errors from pydantic, and the words of the
second request from instructor.
"""

import inspect
import json
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from html import escape
from typing import Any, ClassVar

from pydantic import BaseModel, Field, ValidationError

from helpers.practice.explorer import Explorer, View

Schema = dict[str, Any]


class PlainOrder(BaseModel):
    item: str
    quantity: int


class LimitedOrder(BaseModel):
    item: str
    quantity: int = Field(ge=1, le=20, description="pieces")


class OptionalOrder(BaseModel):
    item: str
    quantity: int = 1
    note: str | None = None


class Color(StrEnum):
    WHITE = "white"
    RED = "red"


class Line(BaseModel):
    item: str
    quantity: int
    color: Color


class NestedOrder(BaseModel):
    lines: list[Line]


_MODELS: dict[str, tuple[type, ...]] = {
    "plain fields": (PlainOrder,),
    "with limits": (LimitedOrder,),
    "optional and default": (OptionalOrder,),
    "nested, with an enum": (Color, Line, NestedOrder),
}
_ANSWERS: dict[str, dict[str, Any]] = {
    "complete": {"item": "desk lamp", "quantity": 3},
    "quantity left out": {"item": "desk lamp"},
    "quantity in words": {"item": "desk lamp", "quantity": "three"},
    "quantity of 0": {"item": "desk lamp", "quantity": 0},
    "with color green": {"item": "desk lamp", "quantity": 3, "color": "green"},
}


class LessonExplorer(Explorer):
    title = "What does each provider get of a class, and who stops a bad answer?"
    settings: ClassVar = {"model": list(_MODELS), "answer": list(_ANSWERS)}

    def views(self, model: str, answer: str) -> Iterator[View]:
        classes = _MODELS[model]
        schemas = _schemas(classes[-1])
        code = "\n\n".join(inspect.getsource(part).strip() for part in classes)
        rows = _side_by_side(schemas)
        fate = _fate(classes[-1], schemas, _answer(classes[-1], answer))
        yield View(_as_text(code, rows, fate), _as_html(code, rows, fate))


def _schemas(model: type[BaseModel]) -> dict[str, Schema]:
    """What the SDKs make of the class. OpenAI's for tools is the one that `parse` sends, too."""
    from anthropic import transform_schema
    from openai import pydantic_function_tool

    parameters = pydantic_function_tool(model)["function"]["parameters"]
    return {"OpenAI": parameters, "Anthropic": transform_schema(model)}


def _answer(model: type[BaseModel], name: str) -> dict[str, Any]:
    """The answer for this class: with the keys that it has besides."""
    answer = _ANSWERS[name]
    if model is NestedOrder:
        return {"lines": [{"item": "", "color": "white"} | answer]}
    return answer | {"note": None} if model is OptionalOrder else answer


# A row of the comparison: what it is about, OpenAI's part, Anthropic's part, whether they differ.
Row = tuple[str, str, str, bool]


def _side_by_side(schemas: dict[str, Schema]) -> list[Row]:
    openai, anthropic = (dict(_parts(schema, schema)) for schema in schemas.values())
    return [
        (name, _json(openai[name]), _json(anthropic[name]), openai[name] != anthropic[name])
        for name in openai
    ]


def _parts(schema: Schema, root: Schema, place: str = "") -> Iterator[tuple[str, Any]]:
    """What a schema says of each key, and which keys it requires; titles are left out."""
    for name, held in schema["properties"].items():
        part = _resolved(held, root)
        elsewhere = ("title", "items")
        yield place + name, {key: value for key, value in part.items() if key not in elsewhere}
        if "items" in part:
            yield from _parts(_resolved(part["items"], root), root, f"{place}{name}[].")
    of = place.removesuffix(".") + ": " if place else ""
    yield f"{of}required", schema["required"]
    yield f"{of}other keys allowed", schema["additionalProperties"]


def _resolved(part: Schema, root: Schema) -> Schema:
    return root["$defs"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part


def _json(value: Any) -> str:
    if isinstance(value, dict):
        first = ("type", "enum", "anyOf", "minimum", "maximum")
        order = sorted(value, key=lambda key: first.index(key) if key in first else len(first))
        value = {key: value[key] for key in order}
    return json.dumps(value, ensure_ascii=False)


def _fate(
    model: type[BaseModel], schemas: dict[str, Schema], answer: dict[str, Any]
) -> dict[str, str]:
    """What becomes of an answer, by the name of who looks at it."""
    fate = {"answer": _json(answer)}
    for provider, schema in schemas.items():
        problem = next(_misfits(answer, schema, schema), "")
        fate[f"{provider}'s schema"] = f"rules it out: {problem}" if problem else "allows it"
    try:
        return fate | {"pydantic, on your side": f"accepts it: {model.model_validate(answer)!r}"}
    except ValidationError as error:
        found = [f"{_place(e['loc'])}: {e['msg']}" for e in error.errors()]
    asked = _asked_again(model, answer)
    return fate | {
        "pydantic, on your side": "refuses it: " + "; ".join(found),
        "instructor sends back": asked,
    }


def _misfits(value: Any, part: Schema, root: Schema, place: str = "") -> Iterator[str]:
    """Where a value does not fit a schema; as much of JSON schema as the classes above need."""
    part = _resolved(part, root)
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    name = place or "the answer"
    if "type" in part and not isinstance(value, kinds[part["type"]]):
        yield f"{name} is not of type {part['type']}"
    elif "anyOf" in part and all(any(_misfits(value, one, root)) for one in part["anyOf"]):
        yield f"{name} is of none of the types"
    elif "enum" in part and value not in part["enum"]:
        yield f"{name} is not one of the values"
    elif isinstance(value, dict):
        inside = f"{place}." if place else ""
        yield from (f"{inside}{key} is required" for key in part["required"] if key not in value)
        for key, held in value.items():
            if key in part["properties"]:
                yield from _misfits(held, part["properties"][key], root, inside + key)
            else:
                yield f"{inside}{key} is no key of it"
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _misfits(item, part["items"], root, f"{place}[{number}]")
    elif isinstance(value, int):
        if value < part.get("minimum", value):
            yield f"{name} is below the minimum"
        if value > part.get("maximum", value):
            yield f"{name} is above the maximum"


def _place(steps: tuple[int | str, ...]) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return path.removeprefix(".")


class _Asked(BaseException):
    """instructor has asked again; there is no second answer."""


def _asked_again(model: type[BaseModel], answer: dict[str, Any]) -> str:
    """What instructor sends back to an OpenAI model that has given this answer."""
    import instructor
    from openai.types.chat import ChatCompletion

    sent: list[list[dict[str, Any]]] = []

    def create(*, messages: list[dict[str, Any]], **_: Any) -> ChatCompletion:
        sent.append(messages)
        if len(sent) > 1:
            raise _Asked
        call = {"name": model.__name__, "arguments": json.dumps(answer)}
        calls = [{"id": "call_1", "type": "function", "function": call}]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
        choice = {"index": 0, "finish_reason": "tool_calls", "message": message}
        return ChatCompletion.model_validate(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 0,
                "model": "",
                "choices": [choice],
            }
        )

    with suppress(_Asked):
        instructor.patch(create=create)(response_model=model, messages=[])
    return sent[-1][-1]["content"]


def _legend(rows: list[Row]) -> tuple[bool, str]:
    """Whether any row is marked, and what to say of the marks."""
    if any(differs for *_, differs in rows):
        return True, "The two schemas differ here."
    return False, "The two schemas are the same."


def _as_text(code: str, rows: list[Row], fate: dict[str, str]) -> str:
    schemas = "\n".join(
        f"{'*' if differs else ' '} {name}\n    OpenAI:    {openai}\n    Anthropic: {anthropic}"
        for name, openai, anthropic, differs in rows
    )
    answer = "\n".join(
        f"{name}:" + (f"\n{_indented(said)}" if "\n" in said else f" {said}")
        for name, said in fate.items()
    )
    marked, legend = _legend(rows)
    return f"{code}\n\n{schemas}\n{'*' if marked else ' '} {legend}\n\n{answer}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


_CELL = "text-align: left; vertical-align: top; overflow-wrap: anywhere; white-space: pre-wrap"
_GETS = ("OpenAI gets", "Anthropic gets")
_MARK = "border-left: 4px solid #c77700"


def _as_html(code: str, rows: list[Row], fate: dict[str, str]) -> str:
    schemas = "".join(
        _row(name, [openai, anthropic], _MARK if differs else "", "monospace")
        for name, openai, anthropic, differs in rows
    )
    answer = "".join(_row(name, [said]) for name, said in fate.items())
    names = "".join(f"<th style='{_CELL}'>{name}</th>" for name in ("", *_GETS))
    heads = f"<tr>{names}</tr>"
    marked, legend = _legend(rows)
    mark = f"; {_MARK}" if marked else ""
    return (
        f"<pre style='white-space: pre-wrap; overflow-wrap: anywhere'>{escape(code)}</pre>"
        f"{_table((20, 40, 40), heads + schemas)}"
        f"<div style='padding-left: 1ch; margin: 0.4em 0 1em{mark}'>{legend}</div>"
        f"{_table((20, 80), answer)}"
    )


def _table(widths: tuple[int, ...], rows: str) -> str:
    columns = "".join(f"<col style='width: {width}%'>" for width in widths)
    return (
        f"<table style='table-layout: fixed; width: 100%'><colgroup>{columns}</colgroup>"
        f"{rows}</table>"
    )


def _row(name: str, cells: list[str], mark: str = "", font: str = "inherit") -> str:
    held = "".join(
        f"<td style='{_CELL}; font-family: {font}'>{escape(cell)}</td>" for cell in cells
    )
    return f"<tr><th style='{_CELL}; {mark}'>{escape(name)}</th>{held}</tr>"
