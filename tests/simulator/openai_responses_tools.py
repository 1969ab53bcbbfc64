"""What a Responses request lets the model call and how it wants the answer, checked and in full."""

import copy
from typing import Any

from .json_schemas import object_problem, objects_in, strict_problem
from .openai_errors import OpenAIError, not_played
from .openai_responses_items import Item, parts_of
from .openai_rules import check_function

Body = dict[str, Any]


def check_tools(body: Body) -> None:
    """The functions, and that the one that has to be called is among them."""
    for index, tool in enumerate(body.get("tools", [])):
        if tool["type"] != "function":
            raise not_played(f"The simulator plays functions only, no {tool['type']}.")
        check_function(tool, f"tools[{index}]")
    choice = body.get("tool_choice", "auto")
    if choice == "required" and not body.get("tools"):
        raise of_choice("Tool choice 'required' must be specified with 'tools' parameter.")
    if isinstance(choice, str):
        return
    if choice["type"] not in ("function", "allowed_tools"):
        raise not_played(f"The simulator does not play the tool_choice {choice['type']}.")
    names = [tool["name"] for tool in body.get("tools", [])]
    for name in named(choice):
        if name not in names:
            raise of_choice(f"Tool choice '{name}' not found in 'tools' parameter.")


def of_choice(message: str) -> OpenAIError:
    return OpenAIError(message, param="tool_choice")


def named(choice: Body) -> list[Any]:
    """The functions that a tool_choice leaves."""
    tools = [choice] if choice["type"] == "function" else choice["tools"]
    return [tool.get("name") for tool in tools]


def offered_tools(body: Body) -> list[str]:
    """The names of the functions that the model may call."""
    choice = body.get("tool_choice", "auto")
    if isinstance(choice, dict):
        return named(choice)
    return [tool["name"] for tool in body.get("tools", [])] if choice != "none" else []


def in_full(tool: Body) -> Body:
    """A function as answers show it.

    Without a word about `strict` it is strict, if its schema can be made so: no other properties,
    and none that may be left out (OpenAI's guide to function calling).
    """
    parameters, strict = tool.get("parameters"), tool.get("strict")
    if strict is None:
        closed = made_strict(parameters or {})
        strict = strict_problem(closed) is None
        parameters = closed if strict and parameters else parameters
    return {
        "type": "function",
        "description": tool.get("description"),
        "name": tool["name"],
        "output_schema": tool.get("output_schema"),
        "parameters": parameters,
        "strict": strict,
    }


def made_strict(schema: Body) -> Body:
    schema = copy.deepcopy(schema)
    for _, part in objects_in(schema):
        if part["type"] == "object":
            part.setdefault("additionalProperties", False)
            part["required"] = list(part.get("properties") or {})
    return schema


def format_of(body: Body) -> Body:
    """The format that is asked for, as answers show it."""
    wanted: Body = body.get("text", {}).get("format") or {"type": "text"}
    if wanted["type"] != "json_schema":
        return {"type": wanted["type"]}
    return {
        "type": "json_schema",
        "description": wanted.get("description"),
        "name": wanted["name"],
        "schema": wanted["schema"],
        "strict": bool(wanted.get("strict")),
    }


def check_format(body: Body, items: list[Item]) -> None:
    """items: those of the request itself, in which the word JSON has to stand for JSON mode."""
    wanted = format_of(body)
    if wanted["type"] == "json_object":
        messages = [item for item in items if item["type"] == "message"]
        said = [part.get("text", "") for message in messages for part in parts_of(message)]
        if "json" not in " ".join(said).lower():
            raise OpenAIError(
                "Response input messages must contain the word 'json' in some form to use "
                "'text.format' of type 'json_object'.",
                param="text.format",
            )
    if wanted["type"] == "json_schema":
        problem = strict_problem(wanted["schema"]) if wanted["strict"] else None
        problem = object_problem(wanted["schema"]) or problem
        if problem:
            raise OpenAIError(
                f"Invalid schema for response_format '{wanted['name']}': {problem}",
                param="text.format.schema",
                code="invalid_json_schema",
            )
