"""The images that Anthropic refuses, with the errors that it sends."""

import base64
import binascii
from collections.abc import Collection
from typing import Any

from .anthropic_errors import AnthropicError
from .images import recognise

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 8000


def check_image(source: dict[str, Any], image_urls: Collection[str], path: str) -> None:
    """Refuse an image that cannot be fetched or decoded, is too large, or is not what it says.

    The 10 MB are those of the base64 text, as rejections quoted in public issues have it.

    Args:
        source: the `source` of an image block.
        image_urls: the addresses from which an image can be fetched.
        path: where the block stands, such as `messages.0.content.1`.
    """
    if source["type"] == "url":
        if source["url"] not in image_urls:
            raise AnthropicError(
                "Unable to download the file. Please verify the URL and try again."
            )
    elif source["type"] == "base64":
        check_data(source["data"], source["media_type"], f"{path}.image.source.base64")


def check_data(text: str, media_type: str, path: str) -> None:
    if len(text) > MAX_BYTES:
        raise AnthropicError(
            f"{path}: image exceeds 10 MB maximum: {len(text)} bytes > {MAX_BYTES} bytes"
        )
    try:
        image = recognise(base64.b64decode(text, validate=True))
    except binascii.Error:
        raise AnthropicError(f"{path}.data: Invalid base64 data") from None
    if image is None:
        raise AnthropicError("Could not process image")
    if image.media_type != media_type:
        raise AnthropicError(
            f"{path}: The image was specified using the {media_type} media type, but the "
            f"image appears to be a {image.media_type} image"
        )
    if max(image.width, image.height) > MAX_PIXELS:
        raise AnthropicError(
            f"{path}.data: At least one of the image dimensions exceed max allowed size: "
            f"{MAX_PIXELS} pixels"
        )
