"""The exercises of lesson 04."""

import gc
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from anthropic import Anthropic
from openai import OpenAI

from helpers import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.canned import Reply
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case
from helpers.replay import wire

openai_client = OpenAI()
anthropic_client = Anthropic()

POEM = [{"role": "user", "content": "Write a short poem about APIs."}]
COUNT = [{"role": "user", "content": "Count from one to three."}]
TRIP = "A train leaves at 9:40 and arrives at 13:05. How long is the trip?"

openai_request = {
    "model": OPENAI_MODEL,
    "reasoning_effort": "none",
    "max_completion_tokens": 500,
    "messages": POEM,
}
openai_count = openai_request | {"messages": COUNT}
openai_capped = openai_request | {"max_completion_tokens": 20}
anthropic_capped = {
    "model": ANTHROPIC_MODEL,
    "thinking": {"type": "disabled"},
    "max_tokens": 20,
    "messages": POEM,
}
anthropic_thinks = {
    "model": ANTHROPIC_MODEL,
    "thinking": {"type": "adaptive", "display": "summarized"},
    "max_tokens": 1000,
    "messages": [{"role": "user", "content": TRIP}],
}


@exercise(
    "04.1",
    cases=[
        Case(openai_request, replies=Reply(["Down ", "the ", "wire."], tokens=7), recorded=True),
        Case(
            openai_capped,
            name="an answer that was cut",
            replies=Reply(["Down ", "the "], ending="length"),
            recorded=True,
        ),
    ],
    hint='stream=True and stream_options={"include_usage": True} go beside **request. Then three\n'
    "kinds of chunks come: with text, with a finish_reason, and at last one with the usage and\n"
    "no choices. So look whether chunk.choices holds any before you take the first.",
    why={
        "stream": "The answer came in one piece. Add stream=True.",
        "stream_options": "No chunk will hold the usage. Ask for it: "
        'stream_options={"include_usage": True}.',
        "raised IndexError": "{general} The chunk with the usage has no choices. Look at "
        "chunk.choices before you take choices[0].",
        "raised TypeError": "{general} The chunk with the finish_reason has no text: its "
        "delta.content is None. Look whether there is any before you use it.",
        "an answer that was cut: raised": "{general} If the answer is cut, return what has "
        "arrived, with its ending.",
        "returned": "{general} For the text, add up delta.content of all chunks. The ending is in "
        "the last chunk that has choices; the one after it has the usage, with completion_tokens.",
    },
    right="Text, ending and tokens: now a stream tells as much as a plain call.",
)
def whole_answer(request: dict) -> tuple[str, str, int]:
    text = ""
    with openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ) as stream:
        for chunk in stream:
            if chunk.choices:
                choice = chunk.choices[0]
                text += choice.delta.content or ""
            if chunk.usage:
                tokens = chunk.usage.completion_tokens
    return text, choice.finish_reason, tokens


def read(answer: Callable[[dict], Iterator[str]], request: dict, most: int = 100) -> dict[str, Any]:
    """What a reader of the generator sees, who takes so many pieces and closes it.

    when: how many pieces of text had arrived as each came out, and in the end.
    """
    gc.disable()  # it may close by chance what the answer leaves open
    try:
        pieces = answer(request)
        if not hasattr(pieces, "close"):
            return {"kind": type(pieces).__name__}
        text, when = "", []
        for piece in islice((piece for piece in pieces if piece != ""), most):
            text += str(piece)
            when.append(_arrived())
        pieces.close()
        when.append(_arrived())
        closed = all(exchange.ended for exchange in wire.log())
        return {"kind": "generator", "text": text, "when": when, "closed": closed}
    finally:
        gc.enable()


def _arrived() -> int:
    return sum(exchange.body.count(b'"content"') for exchange in wire.log())


@exercise(
    "04.2",
    cases=[
        Case(
            openai_request,
            replies=Reply(["Down", " the line", " at night:\na", " verb\n", "and a noun\n"]),
            through=read,
            recorded=True,
        ),
        Case(
            openai_count,
            name="an answer without a line break",
            replies=Reply(["One", ", two", ", three."]),
            through=read,
        ),
        Case(
            openai_request,
            name="a reader who stops after one piece",
            replies=Reply(["Down", " the line", " at night:\n"]),
            through=partial(read, most=1),
        ),
    ],
    hint="Begin with what stream_text does above: create(...) in a with block, a loop, a yield.\n"
    'Yield the piece first. If it holds "\\n", return: the with block then closes the stream,\n'
    "as it does when a reader closes the generator.",
    why={
        "stream": "The answer came in one piece. Add stream=True.",
        "returned.kind": "Your function gave back {yours}, not a generator. Use yield in its loop.",
        "raised TypeError": "{general} The chunk with the finish_reason has no text: its "
        "delta.content is None. Look whether there is any before you use it.",
        "returned.text": "Together, what you yield is {yours}. Wanted: {wanted}. Yield every piece "
        "of text once and whole, and stop after one that holds a line break, wherever that is.",
        "returned.when": "The text is right, but not each piece came out as it arrived, or you "
        "read on after the last. Yield in the loop over the stream, and then leave that loop.",
        "returned.closed": "The stream is still open, with the rest of the answer in it. A with "
        "block closes it, also when a reader stops first: then nothing behind a loop is reached.",
    },
    right="Nothing is left open, whoever stops first.",
)
def first_line(request: dict) -> Iterator[str]:
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content
                if "\n" in chunk.choices[0].delta.content:
                    return


@exercise(
    "04.3",
    cases=[
        Case(
            anthropic_capped,
            name="an answer that was cut",
            replies=Reply(["Down ", "the "], ending="length"),
            recorded=True,
        ),
        Case(
            anthropic_thinks,
            name="a model that thinks",
            replies=Reply(["3 h ", "25 min"], thinking="13:05 less 9:40"),
            recorded=True,
        ),
    ],
    hint="The table in this lesson says which event brings what. A content_block_delta may hold\n"
    'thinking: its event.delta.type is "text_delta" only when it holds text. Near the end,\n'
    "message_delta has event.delta.stop_reason and event.usage. Or leave it all to\n"
    "messages.stream and get_final_message().",
    why={
        "stream": "Keep it a stream: stream=True, or messages.stream.",
        "returned[0]": "{general} Add up the text of every text_delta, and nothing else.",
        "returned[1]": "{general} message_start and the end of a block come too early to know. "
        "Which event says why the answer ended?",
        "returned[2]": "{general} message_start has only begun to count. The number that counts "
        "them all is usage.output_tokens of message_delta, near the end.",
    },
    right="What is known at the end is read at the end.",
)
def collect(request: dict) -> tuple[str, str, int]:
    text = ""
    for event in anthropic_client.messages.create(**request, stream=True):
        if event.type == "content_block_delta":
            if event.delta.type == "text_delta":
                text += event.delta.text
        elif event.type == "message_delta":
            stop_reason = event.delta.stop_reason
            tokens = event.usage.output_tokens
    return text, stop_reason, tokens
