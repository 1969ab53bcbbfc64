"""The exercises of lesson 09."""

import anthropic
import httpx2
import openai

from helpers import ANTHROPIC_MODEL, OPENAI_MODEL
from helpers.practice.canned import Rejected, Reply
from helpers.practice.exercise import exercise
from helpers.practice.runs import Case
from helpers.replay.faults import Cut, ErrorEvent, Failing, Refused, Slow

openai_client = openai.OpenAI()
hasty_client = openai.OpenAI(max_retries=0, timeout=0.1)

messages = [{"role": "user", "content": "What is a timeout, in one sentence?"}]
openai_request = {
    "model": OPENAI_MODEL,
    "reasoning_effort": "none",
    "max_completion_tokens": 300,
    "messages": messages,
}


def ask() -> str:
    return hasty_client.chat.completions.create(**openai_request).choices[0].message.content


def ask_in_stream() -> list:
    return list(hasty_client.chat.completions.create(**openai_request, stream=True))


@exercise(
    "09.1",
    cases=[
        Case(ask, name="a refused connection", replies=Refused()),
        Case(ask, name="a timeout", replies=Slow(9)),
        Case(ask, name="a wrong key", replies=Rejected(401)),
        Case(ask, name="a rate limit", replies=Failing(429)),
        Case(ask, name="an unknown model", replies=Rejected(404)),
        Case(ask_in_stream, name="an error in a stream", replies=ErrorEvent(1)),
        Case(lambda: {}["no such key"], name="a KeyError, a mistake in the caller's own code"),
        Case(ask, name="a call that works"),
    ],
    hint="Python takes the first clause that fits. APITimeoutError is a kind of\n"
    "APIConnectionError, and AuthenticationError a kind of APIStatusError, so the special ones\n"
    "come first. And which class is it that always has a status?",
    why={
        "requests": "{general} Each call of ask() is a request, and paid for: call it once.",
        "raised AttributeError": "{general} Only an APIStatusError has a status: neither a lost "
        "connection nor an error in a stream does.",
        "nothing raised": "{general} What no sentence fits comes through as it is: name the most "
        "exact classes, not APIError or Exception.",
        "a call that works: returned": "{general} Return what ask() returns.",
        "returned": "{general} Python takes the first clause that fits: a timeout is a connection "
        "error too, and a wrong key has a status too.",
    },
    right="Each error gets the advice that helps, and no other error is hidden.",
)
def advice(ask) -> str:
    try:
        return ask()
    except openai.APITimeoutError:
        return "Allow more time."
    except openai.APIConnectionError:
        return "Check the network."
    except openai.AuthenticationError:
        return "Check the key."
    except openai.APIStatusError as error:
        return f"Look up status {error.status_code}."


@exercise(
    "09.2",
    cases=[
        Case(
            messages,
            name="an API that stays over its limit",
            replies=Failing(429, {"retry-after": "0.01"}),
        ),
        Case([], name="a request without messages"),
        Case(
            messages,
            name="a lost connection, then an error of the API, then an answer",
            replies=[Refused(), Failing(500, {"retry-after": "0.01"}), Reply()],
        ),
    ],
    hint="There are two ways. Drop tenacity: max_retries=2 already means three requests, and the\n"
    "SDK knows what may pass. Or keep it: max_retries=0 for the client, reraise=True, and\n"
    "retry= with anthropic's classes of errors that may pass.",
    why={
        "a request without messages: requests": "{general} The API refuses it each time. Say with "
        "retry= which errors may pass; this one does not.",
        "requests": "{general} Two layers multiply, as each try of tenacity has all tries of the "
        "SDK in it. Leave one of them, max_retries=2 or tenacity, with three tries in all.",
        "raised RetryError": "{general} No `except anthropic.RateLimitError` catches a RetryError. "
        "reraise=True brings out the SDK's own error.",
        "raised APIError": "{general} This may pass, so ask again, three times in all. If that is "
        "tenacity's part, retry= has to name anthropic's class of this error.",
        "nothing raised": "{general} After the last attempt, the SDK's error should come out.",
    },
    right="One layer, three requests, and the error that everybody's handlers know.",
)
def patient(messages: list) -> str:
    client = anthropic.Anthropic(max_retries=2)
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


class Silent(Cut):
    """Lets some events of a stream through, then nothing comes for longer than the timeout."""

    def instead(self) -> bytes:
        raise httpx2.ReadTimeout("The read operation timed out")


class Ended(Cut):
    """Lets some events of a stream through and then ends it, without an error."""

    def instead(self) -> bytes:
        return b""


CATCH = "{general} Catch what breaks a stream: both openai.APIError and httpx2.HTTPError."


@exercise(
    "09.3",
    cases=[
        Case(openai_request, name="a stream that goes well", recorded=True),
        Case(
            openai_request | {"stream_options": {"include_usage": True}}, name="a usage at the end"
        ),
        Case(openai_request, name="an answer cut at its cap", replies=Reply(ending="length")),
        Case(openai_request, name="an end without a finish_reason", replies=Ended(2)),
        Case(openai_request, name="a connection that breaks in the middle", replies=Cut(2)),
        Case(openai_request, name="an error in the middle", replies=ErrorEvent(2)),
        Case(openai_request, name="a silence in the middle", replies=Silent(2)),
        Case(openai_request, name="a break before any text", replies=[Cut(1), Reply()]),
        Case(openai_request, name="an error before any text", replies=[ErrorEvent(1), Reply()]),
        Case(openai_request, name="a break in the second try", replies=[Silent(1), Cut(2)]),
        Case(openai_request, name="a break before any text in both tries", replies=Cut(1)),
    ],
    hint='A loop for the two tries, and in it: text = "", end = None, then try. In the loop over\n'
    "the chunks keep a finish_reason that comes; after it return the text and whether that is\n"
    '"stop". In the except clause for (openai.APIError, httpx2.HTTPError), return text, False\n'
    "if there is text. After both tries, return the empty text and False.",
    why={
        "raised IndexError": "{general} A chunk without choices came: with include_usage the last "
        "one holds the usage alone. Loop over chunk.choices, or look whether there are any.",
        "a break before any text: path": "{general} Nothing is lost then, so ask once more.",
        "requests": "{general} Text that has arrived is kept. If none has, ask once more.",
        "raised APIError": CATCH,
        "raised HTTPError": CATCH,
        "returned[1]": '{general} The flag is True only if a finish_reason came, and is "stop".',
    },
    right="What has arrived is kept, and nobody takes it for a whole answer.",
)
def kept(request: dict) -> tuple[str, bool]:
    for attempt in (1, 2):  # noqa: B007
        text, end = "", None
        try:
            with openai_client.chat.completions.create(**request, stream=True) as stream:
                for chunk in stream:
                    for choice in chunk.choices:
                        text += choice.delta.content or ""
                        end = choice.finish_reason or end
            return text, end == "stop"
        except (openai.APIError, httpx2.HTTPError):
            if text:
                return text, False
    return "", False
