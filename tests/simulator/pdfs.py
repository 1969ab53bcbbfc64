"""PDF documents in requests: an estimate of what the model gets of one, read from its bytes.

OpenAI gives the model the text of a PDF and a picture of every page (its guide to files). How many
tokens that is nobody has shown, so this is an estimate, good for comparing one document with
another. It reads plain and deflated streams, which is enough for the small documents of a lesson.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
# A text or an array of texts, before the operator that shows it.
SHOWN = re.compile(rb"(\((?:\\.|[^\\()])*\)|\[(?:\\.|[^\\\]])*\])\s*T[jJ]", re.DOTALL)
TEXT = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class Pdf:
    """How many pages there are, and what can be read on them."""

    pages: int
    text: str


def recognise(data: bytes) -> Pdf | None:
    """The document in `data`, or None if it is no PDF."""
    if not data.startswith(b"%PDF-"):
        return None
    contents = [data, *streams(data)]
    shown = [b"".join(TEXT.findall(text)) for part in contents for text in SHOWN.findall(part)]
    return Pdf(
        pages=max(1, sum(len(PAGE.findall(part)) for part in contents)),
        text="\n".join(ESCAPED.sub(rb"\1", text).decode("latin-1") for text in shown),
    )


def streams(data: bytes) -> Iterator[bytes]:
    """The deflated streams of a document; those that are plain can be read where they stand."""
    for packed in STREAM.findall(data):
        try:
            yield zlib.decompressobj().decompress(packed)
        except zlib.error:
            continue
