"""Signatures of thinking blocks: made when one is sent, checked when it comes back."""

import base64
import hashlib
import hmac

from .identity import Occasion

SECRET = b"the simulator's own, of no use anywhere else"
HEAD = b"\x12\xb0\x02\x0a"


def sign(thinking: str, occasion: Occasion) -> str:
    """The signature of a block that shows `thinking`: opaque, but the same in every run."""
    filler = occasion.chance("signature").randbytes(172)
    return base64.b64encode(HEAD + seal(thinking) + filler).decode()


def is_genuine(signature: str, thinking: str) -> bool:
    """Whether the block is as it was sent."""
    try:
        raw = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    return hmac.compare_digest(raw[: len(HEAD) + 32], HEAD + seal(thinking))


def seal(thinking: str) -> bytes:
    return hmac.new(SECRET, thinking.encode(), hashlib.sha256).digest()
