"""The pictures and documents in a Responses request that OpenAI refuses, and how it says so.

What it says of a document is inferred from what it says of one on Chat Completions and of pictures
here; both were quoted in public.
"""

import base64
import binascii
from collections.abc import Collection

from . import pdfs
from .openai_errors import OpenAIError, not_played
from .openai_images import check_image
from .openai_responses_items import Item, parts_of
from .openai_wording import worded
from .shapes import Problem

PDF = "data:application/pdf;base64,"
SAMPLE = PDF + "SGVsbG8sIFdvcmxkIQ=="


def check_files(items: list[Item], image_urls: Collection[str]) -> None:
    """image_urls: the addresses from which an image can be fetched."""
    for index, item in enumerate(items):
        for number, part in enumerate(parts_of(item) if item["type"] == "message" else []):
            place = f"input[{index}].content[{number}]"
            if part.get("file_id") or part.get("file_url"):
                raise not_played("The simulator plays files and pictures that stand in a request.")
            if part["type"] == "input_image":
                check_picture(part, image_urls, place)
            elif part["type"] == "input_file":
                check_document(part, place)


def check_picture(part: Item, image_urls: Collection[str], place: str) -> None:
    if not part.get("image_url"):
        raise worded(Problem("missing", (f"{place}.image_url",)))
    check_image(part["image_url"], part.get("detail", "auto"), image_urls, f"{place}.image_url")


def check_document(part: Item, place: str) -> None:
    """Of the kinds of files that the API reads, PDFs are played."""
    if not part.get("file_data"):
        raise worded(Problem("missing", (f"{place}.file_data",)))
    if not part["file_data"].startswith(PDF):
        media_type = part["file_data"].partition(";")[0].removeprefix("data:")
        raise refused(place, f"unsupported MIME type '{media_type}'")
    if document_of(part) is None:
        raise refused(place, "an invalid base64-encoded value")


def document_of(part: Item) -> pdfs.Pdf | None:
    """The PDF in a part."""
    try:
        data = base64.b64decode(part["file_data"].removeprefix(PDF), validate=True)
    except binascii.Error:
        return None
    return pdfs.recognise(data)


def refused(place: str, got: str) -> OpenAIError:
    return OpenAIError(
        f"Invalid '{place}.file_data'. Expected a base64-encoded data URL with an application/pdf "
        f"MIME type (e.g. '{SAMPLE}'), but got {got}.",
        param=f"{place}.file_data",
        code="invalid_value",
    )
