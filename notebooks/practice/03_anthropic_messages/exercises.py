"""The exercises of lesson 03."""

from anthropic import Anthropic

from helpers import ANTHROPIC_MODEL
from helpers.practice.canned import Call, Reply
from helpers.practice.compare import Facts, facts
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case, Run

client = Anthropic()
WITH_A_CALL = Reply("Hello!", calls=[Call("wave", {})], ending="stop")
PUZZLE = "A snail climbs 3 m a day and slips 2 m a night. How many days for 10 m?"


@exercise(
    "03.1",
    cases=[Case(PUZZLE, replies=Reply("8 days"), recorded=True)],
    hint="Go down the table under `What differs between the two`: system prompt, length cap,\n"
    "thinking, text. What is left in the list is the user's message.",
    why={
        "path": "The request went to OpenAI. Claude is asked with client.messages.create.",
        "max_tokens": "Keep the cap of 2000 tokens. Anthropic's name for it is max_tokens.",
        "thinking": 'reasoning_effort="none" switched thinking off. Here that is '
        'thinking={"type": "disabled"}.',
        "roles": "The messages have the roles {yours}. Claude takes first instructions as a "
        "parameter, system. Keep the user's message in the list and nothing else.",
        "system": "Send the instructions as they were, as the parameter system: {wanted}.",
        "returned": "Your function returned {yours}, which is not the text of the answer. Join the "
        "text of the blocks whose type is text.",
    },
    right="Instructions, cap, thinking, text: these are what a move changes.",
)
def ask_claude(question: str) -> str:
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        thinking={"type": "disabled"},
        system="Answer with number and unit.",
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in message.content if block.type == "text")


def free_to_think(seen: Run) -> Facts:
    """Thinking is to stay as it is by default, whether that is spelled out or not."""
    kinds = [(request.get("thinking") or {}).get("type") for request in seen.requests]
    return {"thinks by default": all(kind in (None, "adaptive") for kind in kinds), **facts(seen)}


@exercise(
    "03.2",
    cases=[
        Case(
            PUZZLE,
            name="an answer that was cut off while Claude thought",
            replies=[
                Reply("", thinking="By day", ending="length", tokens=60),
                Reply("8 days", thinking="After 7 nights it is at 7 m."),
            ],
            recorded=True,
        ),
        Case(
            "List the HTTP methods, numbered.",
            name="an answer that was cut off in its text",
            replies=[Reply("1. GET 2. HE", ending="length", tokens=60), Reply("1. GET 2. HEAD")],
            recorded=True,
        ),
        Case("Say hello in one word.", name="a complete answer", replies=Reply("Hello!", tokens=5)),
        Case(
            "Name the HTTP methods.",
            name="a complete answer of exactly 60 tokens",
            replies=Reply("GET, HEAD, POST", tokens=60),
        ),
        Case(
            "Name the HTTP methods.",
            name="an answer that was cut off twice",
            replies=[
                Reply("GET", ending="length", tokens=60),
                Reply("GET, HEAD", ending="length", tokens=2000),
                Reply("GET, HEAD, POST"),
            ],
        ),
        Case(
            "Say hello in one word.",
            name="a block that is not text at the end",
            replies=WITH_A_CALL,
        ),
    ],
    facts=free_to_think,
    hint='Compare message.stop_reason with "max_tokens". Only if they are equal, send the same\n'
    "request with max_tokens=2000. Claude may think first, so take the text by block type.",
    why={
        "2.path": "The first answer was cut off, and your function did not ask again. Look whether "
        'stop_reason is "max_tokens".',
        "an answer that was cut off twice: requests": "The second answer was cut off too, and your "
        "function went on asking. Ask once more only.",
        "requests": "An answer that was complete was asked for again. Do so only after a cut one, "
        'whose stop_reason is "max_tokens": look at that, not at the count or the text.',
        "2.roles": "Send the same question again, as the only message: the second answer begins "
        "anew.",
        "returned": "Your function returned {yours}. Return the text of the last answer alone: "
        "{wanted}.",
        "thinks by default": "Leave thinking as it is by default: do not send it.",
    },
    right="Both tries are paid for. A cap that is large enough from the start saves the first.",
)
def whole_answer(question: str) -> str:
    for cap in [60, 2000]:
        message = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=cap,
            messages=[{"role": "user", "content": question}],
        )
        if message.stop_reason != "max_tokens":
            break
    return "".join(block.text for block in message.content if block.type == "text")


@exercise(
    "03.3",
    cases=[
        Case(replies=Reply("A server gets time."), recorded=True),
        Case(name="an answer that begins with thinking", replies=Reply(thinking="Servers fail.")),
        Case(name="a block that is not text at the end", replies=WITH_A_CALL),
    ],
    facts=free_to_think,
    hint="Four things are of yesterday: the system message in the list, the temperature, the\n"
    'budget to think with (now output_config={"effort": ...}), and the place of the text.',
    why={
        "thinks by default": "Claude is to think, without a budget. Leave thinking out; "
        "output_config says how much effort the answer is worth.",
        "output_config": "In place of the budget send a high effort: "
        'output_config={"effort": "high"}.',
        "roles": "The messages have the roles {yours}. Claude takes first instructions as a "
        "parameter, system. Keep the user's message in the list and nothing else.",
        "raised IndexError": "Whether a block of thinking comes first, Claude decides each time. "
        "Join the text of the blocks whose type is text, wherever they are.",
    },
    right="These are four of the places where tutorials for Claude have aged.",
)
def old_call() -> str:
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=2000,
        output_config={"effort": "high"},
        system="Answer in one sentence.",
        messages=[{"role": "user", "content": "Why do retries back off?"}],
    )
    return "".join(block.text for block in message.content if block.type == "text")
