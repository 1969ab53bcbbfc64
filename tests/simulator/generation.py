"""A scripted answer, cut to what the request allows."""

from dataclasses import dataclass, field, replace
from typing import Literal

from .answers import Answer, Blocked, ToolCall
from .tokens import Tokenizer

Stop = Literal["end", "length", "stop_sequence", "tool_calls", "refusal", "blocked"]


@dataclass(frozen=True)
class Limits:
    """What a request allows: tokens in all (None: any number), stop sequences, thinking, tools.

    schema: whether the answer has to follow a JSON schema.
    """

    cap: int | None = None
    stop_sequences: list[str] = field(default_factory=list)
    thinking: bool = True
    parallel_tool_calls: bool = True
    schema: bool = False


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
    blocked: Blocked | None = None


def generate(answer: Answer, limits: Limits, tokenizer: Tokenizer) -> Generation:
    """Play the answer within the limits.

    Thinking counts towards the cap, so a small cap with thinking leaves no visible text. A tool
    call that does not fit under the cap is left out. A refusal is one only under a schema.
    """
    if answer.blocked:
        return blocked(answer, answer.blocked, tokenizer)
    if answer.refusal and not limits.schema:
        answer = replace(answer, text=answer.refusal, refusal=None)
    text, stop_sequence, generated = until_stop(answer.text, limits.stop_sequences)
    calls = answer.tool_calls if limits.parallel_tool_calls else answer.tool_calls[:1]
    played = replace(
        answer,
        thinking=answer.thinking if limits.thinking else "",
        text=text,
        tool_calls=[] if stop_sequence else calls,
    )
    costs = Costs(played, generated, limits.schema, tokenizer)
    if limits.cap is not None and costs.total(len(played.tool_calls)) > limits.cap:
        return truncated(played, costs, limits.cap)
    return Generation(
        thinking=played.thinking,
        thinking_tokens=costs.thinking,
        text=played.text,
        refusal=played.refusal,
        tool_calls=played.tool_calls,
        output_tokens=costs.total(len(played.tool_calls)),
        stop=reason(stop_sequence, played),
        stop_sequence=stop_sequence,
    )


def blocked(answer: Answer, by: Blocked, tokenizer: Tokenizer) -> Generation:
    """What is left where a classifier steps in: nothing, or the text so far."""
    text = answer.text or ""
    return Generation(
        thinking="",
        thinking_tokens=0,
        text=text or None,
        refusal=None,
        tool_calls=[],
        output_tokens=tokenizer.count(text),
        stop="blocked",
        blocked=by,
    )


def until_stop(text: str | None, stop_sequences: list[str]) -> tuple[str | None, str | None, str]:
    """The text before the first stop sequence, that sequence, and all that was generated."""
    found = [(text.find(stop), stop) for stop in stop_sequences if text and stop in text]
    if not text or not found:
        return text, None, text or ""
    position, stop = min(found)
    return text[:position], stop, text[: position + len(stop)]


class Costs:
    """What the parts of an answer are in tokens."""

    def __init__(self, played: Answer, generated: str, schema: bool, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.schema = schema
        self.thinking = tokenizer.count(played.thinking)
        self.said = tokenizer.count(generated) + tokenizer.count(played.refusal or "")
        self.calls = [
            tokenizer.count(call.name) + tokenizer.count(call.arguments)
            for call in played.tool_calls
        ]

    def frame(self, calls: int) -> int:
        """What the answer with its first so many calls costs beyond these parts."""
        return self.tokenizer.frame.of(
            text=bool(self.said), calls=calls, schema=self.schema, thinks=bool(self.thinking)
        )

    def total(self, calls: int) -> int:
        return self.thinking + self.said + sum(self.calls[:calls]) + self.frame(calls)


def reason(stop_sequence: str | None, played: Answer) -> Stop:
    if stop_sequence:
        return "stop_sequence"
    if played.tool_calls:
        return "tool_calls"
    return "refusal" if played.refusal else "end"


def truncated(played: Answer, costs: Costs, cap: int) -> Generation:
    """What fits under a cap that is too small for all; the mark that ends an answer is not sent."""
    tokenizer = costs.tokenizer
    left = cap - costs.thinking - costs.frame(0) + tokenizer.frame.end
    fitting = [calls for calls in range(len(costs.calls)) if costs.total(calls) <= cap]
    return Generation(
        thinking=tokenizer.cut(played.thinking, cap),
        thinking_tokens=min(costs.thinking, cap),
        text=None if played.text is None else tokenizer.cut(played.text, left),
        refusal=None if played.refusal is None else tokenizer.cut(played.refusal, left),
        tool_calls=played.tool_calls[: max(fitting, default=0)],
        output_tokens=cap,
        stop="length",
    )
