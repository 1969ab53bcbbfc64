"""Lesson 06: a class, the schema that each provider gets of it, and who stops a bad answer.

Nothing is asked. The schemas come from the SDKs, the errors from Pydantic.
"""

import inspect
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, Field, ValidationError

from helpers.drawing import View, code, compared, said, stack, table, words
from helpers.practice.explorer import Explorer

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
        openai, anthropic = _schemas(classes[-1])
        given = _answer(classes[-1], answer)
        fate = [
            ["OpenAI's schema", _judged(given, openai)],
            ["Anthropic's schema", _judged(given, anthropic)],
            ["Pydantic, on your side", _validated(given, classes[-1])],
        ]
        yield stack(
            code("\n\n".join(inspect.getsource(part).strip() for part in classes)),
            _side_by_side(openai, anthropic),
            stack(said(f"The answer: {json.dumps(given)}"), table(fate, widths=(20, 80))),
            apart=True,
        )


def _answer(model: type[BaseModel], name: str) -> dict[str, Any]:
    """The answer for this class: with the keys that it has besides."""
    answer = _ANSWERS[name]
    if model is NestedOrder:
        return {"lines": [{"item": "", "color": "white"} | answer]}
    return answer | {"note": None} if model is OptionalOrder else answer


def _schemas(model: type[BaseModel]) -> list[Schema]:
    """What the SDKs make of the class. OpenAI's for tools is the one that `parse` sends, too."""
    from anthropic import transform_schema
    from openai import pydantic_function_tool

    made = [pydantic_function_tool(model)["function"]["parameters"], transform_schema(model)]
    return [_whole(schema, schema.get("$defs", {})) for schema in made]


def _whole(part: Any, defined: Schema) -> Any:
    """A schema with what it refers to in place; without titles, which say nothing new."""
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _whole(defined[part["$ref"].removeprefix("#/$defs/")], defined)
    return {k: _whole(v, defined) for k, v in part.items() if k not in ("title", "$defs")}


def _side_by_side(*schemas: Schema) -> View:
    parts = [dict(_parts(schema)) for schema in schemas]
    rows = [(name, *(part[name] for part in parts)) for name in parts[0]]
    differ = [number for number, (_, one, other) in enumerate(rows) if one != other]
    told = "Marked: the two schemas differ here." if differ else "The two schemas are the same."
    head = ("", "OpenAI gets", "Anthropic gets")
    return stack(words(told), compared(rows, head, widths=(20, 40, 40), marked=differ))


def _parts(schema: Schema, name: str = "the object") -> Iterator[tuple[str, str]]:
    """What a schema says of the object itself, and of each key in it, as JSON."""
    inside = ("properties", "items")
    yield name, json.dumps({k: v for k, v in schema.items() if k not in inside}, sort_keys=True)
    for key, part in schema.get("properties", {}).items():
        yield from _parts(part, key)
    if "items" in schema:
        yield from _parts(schema["items"], f"{name}[]")


def _judged(answer: dict[str, Any], schema: Schema) -> str:
    return next((f"rules it out: {misfit}" for misfit in _misfits(answer, schema)), "allows it")


def _misfits(value: Any, schema: Schema, name: str = "the answer") -> Iterator[str]:
    """Where a value does not fit a schema; as much of JSON schema as these answers need."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int}
    if not isinstance(value, kinds.get(schema.get("type", ""), object)):
        yield f"{name} is not of type {schema['type']}"
    elif isinstance(value, dict):
        yield from (f"{key} is required" for key in schema["required"] if key not in value)
        for key, held in value.items():
            if key in schema["properties"]:
                yield from _misfits(held, schema["properties"][key], key)
            else:
                yield f"{key} is no key of it"
    elif isinstance(value, list):
        for item in value:
            yield from _misfits(item, schema["items"], name)
    elif value not in schema.get("enum", [value]):
        yield f"{name} is not one of the values"
    elif isinstance(value, int) and value < schema.get("minimum", value):
        yield f"{name} is below the minimum"


def _validated(answer: dict[str, Any], model: type[BaseModel]) -> str:
    try:
        return f"accepts it: {model.model_validate(answer)!r}"
    except ValidationError as error:
        found = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        return f"refuses it: {'; '.join(found)}"
