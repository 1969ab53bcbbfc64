"""Checks of the exercises in lesson 06.

A class can be written in many right ways, each with a schema of its own, and not all of them are
recorded. Where the recording has no answer, the check gives one in the API's place.
"""

import json
from collections.abc import Callable
from typing import Any

from helpers.practice.made import Made, anthropic_message, openai_chat
from helpers.practice.watch import Watched, watch
from pydantic import BaseModel, TypeAdapter, ValidationError

from helpers.models import ANTHROPIC_MODEL
from helpers.practice.exercise import Wrong, exercise, need
from helpers.replay.cassette import Interaction
from helpers.replay.faults import Fault, active
from helpers.replay.miss import NotRecorded
from helpers.replay.wire import Exchange

COMPLAINT = "Order 20817: one lamp came with a broken shade, and the bulb was cracked, too. Kim Lee"
PAID_80 = "I paid 80.00 for the chair and would like 20.00 back for the scratch."
PAID_20 = "I paid 20.00 for the bulb and would like 80.00 back for my trouble."
TEA = "How do I make tea?"
LOCK = "How do I pick the lock of my neighbor's front door?"


@exercise(
    "06.1",
    hint="int | None stands for a number that may be missing, Literal[...] for a choice of words,\n"
    "list[str] for several texts. parse takes the class as response_format, and the object is\n"
    "response.choices[0].message.parsed.",
)
def read_complaint(answer: Callable[[str], Any]) -> str:
    said = {
        "customer": "Kim Lee",
        "order": 20817,
        "kind": "damage",
        "items": ["lamp shade", "bulb"],
    }
    seen = _watch(answer, COMPLAINT, says=json.dumps(said))
    request = _asked(seen, "openai", "openai_client.chat.completions.parse")
    wanted = request.get("response_format") or {}
    need(
        wanted.get("type") == "json_schema",
        "The request holds no schema. Use parse, with response_format=Complaint.",
    )
    need(
        wanted["json_schema"].get("strict"),
        "The schema is not strict, so nobody need follow it. parse makes it so.",
    )
    _need_message(request, COMPLAINT, "Extract the complaint:")
    _need_complaint(wanted["json_schema"]["schema"])
    need(
        request.get("reasoning_effort") == "none",
        'Reading needs no reasoning: add reasoning_effort="none".',
    )
    cap = request.get("max_completion_tokens") or request.get("max_tokens") or 1000
    need(cap >= 100, f"A cap of {cap} can cut the object off. Leave it out, or raise it.")
    _raise_own_error(seen)
    message = seen.exchanges[-1].response["choices"][0]["message"]
    need(
        not isinstance(seen.result, str | dict),
        f"The function returned {type(seen.result).__name__}. parse has made an object of it: "
        "message.parsed.",
    )
    need(
        isinstance(seen.result, BaseModel) and "customer" in type(seen.result).model_fields,
        f"The function returned {type(seen.result).__name__}. Return the object alone: "
        "response.choices[0].message.parsed.",
    )
    need(
        seen.result.model_dump(mode="json") == json.loads(message["content"] or "null"),
        "Return the object as it is: response.choices[0].message.parsed.",
    )
    return "The class is all that the model was told of these keys."


def _need_complaint(schema: dict[str, Any]) -> None:
    keys, wanted = list(schema.get("properties", {})), ["customer", "order", "kind", "items"]
    need(keys, "Complaint has no fields yet. Write one line for each: name, colon, type.")
    need(
        sorted(keys) == sorted(wanted),
        f"Complaint has the fields {', '.join(keys)}. It should have {', '.join(wanted)}.",
    )
    types = {name: _types(part, schema) for name, part in schema["properties"].items()}
    need(types["customer"] == {"string"}, "customer should be a text: str.")
    need(
        "null" in types["order"],
        "order cannot be missing, so the model has to write some number. Allow None, too.",
    )
    need(types["order"] == {"integer", "null"}, "order should be a whole number or None.")
    need(
        _values(schema["properties"]["kind"], schema) == {"damage", "delay", "other"},
        'kind can be more, or less, than "damage", "delay" and "other". Literal lists the values '
        "allowed.",
    )
    items = _resolved(schema["properties"]["items"], schema)
    need(
        types["items"] == {"array"} and _types(items.get("items", {}), schema) == {"string"},
        "items should be a list of texts: list[str].",
    )


