"""Answers to the exercises of lesson 03, right and wrong ones (see test_exercises.py)."""


# %% 03.1 wrong: went to OpenAI
def ask_claude(question):
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        max_completion_tokens=2000,
        reasoning_effort="none",
        messages=[
            {"role": "system", "content": "Answer with number and unit."},
            {"role": "user", "content": question},
        ],
    )
    return response.choices[0].message.content


check("03.1", ask_claude)


# %% 03.1 wrong: ['system', 'user']
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        messages=[
            {"role": "system", "content": "Answer with number and unit."},
            {"role": "user", "content": question},
        ],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.1", ask_claude)


# %% 03.1 wrong: Claude's cap is max_tokens
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_completion_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.1", ask_claude)


# %% 03.1 right
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[
            {
                "role": "user",
                "content": [{"type": "text", "text": question}],
            }
        ],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.1", ask_claude)


# %% 03.1 wrong: switched thinking off
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.1", ask_claude)


# %% 03.1 wrong: as the parameter system
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.1", ask_claude)


# %% 03.1 wrong: 'Message' object has no attribute 'choices'
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return response.choices[0].message.content


check("03.1", ask_claude)


# %% 03.1 wrong: returned [TextBlock
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return response.content


check("03.1", ask_claude)


# %% 03.1 wrong: Claude has thinking and output_config
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        reasoning_effort="none",
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.1", ask_claude)


# %% 03.1 wrong: name for the cap
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        max_completion_tokens=2000,
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.1", ask_claude)


# %% 03.1 wrong: does not take sampling parameters
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        extra_body={"top_k": 1},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.1", ask_claude)


# %% 03.1 wrong: model is
def ask_claude(question):
    response = client.messages.create(
        model=OPENAI_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.1", ask_claude)


# %% 03.2 wrong: not at the count
def whole_answer(question):
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if response.usage.output_tokens < 60:
            break
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: Ask once more only
def whole_answer(question):
    cap = 60
    while True:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if response.stop_reason != "max_tokens":
            return "".join(block.text for block in response.content if block.type == "text")
        cap = 2000


check("03.2", whole_answer)


# %% 03.2 wrong: returned None. Return the text of the last
def whole_answer(question):
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if response.stop_reason != "max_tokens":
            return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: as the only message
def whole_answer(question):
    messages = [{"role": "user", "content": question}]
    response = client.messages.create(model=ANTHROPIC_MODEL, max_tokens=60, messages=messages)
    if response.stop_reason == "max_tokens":
        messages += [
            {"role": "assistant", "content": response.content},
            {"role": "user", "content": "Go on."},
        ]
        response = client.messages.create(model=ANTHROPIC_MODEL, max_tokens=2000, messages=messages)
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: did not ask again
def whole_answer(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=60,
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: did not ask again
def whole_answer(question):
    messages = [{"role": "user", "content": question}]
    response = client.messages.create(model=ANTHROPIC_MODEL, max_tokens=60, messages=messages)
    if response.stop_reason == "length":
        response = client.messages.create(model=ANTHROPIC_MODEL, max_tokens=2000, messages=messages)
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: choose by its type
def whole_answer(question):
    messages = [{"role": "user", "content": question}]
    response = client.messages.create(model=ANTHROPIC_MODEL, max_tokens=60, messages=messages)
    if response.stop_reason == "max_tokens":
        response = client.messages.create(model=ANTHROPIC_MODEL, max_tokens=2000, messages=messages)
    return response.content[0].text


check("03.2", whole_answer)


# %% 03.2 wrong: complete was asked for again
def whole_answer(question):
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: Leave thinking as it is
def whole_answer(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=60,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: has no attribute 'finish_reason'
def whole_answer(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=60,
        messages=[{"role": "user", "content": question}],
    )
    if response.finish_reason == "max_tokens":
        return ""
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: max_tokens in request 2 is 120
def whole_answer(question):
    cap = 60
    while True:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if response.stop_reason != "max_tokens":
            return "".join(block.text for block in response.content if block.type == "text")
        cap *= 2


check("03.2", whole_answer)


# %% 03.2 wrong: did not ask again
def whole_answer(question):
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if [block for block in response.content if block.type == "text"]:
            break
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: the last answer alone
def whole_answer(question):
    text = ""
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        text += "".join(b.text for b in response.content if b.type == "text")
        if response.stop_reason != "max_tokens":
            break
    return text


check("03.2", whole_answer)


# %% 03.2 wrong: choose by its type
def whole_answer(question):
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if response.stop_reason != "max_tokens":
            break
    return response.content[-1].text


check("03.2", whole_answer)


# %% 03.3 wrong: It goes into output_config
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        effort="high",
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)


# %% 03.3 wrong: Claude decides each time
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return response.content[1].text


check("03.3", old_call)


# %% 03.3 wrong: choose by its type
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return response.content[-1].text


check("03.3", old_call)


# %% 03.3 wrong: Claude takes it no more
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        temperature=1,
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)


# %% 03.3 wrong: does not take sampling parameters
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
        extra_body={"temperature": 1},
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)


