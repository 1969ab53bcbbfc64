"""Tokens: OpenAI's by its own tokenizer, Anthropic's by an estimate.

OpenAI's o200k_base vocabulary lies in `helpers/vocabulary`, so nothing is downloaded. Anthropic's
tokenizer is not public: `CLAUDE` scales the o200k_base count by a ratio fitted to public recordings
of models with the tokenizer of Claude 4.7 and later (1.44 to 1.49 on prose and code). It is an
estimate, good for comparing one prompt with another and no more.
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
class Tokenizer:
    """How a model counts.

    `per_answer`, `per_call` and `several_calls` are what an answer costs beyond its text: once,
    for each tool call, and once more if there are several calls.
    """

    ratio: float
    per_answer: int
    per_call: int
    several_calls: int

    def count(self, text: str) -> int:
        """How many tokens `text` is; `<|endoftext|>` and the like count as plain text."""
        return math.ceil(len(vocabulary().encode_ordinary(text)) * self.ratio)

    def cut(self, text: str, budget: int) -> str:
        """The longest beginning of `text` that is whole characters in at most `budget` tokens."""
        tokens = vocabulary().encode_ordinary(text)[: max(0, int(budget / self.ratio))]
        return vocabulary().decode_bytes(tokens).decode(errors="ignore")


# Overheads as in public recordings: "Hello! How can I assist you today?" is 9 tokens without any,
# two parallel calls cost 33 beyond their names and arguments.
GPT = Tokenizer(ratio=1.0, per_answer=0, per_call=8, several_calls=17)
CLAUDE = Tokenizer(ratio=1.45, per_answer=2, per_call=36, several_calls=0)


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
