"""Answers to the exercises of lesson 07, right and wrong ones (see test_exercises.py)."""

# %% 07.1 wrong: No request
check("07.1", lambda turns, text: [*turns, {"role": "user", "content": text}])


# %% 07.1 wrong: did not stay as it was
def chat_once(turns, text):
    turns.append({"role": "user", "content": text})
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=100,
        thinking={"type": "disabled"},
        messages=turns,
    )
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns.append({"role": "assistant", "content": answer})
    return turns


check("07.1", chat_once)


# %% 07.1 wrong: did not stay as it was
def chat_once(turns, text):
    messages = turns
    messages += [{"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=100,
        thinking={"type": "disabled"},
        messages=messages,
    )
    answer = "".join(b.text for b in message.content if b.type == "text")
    return messages + [{"role": "assistant", "content": answer}]


check("07.1", chat_once)


# %% 07.1 wrong: did not reach the caller
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    try:
        message = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=100,
            thinking={"type": "disabled"},
            messages=messages,
        )
    except Exception:
        return turns
    answer = "".join(b.text for b in message.content if b.type == "text")
    return [*messages, {"role": "assistant", "content": answer}]


check("07.1", chat_once)


# %% 07.1 wrong: Send the turns from before
def chat_once(turns, text):
    question = {"role": "user", "content": text}
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=100,
        thinking={"type": "disabled"},
        messages=[question],
    )
    answer = "".join(b.text for b in message.content if b.type == "text")
    return [*turns, question, {"role": "assistant", "content": answer}]


check("07.1", chat_once)


# %% 07.1 wrong: Return a list: the turns from before
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=100,
        thinking={"type": "disabled"},
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("07.1", chat_once)


# %% 07.1 wrong: Return a list: the turns from before
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=100,
        thinking={"type": "disabled"},
        messages=messages,
    )
    answer = "".join(b.text for b in message.content if b.type == "text")
    return [*turns, {"role": "assistant", "content": answer}]


check("07.1", chat_once)


# %% 07.1 right
def chat_once(turns, text):
    question = {"role": "user", "content": text}
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=100,
        thinking={"type": "disabled"},
        messages=turns + [question],
    )
    return turns + [question, {"role": message.role, "content": message.content}]


check("07.1", chat_once)


# %% 07.1 right
def chat_once(turns, text):
    messages = list(turns)
    messages.append({"role": "user", "content": [{"type": "text", "text": text}]})
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=100,
        thinking={"type": "disabled"},
        messages=messages,
    )
    for block in message.content:
        if block.type == "text":
            messages.append({"role": "assistant", "content": block.text})
    return messages


check("07.1", chat_once)


# %% 07.2 wrong: No request
check("07.2", lambda first_question, second_question: "Environ 14 millions.")


# %% 07.2 wrong: not carried over
def ask_twice(first_question, second_question):
    settings = {"model": OPENAI_MODEL, "reasoning": {"effort": "none"}}
    first = openai_client.responses.create(
        **settings, instructions="Answer in French.", input=first_question
    )
    second = openai_client.responses.create(
        **settings, previous_response_id=first.id, input=second_question
    )
    return second.output_text


check("07.2", ask_twice)


# %% 07.2 wrong: previous_response_id=first.id
def ask_twice(first_question, second_question):
    settings = {
        "model": OPENAI_MODEL,
        "reasoning": {"effort": "none"},
        "instructions": "Answer in French.",
    }
    openai_client.responses.create(**settings, input=first_question)
    return openai_client.responses.create(**settings, input=second_question).output_text


check("07.2", ask_twice)


# %% 07.2 wrong: The input of each request is its question alone
def ask_twice(first_question, second_question):
    settings = {
        "model": OPENAI_MODEL,
        "reasoning": {"effort": "none"},
        "instructions": "Answer in French.",
    }
    first = openai_client.responses.create(**settings, input=first_question)
    second = openai_client.responses.create(
        **settings,
        previous_response_id=first.id,
        input=[
            {"role": "user", "content": first_question},
            {"role": "user", "content": second_question},
        ],
    )
    return second.output_text


check("07.2", ask_twice)


