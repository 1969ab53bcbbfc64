"""Answers to the exercises of lesson 01, right and wrong ones (see test_exercises.py)."""


# %% 01.1 wrong: Claude's first block is its thinking
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(model=OPENAI_MODEL, messages=messages)
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL, max_tokens=1000, messages=messages
    )
    return response.choices[0].message.content, message.content[0].text


check("01.1", ask_both)


# %% 01.1 wrong: Cap Claude's answer
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(model=OPENAI_MODEL, messages=messages)
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL, max_tokens=10, messages=messages
    )
    texts = [block.text for block in message.content if block.type == "text"]
    return response.choices[0].message.content, texts[0]


check("01.1", ask_both)


# %% 01.1 wrong: Ask each of the two once
def ask_both(question):
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=[{"role": "user", "content": question}],
    )
    return response.choices[0].message.content, ""


check("01.1", ask_both)


# %% 01.1 wrong: Ask each of the two once
def ask_both(question):
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        messages=[{"role": "user", "content": question}],
    )
    return "", "".join(block.text for block in message.content if block.type == "text")


check("01.1", ask_both)


# %% 01.1 wrong: the question that it is given
def ask_both(question):
    messages = [{"role": "user", "content": "What is an API, in one sentence?"}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        messages=messages,
    )
    return response.choices[0].message.content, "".join(
        block.text for block in message.content if block.type == "text"
    )


check("01.1", ask_both)


# %% 01.1 right
def ask_both(question):
    messages = [{"role": "user", "content": [{"type": "text", "text": question}]}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        messages=messages,
    )
    return response.choices[0].message.content, "".join(
        block.text for block in message.content if block.type == "text"
    )


check("01.1", ask_both)


# %% 01.1 right
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        temperature=1,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        messages=messages,
    )
    return response.choices[0].message.content, "".join(
        block.text for block in message.content if block.type == "text"
    )


check("01.1", ask_both)


# %% 01.1 wrong: Return the two texts
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        messages=messages,
    )
    return response, message


check("01.1", ask_both)


# %% 01.1 wrong: OpenAI's first
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        messages=messages,
    )
    return "".join(
        block.text for block in message.content if block.type == "text"
    ), response.choices[0].message.content


check("01.1", ask_both)


# %% 01.2 wrong: nothing is missing
def missing_keys(environment):
    return ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]


check("01.2", missing_keys)


# %% 01.2 wrong: For an empty value
def missing_keys(environment):
    names = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]
    return [name for name in names if name not in environment]


check("01.2", missing_keys)


# %% 01.2 wrong: spaces alone
def missing_keys(environment):
    names = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]
    return [name for name in names if not environment.get(name)]


check("01.2", missing_keys)


# %% 01.2 wrong: environment.get(name, "")
def missing_keys(environment):
    names = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]
    return [name for name in names if not environment[name].strip()]


check("01.2", missing_keys)


# %% 01.2 wrong: return an empty list
def missing_keys(environment):
    names = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]
    return {name for name in names if not environment.get(name, "").strip()}


check("01.2", missing_keys)


# %% 01.1 wrong: where 'Ready-made code.' is wanted
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        messages=messages,
    )
    return response.choices[0].message.content[:5], "".join(
        block.text for block in message.content if block.type == "text"
    )


check("01.1", ask_both)


# %% 01.1 wrong: Your code raised TypeError
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=messages,
    )
    message = anthropic_client.messages.create(model=ANTHROPIC_MODEL, messages=messages)
    return response.choices[0].message.content, "".join(
        block.text for block in message.content if block.type == "text"
    )


check("01.1", ask_both)


# %% 01.1 wrong: ['system', 'user']
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=[{"role": "system", "content": "Be brief."}, *messages],
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        messages=messages,
    )
    return response.choices[0].message.content, "".join(
        block.text for block in message.content if block.type == "text"
    )


check("01.1", ask_both)


# %% 01.1 right
def ask_both(question):
    """Claude is asked first, and its blocks are taken in a loop."""
    prompt = {"messages": [{"role": "user", "content": question}]}
    message = anthropic_client.messages.create(max_tokens=1000, model=ANTHROPIC_MODEL, **prompt)
    claude = ""
    for block in message.content:
        if block.type == "text":
            claude += block.text
    response = openai_client.chat.completions.create(model=OPENAI_MODEL, **prompt)
    return [response.choices[0].message.content, claude]


check("01.1", ask_both)

# %% 01.1 right
from concurrent.futures import ThreadPoolExecutor


def ask_openai(messages):
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        messages=messages,
    )
    return response.model_dump()["choices"][0]["message"]["content"]


def ask_claude(messages):
    options = dict(model=ANTHROPIC_MODEL, max_tokens=1000)
    with anthropic_client.messages.stream(messages=messages, **options) as stream:
        return stream.get_final_text()


def ask_both(question):
    messages = [{"role": "user", "content": question}]
    with ThreadPoolExecutor() as pool:
        return tuple(pool.map(lambda ask: ask(messages), (ask_openai, ask_claude)))


check("01.1", ask_both)


# %% 01.1 right
def ask_both(question):
    openai, claude = OpenAI(timeout=30), Anthropic(timeout=30, max_retries=0)
    messages = [{"role": "user", "content": question}]
    response = openai.chat.completions.create(
        model=OPENAI_MODEL,
        messages=messages,
        store=False,
    )
    message = claude.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=1000,
        messages=messages,
        metadata={"user_id": "1"},
    )
    return (
        response.choices[0].message.content.strip(),
        next(block.text for block in message.content if block.type == "text"),
    )


check("01.1", ask_both)


# %% 01.2 wrong: None has no strip()
def missing_keys(environment):
    names = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]
    return [name for name in names if not environment.get(name).strip()]


check("01.2", missing_keys)


# %% 01.2 wrong: at [0]. Wanted: 'OPENAI_API_KEY'
def missing_keys(environment):
    names = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY"]
    return [name for name in names if not environment.get(name, "").strip()]


check("01.2", missing_keys)


# %% 01.2 wrong: changed what it was given
def missing_keys(environment):
    missing = []
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        if not environment.setdefault(name, "").strip():
            missing.append(name)
    return missing


check("01.2", missing_keys)


# %% 01.2 right
def missing_keys(environment):
    missing = []
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        if name not in environment or environment[name].strip() == "":
            missing.append(name)
    return missing


check("01.2", missing_keys)


# %% 01.2 right
def missing_keys(environment):
    def is_missing(name):
        try:
            value = environment[name]
        except KeyError:
            return True
        return not value or value.isspace()

    return tuple(filter(is_missing, ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]))


check("01.2", missing_keys)

# %% 01.2 right
names = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]
missing_keys = lambda environment: [n for n in names if not (environment.get(n) or "").strip()]

check("01.2", missing_keys)
