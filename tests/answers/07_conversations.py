"""Answers to the exercises of lesson 07, right and wrong ones (see test_exercises.py)."""

# %% 07.1 wrong: No request
check("07.1", lambda turns, text: "Hello.")


# %% 07.1 wrong: add the question when the answer is there
def chat_once(turns, text):
    turns.append({"role": "user", "content": text})
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=turns,
    )
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns.append({"role": "assistant", "content": answer})
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: Leave the turns from before alone
def chat_once(turns, text):
    turns.append({"role": "user", "content": text})
    try:
        message = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=30,
            thinking={"type": "disabled"},
            messages=turns,
        )
    except Exception:
        turns.clear()
        raise
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns.append({"role": "assistant", "content": answer})
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: did not reach the caller
def chat_once(turns, text):
    turns.append({"role": "user", "content": text})
    try:
        message = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=30,
            thinking={"type": "disabled"},
            messages=turns,
        )
    except Exception:
        turns.pop()
        return "Sorry, please ask again."
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns.append({"role": "assistant", "content": answer})
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: makes another one
def chat_once(turns, text):
    turns = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=turns,
    )
    if message.stop_reason == "max_tokens":
        raise ValueError("cut")
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns.append({"role": "assistant", "content": answer})
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: should hold the question and the answer
def chat_once(turns, text):
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=[*turns, {"role": "user", "content": text}],
    )
    if message.stop_reason == "max_tokens":
        raise ValueError("cut")
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns.append({"role": "assistant", "content": answer})
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: passed for a whole one
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=messages,
    )
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns[:] = [*messages, {"role": "assistant", "content": answer}]
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: Look before you append
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=messages,
    )
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns[:] = [*messages, {"role": "assistant", "content": answer}]
    if message.stop_reason == "max_tokens":
        raise ValueError("cut")
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: turn not kept: max_tokens (line 10
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=messages,
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"turn not kept: {message.stop_reason}")
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns[:] = [*messages, {"role": "assistant", "content": answer}]
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: Wanted: InternalServerError
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    try:
        message = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=30,
            thinking={"type": "disabled"},
            messages=messages,
        )
    except Exception as error:
        raise RuntimeError("the call failed") from error
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns[:] = [*messages, {"role": "assistant", "content": answer}]
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: Send the turns from before
def chat_once(turns, text):
    question = {"role": "user", "content": text}
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=[question],
    )
    if message.stop_reason == "max_tokens":
        raise ValueError("cut")
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns += [question, {"role": "assistant", "content": answer}]
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: unless message.stop_reason is "end_turn"
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=messages,
    )
    if message.stop_reason == "max_tokens":
        raise ValueError("the answer was cut off")
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns[:] = [*messages, {"role": "assistant", "content": answer}]
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: complete answer of exactly 30 tokens: Your code raised ValueError
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=messages,
    )
    if message.usage.output_tokens >= 30:
        raise ValueError("the answer was cut off")
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns[:] = [*messages, {"role": "assistant", "content": answer}]
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: the question and the answer behind what it held
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=messages,
    )
    if message.stop_reason != "end_turn":
        raise ValueError(message.stop_reason)
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns[:] = [messages[-1], {"role": "assistant", "content": answer}]
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: was not complete, and passed
def chat_once(turns, text):
    messages = [*turns, {"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=messages,
    )
    answer = "".join(b.text for b in message.content if b.type == "text")
    if message.stop_reason == "end_turn":
        turns[:] = [*messages, {"role": "assistant", "content": answer}]
    return answer


check("07.1", chat_once)


# %% 07.1 wrong: turns did not stay as it was
def chat_once(turns, text):
    turns.append({"role": "user", "content": text})
    try:
        message = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=30,
            thinking={"type": "disabled"},
            messages=turns,
        )
    except anthropic.APIStatusError:  # a refused connection is none
        turns.pop()
        raise
    if message.stop_reason != "end_turn":
        turns.pop()
        raise ValueError(message.stop_reason)
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns.append({"role": "assistant", "content": answer})
    return answer


import anthropic

check("07.1", chat_once)


