"""Forms with files: what a multipart/form-data body holds."""

from email import message_from_bytes
from typing import NamedTuple

from .http_server import Request


class Part(NamedTuple):
    """One field of a form; `filename` is empty for a plain value."""

    filename: str
    text: str


def is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("multipart/form-data")


def form_of(request: Request) -> dict[str, Part]:
    """The fields of a form by name. The boundary between them, random each time, is left out."""
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + request.body)
    parts = message.get_payload() if message.is_multipart() else []
    return {
        str(part.get_param("name", header="content-disposition")): Part(
            part.get_filename() or "", part.get_payload(decode=True).decode(errors="replace")
        )
        for part in parts
    }
