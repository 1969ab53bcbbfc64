"""Answers to the exercises of lesson 08, right and wrong ones (see test_exercises.py)."""


# %% 08.1 wrong: is 0, and should be two
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


# %% 08.1 wrong: .decode() text of them
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


# %% 08.1 wrong: {"type": "image_url", "image_url": {"url": ...}}
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


# %% 08.1 wrong: is 1, and should be two
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


# %% 08.1 wrong: Bytes are no text
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


# %% 08.1 wrong: Bytes are no text
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


# %% 08.1 wrong: Use 'max_completion_tokens' instead
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


# %% 08.1 wrong: OpenAI knows no such detail
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


# %% 08.1 wrong: model is 'another-model'
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


# %% 08.1 wrong: the picture that belongs there
from helpers.lessons import NOTEBOOKS


def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in [(NOTEBOOKS / f"images/week_{n}.png").read_bytes() for n in (1, 2)]:
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: the picture that belongs there, first before second
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
    content = [{"type": "text", "text": "Which week sold more cups?"}]
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


# %% 08.1 wrong: went to responses.create. Wanted: chat.completions.create
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


# %% 08.1 wrong: not among the parts of content
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


# %% 08.1 wrong: b64encode(data) makes bytes
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


# %% 08.2 wrong: begin with data:
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


# %% 08.2 wrong: labeled 'image/png'
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


# %% 08.2 wrong: its bytes are of type 'image/gif'
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


# %% 08.2 wrong: or with b'
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


# %% 08.2 wrong: Bytes are no text
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


# %% 08.2 wrong: both pictures, each as a block
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


# %% 08.2 wrong: Bytes are no text
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


# %% 08.3 wrong: 64 patches: Your function returned 64. Wanted: 77. Round up each side
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    return math.ceil(width / 32) * math.ceil(height / 32)


check("08.3", openai_tokens)


