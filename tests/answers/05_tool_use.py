"""Answers to the exercises of lesson 05, right and wrong ones (see test_exercises.py)."""


# %% 05.1 wrong: choose by its type
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        content = json.dumps(functions[block.name](**block.input))
        results.append({"type": "tool_result", "tool_use_id": block.id, "content": content})
    return {"role": "user", "content": results}


check("05.1", answer_calls)


# %% 05.1 wrong: one for each call
def answer_calls(message, functions) -> dict:
    block = next(b for b in message.content if b.type == "tool_use")
    content = json.dumps(functions[block.name](**block.input))
    result = {"type": "tool_result", "tool_use_id": block.id, "content": content}
    return {"role": "user", "content": [result]}


check("05.1", answer_calls)


# %% 05.1 wrong: one for each call, and nothing else
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            content = json.dumps(functions[block.name](**block.input))
            results.append({"type": "tool_result", "tool_use_id": block.name, "content": content})
    return {"role": "user", "content": results}


check("05.1", answer_calls)


# %% 05.1 wrong: one for each call, and nothing else
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            content = json.dumps(functions[block.name](**block.input))
            results.append({"type": "tool_result", "tool_use_id": block.id, "content": content})
        else:
            results.append(block.model_dump())
    return {"role": "user", "content": results}


check("05.1", answer_calls)


# %% 05.1 wrong: 'dict, no text'
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            content = functions[block.name](**block.input)
            results.append({"type": "tool_result", "tool_use_id": block.id, "content": content})
    return {"role": "user", "content": results}


check("05.1", answer_calls)


# %% 05.1 wrong: json.dumps makes it
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            content = str(functions[block.name](**block.input))
            results.append({"type": "tool_result", "tool_use_id": block.id, "content": content})
    return {"role": "user", "content": results}


check("05.1", answer_calls)


# %% 05.1 wrong: results come from the user
def answer_calls(message, functions) -> dict:
    for block in message.content:
        if block.type == "tool_use":
            content = json.dumps(functions[block.name](**block.input))
            return {"role": "tool", "tool_call_id": block.id, "content": content}


check("05.1", answer_calls)


# %% 05.1 wrong: Return one message
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            content = json.dumps(functions[block.name](**block.input))
            results.append({"type": "tool_result", "tool_use_id": block.id, "content": content})
    return results


check("05.1", answer_calls)


# %% 05.1 wrong: (**block.input)
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            content = json.dumps(functions[block.name](block.input))
            results.append({"type": "tool_result", "tool_use_id": block.id, "content": content})
    return {"role": "user", "content": results}


check("05.1", answer_calls)


# %% 05.1 wrong: keyword arguments
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            content = json.dumps(functions[block.name](*block.input.values()))
            results.append({"type": "tool_result", "tool_use_id": block.id, "content": content})
    return {"role": "user", "content": results}


check("05.1", answer_calls)


# %% 05.1 wrong: Return one message
def answer_calls(message, functions) -> dict:
    messages = []
    for block in message.content:
        if block.type == "tool_use":
            content = json.dumps(functions[block.name](**block.input))
            result = {"type": "tool_result", "tool_use_id": block.id, "content": content}
            messages.append({"role": "user", "content": [result]})
    return messages


check("05.1", answer_calls)


# %% 05.1 right
def answer_calls(message, functions):
    def run(call):
        try:
            return {"content": json.dumps(functions[call["name"]](**call["input"]), indent=2)}
        except Exception as error:
            return {"content": json.dumps({"error": str(error)}), "is_error": True}

    blocks = message.model_dump()["content"]
    calls = [block for block in blocks if block["type"] == "tool_use"]
    content = [{"type": "tool_result", "tool_use_id": call["id"], **run(call)} for call in calls]
    return {"content": content, "role": "user"}


check("05.1", answer_calls)


# %% 05.1 right
from anthropic.types import TextBlockParam, ToolResultBlockParam, ToolUseBlock


def answer_calls(message, functions):
    results = {}
    for block in reversed(message.content):
        if isinstance(block, ToolUseBlock):
            text = json.dumps(functions.get(block.name)(**block.input))
            results[block.id] = ToolResultBlockParam(
                type="tool_result",
                tool_use_id=block.id,
                content=[TextBlockParam(type="text", text=text)],
                is_error=False,
            )
    return dict(role="user", content=list(results.values()))


check("05.1", answer_calls)


