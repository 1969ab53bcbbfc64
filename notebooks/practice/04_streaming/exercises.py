"""Checks of the exercises in lesson 04."""

import gc
import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from helpers.practice.made import Made
from helpers.practice.watch import Watched, watch

from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.exercise import Wrong, exercise, need
from helpers.replay import wire
from helpers.replay.faults import active
from helpers.replay.miss import NotRecorded
from helpers.replay.wire import Exchange

Answer = tuple[str, str, int]

POEM = [{"role": "user", "content": "Write a short poem about APIs."}]
COUNT = [{"role": "user", "content": "Count from one to three."}]
TRAIN = "A train leaves at 9:40 and arrives at 13:05. How long is the trip?"


def openai_request(messages: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "model": OPENAI_MODEL,
        "reasoning_effort": "none",
        "max_completion_tokens": 500,
        "messages": messages,
    }


@exercise(
    "04.1",
    hint='stream=True and stream_options={"include_usage": True} go beside **request. Then three\n'
    "kinds of chunks come: with text, with a finish_reason, and at last one with the usage and\n"
    "no choices. So look whether chunk.choices holds any before you take the first.",
)
def whole_answer(answer: Callable[[dict[str, Any]], Answer]) -> str:
    from openai import LengthFinishReasonError

    cut = openai_request(POEM) | {"max_completion_tokens": 20}
    for asked in (openai_request(COUNT), openai_request(POEM), cut):
        seen = watch(answer, asked, expecting=Exception)
        request = _sent(seen, asked, "Call openai_client.chat.completions.create.")
        need(request.get("stream"), "The answer came in one piece. Add stream=True.")
        need(
            (request.get("stream_options") or {}).get("include_usage"),
            'No chunk will hold the usage. Ask for it: stream_options={"include_usage": True}.',
        )
        need(
            not isinstance(seen.raised, LengthFinishReasonError),
            "This answer was cut, and the helper raised LengthFinishReasonError. Return what has "
            "arrived, with its ending; error.completion holds it.",
        )
        need(not _misses_text(seen.raised), _NO_TEXT)
        need(
            not isinstance(seen.raised, IndexError),
            "Your loop took the first of no choices: the chunk with the usage has none. "
            "Look at chunk.choices before you take choices[0].",
        )
        chunks = _events(seen.exchanges[-1])
        choices = _choices(seen.exchanges[-1])
        usage = chunks[-1].get("usage") if chunks else None
        need(
            usage or not _has_ended(seen.exchanges[-1]) or not _found_nothing(seen.raised),
            "You left the stream before the usage came: it is in the chunk after the one with the "
            "finish_reason. Read on.",
        )
        need(
            "'NoneType' object has no attribute 'completion_tokens'" not in str(seen.raised),
            "chunk.usage is None in every chunk but the last. Look whether there is any before you "
            "use it.",
        )
        if asked is cut and seen.raised and seen.exchanges[-1].status == 200:
            raise Wrong(
                f"This answer was cut, and your code raised {type(seen.raised).__name__}. Of a cut "
                "answer, return what has arrived, with its ending."
            )
        need(
            not usage or not isinstance(seen.raised, UnboundLocalError),
            f"UnboundLocalError: {seen.raised}. The chunk with the usage has no choices, so read "
            "chunk.usage apart from what you do with choices.",
        )
        result = _returned(seen)
        need(usage, "You left the stream before the answer ended. Read on until the loop ends.")
        text, finish_reason, tokens = _three(result, choices[-1]["finish_reason"])
        need(
            text == "".join(_pieces(seen.exchanges[-1])),
            "The text is not the whole of what arrived. Add up delta.content of all chunks.",
        )
        need(
            finish_reason == choices[-1]["finish_reason"],
            f"The finish reason is {finish_reason!r}. Only the last chunk that has choices holds "
            "it; keep it when it comes.",
        )
        need(
            tokens == usage["completion_tokens"],
            f"The third value is {_short(tokens)}. Return completion_tokens of the usage.",
        )
    return "Text, ending and tokens: now a stream tells as much as a plain call."


