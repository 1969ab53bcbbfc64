"""Answers to the exercises of lesson 09, right and wrong ones (see test_exercises.py)."""


# %% 09.1 wrong: 'Look up status 401.'. Wanted: 'Check the key.'
def advice(ask):
    try:
        return ask()
    except openai.APITimeoutError:
        return "Allow more time."
    except openai.APIConnectionError:
        return "Check the network."
    except openai.APIStatusError as error:
        return f"Look up status {error.status_code}."
    except openai.AuthenticationError:
        return "Check the key."


check("09.1", advice)


# %% 09.1 wrong: a timeout is a connection error too
def advice(ask):
    try:
        return ask()
    except openai.APIConnectionError:
        return "Check the network."
    except openai.APITimeoutError:
        return "Allow more time."
    except openai.AuthenticationError:
        return "Check the key."
    except openai.APIStatusError as error:
        return f"Look up status {error.status_code}."


check("09.1", advice)


# %% 09.1 wrong: Only an APIStatusError has a status
def advice(ask):
    try:
        return ask()
    except openai.APIError as error:
        return f"Look up status {error.status_code}."


check("09.1", advice)


# %% 09.1 wrong: nor an error in a stream
def advice(ask):
    try:
        return ask()
    except openai.APITimeoutError:
        return "Allow more time."
    except openai.APIConnectionError:
        return "Check the network."
    except openai.AuthenticationError:
        return "Check the key."
    except openai.APIError as error:
        return f"Look up status {error.status_code}."


check("09.1", advice)


# %% 09.1 wrong: not APIError or Exception
def advice(ask):
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
    except openai.APIError:
        raise
    except Exception:
        return "Something went wrong."


check("09.1", advice)


# %% 09.1 wrong: returned 'Allow more time'. Wanted: 'Allow more time.'.
def advice(ask):
    try:
        return ask()
    except openai.APITimeoutError:
        return "Allow more time"
    except openai.APIConnectionError:
        return "Check the network."
    except openai.AuthenticationError:
        return "Check the key."
    except openai.APIStatusError as error:
        return f"Look up status {error.status_code}."


check("09.1", advice)


# %% 09.1 wrong: sent 2 requests
def advice(ask):
    try:
        ask()
        return ask()
    except openai.APITimeoutError:
        return "Allow more time."
    except openai.APIConnectionError:
        return "Check the network."
    except openai.AuthenticationError:
        return "Check the key."
    except openai.APIStatusError as error:
        return f"Look up status {error.status_code}."


check("09.1", advice)


# %% 09.2 wrong: sent 9 requests
def patient(messages):
    client = anthropic.Anthropic()
    create = tenacity.retry(
        reraise=True,
        stop=tenacity.stop_after_attempt(3),
        wait=tenacity.wait_random_exponential(multiplier=0.02),
        retry=tenacity.retry_if_exception_type(anthropic.RateLimitError),
    )(client.messages.create)
    message = create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: reraise=True
def patient(messages):
    client = anthropic.Anthropic(max_retries=0)
    create = tenacity.retry(
        stop=tenacity.stop_after_attempt(3),
        wait=tenacity.wait_random_exponential(multiplier=0.02),
    )(client.messages.create)
    message = create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: this one does not
def patient(messages):
    client = anthropic.Anthropic(max_retries=0)
    create = tenacity.retry(
        reraise=True,
        stop=tenacity.stop_after_attempt(3),
        wait=tenacity.wait_random_exponential(multiplier=0.02),
    )(client.messages.create)
    message = create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: APIConnectionError: Connection error
def patient(messages):
    client = anthropic.Anthropic(max_retries=0)
    create = tenacity.retry(
        reraise=True,
        stop=tenacity.stop_after_attempt(3),
        wait=tenacity.wait_random_exponential(multiplier=0.02),
        retry=tenacity.retry_if_exception_type(anthropic.RateLimitError),
    )(client.messages.create)
    message = create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: sent 4 requests
def patient(messages):
    client = anthropic.Anthropic(max_retries=3)
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: retry= has to name anthropic's class
import openai


def patient(messages):
    client = anthropic.Anthropic(max_retries=0)
    may_pass = (openai.RateLimitError, openai.APIConnectionError)
    create = tenacity.retry(
        reraise=True,
        stop=tenacity.stop_after_attempt(3),
        wait=tenacity.wait_random_exponential(multiplier=0.02),
        retry=tenacity.retry_if_exception_type(may_pass),
    )(client.messages.create)
    message = create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: This may pass, so ask again
