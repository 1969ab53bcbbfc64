"""Checks of the exercises in lesson 08."""

import base64
import binascii
import math
import struct
import traceback
import zlib
from collections.abc import Callable
from typing import Any

from helpers.practice.watch import Watched, watch

from helpers.models import OPENAI_MODEL
from helpers.practice.exercise import exercise, need
from helpers.replay.miss import NotRecorded
from helpers.settings import ROOT

_IMAGES = ROOT / "notebooks" / "images"
_PNG, _GIF = "image/png", "image/gif"
# A blue square of 64 by 64 pixels.
_BLUE = base64.b64decode(
    "R0lGODlhQABAAJEAAP///wAA7gAAAAAAACwAAAAAQABAAAACRYyPqcvtD6OctNqLs968+w+G4kiW5omm6sq27gvH8kzX"
    "9o3n+s73/g8MCofEovGITCqXzKbzCY1Kp9Sq9YrNarfcrjdQAAA7"
)


@exercise(
    "08.1",
    hint='content is a list of three parts: the text, {"type": "text", "text": question}, and for\n'
    'each picture {"type": "image_url", "image_url": {"url": ...}}. The URL is\n'
    "data:image/png;base64, and then base64.b64encode(...).decode().",
)
def compare(answer: Callable[[str, bytes, bytes], str]) -> str:
    weeks = [(_IMAGES / f"week_{week}.png").read_bytes() for week in (1, 2)]
    _need_both_sent(answer, "Which of these two weeks sold more cups?", weeks)
    # Pages that lie in no file, for who reads the lesson's own; small, as live they cost.
    pages = [_page(64, 32), _page(32, 64)]
    _need_both_sent(answer, "Which of these two pages is wider?", pages)
    return "One question, two pictures. Their order is how the model tells them apart."


def _need_both_sent(
    answer: Callable[[str, bytes, bytes], str], question: str, pictures: list[bytes]
) -> None:
    seen = _watch(answer, question, *pictures)
    parts = _content(seen, "openai")
    need(
        not any(part.get("type") == "image" for part in parts),
        "A part of type image is Anthropic's form. OpenAI takes the type image_url.",
    )
    for part in parts:
        need(
            part.get("type") in ("text", "image_url"),
            f"A part is of type {part.get('type')!r}. Here they are of type text and image_url.",
        )
    need(
        any(part.get("type") == "text" and question in str(part.get("text")) for part in parts),
        "The question that your function was given is not among the parts of content. Send it as "
        "a part of type text.",
    )
    _need_taken(seen.requests[0])
    images = [part.get("image_url") for part in parts if part.get("type") == "image_url"]
    _need_two(images)
    for image, data in zip(images, pictures, strict=True):
        need(
            isinstance(image, dict) and isinstance(image.get("url"), str),
            'What stands under image_url is a dictionary: {"url": ...}.',
        )
        head, _, text = image["url"].partition(",")
        need(
            head == f"data:{_PNG};base64",
            f"A URL begins with {_short(image['url'])}. For a PNG it begins with "
            f"data:{_PNG};base64, and a comma.",
        )
        _need_bytes(text, data)
        need(
            image.get("detail", "auto") in ("auto", "low", "high"),
            f'OpenAI knows no detail {image.get("detail")!r}: leave it out, or take "low", "high" '
            'or "auto".',
        )
    _need_text(seen)


def _need_taken(request: dict[str, Any]) -> None:
    """What stands beside the messages is what this model takes."""
    need(
        request.get("reasoning_effort") == "none",
        'Reading a chart needs no reasoning: add reasoning_effort="none".',
    )
    need(
        "max_tokens" not in request,
        "This model refuses max_tokens (lesson 02). Leave it out, or name it "
        "max_completion_tokens.",
    )
    need(
        request["model"] == OPENAI_MODEL,
        f"The request goes to the model {request['model']!r}. Take OPENAI_MODEL.",
    )


