"""Calling a learner's function and watching what it sends."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .. import wire
from ..miss import NotRecorded
from ..problems import Unrepeatable
from ..wire import Exchange

Expected = type[Exception] | tuple[type[Exception], ...]


class Endless(Unrepeatable):
    """An answer that does not come to an end."""


# Of one call of an answer. No exercise needs half as many, or half as long.
_MOST_REQUESTS, _MOST_SECONDS = 30, 20.0


@dataclass
class Watched:
    """What a learner's function did: what it sent, and what came of it.

    requests: the JSON bodies that it sent, in order; one that was not recorded is among them.
    exchanges: the same with headers and answers. raised: what it raised, if that was expected.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    returned: Any = None
    raised: BaseException | None = None

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [exchange.request for exchange in self.exchanges]

    @property
    def result(self) -> Any:
        """What it returned. Raises NotRecorded if a request had no recorded answer, so look at
        `requests` first: what is wrong with them says more."""
        if isinstance(self.raised, NotRecorded):
            raise self.raised
        return self.returned


def watch(answer: Callable[..., Any], *arguments: Any, expecting: Expected = ()) -> Watched:
    """Call the learner's function and watch the wire. expecting: what it may raise."""
    with _watching(expecting) as seen:
        seen.returned = answer(*arguments)
    return seen


async def watch_async(
    answer: Callable[..., Any], *arguments: Any, expecting: Expected = ()
) -> Watched:
    """`watch` for an async function."""
    with _watching(expecting) as seen:
        seen.returned = await _in_time(answer(*arguments))
    return seen


@contextmanager
def _watching(expecting: Expected) -> Iterator[Watched]:
    before = len(wire.log())
    seen = Watched()
    try:
        with wire.listening(_bounded()):
            yield seen
    except NotRecorded as miss:
        seen.raised = miss
    except expecting as error:
        seen.raised = error
    finally:
        seen.exchanges = wire.log()[before:]


async def _in_time(answer: Awaitable[Any]) -> Any:
    try:
        async with asyncio.timeout(_MOST_SECONDS) as limit:
            return await answer
    except TimeoutError:
        if not limit.expired():
            raise
        raise Endless(
            f"Your code did not come to an end in {_MOST_SECONDS:g} seconds. What does it wait "
            "for? A semaphore has to be released: async with does that."
        ) from None


def _bounded() -> Callable[[Exchange], None]:
    sent: list[Exchange] = []

    def count(exchange: Exchange) -> None:
        sent.append(exchange)
        if len(sent) > _MOST_REQUESTS:
            raise Endless(
                f"Your code sent {_MOST_REQUESTS} requests and did not come to an end. Which loop, "
                "or which call of itself, goes on for ever?"
            )

    return count