def patient(messages):
    client = anthropic.Anthropic(max_retries=0)
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: thinking is missing
def patient(messages):
    client = anthropic.Anthropic(max_retries=2)
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: max_tokens is 100
def patient(messages):
    client = anthropic.Anthropic(max_retries=2)
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=100,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 right
def patient(messages):
    client = anthropic.Anthropic(max_retries=2)
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        system="Be brief.",
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.3 wrong: both openai.APIError and httpx2.HTTPError
def kept(request):
    text, end = "", None
    try:
        for chunk in openai_client.chat.completions.create(**request, stream=True):
            for choice in chunk.choices:
                text += choice.delta.content or ""
                end = choice.finish_reason or end
    except openai.APIError:
        return text, False
    return text, end == "stop"


check("09.3", kept)


# %% 09.3 wrong: Your code raised APIError
def kept(request):
    text, end = "", None
    try:
        for chunk in openai_client.chat.completions.create(**request, stream=True):
            for choice in chunk.choices:
                text += choice.delta.content or ""
                end = choice.finish_reason or end
    except httpx2.HTTPError:
        return text, False
    return text, end == "stop"


check("09.3", kept)


# %% 09.3 wrong: Nothing is lost then, so ask once more
def kept(request):
    text, end = "", None
    try:
        for chunk in openai_client.chat.completions.create(**request, stream=True):
            for choice in chunk.choices:
                text += choice.delta.content or ""
                end = choice.finish_reason or end
    except (openai.APIError, httpx2.HTTPError):
        return text, False
    return text, end == "stop"


check("09.3", kept)


# %% 09.3 wrong: Text that has arrived is kept
def kept(request):
    for attempt in (1, 2):
        text, end = "", None
        try:
            for chunk in openai_client.chat.completions.create(**request, stream=True):
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    end = choice.finish_reason or end
            return text, end == "stop"
        except (openai.APIError, httpx2.HTTPError):
            continue
    return text, False


check("09.3", kept)


# %% 09.3 wrong: The flag is True only if
def kept(request):
    text, end = "", None
    for attempt in (1, 2):
        try:
            for chunk in openai_client.chat.completions.create(**request, stream=True):
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    end = choice.finish_reason or end
        except (openai.APIError, httpx2.HTTPError):
            if not text:
                continue
        return text, True
    return text, True


check("09.3", kept)


# %% 09.3 wrong: goes on for ever
def kept(request):
    while True:
        text, end = "", None
        try:
            for chunk in openai_client.chat.completions.create(**request, stream=True):
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    end = choice.finish_reason or end
            return text, end == "stop"
        except (openai.APIError, httpx2.HTTPError):
            if text:
                return text, False


check("09.3", kept)


# %% 09.3 wrong: For an answer cut at its cap
def kept(request):
    for attempt in (1, 2):
        text, end = "", None
        try:
            for chunk in openai_client.chat.completions.create(**request, stream=True):
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    end = choice.finish_reason or end
            return text, True
        except (openai.APIError, httpx2.HTTPError):
            if text:
                return text, False
    return "", False


check("09.3", kept)


# %% 09.3 wrong: For an end without a finish_reason
def kept(request):
    for attempt in (1, 2):
        text, end = "", None
        try:
            for chunk in openai_client.chat.completions.create(**request, stream=True):
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    end = choice.finish_reason or end
            return text, end != "length"
        except (openai.APIError, httpx2.HTTPError):
            if text:
                return text, False
    return "", False


check("09.3", kept)


# %% 09.3 wrong: Your code raised ReadTimeout
def kept(request):
    for attempt in (1, 2):
        text, end = "", None
        try:
            for chunk in openai_client.chat.completions.create(**request, stream=True):
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    end = choice.finish_reason or end
            return text, end == "stop"
        except (openai.APIError, httpx2.RemoteProtocolError):
            if text:
                return text, False
    return "", False


check("09.3", kept)


