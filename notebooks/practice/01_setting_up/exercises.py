"""The exercises of lesson 01."""

from dataclasses import replace

from anthropic import Anthropic
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
            replies=Either(
                openai=Reply("Ready-made code."),
                anthropic=Reply("A library.", thinking="They want one sentence."),
            ),
        )
    ],
    facts=openai_first,
    hint="The two calls stand under `Make a first call to each`. Put your question where theirs\n"
    "is. Claude's text is in the blocks whose type is text.",
    why={
        "path": "Ask each of the two once: openai_client.chat.completions.create and "
        "anthropic_client.messages.create.",
        "max_tokens": "Cap Claude's answer at 1000 tokens, as the first call does.",
        "raised AttributeError": "Your code raised {yours}. Claude's first block is its thinking, "
        "which has no text: take the blocks whose type is text.",
        "content": "ask_both was asked {wanted} and sent {yours}. Send the question that it is "
        "given, and nothing else.",
        "returned": "Your function returned {yours} where {wanted} is wanted. Return the two "
        "texts, OpenAI's first: choices[0].message.content, and the text blocks.",
    },
    right="One question, two APIs, and two places for the text.",
)
def ask_both(question: str) -> tuple[str, str]:
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
