"""What the providers seal so that it comes back as it was: made when it is sent, checked when it
returns. Anthropic signs a thinking block, OpenAI encrypts a reasoning item."""

import base64
import hashlib
import hmac

from .identity import Occasion

SECRET = b"the simulator's own, of no use anywhere else"
HEAD = b"\x12\xb0\x02\x0a"
ENCRYPTED_HEAD = b"\x80\0\0\0\0"


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


def encrypted(occasion: Occasion, purpose: str) -> str:
    """The encrypted content of a reasoning item. It is new wherever it stands in an answer, as the
    API's is, and the same in every run; nothing is in it."""
    filler = occasion.chance(f"encrypted {purpose}").randbytes(140)
    return base64.urlsafe_b64encode(ENCRYPTED_HEAD + filler + seal(filler.hex())).decode()


def is_encrypted(content: str) -> bool:
    """Whether the content is as it was sent."""
    try:
        raw = base64.urlsafe_b64decode(content)
    except ValueError:
        return False
    filler = raw[len(ENCRYPTED_HEAD) : -32]
    return hmac.compare_digest(raw, ENCRYPTED_HEAD + filler + seal(filler.hex()))


def seal(thinking: str) -> bytes:
    return hmac.new(SECRET, thinking.encode(), hashlib.sha256).digest()
