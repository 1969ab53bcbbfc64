"""The documents in Messages requests: what the model gets of them, and those that are refused."""

import base64
import binascii
from typing import Any

from . import pdfs
from .anthropic_errors import AnthropicError, not_played

Body = dict[str, Any]


def check_documents(blocks: list[Body], path: str) -> None:
    """Refuse a document that is no PDF, as quoted in public (anthropics/claude-code#5174).

    Args:
        blocks: the content of one message.
        path: where it stands, such as `messages.0.content`.
    """
    for number, block in enumerate(blocks):
        if block["type"] != "document":
            continue
        if block["source"]["type"] != "base64":
            raise not_played("The simulator plays documents that stand in a request as PDF.")
        if document_of(block) is None:
            raise AnthropicError(
                f"{path}.{number}.pdf.source.base64.data: The PDF specified was not valid."
            )


def document_of(block: Body) -> pdfs.Pdf | None:
    """The PDF in a block."""
    try:
        return pdfs.recognise(base64.b64decode(block["source"]["data"], validate=True))
    except binascii.Error:
        return None
