"""Let the model call your functions, in a loop (tools).

A tool is a class: its fields are what the model fills in. Before one that changes something, ask
the user.

Lesson 05.
"""

import logging
from typing import cast

from anthropic import Anthropic
from anthropic.types import ContentBlockParam, MessageParam, ToolParam
from dotenv import load_dotenv
from pydantic import BaseModel, ValidationError

load_dotenv()
client = Anthropic(timeout=60)


class GetWeather(BaseModel):
    """The weather in a city now."""

    city: str

    def run(self) -> str:
        return f"18 degrees and rain in {self.city}."


class FindTrain(BaseModel):
    """The next train between two cities."""

    start: str
    goal: str

    def run(self) -> str:
        return f"9:15 from {self.start}, 11:40 in {self.goal}."


Tool = GetWeather | FindTrain
TOOLS: dict[str, type[Tool]] = {"get_weather": GetWeather, "find_train": FindTrain}
DEFINITIONS: list[ToolParam] = [
    {"name": name, "description": tool.__doc__ or "", "input_schema": tool.model_json_schema()}
    for name, tool in TOOLS.items()
]


def result_of(name: str, arguments: object) -> str:
    """What a call gives. The model is told its own mistakes, so that it can mend them, and of ours
    only that there was one: the log has the rest."""
    try:
        tool = TOOLS[name].model_validate(arguments)
    except (KeyError, ValidationError) as error:
        return f"Error: {error!r}"
    try:
        return tool.run()
    except Exception:
        logging.exception("%s failed", name)
        return "Error: the tool failed"


def ask(prompt: str, rounds: int = 5) -> str:
    """The answer. Raises RuntimeError if it was cut or refused, or did not come in these rounds."""
    messages: list[MessageParam] = [{"role": "user", "content": prompt}]
    for _ in range(rounds):
        message = client.messages.create(
            model="claude-haiku-5-5",
            max_tokens=2000,
            output_config={"effort": "low"},
            messages=messages,
            tools=DEFINITIONS,
        )
        if message.stop_reason not in ("end_turn", "tool_use"):
            raise RuntimeError(f"no whole answer: {message.stop_reason}")
        if message.stop_reason == "end_turn":
            return "".join(block.text for block in message.content if block.type == "text")
        content = [cast(ContentBlockParam, block.to_dict()) for block in message.content]
        messages.append({"role": "assistant", "content": content})
        results: list[ContentBlockParam] = []
        for block in message.content:
            if block.type == "tool_use":
                result = result_of(block.name, block.input)
                results.append({"type": "tool_result", "tool_use_id": block.id, "content": result})
        messages.append({"role": "user", "content": results})
    raise RuntimeError(f"no answer in {rounds} rounds")


if __name__ == "__main__":
    print(ask("Do I need an umbrella in Paris?"))
