"""What the providers ask of a JSON schema before they promise to follow it."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
Place = tuple[str, ...]

# Keywords that constrain values, which Anthropic's structured outputs refuse.
UNSUPPORTED_BY_ANTHROPIC = {
    "number": ("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"),
    "integer": ("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"),
    "string": ("maxLength", "minLength"),
    "array": ("maxItems",),
}


def objects_in(schema: Any, place: Place = ()) -> Iterator[tuple[Place, Schema]]:
    """Every part of a schema that has a type, with the keys that lead to it."""
    if isinstance(schema, list):
        for index, part in enumerate(schema):
            yield from objects_in(part, (*place, str(index)))
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("type"), str):
        yield place, schema
    for keyword in ("properties", "$defs", "definitions"):
        parts = schema.get(keyword)
        if isinstance(parts, dict):
            for name, part in parts.items():
                yield from objects_in(part, (*place, keyword, name))
    for keyword in ("items", "anyOf", "allOf"):
        yield from objects_in(schema.get(keyword), (*place, keyword))


def object_problem(schema: Schema) -> str | None:
    """Why OpenAI refuses a schema whose outermost part is no object, or None."""
    kind = schema.get("type")
    if kind == "object":
        return None
    return f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{kind}\"'."


def strict_problem(schema: Schema) -> str | None:
    """Why OpenAI refuses a schema with `strict: true`, in its own words, or None."""
    for place, part in objects_in(schema):
        if part["type"] != "object":
            continue
        if part.get("additionalProperties") is not False:
            problem = "'additionalProperties' is required to be supplied and to be false."
            return f"In context={context(place)}, {problem}"
        properties, required = part.get("properties"), part.get("required")
        for name in properties if isinstance(properties, dict) else {}:
            if not isinstance(required, list) or name not in required:
                return (
                    f"In context={context(place)}, 'required' is required to be supplied and to be "
                    f"an array including every key in properties. Missing '{name}'."
                )
    return None


def context(place: Place) -> str:
    """A place as OpenAI writes it: a Python tuple, without the comma of a tuple of one."""
    return "(" + ", ".join(repr(step) for step in place) + ")"


def anthropic_problem(schema: Schema) -> str | None:
    """Why Anthropic refuses a schema of a structured output, in its own words, or None."""
    for _, part in objects_in(schema):
        kind = part["type"]
        if kind == "object" and part.get("additionalProperties") is not False:
            return "For 'object' type, 'additionalProperties' must be explicitly set to false"
        refused = [word for word in UNSUPPORTED_BY_ANTHROPIC.get(kind, ()) if word in part]
        if len(refused) == 1:
            return f"For '{kind}' type, property '{refused[0]}' is not supported"
        if refused:
            return f"For '{kind}' type, properties {', '.join(refused)} are not supported"
    return None
