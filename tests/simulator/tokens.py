"""Tokens: OpenAI's by its own tokenizer, Anthropic's by an estimate.

OpenAI's o200k_base vocabulary lies in `helpers/vocabulary`, so nothing is downloaded. Anthropic's
tokenizer is not public: `CLAUDE` scales the o200k_base count by a ratio fitted to public recordings
of models with the tokenizer of Claude 4.7 and later (1.2 to 1.5, by the text). It is an estimate,
good for comparing one prompt with another and no more.

Every answer has a frame around its text, which is counted too. The frames of OpenAI's models are
those of public recordings of GPT 5.4 to 5.6 (2026-03 to 2026-08, nearly without exception) and of
the six recorded answers of the model of this course (2026-10-02).
"""

import codecs
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tiktoken

VOCABULARY = Path(__file__).parents[2] / "helpers" / "vocabulary"


@dataclass(frozen=True)
class Frame:
    """What an answer costs beyond its text, its thinking and the names and arguments of its calls.

    text: an answer in text. schema: more for one that follows a JSON schema.
    call: one tool call. calls: several, once for all of them and once for each.
    both: more for text before calls. thinking: more where the model thought first.
    end: the part of these that closes the answer; one that the cap cuts off does without it.
    """

    text: int
    call: int
    calls: tuple[int, int]
    both: int
    schema: int = 0
    thinking: int = 0
    end: int = 0

    def of(
        self, text: bool = True, calls: int = 0, schema: bool = False, thinks: bool = False
    ) -> int:
        """The frame of an answer with these parts; an empty one counts as text."""
        tokens = self.thinking * thinks
        if text or not calls:
            tokens += self.text + self.schema * schema
        if calls:
            once, each = self.calls if calls > 1 else (0, self.call)
            tokens += once + each * calls + self.both * text
        return tokens


@dataclass(frozen=True)
class Tokenizer:
    """How a model counts; `frame` is for its answers."""

    ratio: float
    frame: Frame

    def count(self, text: str) -> int:
        """How many tokens `text` is; `<|endoftext|>` and the like count as plain text."""
        return math.ceil(len(vocabulary().encode_ordinary(text)) * self.ratio)

    def cut(self, text: str, budget: int) -> str:
        """The longest beginning of `text` that is whole characters in at most `budget` tokens."""
        tokens = vocabulary().encode_ordinary(text)[: max(0, int(budget / self.ratio))]
        return vocabulary().decode_bytes(tokens).decode(errors="ignore")


# In no recording: on Chat Completions thinking, more than two calls, and text before calls. These
# are as on Responses, where text before a call was recorded four times, at 19 to 21 for both.
GPT_CHAT = Tokenizer(
    1.0, Frame(text=3, call=10, calls=(17, 7), both=5, schema=4, thinking=2, end=1)
)
GPT_RESPONSES = Tokenizer(
    1.0, Frame(text=4, call=11, calls=(20, 7), both=5, schema=4, thinking=2, end=1)
)
CLAUDE = Tokenizer(1.4, Frame(text=2, call=38, calls=(2, 36), both=-2))


@cache
def vocabulary() -> tiktoken.Encoding:
    """o200k_base, read from the repository."""
    os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(VOCABULARY))
    return tiktoken.get_encoding("o200k_base")


def pieces(text: str) -> Iterator[str]:
    """The o200k_base tokens of `text`; tokens that share a character come as one piece."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for token in vocabulary().encode_ordinary(text):
        if piece := decoder.decode(vocabulary().decode_single_token_bytes(token)):
            yield piece
