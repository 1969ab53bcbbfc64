"""Lesson 09: a fault, the SDK's retries and tenacity's: the timeline of attempts.

Nothing is sent and nobody waits. The real SDK and the real tenacity call a mock transport, on a
clock of their own, and the random part of each wait is the same every time.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any, ClassVar
from unittest import mock

import httpx2

from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.explorer import Explorer, View
from helpers.replay.faults import Failing

_TIMEOUT = 30
_FAILURE_TAKES, _ANSWER_TAKES = 0.2, 1.2  # seconds

_FAULTS: dict[str, int | str | tuple[int, int]] = {
    "429, too many requests": 429,
    "429, retry-after: 5": (429, 5),
    "429, retry-after: 180": (429, 180),
    "500, an error of the API": 500,
    "503 or 529, too many users": 529,
    "400, a bad request": 400,
    "nobody listens": "refused",
    "no answer in time": "slow",
}
_OFF, _LESSON, _IMPROVED = "off", "as in the older text", "with reraise and jitter"


@dataclass
class Attempt:
    """One request: when it ran, what came back, and who waited after it for how long."""

    label: str
    start: float
    end: float = 0.0
    status: str = "no answer"
    wait: float = 0.0
    waits: str = ""

    @property
    def note(self) -> str:
        return f"{self.waits} waits {self.wait:.2f} s" if self.waits else ""


@dataclass
class Play:
    """An API that fails, and its clock, which goes on without anybody waiting."""

    provider: str
    fault: int | str | tuple[int, int]
    left: int | None
    now: float = 0.0
    round: int = 0
    attempts: list[Attempt] = field(default_factory=list)

    def wait(self, who: str, seconds: float) -> None:
        self.attempts[-1].wait, self.attempts[-1].waits = seconds, who
        self.now += seconds

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        number = 1 + int(request.headers.get("x-stainless-retry-count", 0))
        place = f"round {self.round}, " if self.round else ""
        attempt = Attempt(f"{place}attempt {number}", self.now)
        self.attempts.append(attempt)
        try:
            response = self._response(request)
            attempt.status = str(response.status_code)
            return response
        finally:
            attempt.end = self.now

    def _response(self, request: httpx2.Request) -> httpx2.Response:
        if self.left == 0:
            self.now += _ANSWER_TAKES
            return httpx2.Response(200, json=_ANSWERS[self.provider])
        self.left = None if self.left is None else self.left - 1
        if self.fault == "slow":
            self.now += _TIMEOUT
            raise httpx2.ReadTimeout("The read operation timed out")
        self.now += _FAILURE_TAKES
        if self.fault == "refused":
            raise httpx2.ConnectError("[Errno 111] Connection refused")
        if self.fault == 400:
            return httpx2.Response(400, json={"error": {"message": "Invalid request."}})
        status, seconds = self.fault if isinstance(self.fault, tuple) else (self.fault, None)
        headers = {} if seconds is None else {"retry-after": str(seconds)}
        failure = Failing(status, headers).answer(self.provider.lower())
        return httpx2.Response(failure.status, headers=failure.headers, content=failure.body)


_ANSWERS = {
    "OpenAI": {"id": "", "object": "chat.completion", "choices": []},
    "Anthropic": {"id": "", "type": "message", "role": "assistant", "content": []},
}


class LessonExplorer(Explorer):
    title = "How many requests does one call send, how long does it take, and what comes out?"
    settings: ClassVar = {
        "provider": ["OpenAI", "Anthropic"],
        "fault": list(_FAULTS),
        "strikes": ["always", "once", "twice", "five times"],
        "max_retries": [2, 0, 1, 4],
        "tenacity": [_OFF, _LESSON, _IMPROVED],
    }

    def views(self, **chosen: Any) -> Iterator[View]:
        times = {"always": None, "once": 1, "twice": 2, "five times": 5}[chosen["strikes"]]
        play = Play(chosen["provider"], _FAULTS[chosen["fault"]], times)
        verdict = _run(play, chosen["max_retries"], chosen["tenacity"])
        first = f"{chosen['fault']}, {chosen['strikes']}"
        second = f"{_client(play.provider, chosen['max_retries'])}, tenacity {chosen['tenacity']}"
        yield View(
            "\n".join([first, second, *_rows(play), verdict]),
            f"<div>{escape(first)}<br><code>{escape(second)}</code></div>"
            f"{_drawing(play)}<div><b>{escape(verdict)}</b></div>",
        )


def _client(provider: str, max_retries: int) -> str:
    return f"{provider}(timeout={_TIMEOUT}, max_retries={max_retries})"


def _run(play: Play, max_retries: int, layer: str) -> str:
    """Make the call, and say what came of it."""
    import tenacity

    with (
        _own_time(play),
        httpx2.Client(transport=httpx2.MockTransport(play.answer)) as http_client,
    ):
        sdk, ask = _caller(play.provider, http_client, max_retries)
        try:
            _layered(layer, sdk, play, ask)()
        except sdk.APIError as error:
            came = f"Out comes {sdk.__name__}.{type(error).__name__}."
        except tenacity.RetryError:
            came = f"Out comes tenacity.RetryError, which is no {sdk.__name__}.APIError."
        else:
            came = "The answer came."
    sent = len(play.attempts)
    return f"{sent} request{'s' * (sent != 1)}, {play.now:.2f} s. {came}"


def _caller(
    provider: str, http_client: httpx2.Client, max_retries: int
) -> tuple[Any, Callable[[], Any]]:
    common: dict[str, Any] = {
        "api_key": "not-needed",
        "timeout": _TIMEOUT,
        "max_retries": max_retries,
        "http_client": http_client,
    }
    messages = [{"role": "user", "content": "Hello"}]
    if provider == "OpenAI":
        import openai

        create = openai.OpenAI(**common).chat.completions.create
        return openai, lambda: create(model=OPENAI_MODEL, messages=messages)
    import anthropic

    create = anthropic.Anthropic(**common).messages.create
    return anthropic, lambda: create(model=ANTHROPIC_MODEL, max_tokens=100, messages=messages)


def _layered(layer: str, sdk: Any, play: Play, ask: Callable[[], Any]) -> Callable[[], Any]:
    """The call inside tenacity, as the notebook shows it: first its own code, then the better."""
    import tenacity

    if layer == _OFF:
        return ask
    may_pass: tuple[type[Exception], ...] = (sdk.RateLimitError, sdk.APITimeoutError)
    wait: Any = tenacity.wait_exponential(multiplier=1, min=2, max=30)
    if layer == _IMPROVED:
        may_pass = (sdk.APIConnectionError, sdk.RateLimitError, sdk.InternalServerError)
        wait = tenacity.wait_random_exponential(multiplier=1, max=30)

    def asked() -> Any:
        play.round += 1
        return ask()

    return tenacity.retry(
        reraise=layer == _IMPROVED,
        stop=tenacity.stop_after_attempt(3),
        wait=wait,
        retry=tenacity.retry_if_exception_type(may_pass),
        sleep=lambda seconds: play.wait("tenacity", seconds),
    )(asked)


@contextmanager
def _own_time(play: Play) -> Iterator[None]:
    """Within the block, who sleeps in this thread sleeps on the clock of the play."""
    really, here, state = time.sleep, threading.get_ident(), random.getstate()

    def sleep(seconds: float) -> None:
        if threading.get_ident() == here:
            play.wait("SDK", seconds)
        else:
            really(seconds)

    random.seed(9)
    try:
        with mock.patch("time.sleep", sleep):
            yield
    finally:
        random.setstate(state)


def _rows(play: Play) -> list[str]:
    width = max(len(attempt.label) for attempt in play.attempts)
    return [
        f"{a.label:{width}}  {a.start:6.2f} s  {a.status:9}  {a.note}".rstrip()
        for a in play.attempts
    ]


# Drawn: a row for each attempt, with a line for the wait after it.

_FINE, _FAILED = "#4c78a8", "#c77700"
_WIDTH, _ROW = 640, 20
_LEFT, _RIGHT = 195, 480  # where the axis of time begins and ends


def _drawing(play: Play) -> str:
    scale = (_RIGHT - _LEFT) / play.now
    rows = "".join(_row(n, attempt, scale) for n, attempt in enumerate(play.attempts))
    foot = _ROW * len(play.attempts) + 4
    axis = (
        f'<path d="M {_LEFT} {foot} H {_RIGHT}" stroke="currentColor"/>'
        + _label(_LEFT, foot + 15, "0 s")
        + _label(_RIGHT, foot + 15, f"{play.now:.2f} s", "end")
    )
    return (
        f'<svg role="img" aria-label="The attempts on a common axis of time" '
        f'viewBox="0 0 {_WIDTH} {foot + 20}" style="width: 100%; max-width: {_WIDTH}px" '
        f'font-family="sans-serif" font-size="12">{rows}{axis}</svg>'
    )


def _row(number: int, attempt: Attempt, scale: float) -> str:
    y = number * _ROW
    x, end = (_LEFT + seconds * scale for seconds in (attempt.start, attempt.end))
    width = max(end - x, 4)
    dashes = ' stroke-dasharray="4 3"' if attempt.waits == "tenacity" else ""
    line = (
        f'<path d="M {x + width:.1f} {y + 11} H {end + attempt.wait * scale:.1f}" '
        f'stroke="currentColor"{dashes}/>'
    )
    color = _FINE if attempt.status == "200" else _FAILED
    return (
        _label(0, y + 15, attempt.label)
        + _label(125, y + 15, attempt.status)
        + f'<rect x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="14" fill="{color}"/>'
        + (line if attempt.waits and end + attempt.wait * scale > x + width else "")
        + _label(_RIGHT + 12, y + 15, attempt.note)
    )


def _label(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor">{escape(text)}</text>'
