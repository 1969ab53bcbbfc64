"""The exercises of lesson 01."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from anthropic import Anthropic
from dotenv import load_dotenv
from openai import OpenAI

from helpers import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.canned import Either, Reply
from helpers.practice.compare import Facts, facts
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case, Run

openai_client = OpenAI()
anthropic_client = Anthropic()


def openai_first(seen: Run) -> Facts:
    """Which of the two is asked first makes no difference."""
    ordered = sorted(seen.exchanges, key=lambda exchange: exchange.provider, reverse=True)
    return facts(replace(seen, exchanges=ordered))


@exercise(
    "01.1",
    cases=[
        Case(
            "What is an SDK, in one sentence?",  # not one that stands in the lesson
            replies=Either(openai=Reply("Ready-made code."), anthropic=Reply("A library.")),
        )
    ],
    facts=openai_first,
    hint="The two calls stand under `Put it together`. Each provider has its own name for the\n"
    "cap, its own switch for thinking, and its own place for the text.",
    why={
        "path": "Ask each of the two once: openai_client.chat.completions.create and "
        "anthropic_client.messages.create.",
        "max_completion_tokens": "OpenAI's cap is called max_completion_tokens: set it to 300.",
        "reasoning_effort": 'Switch off OpenAI\'s thinking: reasoning_effort="none".',
        "thinking": 'Switch off Claude\'s thinking: thinking={"type": "disabled"}.',
        "content": "ask_both was asked {wanted} and sent {yours}. Send the question that it is "
        "given, and nothing else.",
        "returned": "Your function returned {yours} where {wanted} is wanted. Return the two "
        "texts, OpenAI's first: choices[0].message.content, and the text blocks.",
    },
    right="One question, two APIs, four differences.",
)
def ask_both(question: str) -> tuple[str, str]:
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
    text = "".join(block.text for block in message.content if block.type == "text")
    return response.choices[0].message.content, text


@exercise(
    "01.2",
    cases=[
        Case({"OPENAI_API_KEY": "a", "ANTHROPIC_API_KEY": "b"}, name="two keys that are set"),
        Case({}, name="no variables at all"),
        Case({"ANTHROPIC_API_KEY": "b"}, name="a variable that is missing"),
        Case({"OPENAI_API_KEY": "", "ANTHROPIC_API_KEY": "b"}, name="an empty value"),
        Case({"OPENAI_API_KEY": "a", "ANTHROPIC_API_KEY": "  "}, name="a value of spaces alone"),
    ],
    hint="environment.get(name) is None for a name that is missing, and text.strip() is empty for\n"
    "spaces. Both count as false in a condition.",
    why={
        "two keys that are set: returned": "Both keys are set here, so nothing is missing: return "
        "an empty list, not {yours}.",
        "no variables at all: raised KeyError": "environment[name] raises KeyError for a name that "
        'is missing. environment.get(name, "") gives an empty text.',
        "no variables at all: raised AttributeError": "environment.get(name) is None for a name "
        'that is missing, and None has no strip(). environment.get(name, "") gives an empty text.',
    },
    right="It names what is missing and shows no part of a key.",
)
def missing_keys(environment: dict[str, str]) -> list[str]:
    names = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]
    return [name for name in names if not environment.get(name, "").strip()]


def in_a_folder(function: Callable[[Path], object], text: str | None) -> dict[str, str | None]:
    """Call with the path of a file that holds this text, or of none. What is set afterwards?"""
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"LESSON_SET": "from the shell"}):
        file = Path(folder) / ".env"
        if text is not None:
            file.write_text(text, encoding="utf-8")
        function(file)
        return {name: os.environ.get(name) for name in ("LESSON_NEW", "LESSON_SET")}


FILES = {
    "a path without a file": None,
    "a file that holds no variable yet": "# LESSON_NEW=\n",
    "a file with a variable": "LESSON_NEW=blue\n",
    "a variable that was set before": "LESSON_SET=blue\n",
    "quotes and comments": "# A comment\n\nLESSON_NEW=\"blue\"  # the sky\nLESSON_SET='red'\n",
}


@exercise(
    "01.3",
    cases=[Case(text, name=name, through=in_a_folder) for name, text in FILES.items()],
    hint="path.is_file() says whether there is a file. load_dotenv(path) keeps what is set\n"
    "already unless you pass override=True.",
    why={
        "nothing raised": "There is no such file, and nobody was told. Raise FileNotFoundError.",
        "a file that holds no variable yet: raised FileNotFoundError": "The file is there, with no "
        "variable in it yet, and FileNotFoundError was raised. load_dotenv returns False for both, "
        "so ask path.is_file().",
        "a file with a variable: returned": "The file is there, but its variables are not in "
        "os.environ. Call load_dotenv(path).",
        "a variable that was set before: returned": "A variable that was set before kept its old "
        "value. This time the file should win.",
        "quotes and comments: returned": "A line of the file was misread: it gave {yours}, not "
        "{wanted}. load_dotenv(path) knows quotes and comments.",
    },
    right="A file that is not there can no longer go unnoticed.",
)
def load_keys(path: Path) -> None:
    if not path.is_file():
        raise FileNotFoundError(path)
    load_dotenv(path, override=True)
