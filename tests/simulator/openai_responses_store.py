"""Answers of the Responses API that are kept: what can be read of them afterwards.

The shapes follow the API reference and the SDK's types; no recording was found. What is said of an
id that is not there is as measured for conversations and prompts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from .identity import Occasion
from .openai_errors import OpenAIError
from .openai_responses_echo import item_id
from .openai_responses_items import Item, parts_of
from .openai_responses_requests import Stored

Body = dict[str, Any]

PREFIXES = {"message": "msg", "function_call": "fc", "function_call_output": "fco"}


class Store(dict[str, Stored]):
    """The answers by their ids."""

    def find(self, response_id: str) -> Stored:
        """Raises OpenAIError if there is none."""
        if response_id not in self:
            raise OpenAIError(f"Response with id '{response_id}' not found.", status=404)
        return self[response_id]

    def delete(self, response_id: str) -> Body:
        self.find(response_id)
        del self[response_id]
        return {"id": response_id, "object": "response", "deleted": True}

    def input_items(self, response_id: str, query: Mapping[str, str]) -> Body:
        """A page of the items that an answer answers, the newest first unless it is asked for
        otherwise."""
        items = list(as_shown(self.find(response_id).items, response_id, query))
        if query.get("order") != "asc":
            items.reverse()
        ids = [item["id"] for item in items]
        start = ids.index(query["after"]) + 1 if query.get("after") in ids else 0
        end = start + int(query.get("limit", 20))
        return {
            "object": "list",
            "data": items[start:end],
            "first_id": ids[start] if ids[start:] else None,
            "last_id": ids[min(end, len(ids)) - 1] if ids[start:] else None,
            "has_more": end < len(ids),
        }


def as_shown(items: list[Item], response_id: str, query: Mapping[str, str]) -> Iterator[Body]:
    """The items with ids. Pictures are shown only to those who ask to `include` them."""
    with_images = "message.input_image.image_url" in query.values()
    for number, item in enumerate(items):
        own = Occasion(response_id, number)
        named = {"id": item_id(PREFIXES.get(item["type"], "rs"), own, "item")}
        if item["type"] == "message":
            parts = [shown_part(part, with_images) for part in parts_of(item)]
            yield named | {"status": "completed"} | item | {"content": parts}
        else:
            yield named | {"status": "completed"} | item


def shown_part(part: Item, with_images: bool) -> Body:
    """A part with what the API adds, and without the contents of files."""
    shown = {name: value for name, value in part.items() if name != "file_data"}
    if part["type"] == "output_text":
        return {"annotations": [], "logprobs": []} | shown
    if part["type"] != "input_image":
        return shown
    url = part.get("image_url") if with_images else None
    return {"detail": "auto", "file_id": None} | shown | {"image_url": url}
