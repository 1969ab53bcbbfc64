"""Lesson 01: what is set, and which mode follows."""

from collections.abc import Iterator
from typing import Any, ClassVar

from helpers.drawing import View, columns
from helpers.practice.explorer import Explorer
from helpers.settings import KEYS, mode_for

_FILES = {"no key": [], "OpenAI's key": [KEYS[0]], "both keys": list(KEYS)}
_TO_THE_API = "goes to the real API and costs"
_WHAT_HAPPENS = {
    "replay": ("replayed", "fails at once and says what differs"),
    "auto": ("replayed", _TO_THE_API + "; the answer is kept"),
    "live": ("not replayed, but sent like any other", _TO_THE_API),
}


class LessonExplorer(Explorer):
    title = "What is set, and what happens then?"
    settings: ClassVar = {
        "env_file_has": list(_FILES),
        "shell_has": ["no key", "OpenAI's key", "both keys"],
        "LESSON_MODE": ["not set", "replay", "auto", "live"],
    }

    def views(self, **chosen: Any) -> Iterator[View]:
        in_file, in_shell = _FILES[chosen["env_file_has"]], _FILES[chosen["shell_has"]]
        asked = chosen["LESSON_MODE"]
        mode, why = mode_for({} if asked == "not set" else {"LESSON_MODE": asked}, in_file)
        recorded, other = _WHAT_HAPPENS[mode]
        row = {"mode": mode, "because": why, "a recorded request": recorded}
        for key in KEYS:
            vendor = "Anthropic" if key.startswith("ANTHROPIC") else "OpenAI"
            has_key = key in in_file or (mode != "replay" and key in in_shell)
            row[f"another request to {vendor}"] = _without_key(mode, other, has_key)
        yield columns([row])


def _without_key(mode: str, other: str, has_key: bool) -> str:
    if has_key or mode == "replay":
        return other
    return "no key: " + ("fails as in replay" if mode == "auto" else "the SDK raises")
