"""How Anthropic words what is wrong with the shape of a request."""

from collections.abc import Collection
from typing import Any

from .anthropic_errors import AnthropicError
from .shapes import Path, Problem, Tag, is_list, members_of


def worded(problem: Problem) -> AnthropicError:
    """A problem as this API puts it."""
    where = dotted(problem.path)
    if problem.kind == "missing":
        return AnthropicError(f"{where}: Field required")
    if problem.kind == "unknown":
        return AnthropicError(f"{where}: Extra inputs are not permitted")
    if problem.kind == "type":
        return AnthropicError(f"{where}: Input should be {described(problem.hint)}")
    if problem.kind == "tag" and problem.path[-1] == "type":
        tags = ", ".join(f"'{tag}'" for tag in sorted(problem.choices))
        return AnthropicError(
            f"{dotted(problem.path[:-1])}: Input tag '{problem.value}' found using 'type' does not "
            f"match any of the expected tags: {tags}"
        )
    return AnthropicError(f"{where}: Input should be {alternatives(problem.choices)}")


def dotted(path: Path) -> str:
    """A path as `messages.0.content.1.image.source`."""
    return ".".join(step.name if isinstance(step, Tag) else str(step) for step in path)


def described(hint: Any) -> str:
    """A type hint in words; of a union, its last member."""
    member = [member for member in members_of(hint) if member is not type(None)][-1]
    names = {str: "string", int: "integer", float: "number", bool: "boolean"}
    return f"a valid {names.get(member, 'list' if is_list(member) else 'dictionary')}"


def alternatives(choices: Collection[str]) -> str:
    """'a', 'b' or 'c'."""
    *others, last = [f"'{choice}'" for choice in choices]
    return f"{', '.join(others)} or {last}" if others else last
