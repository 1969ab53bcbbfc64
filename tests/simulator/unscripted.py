"""What to say to the author of a script where it gives no answer, or one that no model could."""

from .answers import FOLDER, Answer
from .conversation import Conversation


def explain(conversation: Conversation) -> str:
    """What has no answer and where to write one."""
    results = ", ".join(conversation.tool_results)
    return (
        f"The simulator has no {conversation.provider} answer to {conversation.user!r}"
        + (f" with the system prompt {conversation.system!r}" if conversation.system else "")
        + (f" after the results of {results}" if results else "")
        + f". Write one in the notebook's file in {FOLDER.relative_to(FOLDER.parents[2])}; "
        "the format is described in tests/simulator/answers.py."
    )


def impossible(answer: Answer, conversation: Conversation) -> str | None:
    """Why no model could give this answer, or None."""
    for call in answer.tool_calls:
        if call.name not in conversation.tools:
            return (
                f"The answer to {conversation.user!r} calls {call.name}, which the request does "
                "not offer."
            )
        if conversation.provider == "anthropic" and not call.has_object:
            return (
                f"The answer to {conversation.user!r} calls {call.name} with arguments that are no "
                "mapping, which Anthropic cannot send."
            )
    return None