# %% 08.3 wrong: 13 x 18 = 234 patches: Your function returned 263
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    return math.ceil(width * height / 32**2 * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: 47,000 patches
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    return math.ceil(math.ceil(width / 32) * math.ceil(height / 32) * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: Only more than 30,000
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


# %% 08.3 wrong: 200 x 150 = 30,000 patches: Your code raised ValueError
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


# %% 08.3 wrong: Here nothing is to be sent
import base64

from openai import OpenAI

from helpers import OPENAI_MODEL

openai_client = OpenAI()


def openai_tokens(png):
    url = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    image = {"type": "image_url", "image_url": {"url": url}}
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL, messages=[{"role": "user", "content": [image]}]
    )
    return response.usage.prompt_tokens


check("08.3", openai_tokens)


# %% 08.3 wrong: (28 are Claude's)
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    patches = math.ceil(width / 28) * math.ceil(height / 28)
    return math.ceil(patches)


check("08.3", openai_tokens)


# %% 08.3 wrong: (28 are Claude's)
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    patches = math.ceil(width / 28) * math.ceil(height / 28)
    return math.ceil(patches * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: >II reads both sides from png[16:24]
def openai_tokens(png):
    width, height = struct.unpack("<II", png[16:24])
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches > 30_000:
        raise ValueError("big")
    return math.ceil(patches * 1.2)


check("08.3", openai_tokens)


# %% 08.3 wrong: >II reads both sides from png[16:24]
def openai_tokens(png):
    width, height = struct.unpack(">II", png[18:26])
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches > 30_000:
        raise ValueError("big")
    return math.ceil(patches * 1.2)


check("08.3", openai_tokens)


# %% 08.1 right
def compare(question, first, second):
    pictures = [
        {
            "type": "image_url",
            "image_url": {
                "url": "data:image/png;base64," + str(base64.b64encode(png), "ascii"),
                "detail": "high",
            },
        }
        for png in (first, second)
    ]
    response = openai_client.chat.completions.create(
        messages=[{"content": [*pictures, {"text": question, "type": "text"}], "role": "user"}],
        max_completion_tokens=300,
        reasoning_effort="none",
        model=OPENAI_MODEL,
    )
    return response.choices[0].message.content


check("08.1", compare)

# %% 08.1 right
from openai.types.chat import (
    ChatCompletionContentPartImageParam as Image,
)
from openai.types.chat import (
    ChatCompletionContentPartTextParam as Text,
)


def picture(data):
    encoded = base64.standard_b64encode(data).decode("utf-8")
    return Image(type="image_url", image_url={"url": f"data:image/png;base64,{encoded}"})


def compare(question, first, second):
    content = [
        Text(type="text", text="The first picture:"),
        picture(first),
        Text(type="text", text="The second picture:"),
        picture(second),
        Text(type="text", text=f"{question} Answer in one sentence."),
    ]
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[
            {"role": "developer", "content": "You compare pictures."},
            {"role": "user", "content": content},
        ],
    )
    return response.choices[0].message.content.strip()


check("08.1", compare)


# %% 08.1 right
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    content += [
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{text}"}}
        for text in map(bytes.decode, map(base64.b64encode, [first, second]))
    ]
    with openai_client.chat.completions.stream(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    ) as stream:
        return stream.get_final_completion().choices[0].message.content


check("08.1", compare)


# %% 08.1 wrong: not among the parts of content
def compare(question, first, second):
    content = [question]
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


# %% 08.1 wrong: A URL begins with 'data:image/jpeg;base64'
def compare(question, first, second):
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        url = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


check("08.1", compare)

# %% 08.2 right
import io


def colors(first, second):
    content = []
    for data in (first, second):
        kind = "image/png" if data[:4] == b"\x89PNG" else "image/gif"
        source = {"type": "base64", "media_type": kind, "data": io.BytesIO(data)}
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


# %% 08.2 right
def media_type_of(data):
    starts = {b"\x89PNG": "image/png", b"GIF87a": "image/gif", b"GIF89a": "image/gif"}
    return next(kind for start, kind in starts.items() if data.startswith(start))


def block(data):
    encoded = str(base64.b64encode(data), "ascii")
    source = {"data": encoded, "media_type": media_type_of(data), "type": "base64"}
    return {"source": source, "type": "image"}


def colors(first, second):
    question = {"type": "text", "text": "What color is each square?"}
    message = anthropic_client.messages.create(
        messages=[{"role": "user", "content": [block(first), block(second), question]}],
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
    )
    return message.content[0].text


check("08.2", colors)


# %% 08.2 wrong: both pictures, each as a block
def colors(first, second):
    content = []
    for data in (first, second):
        kind = "image/gif" if data.startswith(b"GIF8") else "image/png"
        url = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    content.append({"type": "text", "text": "What color is each square?"})
    message = anthropic_client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": content}],
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("08.2", colors)


# %% 08.3 right
def openai_tokens(png):
    width = int.from_bytes(png[16:20], "big")
    height = int.from_bytes(png[20:24])
    patches = -(-width // 32) * -(-height // 32)
    if patches <= 30_000:
        return -(-patches * 6 // 5)
    raise ValueError("too large")


check("08.3", openai_tokens)

# %% 08.3 right
from fractions import Fraction


class TooLarge(ValueError):
    pass


def openai_tokens(png):
    start = png.index(b"IHDR") + 4
    sides = struct.unpack_from(">2I", png, start)
    patches = math.prod((side + 31) // 32 for side in sides)
    if not patches < 30_001:
        raise TooLarge(patches)
    return math.ceil(patches * Fraction(6, 5))


check("08.3", openai_tokens)


# %% 08.3 wrong: Your function returned None
def openai_tokens(png):
    width, height = struct.unpack(">II", png[16:24])
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches > 30_000:
        raise ValueError
    print(math.ceil(patches * 1.2))


check("08.3", openai_tokens)