@exercise(
    "08.2",
    hint="Three things are wrong. data should be base64 and nothing before it, as text: what does\n"
    "b64encode return? And each picture needs the media type of its own first bytes: a GIF\n"
    'begins with b"GIF8".',
)
def colors(answer: Callable[[bytes, bytes], str]) -> str:
    red = (_IMAGES / "red.png").read_bytes()
    # In both orders, so that the place of a picture does not tell its type.
    for pictures in ([(red, _PNG), (_BLUE, _GIF)], [(_BLUE, _GIF), (red, _PNG)]):
        seen = _watch(answer, *(data for data, _ in pictures))
        parts = _content(seen, "anthropic")
        sources = [part.get("source") or {} for part in parts if part.get("type") == "image"]
        _need_two(sources)
        for source, (data, media_type) in zip(sources, pictures, strict=True):
            need(
                source.get("type") == "base64",
                f"A source is of type {source.get('type')!r}. Bytes need one of type base64; "
                "type url is for the address of a picture on the web.",
            )
            text = str(source.get("data"))
            need(
                not text.startswith("data:"),
                "data begins like a data URL, which is OpenAI's form. Only the base64 belongs "
                "there; media_type tells the rest.",
            )
            _need_bytes(text, data)
            need(
                source.get("media_type") == media_type,
                f"A picture is labeled {source.get('media_type')}, but its bytes are of the type "
                f"{media_type}. Look at the first bytes of each.",
            )
        _need_text(seen)
    return "Each picture has its own source, so each can be of another type."


@exercise(
    "08.3",
    hint='struct.unpack(">II", png[16:24]) gives width and height. Round each up to whole patches\n'
    "of 32 pixels and multiply. The limit is one of patches; the tokens are 1.2 times as many,\n"
    "rounded up.",
)
def openai_tokens(answer: Callable[[bytes], int]) -> str:
    for name, wanted in (("white_256", 77), ("white_1024", 1229), ("receipt", 281)):
        _need_tokens(answer, (_IMAGES / f"{name}.png").read_bytes(), f"{name}.png", wanted)
    _need_page(answer, 96, 224, 26)  # 25.2 before it is rounded up
    seen = _watch_unsent(answer, (_IMAGES / "white_8000.png").read_bytes())
    need(
        seen.raised,
        f"white_8000.png has 47,000 patches, and your function returned {seen.result!r}. Raise "
        "ValueError for what OpenAI refuses.",
    )
    # More than 30,000 tokens, but not more than 30,000 patches; then as many as are taken.
    _need_page(answer, 5184, 5120, 31_104)
    _need_page(answer, 6400, 4800, 36_000)
    _need_page(answer, 8192, 64, 615)  # too wide for Claude
    return "Now a picture that is too large, or too dear, does not leave your program."


def _need_page(answer: Callable[[bytes], int], width: int, height: int, wanted: int) -> None:
    name = f"A page of {width} x {height} pixels"
    _need_tokens(answer, _page(width, height), name, wanted)


def _need_tokens(answer: Callable[[bytes], int], png: bytes, name: str, wanted: int) -> None:
    width, height = struct.unpack(">II", png[16:24])
    columns, rows = math.ceil(width / 32), math.ceil(height / 32)
    patches = f"{name} has {columns} x {rows} = {columns * rows:,} patches"
    seen = _watch_unsent(answer, png)
    misread = ""
    if max(width, height) > 8000:
        misread = " The limit of 8,000 pixels a side is Claude's."
    elif columns * rows < 10_000:
        misread = " Did you read width and height with >II from png[16:24]?"
    need(
        not seen.raised,
        f"Your function raised {seen.raised!r}. {patches}, and only more than 30,000 are "
        f"refused.{misread}",
    )
    told = seen.result
    need(told is not None, "Your function returned nothing. Return the number of tokens.")
    need(
        told != columns * rows,
        f"{patches}, and that is what you returned. A patch is 1.2 tokens.",
    )
    by_claude = math.ceil(width / 28) * math.ceil(height / 28)
    need(
        told == wanted or told not in (by_claude, math.ceil(by_claude * 1.2)),
        f"Your function returned {told!r}: 28 pixels is the side of Claude's patches. OpenAI's "
        "are 32 by 32.",
    )
    need(
        told == wanted,
        f"{patches}, so {wanted:,} tokens. Your function returned {told!r}. Round up both sides "
        "to whole patches, and the tokens at the end.",
    )


