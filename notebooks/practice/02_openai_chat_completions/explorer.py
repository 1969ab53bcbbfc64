"""Lesson 02: one question under different settings, beside the answer you started from."""

from collections.abc import Iterator
from typing import Any, ClassVar

from helpers import cost
from helpers.drawing import View, columns
from helpers.models import OPENAI_MODEL
from helpers.practice.explorer import Explorer


class LessonExplorer(Explorer):
    title = "How do reasoning and a cap change an answer, its tokens and its price?"
    settings: ClassVar = {
        "question": ["Why is the sky blue?"],
        "reasoning_effort": ["none", "low", "high"],
        "max_completion_tokens": [400, 100, 25],
    }
    free = ("question",)
    asks = True

    def views(self, **chosen: Any) -> Iterator[View]:
        begin = {"reasoning_effort": "none", "max_completion_tokens": 400}
        answers = [_ask(**{**chosen, **begin})]
        if chosen != {**chosen, **begin}:
            answers.append(_ask(**chosen))
        yield columns(answers)


def _ask(question: str, **settings: Any) -> dict[str, str]:
    from openai import OpenAI

    response = OpenAI().chat.completions.create(
        model=OPENAI_MODEL, messages=[{"role": "user", "content": question}], **settings
    )
    choice, usage = response.choices[0], response.usage
    return {
        "settings": ", ".join(f"{name}={value!r}" for name, value in settings.items()),
        "answer": choice.message.content or "(no text)",
        "finish_reason": choice.finish_reason,
        "tokens in": str(usage.prompt_tokens),
        "tokens out": str(usage.completion_tokens),
        "of these reasoning": str(usage.completion_tokens_details.reasoning_tokens),
        "price": f"${cost.of(response):.7f}",
    }
