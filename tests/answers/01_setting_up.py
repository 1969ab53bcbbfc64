"""Answers to the exercises of lesson 01, right and wrong ones (see test_exercises.py)."""


# %% 01.1 wrong: Nothing was sent to Claude
def ask_both(question):
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=[{"role": "user", "content": question}],
    )
    return response.choices[0].message.content, ""


check("01.1", ask_both)


# %% 01.1 wrong: Nothing was sent to OpenAI
def ask_both(question):
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": question}],
    )
    return "", message.content[0].text


check("01.1", ask_both)


# %% 01.1 wrong: the question that it is given
def ask_both(question):
    messages = [{"role": "user", "content": "What is an API, in one sentence?"}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=messages,
    )
    return response.choices[0].message.content, message.content[0].text


check("01.1", ask_both)


# %% 01.1 wrong: as a plain string
def ask_both(question):
    messages = [{"role": "user", "content": [{"type": "text", "text": question}]}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=messages,
    )
    return response.choices[0].message.content, ""


check("01.1", ask_both)


# %% 01.1 wrong: temperature
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        temperature=0,
        messages=messages,
    )
    return response.choices[0].message.content, ""


check("01.1", ask_both)


# %% 01.1 wrong: called max_completion_tokens
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL, reasoning_effort="none", messages=messages
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=messages,
    )
    return response.choices[0].message.content, message.content[0].text


check("01.1", ask_both)


# %% 01.1 wrong: Switch off Claude's thinking
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL, max_tokens=300, messages=messages
    )
    return response.choices[0].message.content, message.content[0].text


check("01.1", ask_both)


# %% 01.1 wrong: Return the two texts
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=messages,
    )
    return response, message


check("01.1", ask_both)


# %% 01.1 wrong: in their order
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=messages,
    )
    return message.content[0].text, response.choices[0].message.content


check("01.1", ask_both)


# %% 01.2 wrong: nothing is missing
def missing_keys(environment):
    return ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]


check("01.2", missing_keys)


# %% 01.2 wrong: An empty value is no key
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


# %% 01.2 wrong: Return a list
def missing_keys(environment):
    names = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]
    return {name for name in names if not environment.get(name, "").strip()}


check("01.2", missing_keys)


# %% 01.3 wrong: ValueError was raised. Raise FileNotFoundError
def load_keys(path):
    if not path.is_file():
        raise ValueError("no such file")
    load_dotenv(path, override=True)


check("01.3", load_keys)


# %% 01.3 wrong: nobody was told
def load_keys(path):
    load_dotenv(path, override=True)


check("01.3", load_keys)


# %% 01.3 wrong: with no variable in it yet
def load_keys(path):
    if not load_dotenv(path, override=True):
        raise FileNotFoundError(path)


check("01.3", load_keys)

# %% 01.3 wrong: ValueError
import os


def load_keys(path):
    for line in path.read_text().splitlines():
        name, value = line.strip().split("=")
        os.environ[name] = value


check("01.3", load_keys)

# %% 01.3 wrong: knows quotes and comments
import os


def load_keys(path):
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, value = line.strip().partition("=")
            os.environ[name] = value


check("01.3", load_keys)


# %% 01.3 wrong: the file should win
def load_keys(path):
    if not path.exists():
        raise FileNotFoundError(path)
    load_dotenv(path)


check("01.3", load_keys)


# %% 01.3 wrong: not in os.environ
def load_keys(path):
    if not path.exists():
        raise FileNotFoundError(path)
    return dotenv_values(path)


check("01.3", load_keys)
