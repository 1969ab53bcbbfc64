"""The exercises of lesson 05."""

import json
from collections.abc import Mapping
from typing import Any

from anthropic.types import Message
from jsonschema import Draft202012Validator, SchemaError
from openai import OpenAI

from helpers import OPENAI_MODEL
from helpers.practice.canned import Call, Reply
from helpers.practice.canned_messages import plain as message
from helpers.practice.compare import Facts, facts
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case, Run

from .trip import ANTHROPIC_TOOLS, FUNCTIONS, OPENAI_TOOLS

openai_client = OpenAI()


def answer_of(*calls: Call, **more: str) -> Message:
    """An answer of Claude with calls."""
    return Message.model_validate(message(Reply(calls=calls, **more)))


def results(seen: Run) -> Facts:
    """The message with the results, in whatever order: which calls, and what is said of each."""
    found = facts(seen)
    answer = found.pop("returned", None)
    answer = answer if isinstance(answer, dict) else {}
    blocks = [block for block in answer.get("content") or () if isinstance(block, dict)]
    blocks.sort(key=lambda block: str(block.get("tool_use_id")))
    return found | {
        "role": answer.get("role"),
        "results": ", ".join(f"{b.get('type')} of {b.get('tool_use_id')}" for b in blocks),
        "failed": [block.get("tool_use_id") for block in blocks if block.get("is_error")],
        "content": [said(block.get("content")) for block in blocks],
    }


def said(content: Any) -> Any:
    """What a result says: the data in its JSON."""
    if isinstance(content, list):
        content = "".join(part.get("text", "") for part in content if isinstance(part, dict))
    if not isinstance(content, str):
        return f"{type(content).__name__}, no text"
    try:
        return json.loads(content)
    except ValueError:
        return content


@exercise(
    "05.1",
    cases=[
        Case(answer_of(Call("get_weather", {"city": "Paris"}), text=""), FUNCTIONS),
        Case(
            answer_of(
                Call("get_weather", {"unit": "fahrenheit", "city": "Tokyo"}, "toolu_1"),
                Call("get_distance", {"origin": "Tokyo", "destination": "Osaka"}, "toolu_2"),
                Call("get_weather", {"city": "Osaka"}, "toolu_3"),
                text="I'll look that up.",
                thinking="Weather and distance.",
            ),
            FUNCTIONS,
            name="an answer with thinking, text and three calls",
        ),
    ],
    facts=results,
    hint="Go through message.content and take the blocks whose type is tool_use. For each, call\n"
    "functions[block.name](**block.input), and append a tool_result with the block's id to a\n"
    "list. Return one user message whose content is the list.",
    why={
        "role": "The role of what you return is {yours}. Return one message, a dictionary with "
        "role and content. With Anthropic, results come from the user.",
        "results": "Your message has the blocks {yours}. Wanted is one for each call, and nothing "
        "else: {wanted}.",
        "content": "The content of a result is {yours}. Send what the call gave, {wanted}, as "
        "text: json.dumps makes it of data.",
        "raised ValueError": "{general} A function takes the input as keyword arguments: "
        "(**block.input).",
    },
    right="Every call has its result, all of them in one message.",
)
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            answer = functions[block.name](**block.input)
            result = {"type": "tool_result", "tool_use_id": block.id}
            result["content"] = json.dumps(answer)
            results.append(result)
    return {"role": "user", "content": results}


ARGUMENTS = {"origin": "Oslo", "destination": "Bergen", "seats": 2, "day": "today"}
DEFAULTS = {"seats": 1, "day": "today"}
VALUES = {
    "today": "today",
    "tomorrow": "tomorrow",
    "another string": "Lyon",
    "an integer": 3,
    "another number": 1.5,
    "null": None,
}
TAKEN = ["", *(tool["description"].lower() for tool in ANTHROPIC_TOOLS)]


def meaning(seen: Run) -> Facts:
    """What two tools say, however they say it."""
    found, tools = facts(seen), seen.returned
    if not isinstance(tools, list | tuple) or [type(tool) for tool in tools] != [dict, dict]:
        return found
    openai_tool, anthropic_tool = tools
    found["returned"] = "two dictionaries"
    found["OpenAI's keys"] = ", ".join(sorted(openai_tool))
    found["type in OpenAI's tool"] = openai_tool.get("type")
    if isinstance(openai_tool.get("function"), dict):
        found |= of_tool(openai_tool["function"], "parameters", "in OpenAI's tool")
    return found | of_tool(anthropic_tool, "input_schema", "in Anthropic's tool")


