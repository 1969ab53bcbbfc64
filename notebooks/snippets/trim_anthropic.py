"""Hold a long conversation: drop the oldest turns when it grows over a budget.

Lesson 07.
"""

from anthropic import Anthropic
from anthropic.types import MessageParam
from dotenv import load_dotenv

load_dotenv()
client = Anthropic(timeout=60)
SYSTEM = "You are a travel guide."


def begins_turn(message: MessageParam) -> bool:
    """Whether the user speaks. Results of tools are in messages of the user, too."""
    if message["role"] != "user" or isinstance(message["content"], str):
        return message["role"] == "user"
    return not any(
        isinstance(block, dict) and block["type"] == "tool_result" for block in message["content"]
    )


def trim(messages: list[MessageParam], budget: int) -> list[MessageParam]:
    """The newest turns that fit, each whole, with its calls and their results. Raises ValueError if
    the newest does not fit."""
    for place in range(len(messages)):
        if begins_turn(messages[place]):
            counted = client.messages.count_tokens(
                model="claude-haiku-5-5", system=SYSTEM, messages=messages[place:]
            )
            if counted.input_tokens <= budget:
                return messages[place:]
    raise ValueError("the newest turn is over the budget")


def chat(turns: list[MessageParam], text: str, budget: int = 20_000) -> list[MessageParam]:
    """The conversation with one more turn. An answer that was cut or refused raises RuntimeError,
    and `turns` are as before."""
    turns = trim([*turns, {"role": "user", "content": text}], budget)
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        system=SYSTEM,
        messages=turns,
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    answer = "".join(block.text for block in message.content if block.type == "text")
    return [*turns, {"role": "assistant", "content": answer}]


if __name__ == "__main__":
    talk: list[MessageParam] = []
    for question in ("Where should I travel in May?", "How warm is it there?", "What do I pack?"):
        talk = chat(talk, question, budget=60)
        print(len(talk), "messages:", talk[-1]["content"])