# %% 07.2 wrong: need no reasoning
def ask_twice(first_question, second_question):
    settings = {"model": OPENAI_MODEL, "instructions": "Answer in French."}
    first = openai_client.responses.create(**settings, input=first_question)
    second = openai_client.responses.create(
        **settings, previous_response_id=first.id, input=second_question
    )
    return second.output_text


check("07.2", ask_twice)


# %% 07.2 wrong: Return the output_text of the second answer
def ask_twice(first_question, second_question):
    settings = {
        "model": OPENAI_MODEL,
        "reasoning": {"effort": "none"},
        "instructions": "Answer in French.",
    }
    first = openai_client.responses.create(**settings, input=first_question)
    openai_client.responses.create(**settings, previous_response_id=first.id, input=second_question)
    return first.output_text


check("07.2", ask_twice)


# %% 07.2 wrong: 3 requests
def ask_twice(first_question, second_question):
    settings = {
        "model": OPENAI_MODEL,
        "reasoning": {"effort": "none"},
        "instructions": "Answer in French.",
    }
    first = openai_client.responses.create(**settings, input=first_question)
    second = openai_client.responses.create(
        **settings, previous_response_id=first.id, input=second_question
    )
    openai_client.responses.create(
        **settings, previous_response_id=second.id, input=second_question
    )
    return second.output_text


check("07.2", ask_twice)


# %% 07.2 right
def ask_twice(first_question, second_question):
    previous = None
    for question in [first_question, second_question]:
        response = openai_client.responses.create(
            model=OPENAI_MODEL,
            reasoning={"effort": "none"},
            instructions="Answer in French.",
            previous_response_id=previous,
            input=question,
        )
        previous = response.id
    return response.output_text


check("07.2", ask_twice)


# %% 07.2 right
def ask_twice(first_question, second_question):
    def ask(question, **more):
        return openai_client.responses.create(
            model=OPENAI_MODEL,
            reasoning={"effort": "none"},
            instructions="Answer in French.",
            input=[{"role": "user", "content": question}],
            max_output_tokens=300,
            **more,
        )

    first = ask(first_question)
    return ask(second_question, previous_response_id=first.id).output[-1].content[0].text


check("07.2", ask_twice)

# %% 07.3 wrong: A system message at the beginning stays on top
check("07.3", lambda messages, n: messages[-n:])


# %% 07.3 wrong: roles ['system', 'tool',
def newest_turns(messages, n):
    top = [m for m in messages[:1] if m["role"] == "system"]
    others = messages[len(top) :]
    return top + others[-(2 * n - 1) :]


check("07.3", newest_turns)


# %% 07.3 wrong: holds no tool_result
def newest_turns(messages, n):
    starts = [i for i, m in enumerate(messages) if m["role"] == "user"]
    top = [m for m in messages[:1] if m["role"] == "system"]
    return top + messages[starts[-n:][0] :]


check("07.3", newest_turns)


# %% 07.3 wrong: With fewer than n turns, keep all
def newest_turns(messages, n):
    starts = [i for i, m in enumerate(messages) if m["role"] == "user"]
    top = [m for m in messages[:1] if m["role"] == "system"]
    return top + messages[starts[-n] :]


check("07.3", newest_turns)


# %% 07.3 wrong: a plain chat and n=2: Your messages have the roles ['system', 'user']
def newest_turns(messages, n):
    starts = [
        i for i, m in enumerate(messages) if m["role"] == "user" and isinstance(m["content"], str)
    ]
    top = [m for m in messages[:1] if m["role"] == "system"]
    return top + messages[starts[-n:][-1] :]


check("07.3", newest_turns)


# %% 07.3 wrong: Wanted: ['system', 'user']
def newest_turns(messages, n):
    return list(messages)


check("07.3", newest_turns)


# %% 07.3 wrong: stays on top, once
def newest_turns(messages, n):
    starts = [i for i, m in enumerate(messages) if m["role"] == "user"]
    first = starts[-n] if n < len(starts) else 0
    return messages[:1] + messages[first:]


check("07.3", newest_turns)


# %% 07.3 wrong: changed what it was given
def newest_turns(messages, n):
    starts = [i for i, m in enumerate(messages) if m["role"] == "user"]
    top = [m for m in messages[:1] if m["role"] == "system"]
    del messages[: starts[-n:][0]]
    return top + messages


check("07.3", newest_turns)

# %% 07.3 wrong: ['system', 'assistant', 'user']
check("07.3", lambda messages, n: messages[:1] + messages[-2 * n :])


