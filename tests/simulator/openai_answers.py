"""What the script says to a request of OpenAI's, whichever of its APIs it came to."""

import sys

from .answers import Answer, Script, answer_of
from .conversation import Conversation
from .identity import Occasion
from .openai_errors import OpenAIError, not_played
from .unscripted import explain, impossible


def answers_to(
    script: Script, conversation: Conversation, occasion: Occasion, n: int = 1
) -> list[Answer]:
    """`n` answers. Raises OpenAIError where the script gives none, or none that a model could."""
    entry = script.find(conversation)
    if entry is None:
        raise complaint(explain(conversation))
    answers = [answer_of(entry, "openai", occasion.turn, choice, n) for choice in range(n)]
    if problem := impossible(answers[0], conversation):
        raise complaint(problem)
    return answers


def complaint(message: str) -> OpenAIError:
    """An error for the author of the script, who sees it on the screen too."""
    print(message, file=sys.stderr)
    return not_played(message)