# %% 07.1 wrong: returned Message
def chat_once(turns, text):
    question = {"role": "user", "content": text}
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=[*turns, question],
    )
    if message.stop_reason != "end_turn":
        raise ValueError(message.stop_reason)
    turns += [question, {"role": "assistant", "content": message.content}]
    return message


check("07.1", chat_once)


# %% 07.1 right
def chat_once(turns, text):
    question = {"role": "user", "content": text}
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=turns + [question],
    )
    if message.stop_reason == "end_turn":
        turns.extend([question, {"role": message.role, "content": message.content}])
        return message.content[0].text
    raise ValueError("not complete")


check("07.1", chat_once)


# %% 07.1 right
def chat_once(turns, text):
    turns.append({"role": "user", "content": text})
    try:
        message = client.messages.create(
            max_tokens=30,
            thinking={"type": "disabled"},
            system="Be brief.",
            messages=turns,
            model=ANTHROPIC_MODEL,
        )
        if message.stop_reason in ("max_tokens", "refusal"):
            raise ValueError("not complete")
    except Exception:
        turns.pop()
        raise
    answer = "".join(b.text for b in message.content if b.type == "text")
    turns.append({"role": "assistant", "content": answer})
    return answer


check("07.1", chat_once)


# %% 07.1 right
class NotComplete(ValueError):
    pass


def chat_once(turns, text):
    question = {"role": "user", "content": [{"type": "text", "text": text}]}
    before = list(turns)
    turns.append(question)
    whole = False
    try:
        with client.messages.stream(
            model=ANTHROPIC_MODEL,
            max_tokens=30,
            thinking={"type": "disabled"},
            messages=turns,
        ) as stream:
            answer = stream.get_final_text()
            match stream.get_final_message().stop_reason:
                case "end_turn":
                    whole = True
                case other:
                    raise NotComplete(other)
    finally:
        if not whole:
            turns[:] = before
    turns.append({"role": "assistant", "content": [{"type": "text", "text": answer}]})
    return answer


check("07.1", chat_once)


# %% 07.1 right
import copy


def chat_once(turns, text):
    messages = copy.deepcopy(turns)
    messages += [{"role": "user", "content": text}]
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=30,
        thinking={"type": "disabled"},
        messages=messages,
    )
    if not message.stop_reason == "end_turn":
        raise ValueError
    answer = message.to_dict()["content"]
    messages.append({"role": "assistant", "content": answer})
    turns.clear()
    turns.extend(messages)
    return answer[0]["text"]


check("07.1", chat_once)

# %% 07.2 wrong: returned None
check("07.2", lambda messages: None)


# %% 07.2 wrong: And 3 at the end
def count_safely(messages):
    texts = [t for m in messages for t in (m["role"], m["content"])]
    return sum(len(encoding.encode(t)) for t in texts) + 3 * len(messages)


check("07.2", count_safely)


# %% 07.2 wrong: the tokens of its role
def count_safely(messages):
    return 3 + sum(3 + len(encoding.encode(m["content"])) for m in messages)


check("07.2", count_safely)


# %% 07.2 wrong: For the name of a special token
def count_tokens(messages):
    texts = [text for m in messages for text in (m["role"], m["content"])]
    return sum(len(encoding.encode(text)) for text in texts) + 3 * len(messages) + 3


check("07.2", count_tokens)


# %% 07.2 wrong: allowed_special does not
def count_safely(messages):
    total = 3
    for message in messages:
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode(message["content"], allowed_special="all"))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: For content None: Your code raised TypeError
def count_safely(messages):
    total = 3
    for message in messages:
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode_ordinary(message["content"]))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: None adds nothing
def count_safely(messages):
    total = 3
    for message in messages:
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode_ordinary(str(message["content"])))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: None adds nothing
def count_safely(messages):
    total = 3
    for message in messages:
        if message["content"]:
            total += 3 + len(encoding.encode(message["role"]))
            total += len(encoding.encode_ordinary(message["content"]))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: For a list with a text and an image: Your code raised TypeError
