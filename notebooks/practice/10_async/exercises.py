"""The exercises of lesson 10.

What runs at the same time depends on how long answers take, so each canned answer takes its time,
at any pace. A busy machine makes no difference: requests that are started together are all on
their way before the first answer is looked at, and what is measured in seconds leaves room.
"""

import asyncio
from collections.abc import Sequence
from math import inf

import openai

from helpers import OPENAI_MODEL
from helpers.practice.canned import Reply
from helpers.practice.compare import Facts
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case, Run
from helpers.replay.faults import Failing
from helpers.replay.wire import Exchange

openai_client = openai.AsyncOpenAI(max_retries=0)
BRIEF = "Answer in one sentence."
QUESTIONS = [
    "What is a coroutine?",
    "What is an event loop?",
    "What is a semaphore?",
    "What is a rate limit?",
    "What is a connection pool?",
]


async def ask_openai(prompt, system=BRIEF, client=openai_client):
    response = await client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=200,
        messages=[
            {"role": "system", "content": system},
            {"role": "user", "content": prompt},
        ],
    )
    return response.choices[0].message.content or ""


class Late(Failing):
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
        "given_up": sum(exchange.status is None for exchange in seen.exchanges),
        "returned": [in_order.index(one) if one in in_order else "no answer" for one in returned],
    }


def two_places(seen: Run) -> Facts:
    """The same, and whether a free place is taken at once. The answers may have any order."""
    found = dict(side_by_side(seen))
    return found | {
        "free": longest_gap(seen.exchanges) > 0.35,
        "returned": sorted(map(str, found["returned"])),
    }


def most_at_once(exchanges: Sequence[Exchange]) -> int:
    """How many of the requests were under way at the same time."""
    under_way = [
        sum(one.started <= now.started < (one.ended or inf) for one in exchanges)
        for now in exchanges
    ]
    return max(under_way, default=0)


def longest_gap(exchanges: Sequence[Exchange]) -> float:
    """Two at a time: the longest time from the end of a request to the beginning of the next."""
    begun = sorted(one.started for one in exchanges)[2:]
    ended = sorted(one.ended or inf for one in exchanges)
    return max((begin - end for begin, end in zip(begun, ended, strict=False)), default=0)


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
    return await asyncio.gather(*(ask_openai(prompt) for prompt in prompts))


@exercise(
    "10.2",
    cases=[
        ONE,
        Case(QUESTIONS, replies=[answer(1, 0.2), Late(500), *(answer(n, 0.2) for n in (3, 4, 5))]),
    ],
    facts=side_by_side,
    hint="gather(..., return_exceptions=True) puts the error where the answer would be. Then make\n"
    "a list with None for everything that is an Exception.",
    why={
        "sent": NOT_SENT,
        "raised APIError": LOST,
        "raised ExceptionGroup": LOST,
        "at_once": "At most {yours} ran at the same time. Send them all at once.",
        "given_up": "When one request failed, {yours} others were given up, as a TaskGroup does. "
        "Catch the error inside of each task, or use gather(..., return_exceptions=True).",
        "returned": "Return a list with a place for every prompt, in their order: the answer, or "
        "None where the request failed.",
    },
    right="Four answers are kept, and you know which prompt to ask again.",
)
async def keep_going(prompts: list[str]) -> list[str | None]:
    results = await asyncio.gather(
        *(ask_openai(prompt) for prompt in prompts), return_exceptions=True
    )
    return [None if isinstance(r, Exception) else r for r in results]


@exercise(
    "10.3",
    cases=[
        ONE,
        # While the second takes long, the first makes room, and then the third takes its time.
        Case(
            QUESTIONS,
            replies=[answer(n, s) for n, s in enumerate([0.1, 0.9, 0.5, 0.1, 0.1], 1)],
        ),
    ],
    facts=two_places,
    hint="Make asyncio.Semaphore(2) once, outside of an inner async function. In that function,\n"
    "`async with gate:` stands around the await. Then gather over the inner function.",
    why={
        "sent": NOT_SENT,
        "at_once": "At most {yours} ran at the same time, and it should be {wanted}. Start all, "
        "and let every one pass the same semaphore.",
        "free": "When one of the two was answered, the next did not begin at once. Do not wait "
        "for both, nor for a time: let each request pass the semaphore by itself.",
        "returned": "Return the answers as a list.",
    },
    right="Never more than two, never less while there is work.",
)
async def two_at_a_time(prompts: list[str]) -> list[str]:
    gate = asyncio.Semaphore(2)

    async def one(prompt: str) -> str:
        async with gate:
            return await ask_openai(prompt)

    return await asyncio.gather(*(one(prompt) for prompt in prompts))
