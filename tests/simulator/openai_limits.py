"""The numbers and settings that a model of OpenAI does not take on Chat Completions.

What each model takes is in `helpers.capabilities`.
"""

from collections.abc import Sequence

from helpers.capabilities import OPENAI, When

from .openai_errors import OpenAIError, not_played
from .openai_prompts import REQUEST
from .openai_requests import Body, reasons
from .openai_wording import listed
from .prompt_cache import Part

UNSUPPORTED = ("stop", "logit_bias", "prediction", "max_tokens")
# Accepted once the model does not reason; the defaults are always accepted.
SAMPLING_DEFAULTS = {"temperature": 1, "top_p": 1, "frequency_penalty": 0, "presence_penalty": 0}
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
LEAST_CAP = 2


def check_numbers(body: Body) -> None:
    most = OPENAI[body["model"]].most_output
    bounds = {"n": (1, 8), "max_completion_tokens": (1, most), "top_logprobs": (0, 20)}
    for name, (low, high) in bounds.items():
        number = body.get(name)
        if number is None or low <= number <= high:
            continue
        side, relation, bound = ("below", ">=", low) if number < low else ("above", "<=", high)
        extreme = "minimum" if side == "below" else "maximum"
        raise OpenAIError(
            f"Invalid '{name}': integer {side} {extreme} value. Expected a value {relation} "
            f"{bound}, but got {number} instead.",
            param=name,
            code=f"integer_{side}_{extreme[:3]}_value",
        )


def check_model_limits(body: Body) -> None:
    """What a reasoning model does not take; see `helpers.capabilities`."""
    for name in UNSUPPORTED:
        if body.get(name) is not None:
            raise unsupported(name)
    check_effort(body)
    if applies(OPENAI[body["model"]].sampling, body):
        if body.get("logprobs"):
            raise not_played("The simulator plays no log probabilities.")
        return
    for name, default in SAMPLING_DEFAULTS.items():
        if body.get(name, default) in (None, default):
            continue
        if name != "temperature":
            raise unsupported(name)
        raise OpenAIError(
            f"Unsupported value: 'temperature' does not support {body[name]} with this model. "
            "Only the default (1) value is supported.",
            param="temperature",
            code="unsupported_value",
        )
    if body.get("logprobs"):
        raise unsupported("logprobs")


def applies(when: When, body: Body) -> bool:
    """Whether a setting that works at certain times works for this request."""
    return when == "always" or (when == "at effort none" and not reasons(body))


def check_effort(body: Body) -> None:
    effort, known = body.get("reasoning_effort"), OPENAI[body["model"]].chat
    accepted = known.get(effort, False) if effort is not None else True
    if accepted is None:
        raise not_played(f"Nobody has shown whether {body['model']} takes the effort {effort}.")
    if not accepted:
        supported = [name for name in EFFORTS if known[name]]
        raise OpenAIError(
            f"Unsupported value: 'reasoning_effort' does not support {effort!r} with this model. "
            f"Supported values are: {listed(supported, 'and')}.",
            param="reasoning_effort",
            code="unsupported_value",
        )


def check_prompt(parts: Sequence[Part], model: str) -> int:
    """The size of a prompt that the model can take. Raises OpenAIError for a longer one."""
    tokens = REQUEST + sum(part.tokens for part in parts)
    most = OPENAI[model].most_input or OPENAI[model].window
    if tokens > most:
        raise OpenAIError(
            f"Input tokens exceed the configured limit of {most} tokens. Your messages resulted in "
            f"{tokens} tokens. Please reduce the length of the messages.",
            param="messages",
            code="context_length_exceeded",
        )
    return tokens


def check_room(cap: int | None) -> None:
    """Refuse a cap under which no message can begin.

    Measured at 1. Under larger ones that reasoning uses up, the API was seen to send this error too
    and, more often, an empty answer with `length`; here it is always the latter.
    """
    if cap is not None and cap < LEAST_CAP:
        raise OpenAIError(
            "Could not finish the message because max_tokens or model output limit was reached. "
            "Please try again with higher max_tokens."
        )


def unsupported(name: str) -> OpenAIError:
    instead = " Use 'max_completion_tokens' instead." if name == "max_tokens" else ""
    return OpenAIError(
        f"Unsupported parameter: '{name}' is not supported with this model.{instead}",
        param=name,
        code="unsupported_parameter",
    )
