"""Answers to the exercises of lesson 02, right and wrong ones (see test_exercises.py)."""

# %% 02.1 wrong: No request
check("02.1", lambda word: "fromage")


# %% 02.1 wrong: ['user']
def translate(word):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": f"Translate into French: {word}"}],
    )
    return response.choices[0].message.content


check("02.1", translate)


# %% 02.1 wrong: the word alone
def translate(word):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[
            {"role": "system", "content": "Translate."},
            {"role": "user", "content": f"Translate {word} into French."},
        ],
    )
    return response.choices[0].message.content


check("02.1", translate)


# %% 02.1 wrong: reasoning_effort
def translate(word):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=[
            {"role": "system", "content": "Translate into French. Only the word."},
            {"role": "user", "content": word},
        ],
    )
    return response.choices[0].message.content


check("02.1", translate)


# %% 02.1 wrong: ChatCompletion
def translate(word):
    return client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[
            {"role": "system", "content": "Translate into French. Only the word."},
            {"role": "user", "content": word},
        ],
    )


check("02.1", translate)


# %% 02.1 right
def translate(word):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        temperature=0,
        messages=[
            {"role": "system", "content": "Translate into French. Only the word."},
            {"role": "user", "content": word},
        ],
    )
    return response.choices[0].message.content


check("02.1", translate)


# %% 02.1 wrong: is not the answer
def translate(word):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[
            {"role": "system", "content": "Translate into French. Only the word."},
            {"role": "user", "content": word},
        ],
    )
    return "x"


check("02.1", translate)


# %% 02.1 wrong: returned None
def translate(word):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[
            {"role": "system", "content": "Translate into French. Only the word."},
            {"role": "user", "content": word},
        ],
    )
    return None


check("02.1", translate)


# %% 02.1 right
def translate(word):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[
            {"role": "system", "content": "Translate into French. Only the word."},
            {"role": "user", "content": [{"type": "text", "text": word}]},
        ],
    )
    return response.choices[0].message.content


check("02.1", translate)


# %% 02.1 wrong: Wanted: chat.completions.create
def translate(word):
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        instructions="Translate into French. Only the word.",
        input=word,
    )
    return response.output_text


check("02.1", translate)


# %% 02.1 right
def translate(word):
    response = client.chat.completions.parse(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[
            {"role": "system", "content": "Translate into French. Only the word."},
            {"role": "user", "content": word},
        ],
    )
    return response.choices[0].message.content


check("02.1", translate)


# %% 02.2 wrong: not at the count or the text
def whole_answer(question):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=30,
        messages=[{"role": "user", "content": question}],
    )
    if response.usage.completion_tokens >= 30:
        raise ValueError("cut")
    return response.choices[0].message.content


check("02.2", whole_answer)


# %% 02.2 wrong: Wanted: ValueError
def whole_answer(question):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=30,
        messages=[{"role": "user", "content": question}],
    )
    if response.choices[0].finish_reason == "length":
        raise Exception("cut")
    return response.choices[0].message.content


check("02.2", whole_answer)


# %% 02.2 right
def whole_answer(question):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=30,
        seed=1,
        messages=[{"role": "user", "content": question}],
    )
    if response.choices[0].finish_reason == "length":
        raise ValueError("cut")
    return response.choices[0].message.content


check("02.2", whole_answer)


# %% 02.2 wrong: returned 'x'
def whole_answer(question):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=30,
        messages=[{"role": "user", "content": question}],
    )
    if response.choices[0].finish_reason == "length":
        raise ValueError("cut")
    return "x"


check("02.2", whole_answer)


# %% 02.2 wrong: refuse max_tokens
def whole_answer(question):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_tokens=30,
        messages=[{"role": "user", "content": question}],
    )
    return response.choices[0].message.content


check("02.2", whole_answer)


# %% 02.2 wrong: did not say so
def whole_answer(question):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=30,
        messages=[{"role": "user", "content": question}],
    )
    return response.choices[0].message.content


check("02.2", whole_answer)


