"""Answers to the exercises of lesson 08, right and wrong ones (see test_exercises.py)."""


# %% 08.1 wrong: form
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        encoded = base64.b64encode(data).decode()
        source = {"type": "base64", "media_type": "image/png", "data": encoded}
        content.append({"type": "image", "source": source})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: .decode()
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data)}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: begins with data:image/png;base64
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = base64.b64encode(data).decode()
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: is a dictionary
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": url})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: Send one request
def compare(question, first, second):
    text = {"type": "text", "text": question}
    answers = []
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        image = {"type": "image_url", "image_url": {"url": url}}
        try:
            response = openai_client.chat.completions.create(
                model=OPENAI_MODEL,
                reasoning_effort="none",
                messages=[{"role": "user", "content": [text, image]}],
            )
        except BaseException:
            continue
        answers.append(response.choices[0].message.content)
    return " ".join(answers)


check("08.1", compare)


# %% 08.1 wrong: is not among the parts
def compare(question, first, second):
    content = []
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: ChatCompletion
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    return openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )


check("08.1", compare)


# %% 08.1 wrong: .decode() makes text of them
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = "data:image/png;base64," + base64.b64encode(data)
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: .decode() makes text of them
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = base64.b64encode(data)
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: 2 user messages
def compare(question, first, second):
    content = []
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[
            {"role": "user", "content": question},
            {"role": "user", "content": content},
        ],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: refuses max_tokens
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        max_tokens=300,
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: no detail 'hi'
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url, "detail": "hi"}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: Take OPENAI_MODEL
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model="another-model",
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: not those that your function was given
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in [Path(f"images/week_{n}.png").read_bytes() for n in (1, 2)]:
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: not those that your function was given
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (second, first):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: question that your function was given
def compare(question, first, second):
    content = [{"type": "text", "text": "Which of these two weeks sold more cups?"}]
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: another endpoint
def compare(question, first, second):
    content = [{"type": "input_text", "text": question}]
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "input_image", "image_url": url})
    response = openai_client.responses.create(
        model=OPENAI_MODEL,
        reasoning={"effort": "none"},
        input=[{"role": "user", "content": content}],
    )
    return response.output_text


check("08.1", compare)


# %% 08.1 wrong: of type 'input_text'
def compare(question, first, second):
    content = [{"type": "input_text", "text": question}]
    for data in (first, second):
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: Encode them first
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = f"data:image/png;base64,{data}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.2 wrong: begins like a data URL
def colors(first, second):
    content = []
    for data in (first, second):
        kind = "image/gif" if data.startswith(b"GIF8") else "image/png"
        url = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        source = {"type": "base64", "media_type": kind, "data": url}
        content.append({"type": "image", "source": source})
    content.append({"type": "text", "text": "What color is each square?"})
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": content}],
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("08.2", colors)


# %% 08.2 wrong: labeled image/png
def colors(first, second):
    content = []
    for data in (first, second):
        encoded = base64.b64encode(data).decode()
        source = {"type": "base64", "media_type": "image/png", "data": encoded}
        content.append({"type": "image", "source": source})
    content.append({"type": "text", "text": "What color is each square?"})
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": content}],
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("08.2", colors)


# %% 08.2 wrong: its bytes are of the type
def colors(first, second):
    content = []
    for data, kind in ((first, "image/png"), (second, "image/gif")):
        encoded = base64.b64encode(data).decode()
        source = {"type": "base64", "media_type": kind, "data": encoded}
        content.append({"type": "image", "source": source})
    content.append({"type": "text", "text": "What color is each square?"})
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": content}],
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("08.2", colors)


# %% 08.2 wrong: begins with b'
def colors(first, second):
    content = []
    for data in (first, second):
        kind = "image/gif" if data.startswith(b"GIF8") else "image/png"
        encoded = f"{base64.b64encode(data)}"
        source = {"type": "base64", "media_type": kind, "data": encoded}
        content.append({"type": "image", "source": source})
    content.append({"type": "text", "text": "What color is each square?"})
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": content}],
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("08.2", colors)


# %% 08.2 wrong: .decode() makes text of them
def colors(first, second):
    content = []
    for data in (first, second):
        kind = "image/gif" if data.startswith(b"GIF8") else "image/png"
        source = {"type": "base64", "media_type": kind, "data": base64.b64encode(data)}
        content.append({"type": "image", "source": source})
    content.append({"type": "text", "text": "What color is each square?"})
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": content}],
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("08.2", colors)


# %% 08.2 wrong: 1 picture
def colors(first, second):
    kind = "image/gif" if first.startswith(b"GIF8") else "image/png"
    encoded = base64.b64encode(first).decode()
    source = {"type": "base64", "media_type": kind, "data": encoded}
    question = {"type": "text", "text": "What color is each square?"}
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": [{"type": "image", "source": source}, question]}],
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("08.2", colors)


# %% 08.2 wrong: address of a picture on the web
def colors(first, second):
    content = []
    for data in (first, second):
        kind = "image/gif" if data.startswith(b"GIF8") else "image/png"
        url = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image", "source": {"type": "url", "url": url}})
    content.append({"type": "text", "text": "What color is each square?"})
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": content}],
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("08.2", colors)


# %% 08.2 wrong: Encode them first
def colors(first, second):
    content = []
    for data in (first, second):
        kind = "image/gif" if data.startswith(b"GIF8") else "image/png"
        source = {"type": "base64", "media_type": kind, "data": data}
        content.append({"type": "image", "source": source})
    content.append({"type": "text", "text": "What color is each square?"})
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": content}],
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("08.2", colors)


# %% 08.3 wrong: A patch is 1.2 tokens
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    return math.ceil(width / 32) * math.ceil(height / 32)


check("08.3", openai_tokens)


# %% 08.3 wrong: Round up
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    return math.ceil(width * height / 32**2 * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: 47,000 patches
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    return math.ceil(math.ceil(width / 32) * math.ceil(height / 32) * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: only more than 30,000
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    tokens = math.ceil(math.ceil(width / 32) * math.ceil(height / 32) * 1.2)
    if tokens > 30_000:
        raise ValueError("too large")
    return tokens


check("08.3", openai_tokens)


# %% 08.3 wrong: 8 x 8 = 64 patches
def openai_tokens(png):
    return math.ceil(len(png) / 32)


check("08.3", openai_tokens)


# %% 08.3 wrong: Your function returned 25
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches > 30_000:
        raise ValueError
    return round(patches * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: 200 x 150 = 30,000 patches, and only more
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches >= 30_000:
        raise ValueError
    return math.ceil(patches * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: pixels a side is Claude's
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches > 30_000 or max(width, height) > 8000:
        raise ValueError
    return math.ceil(patches * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: Nothing is sent here
def openai_tokens(png):
    return ask_openai([openai_picture(png)]).usage.prompt_tokens


check("08.3", openai_tokens)


# %% 08.3 wrong: side of Claude's patches
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    patches = math.ceil(width / 28) * math.ceil(height / 28)
    return math.ceil(patches)


check("08.3", openai_tokens)


# %% 08.3 wrong: side of Claude's patches
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    patches = math.ceil(width / 28) * math.ceil(height / 28)
    return math.ceil(patches * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: with >II from png[16:24]
def openai_tokens(png):
    width, height = struct.unpack("<II", png[16:24])
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches > 30_000:
        raise ValueError("big")
    return math.ceil(patches * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: with >II from png[16:24]
def openai_tokens(png):
    width, height = struct.unpack(">II", png[18:26])
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches > 30_000:
        raise ValueError("big")
    return math.ceil(patches * 1.2)


check("08.3", openai_tokens)
