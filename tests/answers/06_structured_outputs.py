"""Answers to the exercises of lesson 06, right and wrong ones (see test_exercises.py)."""


# %% 06.1 wrong: one line for each into Complaint
class Complaint(BaseModel): ...


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: has to write some number
class Complaint(BaseModel):
    customer: str
    order: int
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: kind can be more
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: str
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: let parse send it
def read_complaint(text):
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format={"type": "json_object"},
        messages=[{"role": "user", "content": f"Extract the complaint as JSON:\n{text}"}],
    )
    return response.choices[0].message.content


check("06.1", read_complaint)


# %% 06.1 wrong: TypeError
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.content


check("06.1", read_complaint)


# %% 06.1 wrong: has made an object of the answer
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.content


check("06.1", read_complaint)


# %% 06.1 wrong: reasoning_effort
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)

# %% 06.1 wrong: let parse send it
import instructor


class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    return instructor.from_openai(openai_client).create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_model=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )


check("06.1", read_complaint)


# %% 06.1 wrong: Wanted: 'Extract the complaint:
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": text}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: have the roles ['system', 'user']
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[
            {"role": "system", "content": "Extract data."},
            {"role": "user", "content": f"Extract the complaint:\n{text}"},
        ],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: can cut the object off
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=20,
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.2 wrong: Write the rule into the class
class Refund(BaseModel):
    paid: float
    refund: float


def read_refund(text):
    response = anthropic_client.messages.parse(
        **anthropic_settings,
        output_format=Refund,
        messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
    )
    refund = response.parsed_output
    return None if refund.refund > refund.paid else refund


check("06.2", read_refund)


# %% 06.2 wrong: reaches the caller
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    response = anthropic_client.messages.parse(
        **anthropic_settings,
        output_format=Refund,
        messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
    )
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: For as much as was paid: Your function returned None
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def less_than_paid(self):
        if self.refund >= self.paid:
            raise ValueError("not less than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: return self, outside of the if
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: which way does your comparison go
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund < self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: Return message.parsed_output
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None


check("06.2", read_refund)


# %% 06.2 wrong: thinking is missing. Wanted: {'type': 'disabled'}
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            model=ANTHROPIC_MODEL,
            max_tokens=1000,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: returned ParsedMessage
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    return anthropic_client.messages.parse(
        **anthropic_settings,
        output_format=Refund,
        messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
    )


check("06.2", read_refund)


# %% 06.2 wrong: Catch ValidationError and no other error
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: Catch ValidationError and no other error
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except Exception:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: Wanted: 'Extract the refund:
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund: {text}"}],
        )
    except ValidationError:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: read by key
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="before")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: only of ValueError and AssertionError
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise RuntimeError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.3 wrong: which does not say so
def read_guide(question, cap):
    response = anthropic_client.messages.parse(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        output_format=Guide,
        messages=[{"role": "user", "content": question}],
    )
    if response.stop_reason == "max_tokens":
        raise CutOff
    return response.parsed_output


check("06.3", read_guide)

# %% 06.3 wrong: A refusal raised CutOff
from pydantic import ValidationError


def read_guide(question, cap):
    try:
        response = anthropic_client.messages.parse(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            thinking={"type": "disabled"},
            output_format=Guide,
            messages=[{"role": "user", "content": question}],
        )
    except ValidationError:
        raise CutOff
    return response.parsed_output


check("06.3", read_guide)


# %% 06.3 wrong: Claude refused, and ValidationError was raised
def read_guide(question, cap):
    schema = transform_schema(Guide)
    response = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        output_config={"format": {"type": "json_schema", "schema": schema}},
        messages=[{"role": "user", "content": question}],
    )
    if response.stop_reason == "max_tokens":
        raise CutOff
    text = "".join(b.text for b in response.content if b.type == "text")
    return Guide.model_validate_json(text)


check("06.3", read_guide)


# %% 06.3 wrong: cut off: Your function raised nothing
def read_guide(question, cap):
    schema = transform_schema(Guide)
    response = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        output_config={"format": {"type": "json_schema", "schema": schema}},
        messages=[{"role": "user", "content": question}],
    )
    if response.stop_reason != "end_turn":
        return None
    text = "".join(b.text for b in response.content if b.type == "text")
    return Guide.model_validate_json(text)


check("06.3", read_guide)


# %% 06.3 wrong: Wanted: Guide(steps=
def read_guide(question, cap):
    schema = transform_schema(Guide)
    response = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        output_config={"format": {"type": "json_schema", "schema": schema}},
        messages=[{"role": "user", "content": question}],
    )
    return "".join(b.text for b in response.content if b.type == "text")


check("06.3", read_guide)

# %% 06.3 wrong: cut off: Your function sent 2 requests
from pydantic import ValidationError


def read_guide(question, cap):
    asked = {
        "model": ANTHROPIC_MODEL,
        "max_tokens": cap,
        "thinking": {"type": "disabled"},
        "messages": [{"role": "user", "content": question}],
    }
    try:
        return anthropic_client.messages.parse(**asked, output_format=Guide).parsed_output
    except ValidationError:
        if anthropic_client.messages.create(**asked).stop_reason == "refusal":
            return None
        raise CutOff