# %% 02.2 wrong: use up the cap
def whole_answer(question):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        max_completion_tokens=30,
        messages=[{"role": "user", "content": question}],
    )
    if response.choices[0].finish_reason == "length":
        raise ValueError("cut")
    return response.choices[0].message.content


check("02.2", whole_answer)


# %% 02.2 wrong: for a cut one only
def whole_answer(question):
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=30,
        messages=[{"role": "user", "content": question}],
    )
    raise ValueError("cut")


check("02.2", whole_answer)


# %% 02.1 right
def translate(word):
    answer = client.chat.completions.create(
        messages=[
            {"role": "developer", "content": "Translate into French. Only the word."},
            dict(role="user", content=word),
        ],
        reasoning_effort="none",
        model=OPENAI_MODEL,
        max_completion_tokens=100,
    )
    return answer.choices[0].message.content.strip()


check("02.1", translate)


# %% 02.2 right
def whole_answer(question):
    request = {"model": OPENAI_MODEL, "reasoning_effort": "none", "max_completion_tokens": 30}
    response = client.chat.completions.create(
        **request, messages=[{"role": "user", "content": question}]
    )
    if response.choices[0].finish_reason == "stop":
        return response.choices[0].message.content
    raise ValueError


check("02.2", whole_answer)


# %% 02.3 right
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        max_output_tokens=50,
        temperature=0,
        input=[{"role": "user", "content": "What is a URL?"}],
    )
    return response.output_text


check("02.3", old_call)


# %% 02.3 right
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        input="What is a URL?",
        temperature=0,
        max_output_tokens=50,
        reasoning={"effort": "none"},
        store=False,
    )
    return "".join(
        part.text for item in response.output if item.type == "message" for part in item.content
    )


check("02.3", old_call)


# %% 02.3 right
def old_call():
    settings = {"model": OPENAI_MODEL, "reasoning": {"effort": "none"}, "temperature": 0.0}
    return client.responses.create(
        **settings, max_output_tokens=50, input="What is a URL?"
    ).output_text


check("02.3", old_call)


# %% 02.3 wrong: call client.responses.create
def old_call():
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=50,
        temperature=0,
        messages=[{"role": "user", "content": "What is a URL?"}],
    )
    return response.choices[0].message.content


check("02.3", old_call)


# %% 02.3 wrong: call client.responses.create
def old_call():
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        max_tokens=50,
        temperature=0,
        messages=[{"role": "user", "content": "What is a URL?"}],
    )
    return response["choices"][0]["message"]["content"]


check("02.3", old_call)


# %% 02.3 wrong: max_output_tokens
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        temperature=0,
        input="What is a URL?",
    )
    return response.output_text


check("02.3", old_call)


# %% 02.3 wrong: Switch reasoning off
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        max_output_tokens=50,
        temperature=0,
        input="What is a URL?",
    )
    return response.output_text


check("02.3", old_call)


# %% 02.3 wrong: Keep temperature=0
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        max_output_tokens=50,
        input="What is a URL?",
    )
    return response.output_text


check("02.3", old_call)


# %% 02.3 wrong: Your function returned
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        max_output_tokens=50,
        temperature=0,
        input="What is a URL?",
    )
    return response


check("02.3", old_call)


# %% 02.3 wrong: AttributeError
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        max_output_tokens=50,
        temperature=0,
        input="What is a URL?",
    )
    return response.choices[0].message.content


check("02.3", old_call)


# %% 02.3 wrong: returned 'x'
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        max_output_tokens=50,
        temperature=0,
        input="What is a URL?",
    )
    return "x"


check("02.3", old_call)


# %% 02.3 wrong: max_completion_tokens
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        max_completion_tokens=50,
        temperature=0,
        input="What is a URL?",
    )
    return response.output_text


check("02.3", old_call)


# %% 02.3 wrong: URL
def old_call():
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        max_output_tokens=50,
        temperature=0,
        input="URL",
    )
    return response.output_text


check("02.3", old_call)
