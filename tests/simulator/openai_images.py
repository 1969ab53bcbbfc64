"""The images that OpenAI refuses, with the errors that it sends."""

import base64
import binascii
import math
from collections.abc import Collection

from .images import Image, recognise
from .openai_errors import OpenAIError

SAMPLE = "data:image/png;base64,aW1nIGJ5dGVzIGhlcmU="
PATCH = 32
MAX_PATCHES = 30_000
LOW_PIXELS = 512
HIGH_PATCHES = 2_500


def check_image(url: str, detail: str, image_urls: Collection[str], param: str) -> None:
    """Refuse an image that cannot be fetched, decoded or recognised, or is too large.

    The media type in a data URL is only checked for being an image: the API looks at the bytes.

    Args:
        url: a web address or a data URL.
        detail: auto, low or high.
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
        name = "Invalid image URL:" if param.endswith(".url") else "Invalid"
        raise OpenAIError(
            f"{name} '{param}'. Expected a base64-encoded data URL with an image MIME "
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
    image = recognise(data)
    if image is None:
        raise OpenAIError(
            "You uploaded an unsupported image. Please make sure your image has of one the "
            "following formats: ['png', 'jpeg', 'gif', 'webp'].",
            code="invalid_image_format",
        )
    if (needed := patches(image, detail)) > MAX_PATCHES:
        raise OpenAIError(
            f"The image you provided requires {needed} patches after processing, exceeding the "
            f"limit of {MAX_PATCHES}. Please resize the image and try again.",
            param=param.partition("[")[0],
            code="invalid_value",
        )


def patches(image: Image, detail: str) -> int:
    """How many patches of 32 by 32 pixels the model sees.

    `low` fits the image into 512 by 512 pixels and `high` into 2,500 patches; `auto` leaves it as
    it is. This is OpenAI's guide to images for GPT 6, and agrees with what was measured for `auto`
    and `high` (huggingface.co/datasets/JOHNISKING/image-token-cost).
    """
    width, height = image.width, image.height
    if detail == "low":
        scale = min(1, LOW_PIXELS / max(width, height))
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
    elif detail == "high" and covering(width, height) > HIGH_PATCHES:
        scale = math.sqrt(HIGH_PATCHES * PATCH**2 / (width * height))
        columns, rows = width * scale / PATCH, height * scale / PATCH
        scale *= min(math.floor(columns) / columns, math.floor(rows) / rows)
        width, height = math.floor(width * scale), math.floor(height * scale)
    return covering(width, height)


def covering(width: int, height: int) -> int:
    return math.ceil(width / PATCH) * math.ceil(height / PATCH)
