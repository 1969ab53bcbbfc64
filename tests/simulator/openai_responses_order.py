"""How the items of a Responses request have to follow one another, and what it says if they do not.

The errors are quoted in public issues; nothing was tried on the live API here.
"""

from collections.abc import Iterable

from .openai_errors import OpenAIError
from .openai_responses_items import Item
from .openai_responses_requests import Stored
from .signature import is_encrypted


def check_calls(items: list[Item]) -> None:
    """Every call has its result, and every result its call before it."""
    open_calls: dict[str, None] = {}
    for item in items:
        if item["type"] == "function_call":
            open_calls[item["call_id"]] = None
        elif item["type"] == "function_call_output":
            if item["call_id"] not in open_calls:
                raise of_input(
                    f"No tool call found for function call output with call_id {item['call_id']}."
                )
            del open_calls[item["call_id"]]
    for call_id in open_calls:
        raise of_input(f"No tool output found for function call {call_id}.")


def check_reasoning(new: list[Item], stored: Iterable[Stored], store: bool) -> None:
    """Reasoning comes back with what it led to; encrypted, or as the id of what is stored.

    store: whether the request wants its answer to be kept, as the error says more if not.
    """
    ids = {item["id"] for answer in stored for item in answer.response["output"]}
    for item, following in zip(new, [*new[1:], {"type": ""}], strict=True):
        if item["type"] != "reasoning":
            continue
        content = item.get("encrypted_content")
        if content and not is_encrypted(content):
            raise OpenAIError(
                f"The encrypted content {content[:4]}...{content[-4:]} could not be verified. "
                "Reason: Encrypted content could not be decrypted or parsed.",
                code="invalid_encrypted_content",
            )
        if not content and item.get("id") not in ids:
            advice = (
                " Items are not persisted when `store` is set to false. Try again with `store` set "
                "to true, or remove this item from your input."
            )
            message = f"Item with id '{item.get('id')}' not found." + ("" if store else advice)
            raise OpenAIError(message, status=404, param="input")
        if not is_of_model(following):
            raise of_input(
                f"Item '{item.get('id')}' of type 'reasoning' was provided without its required "
                "following item."
            )


def is_of_model(item: Item) -> bool:
    return item["type"] in ("reasoning", "function_call") or item.get("role") == "assistant"


def of_input(message: str) -> OpenAIError:
    return OpenAIError(message, param="input")
