"""Answers to the exercises of lesson 07, right and wrong ones (see test_exercises.py)."""

# %% 07.1 wrong: No request
check("07.1", lambda turns, text: "Hello.")


# %% 07.1 wrong: its question stayed
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


# %% 07.1 wrong: Leave those alone
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


# %% 07.1 wrong: turns holds ['assistant']
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


# %% 07.1 wrong: waits for ValueError
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


# %% 07.1 wrong: InternalServerError did not reach the caller
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


# %% 07.1 wrong: three messages
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


# %% 07.1 wrong: raise ValueError for every other
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

# %% 07.2 wrong: NoneType
check("07.2", lambda messages: None)


# %% 07.2 wrong: 3 too low
def count_safely(messages):
    texts = [t for m in messages for t in (m["role"], m["content"])]
    return sum(len(encoding.encode(t)) for t in texts) + 3 * len(messages)


check("07.2", count_safely)


# %% 07.2 wrong: the tokens of its role
def count_safely(messages):
    return 3 + sum(3 + len(encoding.encode(m["content"])) for m in messages)


check("07.2", count_safely)

# %% 07.2 wrong: disallowed_special=()
check("07.2", count_tokens)


# %% 07.2 wrong: allowed_special does not
def count_safely(messages):
    total = 3
    for message in messages:
        total += 3 + len(encoding.encode(message["role"]))
        total += len(encoding.encode(message["content"], allowed_special="all"))
    return total


check("07.2", count_safely)


# %% 07.2 wrong: fails on content None
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


# %% 07.2 wrong: fails on content that is a list of blocks
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


# %% 07.2 wrong: begins with an image
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


# %% 07.2 wrong: Counting should only read
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

# %% 07.3 wrong: The system message has to stay on top
check("07.3", lambda messages, n: messages[-n:])


# %% 07.3 wrong: its call is gone
def newest_turns(messages, n):
    top = [m for m in messages[:1] if m["role"] == "system"]
    others = messages[len(top) :]
    return top + others[-(2 * n - 1) :]


check("07.3", newest_turns)


# %% 07.3 wrong: its call is gone
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


# %% 07.3 wrong: That is too little
def newest_turns(messages, n):
    starts = [
        i for i, m in enumerate(messages) if m["role"] == "user" and isinstance(m["content"], str)
    ]
    top = [m for m in messages[:1] if m["role"] == "system"]
    return top + messages[starts[-n:][-1] :]


check("07.3", newest_turns)


# %% 07.3 wrong: That is more than 1 whole turn.
def newest_turns(messages, n):
    return list(messages)


check("07.3", newest_turns)


# %% 07.3 wrong: twice
def newest_turns(messages, n):
    starts = [i for i, m in enumerate(messages) if m["role"] == "user"]
    first = starts[-n] if n < len(starts) else 0
    return messages[:1] + messages[first:]


check("07.3", newest_turns)


# %% 07.3 wrong: changed the list
def newest_turns(messages, n):
    starts = [i for i, m in enumerate(messages) if m["role"] == "user"]
    top = [m for m in messages[:1] if m["role"] == "system"]
    del messages[: starts[-n:][0]]
    return top + messages


check("07.3", newest_turns)

# %% 07.3 wrong: begins in the middle of a turn
check("07.3", lambda messages, n: messages[:1] + messages[-2 * n :])


# %% 07.3 wrong: no system message here
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
