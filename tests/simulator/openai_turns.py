"""What OpenAI asks of the messages: contents, images, and calls and results in pairs."""

from collections.abc import Collection

from .openai_errors import OpenAIError
from .openai_images import check_image
from .openai_requests import Body, images_of


def check_messages(messages: list[Body], image_urls: Collection[str]) -> None:
    """Contents, images, and that every tool call has its result and every result its call."""
    open_calls: dict[str, None] = {}
    for index, message in enumerate(messages):
        if message["role"] == "tool":
            check_result(message, open_calls, index)
        elif open_calls:
            raise unanswered(open_calls, index)
        else:
            check_content(message, index)
            open_calls = dict.fromkeys(call["id"] for call in message.get("tool_calls") or [])
        for image in images_of(message):
            place = place_of(message, image, index)
            check_image(image["url"], image.get("detail", "auto"), image_urls, place)
    if open_calls:
        raise unanswered(open_calls, len(messages))


def check_result(message: Body, open_calls: dict[str, None], index: int) -> None:
    if message["tool_call_id"] not in open_calls:
        raise OpenAIError(
            "Invalid parameter: messages with role 'tool' must be a response to a preceeding "
            "message with 'tool_calls'.",
            param=f"messages.[{index}].role",
        )
    del open_calls[message["tool_call_id"]]


def unanswered(open_calls: Collection[str], index: int) -> OpenAIError:
    return OpenAIError(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to "
        "each 'tool_call_id'. The following tool_call_ids did not have response messages: "
        + ", ".join(open_calls),
        param=f"messages.[{index}].role",
    )


def check_content(message: Body, index: int) -> None:
    says_otherwise = message.get("tool_calls") or message.get("refusal") or "audio" in message
    if message.get("content") is None and not says_otherwise:
        raise OpenAIError(
            "Invalid value for 'content': expected a string, got null.",
            param=f"messages.[{index}].content",
        )


def place_of(message: Body, image: Body, index: int) -> str:
    parts = message["content"]
    number = next(i for i, part in enumerate(parts) if part.get("image_url") is image)
    return f"messages[{index}].content[{number}].image_url.url"
