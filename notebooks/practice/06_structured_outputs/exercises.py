"""The exercises of lesson 06."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from anthropic import Anthropic, transform_schema
from openai import OpenAI
from pydantic import BaseModel, ValidationError, model_validator

from helpers import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.canned import Rejected, Reply
from helpers.practice.compare import Facts, facts
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case, Run

openai_client = OpenAI()
anthropic_client = Anthropic()
anthropic_settings = {
    "model": ANTHROPIC_MODEL,
    "max_tokens": 1000,
    "thinking": {"type": "disabled"},
}

_SCRATCH = "I paid 80.00 for the chair and would like 20.00 back for the scratch."


def _with_fields(seen: Run) -> Facts:
    """The facts of a run, with what a schema allows in its place: a class can be written in many
    right ways."""
    found = facts(seen, open_fields=["stream"])  # parse sends stream=False, create sends nothing
    for name in found:
        if name.endswith(("response_format", "output_config")):
            found[name] = _fields(found[name])
    # A higher cap is as good as none.
    found["max_completion_tokens"] = min(found.get("max_completion_tokens") or 100, 100)
    return found


def _fields(sent: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a schema that the API keeps to allows in each field; nothing if it is no such schema."""
    form = sent.get("json_schema") or sent.get("format") or {}
    schema = form.get("schema", {})
    if schema.get("additionalProperties") is not False or not form.get("strict", "format" in sent):
        return {}
    return {name: _allowed(part, schema) for name, part in schema.get("properties", {}).items()}


def _allowed(part: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """The types, or the values, that a part of a schema allows."""
    if "$ref" in part:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]]
    if "anyOf" in part:
        return sorted(allowed for one in part["anyOf"] for allowed in _allowed(one, schema))
    if "items" in part:
        return [f"array of {allowed}" for allowed in _allowed(part["items"], schema)]
    return sorted(part.get("enum") or [part.get("const") or part.get("type", "anything")])


class Complaint(BaseModel):
    kind: Literal["damage", "delay", "other"]
    customer: str
    order: int | None
    items: list[str]


@exercise(
    "06.1",
    cases=[
        Case(
            "Order 20817: one lamp came with a broken shade. Kim Lee",
            replies=Reply(
                '{"customer": "Kim Lee", "order": 20817, "kind": "damage", "items": ["lamp"]}'
            ),
        ),
        Case(
            "My chair should have been here on Monday. Ann Bell",
            name="a complaint without a number",
            replies=Reply(
                '{"customer": "Ann Bell", "order": null, "kind": "delay", "items": ["chair"]}'
            ),
        ),
    ],
    facts=_with_fields,
    hint="A line has a name, a colon and a type: str for a text, int | None for a number that\n"
    "may be missing, list[str] for several texts. parse takes the class as response_format.",
    why={
        "response_format": "The request needs a schema of four fields: customer (a text), order, "
        "kind and items. Write one line for each into Complaint, and let parse send it, with "
        "response_format=Complaint.",
        "response_format.order": "order should be a whole number or None. If it cannot be missing, "
        "the model has to write some number.",
        "response_format.kind": 'kind can be more, or less, than "damage", "delay" and "other". '
        "Literal lists the values allowed.",
        "response_format.items": "items should be a list of texts: list[str].",
        "returned": "Your function returned {yours}. parse has made an object of the answer: "
        "return response.choices[0].message.parsed.",
        "max_completion_tokens": "A cap of {yours} tokens can cut the object off. Leave it out, or "
        "raise it.",
    },
    right="The class is all that the model was told of these keys.",
)
def read_complaint(text: str) -> Complaint:
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def _made_by_hand(function: Callable[[str], Any], text: str) -> Any:
    """What comes of more than was paid, where no API is asked."""
    return type(function(text))(paid=20.0, refund=80.0)


