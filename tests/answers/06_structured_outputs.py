"""Answers to the exercises of lesson 06, right and wrong ones (see test_exercises.py)."""


# %% 06.1 wrong: has no fields yet
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


# %% 06.1 wrong: Allow None, too
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


# %% 06.1 wrong: holds no schema
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


# %% 06.1 wrong: has made an object of it
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

# %% 06.1 wrong: went out as a tool
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


# %% 06.1 wrong: not the one asked for
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


# %% 06.1 wrong: no system text
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


# %% 06.2 wrong: as much as was paid
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


# %% 06.2 wrong: Return response.parsed_output where nothing was raised
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


# %% 06.2 wrong: thinking is not the given one
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


# %% 06.2 wrong: not the one asked for
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


# %% 06.2 wrong: sees the raw dictionary
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

# %% 06.3 wrong: in mid-answer raised CutOff
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


# %% 06.3 wrong: Claude refused at once
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


# %% 06.3 wrong: did not raise CutOff
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


# %% 06.3 wrong: A whole answer gave str
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

# %% 06.3 wrong: 2 requests for one question
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


# %% 06.3 wrong: the cap that the function was given
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


# %% 06.3 wrong: keep thinking disabled
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


# %% 06.3 wrong: was streamed
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
