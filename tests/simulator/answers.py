"""The script: what the stand-in says to what.

A script is a YAML file in `answers/`, one a notebook, that holds a list of entries. The first
entry whose conditions all hold gives the answer:

    - user: Explain HTTP status codes in three sentences.
      text: They are three-digit numbers ...

    - user: What is the weather in Paris and in Tokyo?
      thinking: Two cities, so two calls.
      tool_calls:
        - {name: get_weather, arguments: {city: Paris}}
        - {name: get_weather, arguments: {city: Tokyo}}

    - user: What is the weather in Paris and in Tokyo?
      tool_results: true
      text: {openai: "Paris is mild ...", anthropic: "It is mild in Paris ..."}

Conditions (none is required; white space counts as one space in all of them):

    user          the latest text that the user wrote, exactly
    system        the system prompt, exactly ("" for none)
    provider      openai or anthropic
    contains      a text, or a list of texts, that stand anywhere in the conversation, or in a
                  PDF that it carries
    tool_results  true, or the names of the tools in the order of their results. An entry without it
                  is for conversations that do not end in tool results
    tools         true or false: whether tools may be called; or names that are all among them.
                  A `tool_choice` that names a tool leaves only that one
    images        how many images the request carries
    json          true or false: whether JSON mode or a JSON schema is asked for
    effort        low, high ...: how hard the model is asked to think ("" if it is not said)

What is said (each may be given once for both providers, or as {openai: ..., anthropic: ...}):

    text          the answer; with `tool_calls`, what is said before the calls
    samples       several answers: identical requests, and the choices of `n`, get them in turn
    json          a mapping or a list: the answer is its compact JSON text
    tool_calls    a list of {name, arguments}; arguments is a mapping, or a string sent as it is
                  (Anthropic sends objects only)
    refusal       why the model declines: OpenAI has a field for it, where the request has a JSON
                  schema; everywhere else it is the text of the answer
    blocked       {anthropic: {category, explanation}} of the safety classifiers, which leave
                  nothing of the answer but the `text` so far, if there is one
    thinking      what the model thinks first, where thinking is on; it counts as tokens, and
                  Anthropic shows it where the request asks for it, as OpenAI's Responses API does
                  with its summary
    errors        what identical requests get first, such as [429, 529] or the names of
                  `helpers.replay.failures`; a mapping {status, retry_after} sets the seconds to
                  wait. An entry with errors alone fails every time

Beside the entries, `- image_urls: [...]` lists the addresses that an image can be fetched from.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from helpers.replay.failures import OPENAI, kind_of

from .conversation import Conversation, Provider

FOLDER = Path(__file__).parent / "answers"
CONDITIONS = {
    "user": str,
    "system": str,
    "provider": str,
    "contains": str | list,
    "tool_results": bool | list,
    "tools": bool | list,
    "images": int,
    "json": bool | dict | list,
    "effort": str,
}
SAYINGS = {
    "text": str,
    "samples": list,
    "json": bool | dict | list,
    "tool_calls": list,
    "refusal": str,
    "blocked": dict,
    "thinking": str,
    "errors": list,
}
PROVIDERS = {"openai", "anthropic"}

Entry = dict[str, Any]


class ScriptError(ValueError):
    """An entry of a script cannot be understood."""


@dataclass(frozen=True)
class ToolCall:
    """A tool call; `arguments` is JSON text, or whatever text the script gives."""

    name: str
    arguments: str

    @property
    def has_object(self) -> bool:
        """Whether the arguments are the text of a JSON object."""
        try:
            return isinstance(json.loads(self.arguments), dict)
        except ValueError:
            return False


@dataclass(frozen=True)
class Failure:
    """A scripted error, of a kind that `helpers.replay.failures` knows."""

    kind: str
    retry_after: float | None = None


@dataclass(frozen=True)
class Blocked:
    """What Anthropic's safety classifiers say; without a category there is no explanation."""

    category: str | None = None
    explanation: str | None = None


@dataclass(frozen=True)
class Answer:
    """What is said to one request, before any cap or stop sequence."""

    text: str | None = None
    thinking: str = ""
    tool_calls: list[ToolCall] = field(default_factory=list)
    refusal: str | None = None
    blocked: Blocked | None = None
    failure: Failure | None = None


