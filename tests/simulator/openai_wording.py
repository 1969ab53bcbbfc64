"""How OpenAI words what is wrong with the shape of a request, as recorded on 2026-08-30."""

from collections.abc import Collection
from typing import Any, Literal, get_args, get_origin

from .openai_errors import OpenAIError
from .shapes import Path, Problem, Tag, is_list, is_typed_dict, members_of

ROLES = ("system", "assistant", "user", "function", "tool", "developer")


def worded(problem: Problem) -> OpenAIError:
    """A problem as this API puts it."""
    where = dotted(problem.path)
    if problem.kind == "missing":
        message = f"Missing required parameter: '{where}'."
        return OpenAIError(message, param=where, code="missing_required_parameter")
    if problem.kind == "unknown":
        message = f"Unknown parameter: '{where}'."
        return OpenAIError(message, param=where, code="unknown_parameter")
    if problem.kind == "type":
        return invalid_type(where, described(problem.hint), problem.value)
    choices = ROLES if problem.path[-1] == "role" else problem.choices
    message = f"Invalid value: '{problem.value}'. Supported values are: {listed(choices, 'and')}."
    return OpenAIError(message, param=where, code="invalid_value")


def invalid_type(where: str, expected: str, value: Any) -> OpenAIError:
    """For a value that is not what is expected, in words."""
    message = f"Invalid type for '{where}': expected {expected}, but got {kind_of(value)} instead."
    return OpenAIError(message, param=where, code="invalid_type")


def did_you_mean(name: str, known: Collection[str]) -> str:
    """A hint at the names that differ by at most two characters, the nearest first."""
    near = sorted((distance(name, other), other) for other in known)
    close = [f"'{other}'" for changes, other in near if changes <= 2]
    return f" Did you mean {' or '.join(close)}?" if close else ""


def distance(one: str, other: str) -> int:
    """How many characters have to be put in, taken out or exchanged (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        diagonal, row[0] = row[0], number
        for place, wanted in enumerate(other, 1):
            changed = diagonal + (letter != wanted)
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, changed)
    return row[-1]


def dotted(path: Path) -> str:
    """A path as `messages[0].content`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif not isinstance(step, Tag):
            text += f".{step}" if text else step
    return text


def described(hint: Any) -> str:
    """A type hint in words."""
    members = [member for member in members_of(hint) if member is not type(None)]
    kinds = list(dict.fromkeys(kind_of_hint(member) for member in members))
    if len(kinds) == 1:
        return kinds[0]
    first, *others = kinds
    others = [kind.removeprefix("an ").removeprefix("a ") for kind in others]
    return f"one of {first} or {' or '.join(others)}"


def kind_of_hint(member: Any) -> str:
    names = {str: "a string", int: "an integer", float: "a decimal", bool: "a boolean"}
    if member in names:
        return names[member]
    if get_origin(member) is Literal:
        return f"one of {listed(get_args(member), 'or')}"
    if is_list(member):
        items = members_of(get_args(member)[0])
        return "an array of objects" if is_typed_dict(items[0]) else "an array of strings"
    return "an object"


def kind_of(value: Any) -> str:
    """A JSON value in words."""
    if value is None:
        return "null"
    names = {bool: "a boolean", int: "an integer", float: "a decimal number", str: "a string"}
    return names.get(type(value)) or ("an array" if isinstance(value, list) else "an object")


def listed(choices: Collection[Any], conjunction: str) -> str:
    """'a', 'b', and 'c'."""
    quoted = [f"'{choice}'" for choice in choices]
    if len(quoted) < 3:
        return f" {conjunction} ".join(quoted)
    return f"{', '.join(quoted[:-1])}, {conjunction} {quoted[-1]}"
