"""API keys as learners paste them: what is odd about one, in words that give nothing of it away.

Standard library only, like `lessons`: the check-up runs before anything is installed.
"""

from __future__ import annotations

from collections.abc import Iterator

VENDORS = {"OPENAI_API_KEY": "OpenAI", "ANTHROPIC_API_KEY": "Anthropic"}

_AROUND = "\"'\u201c\u201d\u2018\u2019`\ufeff"  # curly quotes too, and a byte order mark


def can_be_sent(key: str) -> bool:
    """Whether it can stand in a header. If not, an SDK's error would tell all of it."""
    return key.isascii() and key.isprintable() and key == key.strip()


def odd(name: str, value: str) -> Iterator[str]:
    """What is odd about the key of this name, each in words that go on after the name."""
    key = value.strip().strip(_AROUND).strip()
    if key != value:
        yield "has quotes or spaces around it, which belong to no key: take them out"
    if key.endswith("..."):
        yield "is still the example's: put your own in its place"
    elif not can_be_sent(key) or " " in key:
        yield "has characters that are in no key: copy it again"
    other = next(n for n in VENDORS if n != name)
    anthropic, openai = key.startswith("sk-ant-"), key.startswith("sk-")
    if anthropic if name == "OPENAI_API_KEY" else openai and not anthropic:
        yield f"looks like one of {VENDORS[other]}'s: it belongs in {other}"