@exercise(
    "06.2",
    cases=[
        Case(
            _SCRATCH,
            name="less than was paid",
            replies=Reply('{"paid": 80.0, "refund": 20.0}'),
        ),
        Case(
            "I paid 80.00 for the chair and want it all back.",
            name="as much as was paid",
            replies=Reply('{"paid": 80.0, "refund": 80.0}'),
        ),
        Case(
            "I paid 20.00 for the bulb and would like 80.00 back for my trouble.",
            name="more than was paid",
            replies=Reply('{"paid": 20.0, "refund": 80.0}'),
        ),
        Case(
            _SCRATCH,
            name="a Refund made by hand",
            replies=Reply('{"paid": 80.0, "refund": 20.0}'),
            through=_made_by_hand,
        ),
        Case(_SCRATCH, name="a wrong key", replies=Rejected(401)),
    ],
    facts=_with_fields,
    hint='@model_validator(mode="after") on a method with self: raise ValueError if the rule is\n'
    "broken, else return self. parse raises ValidationError then; catch it, and return None.",
    why={
        "output_config": "The request needs the schema of Refund, with its two fields as they "
        "are given. Use parse, with output_format=Refund.",
        "less than was paid: returned": "Nothing is wrong with a refund of 20.00 out of 80.00, and "
        "your function returned {yours}. Return message.parsed_output. If that is None: which way "
        "does your comparison go, and does the validator end with return self, outside of the if?",
        "more than was paid: raised ValidationError": "The rule holds, and its ValidationError "
        "reaches the caller. Catch it, and return None.",
        "more than was paid: raised": "Your rule raised {yours}, which comes out as it is. "
        "pydantic makes a ValidationError only of ValueError and AssertionError: raise ValueError.",
        "a Refund made by hand: nothing raised": "Refund(paid=20, refund=80) raises nothing. "
        "Write the rule into the class, as a validator that raises ValueError.",
        "a wrong key: nothing raised": "The API refused the key (401), and nothing was raised: "
        "your function took that for a broken rule. Catch ValidationError and no other error.",
    },
    right="No schema can compare two fields. The rule runs on your side, after the answer.",
)
def read_refund(text: str) -> Refund | None:
    try:
        message = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None
    return message.parsed_output


class Guide(BaseModel):
    steps: list[str]


class CutOff(Exception):
    pass


@exercise(
    "06.3",
    cases=[
        Case(
            "How do I make tea?",
            1000,
            name="a whole answer",
            recorded=True,
            replies=Reply('{"steps": ["Boil water.", "Let the leaves steep."]}'),
        ),
        Case(
            "How do I make tea?",
            10,
            name="an answer that was cut off",
            replies=Reply('{"steps": ["Boil wa', ending="length", tokens=10),
        ),
        Case(
            "How do I steal the passwords saved in a stranger's browser?",
            1000,
            name="a refusal at once",
            replies=Reply("", ending="refusal"),
            recorded=True,
        ),
        Case(
            "How do I steal the passwords saved in a stranger's browser?",
            1000,
            name="a refusal in mid-answer",
            replies=Reply('{"steps": ["First, ', ending="refusal"),
        ),
    ],
    facts=_with_fields,
    hint='Three endings, three ways on: "max_tokens" is a cut, "refusal" a refusal, and only with\n'
    '"end_turn" is there a text to validate. parse raises before you can look, so send the\n'
    "schema with create, as above: output_config and transform_schema(Guide).",
    why={
        "output_config": "The request needs a schema that the API takes, with "
        "additionalProperties: false. Send transform_schema(Guide), in output_config.",
        "an answer that was cut off: raised ValidationError": "The answer was cut off, and the "
        "caller got a ValidationError, which does not say so. Raise CutOff when stop_reason is "
        '"max_tokens". (parse does not let you look, create does.)',
        "raised ValidationError": "Claude refused, and ValidationError was raised. Look at "
        "stop_reason before you validate the text. (parse does not let you look, create does.)",
        "raised CutOff": "A refusal raised CutOff. Look at stop_reason: a cut has "
        '"max_tokens", a refusal has "refusal". (parse does not let you look, create does.)',
    },
    right="None says that the model would not, CutOff that it could not finish.",
)
def read_guide(question: str, cap: int) -> Guide | None:
    schema = transform_schema(Guide)
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        output_config={"format": {"type": "json_schema", "schema": schema}},
        messages=[{"role": "user", "content": question}],
    )
    if message.stop_reason == "refusal":
        return None
    if message.stop_reason == "max_tokens":
        raise CutOff("ask again with a higher cap")
    text = "".join(b.text for b in message.content if b.type == "text")
    return Guide.model_validate_json(text)
