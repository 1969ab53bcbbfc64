"""What a request asks, seen without the provider's wire format."""

from dataclasses import dataclass, field
from typing import Literal

Provider = Literal["openai", "anthropic"]


@dataclass(frozen=True)
class Conversation:
    """The parts of a request that decide what is answered."""

    provider: Provider
    user: str
    """The latest text that the user wrote."""
    system: str
    """The system prompt; empty without one."""
    everything: str
    """All text of the conversation: system, turns, tool results."""
    tool_results: list[str] = field(default_factory=list)
    """The tools whose results the conversation ends with, in the order of the results."""
    tools: list[str] = field(default_factory=list)
    """The names of the tools that the model may call."""
    images: int = 0
    """How many images the request carries."""
    wants_json: bool = False
    """Whether the request asks for JSON mode or a JSON schema."""
    effort: str = ""
    """How hard the model is to think; empty if the request does not say."""
