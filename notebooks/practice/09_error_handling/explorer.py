"""Lesson 09: a fault, the SDK's retries and tenacity's: the timeline of attempts.

Nothing is sent and nobody waits. The real SDK and the real tenacity call a mock transport, on a
clock of their own, and the random part of each wait is the same every time.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat
from types import SimpleNamespace
from typing import Any, ClassVar
from unittest import mock

import anthropic
import httpx2
import openai
import tenacity

from helpers.drawing import BLUE, ORANGE, Bar, Span, View, bars, said, stack, words
from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.canned import Reply
from helpers.practice.explorer import Explorer
from helpers.replay.faults import Failing, Fault, Refused, Slow
from helpers.replay.identity import Identity
from helpers.replay.response import Response

_TIMEOUT = 30
_FAILURE_TAKES, _ANSWER_TAKES = 0.2, 1.2  # seconds


class BadRequest(Fault):
    """What no retry helps against: the request itself is wrong."""

    def answer(self, asked: Identity) -> Response:
        return Response.of_json({"error": {"message": "Invalid request."}}, status=400)


_FAULTS = {
    "429, too many requests": Failing(429),
    "429, retry-after: 5": Failing(429, {"retry-after": "5"}),
    "429, retry-after: 180": Failing(429, {"retry-after": "180"}),
    "500, an error of the API": Failing(500),
    "503 or 529, too many users": Failing(529),
    "400, a bad request": BadRequest(),
    "nobody listens": Refused(),
    "no answer in time": Slow(_TIMEOUT),
}
_STRIKES = {"always": 99, "once": 1, "twice": 2, "five times": 5}
_OFF, _LESSON, _IMPROVED = "off", "as in many tutorials", "with reraise and jitter"


class LessonExplorer(Explorer):
    title = "How many requests does one call send, how long does it take, and what comes out?"
    settings: ClassVar = {
        "provider": ["OpenAI", "Anthropic"],
        "fault": list(_FAULTS),
        "strikes": list(_STRIKES),
        "max_retries": [2, 0, 1, 4],
        "tenacity": [_OFF, _LESSON, _IMPROVED],
    }

    def views(self, **chosen: Any) -> Iterator[View]:
        provider, retries, layer = chosen["provider"], chosen["max_retries"], chosen["tenacity"]
        api = FailingAPI(_FAULTS[chosen["fault"]], _STRIKES[chosen["strikes"]])
        came = _call(api, provider, retries, layer)
        sent = len(api.attempts)
        client = f"{provider}(timeout={_TIMEOUT}, max_retries={retries})"
        yield stack(
            words(f"{chosen['fault']}, {chosen['strikes']}\n{client}, tenacity {layer}"),
            bars([attempt.bar() for attempt in api.attempts], unit="s"),
            said(
                f"{sent} request{'s' * (sent != 1)}, {api.now:.2f} s. {came}",
                BLUE if api.attempts[-1].status == "200" else ORANGE,
            ),
        )


@dataclass
class Attempt:
    """One request: when it ran, what came back, and who waited after it for how long."""

    label: str
    start: float
    end: float
    status: str = "no answer"
    waits: str = ""
    wait: float = 0.0

    def bar(self) -> Bar:
        spans = [Span(self.start, self.end, BLUE if self.status == "200" else ORANGE)]
        note = self.status
        if self.waits:
            spans.append(Span(self.end, self.end + self.wait, filled=False))
            note += f", {self.waits} waits {self.wait:.2f} s"
        return Bar(self.label, spans, note, f"{self.start:6.2f} s  {note}")


class FailingAPI:
    """An API that fails so many times, and its clock, which goes on without anybody waiting."""

    def __init__(self, fault: Fault, times: int) -> None:
        self.answers = chain(repeat(fault, times), repeat(Reply(least=_ANSWER_TAKES)))
        self.attempts: list[Attempt] = []
        self.now = 0.0
        self.round = ""

    def begin_round(self, state: tenacity.RetryCallState) -> None:
        self.round = f"round {state.attempt_number}, "

    def wait(self, who: str, seconds: float) -> None:
        self.attempts[-1].waits, self.attempts[-1].wait = who, seconds
        self.now += seconds

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        number = 1 + int(request.headers.get("x-stainless-retry-count", 0))
        answer, start = next(self.answers), self.now
        self.now += answer.delay or answer.least or _FAILURE_TAKES
        attempt = Attempt(f"{self.round}attempt {number}", start, self.now)
        self.attempts.append(attempt)
        if answer.delay:
            raise httpx2.ReadTimeout("The read operation timed out")
        url = request.url
        asked = Identity(url.host, request.method, url.path, request.content.decode())
        response = answer.answer(asked)
        attempt.status = str(response.status)
        return httpx2.Response(response.status, headers=response.headers, content=response.body)


def _call(api: FailingAPI, provider: str, max_retries: int, layer: str) -> str:
    """Make one call, and say what comes of it."""
    sdk = openai if provider == "OpenAI" else anthropic
    transport = httpx2.MockTransport(api.answer)
    with _on_the_clock_of(api, sdk), httpx2.Client(transport=transport) as http_client:
        ask = _asking(sdk, max_retries=max_retries, http_client=http_client)
        try:
            _with_tenacity(layer, sdk, api, ask)()
        except sdk.APIError as error:
            return f"Out comes {sdk.__name__}.{type(error).__name__}."
        except tenacity.RetryError:
            return f"Out comes tenacity.RetryError, which is not an {sdk.__name__}.APIError."
        return "The answer came."


def _asking(sdk: Any, **client: Any) -> Callable[[], Any]:
    """A call of the SDK. The host that it asks is called like the provider."""
    client |= {"api_key": "not-needed", "timeout": _TIMEOUT}
    messages = [{"role": "user", "content": "Hello"}]
    if sdk is openai:
        create = openai.OpenAI(base_url="http://openai/v1", **client).chat.completions.create
        return partial(create, model=OPENAI_MODEL, messages=messages)
    create = anthropic.Anthropic(base_url="http://anthropic", **client).messages.create
    return partial(create, model=ANTHROPIC_MODEL, max_tokens=100, messages=messages)


def _with_tenacity(layer: str, sdk: Any, api: FailingAPI, ask: Callable[[], Any]) -> Any:
    """The call inside tenacity, as the notebook shows it: first its own code, then the better."""
    if layer == _OFF:
        return ask
    may_pass: Any = (sdk.RateLimitError, sdk.APITimeoutError)
    wait: Any = tenacity.wait_exponential(multiplier=1, min=2, max=30)
    if layer == _IMPROVED:
        may_pass = (sdk.APIConnectionError, sdk.RateLimitError, sdk.InternalServerError)
        wait = tenacity.wait_random_exponential(multiplier=1, max=30)
    return tenacity.retry(
        reraise=layer == _IMPROVED,
        stop=tenacity.stop_after_attempt(3),
        wait=wait,
        retry=tenacity.retry_if_exception_type(may_pass),
        sleep=partial(api.wait, "tenacity"),
        before=api.begin_round,
    )(ask)


@contextmanager
def _on_the_clock_of(api: FailingAPI, sdk: Any) -> Iterator[None]:
    """Within the block, the SDK sleeps on the clock of the API, and what is random repeats."""
    clock = SimpleNamespace(**(vars(time) | {"sleep": partial(api.wait, "SDK")}))
    state = random.getstate()
    random.seed(9)
    try:
        with mock.patch.object(sdk._base_client, "time", clock):
            yield
    finally:
        random.setstate(state)
