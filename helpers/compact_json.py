"""JSON for reading: what fits on a line stands on one line, the rest one member a line."""

import json
from typing import Any

WIDTH = 88


def dumps(value: Any, width: int = WIDTH) -> str:
    """The value as JSON text, in lines of at most so many characters, as far as that can be."""
    return _text(value, "", width)


def _text(value: Any, indent: str, width: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= width or not isinstance(value, dict | list) or not value:
        return line
    inner = indent + "  "
    if isinstance(value, dict):
        members = []
        for name, item in value.items():
            key = json.dumps(name, ensure_ascii=False)
            # The item begins behind its name, as if the line were so much shorter.
            members.append(f"{key}: {_text(item, inner, width - len(key) - 3)}")
        opening, closing = "{", "}"
    else:
        members = [_text(item, inner, width - 1) for item in value]
        opening, closing = "[", "]"
    body = ",\n".join(inner + member for member in members)
    return f"{opening}\n{body}\n{indent}{closing}"
