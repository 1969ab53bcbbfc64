"""Count the tokens of a prompt before you send it.

Without a request: an estimate for text, some tokens off. count_tokens_responses.py asks the API,
which knows tools and pictures, too. The vocabulary is downloaded once.

Lesson 07.
"""

from collections.abc import Iterable

import tiktoken

ENCODING = tiktoken.get_encoding("o200k_base")


def count(messages: Iterable[dict[str, str]]) -> int:
    """The tokens, by what a prompt cost in public recordings of GPT-5 to 5.6 (no tools, no
    pictures): 2, and for each message 4 and its text, and 2 more if the assistant said it."""
    total = 2
    for message in messages:
        total += 4 + len(ENCODING.encode_ordinary(message["content"]))
        if message["role"] == "assistant":
            total += 2
    return total


if __name__ == "__main__":
    print(count([{"role": "user", "content": "Where should I travel in May?"}]))
