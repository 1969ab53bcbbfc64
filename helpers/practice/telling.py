"""What a learner reads about a difference: the exercise's own sentence, or a general one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .compare import Difference
from .runs import Case, Run
from .slips import told

_WIDTH = 120
_CALLS = {
    "/v1/chat/completions": "chat.completions.create",
    "/v1/responses": "responses.create",
    "/v1/messages": "messages.create",
}


def sentence(difference: Difference, case: Case, yours: Run, why: Mapping[str, str]) -> str:
    """What to say about a difference.

    why: sentences by the name of what differs, such as "reasoning_effort", "returned[1]" or
    "raised IndexError", where an error's base class will do; with "CASE: " before it for one case
    alone. Filled in are {yours}, {wanted} and {general}, what is said where no sentence stands.
    """
    if yours.raised and _is_a_missing_request(difference):  # the error is what kept it back
        difference = Difference("raised", yours.raised, None)
    general = _general(difference, yours)
    general = f"For {case.name}: {general}" if case.name else general
    for name in _names(difference):
        for key in (f"{case.name}: {name}", name):
            if key in why:
                return _filled(why[key], difference).replace("{general}", general)
    return general


def _is_a_missing_request(difference: Difference) -> bool:
    return not difference.yours and re.fullmatch(r"sent|(\d+\.)?path", difference.name) is not None


def _names(difference: Difference) -> Iterator[str]:
    """The names under which a sentence may stand, the most exact one first."""
    if difference.name == "raised":
        error = difference.yours or difference.wanted
        if difference.yours is None:
            yield "nothing raised"
        else:
            yield from (f"raised {kind.__name__}" for kind in type(error).__mro__)
    name = difference.name
    while name:
        yield name
        without = re.sub(r"\[\d+\]", "", name)
        if without != name:
            yield without
        if re.match(r"\d+\.", without):
            yield without.partition(".")[2]
        name = re.sub(r"(\.[^.\[]+|\[\d+\])$", "", name) if re.search(r"[.\[]", name) else ""
        if name.isdecimal():
            return


def _filled(text: str, difference: Difference) -> str:
    yours, wanted = short(difference.yours), short(difference.wanted)
    return text.replace("{yours}", yours).replace("{wanted}", wanted)


def _general(difference: Difference, yours: Run) -> str:
    mine, wanted = short(difference.yours), short(difference.wanted)
    kind = re.split(r"[.\[]", difference.name)[0]
    place = difference.name.removeprefix(kind)
    if _is_a_missing_request(difference) and kind.isdecimal():
        count = len(yours.exchanges)
        return f"Your function ended too early: it sent only {count} request{'s' * (count != 1)}."
    if kind == "raised":
        return _of_error(difference)
    if kind == "changed":
        return _of_change(difference)
    if kind == "returned" and place:
        return f"What your function returned has {mine} at {place}. Wanted: {wanted}."
    if kind == "roles" and place:
        number = int(place.strip("[]")) + 1
        return f"The role of message {number} is {mine}. Wanted: {wanted}."
    if kind in _GENERAL:
        return _GENERAL[kind].format(mine=mine, wanted=wanted)
    if kind == "requests":
        return f"Your function sent {mine} request{'s' * (mine != '1')}. Wanted: {wanted}."
    if kind == "sent":
        return _NOTHING_SENT if difference.wanted else _NOTHING_TO_SEND
    if kind == "path":
        asked, right = (_CALLS.get(path, path) for path in (difference.yours, difference.wanted))
        return f"Your request went to {asked}. Wanted: {right}."
    if difference.yours is None:
        return f"{_spoken(difference.name)} is missing. Wanted: {wanted}."
    return f"{_spoken(difference.name)} is {mine}. Wanted: {wanted}."


_NOTHING_SENT = "No request was sent. Call the API in your function."
_NOTHING_TO_SEND = "Your function sent a request. Here nothing is to be sent."
_GENERAL = {
    "roles": "Your messages have the roles {mine}. Wanted: {wanted}.",
    "returned": "Your function returned {mine}. Wanted: {wanted}.",
}


def _of_error(difference: Difference) -> str:
    wanted = short(difference.wanted)
    if difference.yours is None:
        return f"Your function raised nothing. Wanted: {wanted}."
    own = told(difference.yours)
    return own if difference.wanted is None else f"{own} Wanted: {wanted}."


def _of_change(difference: Difference) -> str:
    mine, wanted = short(difference.yours), short(difference.wanted)
    if difference.wanted is None:
        return "Your function changed what it was given. Leave that as it was."
    if difference.yours is None:
        return f"Your function left what it was given as it was. Wanted: {wanted}."
    return f"After your function, what it was given holds {mine}. Wanted: {wanted}."


def _spoken(name: str) -> str:
    """The name of a parameter, as "temperature in request 2" for "2.temperature"."""
    number, _, rest = name.partition(".")
    return f"{rest} in request {number}" if number.isdecimal() else name


def short(value: Any) -> str:
    """A value in few words."""
    if isinstance(value, BaseException):
        return type(value).__name__
    text = repr(value)
    if len(text) <= _WIDTH:
        return text
    return f"{text[:_WIDTH]}..." if isinstance(value, str | list | dict) else type(value).__name__
