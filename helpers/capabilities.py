"""Which setting works on which model, as others measured or the vendors document it.

Put together on the day below; nobody has called the live APIs for this course. Each value is True
(accepted), False (400) or None (nobody has shown it).

OpenAI: 51 requests to three models of the sixth generation, each answer written down (2026-09-24);
other people's tries of the two that take no effort `none` (2026-09-10 to 2026-09-30); recordings
in pydantic-ai and ellmer for generation 5.6; the model pages and the deployment checklist.
Anthropic: the pages "What's new" and "Migration guide" of each model and of version 2026-10-21;
`between_tools` was tried on every model of 2026-09-29, so not on the smallest, which is younger;
the shortest cached prompts are those of the page on prompt caching, as read on 2026-10-08.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

CHECKED_ON = "2026-11-23"

Known = bool | None
Efforts = Mapping[str, Known]
When = Literal["always", "at effort none", "never"]


def _efforts(**known: Known) -> Efforts:
    """Each effort that the SDKs' types have; those between low and xhigh all models accept."""
    return {**dict.fromkeys(("low", "medium", "high", "xhigh"), True), **known}


@dataclass(frozen=True)
class OpenAIModel:
    """What a model of OpenAI takes.

    chat, responses: the efforts on each API. sampling: when temperature, top_p and logprobs may
    differ from their defaults. chat_functions: when functions may be given on Chat Completions;
    on Responses they always may. window, most_input, most_output, least_cached: in tokens.
    """

    chat: Efforts
    responses: Efforts
    sampling: When
    chat_functions: When
    default_effort: str = "medium"
    window: int = 1_050_000
    most_input: int | None = 922_000
    most_output: int = 128_000
    least_cached: int = 1_024


@dataclass(frozen=True)
class AnthropicModel:
    """What a model of Anthropic takes at API version 2026-10-21; sampling, a prefill: none.

    disabled, between_tools: the efforts at which `thinking` of this type is accepted.
    enabled: whether a thinking budget is. forced_tool: whether `tool_choice` any or tool is.
    window, most_output, least_cached: in tokens.
    """

    disabled: Efforts
    between_tools: Efforts
    enabled: Known
    forced_tool: Known
    default_effort: str
    efforts: Efforts
    window: int = 1_000_000
    most_output: int = 128_000
    least_cached: int = 512


_ALL = _efforts(max=True)
_NONE: Efforts = dict.fromkeys(_ALL, False)
_UNKNOWN: Efforts = dict.fromkeys(_ALL)
_TO_HIGH = _efforts(xhigh=False, max=False)

_SIXTH = OpenAIModel(
    chat=_efforts(none=True, minimal=False, max=None),
    responses=_efforts(none=True, minimal=False, max=True),
    sampling="at effort none",
    chat_functions="at effort none",
)
_REASONING_ONLY = OpenAIModel(
    chat=_efforts(none=False, minimal=False, max=None),
    responses=_efforts(none=False, minimal=False, max=True),
    sampling="never",
    chat_functions="never",
)
_FIFTH = OpenAIModel(
    chat=_efforts(none=True, minimal=None, max=None),
    responses=_efforts(none=True, minimal=None, max=True),
    sampling="at effort none",
    chat_functions="at effort none",
    most_input=None,
)

OPENAI = {
    "gpt-6-luna": replace(_SIXTH, chat={**_SIXTH.chat, "max": False}),
    "gpt-6-sol": _SIXTH,
    "gpt-6-astra": replace(
        _REASONING_ONLY, chat={**_REASONING_ONLY.chat, "max": False}, most_input=None
    ),
    "gpt-6.1-sol": _REASONING_ONLY,
    "gpt-5.6-sol": _FIFTH,
    "gpt-5.6-terra": _FIFTH,
    "gpt-5.6-luna": _FIFTH,
}
ANTHROPIC = {
    "claude-haiku-5-5": AnthropicModel(_TO_HIGH, _UNKNOWN, False, True, "medium", _ALL),
    "claude-sonnet-5-5": AnthropicModel(_NONE, _TO_HIGH, None, False, "high", _ALL),
    "claude-opus-5-5": AnthropicModel(_NONE, _NONE, False, False, "medium", _ALL),
    "claude-fable-5-1": AnthropicModel(_NONE, _NONE, None, False, "high", _ALL),
}


def refused_from_the_lessons(model: str) -> list[str]:
    """What the lessons send and this model answers with 400; nothing for a model unknown here."""
    if known := OPENAI.get(model):
        sent = {
            'reasoning_effort="none"': known.chat["none"] is False,
            "functions on Chat Completions": known.chat_functions == "never",
            "temperature": known.sampling == "never",
        }
    elif claude := ANTHROPIC.get(model):
        sent = {
            'thinking={"type": "disabled"}': not any(claude.disabled.values()),
            "a tool_choice that forces a call": claude.forced_tool is False,
        }
    else:
        sent = {}
    return [setting for setting, refused in sent.items() if refused]
