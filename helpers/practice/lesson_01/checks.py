"""Checks of the exercises in lesson 01."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from ..exercise import exercise, need, watch

_QUESTION = "What is an API, in one sentence?"


@exercise(
    "01.1",
    hint="The two calls stand in the last code cell above. Each provider has its own name for the\n"
    "cap, its own switch for thinking, and its own place for the text.",
)
def ask_both(answer: Callable[[str], Sequence[str]]) -> str:
    seen = watch(answer, _QUESTION)
    sent = {exchange.provider: exchange.request for exchange in seen.exchanges}
    _need_the_question(sent, "openai", "chat.completions.create")
    need(
        sent["openai"].get("max_completion_tokens") == 300,
        "OpenAI's cap is called max_completion_tokens: set it to 300.",
    )
    need(
        sent["openai"].get("reasoning_effort") == "none",
        'Switch off OpenAI\'s thinking: reasoning_effort="none".',
    )
    _need_the_question(sent, "anthropic", "messages.create")
    need(
        sent["anthropic"].get("max_tokens") == 300,
        "Anthropic's cap is max_tokens: set it to 300.",
    )
    need(
        sent["anthropic"].get("thinking") == {"type": "disabled"},
        'Switch off Claude\'s thinking: thinking={"type": "disabled"}.',
    )
    result = seen.result
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


def _need_the_question(sent: dict[str, Any], provider: str, call: str) -> None:
    need(provider in sent, f"Nothing was sent to {provider}: call its client's {call}.")
    need(
        sent[provider]["messages"] == [{"role": "user", "content": _QUESTION}],
        f"The messages for {provider} should be one user message with the question alone.",
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
        result = answer(dict(environment))
        need(
            list(result) == expected if isinstance(result, list | tuple) else False,
            f"For {environment} your function returned {result!r}, not {expected!r}. {why}",
        )
    return "It names what is missing and shows no part of a key."


@exercise(
    "01.3",
    hint="load_dotenv(path) returns False when there is no file. It keeps what is set already\n"
    "unless you pass override=True.",
)
def load_keys(answer: Callable[[Path], object]) -> str:
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"LESSON_SET": "from the shell"}):
        os.environ.pop("LESSON_NEW", None)
        file = Path(folder) / ".env"
        try:
            answer(file)
        except FileNotFoundError:
            pass
        else:
            need(False, "There is no such file, and nobody was told. Raise FileNotFoundError.")
        file.write_text("LESSON_NEW=from the file\nLESSON_SET=from the file\n", encoding="utf-8")
        answer(file)
        need(
            os.environ.get("LESSON_NEW") == "from the file",
            "The file is there, but its variables are not in os.environ. Call load_dotenv(path).",
        )
        need(
            os.environ["LESSON_SET"] == "from the file",
            "A variable that was set before kept its old value. This time the file should win.",
        )
    return "A file that is not there can no longer go unnoticed."