check("06.3", read_guide)


# %% 06.3 wrong: additionalProperties
def read_guide(question, cap):
    schema = Guide.model_json_schema()
    response = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        output_config={"format": {"type": "json_schema", "schema": schema}},
        messages=[{"role": "user", "content": question}],
    )
    if response.stop_reason == "refusal":
        return None
    if response.stop_reason == "max_tokens":
        raise CutOff
    text = "".join(b.text for b in response.content if b.type == "text")
    return Guide.model_validate_json(text)


check("06.3", read_guide)


# %% 06.3 wrong: max_tokens is 1000. Wanted: 10
def read_guide(question, cap):
    schema = transform_schema(Guide)
    response = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        thinking={"type": "disabled"},
        output_config={"format": {"type": "json_schema", "schema": schema}},
        messages=[{"role": "user", "content": question}],
    )
    if response.stop_reason == "refusal":
        return None
    if response.stop_reason == "max_tokens":
        raise CutOff
    text = "".join(b.text for b in response.content if b.type == "text")
    return Guide.model_validate_json(text)


check("06.3", read_guide)


# %% 06.3 wrong: thinking is missing. Wanted: {'type': 'disabled'}
def read_guide(question, cap):
    schema = transform_schema(Guide)
    response = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        output_config={"format": {"type": "json_schema", "schema": schema}},
        messages=[{"role": "user", "content": question}],
    )
    if response.stop_reason == "refusal":
        return None
    if response.stop_reason == "max_tokens":
        raise CutOff
    text = "".join(b.text for b in response.content if b.type == "text")
    return Guide.model_validate_json(text)


check("06.3", read_guide)


# %% 06.3 wrong: create does
def read_guide(question, cap):
    with anthropic_client.messages.stream(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        output_format=Guide,
        messages=[{"role": "user", "content": question}],
    ) as stream:
        message = stream.get_final_message()
    if message.stop_reason == "refusal":
        return None
    if message.stop_reason == "max_tokens":
        raise CutOff
    return message.parsed_output


check("06.3", read_guide)


# %% 06.1 right
from enum import Enum
from typing import Optional

from pydantic import Field


class Kind(Enum):
    DAMAGE = "damage"
    DELAY = "delay"
    OTHER = "other"


class Complaint(BaseModel):
    """What a customer complains of."""

    items: list[str] = Field(description="what it is about")
    kind: Kind = Field(description="what is wrong")
    order: Optional[int] = Field(default=None, ge=1, description="the order's number")
    customer: str


def read_complaint(text):
    completion = openai_client.chat.completions.parse(
        messages=[{"content": "Extract the complaint:\n" + text, "role": "user"}],
        response_format=Complaint,
        max_completion_tokens=500,
        reasoning_effort="none",
        temperature=0,
        model=OPENAI_MODEL,
    )
    return completion.choices[0].message.parsed


check("06.1", read_complaint)

# %% 06.1 right
from enum import StrEnum


class Kind(StrEnum):
    damage = "damage"
    delay = "delay"
    other = "other"


class Report(BaseModel):
    customer: str
    order: None | int
    kind: Kind
    items: list[str]


def read_complaint(text):
    part = {"type": "text", "text": f"Extract the complaint:\n{text}\n"}
    return (
        openai_client.beta.chat.completions.parse(
            model=OPENAI_MODEL,
            reasoning_effort="none",
            response_format=Report,
            messages=[{"role": "user", "content": [part]}],
        )
        .choices[0]
        .message.parsed
    )


check("06.1", read_complaint)

# %% 06.1 right
from openai.lib._parsing._completions import type_to_response_format_param


class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage"] | Literal["delay"] | Literal["other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=type_to_response_format_param(Complaint),
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return Complaint.model_validate_json(response.choices[0].message.content)


check("06.1", read_complaint)


# %% 06.1 right
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    with openai_client.chat.completions.stream(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    ) as stream:
        return stream.get_final_completion().choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: customer (a text)
class Complaint(BaseModel):
    customer: str | None
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: items should be a list of texts
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: items should be a list of texts
class Item(BaseModel):
    name: str


class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[Item]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: kind can be more, or less
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed


check("06.1", read_complaint)


# %% 06.1 wrong: Your function returned {'customer': 'Kim Lee'
class Complaint(BaseModel):
    customer: str
    order: int | None
    kind: Literal["damage", "delay", "other"]
    items: list[str]


def read_complaint(text):
    response = openai_client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        response_format=Complaint,
        messages=[{"role": "user", "content": f"Extract the complaint:\n{text}"}],
    )
    return response.choices[0].message.parsed.model_dump()


check("06.1", read_complaint)


# %% 06.2 right
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def rule(self):
        assert self.refund <= self.paid
        return self


def read_refund(text):
    try:
        return anthropic_client.messages.parse(
            messages=[{"role": "user", "content": "\n".join(["Extract the refund:", text])}],
            output_format=Refund,
            **anthropic_settings,
        ).parsed_output
    except ValidationError:
        return None


check("06.2", read_refund)

