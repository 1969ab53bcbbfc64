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


# %% 09.1 wrong: A timeout is a connection error too
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


# %% 09.1 wrong: the handler itself failed
def advice(ask):
    try:
        return ask()
    except openai.APIError as error:
        return f"Look up status {error.status_code}."


check("09.1", advice)


# %% 09.1 wrong: let it through
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


# %% 09.1 wrong: hidden by your function
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


# %% 09.1 wrong: called ask() 2 times
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


# %% 09.2 wrong: Nine requests
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


# %% 09.2 wrong: RetryError came out
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


# %% 09.2 wrong: 3 requests without messages
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


# %% 09.2 wrong: The first connection was refused
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


# %% 09.2 wrong: 4 requests to an API
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


# %% 09.2 wrong: retry= must name anthropic's classes
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


# %% 09.2 wrong: Nothing asks again
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


# %% 09.2 wrong: thinking is not as it was
def patient(messages):
    client = anthropic.Anthropic(max_retries=2)
    message = client.messages.create(
        model=ANTHROPIC_MODEL,
        max_tokens=300,
        messages=messages,
    )
    return "".join(b.text for b in message.content if b.type == "text")


check("09.2", patient)


# %% 09.2 wrong: max_tokens is not as it was
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


# %% 09.2 wrong: yours:    "Be brief."
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


# %% 09.3 wrong: httpx2.RemoteProtocolError came out
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


# %% 09.3 wrong: openai.APIError came out
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


# %% 09.3 wrong: ask once more; you sent 1
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


# %% 09.3 wrong: though text had arrived
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


# %% 09.3 wrong: the flag should be False
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


# %% 09.3 wrong: not for as long as it takes
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


# %% 09.3 wrong: with finish_reason "length", so the flag should be False
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


# %% 09.3 wrong: without any finish_reason, so the flag should be False
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


# %% 09.3 wrong: httpx2.ReadTimeout came out
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


# %% 09.3 wrong: Use create(..., stream=True)
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


# %% 09.3 wrong: events of its own
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
