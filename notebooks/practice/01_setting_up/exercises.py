"""Checks of the exercises in lesson 01."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from helpers.practice.watch import watch

from helpers.practice.exercise import exercise, need

_QUESTION = "What is an SDK, in one sentence?"  # not one that stands in the lesson


@exercise(
    "01.1",
    hint="The two calls stand under `Put it together`. Each provider has its own name for the\n"
    "cap, its own switch for thinking, and its own place for the text.",
)
def ask_both(answer: Callable[[str], Sequence[str]]) -> str:
    seen = watch(answer, _QUESTION)
    sent = {exchange.provider: exchange.request for exchange in seen.exchanges if exchange.request}
    if "openai" in sent:
        _need_the_question(sent["openai"], "OpenAI")
        need(
            sent["openai"].get("max_completion_tokens") == 300,
            "OpenAI's cap is called max_completion_tokens: set it to 300.",
        )
        need(
            sent["openai"].get("reasoning_effort") == "none",
            'Switch off OpenAI\'s thinking: reasoning_effort="none".',
        )
    if "anthropic" in sent:
        _need_the_question(sent["anthropic"], "Claude")
        need(
            sent["anthropic"].get("max_tokens") == 300,
            "Anthropic's cap is max_tokens: set it to 300.",
        )
        need(
            sent["anthropic"].get("thinking") == {"type": "disabled"},
            'Switch off Claude\'s thinking: thinking={"type": "disabled"}.',
        )
    result = seen.result  # a request without an answer ends the function before the other is sent
    need("openai" in sent, "Nothing was sent to OpenAI: openai_client.chat.completions.create.")
    need("anthropic" in sent, "Nothing was sent to Claude: anthropic_client.messages.create.")
    need(
        isinstance(result, tuple | list) and [type(text) for text in result] == [str, str],
        "Return the two texts, OpenAI's first: choices[0].message.content, and the text blocks.",
    )
    answers = {exchange.provider: exchange.response for exchange in seen.exchanges}
    need(
        list(result)
        == [
            answers["openai"]["choices"][0]["message"]["content"],
            "".join(b["text"] for b in answers["anthropic"]["content"] if b["type"] == "text"),
        ],
        "These are not the two answers in their order: OpenAI's text first, then Claude's.",
    )
    return "One question, two APIs, four differences."


def _need_the_question(request: dict[str, Any], whom: str) -> None:
    messages = request["messages"]
    need(
        [message["role"] for message in messages] == ["user"],
        f"The messages for {whom} should be one user message and nothing else.",
    )
    content = messages[0]["content"]
    need(
        isinstance(content, str),
        f"Send the question to {whom} as a plain string: a list of parts means the same, but was "
        "not recorded.",
    )
    need(
        content == _QUESTION,
        f"ask_both was asked {_QUESTION!r} and sent {content!r} to {whom}. Send the question that "
        "it is given, and nothing else.",
    )


@exercise(
    "01.2",
    hint="environment.get(name) is None for a name that is missing, and text.strip() is empty for\n"
    "spaces. Both count as false in a condition.",
)
def missing_keys(answer: Callable[[dict[str, str]], list[str]]) -> str:
    openai, anthropic = "OPENAI_API_KEY", "ANTHROPIC_API_KEY"
    cases: list[tuple[dict[str, str], list[str], str]] = [
        ({openai: "a", anthropic: "b"}, [], "Both keys are set here, so nothing is missing."),
        ({}, [openai, anthropic], "Here both are missing. Return their names, OpenAI's first."),
        ({anthropic: "b"}, [openai], "Here only OpenAI's is missing."),
        ({openai: "", anthropic: "b"}, [openai], "An empty value is no key."),
        ({openai: "a", anthropic: "  "}, [anthropic], "A value of spaces alone is no key."),
    ]
    for environment, expected, why in cases:
        try:
            result = answer(dict(environment))
        except (KeyError, AttributeError) as error:
            if {openai, anthropic} <= set(environment):
                raise  # not for want of a name
            need(
                False,
                f"For {environment} your code raised {type(error).__name__}: {error}. "
                'environment.get(name, "") gives an empty text for a name that is missing.',
            )
        need(
            isinstance(result, list | tuple),
            f"Your function returned {type(result).__name__}. Return a list of the names.",
        )
        need(
            list(result) == expected,
            f"For {environment} your function returned {result!r}, not {expected!r}. {why}",
        )
    return "It names what is missing and shows no part of a key."


_FILE = """\
# A comment, and an empty line

LESSON_NEW="from the file"  # in quotes
LESSON_SET='from the file'
"""


@exercise(
    "01.3",
    hint="path.is_file() says whether there is a file. load_dotenv(path) keeps what is set\n"
    "already unless you pass override=True.",
)
def load_keys(answer: Callable[[Path], object]) -> str:
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"LESSON_SET": "from the shell"}):
        os.environ.pop("LESSON_NEW", None)
        file = Path(folder) / ".env"
        try:
            answer(file)
        except FileNotFoundError:
            pass
        except Exception as error:
            if type(error) not in (Exception, ValueError, RuntimeError, OSError, AssertionError):
                raise  # by accident
            told = type(error).__name__
            need(False, f"There is no such file, and {told} was raised. Raise FileNotFoundError.")
        else:
            need(False, "There is no such file, and nobody was told. Raise FileNotFoundError.")
        file.write_text("# LESSON_NEW=\n", encoding="utf-8")
        try:
            answer(file)
        except FileNotFoundError:
            need(
                False,
                "The file is there, with no variable in it yet, and FileNotFoundError was raised. "
                "load_dotenv returns False for both, so ask path.is_file().",
            )
        file.write_text(_FILE, encoding="utf-8")
        answer(file)
        need(
            "LESSON_NEW" in os.environ,
            "The file is there, but its variables are not in os.environ. Call load_dotenv(path).",
        )
        need(
            os.environ["LESSON_NEW"] == "from the file",
            f"A line of the file was misread: LESSON_NEW is {os.environ['LESSON_NEW']!r}, not "
            "'from the file'. load_dotenv(path) knows quotes and comments.",
        )
        need(
            os.environ["LESSON_SET"] == "from the file",
            "A variable that was set before kept its old value. This time the file should win.",
        )
    return "A file that is not there can no longer go unnoticed."
