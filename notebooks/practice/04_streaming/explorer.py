"""Lesson 04: both providers, plain and streamed, and how long a reader waits."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.drawing import BLUE, ORANGE, Bar, Span, View, bars, beside, said, stack, words
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.explorer import Explorer

Part = tuple[str, int]  # of an answer: its text, and its tokens where the provider tells them


class LessonExplorer(Explorer):
    title = "How long does a reader wait for the first word, and how long for the last?"
    settings: ClassVar = {
        "prompt": [
            "Write a short poem about APIs.",
            "Explain how a browser loads a page, step by step.",
            "A train leaves at 9:40 and arrives at 13:05. How long is the trip?",
        ],
        "thinking": ["off", "on"],
    }
    free = ("prompt",)
    button = "Ask both"
    asks = True

    def views(self, prompt: str, thinking: str) -> Iterator[View]:
        from anthropic import Anthropic
        from openai import OpenAI

        # Each has a client of its own, as an open connection would help those that come later.
        runs = [
            Run("OpenAI, plain call", OpenAI().chat.completions, _openai_plain),
            Run("OpenAI, streamed", OpenAI().chat.completions, _openai_stream),
            Run("Anthropic, plain call", Anthropic().messages, _anthropic_plain),
            Run("Anthropic, streamed", Anthropic().messages, _anthropic_stream),
        ]
        for run in runs:
            for _ in run.go(prompt, thinking == "on"):
                yield _texts(runs)
        yield stack(_texts(runs), bars([run.bar for run in runs], unit="s"), apart=True)


@dataclass
class Run:
    """One request: what has arrived so far, and when, in seconds since it was sent."""

    label: str
    api: Any
    ask: Callable[[Any, str, bool], Iterator[Part]]
    state: str = "not asked yet"
    text: str = ""
    tokens: int = 0
    first: float = 0.0
    latest: float = 0.0

    def go(self, prompt: str, thinking: bool) -> Iterator[None]:
        """Send it, with one step for every piece of text."""
        self.state = "nothing to read yet ..."
        yield
        began = time.perf_counter()
        for text, tokens in self.ask(self.api, prompt, thinking):
            self.latest = time.perf_counter() - began
            self.tokens += tokens
            if text:
                self.first = self.first or self.latest
                self.text += text
                self.state = "arriving ..."
                yield
        self.first = self.first or self.latest  # thinking can use up the cap: then there is no text
        self.state = f"{self.tokens} tokens"
        yield

    @property
    def color(self) -> str:
        return BLUE if self.text else ORANGE

    @property
    def bar(self) -> Bar:
        """Only outlined while there was nothing to read."""
        spans = [Span(0, self.first, ORANGE, filled=False), Span(self.first, self.latest, BLUE)]
        told = f"first text {self.first:.2f} s, end {self.latest:.2f} s"
        return Bar(self.label, spans, told, told)


def _texts(runs: list[Run]) -> View:
    panes = [stack(said(f"{run.label}: {run.state}", run.color), words(run.text)) for run in runs]
    return beside(stack(*panes[:2], apart=True), stack(*panes[2:], apart=True))


def _openai_request(prompt: str, thinking: bool) -> dict[str, Any]:
    return {
        "model": OPENAI_MODEL,
        "max_completion_tokens": 1000 if thinking else 500,
        "messages": [{"role": "user", "content": prompt}],
        **({} if thinking else {"reasoning_effort": "none"}),
    }


def _openai_plain(api: Any, prompt: str, thinking: bool) -> Iterator[Part]:
    response = api.create(**_openai_request(prompt, thinking))
    yield response.choices[0].message.content or "", response.usage.completion_tokens


def _openai_stream(api: Any, prompt: str, thinking: bool) -> Iterator[Part]:
    with api.create(
        **_openai_request(prompt, thinking), stream=True, stream_options={"include_usage": True}
    ) as stream:
        for chunk in stream:
            text = "".join(choice.delta.content or "" for choice in chunk.choices)
            yield text, chunk.usage.completion_tokens if chunk.usage else 0


def _anthropic_request(prompt: str, thinking: bool) -> dict[str, Any]:
    return {
        "model": ANTHROPIC_MODEL,
        "max_tokens": 1000 if thinking else 500,
        "thinking": {"type": "adaptive" if thinking else "disabled"},
        "messages": [{"role": "user", "content": prompt}],
    }


def _anthropic_plain(api: Any, prompt: str, thinking: bool) -> Iterator[Part]:
    message = api.create(**_anthropic_request(prompt, thinking))
    text = "".join(block.text for block in message.content if block.type == "text")
    yield text, message.usage.output_tokens


def _anthropic_stream(api: Any, prompt: str, thinking: bool) -> Iterator[Part]:
    with api.stream(**_anthropic_request(prompt, thinking)) as stream:
        for text in stream.text_stream:
            yield text, 0
        yield "", stream.get_final_message().usage.output_tokens
