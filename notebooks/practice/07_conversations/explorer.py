"""Lesson 07: a conversation as a bar of tokens, and what fits into a budget.

Nothing is sent: the tokens are counted here, and what an API would refuse is known from a rule.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

import tiktoken

from helpers.drawing import BLUE, ORANGE, Bar, Span, View, bars, said, stack, table, words
from helpers.practice.explorer import Explorer

Message = dict[str, Any]


def _says(role: str, text: str) -> Message:
    return {"role": role, "content": text}


def _calls(function: str, **cities: str) -> Message:
    """A message that calls a function for each city, by the id of the call."""
    calls = []
    for id, city in cities.items():
        called = {"name": function, "arguments": json.dumps({"city": city})}
        calls.append({"id": id, "type": "function", "function": called})
    return {"role": "assistant", "content": None, "tool_calls": calls}


def _result(id: str, text: str) -> Message:
    return {"role": "tool", "tool_call_id": id, "content": text}


_SYSTEM = "You are a travel guide. Be concise."
_CONVERSATION = [
    _says("system", _SYSTEM),
    _says("user", "I am Ada, a vegetarian. Where should I go in October?"),
    _says("assistant", "Kyoto: mild days, red maples, and temples that cook."),
    _says("user", "What is the weather there, and in Osaka?"),
    _calls("get_weather", call_1="Kyoto", call_2="Osaka"),
    _result("call_1", '{"temp": 18, "condition": "clear"}'),
    _result("call_2", '{"temp": 20, "condition": "cloudy"}'),
    _says("assistant", "18 degrees and clear in Kyoto, 20 and cloudy in Osaka."),
    _says("user", "Find me a place for dinner in Kyoto."),
    _calls("find_restaurant", call_3="Kyoto"),
    _result("call_3", '{"name": "Moss Garden", "dishes": ["tofu", "eel", "beef"]}'),
    _says("assistant", "Moss Garden has tofu, eel and beef."),
    _says("user", "Which of its dishes can I eat?"),
]
# What a model could have written about the turns that go, one sentence for each.
_SUMMARIES = (
    "Ada, a vegetarian, travels in October; I named Kyoto.",
    "It is 18 degrees and clear there.",
    "For dinner I found Moss Garden: tofu, eel, beef.",
)
_NEEDED = "vegetarian"


class LessonExplorer(Explorer):
    title = "Which messages still fit, would the API take them, and what is forgotten?"
    settings: ClassVar = {
        "strategy": ["newest messages", "whole turns", "summary"],
        "budget": range(30, 441, 10),
    }
    start: ClassVar = {"budget": 280}  # where a tool's call is cut off

    def views(self, strategy: str, budget: int) -> Iterator[View]:
        sent = _STRATEGIES[strategy](budget)
        refused = _results_without_call(sent)
        yield stack(
            words(f"{strategy}, at most {budget} tokens"),
            _drawn(sent, budget),
            _verdict(sent, refused),
            _list(sent, refused),
        )


def _newest_messages(budget: int) -> list[Message]:
    """`trim_messages` of the lesson: the system prompt, and the newest messages that fit."""
    system, *others = _CONVERSATION
    kept: list[Message] = []
    for message in reversed(others):
        if _tokens(system, message, *kept) > budget:
            break
        kept.insert(0, message)
    return [system, *kept]


def _whole_turns(budget: int, summaries: Sequence[str] = ()) -> list[Message]:
    """`trim_conversation` of the lesson, the system prompt counted too; [] if nothing fits.

    summaries: of each turn; those of the turns that go are added to the system prompt.
    """
    begins = [n for n, message in enumerate(_CONVERSATION) if message["role"] == "user"]
    for gone, begin in enumerate(begins):
        so_far = " ".join(summaries[:gone])
        system = _says("system", f"{_SYSTEM}\n\nSo far: {so_far}" if so_far else _SYSTEM)
        sent = [system, *_CONVERSATION[begin:]]
        if _tokens(*sent) <= budget:
            return sent
    return []


_STRATEGIES = {
    "newest messages": _newest_messages,
    "whole turns": _whole_turns,
    "summary": partial(_whole_turns, summaries=_SUMMARIES),
}


def _tokens(*messages: Message) -> int:
    encoding = tiktoken.get_encoding("o200k_base")
    texts = [json.dumps(message, ensure_ascii=False) for message in messages]
    return sum(len(encoding.encode(text, disallowed_special=())) for text in texts)


def _results_without_call(sent: Sequence[Message]) -> list[int]:
    """Where they are in the conversation. For one of them, the API refuses the request."""
    calls = {call["id"] for message in sent for call in message.get("tool_calls", [])}
    return [_number(m) for m in sent if m["role"] == "tool" and m["tool_call_id"] not in calls]


def _number(message: Message) -> int:
    return 1 if message["role"] == "system" else 1 + _CONVERSATION.index(message)


def _verdict(sent: Sequence[Message], refused: Sequence[int]) -> View:
    if not sent:
        return said("Nothing is sent: not even the newest turn fits into the budget.", ORANGE)
    if refused:
        numbers = " and ".join(map(str, refused))
        return said(f"Refused, 400: tool results without their call: {numbers}.", ORANGE)
    if len(sent) == 1:
        return said("Not refused, but even the new question is gone.", ORANGE)
    known = any(_NEEDED in _text(message) for message in sent)
    told = f"That Ada is a {_NEEDED}: {'the model can read it' if known else 'forgotten'}."
    if sent[1]["role"] == "assistant":
        gone = f"Not refused, but the question to {_number(sent[1])} is gone."
        return said(f"{gone} {told}", ORANGE)
    if sent[0] not in _CONVERSATION:
        read = _tokens(*(m for m in _CONVERSATION if m not in sent))
        told += f" To write the summary, a model read {read} tokens, once."
    return said(f"Not refused. {told}", BLUE if known else ORANGE)


def _drawn(sent: Sequence[Message], budget: int) -> View:
    """The whole conversation, only outlined where it is dropped, and under it what is sent."""
    rows = {"conversation": _CONVERSATION, "sent": sent}
    return bars(
        [
            Bar(f"{name}, {_tokens(*messages)} tokens", list(_spans(messages, sent)))
            for name, messages in rows.items()
        ],
        line=(budget, "budget"),
    )


def _spans(messages: Sequence[Message], sent: Sequence[Message]) -> Iterator[Span]:
    end = 0
    for message in messages:
        begin, end = end, end + _tokens(message)
        of_a_tool = message["role"] == "tool" or "tool_calls" in message
        color = ORANGE if of_a_tool else BLUE
        yield Span(begin, end, color, message in sent, str(_number(message)))


def _list(sent: Sequence[Message], refused: Collection[int]) -> View:
    """Every message as it is sent, or as it was, and what becomes of it."""
    messages = [*(sent[:1] or _CONVERSATION[:1]), *_CONVERSATION[1:]]
    rows = []
    for number, message in enumerate(messages, 1):
        kept = "refused" if number in refused else "kept"
        state = kept if message in sent else "dropped"
        rows.append((number, message["role"], _tokens(message), state, _text(message)))
    return table(rows, ("", "", "tokens", "", ""), marked=[number - 1 for number in refused])


def _text(message: Message) -> str:
    functions = [call["function"] for call in message.get("tool_calls", [])]
    calls = ", ".join(f"{called['name']}({called['arguments']})" for called in functions)
    return calls or message["content"]
