"""What OpenAI's Responses API refuses, with the errors that it sends and in its order.

Parameters and their types come from the installed SDK. The wording and the order were recorded by
others against the API (the GPT 5.6 family, 2026-08-30 and 31; the model of this course,
2026-09-24) or quoted in public issues; nothing was tried on the live API here.
"""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from openai.types.responses.input_token_count_params import InputTokenCountParams
from openai.types.responses.response_create_params import ResponseCreateParamsBase

from .json_schemas import object_problem, strict_problem
from .openai_errors import OpenAIError, not_played
from .openai_responses_items import NOT_ASKED, Item, check_items, items_of
from .openai_rules import NAME
from .openai_wording import did_you_mean, kind_of, listed, worded
from .shapes import Problem, fields_of, find_problems

Body = dict[str, Any]

DOCS = "https://platform.openai.com/docs/api-reference/responses/create"
# What Chat Completions calls otherwise, and where it is here.
MOVED = {
    "messages": "input",
    "max_completion_tokens": "max_output_tokens",
    "reasoning_effort": "reasoning.effort",
    "response_format": "text.format",
    "verbosity": "text.verbosity",
}
# In the order in which wrong ones are named.
ORDER = (
    *("input", "previous_response_id", "prompt", "moderation", "include", "tools", "tool_choice"),
    *("metadata", "text", "temperature", "top_p", "presence_penalty", "frequency_penalty"),
    *("parallel_tool_calls", "stream", "stream_options", "background", "max_output_tokens"),
    *("max_tool_calls", "reasoning", "user", "safety_identifier", "prompt_cache_options"),
    *("prompt_cache_key", "prompt_cache_retention", "truncation", "instructions", "store"),
    *("service_tier", "top_logprobs", "context_management"),
)
EXPECTED = {
    "input": "one of a string or array of input items",
    "metadata": "a metadata object",
    "tools": "an array of tools",
}
MINIMUM = {"max_output_tokens": 16, "max_tool_calls": 1}
LOGPROBS = "message.output_text.logprobs"


class CreateParams(ResponseCreateParamsBase, total=False):
    """What the SDK's type leaves out."""

    stream: bool
    frequency_penalty: float
    presence_penalty: float


class Stored(NamedTuple):
    """An answer that is kept, and the items that it answers."""

    response: Body
    items: list[Item]

    @property
    def conversation(self) -> list[Item]:
        return [*self.items, *self.response["output"]]
