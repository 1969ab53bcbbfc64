"""Answers to the exercises of lesson 05, right and wrong ones (see test_exercises.py)."""


# %% 05.1 wrong: two dictionaries
def train_tools():
    return {"name": "find_trains", "description": "Find trains"}


check("05.1", train_tools)


# %% 05.1 wrong: has two keys
def train_tools():
    schema = {"type": "object", "properties": {}, "required": []}
    about = {"name": "find_trains", "description": "Find trains"}
    openai_tool = {"type": "function", **about, "parameters": schema}
    return openai_tool, about | {"input_schema": schema}


check("05.1", train_tools)


# %% 05.1 wrong: input_schema
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


check("05.1", train_tools)


# %% 05.1 wrong: 'int'
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


check("05.1", train_tools)


# %% 05.1 wrong: enum
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


check("05.1", train_tools)


# %% 05.1 wrong: have defaults
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


check("05.1", train_tools)


# %% 05.1 wrong: that of get_weather
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


check("05.1", train_tools)


# %% 05.1 wrong: no brackets
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


check("05.1", train_tools())


# %% 05.1 wrong: takes no None
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


check("05.1", train_tools)


# %% 05.1 wrong: seats has no type
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


check("05.1", train_tools)


# %% 05.1 wrong: The default of seats is 2
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


check("05.1", train_tools)


# %% 05.1 wrong: Only two values of day
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


check("05.1", train_tools)


# %% 05.2 wrong: choose those of type tool_use
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        result = {"type": "tool_result", "tool_use_id": block.id}
        try:
            result["content"] = json.dumps(functions[block.name](**block.input))
        except Exception as error:
            result |= {"content": repr(error), "is_error": True}
        results.append(result)
    return {"role": "user", "content": results}


check("05.2", answer_calls)


# %% 05.2 wrong: 3 calls, and you return 1 result
def answer_calls(message, functions) -> dict:
    block = next(b for b in message.content if b.type == "tool_use")
    content = json.dumps(functions[block.name](**block.input))
    result = {"type": "tool_result", "tool_use_id": block.id, "content": content}
    return {"role": "user", "content": [result]}


check("05.2", answer_calls)


# %% 05.2 wrong: got out
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            result = {"type": "tool_result", "tool_use_id": block.id}
            try:
                result["content"] = json.dumps(functions[block.name](**block.input))
            except ValueError as error:
                result |= {"content": repr(error), "is_error": True}
            results.append(result)
    return {"role": "user", "content": results}


check("05.2", answer_calls)


# %% 05.2 wrong: is_error is True
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            result = {"type": "tool_result", "tool_use_id": block.id}
            try:
                result["content"] = json.dumps(functions[block.name](**block.input))
            except Exception as error:
                result["content"] = f"Error: {error}"
            results.append(result)
    return {"role": "user", "content": results}


check("05.2", answer_calls)


# %% 05.2 wrong: Say what went wrong
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            result = {"type": "tool_result", "tool_use_id": block.id}
            try:
                result["content"] = json.dumps(functions[block.name](**block.input))
            except Exception:
                result |= {"content": "failed", "is_error": True}
            results.append(result)
    return {"role": "user", "content": results}


check("05.2", answer_calls)


# %% 05.2 wrong: json.dumps
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            result = {"type": "tool_result", "tool_use_id": block.id}
            try:
                result["content"] = functions[block.name](**block.input)
            except Exception as error:
                result |= {"content": repr(error), "is_error": True}
            results.append(result)
    return {"role": "user", "content": results}


check("05.2", answer_calls)


# %% 05.2 wrong: results come from the user
def answer_calls(message, functions) -> dict:
    for block in message.content:
        if block.type == "tool_use":
            content = json.dumps(functions[block.name](**block.input))
            return {"role": "tool", "tool_call_id": block.id, "content": content}


check("05.2", answer_calls)


# %% 05.2 wrong: Python's way
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            result = {"type": "tool_result", "tool_use_id": block.id}
            try:
                result["content"] = str(functions[block.name](**block.input))
            except Exception as error:
                result |= {"content": repr(error), "is_error": True}
            results.append(result)
    return {"role": "user", "content": results}


check("05.2", answer_calls)


# %% 05.2 wrong: (**block.input)
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            result = {"type": "tool_result", "tool_use_id": block.id}
            try:
                result["content"] = json.dumps(functions[block.name](block.input))
            except Exception as error:
                result |= {"content": repr(error), "is_error": True}
            results.append(result)
    return {"role": "user", "content": results}


check("05.2", answer_calls)


# %% 05.2 wrong: str(error) or repr(error)
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            result = {"type": "tool_result", "tool_use_id": block.id}
            try:
                result["content"] = json.dumps(functions[block.name](**block.input))
            except Exception as error:
                result |= {"content": error, "is_error": True}
            results.append(result)
    return {"role": "user", "content": results}


check("05.2", answer_calls)


# %% 05.2 wrong: keyword arguments
def answer_calls(message, functions) -> dict:
    results = []
    for block in message.content:
        if block.type == "tool_use":
            result = {"type": "tool_result", "tool_use_id": block.id}
            try:
                result["content"] = json.dumps(functions[block.name](*block.input.values()))
            except Exception as error:
                result |= {"content": repr(error), "is_error": True}
            results.append(result)
    return {"role": "user", "content": results}


check("05.2", answer_calls)


