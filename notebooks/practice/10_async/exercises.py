"""The exercises of lesson 10.

What runs at the same time depends on how long answers take, so each canned answer takes its time,
at any pace. A busy machine makes no difference: requests that are started together are all on
their way before the first answer is looked at, and what is measured in seconds leaves room.
"""

import asyncio
from collections.abc import Callable, Sequence
from math import inf
from typing import Any

import anthropic
import httpx2
from openai import AsyncOpenAI
from pydantic import BaseModel

from helpers import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.canned import Call, Rejected, Reply
from helpers.practice.compare import Facts
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case, Run
from helpers.replay.faults import Cut
from helpers.replay.wire import Exchange

openai_client = AsyncOpenAI(timeout=30, max_retries=0)
client = anthropic.AsyncAnthropic(max_retries=2)
QUESTIONS = [
    "What is a coroutine?",
    "What is an event loop?",
    "What is a semaphore?",
    "What is a rate limit?",
    "What is a connection pool?",
]


async def ask_openai(prompt: str, system: str = "Answer in one sentence.") -> str:
    response = await openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=200,
        messages=[
            {"role": "system", "content": system},
            {"role": "user", "content": prompt},
        ],
    )
    choice = response.choices[0]
    if choice.finish_reason != "stop":
        raise RuntimeError(f"not a whole answer: {choice.finish_reason}")
    return choice.message.content


class Late(Rejected):
    """No SDK repeats a 400, so a client with its retries on sends no more than one without."""

    least = 0.1


def answer(number: int, seconds: float) -> Reply:
    """The answer to the request with this number."""
    return Reply(f"Answer {number}.", least=seconds)


# Asked first, so that the learner's client is warm: its first request goes through a thread.
ONE = Case(QUESTIONS[:1], replies=answer(1, 0))


def side_by_side(seen: Run) -> Facts:
    """What ran at the same time, and the places of the prompts whose answers came back."""
    prompts = [str(one["messages"][-1]["content"]) for one in seen.requests if "messages" in one]
    answers = [
        f"Answer {number}." if exchange.status == 200 else None
        for number, exchange in enumerate(seen.exchanges, 1)
    ]
    of_prompt = dict(zip(prompts, answers, strict=False))
    in_order = [of_prompt.get(prompt) for prompt in QUESTIONS]
    returned = seen.returned if isinstance(seen.returned, list | tuple) else ()
    return {
        "sent": bool(seen.exchanges),
        "raised": seen.raised,
        "requests": len(seen.exchanges),
        "prompts": sorted(prompts),
        "at_once": most_at_once(seen.exchanges),
        "returned": [in_order.index(one) if one in in_order else "no answer" for one in returned],
    }


def most_at_once(exchanges: Sequence[Exchange]) -> int:
    """How many of the requests were under way at the same time."""
    under_way = [
        sum(one.started <= now.started < (one.ended or inf) for one in exchanges)
        for now in exchanges
    ]
    return max(under_way, default=0)


NOT_SENT = (
    "No request was sent. ask_openai(prompt) sends nothing until it is awaited, nor does gather or "
    "a task: await gather(...), or await each task."
)
LOST = "One request failed, and its error came out of your function: the other answers are lost."


@exercise(
    "10.1",
    cases=[
        ONE,
        # The first to begin is the last to end.
        Case(QUESTIONS, replies=[answer(1, 0.2), *(answer(n, 0.1) for n in (2, 3, 4, 5))]),
    ],
    facts=side_by_side,
    hint="ask_openai(prompt) makes a coroutine and sends nothing yet. asyncio.gather(*coroutines)\n"
    "starts them all and returns their results in order. Do not forget the await.",
    why={
        "sent": NOT_SENT,
        "requests": "Prompts: {wanted}, requests: {yours}. Send one for each.",
        "prompts": "The requests do not hold the prompts. Send each prompt once, as it is.",
        "at_once": "At most {yours} ran at the same time. An await in a loop waits for each before "
        "the next begins: start all, then await them together.",
        "returned": "Return the answers as a list, in the order of the prompts.",
    },
    right="All of them waited at the same time.",
)
async def ask_all(prompts: list[str]) -> list[str]:
    calls = [ask_openai(prompt) for prompt in prompts]
    return await asyncio.gather(*calls)


