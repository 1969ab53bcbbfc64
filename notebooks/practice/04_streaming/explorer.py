"""Lesson 04: both providers, plain and streamed, and how long a reader waits."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar

from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.explorer import Explorer, View

_WAITING, _READING = "#c77700", "#4c78a8"
_WIDTH, _ROW = 640, 22
_SHORT = 40  # tokens; fewer say nothing about the pace, as the wait is most of the time


@dataclass
class Run:
    """One request: what arrived so far and when, in seconds since it was sent.

    ask: sends it to the api; yields the answer's pieces and, as an int, its tokens.
    """

    provider: str
    way: str
    api: Any
    ask: Callable[..., Iterator[str | int]]
    began: float | None = None
    first: float | None = None
    latest: float = 0.0
    done: bool = False
    text: str = ""
    tokens: int = 0

    def go(self, prompt: str, thinking: bool) -> Iterator[None]:
        """Send it, with one step for every piece of text."""
        self.began = time.perf_counter()
        yield
        self.began = time.perf_counter()  # without the time that showing it took
        for piece in self.ask(self.api, prompt, thinking):
            self.latest = time.perf_counter() - self.began
            if isinstance(piece, int):
                self.tokens = piece
            elif piece:
                self.first = self.latest if self.first is None else self.first
                self.text += piece
                yield
        self.done = True
        yield

    @property
    def label(self) -> str:
        return f"{self.provider}, {self.way}"

    @property
    def wait(self) -> float:
        """Until there was something to read; to the end, if there never was."""
        return self.latest if self.first is None else self.first

    @property
    def per_second(self) -> float:
        return self.tokens / (self.latest or 1)


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

    def views(self, **chosen: Any) -> Iterator[View]:
        from anthropic import Anthropic
        from openai import OpenAI

        # Each has a client of its own, as an open connection would help those that come later.
        runs = [
            Run("OpenAI", "plain call", OpenAI().chat.completions, _openai_plain),
            Run("OpenAI", "streamed", OpenAI().chat.completions, _openai_stream),
            Run("Anthropic", "plain call", Anthropic().messages, _anthropic_plain),
            Run("Anthropic", "streamed", Anthropic().messages, _anthropic_stream),
        ]
        for run in runs:
            for _ in run.go(chosen["prompt"], chosen["thinking"] == "on"):
                yield _view(runs)


def _openai_request(prompt: str, thinking: bool) -> dict[str, Any]:
    return {
        "model": OPENAI_MODEL,
        "max_completion_tokens": 1000 if thinking else 500,
        "messages": [{"role": "user", "content": prompt}],
        **({} if thinking else {"reasoning_effort": "none"}),
    }


def _openai_plain(api: Any, prompt: str, thinking: bool) -> Iterator[str | int]:
    response = api.create(**_openai_request(prompt, thinking))
    yield response.usage.completion_tokens
    yield response.choices[0].message.content or ""


def _openai_stream(api: Any, prompt: str, thinking: bool) -> Iterator[str | int]:
    with api.create(
        **_openai_request(prompt, thinking), stream=True, stream_options={"include_usage": True}
    ) as stream:
        for chunk in stream:
            for choice in chunk.choices:
                yield choice.delta.content or ""
            if chunk.usage:
                yield chunk.usage.completion_tokens


def _anthropic_request(prompt: str, thinking: bool) -> dict[str, Any]:
    return {
        "model": ANTHROPIC_MODEL,
        "max_tokens": 1000 if thinking else 500,
        "thinking": {"type": "adaptive" if thinking else "disabled"},
        "messages": [{"role": "user", "content": prompt}],
    }


def _anthropic_plain(api: Any, prompt: str, thinking: bool) -> Iterator[str | int]:
    message = api.create(**_anthropic_request(prompt, thinking))
    yield message.usage.output_tokens
    yield "".join(block.text for block in message.content if block.type == "text")


def _anthropic_stream(api: Any, prompt: str, thinking: bool) -> Iterator[str | int]:
    with api.stream(**_anthropic_request(prompt, thinking)) as stream:
        yield from stream.text_stream
        yield stream.get_final_message().usage.output_tokens


def _view(runs: list[Run]) -> View:
    html = "".join(
        f'<div style="flex: 1 1 280px; min-width: 0">{"".join(map(_pane, runs[at : at + 2]))}</div>'
        for at in (0, 2)
    )
    html = f'<div style="display: flex; flex-wrap: wrap; gap: 1em">{html}</div>'
    if all(run.done for run in runs):
        html += _table(runs) + _bars(runs)
    return View("\n\n".join(map(_told, runs)), html)


def _told(run: Run) -> str:
    pace = 100 / (run.per_second or 1)
    return (
        f"{run.label}:\n{run.text}\n"
        f"first text after {run.wait:.2f} s, the end after {run.latest:.2f} s\n"
        f"{run.tokens} tokens out"
    ) + (f", that is 100 in {pace:.2f} s" if run.tokens >= _SHORT else "")


def _pane(run: Run) -> str:
    if run.done:
        state, color = f"{run.latest:.2f} s", _READING
    elif run.began is None:
        state, color = "not asked yet", "transparent"
    elif run.first is None:
        state, color = "nothing to read yet ...", _WAITING
    else:
        state, color = "arriving ...", _READING
    return (
        f'<div style="margin: 0.5em 0"><b>{run.label}</b> <i>{state}</i>'
        f'<div style="border-left: 4px solid {color}; padding: 0.2em 0.8em; min-height: 1.5em; '
        f'white-space: pre-wrap; line-height: 1.4">{escape(run.text)}</div></div>'
    )


def _table(runs: list[Run]) -> str:
    left, right = "style='text-align: left'", "style='text-align: right'"
    names = ("first text after", "the end after", "tokens out", "tokens per second")
    head = "".join(f"<th {right}>{name}</th>" for name in names)
    rows = "".join(
        f"<tr><th {left}>{run.label}</th><td {right}>{run.wait:.2f} s</td>"
        f"<td {right}>{run.latest:.2f} s</td><td {right}>{run.tokens}</td>"
        f"<td {right}>{f'{run.per_second:.0f}' if run.tokens >= _SHORT else '-'}</td></tr>"
        for run in runs
    )
    style = f"style='width: 100%; max-width: {_WIDTH}px'"
    return f"<table {style}><tr><th></th>{head}</tr>{rows}</table>"


def _bars(runs: list[Run]) -> str:
    """For each request a bar: outlined while there was nothing to read, filled from then on."""
    height = _ROW * (len(runs) + 1)
    left = 150
    scale = (_WIDTH - left - 70) / (max(run.latest for run in runs) or 1)
    rows = "".join(_bar(number, run, left, scale) for number, run in enumerate(runs))
    note = (
        f'<text x="{left}.0" y="{height - 6}" fill="currentColor">outlined: nothing to read; '
        "filled: text arrives</text>"
    )
    return (
        f'<svg role="img" aria-label="The same times as bars" viewBox="0 0 {_WIDTH} {height}" '
        f'style="width: 100%; max-width: {_WIDTH}px" font-family="sans-serif" font-size="12">'
        f"{rows}{note}</svg>"
    )


def _bar(number: int, run: Run, left: int, scale: float) -> str:
    y = number * _ROW
    wait, arriving = run.wait * scale, max((run.latest - run.wait) * scale, 3)
    return (
        f'<text x="0" y="{y + 15}" fill="currentColor">{run.label}</text>'
        f'<rect x="{left}.0" y="{y + 4}" width="{wait:.1f}" height="14" fill="none" '
        f'stroke="{_WAITING}"/>'
        f'<rect x="{left + wait:.1f}" y="{y + 4}" width="{arriving:.1f}" height="14" '
        f'fill="{_READING}"/>'
        f'<text x="{left + wait + arriving + 6:.1f}" y="{y + 15}" fill="currentColor">'
        f"{run.latest:.2f} s</text>"
    )
