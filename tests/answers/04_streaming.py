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


# %% 04.1 wrong: has None at [1]
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


# %% 04.1 wrong: has 17 at [2]
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


# %% 04.1 wrong: returned 'Down the wire.'
def whole_answer(request):
    text = ""
    for chunk in openai_client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ):
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
    return text


check("04.1", whole_answer)


# %% 04.1 wrong: has 'stop' at [1]
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


# %% 04.1 wrong: the one after it has the usage
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


# %% 04.1 wrong: has 'stop' at [0]
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


# %% 04.1 wrong: read on
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


# %% 04.1 wrong: Was that line skipped
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


# %% 04.1 wrong: Only a stream's last chunk
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


# %% 04.2 wrong: as it arrived
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


# %% 04.2 wrong: when a reader stops first
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


# %% 04.2 wrong: not each piece came out
def first_line(request):
    line = ""
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            line += chunk.choices[0].delta.content or ""
            if "\n" in line:
                break
    yield line


check("04.2", first_line)


# %% 04.2 wrong: stop after one that holds a line break
def first_line(request):
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            yield chunk.choices[0].delta.content or ""


check("04.2", first_line)


# %% 04.2 wrong: Yield in the loop over the stream
def first_line(request):
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        chunks = list(stream)
    for chunk in chunks:
        text = chunk.choices[0].delta.content or ""
        yield text
        if "\n" in text:
            break


check("04.2", first_line)


# %% 04.2 wrong: once and whole
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


# %% 04.2 wrong: wherever that is
def first_line(request):
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            text = chunk.choices[0].delta.content or ""
            yield text
            if text.endswith("\n"):
                return


check("04.2", first_line)


# %% 04.3 wrong: Which event says why the answer ended
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


# %% 04.3 wrong: choose by its type
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


# %% 04.3 wrong: the end of a block come too early
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


# %% 04.3 wrong: choose by its type
def collect(request):
    with anthropic_client.messages.stream(**request) as stream:
        message = stream.get_final_message()
    return message.content[0].text, message.stop_reason, message.usage.output_tokens


check("04.3", collect)


# %% 04.3 wrong: has None at [2]
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


# %% 04.3 wrong: has MessageDeltaUsage at [2]
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


# %% 04.3 wrong: thinking.type is 'disabled'
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


# %% 04.3 wrong: 'SignatureDelta' object
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


# %% 04.3 wrong: the loop left early
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


# %% 04.1 wrong: changed what it was given
def whole_answer(request):
    request["stream"] = True
    request["stream_options"] = {"include_usage": True}
    chunks = list(openai_client.chat.completions.create(**request))
    choices = [choice for chunk in chunks for choice in chunk.choices]
    text = "".join(choice.delta.content or "" for choice in choices)
    return text, choices[-1].finish_reason, chunks[-1].usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 right
def whole_answer(request):
    streamed = request | {"stream": True, "stream_options": {"include_usage": True}}
    *chunks, last = openai_client.chat.completions.create(**streamed)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    return text, chunks[-1].choices[0].finish_reason, last.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 right
from openai import LengthFinishReasonError


def whole_answer(request):
    try:
        with openai_client.chat.completions.stream(
            **request, stream_options={"include_usage": True}
        ) as stream:
            response = stream.get_final_completion()
    except LengthFinishReasonError as error:
        response = error.completion
    choice = response.choices[0]
    return choice.message.content, choice.finish_reason, response.usage.completion_tokens


check("04.1", whole_answer)


# %% 04.1 right
def whole_answer(request):
    pieces, end, usage = [], None, None
    stream = openai_client.chat.completions.create(
        stream_options={"include_usage": True, "include_obfuscation": False},
        stream=True,
        **request,
    )
    for chunk in stream:
        usage = chunk.usage or usage
        if not chunk.choices:
            continue
        choice = chunk.choices[0].model_dump()
        if choice["delta"]["content"] is not None:
            pieces.append(choice["delta"]["content"])
        end = choice["finish_reason"] or end
    return ["".join(pieces), end, usage.completion_tokens]


check("04.1", whole_answer)


# %% 04.1 right
import openai


