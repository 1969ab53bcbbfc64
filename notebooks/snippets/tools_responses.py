"""Let the model call your functions, in a loop (tools).

A tool is a class: its fields are what the model fills in. Before one that changes something, ask
the user. Nothing is stored at OpenAI, so the reasoning goes back and forth in encrypted form.

Lesson 05.
"""

import logging
from typing import cast

from dotenv import load_dotenv
from openai import OpenAI
from openai.types.responses import ResponseInputItemParam
from pydantic import BaseModel, ValidationError

load_dotenv()
client = OpenAI(timeout=60)


class GetWeather(BaseModel, extra="forbid"):
    """The weather in a city now."""

    city: str

    def run(self) -> str:
        return f"18 degrees and rain in {self.city}."


class FindTrain(BaseModel, extra="forbid"):
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
    items: list[ResponseInputItemParam] = [{"role": "user", "content": prompt}]
    for _ in range(rounds):
        response = client.responses.create(
            model="gpt-6-luna",
            reasoning={"effort": "low"},
            max_output_tokens=2000,
            store=False,
            include=["reasoning.encrypted_content"],
            input=items,
            tools=[
                {
                    "type": "function",
                    "name": name,
                    "description": tool.__doc__,
                    "parameters": tool.model_json_schema(),
                    "strict": True,
                }
                for name, tool in TOOLS.items()
            ],
        )
        calls = [item for item in response.output if item.type == "function_call"]
        if response.status != "completed" or not (calls or response.output_text):
            why = response.error or response.incomplete_details or "refused"
            raise RuntimeError(f"no whole answer: {why}")
        if not calls:
            return response.output_text
        items += [cast(ResponseInputItemParam, item.to_dict()) for item in response.output]
        for call in calls:
            output = result_of(call.name, call.arguments)
            result = {"type": "function_call_output", "call_id": call.call_id, "output": output}
            items.append(cast(ResponseInputItemParam, result))
    raise RuntimeError(f"no answer in {rounds} rounds")


if __name__ == "__main__":
    print(ask("Do I need an umbrella in Paris?"))
