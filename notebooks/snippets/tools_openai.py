"""Let the model call your functions, in a loop (tools).

A tool is a class: its fields are what the model fills in. Before one that changes something, ask
the user. On Chat Completions this model takes tools only with reasoning_effort="none";
tools_responses.py lets it reason.

Lesson 05.
"""

import logging
from typing import cast

from dotenv import load_dotenv
from openai import OpenAI, pydantic_function_tool
from openai.types.chat import ChatCompletionMessageParam
from pydantic import BaseModel, ValidationError

load_dotenv()
client = OpenAI(timeout=60)


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


def result_of(name: str, arguments: str) -> str:
    """What a call gives. The model is told its own mistakes, so that it can mend them, and of ours
    only that there was one: the log has the rest."""
    try:
        tool = TOOLS[name].model_validate_json(arguments)
    except (KeyError, ValidationError) as error:
        return f"Error: {error!r}"
    try:
        return tool.run()
    except Exception:
        logging.exception("%s failed", name)
        return "Error: the tool failed"


def ask(prompt: str, rounds: int = 5) -> str:
    """The answer. Raises RuntimeError if it was cut or refused, or did not come in these rounds."""
    messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": prompt}]
    for _ in range(rounds):
        response = client.chat.completions.create(
            model="gpt-6-luna",
            reasoning_effort="none",
            max_completion_tokens=2000,
            messages=messages,
            tools=[pydantic_function_tool(tool, name=name) for name, tool in TOOLS.items()],
        )
        choice = response.choices[0]
        if choice.finish_reason not in ("stop", "tool_calls") or choice.message.refusal:
            raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
        if not choice.message.tool_calls:
            return choice.message.content or ""
        messages.append(cast(ChatCompletionMessageParam, choice.message.to_dict()))
        for call in choice.message.tool_calls:
            if call.type == "function":
                content = result_of(call.function.name, call.function.arguments)
                messages.append({"role": "tool", "tool_call_id": call.id, "content": content})
    raise RuntimeError(f"no answer in {rounds} rounds")


if __name__ == "__main__":
    print(ask("Do I need an umbrella in Paris?"))