# %% 05.2 wrong: two dictionaries
def train_tools():
    return {"name": "find_trains", "description": "Find trains"}


check("05.2", train_tools)


# %% 05.2 wrong: OpenAI's tool has two
def train_tools():
    schema = {"type": "object", "properties": {}, "required": []}
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", **about, "parameters": schema}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: Anthropic's tool is flat
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": "integer"},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["origin", "destination"],
    }
    tool = {"name": "find_trains", "description": "Find trains", "parameters": schema}
    return {"type": "function", "function": tool}, tool


check("05.2", train_tools)


# %% 05.2 wrong: does not take 'int'
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": "int"},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: the enum of day
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": "integer"},
            "day": {"type": "string", "description": "today or tomorrow"},
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: What has a default may be left out
def train_tools():
    properties = {
        "origin": {"type": "string"},
        "destination": {"type": "string"},
        "seats": {"type": "integer"},
        "day": {"type": "string", "enum": ["today", "tomorrow"]},
    }
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: Wanted: 'what find_trains does'
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": "integer"},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Get the weather in a city"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: no brackets
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": "integer"},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools())


# %% 05.2 wrong: 'an integer or null'
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": ["integer", "null"]},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: seats in OpenAI's tool is 'anything'
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"description": "How many"},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: default of seats in OpenAI's tool is 2
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": "integer", "default": 2},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: or another string
def train_tools():
    day = {"anyOf": [{"const": "today"}, {"type": "string"}]}
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": "integer"},
            "day": day,
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 right
def train_tools():
    city = {"type": "string"}
    parameters = {
        "$defs": {"Day": {"enum": ["tomorrow", "today"], "type": "string"}},
        "required": ["destination", "origin"],
        "additionalProperties": False,
        "properties": {
            "day": {"$ref": "#/$defs/Day", "default": "today"},
            "seats": {"type": "integer", "minimum": 1, "default": 1},
            "origin": city,
            "destination": city,
        },
        "type": "object",
    }
    text = "List the trains from an origin to a destination."
    return [
        dict(
            function=dict(parameters=parameters, description=text, name="find_trains"),
            type="function",
        ),
        dict(
            name="find_trains",
            description=text,
            input_schema=parameters,
            type="custom",
            cache_control={"type": "ephemeral"},
        ),
    ]


check("05.2", train_tools)


# %% 05.2 right
from typing import Literal

from anthropic import beta_tool
from openai import pydantic_function_tool
from pydantic import BaseModel


class Trip(BaseModel):
    """Find trains"""

    origin: str
    destination: str
    seats: int = 1
    day: Literal["today", "tomorrow"] = "today"


def find_trains(
    origin: str,
    destination: str,
    seats: int = 1,
    day: Literal["today", "tomorrow"] = "today",
):
    """Find trains"""


def train_tools():
    openai_tool = pydantic_function_tool(Trip, name="find_trains")
    return openai_tool, beta_tool(find_trains, description=Trip.__doc__, strict=True).to_dict()


check("05.2", train_tools)


# %% 05.2 right
from typing import Literal

from pydantic import TypeAdapter


def find_trains(
    origin: str,
    destination: str,
    seats: int = 1,
    day: Literal["today", "tomorrow"] = "today",
):
    """Find trains"""


def train_tools():
    schema = TypeAdapter(find_trains).json_schema()
    about = {"name": find_trains.__name__, "description": "Find trains between two cities"}
    return (
        {"type": "function", "function": {**about, "parameters": schema}},
        {**about, "input_schema": schema},
    )


check("05.2", train_tools)


# %% 05.2 right
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": "integer", "enum": [1, 2, 3, 4]},
            "day": {"anyOf": [{"const": "today"}, {"const": "tomorrow"}]},
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: The first tool has the keys
def train_tools():
    schema = {"type": "object", "properties": {}, "required": []}
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return about | {"input_schema": schema}, openai_tool


check("05.2", train_tools)


# %% 05.2 wrong: properties in OpenAI's tool is 'day, from, seats, to'
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "from": {"type": "string"},
            "to": {"type": "string"},
            "seats": {"type": "integer"},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["from", "to"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: name in Anthropic's tool is 'trains'
def train_tools():
    schema = {
        "type": "object",
        "properties": {
            "origin": {"type": "string"},
            "destination": {"type": "string"},
            "seats": {"type": "integer"},
            "day": {"type": "string", "enum": ["today", "tomorrow"]},
        },
        "required": ["origin", "destination"],
    }
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"name": "trains", "input_schema": schema}


