"""Answers to the exercises of lesson 04, right and wrong ones (see test_exercises.py)."""

# %% 04.1 wrong: No request
check("04.1", lambda request: ("One, two, three.", "stop", 10))


# %% 04.1 wrong: stream=True
def whole_answer(request):
    response = openai_client.chat.completions.create(**request)
    choice = response.choices[0]
    return choice.message.content, choice.finish_reason, response.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: Ask for it
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(**request, stream=True):
        text += chunk.choices[0].delta.content or ""
        finish_reason = chunk.choices[0].finish_reason
    return text, finish_reason, chunk.usage


check("04.1", whole_answer)


# %% 04.1 wrong: Look at chunk.choices
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        text += chunk.choices[0].delta.content or ""
        finish_reason = chunk.choices[0].finish_reason
    return text, finish_reason, chunk.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: delta.content is None
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        if chunk.choices:
            text += chunk.choices[0].delta.content
    return text, "stop", chunk.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: The finish reason is None
def whole_answer(request):
    text, finish_reason = "", None
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        if chunk.choices and chunk.choices[0].delta.content:
            text += chunk.choices[0].delta.content
            finish_reason = chunk.choices[0].finish_reason
    return text, finish_reason, chunk.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: completion_tokens of the usage
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
            finish_reason = chunk.choices[0].finish_reason
    return text, finish_reason, chunk.usage.total_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: three values
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
    return text


check("04.1", whole_answer)


# %% 04.1 wrong: The finish reason is 'stop'
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        for choice in chunk.choices:
            text += choice.delta.content or ""
    return text, "stop", chunk.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: raised LengthFinishReasonError
def whole_answer(request):
    with openai_client.chat.completions.stream(
        **request, stream_options={"include_usage": True}
    ) as stream:
        response = stream.get_final_completion()
    choice = response.choices[0]
    return choice.message.content, choice.finish_reason, response.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: left the stream before the usage came
def whole_answer(request):
    text, tokens = "", None
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        for choice in chunk.choices:
            text += choice.delta.content or ""
            if choice.finish_reason:
                return text, choice.finish_reason, tokens
        if chunk.usage:
            tokens = chunk.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: The text comes first
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        for choice in chunk.choices:
            text += choice.delta.content or ""
            finish_reason = choice.finish_reason
    return finish_reason, text, chunk.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: Ask for it
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(**request, stream=True):
        for choice in chunk.choices:
            text += choice.delta.content or ""
            finish_reason = choice.finish_reason
        if chunk.usage:
            usage = chunk.usage
    return text, finish_reason, usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: Ask for it
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(**request, stream=True):
        text += chunk.choices[0].delta.content or ""
        finish_reason = chunk.choices[0].finish_reason
    return text, finish_reason, chunk.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: Read on
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        text += chunk.choices[0].delta.content or ""
        finish_reason = chunk.choices[0].finish_reason
        if finish_reason:
            break
    return text, finish_reason, chunk.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: apart from
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        if not chunk.choices:
            continue
        text += chunk.choices[0].delta.content or ""
        finish_reason = chunk.choices[0].finish_reason
        if chunk.usage:
            tokens = chunk.usage.completion_tokens
    return text, finish_reason, tokens


check("04.1", whole_answer)


# %% 04.1 wrong: return what has arrived
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        for choice in chunk.choices:
            text += choice.delta.content or ""
            finish_reason = choice.finish_reason
    if finish_reason != "stop":
        raise RuntimeError(finish_reason)
    return text, finish_reason, chunk.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 wrong: in every chunk but the last
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        tokens = chunk.usage.completion_tokens
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
            finish_reason = chunk.choices[0].finish_reason
    return text, finish_reason, tokens


check("04.1", whole_answer)


# %% 04.2 wrong: as it arrives
def first_line(request):
    pieces = []
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                pieces.append(chunk.choices[0].delta.content)
                if "\n" in pieces[-1]:
                    break
    yield from pieces


check("04.2", first_line)


# %% 04.2 wrong: still open
def first_line(request):
    for chunk in openai_client.chat.completions.create(**request, stream=True):
        text = chunk.choices[0].delta.content or ""
        yield text
        if "\n" in text:
            break


check("04.2", first_line)


# %% 04.2 wrong: took one piece and closed the generator
def first_line(request):
    stream = openai_client.chat.completions.create(**request, stream=True)
    for chunk in stream:
        text = chunk.choices[0].delta.content or ""
        yield text
        if "\n" in text:
            break
    stream.close()


check("04.2", first_line)


# %% 04.2 wrong: not a generator
def first_line(request):
    line = ""
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            line += chunk.choices[0].delta.content or ""
            if "\n" in line:
                return line


check("04.2", first_line)


# %% 04.2 wrong: All came in one piece
def first_line(request):
    line = ""
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            line += chunk.choices[0].delta.content or ""
            if "\n" in line:
                break
    yield line


check("04.2", first_line)


# %% 04.2 wrong: went on after the first line
def first_line(request):
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            yield chunk.choices[0].delta.content or ""


check("04.2", first_line)


# %% 04.2 wrong: read the whole answer for it
def first_line(request):
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        chunks = list(stream)
    for chunk in chunks:
        text = chunk.choices[0].delta.content or ""
        yield text
        if "\n" in text:
            break


check("04.2", first_line)


# %% 04.2 wrong: is not the first line
def first_line(request):
    line = ""
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            line += chunk.choices[0].delta.content or ""
            yield line
            if "\n" in line:
                break


check("04.2", first_line)


# %% 04.2 wrong: stream=True
def first_line(request):
    response = openai_client.chat.completions.create(**request)
    yield response.choices[0].message.content


