"""The images that OpenAI refuses, with the errors that it sends."""

import base64
import binascii
from collections.abc import Collection

from .images import recognise
from .openai_errors import OpenAIError

SAMPLE = "data:image/png;base64,aW1nIGJ5dGVzIGhlcmU="


def check_image(url: str, image_urls: Collection[str], param: str) -> None:
    """Refuse an image that cannot be fetched, decoded or recognised.

    The media type in a data URL is only checked for being an image: the API looks at the bytes.

    Args:
        url: a web address or a data URL.
        image_urls: the addresses from which an image can be fetched.
        param: where in the request it stands.
    """
    if not url.startswith("data:"):
        if url not in image_urls:
            raise OpenAIError(f"Error while downloading {url}.", code="invalid_image_url")
        return
    head, _, payload = url.partition(",")
    media_type = head.removeprefix("data:").removesuffix(";base64")
    if not media_type.startswith("image/"):
        raise OpenAIError(
            f"Invalid image URL: '{param}'. Expected a base64-encoded data URL with an image MIME "
            f"type (e.g. '{SAMPLE}'), but got unsupported MIME type '{media_type}'.",
            param=param,
            code="invalid_value",
        )
    try:
        data = base64.b64decode(payload, validate=True)
    except binascii.Error:
        data = b""
    if not data or not head.endswith(";base64"):
        raise OpenAIError(
            f"Invalid '{param}'. Expected a base64-encoded data URL with an image MIME type (e.g. "
            f"'{SAMPLE}'), but got an invalid base64-encoded value.",
            param=param,
            code="invalid_value",
        )
    if recognise(data) is None:
        raise OpenAIError(
            "You uploaded an unsupported image. Please make sure your image has of one the "
            "following formats: ['png', 'jpeg', 'gif', 'webp'].",
            code="invalid_image_format",
        )
