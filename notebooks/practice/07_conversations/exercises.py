"""The exercises of lesson 07."""

import tiktoken
from anthropic import Anthropic

from helpers import ANTHROPIC_MODEL
from helpers.practice.canned import Reply
from helpers.practice.compare import Facts, facts
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case, Run
from helpers.replay.faults import Failing, Refused

client = Anthropic(max_retries=0)
encoding = tiktoken.get_encoding("o200k_base")

HELLO, LONG = "Say hello in one word.", "Explain HTTP status codes."
BEFORE = [
    {"role": "user", "content": "My name is Ada."},
    {"role": "assistant", "content": "Nice to meet you, Ada."},
]


@exercise(
    "07.1",
    cases=[
        Case([], HELLO, name="a complete answer", replies=Reply("Hello!"), recorded=True),
        Case(
            BEFORE,
            LONG,
            name="a complete answer of exactly 30 tokens",
            replies=Reply("They say how it went.", tokens=30),
        ),
        Case(BEFORE, HELLO, name="a call that fails", replies=Failing(500)),
        Case(BEFORE, HELLO, name="a call that fails", replies=Refused()),
        Case(
            [],
            LONG,
            name="an answer that is not complete",
            replies=Reply("Status codes are", ending="length", tokens=30),
            recorded=True,
        ),
        Case(
            BEFORE,
            LONG,
            name="an answer that is not complete",
            replies=Reply("Status codes are", ending="refusal"),
        ),
    ],
    hint="Build a new list for the request: [*turns, question]. When the answer is there, look at\n"
    'message.stop_reason: only "end_turn" means complete. Then add the question and the answer\n'
    "to turns, both at once.",
    why={
        "roles": "The request holds messages of {yours}. Send the turns from before and then the "
        "question: {wanted}.",
        "changed": "After a complete answer, turns should hold the question "
        "and the answer behind what it held, once each. Change the list that was given: "
        "turns.append, turns +=, or turns[:] = ...; turns = ... makes another one.",
        "a call that fails: changed": "The call failed, and turns did not stay as it was. Leave "
        "the turns from before alone, and add the question when the answer is there.",
        "a call that fails: nothing raised": "The call failed, and the SDK's {wanted} did not "
        "reach the caller. Let it through.",
        "an answer that is not complete: changed": "The answer was not complete, and turns did "
        'not stay as it was. Look before you append: only the stop_reason "end_turn" means '
        "complete. Raise ValueError for every other.",
        "an answer that is not complete: nothing raised": "The answer was not complete, and passed "
        'for a whole one. Raise ValueError unless message.stop_reason is "end_turn".',
    },
    right="A turn is in the list as a whole, or not at all.",
)
def chat_once(turns: list[dict], text: str) -> str:
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=messages,
    )
    if message.stop_reason != "end_turn":
        raise ValueError(f"turn not kept: {message.stop_reason}")
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns[:] = [*messages, {"role": "assistant", "content": answer}]
    return answer


def user(content: object) -> dict:
    return {"role": "user", "content": content}


def assistant(content: object, **more: object) -> dict:
    return {"role": "assistant", "content": content, **more}


def text(words: str, kind: str = "text") -> dict:
    return {"type": kind, "text": words}


PICTURE = {"type": "image_url", "image_url": {"url": "https://example.org/cat.png"}}
LISTS = {
    "plain text": [
        {"role": "system", "content": "You are a Python tutor. Be concise."},
        user("What is a decorator?"),
    ],
    "an empty list": [],
    "the name of a special token": [user("What does <|endoftext|> mean?")],
    "content None": [assistant(None, tool_calls=[])],
    "a list with a text and an image": [user([text("What is <|endofprompt|> here?"), PICTURE])],
    # A space or a line between these two texts would be a token of its own.
    "an image and two texts": [user([PICTURE, text("Describe it in"), text("3 words.")])],
    "a block of another type with a text": [
        assistant([text("Which words?", "reasoning_text"), text("Describe it in")])
    ],
}
LISTS["all of these in one list"] = [message for one in LISTS.values() for message in one]


