"""Checks of the exercises in lesson 05."""

import json
from collections.abc import Callable
from typing import Any

from anthropic.types import Message
from helpers.practice.watch import Watched, watch

from helpers.models import ANTHROPIC_MODEL
from helpers.practice.exercise import Wrong, exercise, need
from helpers.replay.miss import NotRecorded

from .trip import ANTHROPIC_TOOLS, FUNCTIONS, OPENAI_TOOLS

Tool = dict[str, Any]

BOTH = "What's the weather in Tokyo, and how far is it to Osaka?"
WARMER = "How far is it to Osaka from the warmer of these two: Tokyo, Paris?"
KINDS = {"origin": "string", "destination": "string", "seats": "integer", "day": "string"}
DAYS = {"today", "tomorrow"}
DEFAULTS = {"seats": 1, "day": "today"}


@exercise(
    "05.1",
    hint="Write the schema once: type, properties, required. Each property has a type; day also\n"
    "has an enum. What has no default is required. Then pack name, description and schema twice:\n"
    "OpenAI inside `function`, as `parameters`; Anthropic flat, as `input_schema`.",
)
def train_tools(answer: Callable[[], tuple[Tool, Tool]]) -> str:
    tools = answer()
    need(
        isinstance(tools, tuple | list)
        and len(tools) == 2
        and all(isinstance(tool, dict) for tool in tools),
        "Return two dictionaries: OpenAI's tool, then Anthropic's.",
    )
    openai_tool, anthropic_tool = tools
    need(
        "input_schema" not in openai_tool,
        "The first tool is packed for Anthropic. Return OpenAI's first.",
    )
    need(
        openai_tool.get("type") == "function" and isinstance(openai_tool.get("function"), dict),
        'OpenAI\'s tool has two keys: type, which is "function", and function, which holds the '
        "rest.",
    )
    need(
        "function" not in anthropic_tool and anthropic_tool.get("type", "custom") == "custom",
        "Anthropic's tool is flat: name, description and input_schema, with nothing around them.",
    )
    _judge_tool("OpenAI", openai_tool["function"], "parameters")
    _judge_tool("Anthropic", anthropic_tool, "input_schema")
    return "One schema, packed twice: that is all a model knows of your function."


def _judge_tool(provider: str, tool: Tool, key: str) -> None:
    need(
        tool.get("name") == "find_trains",
        f"The name of {provider}'s tool is {tool.get('name')!r}. Name the function: find_trains.",
    )
    described = tool.get("description")
    need(
        isinstance(described, str) and described.strip(),
        f"{provider}'s tool has no description. It tells the model when to call.",
    )
    for other in ANTHROPIC_TOOLS:
        need(
            described.strip(" .").lower() != other["description"].lower(),
            f"The description of {provider}'s tool is that of {other['name']}. Say what "
            "find_trains does: the model chooses by it.",
        )
    need(
        isinstance(tool.get(key), dict),
        f"The schema is missing in {provider}'s tool. Its key there is {key}.",
    )
    extra = tool.keys() - {"name", "description", key, "strict", "type", "cache_control"}
    need(not extra, f"{provider}'s tool does not take {', '.join(sorted(extra))}.")
    _judge_schema(provider, tool[key], bool(tool.get("strict")))