@exercise(
    "04.2",
    hint="Begin with what stream_text does above: create(...) in a with block, a loop, a yield.\n"
    'Yield the piece first. If it holds "\\n", return: the with block then closes the stream,\n'
    "as it does when a reader closes the generator.",
)
def first_line(answer: Callable[[dict[str, Any]], Iterator[str]]) -> str:
    request = openai_request(POEM)
    with _no_garbage_collection():
        for asked, times in (request, 0), (openai_request(COUNT), 0), (request, 1):
            with active(_streamed, times):
                read = watch(
                    lambda asked=asked: list(_generator(answer, asked)),
                    expecting=(TypeError, AttributeError),
                )
            sent = _sent(read, asked, "Call openai_client.chat.completions.create.")
            need(sent.get("stream"), "The answer came in one piece. Add stream=True.")
            need(not _misses_text(read.raised), _NO_TEXT)
            _judge_pieces(_returned(read), read.exchanges[-1])
            need(
                read.exchanges[-1].ended,
                "The generator is done, but its stream is still open, with the rest of the answer "
                "in it. Put the stream into a with block.",
            )
        left = watch(lambda: _read_one(_generator(answer, request)))
        need(
            left.exchanges[-1].ended,
            "A reader took one piece and closed the generator, and the stream stayed open: what "
            "stands behind the loop is not reached then. A with block closes it in both cases.",
        )
    return "Nothing is left open, whoever stops first."


@exercise(
    "04.3",
    hint="The table in this lesson says which event brings what. A content_block_delta may hold\n"
    'thinking: its event.delta.type is "text_delta" only when it holds text. Near the end,\n'
    "message_delta has event.delta.stop_reason and event.usage. Or leave it all to\n"
    "messages.stream and get_final_message().",
)
def repaired(answer: Callable[[dict[str, Any]], Answer]) -> str:
    capped = {"max_tokens": 20, "thinking": {"type": "disabled"}, "messages": POEM}
    thinks = {
        "max_tokens": 1000,
        "thinking": {"type": "adaptive", "display": "summarized"},
        "messages": [{"role": "user", "content": TRAIN}],
    }
    for request in (capped, thinks):
        asked = {"model": ANTHROPIC_MODEL, **request}
        seen = watch(answer, asked, expecting=Exception)
        sent = _sent(seen, asked, "Keep the call and repair the loop.")
        need(sent.get("stream"), "Keep it a stream: stream=True, or messages.stream.")
        for kind, advice in _WITHOUT_TEXT.items():
            need(f"'{kind}' object has no attribute 'text'" not in str(seen.raised), advice)
        events = _events(seen.exchanges[-1])
        deltas = [event["delta"] for event in events if event["type"] == "content_block_delta"]
        last = next((event for event in events if event["type"] == "message_delta"), None)
        need(
            last or not _found_nothing(seen.raised),
            "You left the stream too early: message_delta, after the last block, brings the stop "
            "reason and the tokens.",
        )
        result = _returned(seen)
        text, stop_reason, tokens = _three(result, last["delta"]["stop_reason"])
        need(
            text == "".join(delta["text"] for delta in deltas if delta["type"] == "text_delta"),
            "The text is not what the answer says. Add up the text of every text_delta, "
            "and nothing else.",
        )
        need(
            stop_reason == last["delta"]["stop_reason"],
            f"The stop reason is {stop_reason!r}. message_start comes before the answer, so it "
            "cannot know. Which event says why it ended?",
        )
        begun = events[0]["message"]["usage"]["output_tokens"]
        need(
            tokens == last["usage"]["output_tokens"],
            f"The number of output tokens is {tokens}. message_start has only begun to count; the "
            "event near the end counts them all."
            if tokens == begun
            else f"The third value is {_short(tokens)}. Return usage.output_tokens of "
            "message_delta.",
        )
    return "What is known at the end is read at the end."


_WITHOUT_TEXT = {
    "ThinkingDelta": "The model thinks here, and a delta with thinking has no text. Look at "
    "event.delta.type first: take text_delta only.",
    "SignatureDelta": "After the thinking comes a signature_delta, which has no text either. Look "
    "at event.delta.type first: take text_delta only.",
    "ThinkingBlock": "The model thinks here, so content[0] is the thinking block, which has no "
    'text. Take the blocks whose type is "text".',
}