# %% 06.2 right
from pydantic import Field, field_validator


class Refund(BaseModel):
    paid: float = Field(ge=0, description="what was paid")
    refund: float = Field(ge=0, description="what the customer wants back")

    @field_validator("refund")
    @classmethod
    def no_more_than_paid(cls, value, info):
        if value > info.data["paid"]:
            raise ValueError("more than was paid")
        return value


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            model=anthropic_settings["model"],
            max_tokens=anthropic_settings["max_tokens"],
            thinking=anthropic_settings["thinking"],
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValueError:  # ValidationError is one
        result = None
    else:
        result = response.parsed_output
    return result


check("06.2", read_refund)

# %% 06.2 right
from anthropic import transform_schema


class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="before")
    @classmethod
    def no_more_than_paid(cls, data):
        if data["refund"] > data["paid"]:
            raise ValueError("more than was paid")
        return data


def read_refund(text):
    response = anthropic_client.messages.create(
        **anthropic_settings,
        output_config={"format": {"type": "json_schema", "schema": transform_schema(Refund)}},
        messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
    )
    said = "".join(block.text for block in response.content if block.type == "text")
    try:
        return Refund.model_validate_json(said)
    except ValidationError:
        return None


check("06.2", read_refund)

# %% 06.2 right
from typing import Self

import anthropic


class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self) -> Self:
        if self.paid - self.refund < 0:
            raise ValueError
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
        return response.parsed_output
    except anthropic.APIError:
        raise
    except Exception:
        return None


check("06.2", read_refund)


# %% 06.2 wrong: two fields as they are given
class Refund(BaseModel):
    paid: float
    refund: float
    reason: str

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: Wanted: None
class Refund(BaseModel):
    paid: float
    refund: float


def read_refund(text):
    try:
        response = anthropic_client.messages.parse(
            **anthropic_settings,
            output_format=Refund,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
    except ValidationError:
        return None
    return response.parsed_output


check("06.2", read_refund)


# %% 06.2 wrong: Use parse, with output_format=Refund
class Refund(BaseModel):
    paid: float
    refund: float

    @model_validator(mode="after")
    def no_more_than_paid(self):
        if self.refund > self.paid:
            raise ValueError("more than was paid")
        return self


def read_refund(text):
    try:
        response = anthropic_client.messages.create(
            **anthropic_settings,
            messages=[{"role": "user", "content": f"Extract the refund:\n{text}"}],
        )
        return Refund.model_validate_json(response.content[0].text)
    except ValidationError:
        return None


check("06.2", read_refund)


# %% 06.3 right
def read_guide(question, cap):
    message = anthropic_client.messages.create(
        output_config={"format": {"schema": transform_schema(Guide), "type": "json_schema"}},
        messages=[{"content": [{"type": "text", "text": question}], "role": "user"}],
        thinking={"type": "disabled"},
        max_tokens=cap,
        model=ANTHROPIC_MODEL,
    )
    match message.stop_reason:
        case "max_tokens":
            raise CutOff
        case "refusal":
            return None
    return Guide.model_validate_json(message.content[0].text)


check("06.3", read_guide)

# %% 06.3 right
import json


def read_guide(question, cap):
    schema = {**Guide.model_json_schema(), "additionalProperties": False}
    response = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        output_config={"format": {"type": "json_schema", "schema": schema}},
        messages=[{"role": "user", "content": question}],
    )
    if response.stop_reason == "end_turn":
        text = next(block.text for block in response.content if block.type == "text")
        return Guide(**json.loads(text))
    if response.stop_reason == "max_tokens":
        raise CutOff(f"more than {cap} tokens")


check("06.3", read_guide)


# %% 06.3 right
def read_guide(question, cap):
    schema = {
        "type": "object",
        "properties": {"steps": {"type": "array", "items": {"type": "string"}}},
        "required": ["steps"],
        "additionalProperties": False,
    }
    response = anthropic_client.with_options(max_retries=0).messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking=dict(type="disabled"),
        output_config=dict(format=dict(type="json_schema", schema=schema)),
        messages=[dict(role="user", content=question)],
    )
    if response.stop_reason == "refusal":
        return None
    try:
        return Guide.model_validate_json("".join(b.text for b in response.content))
    except ValueError as error:
        raise CutOff from error


check("06.3", read_guide)


# %% 06.3 right
def read_guide(question, cap):
    with anthropic_client.messages.stream(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        output_config={"format": {"type": "json_schema", "schema": transform_schema(Guide)}},
        messages=[{"role": "user", "content": question}],
    ) as stream:
        message = stream.get_final_message()
    if message.stop_reason == "refusal":
        return None
    if message.stop_reason == "max_tokens":
        raise CutOff
    return Guide.model_validate_json(message.content[0].text)


check("06.3", read_guide)


# %% 06.3 wrong: transform_schema(Guide), in output_config
def read_guide(question, cap):
    response = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=cap,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": question}],
    )
    if response.stop_reason == "refusal":
        return None
    if response.stop_reason == "max_tokens":
        raise CutOff
    return Guide.model_validate_json(response.content[0].text)


check("06.3", read_guide)
