"""The exercises of lesson 07."""

from typing import Any

from anthropic import Anthropic
from openai import OpenAI

from helpers import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.canned import Reply
from helpers.practice.compare import Facts, facts
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case, Run
from helpers.replay.faults import Failing, Refused

HELLO = "Say hello in one word."
BEFORE = [
    {"role": "user", "content": "My name is Ada."},
    {"role": "assistant", "content": "Nice to meet you, Ada."},
]

client = Anthropic(max_retries=0)
openai_client = OpenAI()


def with_words(seen: Run) -> Facts:
    """What is compared: of each message that came back, the role and the words."""
    found = facts(seen)
    if isinstance(seen.returned, list):
        found["returned"] = [words_of(message) for message in seen.returned]
    return found


def words_of(message: Any) -> Any:
    """A message with its content as one text; its blocks may be the SDK's objects."""
    if not isinstance(message, dict) or not isinstance(message.get("content"), list):
        return message
    blocks = [b if isinstance(b, dict) else b.model_dump() for b in message["content"]]
    return message | {"content": "".join(b.get("text", "") for b in blocks)}


@exercise(
    "07.1",
    cases=[
        Case([], HELLO, name="the first turn", replies=Reply("Hello!"), recorded=True),
        Case(BEFORE, HELLO, name="a later turn", replies=Reply("Hello, Ada!")),
        Case(BEFORE, HELLO, name="a call that fails", replies=Failing(500)),
        Case(BEFORE, HELLO, name="a call that fails", replies=Refused()),
    ],
    facts=with_words,
    hint="Begin with messages = [*turns, question], and send messages. When the answer is there,\n"
    "return [*messages, answer]. The name turns needs no line of its own.",
    why={
        "roles": "The request holds messages of {yours}. Send the turns from before and then the "
        "question: {wanted}.",
        "changed": "The list that was given did not stay as it was. turns.append and turns += "
        "change it; [*turns, question] makes a new one.",
        "a call that fails: nothing raised": "The call failed, and the SDK's {wanted} did not "
        "reach the caller. Let it through.",
        "returned": "{general} Return a list: the turns from before, the question, the answer.",
    },
    right="A turn is in the new list as a whole, or there is no new list.",
)
def chat_once(turns: list, text: str) -> list:
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=100,
        thinking={"type": "disabled"},
        messages=messages,
    )
    answer = "".join(block.text for block in message.content if block.type == "text")
    return [*messages, {"role": "assistant", "content": answer}]


@exercise(
    "07.2",
    cases=[
        Case(
            "What is the capital of Japan?",
            "How many people live there?",
            replies=[Reply("Tokyo."), Reply("Environ 14 millions.")],
            recorded=True,
        ),
    ],
    hint="Two calls of openai_client.responses.create. The first answer has an id; give it to the\n"
    "second call as previous_response_id, and only the second question as input. Instructions are\n"
    "not carried over. The text is in output_text.",
    why={
        "previous_response_id": "The second request goes on from the first answer: "
        "previous_response_id=first.id.",
        "instructions": "Send the instructions with both requests: they are not carried over.",
        "roles": "The input of each request is its question alone. The server has the rest.",
        "content": "The input of each request is its question alone. The server has the rest.",
        "reasoning": 'These questions need no reasoning: reasoning={"effort": "none"}.',
        "returned": "{general} Return the output_text of the second answer.",
    },
    right="You sent the second question alone, and the model read both, with its own answer.",
)
def ask_twice(first_question: str, second_question: str) -> str:
    settings = {
        "model": OPENAI_MODEL,
        "reasoning": {"effort": "none"},
        "instructions": "Answer in French.",
    }
    first = openai_client.responses.create(**settings, input=first_question)
    second = openai_client.responses.create(
        **settings, previous_response_id=first.id, input=second_question
    )
    return second.output_text


def user(content: object) -> dict:
    return {"role": "user", "content": content}


def assistant(content: object, **more: object) -> dict:
    return {"role": "assistant", "content": content, **more}


def text(words: str, kind: str = "text") -> dict:
    return {"type": kind, "text": words}


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
    "a chat with a message of tool_calls alone": [
        user("What is the weather in Tokyo?"),
        {name: value for name, value in calls("call_1").items() if name != "content"},
        tool("call_1"),
        assistant("Rain."),
        user("And in Oslo?"),
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
        "raised KeyError": "{general} A message that holds only tool_calls has no content: "
        'message.get("content") is None there.',
        "raised IndexError": "{general} With fewer than n turns, keep all.",
        "roles": "{general} A system message at the beginning stays on top, once. A turn begins at "
        "a user's message that holds no tool_result; its calls and results stay with it.",
        "a new list": "You returned the very list that you were given. Return a new one.",
    },
    right="A call and its results now stay, or go, together, for both APIs.",
)
def newest_turns(messages: list[dict], n: int) -> list[dict]:
    starts = []
    for place in range(len(messages)):
        if begins_turn(messages[place]):
            starts.append(place)
    newest = starts[-n:]  # all of them, if there are fewer
    kept = messages[newest[0] :]
    if messages[0]["role"] == "system":
        kept = [messages[0], *kept]
    return kept


def begins_turn(message: dict) -> bool:
    if message["role"] != "user":
        return False
    if isinstance(message["content"], list):
        for block in message["content"]:
            if block["type"] == "tool_result":
                return False
    return True
