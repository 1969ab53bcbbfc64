"""An error in a learner's own code, told in a sentence, with what helps against common slips."""

import re
import traceback

from ..tracebacks import own_frames


def told(error: BaseException) -> str:
    """An error in the learner's own code, with the line where it came up."""
    steps = traceback.extract_tb(own_frames(error.__traceback__))
    said = f"{type(error).__name__}: {error}"
    advice = next((f" {advice}" for slip, advice in _ADVICE if re.search(slip, said)), "")
    if not steps:  # a check did not expect what the answer did or returned
        return f"The check stumbled over what your code did or returned: {said}{advice}"
    where = f" (line {steps[-1].lineno}: {steps[-1].line})" if steps[-1].line else ""
    return f"Your code raised {said.rstrip('.')}{where}.{advice}"


# What goes wrong most often, by the words of Python's own message.
_ADVICE = (
    (r"'ChatCompletion' object is not", "An answer is an object: response.choices[0].message."),
    (r"'Message' object has no attribute 'choices'", "Claude's answer has blocks: its .content."),
    (r"'ChatCompletion' object has no attribute 'content'", "See response.choices[0].message."),
    (r"(Block|Delta)' object has no attribute", "Not all of it is text: choose by its type."),
    (r"'Anthropic' object has no attribute 'chat'", "Anthropic's client has messages.create."),
    (r"'OpenAI' object has no attribute 'messages'", "OpenAI's has chat.completions.create."),
    (r"'coroutine' object", "An async call was not awaited. In a plain def, use a plain client."),
    (
        r"unexpected keyword argument '(temperature|top_p|top_k)'",
        "Claude takes it no more: drop it.",
    ),
    (r"Missing required arguments.*max_tokens", "Claude's cap is max_tokens, and has to be there."),
    (r"argument 'max_completion_tokens'", "Anthropic's name for the cap is max_tokens."),
    (r"argument 'reasoning_effort'", "Claude has thinking and output_config."),
    (r"argument 'effort'", 'It goes into output_config={"effort": ...}.'),
    (
        r"UnboundLocalError",
        "Its value was never set. Was that line skipped, or the loop left early?",
    ),
    (
        r"'NoneType' .* '\w+_tokens'",
        "Only a stream's last chunk has a usage: read on, and ask if any.",
    ),
    (r"Event' object has no attribute 'choices'", "Chunks come of create(..., stream=True)."),
    (r"LengthFinishReasonError", "The helper raises it for a cut answer: see error.completion."),
    (r"unhashable type: 'list'", "gather takes no list: a * before it, gather(*[...])."),
    (r"^NameError", "Is it spelled right? After a restart, run the cell that makes it again."),
    (r"positional argument", "Keep the parameters of the stub: check calls it with them."),
    (r"'dict' object has no attribute", 'A dictionary is read by key: data["name"].'),
    (
        r"type bytes is not JSON|'bytes'|\"bytes\"",
        "Bytes are no text: base64.b64encode(data).decode().",
    ),
)
