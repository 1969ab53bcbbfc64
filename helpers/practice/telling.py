"""What a learner reads about a difference: the exercise's own sentence, or a general one."""

import re
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from ..tracebacks import own_frames
from .compare import Case, Difference, Run

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


def told(error: BaseException) -> str:
    """An error in the learner's own code, with the line where it came up."""
    steps = traceback.extract_tb(own_frames(error.__traceback__))
    said = f"{type(error).__name__}: {error}"
    advice = next((f" {advice}" for slip, advice in _ADVICE if re.search(slip, said)), "")
    if not steps:  # a check did not expect what the answer did or returned
        return f"The check stumbled over what your code did or returned: {said}{advice}"
    where = f" (line {steps[-1].lineno}: {steps[-1].line})" if steps[-1].line else ""
    return f"Your code raised {said.rstrip('.')}{where}.{advice}"


# What goes wrong most often, by the words of Python's own message.
_ADVICE = (
    (r"'ChatCompletion' object is not", "An answer is an object: response.choices[0].message."),
    (r"'Message' object has no attribute 'choices'", "Claude's answer has blocks: its .content."),
    (r"'ChatCompletion' object has no attribute 'content'", "See response.choices[0].message."),
    (r"(Block|Delta)' object has no attribute", "Not all of it is text: choose by its type."),
    (r"'Anthropic' object has no attribute 'chat'", "Anthropic's client has messages.create."),
    (r"'OpenAI' object has no attribute 'messages'", "OpenAI's has chat.completions.create."),
    (r"'coroutine' object", "An async call was not awaited. In a plain def, use a plain client."),
    (
        r"unexpected keyword argument '(temperature|top_p|top_k)'",
        "Claude takes it no more: drop it.",
    ),
    (r"Missing required arguments.*max_tokens", "Claude's cap is max_tokens, and has to be there."),
    (r"argument 'max_completion_tokens'", "Anthropic's name for the cap is max_tokens."),
    (r"argument 'reasoning_effort'", "Claude has thinking and output_config."),
    (r"argument 'effort'", 'It goes into output_config={"effort": ...}.'),
    (
        r"UnboundLocalError",
        "Its value was never set. Was that line skipped, or the loop left early?",
    ),
    (
        r"'NoneType' .* '\w+_tokens'",
        "Only a stream's last chunk has a usage: read on, and ask if any.",
    ),
    (r"Event' object has no attribute 'choices'", "Chunks come of create(..., stream=True)."),
    (r"LengthFinishReasonError", "The helper raises it for a cut answer: see error.completion."),
    (r"unhashable type: 'list'", "gather takes no list: a * before it, gather(*[...])."),
    (r"^NameError", "Is it spelled right? After a restart, run the cell that makes it again."),
    (r"positional argument", "Keep the parameters of the stub: check calls it with them."),
    (r"'dict' object has no attribute", 'A dictionary is read by key: data["name"].'),
    (
        r"type bytes is not JSON|'bytes'|\"bytes\"",
        "Bytes are no text: base64.b64encode(data).decode().",
    ),
)


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
    name = difference.name
    match re.match(r"\w+", name)[0] if re.match(r"[a-z]", name) else "":
        case "sent":
            return (
                "No request was sent. Call the API in your function."
                if difference.wanted
                else "Your function sent a request. Here nothing is to be sent."
            )
        case "path":
            asked, right = (
                _CALLS.get(path, path) for path in (difference.yours, difference.wanted)
            )
            return f"Your request went to {asked}. Wanted: {right}."
        case "requests":
            return f"Your function sent {mine} request{'s' * (mine != '1')}. Wanted: {wanted}."
        case "roles" if "[" in name:
            place = int(re.search(r"\d+", name)[0]) + 1
            return f"The role of message {place} is {mine}. Wanted: {wanted}."
        case "roles":
            return f"Your messages have the roles {mine}. Wanted: {wanted}."
        case "changed" if difference.wanted is None:
            return "Your function changed what it was given. Leave that as it was."
        case "changed" if difference.yours is None:
            return f"Your function left what it was given as it was. Wanted: {wanted}."
        case "changed":
            return f"After your function, what it was given holds {mine}. Wanted: {wanted}."
        case "raised" if difference.yours is None:
            return f"Your function raised nothing. Wanted: {wanted}."
        case "raised" if difference.wanted is None:
            return told(difference.yours)
        case "raised":
            return f"{told(difference.yours)} Wanted: {wanted}."
        case "returned":
            place = name.removeprefix("returned")
            what = f"What your function returned has {mine} at {place}" if place else ""
            return f"{what or f'Your function returned {mine}'}. Wanted: {wanted}."
    if _is_a_missing_request(difference):
        count = len(yours.exchanges)
        return f"Your function ended too early: it sent only {count} request{'s' * (count != 1)}."
    if difference.yours is None:
        return f"{_spoken(name)} is missing. Wanted: {wanted}."
    return f"{_spoken(name)} is {mine}. Wanted: {wanted}."


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
