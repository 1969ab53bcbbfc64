"""The exercises of lesson 02."""

from openai import OpenAI

from helpers import OPENAI_MODEL
from helpers.practice.canned import Reply
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case

client = OpenAI()


@exercise(
    "02.1",
    cases=[Case("cheese", replies=Reply("fromage"), recorded=True)],
    open_fields=["system"],
    hint="Two messages in one list: the system message first, then the user's. The word is the\n"
    "user's content and nothing else. The text is in response.choices[0].message.content.",
    why={
        "roles": "The messages have the roles {yours}. Send a system message, then a user message.",
        "content": "The user's content should be the word alone; how to treat it belongs into the "
        "system message.",
        "reasoning_effort": 'A single word needs no reasoning: add reasoning_effort="none".',
        "returned": "Your function returned {yours}, which is not the answer. Return the text of "
        "the first choice, response.choices[0].message.content.",
    },
    right="The role holds for every word, so it stands in the system message once.",
)
def translate(word: str) -> str:
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[
            {"role": "system", "content": "Translate into French. Only the word."},
            {"role": "user", "content": word},
        ],
    )
    return response.choices[0].message.content


@exercise(
    "02.2",
    cases=[
        Case(
            "Explain HTTP status codes.",
            name="an answer that was cut off",
            replies=Reply("Status codes are", ending="length", tokens=30),
            recorded=True,
        ),
        Case(
            "Say hello in one word.",
            name="a complete answer",
            replies=Reply("Hello!", tokens=3),
            recorded=True,
        ),
        Case(
            "Which methods does HTTP have?",
            name="a complete answer of exactly 30 tokens",
            replies=Reply("GET, HEAD, POST, PUT, DELETE and more", tokens=30),
        ),
    ],
    hint="max_completion_tokens=30 caps the answer. Afterwards look at\n"
    'response.choices[0].finish_reason: "stop" means that the answer is complete, "length" that\n'
    "the cap cut it off.",
    why={
        "max_completion_tokens": "Send max_completion_tokens=30 with the request. Today's models "
        "refuse max_tokens.",
        "reasoning_effort": 'Reasoning would use up the cap: add reasoning_effort="none".',
        "nothing raised": "The answer was cut off, and your function did not say so. Raise "
        'ValueError unless finish_reason is "stop".',
        "raised ValueError": "A complete answer raised ValueError. Raise it for a cut one only: "
        "look at finish_reason, not at the count or the text.",
    },
    right="A cut answer can no longer pass for a whole one.",
)
def whole_answer(question: str) -> str:
    response = client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_completion_tokens=30,
        messages=[{"role": "user", "content": question}],
    )
    choice = response.choices[0]
    if choice.finish_reason != "stop":
        raise ValueError("the answer was cut off")
    return choice.message.content


@exercise(
    "02.3",
    cases=[Case(recorded=True)],
    hint="The call is client.responses.create. The question is its input, as a plain string. The\n"
    'cap is called max_output_tokens, and a temperature needs reasoning={"effort": "none"}.\n'
    "The text is in response.output_text.",
    why={
        "path": "Your request went to {yours}. This time it should go to /v1/responses: call "
        "client.responses.create.",
        "max_output_tokens": "Keep the cap of 50 tokens. On this API it is called "
        "max_output_tokens.",
        "reasoning": "A model that reasons takes no temperature. Switch reasoning off: "
        'reasoning={"effort": "none"}.',
        "temperature": "Keep temperature=0.",
    },
    right="Four names have changed, and the text is easier to reach.",
)
def old_call() -> str:
    response = client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        max_output_tokens=50,
        temperature=0,
        input="What is a URL?",
    )
    return response.output_text
