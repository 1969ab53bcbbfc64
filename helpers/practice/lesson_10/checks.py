"""Checks of the exercises in lesson 10."""

from collections.abc import Awaitable, Callable, Sequence

import openai

from ... import faults
from ...wire import Exchange
from ..exercise import exercise, need, watch_async

QUESTIONS = [
    "What is a coroutine?",
    "What is an event loop?",
    "What is a semaphore?",
    "What is a rate limit?",
    "What is a connection pool?",
]

Answer = Callable[[list[str]], Awaitable[Sequence[str | None]]]


def most_at_once(exchanges: Sequence[Exchange]) -> int:
    """How many of the requests were under way at the same time."""
    ended = [e.ended if e.ended is not None else e.started for e in exchanges]
    return max(
        sum(b.started <= a.started < end for b, end in zip(exchanges, ended, strict=True))
        for a in exchanges
    )


def need_all_asked(asked: int) -> None:
    need(asked, "No request was sent. Await ask_openai for each prompt.")
    need(
        asked == len(QUESTIONS),
        f"{asked} requests were sent for {len(QUESTIONS)} prompts. Send one for each.",
    )


@exercise(
    "10.1",
    hint="ask_openai(prompt) makes a coroutine and sends nothing yet. asyncio.gather(*coroutines)\n"
    "starts them all and returns their results in order. Do not forget the await.",
)
async def ask_all(answer: Answer) -> str:
    with faults.at_most(len(QUESTIONS)):  # which holds each for a moment, so that they can meet
        seen = await watch_async(answer, list(QUESTIONS))
    need_all_asked(len(seen.exchanges))
    need(
        most_at_once(seen.exchanges) == len(QUESTIONS),
        f"At most {most_at_once(seen.exchanges)} ran at the same time. An await in a loop waits "
        "for each before the next begins: start all, then await them together.",
    )
    expected = [e.response["choices"][0]["message"]["content"] for e in seen.exchanges]
    need(
        list(seen.result or []) == expected,
        "Return the answers as a list, in the order of the prompts.",
    )
    return "All of them waited at the same time."


@exercise(
    "10.2",
    hint="gather(..., return_exceptions=True) puts the error where the answer would be. Then make\n"
    "a list with None for everything that is an Exception.",
)
async def keep_going(answer: Answer) -> str:
    with faults.at_most(len(QUESTIONS)), faults.server_error(times=1):
        lost = (openai.InternalServerError, ExceptionGroup)
        seen = await watch_async(answer, list(QUESTIONS), expecting=lost)
    need(not isinstance(seen.raised, lost), _LOST)
    need_all_asked(len(seen.exchanges))
    result = list(seen.result or [])
    need(
        len(result) == len(QUESTIONS),
        f"{len(result)} results for {len(QUESTIONS)} prompts. Keep a place for the one that "
        "failed.",
    )
    need(
        not any(isinstance(item, Exception) for item in result),
        "One result is an exception. Put None in its place.",
    )
    need(result.count(None) == 1, f"{result.count(None)} results are None; one request failed.")
    need(
        most_at_once(seen.exchanges) == len(QUESTIONS),
        "They ran one after another. Send them at the same time.",
    )
    return "Four answers are kept, and you know which prompt to ask again."


_LOST = "One request failed, and its error came out of your function: the other answers are lost."


@exercise(
    "10.3",
    hint="Make asyncio.Semaphore(2) once, outside of an inner async function. In that function,\n"
    "`async with gate:` stands around the await. Then gather over the inner function.",
)
async def two_at_a_time(answer: Answer) -> str:
    with faults.at_most(2):
        too_many = (openai.RateLimitError, ExceptionGroup)
        seen = await watch_async(answer, list(QUESTIONS), expecting=too_many)
    refused = sum(exchange.status == 429 for exchange in seen.exchanges)
    need(
        not refused,
        f"{refused} requests were refused with 429: more than two ran at the same time. Every one "
        "has to pass the same semaphore.",
    )
    need_all_asked(len(seen.exchanges))
    need(
        most_at_once(seen.exchanges) == 2,
        "Only one ran at a time. Two may: start them all, and let the semaphore hold them.",
    )
    expected = [e.response["choices"][0]["message"]["content"] for e in seen.exchanges]
    need(
        sorted(map(str, seen.result or [])) == sorted(expected),
        "Return the answers as a list.",
    )
    return "Never more than two, never less while there is work."
