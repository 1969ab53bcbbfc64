"""A stand-in for both APIs, from which cassettes are recorded without keys.

It speaks OpenAI's Chat Completions and Responses, Anthropic's Messages, and batches of them, over
HTTP on the loopback, checks requests as the APIs do, and answers from the scripts in `answers/`
(format: `answers.py`). It lists the two models of this course, and takes the others that
`helpers.capabilities` knows. Shapes and counts come from public recordings and the types of the
installed SDKs. What it says is made up: it is evidence of the wire format, never of a model.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .answers import FOLDER, Entry, Script


@dataclass(frozen=True)
class Simulator:
    """Where the stand-in listens and the only keys that it accepts."""

    openai_base_url: str
    anthropic_base_url: str
    openai_key: str
    anthropic_key: str

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point both SDKs at the stand-in."""
        return {
            "OPENAI_BASE_URL": self.openai_base_url,
            "ANTHROPIC_BASE_URL": self.anthropic_base_url,
            "OPENAI_API_KEY": self.openai_key,
            "ANTHROPIC_API_KEY": self.anthropic_key,
        }


@contextmanager
def running(
    answers: str | Path | Iterable[Entry | str | Path] = FOLDER,
    pace: float = 1.0,
    gzip: bool = False,
) -> Iterator[Simulator]:
    """Run both servers in the background, on free ports of 127.0.0.1, until the block ends.

    Args:
        answers: a folder of scripts, one script, or a list of entries and scripts.
        pace: stretches all waiting; 0 takes it out.
        gzip: whether answers are compressed for clients that accept it.
    """
    # Imported late: the SDKs, whose types are read, take seconds to load.
    from helpers.models import ANTHROPIC_MODEL, OPENAI_MODEL

    from .anthropic_service import KEY as ANTHROPIC_KEY
    from .anthropic_service import AnthropicService
    from .http_server import Server, Settings
    from .openai_service import KEY as OPENAI_KEY
    from .openai_service import OpenAIService

    script = Script.read(answers)
    settings = Settings(pace=pace, compress=gzip)
    servers = [
        Server(OpenAIService(script, OPENAI_MODEL), settings),
        Server(AnthropicService(script, ANTHROPIC_MODEL), settings),
    ]
    for server in servers:
        server.start()
    try:
        openai, anthropic = servers
        yield Simulator(
            openai_base_url=f"{openai.address}/v1",
            anthropic_base_url=anthropic.address,
            openai_key=OPENAI_KEY,
            anthropic_key=ANTHROPIC_KEY,
        )
    finally:
        for server in servers:
            server.stop()


__all__ = ["Simulator", "running"]
