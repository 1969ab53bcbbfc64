"""The numbers and settings that a model of OpenAI does not take on Responses.

What each model takes is in `helpers.capabilities`.
"""

from helpers.capabilities import OPENAI
from helpers.models import RECORDED

from .openai_errors import OpenAIError, not_played
from .openai_responses_requests import Body, reasons
from .openai_wording import listed

# What the model of this course takes.
MODEL = OPENAI[RECORDED["OPENAI_MODEL"]]
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
MINIMUM = {"max_output_tokens": 16, "max_tool_calls": 1}
# Accepted once the model does not reason; the defaults are always accepted.
SAMPLING_DEFAULTS = {
    "temperature": (1,),
    "top_p": (1, 0.98),
    "presence_penalty": (0,),
    "frequency_penalty": (0,),
}
LOGPROBS = "message.output_text.logprobs"
NOT_PLAYED = ("background", "context_management", "moderation")


def check_numbers(body: Body) -> None:
    for name, low in MINIMUM.items():
        if body.get(name, low) < low:
            raise OpenAIError(
                f"Invalid '{name}': integer below minimum value. Expected a value >= {low}, but "
                f"got {body[name]} instead.",
                param=name,
                code="integer_below_min_value",
            )


def check_model_limits(body: Body) -> None:
    """What a current reasoning model does not take, and what is not played here."""
    effort = (body.get("reasoning") or {}).get("effort")
    efforts = [known for known in EFFORTS if MODEL.responses[known]]
    if effort is not None and effort not in efforts:
        raise OpenAIError(
            f"Unsupported value: '{effort}' is not supported with the '{body['model']}' model. "
            f"Supported values are: {listed(efforts, 'and')}.",
            param="reasoning.effort",
            code="unsupported_value",
        )
    for name, defaults in SAMPLING_DEFAULTS.items():
        if reasons(body) and body.get(name, defaults[0]) not in defaults:
            message = f"Unsupported parameter: '{name}' is not supported with this model."
            raise OpenAIError(message, param=name)
    wanted = ["include"] if LOGPROBS in body.get("include", []) else []
    wanted += ["top_logprobs"] if body.get("top_logprobs") else []
    if wanted and reasons(body):
        raise OpenAIError(
            "logprobs are not supported with reasoning models.",
            param=wanted[0],
            code="unsupported_parameter",
        )
    for name in NOT_PLAYED:
        if body.get(name):
            wanted.append(name)
    if wanted:
        raise not_played(f"The simulator does not play {wanted[0]}.")
