"""How long an answer takes: a wait for the first token, then tokens at an uneven speed."""

from .identity import Occasion

FIRST_TOKEN_SECONDS = (0.3, 0.6)
TOKENS_PER_SECOND = (50, 90)


class Pace:
    """The speed of one answer, the same whenever the same request is made."""

    def __init__(self, occasion: Occasion) -> None:
        self._chance = occasion.chance("pace")
        self.first_token = self._chance.uniform(*FIRST_TOKEN_SECONDS)
        self._token = 1 / self._chance.uniform(*TOKENS_PER_SECOND)

    def tokens(self, count: int) -> float:
        """Seconds for `count` tokens in a row."""
        return count * self._token

    def next(self, count: int = 1) -> float:
        """Seconds until the next piece of `count` tokens, sometimes shorter, sometimes longer."""
        return self.tokens(count) * self._chance.uniform(0.4, 1.6)

    def whole(self, output_tokens: int) -> float:
        """Seconds until a plain answer is there."""
        return self.first_token + self.tokens(output_tokens)