@exercise(
    "06.2",
    hint='@model_validator(mode="after") on a method with self: raise ValueError if the rule is\n'
    "broken, else return self. parse raises ValidationError then; catch it, and return None.",
)
def read_refund(answer: Callable[[str], Any]) -> str:
    good = _watch(answer, PAID_80, says=json.dumps({"paid": 80.0, "refund": 20.0}))
    request = _asked(good, "anthropic", "anthropic_client.messages.parse")
    wanted = (request.get("output_config") or {}).get("format")
    need(wanted, "The request holds no schema. Use parse, with output_format=Refund.")
    need(
        set(wanted["schema"]["properties"]) == {"paid", "refund"},
        "Keep the two fields of Refund, paid and refund, and no others.",
    )
    given = {
        "model": ANTHROPIC_MODEL,
        "max_tokens": 1000,
        "thinking": {"type": "disabled"},
    }
    for name, setting in given.items():
        need(
            request.get(name) == setting,
            f"The request's {name} is not the given one. Spread the settings into the call: "
            "**anthropic_settings.",
        )
    _need_message(request, PAID_80, "Extract the refund:")
    _need_rule_that_lets_through(answer.__globals__.get("Refund"))
    _raise_own_error(good)
    need(
        good.result is not None,
        "Nothing is wrong with a refund of 20.00 out of 80.00, and your function returned None. "
        "Return response.parsed_output where nothing was raised.",
    )
    need(
        isinstance(good.result, BaseModel) and hasattr(good.result, "refund"),
        f"The function returned {type(good.result).__name__}. Return the object: "
        "response.parsed_output.",
    )
    model = type(good.result)
    need(
        _fits(model, paid=80.0, refund=20.0) and _fits(model, paid=80.0, refund=80.0),
        "Your rule forbids too much: as much as was paid, or less, is allowed.",
    )
    need(
        not _fits(model, paid=20.0, refund=80.0),
        "Refund(paid=20, refund=80) raises nothing. Write the rule into the class, as a "
        "validator that raises ValueError.",
    )
    bad = _watch(answer, PAID_20, says=json.dumps({"paid": 20.0, "refund": 80.0}))
    need(
        not isinstance(bad.raised, ValidationError),
        "The rule holds, and its ValidationError reaches the caller. Catch it, and return None.",
    )
    _raise_own_error(bad)
    if bad.exchanges[-1].response["stop_reason"] == "end_turn":
        need(
            bad.result is None,
            "An answer that broke the rule came back as if it were right. Return None.",
        )
    with active(_wrong_key, None):
        denied = watch(answer, PAID_80, expecting=Exception)
    need(
        denied.raised,
        "The API refused the key (401), and nothing was raised: your function took that for a "
        "broken rule. Catch ValidationError and no other error.",
    )
    return "No schema can compare two fields. The rule runs on your side, after the answer."