# %% 03.3 wrong: without a budget
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "enabled", "budget_tokens": 1024},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)


# %% 03.3 wrong: ['system', 'user']
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        messages=[
            {"role": "system", "content": "Answer in one sentence."},
            {"role": "user", "content": "Why do retries back off?"},
        ],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)


# %% 03.3 wrong: choose by its type
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return response.content[0].text


check("03.3", old_call)


# %% 03.3 wrong: In place of the budget
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)


# %% 03.1 right
def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def ask_claude(question):
    messages = [dict(content=question, role="user")]
    response = client.messages.create(
        messages=messages,
        system=[{"type": "text", "text": "Answer with number and unit."}],
        thinking=dict(type="disabled"),
        max_tokens=2000,
        model=ANTHROPIC_MODEL,
    )
    return text_of(response)


check("03.1", ask_claude)


# %% 03.1 right
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
        stop_sequences=["###"],
    )
    return response.content[0].text


check("03.1", ask_claude)


# %% 03.1 right
def ask_claude(question):
    with client.messages.stream(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    ) as stream:
        return "".join(stream.text_stream)


check("03.1", ask_claude)


# %% 03.1 right
def ask_claude(question):
    raw = Anthropic(timeout=30).messages.with_raw_response.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    for block in raw.parse().model_dump()["content"]:
        if block["type"] == "text":
            return block["text"]


check("03.1", ask_claude)


# %% 03.1 wrong: No request was sent
def ask_claude(question):
    return "30 seconds"


check("03.1", ask_claude)


# %% 03.1 wrong: Keep the cap of 2000 tokens
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return response.content[0].text


check("03.1", ask_claude)


# %% 03.2 right
def whole_answer(question):
    def ask(cap):
        return client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )

    response = ask(60)
    if response.stop_reason == "max_tokens":
        response = ask(2000)
    return next(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 right
def whole_answer(question, cap=60):
    response = client.messages.create(
        messages=[{"role": "user", "content": [{"type": "text", "text": question}]}],
        thinking={"type": "adaptive", "display": "omitted"},
        max_tokens=cap,
        model=ANTHROPIC_MODEL,
    )
    if cap == 60 and response.stop_reason == "max_tokens":
        return whole_answer(question, cap=2000)
    text = ""
    for block in response.content:
        if block.type == "text":
            text += block.text
    return text.strip()


check("03.2", whole_answer)

# %% 03.2 right
from anthropic.types import TextBlock


def whole_answer(question):
    request = {"model": ANTHROPIC_MODEL, "messages": [{"role": "user", "content": question}]}
    response = client.messages.create(**request, max_tokens=60)
    if response.stop_reason != "end_turn":
        response = client.messages.create(**request, max_tokens=2000)
    for block in response.content:
        if isinstance(block, TextBlock):
            return block.text


check("03.2", whole_answer)


# %% 03.2 right
def whole_answer(question):
    for cap in (60, 2000):
        with client.messages.stream(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            output_config={"effort": "medium"},
            messages=[{"role": "user", "content": question}],
        ) as stream:
            message = stream.get_final_message()
        text = "".join(getattr(block, "text", "") for block in message.content)
        if message.stop_reason != "max_tokens":
            return text
    return text


check("03.2", whole_answer)


# %% 03.2 wrong: max_tokens in request 2 is 60
def whole_answer(question):
    for _ in range(2):
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=60,
            messages=[{"role": "user", "content": question}],
        )
        if response.stop_reason != "max_tokens":
            break
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: Your code raised ValueError
def whole_answer(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=60,
        messages=[{"role": "user", "content": question}],
    )
    if response.stop_reason == "max_tokens":
        raise ValueError("the answer was cut off")
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.2 wrong: Leave thinking as it is
def whole_answer(question):
    off = {}
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
            **off,
        )
        if response.stop_reason != "max_tokens":
            break
        off = {"thinking": {"type": "disabled"}}
    return "".join(block.text for block in response.content if block.type == "text")


check("03.2", whole_answer)


# %% 03.3 right
def old_call():
    """It means the same as leaving it out."""
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "adaptive"},
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)


# %% 03.3 right
def old_call():
    response = client.messages.create(
        messages=[{"role": "user", "content": "Why do retries back off?"}],
        system="Answer in one sentence.",
        extra_body={"output_config": {"effort": "high"}},
        max_tokens=2000,
        model=ANTHROPIC_MODEL,
    )
    texts = [block.text for block in response.content if block.type == "text"]
    return texts[0]


check("03.3", old_call)


# %% 03.3 right
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        system=[{"type": "text", "text": "Answer in one sentence."}],
        messages=[
            {"role": "user", "content": [{"type": "text", "text": "Why do retries back off?"}]}
        ],
    ).model_dump()
    return "".join(b["text"] for b in response["content"] if b["type"] == "text")


check("03.3", old_call)


# %% 03.3 wrong: is missing. Wanted: 'Answer in one sentence.'
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)


# %% 03.3 wrong: without a budget
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)


# %% 03.3 right
def old_call():
    response = client.beta.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return "".join(block.text for block in response.content if block.type == "text")


check("03.3", old_call)
