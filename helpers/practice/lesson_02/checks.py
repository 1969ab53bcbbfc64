"""Checks of the exercises in lesson 02."""

from collections.abc import Callable
from typing import Any

from ...faults import active
from ..exercise import exercise, need
from ..made import Made, openai_chat
from ..watch import Watched, watch


@exercise(
    "02.1",
    hint="Two messages in one list: the system message first, then the user's. The word is the\n"
    "user's content and nothing else. The text is in response.choices[0].message.content.",
)
def translate(answer: Callable[[str], str]) -> str:
    seen = watch(answer, "cheese", expecting=Exception)
    request = _asked(seen)
    messages = request.get("messages", [])
    roles = [message["role"] for message in messages]
    need(
        roles in (["system", "user"], ["developer", "user"]),
        f"The messages have the roles {roles}. Send a system message, then a user message.",
    )
    need(
        all(isinstance(message["content"], str) for message in messages),
        "Send each content as a plain string. A list of parts means the same but was not recorded.",
    )
    need(
        messages[1]["content"] == "cheese",
        "The user's content should be the word alone; how to treat it belongs into the system "
        "message.",
    )
    need(
        request.get("reasoning_effort") == "none",
        'A single word needs no reasoning: add reasoning_effort="none".',
    )
    _need_text(seen, "translate")
    return "The role holds for every word, so it stands in the system message once."


@exercise(
    "02.2",
    hint="max_completion_tokens=30 caps the answer. Afterwards look at\n"
    'response.choices[0].finish_reason: "stop" means that the answer is complete, "length" that\n'
    "the cap cut it off.",
)
def complete_or_error(answer: Callable[[str], str]) -> str:
    cut = watch(answer, "Explain HTTP status codes.", expecting=Exception)
    request = _asked(cut)
    need("max_tokens" not in request, "Today's models refuse max_tokens; see above for its name.")
    need(
        request.get("max_completion_tokens") == 30,
        "Send max_completion_tokens=30 with the request.",
    )
    need(
        request.get("reasoning_effort") == "none",
        'Reasoning would use up the cap: add reasoning_effort="none".',
    )
    need(
        type(cut.raised) not in (Exception, RuntimeError, AssertionError),
        f"Your function raised {type(cut.raised).__name__}, which a caller cannot tell from other "
        "failures. Raise ValueError.",
    )
    if not isinstance(cut.raised, ValueError):
        _raise_own_error(cut)
        need(
            not cut.result,
            "The answer was cut off, and your function returned it as if it were whole. "
            'Raise ValueError unless finish_reason is "stop".',
        )
        need(False, "The answer was cut off and your function returned nothing. Raise ValueError.")
    whole = watch(answer, "Say hello in one word.", expecting=ValueError)
    need(
        not isinstance(whole.raised, ValueError),
        "A complete answer raised ValueError. Raise it for a cut one only.",
    )
    _need_text(whole, "For a complete answer, whole_answer")
    just_fits = Made(openai_chat("GET, HEAD, POST, PUT, DELETE and more", tokens=30))
    with active(lambda: just_fits, None):
        fits = watch(answer, "Which methods does HTTP have?", expecting=ValueError)
    need(
        not isinstance(fits.raised, ValueError),
        "A complete answer of exactly 30 tokens raised ValueError. Its finish_reason is "
        '"stop": look at that, not at the count or the text.',
    )
    _need_text(fits, "For a complete answer of 30 tokens, whole_answer")
    return "A cut answer can no longer pass for a whole one."


@exercise(
    "02.3",
    hint="Three things are of yesterday: the name of the cap, a temperature beside reasoning, and\n"
    "the response as a dictionary.",
)
def repaired(answer: Callable[[], str]) -> str:
    seen = watch(answer, expecting=Exception)
    request = _asked(seen)
    need("max_tokens" not in request, "max_tokens is refused. What is it called now?")
    need(
        request.get("max_completion_tokens") == 50,
        "Keep the cap of 50 tokens: max_completion_tokens=50.",
    )
    need(
        "temperature" not in request or request.get("reasoning_effort") == "none",
        "A model that reasons takes no temperature. Switch reasoning off to keep it at 0.",
    )
    need(
        request.get("temperature") == 0,
        "Keep temperature=0, and make it possible: see what it needs.",
    )
    _need_text(seen, "old_call")
    return "That is most of what separates older tutorials from today."


def _asked(seen: Watched) -> dict[str, Any]:
    """The last request of a function that is to call chat.completions.create."""
    if not seen.exchanges:
        _raise_own_error(seen)
    need(seen.exchanges, "No request was sent. Call client.chat.completions.create.")
    sent = seen.exchanges[-1].sent
    need(
        sent.url.path.endswith("/chat/completions"),
        f"The request went to {sent.url.path}. This exercise wants client.chat.completions.create.",
    )
    request = seen.requests[-1]
    need(
        "stream" not in request,
        "Your request holds stream (parse sends it by itself), and the recorded one does not. Use "
        "client.chat.completions.create, without stream.",
    )
    return request


def _need_text(seen: Watched, who: str) -> None:
    """Need that the function returned the text of its last answer."""
    _raise_own_error(seen)
    returned = seen.result
    need(
        isinstance(returned, str),
        f"{who} returned {type(returned).__name__}. Return the text of the first choice.",
    )
    text = seen.exchanges[-1].response["choices"][0]["message"]["content"]
    need(
        returned.strip() == (text or "").strip(),
        f"{who} returned {returned!r}, which is not the answer. Return the text of the first "
        "choice, response.choices[0].message.content.",
    )


def _raise_own_error(seen: Watched) -> None:
    """Raise the error of the learner's own code, if there was one."""
    if seen.raised:
        raise seen.raised