def _judge_schema(provider: str, schema: dict[str, Any], strict: bool) -> None:
    where = f"in {provider}'s tool"
    properties = schema.get("properties")
    need(
        schema.get("type") == "object" and isinstance(properties, dict),
        f'A schema of arguments has the type "object" and properties. Look {where}.',
    )
    need(
        set(properties) == set(KINDS),
        f"The properties are {', '.join(properties) or 'missing'} {where}. Describe every "
        "argument of find_trains, by its name.",
    )
    properties = {name: _resolved(schema, part) for name, part in properties.items()}
    for name, kind in KINDS.items():
        said = _types(schema, properties[name])
        need(
            "null" not in said,
            f"{name} may be null {where}, but find_trains takes no None. Allow {kind!r} alone.",
        )
        need(said, f"{name} has no type {where}. In JSON schema it is {kind!r}.")
        need(
            said == [kind],
            f"The type of {name} is {' or '.join(map(repr, said))} {where}. In JSON schema it is "
            f"{kind!r}.",
        )
        need(
            "default" not in properties[name] or name in DEFAULTS,
            f"{name} has a default {where}, but none in find_trains. Leave it out.",
        )
        need(
            properties[name].get("default", DEFAULTS.get(name)) == DEFAULTS.get(name),
            f"The default of {name} is {properties[name].get('default')!r} {where}, but "
            f"{DEFAULTS.get(name)!r} in find_trains.",
        )
    need(
        {str(day) for day in _values(schema, properties["day"])} == DAYS,
        f"Only two values of day are allowed. Name them as its enum {where}.",
    )
    required = schema.get("required")
    required = set(required) if isinstance(required, list) else set()
    need(
        required >= {"origin", "destination"},
        f"find_trains cannot run without origin and destination. List them as required {where}.",
    )
    need(
        strict or required == {"origin", "destination"},
        f"seats and day have defaults, so a call may leave them out: do not require them {where}.",
    )
    if strict:
        need(
            schema.get("additionalProperties") is False,
            f'A strict schema needs "additionalProperties": False {where}. Or leave strict out.',
        )
        need(
            provider != "OpenAI" or required == set(KINDS),
            "A strict schema of OpenAI requires every property. Or leave strict out.",
        )


def _resolved(schema: dict[str, Any], part: Any) -> dict[str, Any]:
    """A part of a schema, or the definition that it refers to; both, where it says more."""
    part = part if isinstance(part, dict) else {}
    place: Any = schema
    for key in str(part.get("$ref", "")).split("/")[1:]:
        place = place.get(key) if isinstance(place, dict) else None
    return part | place if "$ref" in part and isinstance(place, dict) else part


def _types(schema: dict[str, Any], part: Any) -> list[str]:
    """The types that a part of a schema allows, by name; an enum tells its own."""
    part = _resolved(schema, part)
    if "type" in part:
        said = part["type"]
        return [str(name) for name in said] if isinstance(said, list) else [str(said)]
    if options := _options(part):
        return sorted({name for option in options for name in _types(schema, option)})
    kinds = {type(value) for value in _values(schema, part)}
    names = {str: "string", int: "integer", type(None): "null"}
    return sorted(names.get(kind, kind.__name__) for kind in kinds)


def _values(schema: dict[str, Any], part: Any) -> list[Any]:
    """The values that a part of a schema names: an enum, a const, or several parts with those."""
    part = _resolved(schema, part)
    if "const" in part:
        return [part["const"]]
    if isinstance(part.get("enum"), list):
        return list(part["enum"])
    named = [_values(schema, option) for option in _options(part)]
    return [value for values in named for value in values] if all(named) else []


def _options(part: dict[str, Any]) -> list[Any]:
    options = part.get("anyOf") or part.get("oneOf")
    return options if isinstance(options, list) else []


@exercise(
    "05.2",
    hint="Go through message.content and take the blocks whose type is tool_use. For each, append\n"
    "a tool_result with the block's id; call functions[block.name](**block.input) inside try.\n"
    "except Exception adds is_error. Return one user message whose content is the list.",
)
def answer_calls(answer: Callable[..., dict[str, Any]]) -> str:
    one = _message(_call("toolu_1", "get_weather", city="Paris"))
    more = _message(
        {"type": "thinking", "thinking": "", "signature": "c2lnbmF0dXJl"},
        {"type": "text", "text": "I'll look that up.", "citations": None},
        _call("toolu_2", "get_weather", unit="fahrenheit", city="Tokyo"),
        _call("toolu_3", "get_weather", city="Atlantis"),
        _call("toolu_4", "get_distance", origin="Tokyo", destination="Osaka"),
    )
    for message in (one, more):
        _judge_results(_returned(answer, message), message)
    return "Every call has its result, and a failure is a result too."


class OutOfReach(Exception):
    """What the map service raises here. No learner can name it, so nobody can catch it alone."""


def _distance(origin: str, destination: str) -> dict[str, int]:
    raise OutOfReach("The map service does not answer.")


_GIVEN = FUNCTIONS | {"get_distance": _distance}


def _call(id: str, name: str, **arguments: str) -> dict[str, Any]:
    return {"type": "tool_use", "id": id, "name": name, "input": arguments}


