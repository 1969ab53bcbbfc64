"""The function of lesson 05, checked, and a second one; and their tools."""

from typing import Any, Literal

from pydantic import BaseModel, Field, validate_call

_WEATHER = {"Tokyo": (22, "cloudy"), "Osaka": (24, "clear"), "Paris": (15, "rain")}
_KILOMETERS = {("Osaka", "Tokyo"): 397, ("Paris", "Tokyo"): 9712}


@validate_call
def get_weather(city: str, unit: Literal["celsius", "fahrenheit"] = "celsius") -> dict[str, Any]:
    if city not in _WEATHER:
        raise ValueError(f"There is no weather station in {city}.")
    temp, condition = _WEATHER[city]
    if unit == "fahrenheit":
        temp = temp * 9 / 5 + 32
    return {"temp": temp, "unit": unit, "condition": condition}


def get_distance(origin: str, destination: str) -> dict[str, int]:
    pair = tuple(sorted([origin, destination]))
    if pair not in _KILOMETERS:
        raise ValueError(f"No distance is known between {' and '.join(pair)}.")
    return {"kilometers": _KILOMETERS[pair]}


class Distance(BaseModel):
    """Get the distance between two cities, as the crow flies"""

    origin: str = Field(description="City name")
    destination: str = Field(description="City name")


FUNCTIONS = {"get_weather": get_weather, "get_distance": get_distance}

_SCHEMAS = {
    "get_weather": {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "City name"},
            "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
        },
        "required": ["city"],
    },
    "get_distance": Distance.model_json_schema(),
}
_ABOUT = [
    {"name": "get_weather", "description": "Get the weather in a city"},
    {"name": "get_distance", "description": Distance.__doc__},
]

OPENAI_TOOLS = [
    {"type": "function", "function": about | {"parameters": _SCHEMAS[about["name"]]}}
    for about in _ABOUT
]
ANTHROPIC_TOOLS = [about | {"input_schema": _SCHEMAS[about["name"]]} for about in _ABOUT]