def count_safely(messages):
    total = 3
    for message in messages:
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode_ordinary(message["content"] or ""))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: KeyError: 'text'
def count_safely(messages):
    total = 3
    for message in messages:
        content = message["content"] or ""
        if isinstance(content, list):
            content = "".join(block["text"] for block in content)
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode_ordinary(content))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: and nothing else
def count_safely(messages):
    total = 3
    for message in messages:
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode_ordinary(str(message["content"] or "")))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: For an image and two texts: Your code raised KeyError
def count_safely(messages):
    total = 3
    for message in messages:
        content = message["content"] or ""
        if isinstance(content, list):
            content = content[0]["text"]
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode_ordinary(content))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: wherever it stands
def count_safely(messages):
    total = 3
    for message in messages:
        content = message["content"] or ""
        if isinstance(content, list):
            content = next(b["text"] for b in content if b["type"] == "text")
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode_ordinary(content))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: put nothing between
def count_safely(messages):
    total = 3
    for message in messages:
        content = message["content"] or ""
        if isinstance(content, list):
            content = " ".join(b["text"] for b in content if b["type"] == "text")
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode_ordinary(content))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: put nothing between
def count_safely(messages):
    total = 3
    for message in messages:
        content = message["content"] or ""
        if isinstance(content, list):
            content = "\n".join(b["text"] for b in content if b["type"] == "text")
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode_ordinary(content))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: changed what it was given
def count_safely(messages):
    total = 3
    for m in messages:
        c = m["content"]
        if isinstance(c, list):
            texts = [b["text"] for b in c if b["type"] == "text"]
        else:
            m["content"] = c or ""
            texts = [m["content"]]
        total += 3
        for text in [m["role"], *texts]:
            total += len(encoding.encode(text, disallowed_special=()))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: The type decides
def count_safely(messages):
    total = 3
    for m in messages:
        c = m["content"] or []
        texts = [c] if isinstance(c, str) else [b["text"] for b in c if "text" in b]
        total += 3
        for text in [m["role"], *texts]:
            total += len(encoding.encode(text, disallowed_special=()))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: For an empty list: Your function returned 0
def count_safely(messages):
    if not messages:
        return 0
    return 3 + sum(count_one(m) for m in messages)


def count_one(message):
    content = message["content"]
    total = 3 + len(encoding.encode_ordinary(message["role"]))
    if isinstance(content, str):
        return total + len(encoding.encode_ordinary(content))
    for block in content or []:
        if block["type"] == "text":
            total += len(encoding.encode_ordinary(block["text"]))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: For all of these in one list
def count_safely(messages):
    total, texts = 3, []
    for message in messages:
        content = message["content"]
        if isinstance(content, str):
            texts = [content]
        elif content:
            texts = [b["text"] for b in content if b["type"] == "text"]
        total += 3
        for text in [message["role"], *texts]:
            total += len(encoding.encode(text, disallowed_special=()))
    return total


check("07.2", count_safely)


# %% 07.2 right
def texts_of(content):
    if isinstance(content, str):
        return [content]
    return [block["text"] for block in content or [] if block.get("type") == "text"]


def count_safely(messages):
    texts = [t for m in messages for t in [m["role"], *texts_of(m["content"])]]
    return 3 + 3 * len(messages) + sum(map(len, encoding.encode_ordinary_batch(texts)))


check("07.2", count_safely)


# %% 07.2 right
def count_safely(messages):
    def count(text):
        return len(encoding.encode(text, disallowed_special=set()))

    total = 3
    for message in messages:
        total += 3 + count(message["role"])
        match message.get("content"):
            case str(text):
                total += count(text)
            case list(blocks):
                for block in blocks:
                    if block["type"] != "text":
                        continue
                    total += count(block["text"])
            case None:
                pass
    return total


check("07.2", count_safely)


# %% 07.2 right
import copy


def count_safely(messages):
    if messages == []:
        return 3
    *others, last = copy.deepcopy(messages)
    if last["content"] is None:
        last["content"] = ""
    if not isinstance(last["content"], str):
        last["content"] = "".join(b["text"] for b in last["content"] if b["type"] == "text")
    tokens = encoding.encode_ordinary(last["role"]), encoding.encode_ordinary(last["content"])
    return count_safely(others) + 3 + len(tokens[0]) + len(tokens[1])


check("07.2", count_safely)

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
    content = message["content"]
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
