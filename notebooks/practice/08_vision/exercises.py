"""The exercises of lesson 08."""

import base64
import math
import struct
from zlib import crc32

from anthropic import Anthropic
from openai import OpenAI

from helpers import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.lessons import NOTEBOOKS
from helpers.practice.canned import Reply
from helpers.practice.compare import Facts, facts
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case, Run

openai_client = OpenAI()
anthropic_client = Anthropic()

_BEGINS = len("data:image/png;base64,")


def _image(name: str) -> bytes:
    return (NOTEBOOKS / "images" / name).read_bytes()


def _page(width: int, height: int) -> bytes:
    """A PNG as far as its size, which is all that an answer looks at."""
    size = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + size + struct.pack(">I", crc32(size))


def _by_kind(seen: Run) -> Facts:
    """The facts of a run, with content by kind: the question may come first or last, and more may
    be said."""
    found = facts(seen, open_fields=["roles", "messages"])
    messages = found.get("content", [])
    parts = [part for content in messages for part in content or () if isinstance(part, dict)]
    texts = [str(part.get("text")) for part in parts if part.get("type") == "text"]
    images = [part.get("image_url") for part in parts if part.get("type") == "image_url"]
    images = [one for one in images if isinstance(one, dict) and isinstance(one.get("url"), str)]
    found["content"] = {
        "messages": len(messages),
        "pictures": len(images),
        "question": seen.arguments[0] in "\n".join(texts),
        "begins": [image["url"][:_BEGINS] for image in images],
        "data": [image["url"][_BEGINS:] for image in images],
        "detail": {image.get("detail") or "auto" for image in images} <= {"auto", "low", "high"},
    }
    return found


@exercise(
    "08.1",
    cases=[
        Case(
            "Which of these two weeks sold more cups?",
            _image("week_1.png"),
            _image("week_2.png"),
            name="the pictures of two weeks",
            replies=Reply("The second week, with 153 cups to 135."),
            recorded=True,
        ),
        Case(
            "Which of these two pages is wider?",
            _page(64, 32),
            _page(32, 64),
            name="two other pictures",
            replies=Reply("The first one."),
        ),
    ],
    facts=_by_kind,
    hint='content is a list of three parts: the text, {"type": "text", "text": question}, and for\n'
    'each picture {"type": "image_url", "image_url": {"url": ...}}. The URL is\n'
    "data:image/png;base64, and then base64.b64encode(...).decode().",
    why={
        "content.messages": "The request has {yours} user messages. Put the question and both "
        "pictures into the content of one.",
        "content.pictures": "The number of pictures in your request is {yours}, and should be two. "
        'Each is a part of its own: {"type": "image_url", "image_url": {"url": ...}}.',
        "content.question": "The question that your function was given is not among the parts of "
        'content. Send it, too: {"type": "text", "text": question}.',
        "content.begins": "A URL begins with {yours}. For a PNG it begins with "
        "data:image/png;base64, and a comma.",
        "content.data": "What comes after a comma is not the base64 of the picture that belongs "
        "there, first before second. base64.b64encode(data) makes bytes, .decode() text of them.",
        "content.detail": "OpenAI knows no such detail: leave it out, or take low, high or auto.",
    },
    right="One question, two pictures. Their order is how the model tells them apart.",
)
def compare(question: str, first: bytes, second: bytes) -> str:
    content = [{"type": "text", "text": question}]
    for data in (first, second):
        encoded = base64.b64encode(data).decode()
        url = f"data:image/png;base64,{encoded}"
        content.append({"type": "image_url", "image_url": {"url": url}})
    response = openai_client.chat.completions.create(
        model=OPENAI_MODEL,
        reasoning_effort="none",
        messages=[{"role": "user", "content": content}],
    )
    return response.choices[0].message.content


_PNG = _page(1, 1)
_GIF = b"GIF87a\1\0\1\0\x80\0\0\0\0\xee\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


@exercise(
    "08.2",
    cases=[
        Case(_PNG, _GIF, name="a PNG and a GIF", replies=Reply("Red and blue.")),
        Case(_GIF, _PNG, name="a GIF and a PNG", replies=Reply("Blue and red.")),
    ],
    hint="Three things are wrong. data should be base64 and nothing before it, as text: what does\n"
    "b64encode return? And each picture needs the media type of its own first bytes: a GIF\n"
    'begins with b"GIF8".',
    why={
        "content": "Leave the content as it was: both pictures, each as a block of its own, in "
        "their order, and then the text.",
        "content.source.type": "A source is of type {yours}. Bytes need one of type base64; type "
        "url is for the address of a picture on the web.",
        "content.source.media_type": "A picture is labeled {yours}, but its bytes are of type "
        "{wanted}. Look at the first bytes of each.",
        "content.source.data": "data should be the base64 of the picture, as text. Does yours "
        "begin with data:, which is OpenAI's form, or with b', because .decode() is missing?",
    },
    right="Each picture has its own source, so each can be of another type.",
)
def colors(first: bytes, second: bytes) -> str:
    content = []
    for data in (first, second):
        kind = "image/png"
        if data.startswith(b"GIF8"):
            kind = "image/gif"
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
    return "".join(block.text for block in message.content if block.type == "text")


def _of_size(width: int, height: int) -> Case:
    """A page, and in its name what follows from its size."""
    columns, rows = math.ceil(width / 32), math.ceil(height / 32)
    patches = f"{columns} x {rows} = {columns * rows:,} patches"
    return Case(_page(width, height), name=f"{width} x {height} pixels, so {patches}")


@exercise(
    "08.3",
    cases=[
        _of_size(256, 256),
        _of_size(400, 560),
        _of_size(96, 224),  # 25.2 tokens before they are rounded up
        _of_size(8000, 6000),
        _of_size(5184, 5120),  # more than 30,000 tokens, but not more than 30,000 patches
        _of_size(6400, 4800),
        _of_size(8192, 64),  # too wide for Claude
    ],
    hint='struct.unpack(">II", png[16:24]) gives width and height. Round each up to whole patches\n'
    "of 32 pixels and multiply. The limit is one of patches; the tokens are 1.2 times as many,\n"
    "rounded up.",
    why={
        "returned": "{general} Round up each side to whole patches of 32 pixels (28 are Claude's); "
        "a patch is 1.2 tokens; then round up once more.",
        "raised ValueError": "{general} Only more than 30,000 patches are refused. The limit of "
        "8,000 pixels a side is Claude's, and >II reads both sides from png[16:24].",
    },
    right="Now a picture that is too large, or too dear, does not leave your program.",
)
def openai_tokens(png: bytes) -> int:
    width, height = struct.unpack(">II", png[16:24])
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches > 30_000:
        raise ValueError(f"{patches} patches are more than OpenAI takes")
    return math.ceil(patches * 1.2)