check("04.2", first_line)


# %% 04.2 wrong: delta.content is None
def first_line(request):
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            text = chunk.choices[0].delta.content
            yield text
            if "\n" in text:
                return


check("04.2", first_line)


# %% 04.2 wrong: once and whole
def first_line(request):
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            text = chunk.choices[0].delta.content or ""
            yield text.split("\n")[0]
            if "\n" in text:
                return


check("04.2", first_line)


# %% 04.2 wrong: wherever in the piece
def first_line(request):
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            text = chunk.choices[0].delta.content or ""
            yield text
            if text.endswith("\n"):
                return


check("04.2", first_line)


# %% 04.3 wrong: Which event says why it ended
def collect(request):
    text = ""
    for event in anthropic_client.messages.create(**request, stream=True):
        if event.type == "message_start":
            stop_reason = event.message.stop_reason
            tokens = event.message.usage.output_tokens
        elif event.type == "content_block_delta":
            text += event.delta.text
    return text, stop_reason, tokens


check("04.3", collect)


# %% 04.3 wrong: event.delta.type first
def collect(request):
    text = ""
    for event in anthropic_client.messages.create(**request, stream=True):
        if event.type == "message_delta":
            stop_reason = event.delta.stop_reason
            tokens = event.usage.output_tokens
        elif event.type == "content_block_delta":
            text += event.delta.text
    return text, stop_reason, tokens


check("04.3", collect)


# %% 04.3 wrong: only begun to count
def collect(request):
    text = ""
    for event in anthropic_client.messages.create(**request, stream=True):
        if event.type == "message_start":
            tokens = event.message.usage.output_tokens
        elif event.type == "message_delta":
            stop_reason = event.delta.stop_reason
        elif event.type == "content_block_delta":
            if event.delta.type == "text_delta":
                text += event.delta.text
    return text, stop_reason, tokens


check("04.3", collect)


# %% 04.3 wrong: every text_delta
def collect(request):
    text = ""
    for event in anthropic_client.messages.create(**request, stream=True):
        if event.type == "message_delta":
            stop_reason = event.delta.stop_reason
            tokens = event.usage.output_tokens
        elif event.type == "content_block_delta":
            if event.delta.type == "text_delta":
                text += event.delta.text
            elif event.delta.type == "thinking_delta":
                text += event.delta.thinking
    return text, stop_reason, tokens


check("04.3", collect)


# %% 04.3 wrong: Keep it a stream
def collect(request):
    message = anthropic_client.messages.create(**request)
    text = "".join(block.text for block in message.content if block.type == "text")
    return text, message.stop_reason, message.usage.output_tokens


check("04.3", collect)


# %% 04.3 wrong: left the stream too early
def collect(request):
    text, stop_reason, tokens = "", None, 0
    with anthropic_client.messages.create(**request, stream=True) as stream:
        for event in stream:
            if event.type == "content_block_delta" and event.delta.type == "text_delta":
                text += event.delta.text
            elif event.type == "content_block_stop":
                return text, stop_reason, tokens
            elif event.type == "message_delta":
                stop_reason = event.delta.stop_reason
                tokens = event.usage.output_tokens


check("04.3", collect)


# %% 04.3 wrong: content[0] is the thinking block
def collect(request):
    with anthropic_client.messages.stream(**request) as stream:
        message = stream.get_final_message()
    return message.content[0].text, message.stop_reason, message.usage.output_tokens


check("04.3", collect)


# %% 04.3 wrong: The third value is
def collect(request):
    text = ""
    for event in anthropic_client.messages.create(**request, stream=True):
        if event.type == "content_block_delta":
            if event.delta.type == "text_delta":
                text += event.delta.text
        elif event.type == "message_delta":
            stop_reason = event.delta.stop_reason
            tokens = event.usage.input_tokens
    return text, stop_reason, tokens


check("04.3", collect)


# %% 04.3 wrong: Return usage.output_tokens
def collect(request):
    text = ""
    for event in anthropic_client.messages.create(**request, stream=True):
        if event.type == "content_block_delta":
            if event.delta.type == "text_delta":
                text += event.delta.text
        elif event.type == "message_delta":
            stop_reason = event.delta.stop_reason
            tokens = event.usage
    return text, stop_reason, tokens


check("04.3", collect)


# %% 04.3 wrong: differs in thinking
def collect(request):
    text = ""
    for event in anthropic_client.messages.create(
        **(request | {"thinking": {"type": "disabled"}}), stream=True
    ):
        if event.type == "content_block_delta":
            if event.delta.type == "text_delta":
                text += event.delta.text
        elif event.type == "message_delta":
            stop_reason = event.delta.stop_reason
            tokens = event.usage.output_tokens
    return text, stop_reason, tokens


check("04.3", collect)


# %% 04.3 wrong: signature_delta
def collect(request):
    text = ""
    for event in anthropic_client.messages.create(**request, stream=True):
        if event.type == "content_block_delta":
            if event.delta.type != "thinking_delta":
                text += event.delta.text
        elif event.type == "message_delta":
            stop_reason = event.delta.stop_reason
            tokens = event.usage.output_tokens
    return text, stop_reason, tokens


check("04.3", collect)


# %% 04.3 wrong: left the stream too early
def collect(request):
    text = ""
    for event in anthropic_client.messages.create(**request, stream=True):
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            text += event.delta.text
        elif event.type == "content_block_stop" and text:
            break
        elif event.type == "message_delta":
            stop_reason = event.delta.stop_reason
            tokens = event.usage.output_tokens
    return text, stop_reason, tokens


check("04.3", collect)
