"""YAML as recordings use it: mappings, lists and text. No aliases, no types, few levels.

It is built from the parser's events, which takes half the time of PyYAML's own loading, and lets a
damaged file do no harm: it cannot grow in memory, and its depth ends the reading, not Python.
"""

import base64
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DEEPEST = 12
_BINARY = "tag:yaml.org,2002:binary"
_NULL = ("", "~", "null")


class BadYaml(ValueError):
    """What is wrong, in a few words. line: where, counted from 1; 0 if nobody knows."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


def read(text: str) -> Any:
    """The document: dict, list, str, bytes (for `!!binary`) or None. Raises BadYaml."""
    loader = _Loader(text)
    try:
        events = _events(loader)
        value = _value(next(events), events, 0)
        if not isinstance(next(events), yaml.DocumentEndEvent) or loader.check_event(
            yaml.DocumentStartEvent
        ):
            raise BadYaml("there is more than one document", 0)
        return value
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadYaml(error.problem or "it is no YAML", mark.line + 1 if mark else 0) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadYaml("it has a character that no text has", line) from None
    finally:
        loader.dispose()


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line on which a value stands, or else what is there of its path. For a text that was
    read without complaint."""
    node = yaml.compose(text, Loader=_Loader)
    line = 0
    for step in [None, *path]:
        if isinstance(node, yaml.MappingNode) and step is not None:
            node = next((value for name, value in node.value if name.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _events(loader: Any) -> Iterator[Any]:
    loader.get_event()  # the stream begins
    if not loader.check_event(yaml.DocumentStartEvent):
        raise BadYaml("it is empty", 1)
    loader.get_event()
    while loader.check_event():
        yield loader.get_event()


def _value(event: Any, events: Iterator[Any], depth: int) -> Any:
    """The value that begins with this event."""
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise BadYaml("it has an anchor or an alias", line)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, line)
    if event.tag:
        raise BadYaml(f"{event.tag} is none of its types", line)
    if depth == _DEEPEST:
        raise BadYaml(f"there are more than {_DEEPEST} levels", line)
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value(item, events, depth + 1) for item in _until(yaml.SequenceEndEvent, events)]
    mapping: dict[str, Any] = {}
    for name in _until(yaml.MappingEndEvent, events):
        key = _value(name, events, depth + 1)
        if not isinstance(key, str) or key in mapping:
            raise BadYaml("a name is no text, or stands there twice", name.start_mark.line + 1)
        mapping[key] = _value(next(events), events, depth + 1)
    return mapping


def _until(end: type, events: Iterator[Any]) -> Iterator[Any]:
    for event in events:
        if isinstance(event, end):
            return
        yield event


def _scalar(event: Any, line: int) -> str | bytes | None:
    if event.tag == _BINARY:
        try:
            return base64.b64decode(event.value)
        except ValueError:
            raise BadYaml("what is marked as binary is no base64", line) from None
    if event.style is None and event.tag is None and event.value.lower() in _NULL:
        return None
    return event.value