# %% 09.3 wrong: A chunk without choices came
def kept(request):
    for attempt in (1, 2):
        text, end = "", None
        try:
            for chunk in openai_client.chat.completions.create(**request, stream=True):
                text += chunk.choices[0].delta.content or ""
                end = chunk.choices[0].finish_reason or end
            return text, end == "stop"
        except (openai.APIError, httpx2.HTTPError):
            if text:
                return text, False
    return "", False


check("09.3", kept)


# %% 09.3 wrong: The helper raises it for a cut answer
def kept(request):
    for attempt in (1, 2):
        text, end = "", None
        try:
            with openai_client.chat.completions.stream(**request) as stream:
                for event in stream:
                    if event.type == "content.delta":
                        text += event.delta
                whole = stream.get_final_completion()
                end = whole.choices[0].finish_reason
            return text, end == "stop"
        except (openai.APIError, httpx2.HTTPError):
            if text:
                return text, False
    return "", False


check("09.3", kept)


# %% 09.3 wrong: create(..., stream=True)
def kept(request):
    for attempt in (1, 2):
        text, end = "", None
        try:
            with openai_client.chat.completions.stream(**request) as stream:
                for chunk in stream:
                    for choice in chunk.choices:
                        text += choice.delta.content or ""
                        end = choice.finish_reason or end
            return text, end == "stop"
        except (openai.APIError, httpx2.HTTPError):
            if text:
                return text, False
    return "", False


check("09.3", kept)


# %% 09.1 right
def advice(ask):
    try:
        answer = ask()
    except openai.AuthenticationError:
        return "Check the key."
    except openai.APIStatusError as problem:
        return "Look up status " + str(problem.response.status_code) + "."
    except openai.APITimeoutError:
        return "Allow more time."
    except openai.APIConnectionError:
        return "Check the network."
    else:
        return answer


check("09.1", advice)


# %% 09.1 right
def advice(ask):
    try:
        return ask()
    except openai.APIConnectionError as error:
        if isinstance(error, openai.APITimeoutError):
            return "Allow more time."
        return "Check the network."
    except openai.APIStatusError as error:
        if error.status_code == 401:
            return "Check the key."
        return f"Look up status {error.status_code}."


check("09.1", advice)


# %% 09.1 right
def advice(ask):
    try:
        return ask()
    except openai.APIError as error:
        match error:
            case openai.APITimeoutError():
                return "Allow more time."
            case openai.APIConnectionError():
                return "Check the network."
            case openai.AuthenticationError():
                return "Check the key."
            case openai.APIStatusError(status_code=status):
                return f"Look up status {status}."
        raise


check("09.1", advice)


# %% 09.1 wrong: Return what ask() returns
def advice(ask):
    try:
        ask()
    except openai.APITimeoutError:
        return "Allow more time."
    except openai.APIConnectionError:
        return "Check the network."
    except openai.AuthenticationError:
        return "Check the key."
    except openai.APIStatusError as error:
        return f"Look up status {error.status_code}."


check("09.1", advice)


# %% 09.1 wrong: What no sentence fits comes through
def advice(ask):
    try:
        return ask()
    except openai.APITimeoutError:
        return "Allow more time."
    except openai.APIConnectionError:
        return "Check the network."
    except openai.AuthenticationError:
        return "Check the key."
    except openai.APIError as error:
        return f"Look up status {getattr(error, 'status_code', 'unknown')}."


check("09.1", advice)


# %% 09.2 right
def patient(messages):
    client = anthropic.Anthropic(max_retries=0)
    may_pass = (
        anthropic.APIConnectionError,
        anthropic.RateLimitError,
        anthropic.InternalServerError,
    )
    create = tenacity.retry(
        reraise=True,
        stop=tenacity.stop_after_attempt(3),
        wait=tenacity.wait_random_exponential(multiplier=0.02),
        retry=tenacity.retry_if_exception_type(may_pass),
    )(client.messages.create)
    message = create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 right
def patient(messages):
    with (
        anthropic.Anthropic() as client,
        client.messages.stream(
            model=ANTHROPIC_MODEL,
            thinking={"type": "disabled"},
            max_tokens=300,
            messages=messages,
        ) as stream,
    ):
        return stream.get_final_text()


check("09.2", patient)


