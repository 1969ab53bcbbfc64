"""Calling a function in a case, with canned answers in the API's place, and seeing what it does."""

import asyncio
import copy
import inspect
import traceback
import warnings
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from ..problems import Unrepeatable
from ..replay import wire
from ..replay.faults import Fault, active
from ..replay.identity import Identity
from ..replay.response import Response
from ..replay.wire import Exchange
from .canned import Reply

# Of one call of an answer. No exercise needs half as many, or half as long.
_MOST_REQUESTS, _MOST_SECONDS = 30, 20.0


class Incomparable(Unrepeatable):
    """An answer that does not come to an end, or is none. The message is for the learner."""


ANY_REPLY = Reply()


class Case:
    """One call of the function.

    arguments: each run gets copies. replies: what the API answers, in order; the last one stays.
    name: what makes it special, in words that follow "For". through: how the function is called
    where a plain call is not enough: gets it and the arguments, and returns what is compared.
    recorded: whether the same call also stands in the lesson's recording, for learners who try
    their function.
    """

    def __init__(
        self,
        *arguments: Any,
        name: str = "",
        replies: Fault | Sequence[Fault] = ANY_REPLY,
        through: Callable[..., Any] | None = None,
        recorded: bool = False,
    ) -> None:
        self.arguments = arguments
        self.name = name
        self.replies = [replies] if isinstance(replies, Fault) else list(replies)
        self.through = through
        self.recorded = recorded

    def call(self, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
        """Call a function as this case does."""
        return self.through(function, *arguments) if self.through else function(*arguments)


@dataclass
class Run:
    """What a function did in one case.

    exchanges: every request that it sent, with the answer.
    given, arguments: what it was called with, as it was before and as it is afterwards.
    """

    given: tuple[Any, ...]
    arguments: tuple[Any, ...]
    exchanges: Sequence[Exchange] = ()
    returned: Any = None
    raised: BaseException | None = None

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [exchange.request or {} for exchange in self.exchanges]


def run(function: Callable[..., Any], case: Case) -> Run:
    """Call a function and see what it does."""
    with _watched(case) as seen:
        seen.returned = case.call(function, seen.arguments)
    return seen


async def run_async(function: Callable[..., Awaitable[Any]], case: Case) -> Run:
    """`run` for an async function."""
    with _watched(case) as seen:
        seen.returned = await _in_time(case.call(function, seen.arguments))
    if seen.raised:
        with warnings.catch_warnings(action="ignore"):  # of coroutines that nobody awaited
            traceback.clear_frames(seen.raised.__traceback__)
    return seen


@contextmanager
def _watched(case: Case) -> Iterator[Run]:
    seen = Run(case.arguments, copy.deepcopy(case.arguments))
    with wire.aside() as seen.exchanges, active(_replier(case.replies), None):
        try:
            yield seen
        except (Exception, SystemExit) as error:
            seen.raised = error


def _replier(replies: Sequence[Fault]) -> Callable[[], Fault]:
    left, sent = list(replies), 0

    def reply() -> Fault:
        nonlocal sent
        sent += 1
        if sent > _MOST_REQUESTS:
            raise Incomparable(
                f"Your code sent {_MOST_REQUESTS} requests and did not come to an end. Which loop, "
                "or which call of itself, goes on for ever?"
            )
        fault = copy.copy(left.pop(0) if left[1:] else left[0])
        return _Answered(replace(fault, number=sent) if isinstance(fault, Reply) else fault)

    return reply


class _Answered(Fault):
    """A fault; where it lets the request through, a canned answer comes and no recorded one."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.delay, self.least = fault.delay, fault.least

    def answer(self, asked: Identity) -> Response:
        return self.fault.answer(asked) or ANY_REPLY.answer(asked)

    def part(self, chunk: bytes) -> bytes:
        return self.fault.part(chunk)

    def end(self) -> None:
        self.fault.end()


async def _in_time(answer: Awaitable[Any]) -> Any:
    if not inspect.isawaitable(answer):
        raise Incomparable("Begin with async def: check awaits your function.")
    try:
        async with asyncio.timeout(_MOST_SECONDS) as limit:
            return await answer
    except TimeoutError:
        if not limit.expired():
            raise
        raise Incomparable(
            f"Your code did not come to an end in {_MOST_SECONDS:g} seconds. What does it wait "
            "for? A semaphore has to be released: async with does that."
        ) from None