class Script:
    """All entries, in the order of the files and of the entries in them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        self.image_urls = {url for entry in entries for url in entry.get("image_urls", [])}
        self._entries = [entry for entry in entries if "image_urls" not in entry]

    @classmethod
    def read(cls, answers: str | Path | Iterable[Entry | str | Path] = FOLDER) -> "Script":
        """From a folder of YAML files, one file, or a list of entries and files."""
        if isinstance(answers, str | Path):
            answers = [answers]
        return cls(entry for answer in answers for entry in entries_of(answer))

    def find(self, conversation: Conversation) -> Entry | None:
        """The first entry whose conditions all hold, or None."""
        return next((entry for entry in self._entries if holds(entry, conversation)), None)


def entries_of(answer: Entry | str | Path) -> list[Entry]:
    """The entries of a folder or a file; an entry stands for itself."""
    if isinstance(answer, dict):
        return [checked(answer, "answers")]
    path = Path(answer)
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    return [
        checked(entry, file.name)
        for file in files
        for entry in yaml.safe_load(file.read_text("utf-8")) or []
    ]


def checked(entry: Entry, source: str) -> Entry:
    """The entry itself, or a `ScriptError` that names what is wrong with it."""
    if set(entry) == {"image_urls"}:
        return entry
    if problem := problem_with(entry):
        raise ScriptError(f"{source}: {problem} in the entry {entry}")
    return entry


def problem_with(entry: Entry) -> str | None:
    for key, value in entry.items():
        if key not in CONDITIONS and key not in SAYINGS:
            return f"unknown key {key!r}"
        kinds = CONDITIONS.get(key) or SAYINGS[key]
        for part in value.values() if by_provider(value) else [value]:
            if part is not None and not isinstance(part, kinds):
                return f"{key!r} holds a {type(part).__name__}"
    said = {key for key in entry if key in SAYINGS and not isinstance(entry[key], bool)}
    if not said - {"thinking"}:
        return "nothing is said"
    if len(said & {"text", "samples", "json", "refusal"}) > 1:
        return "there is more than one answer"
    if any(failure_of(item).kind not in OPENAI for item in errors_in(entry)):
        return "there is an error that no API sends"
    return None


def errors_in(entry: Entry) -> list[int | str | Entry]:
    errors = entry.get("errors") or []
    each = errors.values() if isinstance(errors, dict) else [errors]
    return [error for some in each for error in some]


def holds(entry: Entry, conversation: Conversation) -> bool:
    """Whether all conditions of the entry are true of the conversation."""
    return (
        entry.get("provider", conversation.provider) == conversation.provider
        and speaks_to(entry, conversation.provider)
        and same_text(entry.get("user"), conversation.user)
        and same_text(entry.get("system"), conversation.system)
        and contains_all(entry.get("contains", []), conversation.everything)
        and same_results(entry.get("tool_results", False), conversation.tool_results)
        and offered(entry.get("tools"), conversation.tools)
        and entry.get("images", conversation.images) == conversation.images
        and same_flag(entry.get("json"), conversation.wants_json)
        and entry.get("effort", conversation.effort) == conversation.effort
    )


def answer_of(entry: Entry, provider: Provider, turn: int, choice: int = 0, n: int = 1) -> Answer:
    """What the entry says.

    Args:
        entry: as found by `Script.find`.
        provider: whose text to take.
        turn: how many times the same request came before.
        choice, n: which of how many choices this is.
    """
    said = {key: for_provider(entry[key], provider) for key in entry if key in SAYINGS}
    failures = [failure_of(item) for item in said.pop("errors", None) or []]
    if turn < len(failures):
        return Answer(failure=failures[turn])
    if failures and not said.keys() - {"thinking"}:
        return Answer(failure=failures[-1])
    return Answer(
        text=text_of(said, (turn - len(failures)) * n + choice),
        thinking=said.get("thinking") or "",
        tool_calls=[tool_call_of(call) for call in said.get("tool_calls") or []],
        refusal=said.get("refusal"),
        blocked=None if said.get("blocked") is None else Blocked(**said["blocked"]),
    )


def text_of(said: Entry, sample: int) -> str | None:
    if said.get("samples"):
        return said["samples"][sample % len(said["samples"])]
    if isinstance(said.get("json"), dict | list):
        return compact_json(said["json"])
    return said.get("text")


def tool_call_of(call: Entry) -> ToolCall:
    arguments = call.get("arguments", {})
    return ToolCall(
        call["name"], arguments if isinstance(arguments, str) else compact_json(arguments)
    )


def failure_of(item: int | str | Entry) -> Failure:
    given = item if isinstance(item, dict) else {"status": item}
    what = given["status"]
    kind = kind_of(what) if isinstance(what, int) else what
    return Failure(kind, given.get("retry_after"))


def for_provider(value: Any, provider: Provider) -> Any:
    """`value`, or the provider's part of it if it is a mapping by provider."""
    return value.get(provider) if by_provider(value) else value


def by_provider(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and set(value) <= PROVIDERS


def compact_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def one_space(text: str) -> str:
    return " ".join(text.split())


def speaks_to(entry: Entry, provider: Provider) -> bool:
    """Whether anything is said to this provider's users."""
    said = [key for key in entry if key in SAYINGS and key != "thinking"]
    return any(for_provider(entry[key], provider) is not None for key in said)


def same_text(wanted: str | None, text: str) -> bool:
    return wanted is None or one_space(wanted) == one_space(text)


def same_flag(wanted: object, flag: bool) -> bool:
    return not isinstance(wanted, bool) or wanted == flag


def contains_all(wanted: str | list[str], text: str) -> bool:
    wanted = [wanted] if isinstance(wanted, str) else wanted
    return all(one_space(part) in one_space(text) for part in wanted)


def same_results(wanted: bool | list[str], results: list[str]) -> bool:
    return wanted == bool(results) if isinstance(wanted, bool) else wanted == results


def offered(wanted: bool | list[str] | None, tools: list[str]) -> bool:
    if wanted is None or isinstance(wanted, bool):
        return wanted is None or wanted == bool(tools)
    return set(wanted) <= set(tools)