# %% 09.2 right
def patient(messages):
    client = anthropic.Anthropic().with_options(timeout=30, max_retries=0)
    tries = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(3),
        wait=tenacity.wait_fixed(0.01) + tenacity.wait_random(0, 0.02),
        retry=tenacity.retry_if_not_exception_type(anthropic.BadRequestError),
        reraise=True,
    )
    for attempt in tries:
        with attempt:
            message = client.messages.create(
                max_tokens=300,
                messages=messages,
                model=ANTHROPIC_MODEL,
                thinking={"type": "disabled"},
            )
    return next(block.text for block in message.content if block.type == "text")


check("09.2", patient)


# %% 09.2 right
import time


def patient(messages):
    client = anthropic.Anthropic(max_retries=0)
    for wait in (0.01, 0.02, None):
        try:
            message = client.messages.create(
                model=ANTHROPIC_MODEL,
                thinking={"type": "disabled"},
                max_tokens=300,
                messages=messages,
            )
            return "".join(b.text for b in message.content if b.type == "text")
        except (
            anthropic.APIConnectionError,
            anthropic.RateLimitError,
            anthropic.InternalServerError,
        ):
            if wait is None:
                raise
            time.sleep(wait)


check("09.2", patient)


# %% 09.2 wrong: the SDK's error should come out
def patient(messages):
    client = anthropic.Anthropic(max_retries=2)
    try:
        message = client.messages.create(
            model=ANTHROPIC_MODEL,
            thinking={"type": "disabled"},
            max_tokens=300,
            messages=messages,
        )
    except anthropic.APIError as error:
        return f"failed: {error}"
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: Wanted: 'An answer.'
def patient(messages):
    client = anthropic.Anthropic(max_retries=2)
    return client.messages.create(
        model=ANTHROPIC_MODEL,
        thinking={"type": "disabled"},
        max_tokens=300,
        messages=messages,
    )


check("09.2", patient)


# %% 09.3 right
def kept(request):
    pieces, end = [], None
    for _ in range(2):
        stream = openai_client.chat.completions.create(**request | {"stream": True})
        try:
            for chunk in stream:
                if chunk.choices:
                    pieces.append(chunk.choices[0].delta.content or "")
                    end = end or chunk.choices[0].finish_reason
        except (openai.OpenAIError, httpx2.HTTPError):
            if not any(pieces):
                continue
        break
    return "".join(pieces), end == "stop"


check("09.3", kept)


# %% 09.3 right
def once(request):
    text, end, broken = "", None, False
    try:
        with openai_client.chat.completions.create(stream=True, **request) as stream:
            for chunk in stream:
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    end = choice.finish_reason or end
    except (openai.APIError, httpx2.TransportError):
        broken = True
    return text, end == "stop" and not broken, broken


def kept(request):
    text, is_whole, broken = once(request)
    if broken and not text:
        text, is_whole, broken = once(request)
    return [text, is_whole]


check("09.3", kept)


# %% 09.3 right
def kept(request, tries=2):
    text, end = "", None
    try:
        for chunk in openai_client.chat.completions.create(**request, stream=True):
            for choice in chunk.choices:
                text += choice.delta.content or ""
                end = choice.finish_reason or end
    except (openai.APIError, httpx2.HTTPError):
        if not text and tries > 1:
            return kept(request, tries - 1)
        end = None
    return text, end == "stop"


check("09.3", kept)


# %% 09.3 right
def kept(request):
    for attempt in (1, 2):
        text, end = "", None
        try:
            with openai_client.chat.completions.stream(**request) as stream:
                for event in stream:
                    if event.type == "content.delta":
                        text += event.delta
                    elif event.type == "chunk" and event.chunk.choices:
                        end = event.chunk.choices[0].finish_reason
            return text, end == "stop"
        except openai.LengthFinishReasonError:
            return text, False
        except (openai.APIError, httpx2.HTTPError):
            if text:
                break
    return text, False


check("09.3", kept)


# %% 09.3 wrong: stream is missing
def kept(request):
    choice = openai_client.chat.completions.create(**request).choices[0]
    return choice.message.content, choice.finish_reason == "stop"


check("09.3", kept)


# %% 09.3 wrong: before any text in both tries: Your function sent 3 requests
def kept(request):
    for attempt in (1, 2, 3):
        text, end = "", None
        try:
            for chunk in openai_client.chat.completions.create(**request, stream=True):
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    end = choice.finish_reason or end
            return text, end == "stop"
        except (openai.APIError, httpx2.HTTPError):
            if text:
                return text, False
    return "", False


check("09.3", kept)