# %% 05.3 wrong: not in its list
def ask(question, tools, functions, rounds):
    messages = [{"role": "user", "content": question}]
    for _ in range(rounds):
        response = openai_client.chat.completions.create(
            model=OPENAI_MODEL,
            reasoning_effort="none",
            max_completion_tokens=1000,
            messages=messages,
            tools=tools,
        )
        message = response.choices[0].message
        if not message.tool_calls:
            return message.content
        for call in message.tool_calls:
            arguments = json.loads(call.function.arguments)
            content = json.dumps(functions[call.function.name](**arguments))
            result = {"role": "tool", "tool_call_id": call.id}
            messages.append(result | {"content": content})
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: 2 calls in one answer, and your next request has 1 result
def ask(question, tools, functions, rounds):
    messages = [{"role": "user", "content": question}]
    for _ in range(rounds):
        response = openai_client.chat.completions.create(
            model=OPENAI_MODEL,
            reasoning_effort="none",
            max_completion_tokens=1000,
            messages=messages,
            tools=tools,
        )
        message = response.choices[0].message
        if not message.tool_calls:
            return message.content
        messages.append(message)
        call = message.tool_calls[0]
        arguments = json.loads(call.function.arguments)
        content = json.dumps(functions[call.function.name](**arguments))
        result = {"role": "tool", "tool_call_id": call.id}
        messages.append(result | {"content": content})
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: With rounds=1 your function sent 2 requests
def ask(question, tools, functions, rounds):
    messages = [{"role": "user", "content": question}]
    while True:
        response = openai_client.chat.completions.create(
            model=OPENAI_MODEL,
            reasoning_effort="none",
            max_completion_tokens=1000,
            messages=messages,
            tools=tools,
        )
        message = response.choices[0].message
        if not message.tool_calls:
            return message.content
        messages.append(message)
        for call in message.tool_calls:
            arguments = json.loads(call.function.arguments)
            content = json.dumps(functions[call.function.name](**arguments))
            result = {"role": "tool", "tool_call_id": call.id}
            messages.append(result | {"content": content})


check("05.3", ask)


# %% 05.3 wrong: Raise RuntimeError
def ask(question, tools, functions, rounds):
    messages = [{"role": "user", "content": question}]
    for _ in range(rounds):
        response = openai_client.chat.completions.create(
            model=OPENAI_MODEL,
            reasoning_effort="none",
            max_completion_tokens=1000,
            messages=messages,
            tools=tools,
        )
        message = response.choices[0].message
        if not message.tool_calls:
            return message.content
        messages.append(message)
        for call in message.tool_calls:
            arguments = json.loads(call.function.arguments)
            content = json.dumps(functions[call.function.name](**arguments))
            result = {"role": "tool", "tool_call_id": call.id}
            messages.append(result | {"content": content})


check("05.3", ask)


# %% 05.3 wrong: more than once
def ask(question, tools, functions, rounds):
    messages = [{"role": "user", "content": question}]
    for _ in range(rounds):
        response = openai_client.chat.completions.create(
            model=OPENAI_MODEL,
            reasoning_effort="none",
            max_completion_tokens=1000,
            messages=messages,
            tools=tools,
        )
        message = response.choices[0].message
        if not message.tool_calls:
            return message.content
        for call in message.tool_calls:
            messages.append(message)
            arguments = json.loads(call.function.arguments)
            content = json.dumps(functions[call.function.name](**arguments))
            result = {"role": "tool", "tool_call_id": call.id}
            messages.append(result | {"content": content})
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: One call at a time
def ask(question, tools, functions, rounds):
    messages = [{"role": "user", "content": question}]
    for _ in range(rounds):
        response = openai_client.chat.completions.create(
            model=OPENAI_MODEL,
            reasoning_effort="none",
            max_completion_tokens=1000,
            messages=messages,
            tools=tools,
            parallel_tool_calls=False,
        )
        message = response.choices[0].message
        if not message.tool_calls:
            return message.content
        messages.append(message)
        call = message.tool_calls[0]
        arguments = json.loads(call.function.arguments)
        content = json.dumps(functions[call.function.name](**arguments))
        result = {"role": "tool", "tool_call_id": call.id}
        messages.append(result | {"content": content})
    raise RuntimeError("No answer")


check("05.3", ask)


# %% 05.3 wrong: stopped after 2 requests
def ask(question, tools, functions, rounds):
    messages = [{"role": "user", "content": question}]
    given = {
        "model": OPENAI_MODEL,
        "reasoning_effort": "none",
        "max_completion_tokens": 1000,
        "messages": messages,
        "tools": tools,
    }
    message = openai_client.chat.completions.create(**given).choices[0].message
    messages.append(message)
    for call in message.tool_calls:
        arguments = json.loads(call.function.arguments)
        content = json.dumps(functions[call.function.name](**arguments))
        result = {"role": "tool", "tool_call_id": call.id}
        messages.append(result | {"content": content})
    return openai_client.chat.completions.create(**given).choices[0].message.content


check("05.3", ask)


# %% 05.3 wrong: Python's way
def ask(question, tools, functions, rounds):
    messages = [{"role": "user", "content": question}]
    for _ in range(rounds):
        message = (
            openai_client.chat.completions.create(
                model=OPENAI_MODEL,
                reasoning_effort="none",
                max_completion_tokens=1000,
                messages=messages,
                tools=tools,
            )
            .choices[0]
            .message
        )
        if not message.tool_calls:
            return message.content
        messages.append(message)
        for call in message.tool_calls:
            arguments = json.loads(call.function.arguments)
            content = str(functions[call.function.name](**arguments))
            result = {"role": "tool", "tool_call_id": call.id}
            messages.append(result | {"content": content})
    raise RuntimeError("No answer")


check("05.3", ask)