def whole_answer(request):
    text, finish_reason = "", None
    with openai_client.chat.completions.stream(
        **request, stream_options={"include_usage": True}
    ) as stream:
        try:
            for event in stream:
                if event.type == "chunk":
                    for choice in event.chunk.choices:
                        text += choice.delta.content or ""
                        finish_reason = choice.finish_reason or finish_reason
                    if event.chunk.usage:
                        tokens = event.chunk.usage.completion_tokens
        except openai.LengthFinishReasonError as error:
            response = error.completion
            finish_reason = response.choices[0].finish_reason
            tokens = response.usage.completion_tokens
    return text, finish_reason, tokens


check("04.1", whole_answer)


# %% 04.2 right
def first_line(request):
    stream = openai_client.chat.completions.create(**request, stream=True)
    try:
        for chunk in stream:
            for choice in chunk.choices:
                text = choice.delta.content or ""
                yield text
                if text.find("\n") >= 0:
                    return
    finally:
        stream.close()


check("04.2", first_line)


# %% 04.2 right
def pieces(stream):
    for chunk in stream:
        yield chunk.choices[0].delta.content or ""


def first_line(request):
    with openai_client.chat.completions.create(stream=True, **request) as stream:
        for text in pieces(stream):
            yield text
            if "\n" in text:
                break


check("04.2", first_line)


# %% 04.2 right
from contextlib import closing


def first_line(request):
    line = ""
    with closing(openai_client.chat.completions.create(**request, stream=True)) as stream:
        for chunk in stream:
            delta = chunk.choices[0].delta.content
            if delta:
                line += delta
                yield delta
            if "\n" in line or chunk.choices[0].finish_reason:
                break


check("04.2", first_line)


# %% 04.2 right
def first_line(request):
    with openai_client.chat.completions.stream(**request) as stream:
        for event in stream:
            if event.type == "content.delta":
                yield event.delta
                if "\n" in event.delta:
                    return


check("04.2", first_line)


# %% 04.2 right
from contextlib import closing


def first_line(request):
    def texts():
        with openai_client.chat.completions.create(**request, stream=True) as stream:
            for chunk in stream:
                if chunk.choices and chunk.choices[0].delta.content:
                    yield chunk.choices[0].delta.content

    def until_line_break(pieces):
        for piece in pieces:
            yield piece
            if "\n" in piece:
                break

    with closing(texts()) as pieces:
        yield from until_line_break(pieces)


check("04.2", first_line)


# %% 04.2 wrong: or you read on after the last
def first_line(request):
    done = False
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            text = chunk.choices[0].delta.content
            if text and not done:
                yield text
                done = "\n" in text


check("04.2", first_line)


# %% 04.2 wrong: three.None
def first_line(request):
    with openai_client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            text = chunk.choices[0].delta.content
            yield text
            if "\n" in (text or ""):
                return


check("04.2", first_line)


# %% 04.2 wrong: No request was sent
def first_line(request):
    yield "Down the line"


check("04.2", first_line)


# %% 04.3 right
def collect(request):
    with anthropic_client.messages.stream(**request) as stream:
        message = stream.get_final_message()
    text = "".join(block.text for block in message.content if block.type == "text")
    return text, message.stop_reason, message.usage.output_tokens


check("04.3", collect)


# %% 04.3 right
def collect(request):
    with anthropic_client.messages.stream(**request) as stream:
        text = "".join(stream.text_stream)
        message = stream.get_final_message()
    return text, message.stop_reason, message.usage.output_tokens


check("04.3", collect)


# %% 04.3 right
def collect(request):
    pieces, end = [], None
    with anthropic_client.messages.create(stream=True, **request) as stream:
        for event in stream:
            match event.type:
                case "content_block_start" if event.content_block.type == "text":
                    pieces.append(event.content_block.text)
                case "content_block_delta":
                    pieces.append(getattr(event.delta, "text", ""))
                case "message_delta":
                    end = event
                    break
    return "".join(pieces), end.delta.stop_reason, end.usage.output_tokens


check("04.3", collect)


# %% 04.3 right
def collect(request):
    text = ""
    with anthropic_client.messages.stream(**request) as stream:
        for event in stream:
            if event.type == "text":
                text += event.text
            elif event.type == "message_stop":
                message = event.message
    return text, message.stop_reason, message.usage.output_tokens


check("04.3", collect)


# %% 04.2 right
def first_line(request):
    stream = openai_client.chat.completions.create(**request, stream=True)
    try:
        for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content
                if "\n" in chunk.choices[0].delta.content:
                    break
    except GeneratorExit:
        pass
    stream.response.close()


check("04.2", first_line)
