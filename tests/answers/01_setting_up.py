"""Answers to the exercises of lesson 01, right and wrong ones (see test_exercises.py)."""


# %% 01.1 wrong: Ask each of the two once
def ask_both(question):
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=[{"role": "user", "content": question}],
    )
    return response.choices[0].message.content, ""


check("01.1", ask_both)


# %% 01.1 wrong: Ask each of the two once
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


# %% 01.1 right
def ask_both(question):
    messages = [{"role": "user", "content": [{"type": "text", "text": question}]}]
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


# %% 01.1 right
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        temperature=0,
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


# %% 01.1 wrong: OpenAI's first
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


# %% 01.3 wrong: Wanted: FileNotFoundError
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

# %% 01.3 wrong: not enough values to unpack
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
from dotenv import dotenv_values


def load_keys(path):
    if not path.exists():
        raise FileNotFoundError(path)
    return dotenv_values(path)


check("01.3", load_keys)


# %% 01.1 wrong: where 'Ready-made code.' is wanted
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
    return response.choices[0].message.content[:5], message.content[0].text


check("01.1", ask_both)


# %% 01.1 wrong: Your code raised TypeError
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=messages,
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL, thinking={"type": "disabled"}, messages=messages
    )
    return response.choices[0].message.content, message.content[0].text


check("01.1", ask_both)


# %% 01.1 wrong: called max_completion_tokens
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL, reasoning_effort="none", max_tokens=300, messages=messages
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=messages,
    )
    return response.choices[0].message.content, message.content[0].text


check("01.1", ask_both)


# %% 01.1 wrong: ['system', 'user']
def ask_both(question):
    messages = [{"role": "user", "content": question}]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=[{"role": "system", "content": "Be brief."}, *messages],
    )
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=messages,
    )
    return response.choices[0].message.content, message.content[0].text


check("01.1", ask_both)


# %% 01.1 right
def ask_both(question):
    """Claude is asked first, and its blocks are taken in a loop."""
    prompt = {"messages": [{"role": "user", "content": question}]}
    message = anthropic_client.messages.create(
        thinking={"type": "disabled"}, max_tokens=300, model=ANTHROPIC_MODEL, **prompt
    )
    claude = ""
    for block in message.content:
        if block.type == "text":
            claude += block.text
    response = openai_client.chat.completions.create(
        max_completion_tokens=300, reasoning_effort="none", model=OPENAI_MODEL, **prompt
    )
    return [response.choices[0].message.content, claude]


check("01.1", ask_both)

# %% 01.1 right
from concurrent.futures import ThreadPoolExecutor


def ask_openai(messages):
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=messages,
    )
    return response.model_dump()["choices"][0]["message"]["content"]


def ask_claude(messages):
    options = dict(model=ANTHROPIC_MODEL, max_tokens=300, thinking={"type": "disabled"})
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
        reasoning_effort="none",
        max_completion_tokens=300,
        messages=messages,
        store=False,
    )
    message = claude.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
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


# %% 01.3 right
def load_keys(path):
    path.open().close()
    return load_dotenv(dotenv_path=path, override=True)


check("01.3", load_keys)

# %% 01.3 right
import os

from dotenv import dotenv_values


def load_keys(path):
    if not os.path.exists(path):
        raise FileNotFoundError(f"There is no {path}.")
    for name, value in dotenv_values(path).items():
        os.environ[name] = value


check("01.3", load_keys)

# %% 01.3 right
import io


def load_keys(path):
    load_dotenv(stream=io.StringIO(path.read_text()), override=True)


check("01.3", load_keys)


# %% 01.3 right
class NoKeys(FileNotFoundError):
    pass


def load_keys(path):
    if not load_dotenv(str(path), override=True) and not path.exists():
        raise NoKeys(path.name)


check("01.3", load_keys)


# %% 01.3 right
def load_keys(path):
    with open(path, encoding="utf-8") as file:
        load_dotenv(stream=file, override=True)


check("01.3", load_keys)


# %% 01.3 wrong: Wanted: FileNotFoundError
def load_keys(path):
    assert path.is_file(), "no file"
    load_dotenv(path, override=True)


check("01.3", load_keys)
