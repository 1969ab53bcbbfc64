"""Compares a request with the SDK's own parameter types (`CompletionCreateParams` and the like).

The SDK's `TypedDict`s say which parameters exist, which are required and what they may hold, so a
newer SDK brings its new parameters along. Providers word what is wrong each in their own way; here
it is only found.
"""

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

Kind = Literal["missing", "unknown", "type", "choice", "tag"]


@dataclass(frozen=True)
class Tag:
    """The member of a union that a path goes through; only Anthropic shows it."""

    name: str


Path = tuple[str | int | Tag, ...]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what stands there, and what should."""

    kind: Kind
    path: Path
    value: Any = None
    hint: Any = None
    """The type that was expected, for `type`."""
    choices: tuple[str, ...] = ()
    """What may stand there, for `choice` and `tag`."""


class Fields(NamedTuple):
    """What a TypedDict holds."""

    hints: dict[str, Any]
    required: set[str]
    open: bool
    """Whether other keys are allowed."""


@cache
def fields_of(shape: type) -> Fields:
    """The fields of a TypedDict, their types without `Required`."""
    hints = typing.get_type_hints(shape, include_extras=True)
    required = {name for name, hint in hints.items() if get_origin(hint) is typing.Required}
    extra = getattr(shape, "__pydantic_config__", {}).get("extra")
    return Fields({name: bare(hint) for name, hint in hints.items()}, required, extra == "allow")


def find_problems(value: Mapping[str, Any], shape: type, path: Path = ()) -> Iterator[Problem]:
    """What in `value` is missing, unknown or of the wrong type, by a TypedDict.

    In the order in which OpenAI was seen to report it: missing before unknown before types.
    """
    fields = fields_of(shape)
    for name in fields.hints:
        if name in fields.required and name not in value:
            yield Problem("missing", (*path, name))
    for name in value:
        if name not in fields.hints and not fields.open:
            yield Problem("unknown", (*path, name))
    for name, hint in fields.hints.items():
        if name in value:
            yield from mismatches(value[name], hint, (*path, name))


def mismatches(value: Any, hint: Any, path: Path) -> Iterator[Problem]:
    """How a value differs from a type hint."""
    members = members_of(hint)
    if any(member is object or member is Any for member in members):
        return
    fitting = [member for member in members if fits(value, member)]
    if not fitting:
        yield Problem("type", path, value, hint)
    elif isinstance(value, dict):
        yield from mapping_mismatches(value, fitting, path)
    elif isinstance(value, list):
        (item_hint,) = get_args(fitting[0])
        for index, item in enumerate(value):
            yield from mismatches(item, item_hint, (*path, index))
    elif isinstance(value, str) and str not in fitting:
        choices = tuple(choice for member in fitting for choice in get_args(member))
        if value not in choices:
            yield Problem("choice", path, value, choices=choices)


def mapping_mismatches(value: dict[str, Any], members: list[Any], path: Path) -> Iterator[Problem]:
    """Check a mapping against the one TypedDict of a union that its `type` or `role` names."""
    shapes = [member for member in members if is_typed_dict(member)]
    if not shapes:
        return
    key = discriminator(shapes)
    if key is None:
        yield from find_problems(value, shapes[0], path)
        return
    tagged = [(tag, shape) for shape in shapes for tag in tags_of(shape, key)]
    named = value.get(key, default_tag(shapes, key))
    shape = next((shape for tag, shape in tagged if tag == named), None)
    if named is None:
        yield Problem("missing", (*path, key))
    elif shape is None:
        yield Problem("tag", (*path, key), named, choices=tuple(tag for tag, _ in tagged))
    else:
        step = (Tag(named),) if key == "type" else ()
        yield from find_problems(value, shape, (*path, *step))


def discriminator(shapes: list[type]) -> str | None:
    """The key whose fixed text tells the members of a union apart."""
    if len(shapes) == 1:
        return None
    for key in ("role", "type"):
        if all(tags_of(shape, key) for shape in shapes):
            return key
    return None


def default_tag(shapes: list[type], key: str) -> str | None:
    """The tag of the member that need not name itself, if there is one."""
    for shape in shapes:
        if key not in fields_of(shape).required:
            return tags_of(shape, key)[0]
    return None


def tags_of(shape: type, key: str) -> list[str]:
    """The texts that `key` may hold in a TypedDict."""
    members = members_of(fields_of(shape).hints.get(key))
    return [tag for m in members if get_origin(m) is Literal for tag in get_args(m)]


def bare(hint: Any) -> Any:
    """The hint without `Required` and `Annotated`."""
    while get_origin(hint) in (typing.Required, typing.NotRequired, typing.Annotated):
        hint = get_args(hint)[0]
    return hint


def members_of(hint: Any) -> list[Any]:
    """The members of a union, nested ones too; a list of one for any other hint."""
    hint = bare(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return [member for part in get_args(hint) for member in members_of(part)]
    return [hint]


def fits(value: Any, member: Any) -> bool:
    """Whether a JSON value is of the outer kind of a hint: a text, a number, a list, a mapping."""
    origin = get_origin(member) or member
    if value is None:
        return origin is types.NoneType
    if isinstance(value, bool):
        return origin is bool or (origin is Literal and value in get_args(member))
    if isinstance(value, int):
        return origin in (int, float)
    if isinstance(value, float):
        return origin is float
    if isinstance(value, str):
        return origin is str or (origin is Literal and isinstance(get_args(member)[0], str))
    if isinstance(value, list):
        return is_list(member)
    return is_typed_dict(member) or origin is dict


def is_typed_dict(member: Any) -> bool:
    # typing.is_typeddict knows those of typing_extensions, which the SDKs use, only from 3.13 on.
    return hasattr(member, "__required_keys__")


def is_list(member: Any) -> bool:
    """Whether a hint stands for a JSON array: list, Iterable, the SDKs' SequenceNotStr."""
    origin = get_origin(member)
    name = getattr(origin, "__name__", "")
    return origin is list or name in ("Iterable", "SequenceNotStr", "Sequence")
