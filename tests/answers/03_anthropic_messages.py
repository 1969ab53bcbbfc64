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
    return text_of(response)


check("03.1", ask_claude)


# %% 03.1 wrong: which OpenAI calls max_completion_tokens
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_completion_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return text_of(response)


check("03.1", ask_claude)


# %% 03.1 wrong: as one string
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
    return text_of(response)


check("03.1", ask_claude)


# %% 03.1 wrong: switched thinking off
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return text_of(response)


check("03.1", ask_claude)


# %% 03.1 wrong: as system
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": question}],
    )
    return text_of(response)


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


# %% 03.1 wrong: returned list
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


# %% 03.1 wrong: reasoning_effort is OpenAI's
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        reasoning_effort="none",
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return text_of(response)


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
    return text_of(response)


check("03.1", ask_claude)


# %% 03.1 wrong: top_k
def ask_claude(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        extra_body={"top_k": 1},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return text_of(response)


check("03.1", ask_claude)


# %% 03.1 wrong: use ANTHROPIC_MODEL
def ask_claude(question):
    response = client.messages.create(
        model=OPENAI_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return text_of(response)


check("03.1", ask_claude)


# %% 03.2 wrong: of exactly 60 tokens
def whole_answer(question):
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if response.usage.output_tokens < 60:
            break
    return text_of(response)


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
            return text_of(response)
        cap = 2000


check("03.2", whole_answer)


# %% 03.2 wrong: your function returned None
def whole_answer(question):
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if response.stop_reason != "max_tokens":
            return text_of(response)


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
    return text_of(response)


check("03.2", whole_answer)


# %% 03.2 wrong: did not ask again
def whole_answer(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=60,
        messages=[{"role": "user", "content": question}],
    )
    return text_of(response)


check("03.2", whole_answer)


# %% 03.2 wrong: did not ask again
def whole_answer(question):
    messages = [{"role": "user", "content": question}]
    response = client.messages.create(model=ANTHROPIC_MODEL, max_tokens=60, messages=messages)
    if response.stop_reason == "length":
        response = client.messages.create(model=ANTHROPIC_MODEL, max_tokens=2000, messages=messages)
    return text_of(response)


check("03.2", whole_answer)


# %% 03.2 wrong: block need not be text
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
    return text_of(response)


check("03.2", whole_answer)


# %% 03.2 wrong: Leave thinking as it is
def whole_answer(question):
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=60,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": question}],
    )
    return text_of(response)


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
    return text_of(response)


check("03.2", whole_answer)


# %% 03.2 wrong: with a cap of 2000
def whole_answer(question):
    cap = 60
    while True:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if response.stop_reason != "max_tokens":
            return text_of(response)
        cap *= 2


check("03.2", whole_answer)


# %% 03.2 wrong: It held some text, but not all of it
def whole_answer(question):
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if text_of(response):
            break
    return text_of(response)


check("03.2", whole_answer)


# %% 03.2 wrong: stands twice
def whole_answer(question):
    text = ""
    for cap in [60, 2000]:
        response = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        text += text_of(response)
        if response.stop_reason != "max_tokens":
            break
    return text


check("03.2", whole_answer)


# %% 03.2 wrong: from a place in content
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


# %% 03.3 wrong: effort goes into output_config
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        effort="high",
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return text_of(response)


check("03.3", old_call)


# %% 03.3 wrong: from a place in content
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


# %% 03.3 wrong: from a place in content
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


# %% 03.3 wrong: takes no temperature any more: drop it
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        temperature=1,
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return text_of(response)


check("03.3", old_call)


# %% 03.3 wrong: Claude takes no temperature
def old_call():
    response = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
        extra_body={"temperature": 1},
    )
    return text_of(response)


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
    return text_of(response)


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
    return text_of(response)


check("03.3", old_call)


# %% 03.3 wrong: block need not be text
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
    return text_of(response)


check("03.3", old_call)