def _watch_unsent(answer: Callable[[bytes], int], png: bytes) -> Watched:
    """Watch an answer that may raise ValueError, and is to send nothing."""
    seen = watch(answer, png, expecting=Exception)
    need(
        not seen.exchanges,
        "Your function sent a request. Nothing is sent here: the width and the height stand in "
        "the bytes, and the rest is arithmetic.",
    )
    if seen.raised and not isinstance(seen.raised, ValueError):
        raise seen.raised
    return seen


def _watch(answer: Callable[..., str], *arguments: Any) -> Watched:
    """Watch an answer that may have forgotten to make text of bytes."""
    seen = watch(answer, *arguments, expecting=TypeError)
    if seen.raised and not isinstance(seen.raised, NotRecorded):
        said = str(seen.raised)
        need(_refused_value(seen.raised) not in arguments, _RAW)
        need(
            "bytes" not in said or "bytes-like" in said,
            f"There are bytes where text belongs ({said}). base64.b64encode gives bytes: "
            ".decode() makes text of them.",
        )
        raise seen.raised
    return seen


_RAW = (
    "The file's own bytes stand where text belongs. Encode them first: "
    "base64.b64encode(data).decode()."
)


def _refused_value(error: BaseException) -> Any:
    """What could not be written as JSON, if that was the error."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return frames[-1].f_locals.get("o")


def _content(seen: Watched, provider: str) -> list[dict[str, Any]]:
    """The parts of the one user message in the one request that was to be sent."""
    call = {
        "openai": "openai_client.chat.completions.create",
        "anthropic": "client.messages.create",
    }
    need(seen.requests, f"No request was sent. Call {call[provider]}.")
    need(
        all(exchange.provider == provider for exchange in seen.exchanges),
        "The request went to the other provider.",
    )
    paths = {"openai": "/chat/completions", "anthropic": "/messages"}
    need(
        all(exchange.sent.url.path.endswith(paths[provider]) for exchange in seen.exchanges),
        f"The request went to another endpoint. Call {call[provider]}.",
    )
    need(len(seen.requests) == 1, "Send one request that holds both pictures.")
    messages = [one for one in seen.requests[0]["messages"] if one["role"] == "user"]
    need(
        len(messages) == 1,
        f"The request has {len(messages)} user messages. Put the question and both pictures into "
        "the content of one.",
    )
    content = messages[0]["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _need_two(pictures: list[Any]) -> None:
    need(
        len(pictures) == 2,
        f"The request holds {len(pictures)} pictures. Send both, each as a part of its own.",
    )


def _need_bytes(text: str, data: bytes) -> None:
    need(text != str(data), _RAW)
    need(
        not text.startswith(("b'", 'b"')),
        "The base64 begins with b': b64encode returns bytes, so add .decode().",
    )
    try:
        sent = base64.b64decode(text, validate=True)
    except binascii.Error:
        sent = None
    need(sent is not None, "What was sent is not base64. Encode the bytes with base64.b64encode.")
    need(
        sent == data,
        "A picture's bytes are not those that your function was given, in their order.",
    )


def _need_text(seen: Watched) -> None:
    """A right request that differs a little from the recorded one has no answer to look at."""
    if not isinstance(seen.raised, NotRecorded):
        need(
            isinstance(seen.result, str) and seen.result,
            f"Your function returned {type(seen.result).__name__}. Return the text of the answer.",
        )


def _short(text: str) -> str:
    return repr(text[:40])


def _page(width: int, height: int) -> bytes:
    """A white PNG, one bit a pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    row = b"\0" + b"\xff" * math.ceil(width / 8)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(row * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