# %% 07.3 wrong: roles ['user', 'user',
def newest_turns(messages, n):
    starts = [
        i
        for i, m in enumerate(messages)
        if m["role"] == "user"
        and not any(isinstance(b, dict) and b["type"] == "tool_result" for b in m["content"])
    ]
    return messages[:1] + messages[max(starts[-n:][0], 1) :]


check("07.3", newest_turns)


# %% 07.3 wrong: the very list
def newest_turns(messages, n):
    starts = []
    for i, m in enumerate(messages):
        blocks = m["content"] if isinstance(m["content"], list) else []
        if m["role"] == "user" and all(b["type"] != "tool_result" for b in blocks):
            starts.append(i)
    if n >= len(starts):
        return messages
    top = [m for m in messages[:1] if m["role"] == "system"]
    return top + messages[starts[-n] :]


check("07.3", newest_turns)


# %% 07.3 wrong: returned None. Wanted: 'a list'
def newest_turns(messages, n):
    print(messages[-n:])


check("07.3", newest_turns)


# %% 07.3 wrong: The role of message 2 is 'list'
def newest_turns(messages, n):
    starts = [i for i, m in enumerate(messages) if m["role"] == "user"]
    return [messages[0], messages[starts[-n:][0] :]]


check("07.3", newest_turns)


# %% 07.3 wrong: For Claude's chat with tool calls and n=2
def newest_turns(messages, n):
    starts = [
        place
        for place, message in enumerate(messages)
        if message["role"] == "user"
        and (
            isinstance(message["content"], str)
            or all(block["type"] == "text" for block in message["content"])
        )
    ]
    top = [m for m in messages[:1] if m["role"] == "system"]
    return top + messages[starts[-n:][0] :]


check("07.3", newest_turns)


# %% 07.3 right
def is_result(message):
    content = message["content"]
    return isinstance(content, list) and any(b["type"] == "tool_result" for b in content)


def newest_turns(messages, n):
    kept = []
    for message in reversed(messages):
        if n == 0:
            break
        if message["role"] == "system":
            continue
        kept.insert(0, message)
        if message["role"] == "user" and not is_result(message):
            n -= 1
    return [m for m in messages if m["role"] == "system"] + kept


check("07.3", newest_turns)


# %% 07.3 wrong: A message that holds only tool_calls has no content
def newest_turns(messages, n):
    starts = []
    for place, message in enumerate(messages):
        content = message["content"]
        blocks = content if isinstance(content, list) else []
        if message["role"] == "user" and all(b["type"] != "tool_result" for b in blocks):
            starts.append(place)
    top = [m for m in messages[:1] if m["role"] == "system"]
    return top + messages[starts[-n:][0] :]


check("07.3", newest_turns)


# %% 07.3 right
from collections import deque


def newest_turns(messages, n):
    turns = deque(maxlen=n)
    top = []
    for message in messages:
        if message["role"] in ("system", "developer"):
            top.append(message)
        elif begins_turn(message):
            turns.append([message])
        else:
            turns[-1].append(message)
    return top + [message for turn in turns for message in turn]


def begins_turn(message):
    content = message.get("content")
    return message["role"] == "user" and (
        isinstance(content, str) or all(block["type"] != "tool_result" for block in content)
    )


check("07.3", newest_turns)


# %% 07.3 right
import copy


def newest_turns(messages, n):
    first = 1 if messages and messages[0]["role"] == "system" else 0
    starts = [
        place
        for place, message in enumerate(messages)
        if message["role"] == "user" and "'tool_result'" not in repr(message["content"])
    ]
    if len(starts) > n:
        return copy.deepcopy(messages[:first] + messages[starts[len(starts) - n] :])
    return messages.copy()


check("07.3", newest_turns)


# %% 07.3 right
def newest_turns(messages, n):
    place = len(messages)
    while n > 0 and place > 0:
        place -= 1
        message = messages[place]
        if message["role"] != "user":
            continue
        if isinstance(message["content"], str):
            n -= 1
        elif "tool_result" not in [block["type"] for block in message["content"]]:
            n -= 1
    if messages[0]["role"] == "system" and place > 0:
        return [messages[0], *messages[place:]]
    return messages[place:]


check("07.3", newest_turns)