def _message(*blocks: dict[str, Any]) -> Message:
    return Message.model_validate(
        {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": ANTHROPIC_MODEL,
            "content": blocks,
            "stop_reason": "tool_use",
            "stop_sequence": None,
            "usage": {"input_tokens": 600, "output_tokens": 90},
        }
    )


def _outcome(block: Any) -> tuple[Any, Exception | None]:
    """What a call returns, or what it raises."""
    try:
        return _GIVEN[block.name](**block.input), None
    except Exception as error:
        return None, error


def _returned(answer: Callable[..., Any], message: Message) -> Any:
    try:
        return answer(message, _GIVEN)
    except Exception as error:
        failures = [failed for block in _calls(message) if (failed := _outcome(block)[1])]
        if any(type(error) is type(failed) and str(error) == str(failed) for failed in failures):
            raise Wrong(
                f"{type(error).__name__} got out: {error} Catch every Exception that a function "
                "raises, and send its text as the result."
            ) from None
        if isinstance(error, AttributeError) and "Block" in str(error):
            raise Wrong(
                f"{error}. Not every block is a call: choose those of type tool_use."
            ) from None
        raise


def _calls(message: Message) -> list[Any]:
    return [block for block in message.content if block.type == "tool_use"]


def _judge_results(returned: Any, message: Message) -> None:
    need(
        isinstance(returned, dict) and "role" in returned,
        f"answer_calls returned {type(returned).__name__} without a role. Return one message: "
        "role and content."
        if isinstance(returned, dict)
        else f"answer_calls returned {type(returned).__name__}. Return one message: a dictionary "
        "with role and content.",
    )
    need(
        returned["role"] == "user",
        f"The role is {returned['role']!r}. With Anthropic, results come from the user.",
    )
    blocks = returned.get("content")
    need(
        isinstance(blocks, list) and all(isinstance(block, dict) for block in blocks),
        "The content of the message should be a list of blocks, one for each call.",
    )
    results = [block for block in blocks if block.get("type") == "tool_result"]
    need(
        results and results == blocks,
        'The content should hold blocks of the type "tool_result" and no others.',
    )
    calls = {call.id: call for call in _calls(message)}
    ids = [result.get("tool_use_id") for result in results]
    need(
        set(ids) <= set(calls),
        "A result names a call that there is not. Put the id of its block into tool_use_id.",
    )
    need(
        sorted(ids) == sorted(calls),
        f"Claude made {len(calls)} calls, and you return {len(ids)} "
        f"result{'s' * (len(ids) > 1)} for {len(set(ids))} of them. Each call needs one.",
    )
    for result in results:
        _judge_result(result, calls[result["tool_use_id"]])


def _judge_result(result: dict[str, Any], call: Any) -> None:
    value, error = _outcome(call)
    text = result.get("content")
    if isinstance(text, list) and all(isinstance(part, dict) for part in text):
        text = "".join(str(part.get("text", "")) for part in text)
    need(
        not isinstance(text, Exception),
        f"The content of a result is the {type(text).__name__} itself. The API takes text: "
        "str(error) or repr(error).",
    )
    need(
        isinstance(text, str),
        f"The content of a result is {type(text).__name__}. The API takes text: json.dumps "
        "makes it.",
    )
    if error:
        need(
            str(error) in text,
            f"The result of the call that failed is {text!r}. Say what went wrong, so that the "
            "model can react: the text of the error.",
        )
        need(result.get("is_error") is True, "A call failed. Mark its result: is_error is True.")
    else:
        need(
            not result.get("is_error"),
            "A call that went well is marked with is_error."
            if _holds(text, value)
            else f"{call.name} accepts {call.input}, but your result says that it failed. "
            "Look at how you call it: the input goes in as keyword arguments, (**block.input). "
            f"Your result: {text}",
        )
        _need_json(text, value)
        need(
            _holds(text, value),
            f"The content of a result is {text!r}, but the function returned {value}.",
        )


def _need_json(text: Any, value: Any) -> None:
    need(
        text != value,
        f"The content of a result is {type(value).__name__}. The API takes text: json.dumps makes "
        "it.",
    )
    need(
        text != str(value),
        f"The content of a result is {text!r}: Python's way to write it. Send JSON: "
        "json.dumps makes it.",
    )


def _holds(text: str, value: Any) -> bool:
    try:
        return json.loads(text) == value
    except ValueError:
        return text == str(value)