def _need_rule_that_lets_through(model: Any) -> None:
    """Tell a validator that returns nothing from one that refuses a right refund."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return
    try:
        made = TypeAdapter(model).validate_python({"paid": 80.0, "refund": 20.0})
    except ValidationError:
        raise Wrong(
            "Your rule refuses a refund of 20.00 out of 80.00. Raise ValueError only where the "
            "refund is more than was paid: which way does your comparison go?"
        ) from None
    except AttributeError as error:
        need(
            "'dict' object" not in str(error),
            f'Your validator fails: {error}. With mode="before" it sees the raw dictionary, before '
            'there is an object. Use mode="after".',
        )
        raise
    except Exception as error:
        _need_convertible(error)
        raise
    need(
        isinstance(made, model),
        f"Your validator gives back {made!r}, and that takes the object's place. End it with "
        "return self, outside of the if.",
    )


@exercise(
    "06.3",
    hint='Three endings, three ways on: "max_tokens" is a cut, "refusal" a refusal, and only with\n'
    '"end_turn" is there a text to validate. parse raises before you can look, so send the\n'
    "schema with create, as above: output_config and transform_schema(Guide).",
)
def read_guide(answer: Callable[[str, int], Any]) -> str:
    whole = _watch(answer, TEA, 1000, says='{"steps":["Boil water.","Let the leaves steep."]}')
    _need_guide_request(whole, TEA, 1000)
    _raise_own_error(whole)
    need(
        hasattr(whole.result, "steps"),
        f"A whole answer gave {type(whole.result).__name__}. Return a Guide: "
        "Guide.model_validate_json(text).",
    )
    for question, cap, says, stop in (
        (TEA, 10, '{"steps":["Boil wa', "max_tokens"),
        (LOCK, 1000, "", "refusal"),
        (LOCK, 1000, '{"steps":["First, ', "refusal"),
    ):
        broken = question is LOCK and bool(says)  # no recording has a refusal in mid-answer
        seen = _watch(answer, question, cap, says=says, stop=stop, always=broken)
        _need_guide_request(seen, question, cap)
        _judge_ending(seen, "in mid-answer" if broken else "")
    return "None says that the model would not, CutOff that it could not finish."


def _need_guide_request(seen: Watched, question: str, cap: int) -> None:
    request = _asked(seen, "anthropic", "anthropic_client.messages.create")
    sent = sum(exchange.attempt == 1 for exchange in seen.exchanges)  # the SDK's retries aside
    need(
        sent == 1,
        f"Your function sent {sent} requests for one question. You pay for each, and a second "
        "answer may end in another way than the first. Send one, and look at its stop_reason. "
        "(parse does not let you look, create does.)",
    )
    wanted = (request.get("output_config") or {}).get("format")
    need(
        wanted,
        "The request holds no schema. Send it as output_config, with transform_schema(Guide).",
    )
    need(
        (wanted.get("schema") or {}).get("additionalProperties") is False,
        "The API answers 400 to this schema: it wants additionalProperties: false. "
        "transform_schema(Guide) makes a schema that it takes.",
    )
    _need_message(request, question)
    need(request.get("max_tokens") == cap, "Send the cap that the function was given.")
    need(
        request.get("model") == ANTHROPIC_MODEL and request.get("thinking") == {"type": "disabled"},
        "Keep the model, and keep thinking disabled.",
    )


def _judge_ending(seen: Watched, where: str) -> None:
    ending = seen.exchanges[-1].response["stop_reason"]
    raised = type(seen.raised).__name__
    if ending == "refusal":
        need(
            raised != "CutOff",
            f"A refusal {where or 'with no text'} raised CutOff. Look at stop_reason: a cut has "
            '"max_tokens", a refusal has "refusal". (parse does not let you look, create does.)',
        )
        need(
            not isinstance(seen.raised, ValidationError),
            f"Claude refused {where or 'at once'}, and ValidationError was raised. Look at "
            "stop_reason before you validate the text. (parse does not let you look, create does.)",
        )
        _raise_own_error(seen)
        need(seen.result is None, "Claude refused, and your function did not return None.")
    elif ending == "max_tokens":
        need(
            not isinstance(seen.raised, ValidationError),
            "The answer was cut off, and the caller got a ValidationError, which does not say so. "
            'Raise CutOff when stop_reason is "max_tokens".',
        )
        if raised != "CutOff":
            _raise_own_error(seen)
        need(raised == "CutOff", "The answer was cut off, and your function did not raise CutOff.")


def _watch(
    answer: Callable[..., Any],
    *arguments: Any,
    says: str,
    stop: str = "end_turn",
    always: bool = False,
) -> Watched:
    """Watch the answer; what is not recorded (or `always`) is answered with this text."""
    if not always:
        seen = watch(answer, *arguments, expecting=Exception)
        kept_to_itself = not seen.raised and any(one.status is None for one in seen.exchanges)
        if not isinstance(seen.raised, NotRecorded) and not kept_to_itself:
            return seen
    with active(lambda: _Answer(says, stop), None):
        return watch(answer, *arguments, expecting=Exception)


class _Answer(Fault):
    """Takes the API's place, whichever is asked: a whole response with this text."""

    def __init__(self, text: str, stop: str) -> None:
        self.text = text
        self.stop = stop

    def answer(self, provider: str) -> Interaction:
        of_anthropic = anthropic_message(self.text, self.stop)
        document = openai_chat(self.text) if provider == "openai" else of_anthropic
        return Made(document).answer(provider)


