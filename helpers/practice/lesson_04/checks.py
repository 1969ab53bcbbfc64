"""Checks of the exercises in lesson 04."""

import gc
import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ... import wire
from ...models import ANTHROPIC_MODEL, OPENAI_MODEL
from ...wire import Exchange
from ..exercise import Wrong, exercise, need, watch

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
        seen = watch(answer, asked, expecting=(IndexError, LengthFinishReasonError))
        need(seen.requests, "No request was sent. Call openai_client.chat.completions.create.")
        request = seen.requests[-1]
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
        need(
            not isinstance(seen.raised, IndexError),
            "Your loop took the first of no choices: the chunk with the usage has none. "
            "Look at chunk.choices before you take choices[0].",
        )
        result = seen.result
        chunks = _events(seen.exchanges[-1])
        choices = _choices(seen.exchanges[-1])
        usage = chunks[-1].get("usage") if chunks else None
        need(
            usage,
            "You left the stream before the usage came: it is in the chunk after the one with the "
            "finish_reason.",
        )
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
        for messages in (POEM, COUNT):
            asked = openai_request(messages)
            read = watch(lambda asked=asked: list(_generator(answer, asked)), expecting=TypeError)
            need(read.requests, "No request was sent. Call openai_client.chat.completions.create.")
            need(read.requests[-1].get("stream"), "The answer came in one piece. Add stream=True.")
            if isinstance(read.raised, TypeError):
                raise Wrong(_NO_TEXT) if "NoneType" in str(read.raised) else read.raised
            _judge_pieces(read.result, read.exchanges[-1])
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
        seen = watch(answer, {"model": ANTHROPIC_MODEL, **request}, expecting=AttributeError)
        need(seen.requests, "No request was sent. Keep the call and repair the loop.")
        need(seen.requests[-1].get("stream"), "Keep it a stream: stream=True, or messages.stream.")
        if isinstance(seen.raised, AttributeError):
            need(
                "'ThinkingDelta' object has no attribute 'text'" not in str(seen.raised),
                "The model thinks here, and a delta with thinking has no text. Look at "
                "event.delta.type first.",
            )
            need(
                "'ThinkingBlock' object has no attribute 'text'" not in str(seen.raised),
                "The model thinks here, so content[0] is the thinking block, which has no text. "
                'Take the blocks whose type is "text".',
            )
            raise seen.raised
        result = seen.result
        events = _events(seen.exchanges[-1])
        deltas = [event["delta"] for event in events if event["type"] == "content_block_delta"]
        last = next((event for event in events if event["type"] == "message_delta"), None)
        need(
            last,
            "You left the stream too early: message_delta, after the last block, brings the stop "
            "reason and the tokens.",
        )
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
        need(
            tokens == last["usage"]["output_tokens"],
            f"The number of output tokens is {_short(tokens)}. message_start has only begun to "
            "count; the event near the end counts them all.",
        )
    return "What is known at the end is read at the end."


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
    "The last chunk of an answer has no text: its delta.content is None. Look whether there is any "
    "before you use it."
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
        "break.",
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
