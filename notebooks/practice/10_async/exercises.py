"""Checks of the exercises in lesson 10.

What runs at the same time depends on how long answers take. So the checks give answers of their
own, which take the same time at any pace and in any mode.
"""

import traceback
import warnings
from collections.abc import Awaitable, Callable, Sequence
from inspect import isawaitable

import openai
from helpers.practice.made import Made, openai_chat
from helpers.practice.watch import Watched, watch_async

from helpers.practice.exercise import Wrong, exercise, need
from helpers.replay.faults import Failing, Fault, active
from helpers.replay.wire import Exchange

QUESTIONS = [
    "What is a coroutine?",
    "What is an event loop?",
    "What is a semaphore?",
    "What is a rate limit?",
    "What is a connection pool?",
]

Answer = Callable[[list[str]], Awaitable[Sequence[str | None]]]


async def watch_timed(
    answer: Answer,
    seconds: Sequence[float | None],
    expecting: tuple[type[Exception], ...] = (),
) -> Watched:
    """What an answer does with the questions. seconds: that each request takes; None fails."""
    times = list(seconds)

    def make() -> Fault:
        number = len(seconds) - len(times) + 1
        took = times.pop(0) if times else 0.1
        return (
            Failing(500) if took is None else Made(openai_chat(f"Answer {number}."), seconds=took)
        )

    try:
        with active(make, None):
            return await watch_async(answer, list(QUESTIONS), expecting=expecting)
    except NameError as error:
        need("name 'ask_openai' is not defined" not in str(error), _RESTARTED)
        raise
    except TypeError as error:
        if "unhashable type: 'list'" not in str(error):
            raise
        with warnings.catch_warnings(action="ignore"):  # of coroutines that nobody awaited
            traceback.clear_frames(error.__traceback__)
        raise Wrong(_NO_STAR) from None


_RESTARTED = (
    "ask_openai is not there yet. Run the set-up cell at the top and the two cells of the first "
    "section, then this one again."
)
_NO_STAR = (
    "gather takes the coroutines one by one, not a list of them. Put a * before the list: "
    "gather(*[...])."
)


def most_at_once(exchanges: Sequence[Exchange]) -> int:
    """How many of the requests were under way at the same time."""
    ended = [e.ended if e.ended is not None else e.started for e in exchanges]
    return max(
        sum(b.started <= a.started < end for b, end in zip(exchanges, ended, strict=True))
        for a in exchanges
    )


def prompt(exchange: Exchange) -> str:
    return str(exchange.request["messages"][-1]["content"])


def answers(exchanges: Sequence[Exchange]) -> list[str | None]:
    """What came back, in the order of the questions; None for what failed."""
    return [
        e.response["choices"][0]["message"]["content"] if e.status == 200 else None
        for e in sorted(exchanges, key=lambda e: QUESTIONS.index(prompt(e)))
    ]


def need_all_asked(seen: Watched) -> None:
    exchanges = seen.exchanges
    still_to_come = seen.returned if isinstance(seen.returned, list) else [seen.returned]
    need(
        not any(map(isawaitable, still_to_come)),
        "What you return is still to come. Put await before gather, or await each task.",
    )
    need(
        exchanges,
        "No request was sent. ask_openai(prompt) sends nothing until it is awaited, nor does "
        "gather: await gather(...).",
    )
    need(
        len(exchanges) == len(QUESTIONS),
        f"{len(exchanges)} request{'s were' if len(exchanges) > 1 else ' was'} sent for "
        f"{len(QUESTIONS)} prompts. Send one for each.",
    )
    need(
        sorted(map(prompt, exchanges)) == sorted(QUESTIONS),
        "The requests do not hold the prompts. Send each prompt once, as it is.",
    )


@exercise(
    "10.1",
    hint="ask_openai(prompt) makes a coroutine and sends nothing yet. asyncio.gather(*coroutines)\n"
    "starts them all and returns their results in order. Do not forget the await.",
)
async def ask_all(answer: Answer) -> str:
    seen = await watch_timed(answer, [0.35, *[0.25] * 4])  # the first to begin is the last to end
    need_all_asked(seen)
    need(
        most_at_once(seen.exchanges) == len(QUESTIONS),
        f"At most {most_at_once(seen.exchanges)} ran at the same time. An await in a loop waits "
        "for each before the next begins: start all, then await them together.",
    )
    need(
        list(seen.result or []) == answers(seen.exchanges),
        "Return the answers as a list, in the order of the prompts.",
    )
    return "All of them waited at the same time."


@exercise(
    "10.2",
    hint="gather(..., return_exceptions=True) puts the error where the answer would be. Then make\n"
    "a list with None for everything that is an Exception.",
)
async def keep_going(answer: Answer) -> str:
    lost = (openai.InternalServerError, ExceptionGroup)
    seen = await watch_timed(answer, [0.25, None, 0.25, 0.25, 0.25], expecting=lost)
    need(not isinstance(seen.raised, lost), _LOST)
    need_all_asked(seen)
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
    cancelled = any(exchange.status is None for exchange in seen.exchanges)
    need(
        result.count(None) == 1,
        f"{result.count(None)} results are None; one request failed."
        + " A TaskGroup cancels the others when a task fails: catch the error inside the task, "
        "or use gather." * cancelled,
    )
    need(
        most_at_once(seen.exchanges) == len(QUESTIONS),
        "They ran one after another. Send them at the same time.",
    )
    need(
        result == answers(seen.exchanges),
        "Keep the order of the prompts, with None where the request failed.",
    )
    return "Four answers are kept, and you know which prompt to ask again."


_LOST = "One request failed, and its error came out of your function: the other answers are lost."


@exercise(
    "10.3",
    hint="Make asyncio.Semaphore(2) once, outside of an inner async function. In that function,\n"
    "`async with gate:` stands around the await. Then gather over the inner function.",
)
async def two_at_a_time(answer: Answer) -> str:
    seen = await watch_timed(answer, [0.08, 0.5, 0.08, 0.08, 0.08])
    need_all_asked(seen)
    most = most_at_once(seen.exchanges)
    need(
        most <= 2,
        f"{most} requests ran at the same time. Every one has to pass the same semaphore.",
    )
    need(
        most == 2,
        "Only one ran at a time. Two may: start them all, and let the semaphore hold them.",
    )
    need(
        longest_gap(seen.exchanges) < 0.15,
        "When one of the two was answered, the next did not begin at once. Do not wait for both, "
        "nor for a time: let each request pass the semaphore by itself.",
    )
    need(
        sorted(map(str, seen.result or [])) == sorted(map(str, answers(seen.exchanges))),
        "Return the answers as a list.",
    )
    return "Never more than two, never less while there is work."


def longest_gap(exchanges: Sequence[Exchange]) -> float:
    """Two at a time: the longest time from the end of a request to the begin of the next."""
    begun = sorted(e.started for e in exchanges)[2:]
    ended = sorted(e.ended or 0.0 for e in exchanges)
    return max(start - end for start, end in zip(begun, ended, strict=False))
