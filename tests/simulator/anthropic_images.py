"""The images that Anthropic refuses, with the errors that it sends."""

import base64
import binascii
from collections.abc import Collection, Iterator
from typing import Any

from .anthropic_errors import AnthropicError
from .anthropic_prompts import blocks_of
from .images import recognise

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 8000
# As soon as a request holds more images than these, each may be only so large.
MANY = 20
MAX_PIXELS_OF_MANY = 2000

Body = dict[str, Any]


def check_images(messages: list[Body], image_urls: Collection[str]) -> None:
    """Refuse a request with an image that the API would not take, see `check_image`."""
    images = list(images_in(messages))
    many = len(images) > MANY
    for source, path in images:
        check_image(source, image_urls, path, many)


def images_in(messages: list[Body]) -> Iterator[tuple[Body, str]]:
    """The source of each image, those in tool results too, and the path of its block."""
    for index, message in enumerate(messages):
        for number, block in enumerate(blocks_of(message["content"])):
            path = f"messages.{index}.content.{number}"
            if block["type"] == "image":
                yield block["source"], path
            elif block["type"] == "tool_result":
                for inner, part in enumerate(blocks_of(block.get("content", ""))):
                    if part["type"] == "image":
                        yield part["source"], f"{path}.content.{inner}"


def check_image(source: Body, image_urls: Collection[str], path: str, many: bool) -> None:
    """Refuse an image that cannot be fetched or decoded, is too large, or is not what it says.

    The 10 MB are those of the base64 text, as rejections quoted in public issues have it.

    Args:
        source: the `source` of an image block.
        image_urls: the addresses from which an image can be fetched.
        path: where the block stands, such as `messages.0.content.1`.
        many: whether the request holds many images.
    """
    if source["type"] == "url":
        if source["url"] not in image_urls:
            raise AnthropicError(
                "Unable to download the file. Please verify the URL and try again."
            )
    elif source["type"] == "base64":
        check_data(source["data"], source["media_type"], f"{path}.image.source.base64", many)


def check_data(text: str, media_type: str, path: str, many: bool) -> None:
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
    most = MAX_PIXELS_OF_MANY if many else MAX_PIXELS
    if max(image.width, image.height) > most:
        raise AnthropicError(
            f"{path}.data: At least one of the image dimensions exceed max allowed size"
            f"{' for many-image requests' if many else ''}: {most} pixels"
        )