def of_tool(tool: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    about, schema = tool.get("description"), tool.get(key)
    of_its_own = isinstance(about, str) and about.strip(" .").lower() not in TAKEN
    found = {
        f"keys {where}": ", ".join(sorted(tool.keys() - {"type", "strict", "cache_control"})),
        f"name {where}": tool.get("name"),
        f"description {where}": "what find_trains does" if of_its_own else about,
    }
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return found | {f"schema {where}": error.instance}
    found |= of_schema(schema, where)
    required = set(schema.get("required", ()))
    strict = bool(tool.get("strict"))
    if strict:  # then the schema has to be closed, and to require all for OpenAI
        all_required = required == set(ARGUMENTS) or key == "input_schema"
        strict = schema.get("additionalProperties") is not False or not all_required
        required -= set(DEFAULTS)
    return found | {f"required {where}": ", ".join(sorted(required)), f"strict {where}": strict}


def of_schema(schema: Mapping[str, Any], where: str) -> dict[str, Any]:
    properties = schema.get("properties", {})
    found = {
        f"schema {where}": "in order",
        f"type of the schema {where}": schema.get("type"),
        f"properties {where}": ", ".join(sorted(properties)),
    }
    for name in [name for name in ARGUMENTS if name in properties]:
        default = dict(properties[name]).get("default", DEFAULTS.get(name))
        found |= {f"{name} {where}": allowed(schema, name), f"default of {name} {where}": default}
    return found


def allowed(schema: Mapping[str, Any], name: str) -> str:
    """What the schema allows for an argument."""
    valid = Draft202012Validator(schema).is_valid
    kinds = [kind for kind, value in VALUES.items() if valid(ARGUMENTS | {name: value})]
    return " or ".join(kinds) if len(kinds) < len(VALUES) else "anything"


@exercise(
    "05.2",
    cases=[Case()],
    facts=meaning,
    hint="Write the schema once: type, properties, required. Each property has a type; day also\n"
    "has an enum. What has no default is required. Then pack name, description and schema twice:\n"
    "OpenAI inside `function`, as `parameters`; Anthropic flat, as `input_schema`.",
    why={
        "returned": "Your function returned {yours}. Return two dictionaries: OpenAI's tool, then "
        "Anthropic's.",
        "OpenAI's keys": "The first tool has the keys {yours}. OpenAI's tool has two: type, which "
        'is "function", and function, which holds the rest.',
        "keys in Anthropic's tool": "The second tool has the keys {yours}. Anthropic's tool is "
        "flat: name, description and input_schema.",
        "schema in OpenAI's tool": "JSON schema does not take {yours}. Its types are "
        '"string", "integer" and some more.',
        "required in OpenAI's tool": "{general} What has a default may be left out of a call, so "
        "it is not required.",
        "day in OpenAI's tool": "{general} Name the two values as the enum of day.",
    },
    right="One schema, packed twice: that is all a model knows of your function.",
)
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string", "description": "City name"},
            "destination": {"type": "string", "description": "City name"},
            "seats": {"type": "integer"},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["origin", "destination"],
    }
    openai_tool = {
        "type": "function",
        "function": {
            "name": "find_trains",
            "description": "Find trains from one city to another",
            "parameters": schema,
        },
    }
    anthropic_tool = {
        "name": "find_trains",
        "description": "Find trains from one city to another",
        "input_schema": schema,
    }
    return openai_tool, anthropic_tool


def find_trains(origin: str, destination: str, seats: int = 1, day: str = "today"):
    return [{"leaves": "9:40", "arrives": "13:05"}]


def conversation(seen: Run) -> Facts:
    """What was sent, where the results of one answer may come in any order."""
    found: dict[str, Any] = {}
    for name, value in facts(seen).items():
        if name.endswith("input"):
            results = [one for one in value if one.get("type") == "function_call_output"]
            of_call = {one.get("call_id"): said(one.get("output")) for one in results}
            found[name.replace("input", "results")] = of_call
            value = [one for one in value if one not in results]
        found[name] = value
    return found


RESPONSES_TOOLS = [{"type": "function", **tool["function"]} for tool in OPENAI_TOOLS]
WARMER = "How far is it to Osaka from the warmer of these two: Tokyo, Paris?"
GIVEN = (WARMER, RESPONSES_TOOLS, FUNCTIONS)
TOKYO = Call("get_weather", {"city": "Tokyo"}, "call_1")
PARIS = Call("get_weather", {"city": "Paris"}, "call_2")
OSAKA = Call("get_distance", {"origin": "Tokyo", "destination": "Osaka"}, "call_3")
TWO_CALLS = Reply("", thinking="Both cities first.", calls=[TOKYO, PARIS])
ONE_CALL, ANSWER = Reply("", calls=[OSAKA]), Reply("It is 397 km from Tokyo.")


@exercise(
    "05.3",
    cases=[
        Case(
            *GIVEN,
            3,
            name="two calls, then one, then an answer",
            replies=[TWO_CALLS, ONE_CALL, ANSWER],
        ),
        Case(*GIVEN, 1, name="rounds=1", replies=[TWO_CALLS, ANSWER]),
    ],
    facts=conversation,
    hint="Three things are missing. All of response.output goes into items, before the results.\n"
    "Any of its items may be a call, so go through all of them in a for loop. And count: instead\n"
    "of while True, for _ in range(rounds), with raise RuntimeError behind the loop.",
    why={
        "path": "Your function asked {yours}. Stay with client.responses.create, as in the stub.",
        "roles": "One request has the items {yours}. Wanted: {wanted}. After all that the model "
        "sent, as it came, comes one result for each of its calls, and then you ask again.",
        "results": "A result says {yours}, but its call gives {wanted}. Run each call with its own "
        "arguments, name its call_id, and send JSON: json.dumps makes it.",
        "rounds=1: requests": "With rounds=1 your function sent {yours} requests. Count them: "
        "for _ in range(rounds).",
        "nothing raised": "With rounds=1 there are calls but no answer, and your function raised "
        "nothing. Raise RuntimeError after the loop.",
    },
    right="All items, all results, and only then the next request; and never without a limit.",
)
def ask(question, tools, functions, rounds):
    items = [{"role": "user", "content": question}]
    for _ in range(rounds):
        response = openai_client.responses.create(
            model=OPENAI_MODEL,
            max_output_tokens=2000,
            store=False,
            include=["reasoning.encrypted_content"],
            input=items,
            tools=tools,
        )
        calls = [item for item in response.output if item.type == "function_call"]
        if not calls:
            return response.output_text
        items += response.output
        for item in calls:
            output = json.dumps(functions[item.name](**json.loads(item.arguments)))
            result = {"type": "function_call_output", "call_id": item.call_id}
            items.append({**result, "output": output})
    raise RuntimeError(f"no answer in {rounds} rounds")