def _wrong_key() -> Made:
    error = {"type": "authentication_error", "message": "invalid x-api-key"}
    return Made({"type": "error", "error": error}, status=401, reason="Unauthorized")


def _asked(seen: Watched, provider: str, call: str) -> dict[str, Any]:
    """The last request, if it is a plain call of this kind."""
    if not seen.exchanges:
        _raise_own_error(seen)
    need(seen.exchanges, f"No request was sent. Call {call}.")
    sent: Exchange = seen.exchanges[-1]
    need(sent.provider == provider, f"The request went to the other provider. Call {call}.")
    need(sent.request.get("messages"), f"The request holds no messages. Call {call}.")
    need(not sent.request.get("stream"), f"The answer was streamed. This exercise is about {call}.")
    need(
        not sent.request.get("tools"),
        f"The class went out as a tool, as by instructor. This exercise is about {call}.",
    )
    return sent.request


def _need_message(request: dict[str, Any], text: str, before: str = "") -> None:
    said, system = request["messages"], request.get("system")
    need(
        len(said) == 1 and said[0]["role"] == "user" and not system,
        "Send one user message and nothing besides: no system text, no other turn.",
    )
    content = said[0]["content"]
    if not isinstance(content, str):
        content = "".join(part.get("text", "") for part in content)
    wanted = f"'{before}', a line break and the text" if before else "the question"
    need(
        content.strip() == (f"{before}\n{text}" if before else text),
        f"The user message is not the one asked for: {wanted} that the function was given.",
    )


def _raise_own_error(seen: Watched) -> None:
    """Raise the error of the learner's own code, if there was one."""
    if seen.raised:
        raise seen.raised


def _fits(model: type[BaseModel], **values: float) -> bool:
    try:
        model(**values)
    except ValidationError:
        return False
    except Exception as error:
        _need_convertible(error)
        raise
    return True


def _need_convertible(error: Exception) -> None:
    """A validator's error on purpose, not a slip in its code, should be one that pydantic takes."""
    need(
        isinstance(error, AttributeError | NameError | TypeError | LookupError),
        f"Your validator raised {type(error).__name__}, which comes out as it is. pydantic makes "
        "a ValidationError only of ValueError and AssertionError: raise ValueError.",
    )


def _resolved(part: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    return root["$defs"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part


def _types(part: dict[str, Any], root: dict[str, Any]) -> set[str]:
    """The types that a part of a schema allows."""
    part = _resolved(part, root)
    if "anyOf" in part:
        return {kind for one in part["anyOf"] for kind in _types(one, root)}
    return {part.get("type", "")}


def _values(part: dict[str, Any], root: dict[str, Any]) -> set[Any]:
    """The values that a part of a schema lists; empty if it lists none."""
    part = _resolved(part, root)
    if "anyOf" in part:
        return {value for one in part["anyOf"] for value in _values(one, root)}
    return set(part.get("enum", [part["const"]] if "const" in part else []))
