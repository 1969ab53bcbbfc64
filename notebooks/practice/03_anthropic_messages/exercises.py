"""Checks of the exercises in lesson 03."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

from helpers.practice.made import Made, anthropic_message
from helpers.practice.watch import Watched, watch

from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.exercise import Wrong, exercise, need
from helpers.replay.faults import active
from helpers.replay.miss import NotRecorded
from helpers.replay.wire import Exchange


@exercise(
    "03.1",
    hint="Go down the table under `What differs between the two`: system prompt, length cap,\n"
    "thinking, text. What is left in the list is the user's message.",
)
def ask_claude(answer: Callable[[str], str]) -> str:
    question = "40 requests of 250 ms each, 8 at a time. How long in all?"
    seen = watch(answer, question, expecting=Exception)
    request = _asked_of_claude(seen)
    _need_messages(request, "Answer with number and unit.", question)
    need(
        request.get("max_tokens") == 2000,
        "Keep the cap of 2000 tokens. Anthropic's name for it is max_tokens.",
    )
    need(
        request.get("thinking") == {"type": "disabled"},
        'reasoning_effort="none" switched thinking off. Here that is '
        'thinking={"type": "disabled"}.',
    )
    _need_text(seen)
    remark = "Instructions, cap, thinking, text: these are what a move changes."
    if _takes_by_place(answer):
        remark += (
            " You took the text by its place, which works only because thinking is off. Choose "
            "blocks by their type."
        )
    return remark


@exercise(
    "03.2",
    hint='Compare response.stop_reason with "max_tokens". Only if they are equal, send the same\n'
    "request with max_tokens=2000. Claude may think first, so take the text by block type.",
)
def whole_answer(answer: Callable[[str], str]) -> str:
    puzzle = "Five tries of 3 s, waits of 1, 2, 4 and 8 s between. How long in all?"
    _judge_cut(answer, puzzle)
    _judge_cut(answer, "List the HTTP methods, numbered.")  # cut in the middle of the text
    whole = watch(answer, "Say hello in one word.", expecting=Exception)
    _asked_of_claude(whole)
    if not _was_cut(whole):
        need(
            len(whole.requests) == 1,
            "An answer that was complete was asked for again. Do so only after a cut one.",
        )
    _need_text(whole)
    _judge_made(answer)
    _need_by_type(answer)
    return "Both tries are paid for. A cap that is large enough from the start saves the first."


def _judge_cut(answer: Callable[[str], str], question: str) -> None:
    cut = watch(answer, question, expecting=Exception)
    request = _asked_of_claude(cut)
    _need_question(request, question)
    need(request.get("max_tokens") == 60, "Begin with a cap of 60 tokens.")
    need("thinking" not in request, "Leave thinking as it is by default: do not send it.")
    _raise_own_error(cut)
    if _was_cut(cut):
        first = _text(cut.exchanges[0])
        need(
            cut.requests[1:],
            "The first answer was cut off, and your function did not ask again. "
            + ("It held some text, but not all of it. " if first else "")
            + 'Look whether stop_reason is "max_tokens".',
        )
        need(
            len(cut.requests) == 2 and cut.requests[1].get("max_tokens") == 2000,
            "Ask once more, with a cap of 2000 tokens.",
        )
        need(
            cut.requests[1]["messages"] == request["messages"],
            "Send the same question again, as the only message.",
        )
        if first and not isinstance(cut.raised, NotRecorded):
            need(
                cut.returned != first + _text(cut.exchanges[1]),
                "The second answer begins anew, so the text that was cut off stands twice in "
                "yours. Return the text of the last answer alone.",
            )
    _need_text(cut)


def _judge_made(answer: Callable[[str], str]) -> None:
    """Judge what the API seldom does: an answer that just fits, and one that is cut twice."""
    fits = _watch_made(answer, [("end_turn", 60)])
    need(
        len(fits.requests) == 1,
        "A complete answer of exactly 60 tokens was asked for again. Its stop_reason is "
        '"end_turn": look at that, not at the count or the text.',
    )
    _need_text(fits)
    twice = _watch_made(answer, [("max_tokens", 60), ("max_tokens", 2000), ("end_turn", 60)])
    need(
        len(twice.requests) <= 2,
        "The second answer was cut off too, and your function went on asking. Ask once more only.",
    )
    if twice.raised or twice.returned is None:
        error = f"raised {type(twice.raised).__name__}: {twice.raised}"
        raise Wrong(
            f"The second answer was cut off too, and your function "
            f"{error if twice.raised else 'returned None'}. Return the text of the last answer "
            "all the same."
        )
    _need_text(twice)


def _watch_made(answer: Callable[[str], str], ends: list[tuple[str, int]]) -> Watched:
    """Watch what it does with answers that end so, after so many tokens; the last one stays."""

    def make() -> Made:
        stop_reason, tokens = ends.pop(0) if ends[1:] else ends[0]
        return Made(anthropic_message(f"GET, HEAD ({tokens} tokens)", stop_reason, tokens))

    with active(make, None):
        return watch(answer, "Name the HTTP methods.", expecting=Exception)


@exercise(
    "03.3",
    hint="Four things are of yesterday: the system message in the list, the temperature, the\n"
    'budget to think with (now output_config={"effort": ...}), and the place of the text.',
)
def old_call(answer: Callable[[], str]) -> str:
    seen = watch(answer, expecting=Exception)
    request = _asked_of_claude(seen)
    _need_messages(request, "Answer in one sentence.", "Why do retries back off?")
    need(
        "temperature" not in request,
        "Claude takes no temperature any more. Nothing comes in its place.",
    )
    need(
        request.get("thinking", {"type": "adaptive"}) == {"type": "adaptive"},
        "Claude is to think, without a budget. Leave thinking out; output_config says how much "
        "effort the answer is worth.",
    )
    need(
        request.get("output_config") == {"effort": "high"},
        'In place of the budget send a high effort: output_config={"effort": "high"}.',
    )
    need("thinking" not in request, '"adaptive" is the default, so leave thinking out.')
    need(request.get("max_tokens") == 2000, "Keep the cap of 2000 tokens.")
    _need_text(seen)
    _need_by_type(answer)
    return "These are four of the places where tutorials for Claude have aged."


_NOT_CLAUDES = {
    "temperature": "Claude takes no temperature any more: drop it.",
    "reasoning_effort": "reasoning_effort is OpenAI's. With Claude, thinking or output_config says "
    "how much to think.",
    "max_completion_tokens": "max_completion_tokens is OpenAI's name for the cap. Anthropic's is "
    "max_tokens.",
    "effort": 'effort goes into output_config: output_config={"effort": ...}.',
}


def _asked_of_claude(seen: Watched) -> dict[str, Any]:
    """The first request of a function that is to ask Claude."""
    if not seen.requests:
        need(
            "Missing required arguments" not in str(seen.raised),
            "The SDK sent nothing: an argument is missing. Claude needs model, messages and "
            "max_tokens, which OpenAI calls max_completion_tokens.",
        )
        unknown = re.search(r"unexpected keyword argument '(\w+)'", str(seen.raised))
        if unknown and unknown[1] in _NOT_CLAUDES:
            raise Wrong(f"The SDK sent nothing. {_NOT_CLAUDES[unknown[1]]}")
        _raise_own_error(seen)
    need(seen.requests, "No request was sent. Call client.messages.create in the function.")
    need(
        all(exchange.provider == "anthropic" for exchange in seen.exchanges),
        "The request went to OpenAI. Claude is asked with client.messages.create.",
    )
    need(
        seen.requests[0].get("model") != OPENAI_MODEL or OPENAI_MODEL == ANTHROPIC_MODEL,
        "The model is still OpenAI's: use ANTHROPIC_MODEL.",
    )
    return seen.requests[0]


def _need_messages(request: dict[str, Any], system: str, question: str) -> None:
    roles = [message["role"] for message in request["messages"]]
    need(
        roles == ["user"],
        f"The messages have the roles {roles}. Claude takes first instructions as a parameter, "
        "system. Keep the user's message in the list and nothing else.",
    )
    _need_question(request, question)
    need(request.get("system"), "The instructions are not there any more. Send them as system.")
    need(
        request["system"] == system,
        f"Send the instructions as they were, as one string: {system!r}.",
    )


def _need_question(request: dict[str, Any], question: str) -> None:
    content = request["messages"][-1]["content"]
    need(
        isinstance(content, str),
        "A list of text blocks means the same to Claude, but was not recorded. Send the question "
        "as one string.",
    )
    need(content == question, "The user's message should be the question, and nothing else.")


def _was_cut(seen: Watched) -> bool:
    """Whether the answer to the first request was; without one, the miss is raised."""
    if seen.exchanges[0].status != 200:
        _ = seen.result
    return seen.exchanges[0].response["stop_reason"] == "max_tokens"


def _raise_own_error(seen: Watched) -> None:
    """Raise the error of the learner's own code, if there was one."""
    if "Block" in str(seen.raised) and isinstance(seen.raised, AttributeError):
        raise Wrong(
            f"{seen.raised}: the first block need not be text. Choose blocks by their type."
        )
    if seen.raised and not isinstance(seen.raised, NotRecorded):
        raise seen.raised


