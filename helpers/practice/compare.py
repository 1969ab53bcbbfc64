"""A learner's function beside the solution: both get the same calls and the same canned answers.

What they sent, what came of it and whether they changed what they were given are facts with names;
the first fact that differs is told, in the exercise's own words or in general ones. So nothing
depends on what was recorded, and whatever makes no difference is right.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ..replay.wire import Exchange
from .runs import Run

Facts = Mapping[str, Any]

# What the items of a Responses request are, and what of them makes no difference.
_ITEMS = ("message", "function_call", "function_call_output", "reasoning")
_FRAME = ("id", "status", "phase")
_TEXTS = ("text", "input_text", "output_text")


def facts(seen: Run, open_fields: Collection[str] = ()) -> dict[str, Any]:
    """What is compared of a run, in the order in which differences are told.

    open_fields: parameters whose values are up to the learner, such as "system".
    """
    found: dict[str, Any] = {"sent": bool(seen.exchanges)}
    for number, exchange in enumerate(seen.exchanges, 1):
        prefix = "" if number == 1 else f"{number}."
        for name, value in _of_request(exchange).items():
            if name not in open_fields:
                found[prefix + name] = value
    found["requests"] = len(seen.exchanges)
    found["raised"] = seen.raised
    found["changed"] = _changed(seen)
    if seen.raised is None:
        found["returned"] = seen.returned
    return found


def _of_request(exchange: Exchange) -> dict[str, Any]:
    """The parameters of a request by name, where ways to say the same are made one."""
    request = dict(exchange.request or {})
    path = exchange.sent.url.path
    turns = "input" if path.startswith("/v1/responses") else "messages"
    messages = [_plain(one) for one in _listed(request.pop(turns, []))]
    found = {"path": path, **request}
    if "system" in found:
        found["system"] = _text(found["system"])
    if "stream_options" in found:  # whether a stream is padded changes nothing
        found["stream_options"].pop("include_obfuscation", None)
    if messages:
        found["roles"] = [one.get("role", one.get("type")) for one in messages]
    found |= {one["role"]: one["content"] for one in messages if one.get("role") == "system"}
    if messages:
        found["content"] = [one["content"] for one in messages if one.get("role") == "user"]
        found[turns] = messages
    return found


def _listed(turns: Any) -> Any:
    """A conversation as a list; a text, as Responses takes it, is one message of the user."""
    return [{"role": "user", "content": turns}] if isinstance(turns, str) else turns


def _changed(seen: Run) -> Any:
    """The arguments as they are afterwards, if they are not as they were."""
    return None if same(seen.arguments, seen.given) else _in_one_form(seen.arguments)


def _in_one_form(value: Any) -> Any:
    """A value whose messages, also those that are the SDK's objects, are plain ones."""
    if isinstance(value, BaseModel):
        value = value.model_dump(exclude_none=True)
    if isinstance(value, list | tuple):
        return [_in_one_form(one) for one in value]
    if isinstance(value, dict):
        value = {name: _in_one_form(one) for name, one in value.items()}
        return _plain(value) if "role" in value or value.get("type") in _ITEMS else value
    return value


def _plain(turn: Mapping[str, Any]) -> dict[str, Any]:
    """A message, or an item of a Responses request, in one form."""
    others = {n: v for n, v in turn.items() if n not in _FRAME and v is not None}
    if "role" not in turn:
        return others
    if others.get("type") == "message":
        del others["type"]
    said = {
        "role": "system" if turn["role"] == "developer" else turn["role"],
        "content": _text(turn.get("content")),
    }
    return said | {name: value for name, value in others.items() if name not in said}


def _text(content: Any) -> Any:
    """Content as a string, if it is nothing but text."""
    blocks = content if isinstance(content, list) else []
    if blocks and all(isinstance(b, dict) and b.get("type") in _TEXTS for b in blocks):
        return "".join(block.get("text", "") for block in blocks)
    return content


@dataclass(frozen=True)
class Difference:
    """The first fact in which two runs differ. name: such as "returned[1]"."""

    name: str
    yours: Any
    wanted: Any


def first_difference(yours: Facts, wanted: Facts) -> Difference | None:
    """None if all that the second has is the same in the first."""
    for name, value in wanted.items():
        mine = yours.get(name)
        if not same(mine, value):
            return _inside(name, mine, value)
    return None


def _inside(name: str, yours: Any, wanted: Any) -> Difference:
    """The place in two values where they begin to differ."""
    if isinstance(wanted, dict) and isinstance(yours, dict):
        for key in wanted:
            if key in yours and not same(yours[key], wanted[key]):
                return _inside(f"{name}.{key}", yours[key], wanted[key])
    elif isinstance(wanted, list | tuple) and isinstance(yours, list | tuple):
        pairs = enumerate(zip(yours, wanted, strict=False))
        for n, (mine, other) in pairs if len(yours) == len(wanted) else ():
            if not same(mine, other):
                return _inside(f"{name}[{n}]", mine, other)
    return Difference(name, yours, wanted)


def same(yours: Any, wanted: Any) -> bool:
    """Whether two values are the same for a learner: spaces around a text, a tuple in the place of
    a list, or an error's wording make no difference."""
    if isinstance(wanted, BaseException):
        return isinstance(yours, type(wanted)) or type(yours).__name__ == type(wanted).__name__
    if isinstance(wanted, str) and isinstance(yours, str):
        return yours.strip() == wanted.strip()
    if isinstance(wanted, list | tuple) and isinstance(yours, list | tuple):
        return len(yours) == len(wanted) and all(map(same, yours, wanted))
    if isinstance(wanted, dict) and isinstance(yours, dict):
        return yours.keys() == wanted.keys() and all(same(yours[k], wanted[k]) for k in wanted)
    if hasattr(wanted, "model_dump") and hasattr(yours, "model_dump"):
        return same(yours.model_dump(mode="json"), wanted.model_dump(mode="json"))
    if isinstance(wanted, bool) or isinstance(yours, bool):
        return yours is wanted
    return bool(yours == wanted)