async def ask_in_turn(prompt: str, gate: asyncio.Semaphore) -> str:
    async with gate:
        return await ask_openai(prompt)


@exercise(
    "10.2",
    cases=[
        ONE,
        Case(QUESTIONS, replies=[answer(1, 0.2), Late(), *(answer(n, 0.2) for n in (3, 4, 5))]),
    ],
    facts=side_by_side,
    hint="One semaphore of two places, and a coroutine for each prompt that asks within it.\n"
    "gather(..., return_exceptions=True) puts the error where the answer would be. Then go\n"
    "through the results, and put None where isinstance(result, BaseException) is true.",
    why={
        "sent": NOT_SENT,
        "raised APIError": LOST,
        "raised ExceptionGroup": LOST,
        "requests": "Prompts: {wanted}, requests: {yours}. Send each once, and wait for all of "
        "them though one fails: gather(..., return_exceptions=True) does. A TaskGroup gives up "
        "the others.",
        "at_once": "At most {yours} ran at the same time, wanted: {wanted}. Start them all, and "
        "let each wait at the same semaphore.",
        "returned": "Return a list with a place for every prompt, in their order: the answer, or "
        "None where the request failed.",
    },
    right="Four answers are kept, and you know which prompt to ask again.",
)
async def keep_going(prompts: list[str]) -> list[str | None]:
    gate = asyncio.Semaphore(2)
    calls = [ask_in_turn(prompt, gate) for prompt in prompts]
    results = await asyncio.gather(*calls, return_exceptions=True)
    answers: list[str | None] = []
    for result in results:
        if isinstance(result, BaseException):
            answers.append(None)
        else:
            answers.append(result)
    return answers


CITY = {"type": "object", "properties": {"city": {"type": "string"}}}
SCHEMA = {**CITY, "required": ["city"]}
TOOL = {"name": "get_time", "description": "Time in a city.", "input_schema": SCHEMA}


def get_time(city: str) -> str:
    return {"Paris": "14:00", "Tokyo": "22:00"}.get(city, "unknown")


def trim(messages: list) -> list:  # a question is a user's message that is a text
    asked = []
    for place, message in enumerate(messages):
        if message["role"] == "user" and isinstance(message["content"], str):
            asked.append(place)
    if len(asked) < 3:
        return messages
    return messages[asked[-3] :]


