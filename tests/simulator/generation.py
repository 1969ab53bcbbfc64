"""A scripted answer, cut to what the request allows."""

from dataclasses import dataclass, field, replace
from typing import Literal

from .answers import Answer, ToolCall
from .tokens import Tokenizer

Stop = Literal["end", "length", "stop_sequence", "tool_calls", "refusal"]


@dataclass(frozen=True)
class Limits:
    """What a request allows: tokens in all (None: any number), stop sequences, thinking, tools."""

    cap: int | None = None
    stop_sequences: list[str] = field(default_factory=list)
    thinking: bool = True
    parallel_tool_calls: bool = True


@dataclass(frozen=True)
class Generation:
    """What the model produced and why it stopped; `output_tokens` includes `thinking_tokens`."""

    thinking: str
    thinking_tokens: int
    text: str | None
    refusal: str | None
    tool_calls: list[ToolCall]
    output_tokens: int
    stop: Stop
    stop_sequence: str | None = None


def generate(answer: Answer, limits: Limits, tokenizer: Tokenizer) -> Generation:
    """Play the answer within the limits.

    Thinking counts towards the cap, so a small cap with thinking leaves no visible text. A tool
    call that does not fit under the cap is left out.
    """
    text, stop_sequence, generated = until_stop(answer.text, limits.stop_sequences)
    calls = answer.tool_calls if limits.parallel_tool_calls else answer.tool_calls[:1]
    played = replace(
        answer,
        thinking=answer.thinking if limits.thinking else "",
        text=text,
        tool_calls=[] if stop_sequence else calls,
    )
    spoken = tokenizer.count(generated) + tokenizer.count(answer.refusal or "")
    costs = [
        tokenizer.count(played.thinking),
        spoken + tokenizer.per_answer,
        *call_costs(played.tool_calls, tokenizer),
    ]
    if limits.cap is not None and sum(costs) > limits.cap:
        return truncated(played, costs, limits.cap, tokenizer)
    return Generation(
        thinking=played.thinking,
        thinking_tokens=costs[0],
        text=played.text,
        refusal=played.refusal,
        tool_calls=played.tool_calls,
        output_tokens=sum(costs),
        stop=reason(stop_sequence, played),
        stop_sequence=stop_sequence,
    )


def until_stop(text: str | None, stop_sequences: list[str]) -> tuple[str | None, str | None, str]:
    """The text before the first stop sequence, that sequence, and all that was generated."""
    found = [(text.find(stop), stop) for stop in stop_sequences if text and stop in text]
    if not text or not found:
        return text, None, text or ""
    position, stop = min(found)
    return text[:position], stop, text[: position + len(stop)]


def call_costs(calls: list[ToolCall], tokenizer: Tokenizer) -> list[int]:
    """The tokens of each call; what several calls cost together is added to the first."""
    costs = [
        tokenizer.count(call.name) + tokenizer.count(call.arguments) + tokenizer.per_call
        for call in calls
    ]
    if len(costs) > 1:
        costs[0] += tokenizer.several_calls
    return costs


def reason(stop_sequence: str | None, played: Answer) -> Stop:
    if stop_sequence:
        return "stop_sequence"
    if played.tool_calls:
        return "tool_calls"
    return "refusal" if played.refusal else "end"


def truncated(played: Answer, costs: list[int], cap: int, tokenizer: Tokenizer) -> Generation:
    """What fits under a cap that is too small for all.

    Args:
        costs: the tokens of the thinking, of what is said and of each tool call.
    """
    thinking_tokens = min(costs[0], cap)
    left = cap - thinking_tokens - tokenizer.per_answer
    calls = [call for i, call in enumerate(played.tool_calls) if sum(costs[: i + 3]) <= cap]
    return Generation(
        thinking=tokenizer.cut(played.thinking, cap),
        thinking_tokens=thinking_tokens,
        text=None if played.text is None else tokenizer.cut(played.text, left),
        refusal=None if played.refusal is None else tokenizer.cut(played.refusal, left),
        tool_calls=calls,
        output_tokens=cap,
        stop="length",
    )
