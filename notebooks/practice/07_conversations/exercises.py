"""Checks of the exercises in lesson 07."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from helpers.practice.made import Made, anthropic_message
from helpers.practice.watch import Watched, watch

from helpers.practice.exercise import Wrong, exercise, need
from helpers.replay import faults
from helpers.replay.faults import active

Message = dict[str, Any]

HELLO, LONG = "Say hello in one word.", "Explain HTTP status codes."


@exercise(
    "07.1",
    hint="Build a new list for the request: [*turns, question]. When the answer is there, look at\n"
    'message.stop_reason: only "end_turn" means complete. Then add the question and the answer\n'
    "to turns, both at once.",
)
def keep_whole_turns(answer: Callable[[list[Message], str], str]) -> str:
    from anthropic import InternalServerError

    before = [
        {"role": "user", "content": "My name is Ada."},
        {"role": "assistant", "content": "Nice to meet you, Ada."},
    ]
    turns = deepcopy(before)
    with faults.server_error():
        failed = watch(
            answer, turns, HELLO, expecting=(InternalServerError, ValueError, RuntimeError)
        )
    need(failed.requests, "No request was sent. Keep the call and repair what is around it.")
    need(
        turns != [*before, {"role": "user", "content": HELLO}],
        "The call failed, and its question stayed in turns. Add it when the answer is there.",
    )
    need(
        turns == before,
        f"After a failed call turns held {len(turns)} messages instead of the {len(before)} from "
        "before. Leave those alone.",
    )
    need(
        isinstance(failed.raised, InternalServerError),
        "The call failed, but the SDK's InternalServerError did not reach the caller. Let it "
        "through.",
    )
    _whole_and_cut(answer)
    return "A turn is in the list as a whole, or not at all."


def _whole_and_cut(answer: Callable[[list[Message], str], str]) -> None:
    turns: list[Message] = []
    whole = watch(answer, turns, HELLO, expecting=ValueError)
    need(whole.requests, "After a failed call no more request was sent.")
    need(
        [_plain(message) for message in whole.requests[-1].get("messages", [])]
        == [("user", HELLO)],
        "The request does not hold the question as its last message. Send the turns and then it.",
    )
    _need_given_settings(whole)
    need(
        not isinstance(whole.raised, ValueError),
        "A complete answer raised ValueError. Raise it for a cut one only.",
    )
    text = whole.result
    need(isinstance(text, str) and text, "Return the text of a complete answer.")
    need(
        turns,
        "A complete turn is not in turns. Change the list that was given: turns.append, turns +=, "
        "or turns[:] = ...; turns = ... makes another one.",
    )
    need(
        [_plain(message) for message in turns] == [("user", HELLO), ("assistant", text)],
        f"After a complete answer turns holds {_roles(turns)}. It should hold the question and "
        "the answer, once each.",
    )
    kept: list[Message] = []
    cut = watch(answer, kept, LONG, expecting=(ValueError, RuntimeError))
    raised = isinstance(cut.raised, ValueError)
    need(
        raised or not cut.result,
        "The answer was cut off and passed for a whole one. Raise ValueError unless "
        'message.stop_reason is "end_turn".',
    )
    need(
        not isinstance(cut.raised, RuntimeError),
        "The answer was cut off, and you raised RuntimeError, as `ask` does. Here the caller "
        "waits for ValueError.",
    )
    need(raised, "The answer was cut off and the caller was not told. Raise ValueError.")
    need(
        not kept, f"The answer was cut off, and turns holds {_roles(kept)}. Look before you append."
    )
    # The second question: judged by what was sent. Its answer is not needed.
    again = watch(answer, turns, LONG, expecting=ValueError)
    need(
        len(again.requests[-1].get("messages", [])) == 3,
        "A second question has to go out with the turn before it: three messages.",
    )
    refusal = Made(anthropic_message("HTTP status codes are", "refusal"))
    with active(lambda: refusal, None):
        refused = watch(answer, kept, LONG, expecting=(ValueError, RuntimeError))
    need(
        isinstance(refused.raised, ValueError) and not kept,
        "Claude refused in mid-answer, and that passed for a whole answer. Only the stop_reason "
        '"end_turn" means complete: raise ValueError for every other.',
    )


def _need_given_settings(seen: Watched) -> None:
    request = seen.requests[-1]
    need(request.get("max_tokens") == 30, "Keep max_tokens=30.")
    need(
        request.get("thinking") == {"type": "disabled"},
        'Keep thinking={"type": "disabled"}.',
    )


def _plain(message: Message) -> tuple[str, str]:
    """Role and text, also where the text stands in blocks."""
    content = message["content"]
    if not isinstance(content, str):
        content = "".join(
            block["text"] if isinstance(block, dict) else block.text for block in content
        )
    return message["role"], content


def _roles(messages: Sequence[Message]) -> list[str]:
    return [message["role"] for message in messages]


@exercise(
    "07.2",
    hint="Make a list of texts of the content first: [content] for a string, [] for None, and for\n"
    'a list block["text"] of each block whose type is "text". Then add up\n'
    "len(encoding.encode(text, disallowed_special=())) over these texts.",
)
def count_safely(answer: Callable[[list[Message]], int]) -> str:
    plain = [
        {"role": "system", "content": "You are a Python tutor. Be concise."},
        {"role": "user", "content": "What is a decorator?"},
    ]
    number = _counted(answer, plain, "plain text")
    need(
        isinstance(number, int),
        f"You returned {type(number).__name__}. Return the number of tokens.",
    )
    need(number != _right(plain) - 3, "Your count is 3 too low: the reply begins with 3 tokens.")
    need(
        number == _right(plain),
        f"For a system prompt and a question you count {number}; it is {_right(plain)}. For each "
        "message: 3, the tokens of its role, and those of its content. And 3 at the end.",
    )
    need(_counted(answer, [], "an empty list") == 3, "An empty list counts 3, for the reply.")
    special = [{"role": "user", "content": "What does <|endoftext|> mean?"}]
    number = _counted(
        answer,
        special,
        "the name of a special token",
        "encode takes it as plain text with disallowed_special=().",
    )
    need(
        number == _right(special),
        f"A user typed <|endoftext|>, and you count {number} instead of {_right(special)}. It is "
        "typed text: disallowed_special=() counts its characters; allowed_special does not.",
    )
    call = [{"role": "assistant", "content": None, "tool_calls": []}]
    number = _counted(answer, call, "content None", "It adds nothing; leave it out.")
    need(
        number == _right(call),
        f"For an assistant's message without content you count {number}; it is {_right(call)}. "
        "None adds nothing, but the message and its role count.",
    )
    picture = {"type": "image_url", "image_url": {"url": "https://example.org/cat.png"}}
    blocks = [{"type": "text", "text": "What is <|endofprompt|> here?"}, picture]
    message = [{"role": "user", "content": blocks}]
    number = _counted(
        answer,
        message,
        "content that is a list of blocks",
        'Count block["text"] of the blocks of type "text", as you count a string.',
    )
    need(
        number == _right(message),
        f"For a list with a text and an image you count {number}; it is {_right(message)}. Count "
        'the "text" of the blocks of type "text", and nothing else.',
    )
    # A space or a line between these two would be a token of its own.
    texts = [{"type": "text", "text": text} for text in ("Describe it in", "3 words.")]
    later = [{"role": "user", "content": [picture, *texts]}]
    number = _counted(
        answer, later, "a list that begins with an image", "Look at the type of each block."
    )
    need(
        number == _right(later),
        f"For a list with an image and then two texts you count {number}; it is {_right(later)}. "
        "Count every text, wherever it stands, and put nothing between them.",
    )
    thought = {"type": "reasoning_text", "text": "Which words?"}
    other = [{"role": "assistant", "content": [thought, texts[0]]}]
    number = _counted(answer, other, "a block of another type with a text")
    need(
        number == _right(other),
        f"For a block of type reasoning_text and one of type text you count {number}; it is "
        f'{_right(other)}. The type decides, not whether there is a "text".',
    )
    everything = [*plain, *special, *call, *message, *later, *other]
    need(
        _counted(answer, everything, "these messages in one list") == _right(everything),
        "Each of these messages alone is right, all in one list are not. What carries over?",
    )
    return "It finishes on every list. Images and tool calls are still missing from the sum."


def _counted(
    answer: Callable[[list[Message]], int], messages: list[Message], what: str, advice: str = ""
) -> Any:
    before = deepcopy(messages)
    try:
        number = answer(messages)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        said = (str(error).splitlines() or [""])[0].rstrip(".")
        raise Wrong(f"It fails on {what}: {type(error).__name__}: {said}. {advice}") from None
    need(messages == before, "Your function changed the messages. Counting should only read.")
    return number


def _right(messages: list[Message]) -> int:
    import tiktoken

    encode = tiktoken.get_encoding("o200k_base").encode_ordinary
    total = 3
    for message in messages:
        content = message["content"] or ""
        if isinstance(content, str):
            texts = [content]
        else:
            texts = [block["text"] for block in content if block["type"] == "text"]
        total += 3 + len(encode(message["role"])) + sum(len(encode(text)) for text in texts)
    return total


@exercise(
    "07.3",
    hint="Collect the places where a turn begins: role user, and content a string or a list with\n"
    'no block of type "tool_result". The nth from the end is where to cut; if there are fewer,\n'
    "nothing is cut. Then put the system message back on top, if it was cut off.",
)
def newest_turns(answer: Callable[[list[Message], int], list[Message]]) -> str:
    for name, messages in _CONVERSATIONS.items():
        starts = _STARTS[name]
        for n in range(1, len(starts) + 2):
            _judge_trimmed(answer, name, messages, n, starts)
    return "A call and its results now stay, or go, together, for both APIs."


def _judge_trimmed(
    answer: Callable[[list[Message], int], list[Message]],
    name: str,
    messages: list[Message],
    n: int,
    starts: Sequence[int],
) -> None:
    given = deepcopy(messages)
    case = f"For {name} and n={n} you keep "
    try:
        kept = answer(given, n)
    except IndexError as error:
        raise Wrong(f"{case}nothing: {error}. With fewer than n turns, keep all.") from None
    need(given == messages, "Your function changed the list that it was given. Return a new one.")
    need(isinstance(kept, list), f"You returned {type(kept).__name__}. Return a list of messages.")
    first = starts[-n] if n <= len(starts) else starts[0]
    top = messages[:1] if messages[0]["role"] == "system" else []
    case += f"{[message['role'] for message in kept]}. "
    need(kept[:1] == top or not top, case + "The system message has to stay on top.")
    need(not _orphans(kept), case + "A tool's result is there, and its call is gone.")
    need(not top or kept.count(top[0]) == 1, case + "The system message is there twice.")
    need(
        top or kept != [messages[0], *messages[first:]] or first == 0,
        case + "The first message is no system message here. Keep it on top only if it is one.",
    )
    begins = "A turn begins at a user's message that holds no tool_result."
    wanted = [*top, *messages[first:]]
    rest = kept[len(top) :]
    place = len(messages) - len(rest)
    need(
        not rest or rest != messages[place:] or place in starts,
        f"{case}That begins in the middle of a turn. {begins}",
    )
    turns = f"{n} whole turn{'s' if n > 1 else ''}"
    need(len(kept) >= len(wanted), f"{case}That is too little: it is not {turns}. {begins}")
    need(len(kept) <= len(wanted), f"{case}That is more than {turns}. {begins}")
    need(kept == wanted, case + "These are not the newest turns in their order.")
    need(kept is not given, "You returned the very list that you were given. Return a new one.")


def _orphans(messages: list[Message]) -> set[str]:
    """The ids of calls that are answered here, but not made before."""
    made: set[str] = set()
    orphans: set[str] = set()
    for message in messages:
        made |= {call["id"] for call in message.get("tool_calls", [])}
        if message["role"] == "tool":
            orphans |= {message["tool_call_id"]} - made
        for block in message["content"] if isinstance(message["content"], list) else []:
            if block["type"] == "tool_use":
                made.add(block["id"])
            elif block["type"] == "tool_result":
                orphans |= {block["tool_use_id"]} - made
    return orphans


def _user(content: Any) -> Message:
    return {"role": "user", "content": content}


def _assistant(content: Any, *calls: str) -> Message:
    made = [
        {"id": id, "type": "function", "function": {"name": "look_up", "arguments": "{}"}}
        for id in calls
    ]
    return {"role": "assistant", "content": content, **({"tool_calls": made} if made else {})}


def _tool(id: str) -> Message:
    return {"role": "tool", "tool_call_id": id, "content": "42"}


def _use(id: str) -> Message:
    return {"type": "tool_use", "id": id, "name": "look_up", "input": {}}


def _result(id: str) -> Message:
    return {"type": "tool_result", "tool_use_id": id, "content": "42"}


_CONVERSATIONS: dict[str, list[Message]] = {
    "a plain chat": [
        {"role": "system", "content": "Be concise."},
        _user("What is a list?"),
        _assistant("A row of values."),
        _user("And a tuple?"),
        _assistant("A row that stays as it is."),
        _user("And a set?"),
    ],
    "a chat with tool calls": [
        {"role": "system", "content": "Be concise."},
        _user("What is the weather in Tokyo?"),
        _assistant(None, "call_1"),
        _tool("call_1"),
        _assistant("Rain."),
        _user("And in Oslo and Rome?"),
        _assistant(None, "call_2", "call_3"),
        _tool("call_2"),
        _tool("call_3"),
        _assistant("Snow in Oslo, sun in Rome."),
        _user("What should I pack?"),
    ],
    "a chat that waits for its answer to tool results": [
        _user("Hello"),
        _assistant("Hello."),
        _user("What is the weather in Tokyo?"),
        _assistant(None, "call_1"),
        _tool("call_1"),
    ],
    "Claude's chat with tool calls": [
        _user("What is the weather in Tokyo?"),
        _assistant([_use("toolu_1")]),
        _user([_result("toolu_1")]),
        _assistant("Rain."),
        _user([{"type": "text", "text": "And in Oslo and Rome?"}]),
        _assistant([{"type": "text", "text": "I look."}, _use("toolu_2"), _use("toolu_3")]),
        _user([_result("toolu_2"), _result("toolu_3")]),
        _assistant("Snow in Oslo, sun in Rome."),
        _user("What should I pack?"),
    ],
    "Claude's chat with a text beside a tool result": [
        _user("What is the weather in Tokyo?"),
        _assistant([_use("toolu_1")]),
        _user([_result("toolu_1"), {"type": "text", "text": "In one word, please."}]),
        _assistant("Rain."),
    ],
}
# Where the turns begin in each.
_STARTS = {
    "a plain chat": (1, 3, 5),
    "a chat with tool calls": (1, 5, 10),
    "a chat that waits for its answer to tool results": (0, 2),
    "Claude's chat with tool calls": (0, 4, 8),
    "Claude's chat with a text beside a tool result": (0,),
}
