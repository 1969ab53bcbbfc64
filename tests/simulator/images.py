"""Pictures in requests: what they are and how large, read from their first bytes."""

import struct
from dataclasses import dataclass


@dataclass(frozen=True)
class Image:
    """A picture's true media type and its size in pixels."""

    media_type: str
    width: int
    height: int


def recognise(data: bytes) -> Image | None:
    """The picture in `data`, or None if it is not PNG, JPEG, GIF or WebP."""
    for reader in (read_png, read_gif, read_webp, read_jpeg):
        try:
            if image := reader(data):
                return image
        except (struct.error, IndexError):
            return None  # cut off in the middle of the head
    return None


def read_png(data: bytes) -> Image | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    return Image("image/png", *struct.unpack(">II", data[16:24]))


def read_gif(data: bytes) -> Image | None:
    if not data.startswith((b"GIF87a", b"GIF89a")):
        return None
    return Image("image/gif", *struct.unpack("<HH", data[6:10]))


def read_webp(data: bytes) -> Image | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    if data[12:16] == b"VP8X":
        width, height = (int.from_bytes(data[i : i + 3], "little") + 1 for i in (24, 27))
    elif data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (size & 0x3FFF for size in struct.unpack("<HH", data[26:30]))
    return Image("image/webp", width, height)


def read_jpeg(data: bytes) -> Image | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    position = 2
    while data[position] == 0xFF:
        marker = data[position + 1]
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        # The frame headers, SOF0 to SOF15 without DHT, JPG and DAC, hold the size.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return Image("image/jpeg", width, height)
        position += 2 + length
    return None