@exercise(
    "07.2",
    cases=[Case(messages, name=name) for name, messages in LISTS.items()],
    hint="Make a list of texts of the content first: [content] for a string, [] for None, and for\n"
    'a list block["text"] of each block whose type is "text". Then add up\n'
    "len(encoding.encode(text, disallowed_special=())) over these texts.",
    why={
        "the name of a special token: returned": "{general} It is typed text: "
        "disallowed_special=() counts its characters; allowed_special does not.",
        "content None: returned": "{general} None adds nothing, but the message and its role "
        "count.",
        "a list with a text and an image: returned": '{general} Count the "text" of the blocks of '
        'type "text", and nothing else.',
        "an image and two texts: returned": "{general} Count every text, wherever it stands, and "
        "put nothing between.",
        "a block of another type with a text: returned": "{general} The type decides, not whether "
        'there is a "text".',
        "returned": "{general} For each message: 3, the tokens of its role, and those of its "
        "content. And 3 at the end, with which the reply begins.",
    },
    right="It finishes on every list. Images and tool calls are still missing from the sum.",
)
def count_safely(messages: list[dict]) -> int:
    total = 3
    for message in messages:
        content = message["content"]
        if content is None:
            texts = []
        elif isinstance(content, str):
            texts = [content]
        else:
            texts = [b["text"] for b in content if b["type"] == "text"]
        total += 3
        for text in [message["role"], *texts]:
            total += len(encoding.encode(text, disallowed_special=()))
    return total


def calls(*ids: str) -> dict:
    """An OpenAI assistant's message that calls a tool."""
    function = {"name": "look_up", "arguments": "{}"}
    made = [{"id": id, "type": "function", "function": function} for id in ids]
    return assistant(None, tool_calls=made)


def tool(id: str) -> dict:
    return {"role": "tool", "tool_call_id": id, "content": "42"}


def use(id: str) -> dict:
    return {"type": "tool_use", "id": id, "name": "look_up", "input": {}}


def result(id: str) -> dict:
    return {"type": "tool_result", "tool_use_id": id, "content": "42"}


PHOTO = {"type": "image", "source": {"type": "url", "url": "https://example.org/towns.png"}}
CONVERSATIONS = {
    "a plain chat": [
        {"role": "system", "content": "Be concise."},
        user("What is a list?"),
        assistant("A row of values."),
        user("And a tuple?"),
        assistant("A row that stays as it is."),
        user("And a set?"),
    ],
    "a chat with tool calls": [
        {"role": "system", "content": "Be concise."},
        user("What is the weather in Tokyo?"),
        calls("call_1"),
        tool("call_1"),
        assistant("Rain."),
        user("And in Oslo and Rome?"),
        calls("call_2", "call_3"),
        tool("call_2"),
        tool("call_3"),
        assistant("Snow in Oslo, sun in Rome."),
        user("What should I pack?"),
    ],
    "a chat that waits for its answer to tool results": [
        user("Hello"),
        assistant("Hello."),
        user("What is the weather in Tokyo?"),
        calls("call_1"),
        tool("call_1"),
    ],
    "Claude's chat with tool calls": [
        user("What is the weather in Tokyo?"),
        assistant([use("toolu_1")]),
        user([result("toolu_1")]),
        assistant("Rain."),
        user([PHOTO, text("And in these towns?")]),
        assistant([text("I look."), use("toolu_2"), use("toolu_3")]),
        user([result("toolu_2"), result("toolu_3")]),
        assistant("Snow in Oslo, sun in Rome."),
        user("What should I pack?"),
    ],
    "Claude's chat with a text beside a tool result": [
        user("What is the weather in Tokyo?"),
        assistant([use("toolu_1")]),
        user([result("toolu_1"), text("In one word, please.")]),
        assistant("Rain."),
    ],
}


def with_roles(seen: Run) -> Facts:
    """What is compared: the roles of what was kept first, since they are short to tell."""
    found, kept = facts(seen), seen.returned
    if isinstance(kept, list | tuple):
        found["returned"] = "a list"
        found["roles"] = [m.get("role") if isinstance(m, dict) else type(m).__name__ for m in kept]
        found["messages"] = kept
        found["a new list"] = kept is not seen.arguments[0]
    return found


@exercise(
    "07.3",
    cases=[
        Case(messages, n, name=f"{name} and n={n}")
        for name, messages in CONVERSATIONS.items()
        for n in (1, 2, 3, 4)
    ],
    facts=with_roles,
    hint="Collect the places where a turn begins: role user, and content a string or a list with\n"
    'no block of type "tool_result". The nth from the end is where to cut; if there are fewer,\n'
    "nothing is cut. Then put the system message back on top, if it was cut off.",
    why={
        "raised IndexError": "{general} With fewer than n turns, keep all.",
        "roles": "{general} A system message at the beginning stays on top, once. A turn begins at "
        "a user's message that holds no tool_result; its calls and results stay with it.",
        "a new list": "You returned the very list that you were given. Return a new one.",
    },
    right="A call and its results now stay, or go, together, for both APIs.",
)
def newest_turns(messages: list[dict], n: int) -> list[dict]:
    starts = []
    for place, message in enumerate(messages):
        content = message["content"]
        blocks = content if isinstance(content, list) else []
        is_result = any(b["type"] == "tool_result" for b in blocks)
        if message["role"] == "user" and not is_result:
            starts.append(place)
    first = starts[-n:][0]
    top = [m for m in messages[:1] if m["role"] == "system"]
    return top + messages[first:]