check("05.2", train_tools)


# %% 05.2 wrong: strict in OpenAI's tool is True. Wanted: False
def train_tools():
    properties = {
        "origin": {"type": "string"},
        "destination": {"type": "string"},
        "seats": {"type": "integer"},
        "day": {"type": "string", "enum": ["today", "tomorrow"]},
    }
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    about = {"name": "find_trains", "description": "Find trains", "strict": True}
    openai_tool = {"type": "function", "function": about | {"parameters": schema}}
    return openai_tool, about | {"input_schema": schema}


check("05.2", train_tools)


# %% 05.3 wrong: as it came
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
        for item in calls:
            output = json.dumps(functions[item.name](**json.loads(item.arguments)))
            result = {"type": "function_call_output", "call_id": item.call_id}
            items.append({**result, "output": output})
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: one result for each
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
        item = response.output[-1]
        if item.type != "function_call":
            return response.output_text
        items += response.output
        output = json.dumps(functions[item.name](**json.loads(item.arguments)))
        result = {"type": "function_call_output", "call_id": item.call_id}
        items.append({**result, "output": output})
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: all that the model sent
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
        items += calls
        for item in calls:
            output = json.dumps(functions[item.name](**json.loads(item.arguments)))
            result = {"type": "function_call_output", "call_id": item.call_id}
            items.append({**result, "output": output})
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: name its call_id
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
            result = {"type": "function_call_output", "call_id": item.id}
            items.append({**result, "output": output})
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: json.dumps makes it
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
            output = str(functions[item.name](**json.loads(item.arguments)))
            result = {"type": "function_call_output", "call_id": item.call_id}
            items.append({**result, "output": output})
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: With rounds=1 your function sent 2 requests
def ask(question, tools, functions, rounds):
    items = [{"role": "user", "content": question}]
    while True:
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


check("05.3", ask)


# %% 05.3 wrong: Raise RuntimeError
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


check("05.3", ask)


# %% 05.3 wrong: client.responses.create
def ask(question, tools, functions, rounds):
    messages = [{"role": "user", "content": question}]
    for _ in range(rounds):
        response = openai_client.chat.completions.create(
            model=OPENAI_MODEL, max_completion_tokens=2000, messages=messages, tools=tools
        )
        message = response.choices[0].message
        if not message.tool_calls:
            return message.content
        messages.append(message)
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: goes on for ever
def ask(question, tools, functions, rounds):
    while True:
        response = openai_client.responses.create(
            model=OPENAI_MODEL,
            max_output_tokens=2000,
            store=False,
            include=["reasoning.encrypted_content"],
            input=question,
            tools=tools,
        )
        if response.output_text == "never":
            return response.output_text


check("05.3", ask)


# %% 05.3 right
def ask(question, tools, functions, rounds):
    items, sent = [{"role": "user", "content": question}], 0
    while sent < rounds:
        sent += 1
        response = openai_client.responses.create(
            model=OPENAI_MODEL,
            max_output_tokens=2000,
            store=False,
            include=["reasoning.encrypted_content"],
            input=items,
            tools=tools,
        )
        results = []
        for item in response.output:
            items.append(item.model_dump(exclude_none=True))
            if item.type == "function_call":
                text = json.dumps(
                    functions[item.name](**json.loads(item.arguments)), separators=(",", ":")
                )
                results.append(
                    {"output": text, "call_id": item.call_id, "type": "function_call_output"}
                )
        if not results:
            return response.output_text
        items += reversed(results)
    raise RuntimeError


check("05.3", ask)


# %% 05.3 right
def ask(question, tools, functions, rounds):
    def go_on(items, left):
        if left == 0:
            raise RuntimeError("too many rounds")
        response = openai_client.responses.create(
            model=OPENAI_MODEL,
            max_output_tokens=2000,
            store=False,
            include=["reasoning.encrypted_content"],
            input=items,
            tools=tools,
        )
        results = [
            {
                "type": "function_call_output",
                "call_id": item.call_id,
                "output": json.dumps(functions[item.name](**json.loads(item.arguments))),
            }
            for item in response.output
            if item.type == "function_call"
        ]
        if not results:
            return response.output_text
        return go_on([*items, *response.output, *results], left - 1)

    return go_on(question and [{"role": "user", "content": question}], rounds)


check("05.3", ask)
