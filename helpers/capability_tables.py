"""The table of what works on which model, to be printed."""

from collections.abc import Callable, Mapping
from typing import Any

from .capabilities import ANTHROPIC, OPENAI, Efforts, Known


def of_openai() -> str:
    """OpenAI's models, one a column."""
    return _table(
        OPENAI,
        {
            "effort none": lambda m: _word(m.chat["none"]),
            "max, Responses": lambda m: _word(m.responses["max"]),
            "max, Chat": lambda m: _word(m.chat["max"]),
            "default effort": lambda m: m.default_effort,
            "temperature, top_p": lambda m: m.sampling,
            "functions, Chat": lambda m: m.chat_functions,
            "most input tokens": lambda m: _number(m.most_input),
            "most output tokens": lambda m: _number(m.most_output),
            "shortest cached prompt": lambda m: _number(m.least_cached),
        },
    )


def of_anthropic() -> str:
    """Anthropic's models, one a column."""
    return _table(
        ANTHROPIC,
        {
            "thinking disabled": lambda m: _at(m.disabled),
            "thinking between_tools": lambda m: _at(m.between_tools),
            "thinking with a budget": lambda m: _word(m.enabled),
            "default effort": lambda m: m.default_effort,
            "tool_choice any or tool": lambda m: _word(m.forced_tool),
            "most output tokens": lambda m: _number(m.most_output),
            "shortest cached prompt": lambda m: _number(m.least_cached),
        },
    )


def _table(models: Mapping[str, Any], settings: Mapping[str, Callable[[Any], str]]) -> str:
    groups: dict[Any, list[str]] = {}
    for name, model in models.items():
        groups.setdefault(tuple(told(model) for told in settings.values()), []).append(name)
    columns = [[_common(names), *cells] for cells, names in groups.items()]
    rows = [list(row) for row in zip(["", *settings], *columns, strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _common(names: list[str]) -> str:
    """Models that take the same in one name: the family, and what differs, as "x-sol/terra"."""
    first, *others = names
    family = first.rpartition("-")[0] + "-"
    return "/".join([first, *(name.removeprefix(family) for name in others)])


def _word(known: Known) -> str:
    return {True: "yes", False: "no", None: "?"}[known]


def _number(tokens: int | None) -> str:
    return "?" if tokens is None else f"{tokens:,}"


def _at(efforts: Efforts) -> str:
    """The efforts at which a setting is accepted, in one word or a few."""
    accepted = [effort for effort, known in efforts.items() if known]
    if not accepted:
        return "?" if None in efforts.values() else "no"
    return "yes" if len(accepted) == len(efforts) else f"at {', '.join(accepted)}"