@exercise(
    "05.3",
    hint="Three things are missing. A result follows the message that holds its call, so append\n"
    "that one first. tool_calls is a list, so answer all of it in a for loop. And count: instead\n"
    "of while True, for _ in range(rounds), with raise RuntimeError behind the loop.",
)
def ask(answer: Callable[..., str]) -> str:
    seen = watch(answer, WARMER, OPENAI_TOOLS, FUNCTIONS, 5, expecting=Exception)
    if not seen.requests and seen.raised:
        raise seen.raised
    need(seen.requests, "No request was sent. Keep the call and repair what is around it.")
    need(
        seen.requests[0].get("parallel_tool_calls") is not False,
        "One call at a time avoids the mistake, for more rounds and a higher price. Leave "
        "parallel_tool_calls out, and answer all calls of a message.",
    )
    for before, request in zip(seen.exchanges, seen.requests[1:], strict=False):
        if before.status == 200:
            _judge_continued(before.response, request["messages"])
    if isinstance(seen.raised, NotRecorded) and len(seen.requests) == 1:
        raise seen.raised
    _judge_end(seen)
    _judge_limit(watch(answer, BOTH, OPENAI_TOOLS, FUNCTIONS, 1, expecting=Exception))
    return "Message, all results, and only then the next request; and never without a limit."


def _judge_continued(response: dict[str, Any], messages: list[dict[str, Any]]) -> None:
    """Whether a request goes on from an answer: its message as it came, then all its results."""
    calls = {call["id"]: call for call in response["choices"][0]["message"]["tool_calls"] or []}
    need(calls, "An answer had no calls, and your function asked again. Return its content.")
    asked = [
        place
        for place, message in enumerate(messages)
        if {call["id"] for call in message.get("tool_calls") or []} == set(calls)
    ]
    need(
        asked,
        "The next request has results, but the model's message with the calls is not in its "
        "list. Append it before the results.",
    )
    need(
        len(asked) == 1,
        "The model's message is in the list more than once. Append it before the loop over its "
        "calls.",
    )
    results = [message for message in messages[asked[0] + 1 :] if message["role"] == "tool"]
    ids = [message.get("tool_call_id") for message in results]
    need(
        len(results) == len(messages) - asked[0] - 1 and set(ids) <= set(calls),
        "After the model's message come its results and nothing else. Look at the order in which "
        "you append.",
    )
    need(
        sorted(ids) == sorted(calls),
        f"The model made {len(calls)} calls in one answer, and your next request has "
        f"{len(ids)} result{'s' * (len(ids) != 1)}. Send one for each before you ask again.",
    )
    for message in results:
        call = calls[message["tool_call_id"]]["function"]
        value = FUNCTIONS[call["name"]](**json.loads(call["arguments"]))
        _need_json(message["content"], value)
        need(
            isinstance(message["content"], str) and _holds(message["content"], value),
            f"A result says {message['content']!r}, but its call gives {value}. Run each call with "
            "its own arguments.",
        )


def _judge_end(seen: Watched) -> None:
    """Whether the function went on until an answer had no calls, as far as that is recorded."""
    if isinstance(seen.raised, NotRecorded):
        return  # a result in other words: right on the wire, but there is no answer to it
    if seen.raised:
        raise seen.raised
    last = seen.exchanges[-1].response["choices"][0]["message"]
    need(
        not last.get("tool_calls"),
        f"Your function stopped after {len(seen.requests)} requests, though the last answer had "
        "calls. Go on as long as there are any.",
    )
    need(
        isinstance(seen.result, str) and seen.result == last["content"],
        "Return the content of the answer that has no calls.",
    )


def _judge_limit(seen: Watched) -> None:
    need(
        len(seen.requests) == 1,
        f"With rounds=1 your function sent {len(seen.requests)} requests. Count them: "
        "for _ in range(rounds).",
    )
    need(
        isinstance(seen.raised, RuntimeError),
        "With rounds=1 there are calls but no answer, and your function returned "
        f"{type(seen.returned).__name__}. Raise RuntimeError after the loop."
        if not seen.raised
        else f"With rounds=1 your function raised {type(seen.raised).__name__}. Raise "
        "RuntimeError after the loop.",
    )