def _streamed() -> Made:
    """An answer whose first line ends in the middle of a piece."""
    deltas = [{"content": text} for text in ("Down", " the line", " at night:\na", " verb\n")]
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": ""}
    return Made(
        [
            chunk | {"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}
            for delta, reason in [*((delta, None) for delta in deltas), ({}, "stop")]
        ]
    )


def _sent(seen: Watched, asked: dict[str, Any], otherwise: str) -> dict[str, Any]:
    """The last request that was sent, if it is the one that the check handed over."""
    if not seen.requests and seen.raised:
        raise seen.raised
    need(seen.requests, f"No request was sent. {otherwise}")
    request = seen.requests[-1]
    changed = [key for key in asked if request.get(key) != asked[key]]
    need(
        not changed,
        f"Your request differs in {' and '.join(changed)} from the one that check gave you. Send "
        "it as it is: **request.",
    )
    return request


def _returned(seen: Watched) -> Any:
    if seen.raised and not isinstance(seen.raised, NotRecorded):
        raise seen.raised
    return seen.result


def _found_nothing(error: BaseException | None) -> bool:
    """Whether code ended well, or missed what it had not waited for."""
    return not error or isinstance(error, UnboundLocalError) or "NoneType" in str(error)


def _misses_text(error: BaseException | None) -> bool:
    """Whether code took a piece of text that was None."""
    if isinstance(error, AttributeError):
        return error.obj is None and hasattr(str, error.name)
    return isinstance(error, TypeError) and any(
        part in str(error)
        for part in (
            'concatenate str (not "NoneType")',
            "str instance, NoneType found",
            "'NoneType' and 'str'",
            "of type 'NoneType'",
        )
    )


def _three(result: Any, reason: str) -> Answer:
    need(
        isinstance(result, tuple | list) and len(result) == 3,
        f"Return three values; this is {_short(result)}.",
    )
    need(result[0] != reason, "The first value is the reason why it ended. The text comes first.")
    return tuple(result)


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) < 60 else type(value).__name__


def _generator(answer: Callable[[dict[str, Any]], Any], request: dict[str, Any]) -> Any:
    made = answer(request)
    need(
        inspect.isgenerator(made),
        f"first_line gave back {type(made).__name__}, not a generator. Use yield in its loop.",
    )
    return made


_NO_TEXT = (
    "The chunk with the finish_reason has no text: its delta.content is None. Look whether there "
    "is any before you use it."
)


def _judge_pieces(pieces: list[Any], exchange: Exchange) -> None:
    need(pieces, "Nothing was yielded. Yield each piece of text in the loop.")
    need(None not in pieces, _NO_TEXT)
    kinds = {type(piece) for piece in pieces} - {str}
    need(
        not kinds,
        f"You yield {', '.join(kind.__name__ for kind in kinds)}. Yield its text: "
        "choices[0].delta.content.",
    )
    pieces = [piece for piece in pieces if piece]  # an empty one harms nobody
    arrived = _pieces(exchange)
    line = arrived[: next((n for n, piece in enumerate(arrived, 1) if "\n" in piece), None)]
    need(
        len(pieces) > 1 or len(line) == 1, "All came in one piece. Yield each piece as it arrives."
    )
    need(
        not any("\n" in piece for piece in pieces[:-1]),
        "Your generator went on after the first line. Stop it after a piece that holds a line "
        "break, wherever in the piece that is.",
    )
    need(
        pieces == line and ("\n" in line[-1] or _has_ended(exchange)),
        "What you yield is not the first line. Yield every piece of text once and whole, up to "
        "and with the one that holds the line break.",
    )
    need(
        "\n" not in line[-1] or not _is_whole(exchange),
        "You yield one line, but read the whole answer for it. Yield inside the loop over the "
        "stream, and leave that loop.",
    )


def _read_one(generator: Iterator[str]) -> None:
    """What a reader does who takes one piece and leaves."""
    piece = next(generator)
    need(
        "\n" in piece or "\n" not in "".join(_pieces(wire.last())),
        "The whole line was read before its first piece came out. Yield each piece as it arrives.",
    )
    need(
        not _is_whole(wire.last()),
        "The whole answer was read before the first piece came out. Yield in the loop.",
    )
    generator.close()


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A stream that is left open must not be closed by chance before the check looks at it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _events(exchange: Exchange) -> list[dict[str, Any]]:
    """The data of the events that arrived whole; a stream that was left may end inside one."""
    whole, _, _ = exchange.body.rpartition(b"\n\n")
    lines = [line[5:].strip() for line in whole.splitlines() if line.startswith(b"data:")]
    return [json.loads(line) for line in lines if line != b"[DONE]"]


def _choices(exchange: Exchange) -> list[dict[str, Any]]:
    """The choices that an OpenAI stream brought."""
    return [choice for chunk in _events(exchange) for choice in chunk["choices"]]


def _pieces(exchange: Exchange) -> list[str]:
    """Their pieces of text."""
    return [text for choice in _choices(exchange) if (text := choice["delta"].get("content"))]


def _has_ended(exchange: Exchange) -> bool:
    """Whether the answer was read as far as its finish_reason."""
    return any(choice["finish_reason"] for choice in _choices(exchange))


def _is_whole(exchange: Exchange) -> bool:
    return b"[DONE]" in exchange.body
