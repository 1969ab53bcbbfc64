"""Checks of the exercises in lesson 09."""

import json
from collections.abc import Callable
from typing import Any

import anthropic
import httpx2
import openai
import tenacity
from helpers.practice.watch import Watched, watch

from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.exercise import Wrong, exercise, need
from helpers.replay import faults
from helpers.replay.faults import Cut, active
from helpers.replay.miss import NotRecorded
from helpers.replay.wire import Exchange

_MESSAGES = [{"role": "user", "content": "What is a timeout, in one sentence?"}]
_OPENAI_REQUEST = {
    "model": OPENAI_MODEL,
    "reasoning_effort": "none",
    "max_completion_tokens": 300,
    "messages": _MESSAGES,
}
_ANTHROPIC_REQUEST = {
    "model": ANTHROPIC_MODEL,
    "thinking": {"type": "disabled"},
    "max_tokens": 300,
    "messages": _MESSAGES,
}


@exercise(
    "09.1",
    hint="Python takes the first clause that fits. APITimeoutError is a kind of\n"
    "APIConnectionError, and AuthenticationError a kind of APIStatusError, so the special ones\n"
    "come first. And which class is it that always has a status?",
)
def advice(answer: Callable[[Callable[[], Any]], str]) -> str:
    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("[Errno 111] Connection refused")

    def be_silent(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("The read operation timed out")

    _gives(
        answer,
        _failing(refuse),
        "a refused connection",
        "Check the network.",
    )
    _gives(
        answer,
        _failing(be_silent),
        "a timeout",
        "Allow more time.",
        ("Check the network.", "A timeout is a connection error too, so its clause comes first."),
    )
    _gives(
        answer,
        _failing(_status(401)),
        "a wrong key",
        "Check the key.",
        ("Look up status 401.", "A wrong key has a status too, so its clause comes first."),
    )
    for status in (400, 429, 500):
        _gives(answer, _failing(_status(status)), f"a {status}", f"Look up status {status}.")
    in_stream = _watch_once(answer, _failing_stream(), expecting=Exception)
    need(
        type(in_stream.raised) is openai.APIError,
        "An error in a stream is a bare APIError, without a status. Your function should let it "
        f"through, but it {_came(in_stream)}.",
    )
    own = _watch_once(answer, lambda: {}["no such key"], expecting=Exception)
    need(
        isinstance(own.raised, KeyError),
        "A KeyError, a mistake in the caller's own code, is hidden by your function. Name the "
        "SDK's classes, not Exception.",
    )
    fine = _watch_once(answer, lambda: "fine")
    need(fine.result == "fine", f"A call that works {_came(fine)}. Return what ask() returns.")
    return "Each error gets the advice that helps, and no other error is hidden."


def _gives(
    answer: Callable[..., Any],
    ask: Callable[[], Any],
    what: str,
    wanted: str,
    taken: tuple[str, str] = ("", ""),
) -> None:
    """taken: the sentence of another clause that may have caught it, and why that happens."""
    other, why = taken
    seen = _watch_once(answer, ask, expecting=Exception)
    if isinstance(seen.raised, AttributeError):
        need(
            "status_code" not in str(seen.raised),
            f"After {what}, the handler itself failed: {seen.raised}. Only an APIStatusError has "
            "a status.",
        )
        raise seen.raised
    need(
        not seen.raised or isinstance(seen.raised, openai.APIError),
        f"After {what}, your function raised {type(seen.raised).__name__}: {seen.raised}",
    )
    need(
        seen.returned == wanted,
        f"After {what}, your function {_came(seen)}. Wanted: {wanted!r}."
        + f" {why}" * (seen.returned == other),
    )


def _watch_once(answer: Callable[..., Any], ask: Callable[[], Any], **more: Any) -> Watched:
    """Watch an answer that is to call ask() a single time."""
    calls = []

    def counted() -> Any:
        calls.append(1)
        return ask()

    seen = watch(answer, counted, **more)
    need(
        len(calls) < 2,
        f"Your function called ask() {len(calls)} times. Each call is a request, and paid for: "
        "call it once.",
    )
    return seen


def _came(seen: Watched) -> str:
    return f"raised {type(seen.raised).__name__}" if seen.raised else f"returned {seen.returned!r}"


def _failing(handler: Callable[[httpx2.Request], httpx2.Response], **more: Any) -> Callable:
    """A call of the SDK that asks this handler, once."""

    def ask() -> Any:
        with httpx2.Client(transport=httpx2.MockTransport(handler)) as http_client:
            client = openai.OpenAI(api_key="not-needed", max_retries=0, http_client=http_client)
            got = client.chat.completions.create(**_OPENAI_REQUEST, **more)
            return list(got) if more else got

    return ask


def _status(status: int) -> Callable[[httpx2.Request], httpx2.Response]:
    return lambda request: httpx2.Response(status, json={"error": {"message": "No."}})


def _failing_stream() -> Callable[[], Any]:
    event = b'data: {"error": {"message": "overloaded"}}\n\n'
    headers = {"content-type": "text/event-stream"}
    return _failing(
        lambda request: httpx2.Response(200, headers=headers, content=event), stream=True
    )


@exercise(
    "09.2",
    hint="There are two ways. Drop tenacity: max_retries=2 already means three requests, and the\n"
    "SDK knows what may pass. Or keep it: max_retries=0 for the client, reraise=True, and\n"
    "retry= with the classes that may pass, as in `retrying` above.",
)
def patient(answer: Callable[[list[dict[str, str]]], str]) -> str:
    may_come = (anthropic.APIError, tenacity.RetryError)
    with faults.rate_limited(retry_after=0.01):
        limited = watch(answer, _MESSAGES, expecting=may_come)
    sent = len(limited.requests)
    need(sent, "No request was sent. Keep the call and repair what is around it.")
    for name, setting in _ANTHROPIC_REQUEST.items():
        need(
            limited.requests[0].get(name) == setting,
            f"{name} is not as it was in the request. Repair what is around the call, and keep "
            "the rest of the request.",
        )
    need(
        sent != 9,
        "Nine requests: three rounds of tenacity, with three attempts of the SDK in each. "
        "Leave one of the two layers.",
    )
    need(
        sent == 3,
        f"{sent} request{'s' * (sent != 1)} to an API that stays over its limit. It should be "
        "three: the first one and two retries." + (_why_only_one(answer) if sent == 1 else ""),
    )
    need(
        not isinstance(limited.raised, tenacity.RetryError),
        "A RetryError came out, which no `except anthropic.RateLimitError` catches. reraise=True "
        "brings out the SDK's own error.",
    )
    need(
        limited.raised,
        "After the last attempt the SDK's error should come out, but your function returned "
        f"{limited.returned!r}.",
    )
    bad = watch(answer, [], expecting=may_come)
    sent = len(bad.requests)
    need(
        sent == 1,
        f"{sent} requests without messages, each refused as a bad request. Say with retry= which "
        "errors may pass; this one does not.",
    )
    if isinstance(bad.raised, NotRecorded):
        raise bad.raised
    need(
        isinstance(bad.raised, anthropic.BadRequestError),
        f"A bad request {_came(bad)}. The SDK's BadRequestError should come out.",
    )
    for what, fault in (
        ("connection was refused", faults.refused(times=1)),
        ("request met an error of the API", faults.server_error(times=1)),
    ):
        with fault:
            passed = watch(answer, _MESSAGES, expecting=may_come)
        need(
            not isinstance(passed.raised, may_come),
            f"The first {what}, and your function gave up. That may pass as well: ask again.",
        )
        need(
            isinstance(passed.result, str) and passed.result,
            f"Your function returned {type(passed.result).__name__}. Return the text.",
        )
    return "One layer, three requests, and the error that everybody's handlers know."


def _why_only_one(answer: Callable[..., Any]) -> str:
    names = getattr(getattr(answer, "__code__", None), "co_names", ())
    if hasattr(answer, "retry") or {"tenacity", "retry", "Retrying"} & set(names):
        return (
            " If tenacity is to ask again, retry= must name anthropic's classes: those of openai "
            "have the same names, but never come from this call."
        )
    return " Nothing asks again: leave the SDK's retries on, which max_retries counts."


@exercise(
    "09.3",
    hint='A loop for the two tries, and in it: text = "", end = None, then try. In the loop over\n'
    "the chunks keep a finish_reason that comes; after it return the text and whether that is\n"
    '"stop". In the except clause for (openai.APIError, httpx2.HTTPError), return text, False\n'
    "if there is text. After both tries, return the empty text and False.",
)
def kept(answer: Callable[[dict[str, Any]], tuple[str, bool]]) -> str:
    whole = _streamed(answer)
    need(whole.requests, "No request was sent. Call openai_client.chat.completions.create.")
    need(whole.requests[-1].get("stream"), "The answer came in one piece. Add stream=True.")
    need(
        len(whole.requests) == 1,
        f"{len(whole.requests)} requests for an answer that came well. Return it after the first.",
    )
    _judge_kept(whole, True, "A stream that went well")
    _judge_ends(answer)
    for what, fault in (
        ("The connection broke in the middle", faults.cut_stream(after=8)),
        ("The API reported an error in the middle", faults.error_in_stream(after=8)),
        ("The stream fell silent in the middle", active(lambda: _Silent(8), None)),
    ):
        with fault:
            broken = _streamed(answer)
        _came_through(broken, what)
        need(
            len(broken.requests) == 1,
            f"{what}, and your function asked again, though text had arrived. Keep that text.",
        )
        _judge_kept(broken, False, what)
    for what, fault in (
        ("The connection broke before any text came", faults.cut_stream(after=1, times=1)),
        ("The API reported an error before any text", faults.error_in_stream(after=1, times=1)),
    ):
        with fault:
            early = _streamed(answer)
        _came_through(early, what)
        need(
            len(early.requests) == 2,
            f"{what}. Nothing is lost then, so ask once more; you sent {len(early.requests)}.",
        )
        _judge_kept(early, True, f"{what}, and the second try went well")
    with faults.cut_stream(after=1, times=4):
        never = _streamed(answer)
    _came_through(never, "Both tries broke before any text")
    need(
        len(never.requests) == 2,
        f"No try brought any text, and you sent {len(never.requests)} requests. Ask once more, not "
        "for as long as it takes.",
    )
    _judge_kept(never, False, "Both tries broke before any text")
    return "What has arrived is kept, and nobody takes it for a whole answer."


class _Silent(Cut):
    """Lets some events of a stream through, then nothing comes for longer than the timeout."""

    def instead(self) -> bytes:
        raise httpx2.ReadTimeout("The read operation timed out")


class _Ended(Cut):
    """Lets some events of a stream through and then ends it, without an error."""

    def instead(self) -> bytes:
        return b""


def _judge_ends(answer: Callable[..., Any]) -> None:
    """Streams that end without an error, two of them too early."""
    counted = _streamed(answer, stream_options={"include_usage": True})
    need(
        not isinstance(counted.raised, IndexError),
        "A chunk without choices came: with include_usage the last one holds the usage alone. "
        "Loop over chunk.choices, or look whether there are any.",
    )
    _judge_kept(counted, True, "A stream with its usage at the end")
    capped = _streamed(answer, max_completion_tokens=10)
    with active(lambda: _Ended(8), None):
        ended = _streamed(answer)
    for seen, what in (
        (capped, 'The answer was cut at its cap, with finish_reason "length"'),
        (ended, "The stream ended in the middle, without any finish_reason"),
    ):
        need(
            len(seen.requests) == 1,
            f"{what}, and your function asked again, though text had arrived. Keep that text.",
        )
        _judge_kept(seen, False, what)


_NOT_CHUNKS = (
    ".stream() gives events of its own, which have no choices. Use create(..., stream=True), "
    "which gives the chunks."
)


def _streamed(answer: Callable[..., Any], **more: Any) -> Watched:
    may_come = (openai.APIError, httpx2.HTTPError, IndexError)
    try:
        seen = watch(answer, _OPENAI_REQUEST | more, expecting=may_come)
    except openai.LengthFinishReasonError:
        raise Wrong(
            "For an answer that was cut at its cap, .stream() raises LengthFinishReasonError, and "
            "its text is lost. Use create(..., stream=True), which leaves the ending to you."
        ) from None
    except AttributeError as error:
        need("Event' object has no attribute 'choices'" not in str(error), _NOT_CHUNKS)
        raise
    if isinstance(seen.raised, IndexError) and not more:
        raise seen.raised
    return seen


def _came_through(seen: Watched, what: str) -> None:
    if not isinstance(seen.raised, openai.APIError | httpx2.HTTPError):
        return
    kind = type(seen.raised)
    package = "openai" if isinstance(seen.raised, openai.APIError) else "httpx2"
    need(
        False,
        f"{what}, and {package}.{kind.__name__} came out. Catch what breaks a stream: both "
        "openai.APIError and httpx2.HTTPError.",
    )


def _judge_kept(seen: Watched, is_whole: bool, what: str) -> None:
    result = seen.result
    need(
        isinstance(result, tuple | list) and len(result) == 2 and isinstance(result[0], str),
        f"{what}: your function returned {type(result).__name__}. Return the text and the flag.",
    )
    text, flag = result
    arrived = _text(seen.exchanges[-1])
    need(
        text == arrived,
        f"{what}: the text should be {arrived!r}, which arrived last, but is {text!r}.",
    )
    need(
        bool(flag) is is_whole,
        f"{what}, so the flag should be {is_whole}. Yours is {flag!r}.",
    )


def _text(exchange: Exchange) -> str:
    """The text that a stream brought."""
    lines = [line[5:].strip() for line in exchange.body.splitlines() if line.startswith(b"data:")]
    chunks = [json.loads(line) for line in lines if line != b"[DONE]"]
    choices = [choice for chunk in chunks for choice in chunk.get("choices", [])]
    return "".join(choice["delta"].get("content") or "" for choice in choices)