def _need_text(seen: Watched) -> None:
    """Need that the function returned what the text blocks of its last answer hold."""
    _raise_own_error(seen)
    returned = seen.result
    need(
        isinstance(returned, str),
        f"The function returned {type(returned).__name__}. Return the text, as a string.",
    )
    need(
        returned == _text(seen.exchanges[-1]),
        "The function returned something else than the text of the last answer. Join the text of "
        "its blocks of type text.",
    )


def _need_by_type(answer: Callable[..., str]) -> None:
    need(
        not _takes_by_place(answer),
        "The text came from a place in content that it need not have: Claude decides each time "
        'whether to think first. Join the blocks whose type is "text".',
    )


def _takes_by_place(answer: Callable[..., str]) -> bool:
    """Whether its code has something like `content[1].text`, and never looks at a block's type."""
    try:
        nodes = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(answer)))))
    except (OSError, TypeError, SyntaxError):
        return False
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    indexed = [node.value for node in nodes if isinstance(node, ast.Subscript)]
    return not any(node.attr == "type" for node in attributes) and any(
        isinstance(value, ast.Attribute) and value.attr == "content" for value in indexed
    )


def _text(exchange: Exchange) -> str:
    """What the text blocks of an answer hold."""
    blocks = exchange.response["content"]
    return "".join(block["text"] for block in blocks if block["type"] == "text")