PARIS = Call("get_time", {"city": "Paris"}, "toolu_1")
TOKYO = Call("get_time", {"city": "Tokyo"}, "toolu_2")
ASKED = [
    {"role": "user", "content": "What time is it in Paris?"},
    {
        "role": "assistant",
        "content": [
            {"type": "tool_use", "id": "toolu_0", "name": "get_time", "input": {"city": "Paris"}}
        ],
    },
    {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": "toolu_0", "content": "14:00"}],
    },
    {"role": "assistant", "content": "It is 14:00."},
]
HELLO = [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello!"}]


async def telling(assist: Callable[..., Any], conversation: list[Any], question: str) -> Any:
    """Call the assistant, and keep what it says."""
    said: list[str] = []
    kept = await assist(conversation, question, said.append)
    return "".join(said), kept


def turns(messages: Any) -> list[str]:
    """Messages in one form: who says which text, calls which tool, or brings which result."""
    if not isinstance(messages, list | tuple):
        return []
    return [f"{one['role']}: {_content(one['content'])}" for one in messages]


def _content(content: Any) -> str:
    if isinstance(content, str):
        return content
    blocks = [b.model_dump() if isinstance(b, BaseModel) else b for b in content]
    parts = {"text": "text", "tool_use": "id", "tool_result": "tool_use_id"}
    told = [str(b.get(parts.get(b["type"], ""), b["type"])) for b in blocks]
    results = [str(b["content"]) for b in blocks if b["type"] == "tool_result"]
    return " ".join(told + results)


def conversing(seen: Run) -> Facts:
    """What was sent, said and kept."""
    said, kept = seen.returned or ("", None)
    return {
        "sent": bool(seen.exchanges),
        "streamed": all(one.get("stream") for one in seen.requests),
        "tools": all(one.get("tools") for one in seen.requests),
        "messages": [turns(one.get("messages")) for one in seen.requests[:1]],
        "then": [turns(one.get("messages")) for one in seen.requests[1:3]],
        "requests": len(seen.exchanges),
        "raised": seen.raised,
        "changed": None if turns(seen.arguments[0]) == turns(seen.given[0]) else "changed",
        "said": said,
        "kept": turns(kept),
    }


@exercise(
    "10.3",
    cases=[
        Case([], "Hello.", through=telling, replies=Reply("Hello!"), name="a plain answer"),
        Case(
            [],
            "What time is it in Paris?",
            name="an answer that needs the tool",
            through=telling,
            replies=[Reply("I will look.", calls=[PARIS]), Reply("It is 14:00.")],
            recorded=True,
        ),
        Case(
            HELLO,
            "What time is it in Paris and in Tokyo?",
            name="two calls at once",
            through=telling,
            replies=[Reply("", calls=[PARIS, TOKYO]), Reply("It is 14:00 and 22:00.")],
        ),
        Case(
            [*ASKED, *HELLO, *ASKED],
            "Thank you.",
            name="a long conversation",
            through=telling,
            replies=Reply("You are welcome."),
        ),
        Case(HELLO, "Hello.", name="a stream that breaks", through=telling, replies=Cut(4)),
        Case(HELLO, "Hello.", name="a refused request", through=telling, replies=Rejected(400)),
        Case(
            HELLO,
            "What time is it in Paris?",
            name="a model that calls the tool for ever",
            through=telling,
            replies=Reply("", calls=[PARIS]),
        ),
        Case(
            HELLO,
            "Hello.",
            name="an answer that is cut",
            through=telling,
            replies=Reply("Good mor", ending="length"),
        ),
        Case(
            HELLO,
            "Hello.",
            name="a refusal",
            through=telling,
            replies=Reply("", ending="refusal"),
        ),
    ],
    facts=conversing,
    hint="trim([*conversation, question]), with the question as a message, is what you send\n"
    "first. Then a loop of five rounds: stream, say each text, get the final message. At\n"
    "stop_reason end_turn you are done; at tool_use, all results go into one user's message. try\n"
    "is around the stream: anthropic.APIError, httpx2.HTTPError.",
    why={
        "streamed": "Send your requests with client.messages.stream, so that the text can be said "
        "as it comes.",
        "messages": "{general} The list begins with a question, holds three questions at most, and "
        "ends with the new one.",
        "then": "After the tool ran, send the question, Claude's message as it is, and one user's "
        "message with a tool_result for each call, with its tool_use_id.",
        "raised": "{general} When the API fails, return the conversation as it was given. A stream "
        "that breaks raises httpx2.HTTPError, which is no anthropic.APIError.",
        "said": "Hand each piece of text to say when it comes: async for text in "
        "stream.text_stream. What it heard is {yours}; wanted: {wanted}.",
        "kept": "Return the trimmed list with the question and all messages after it, or, if there "
        "is no whole answer (see stop_reason), the one that was given. Yours has {yours}; wanted: "
        "{wanted}.",
    },
    right="It streams, uses its tool, forgets in whole turns, and survives. That was the course.",
)
async def assist(conversation: list, question: str, say) -> list:
    messages = trim([*conversation, {"role": "user", "content": question}])
    for _ in range(5):
        try:
            async with client.messages.stream(
                model=ANTHROPIC_MODEL,
                max_tokens=500,
                thinking={"type": "disabled"},
                tools=[TOOL],
                messages=messages,
            ) as stream:
                async for text in stream.text_stream:
                    say(text)
                message = await stream.get_final_message()
        except (anthropic.APIError, httpx2.HTTPError):
            return conversation
        messages = [*messages, {"role": "assistant", "content": message.content}]
        if message.stop_reason == "end_turn":
            return messages
        if message.stop_reason != "tool_use":  # cut, or refused
            return conversation
        results = []
        for call in message.content:
            if call.type == "tool_use":
                result = {"type": "tool_result", "tool_use_id": call.id}
                results.append({**result, "content": get_time(**call.input)})
        messages = [*messages, {"role": "user", "content": results}]
    return conversation
