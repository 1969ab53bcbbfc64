"""Ids and chance that come out the same when the same request is made again.

A re-recording must not change what did not change, so everything that looks random in an answer
is drawn from a hash of the request and of how many times that request came before.
"""

import hashlib
import json
import random
import string
import threading
from collections import Counter
from dataclasses import dataclass

LETTERS_AND_DIGITS = string.digits + string.ascii_letters


@dataclass(frozen=True)
class Occasion:
    """One request: what was asked (`digest`) and how many times it was asked before (`turn`)."""

    digest: str
    turn: int

    def chance(self, purpose: str) -> random.Random:
        """A random generator of its own for each purpose, the same in every run."""
        return random.Random(f"{self.digest} {self.turn} {purpose}")

    def characters(self, purpose: str, length: int, alphabet: str = LETTERS_AND_DIGITS) -> str:
        """`length` characters of `alphabet`, the same in every run."""
        return "".join(self.chance(purpose).choices(alphabet, k=length))


class Occasions:
    """Tells the first, the second and the next identical request apart."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def next(self, method: str, path: str, body: object) -> Occasion:
        """The occasion of this request; `body` is its parsed JSON, or its text if it has none."""
        canonical = json.dumps([method, path, body], sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        with self._lock:
            turn = self._seen[digest]
            self._seen[digest] += 1
        return Occasion(digest, turn)
