"""Answers to the exercises of lesson 10, right and wrong ones (see test_exercises.py)."""


# %% 10.1 wrong: At most 1 ran
async def ask_all(prompts):
    return [await ask_openai(prompt) for prompt in prompts]


await check("10.1", ask_all)


# %% 10.1 wrong: No request
async def ask_all(prompts):
    return prompts


await check("10.1", ask_all)


# %% 10.1 wrong: Send one for each
async def ask_all(prompts):
    return [await ask_openai(prompts[0])]


await check("10.1", ask_all)


# %% 10.1 wrong: in the order
async def ask_all(prompts):
    jobs = asyncio.as_completed([ask_openai(prompt) for prompt in prompts])
    return [await job for job in jobs]


await check("10.1", ask_all)


# %% 10.1 wrong: gather(*[...])
async def ask_all(prompts):
    return await asyncio.gather([ask_openai(prompt) for prompt in prompts])


await check("10.1", ask_all)


# %% 10.1 wrong: await gather(...)
async def ask_all(prompts):
    return asyncio.gather(*map(ask_openai, prompts))


await check("10.1", ask_all)


# %% 10.1 wrong: or await each task
async def ask_all(prompts):
    return [asyncio.create_task(ask_openai(prompt)) for prompt in prompts]


await check("10.1", ask_all)


# %% 10.2 right
async def keep_going(prompts):
    gate = asyncio.Semaphore(2)

    async def one(prompt):
        try:
            async with gate:
                return await ask_openai(prompt)
        except Exception:
            return None

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(prompt)) for prompt in prompts]
    return [task.result() for task in tasks]


await check("10.2", keep_going)


# %% 10.2 right
import openai

gate = asyncio.Semaphore(2)


async def keep_going(prompts):
    async def one(prompt):
        async with gate:
            try:
                return await ask_openai(prompt)
            except openai.APIError:
                pass

    return await asyncio.gather(*map(one, prompts))


await check("10.2", keep_going)


# %% 10.2 right
async def keep_going(prompts):
    waiting, answers = list(enumerate(prompts)), [None] * len(prompts)

    async def worker():
        while waiting:
            place, prompt = waiting.pop()
            try:
                answers[place] = await ask_openai(prompt)
            except Exception:
                pass

    await asyncio.gather(worker(), worker())
    return answers


await check("10.2", keep_going)


# %% 10.2 right
async def in_turn(prompt, gate):
    async with gate:
        return await ask_openai(prompt)


async def keep_going(prompts):
    gate = asyncio.Semaphore(2)
    calls = [in_turn(prompt, gate) for prompt in prompts]
    results = await asyncio.gather(*calls, return_exceptions=True)
    return [r if isinstance(r, str) else None for r in results]


await check("10.2", keep_going)


# %% 10.2 wrong: At most 5 ran
async def keep_going(prompts):
    results = await asyncio.gather(*map(ask_openai, prompts), return_exceptions=True)
    return [r if isinstance(r, str) else None for r in results]


await check("10.2", keep_going)


# %% 10.2 wrong: wanted: 2
async def keep_going(prompts):
    answers = []
    for prompt in prompts:
        try:
            answers.append(await ask_openai(prompt))
        except Exception:
            answers.append(None)
    return answers


await check("10.2", keep_going)


# %% 10.2 wrong: the same semaphore
async def keep_going(prompts):
    async def one(prompt):
        async with asyncio.Semaphore(2):
            return await ask_openai(prompt)

    results = await asyncio.gather(*map(one, prompts), return_exceptions=True)
    return [r if isinstance(r, str) else None for r in results]


await check("10.2", keep_going)


# %% 10.2 wrong: are lost
async def keep_going(prompts):
    return await asyncio.gather(*map(ask_openai, prompts))


await check("10.2", keep_going)


# %% 10.2 wrong: None where the request failed
async def in_turn(prompt, gate):
    async with gate:
        return await ask_openai(prompt)


async def keep_going(prompts):
    gate = asyncio.Semaphore(2)
    return await asyncio.gather(
        *[in_turn(prompt, gate) for prompt in prompts], return_exceptions=True
    )


await check("10.2", keep_going)


# %% 10.2 wrong: a place for every prompt
async def in_turn(prompt, gate):
    async with gate:
        return await ask_openai(prompt)


async def keep_going(prompts):
    gate = asyncio.Semaphore(2)
    results = await asyncio.gather(
        *[in_turn(prompt, gate) for prompt in prompts], return_exceptions=True
    )
    return [r for r in results if isinstance(r, str)]


await check("10.2", keep_going)


# %% 10.2 wrong: NameError: name 'ask_it'
async def keep_going(prompts):
    return await asyncio.gather(*[ask_it(prompt) for prompt in prompts], return_exceptions=True)


await check("10.2", keep_going)


# %% 10.2 wrong: A TaskGroup gives up
import openai


async def in_turn(prompt, gate):
    async with gate:
        return await ask_openai(prompt)


async def keep_going(prompts):
    gate = asyncio.Semaphore(2)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(in_turn(p, gate)) for p in prompts]
    except* openai.APIError:
        pass
    return [None if task.cancelled() or task.exception() else task.result() for task in tasks]


await check("10.2", keep_going)


# %% 10.2 wrong: in their order
import openai


async def in_turn(prompt, gate):
    async with gate:
        return await ask_openai(prompt)


async def keep_going(prompts):
    gate = asyncio.Semaphore(2)
    results = []
    for job in asyncio.as_completed([in_turn(p, gate) for p in prompts]):
        try:
            results.append(await job)
        except openai.APIError:
            results.append(None)
    return results


await check("10.2", keep_going)


# %% 10.1 right
async def ask_all(prompts):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask_openai(prompt)) for prompt in prompts]
    return [task.result() for task in tasks]


await check("10.1", ask_all)


# %% 10.1 right
async def ask_all(prompts):
    tasks = [asyncio.create_task(ask_openai(prompt)) for prompt in prompts]
    answers = []
    for task in tasks:
        answers.append(await task)
    return tuple(answers)


await check("10.1", ask_all)


# %% 10.1 right
async def ask_all(prompts):
    tasks = {prompt: asyncio.ensure_future(ask_openai(prompt)) for prompt in reversed(prompts)}
    await asyncio.wait(tasks.values())
    return [tasks[prompt].result() for prompt in prompts]


await check("10.1", ask_all)


# %% 10.1 right
async def ask_all(prompts):
    async def numbered(number, prompt):
        return number, await ask_openai(prompt)

    jobs = [numbered(number, prompt) for number, prompt in enumerate(prompts)]
    pairs = [await job for job in asyncio.as_completed(jobs)]
    return [answer for _, answer in sorted(pairs)]


await check("10.1", ask_all)


# %% 10.1 right
async def ask_all(prompts):
    jobs = [ask_openai(prompt, "Be brief.") for prompt in prompts]
    return list(await asyncio.gather(*jobs))


await check("10.1", ask_all)


# %% 10.1 wrong: At most 2 ran
async def ask_all(prompts):
    answers = []
    for n in range(0, len(prompts), 2):
        answers += await asyncio.gather(*map(ask_openai, prompts[n : n + 2]))
    return answers


await check("10.1", ask_all)


# %% 10.1 wrong: in the order of the prompts
async def ask_all(prompts):
    await asyncio.gather(*map(ask_openai, prompts))
    return prompts


await check("10.1", ask_all)


# %% 10.1 right
def ask_all(prompts):
    return asyncio.gather(*[ask_openai(prompt=prompt) for prompt in prompts])


await check("10.1", ask_all)


# %% 10.1 wrong: Is it spelled right
async def ask_all(prompts):
    return await asyncio.gather(*[ask_open_ai(prompt) for prompt in prompts])


await check("10.1", ask_all)


# %% 10.2 wrong: are lost
async def keep_going(prompts):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask_openai(prompt)) for prompt in prompts]
    return [task.result() for task in tasks]


await check("10.2", keep_going)


# %% 10.2 wrong: wait for all of them
async def in_turn(prompt, gate):
    async with gate:
        return await ask_openai(prompt)


async def keep_going(prompts):
    gate = asyncio.Semaphore(2)
    try:
        return await asyncio.gather(*[in_turn(prompt, gate) for prompt in prompts])
    except Exception:
        return [None for prompt in prompts]


await check("10.2", keep_going)


# %% 10.2 wrong: Prompts: 5, requests: 6
async def keep_going(prompts):
    async def one(prompt):
        try:
            return await ask_openai(prompt)
        except Exception:
            return await ask_openai(prompt)

    return await asyncio.gather(*map(one, prompts))


await check("10.2", keep_going)


# %% 10.3 right
def is_question(message):
    return message["role"] == "user" and isinstance(message["content"], str)


async def assist(conversation, question, say):
    messages = list(conversation)
    while sum(map(is_question, messages)) > 2:
        messages.pop(0)
        while messages and not is_question(messages[0]):
            messages.pop(0)
    messages.append({"role": "user", "content": question})
    try:
        for _ in range(5):
            async with client.messages.stream(
                model=ANTHROPIC_MODEL, max_tokens=300, tools=[TOOL], messages=messages
            ) as stream:
                async for event in stream:
                    if event.type == "text":
                        say(event.text)
                message = await stream.get_final_message()
            messages.append({"role": "assistant", "content": message.content})
            if message.stop_reason == "end_turn":
                return messages
            if message.stop_reason != "tool_use":
                return conversation
            results = [
                {
                    "type": "tool_result",
                    "tool_use_id": block.id,
                    "content": get_time(block.input["city"]),
                }
                for block in message.content
                if block.type == "tool_use"
            ]
            messages.append({"role": "user", "content": results})
    except Exception:
        pass
    return conversation


await check("10.3", assist)


# %% 10.3 right
async def assist(conversation, question, say, rounds=5):
    messages = [*conversation]
    if question:
        messages = messages + [{"role": "user", "content": question}]
    starts = [
        n for n, m in enumerate(messages) if isinstance(m["content"], str) and m["role"] == "user"
    ]
    messages = messages[starts[max(0, len(starts) - 3)] :]
    while rounds:
        rounds -= 1
        message = None
        try:
            stream = await client.messages.create(
                model=ANTHROPIC_MODEL, max_tokens=400, tools=[TOOL], messages=messages, stream=True
            )
            blocks, ending = [], None
            async for event in stream:
                if event.type == "content_block_start":
                    blocks.append(event.content_block.model_dump())
                    given = ""
                elif event.type == "content_block_delta" and event.delta.type == "text_delta":
                    say(event.delta.text)
                    blocks[-1]["text"] += event.delta.text
                elif event.type == "content_block_delta":
                    given += event.delta.partial_json
                    blocks[-1]["input"] = json.loads(given)
                elif event.type == "message_delta":
                    ending = event.delta.stop_reason
        except (anthropic.APIError, httpx2.HTTPError):
            return conversation
        messages = messages + [{"role": "assistant", "content": blocks}]
        results = []
        for block in blocks:
            if block["type"] == "tool_use":
                told = get_time(**block["input"])
                result = {"type": "tool_result", "tool_use_id": block["id"], "content": told}
                results.append(result)
        if not results:
            return messages if ending == "end_turn" else conversation
        messages = messages + [{"role": "user", "content": results}]
    return conversation


import json

await check("10.3", assist)


# %% 10.3 wrong: messages.stream
async def assist(conversation, question, say):
    messages = [*conversation, {"role": "user", "content": question}]
    message = await client.messages.create(
        model=ANTHROPIC_MODEL, max_tokens=300, tools=[TOOL], messages=messages
    )
    say(message.content[0].text)
    return [*messages, {"role": "assistant", "content": message.content}]


await check("10.3", assist)


# %% 10.3 wrong: After the tool ran
async def assist(conversation, question, say):
    messages = [*conversation, {"role": "user", "content": question}]
    async with client.messages.stream(
        model=ANTHROPIC_MODEL, max_tokens=300, tools=[TOOL], messages=messages
    ) as stream:
        async for text in stream.text_stream:
            say(text)
        message = await stream.get_final_message()
    return [*messages, {"role": "assistant", "content": message.content}]


await check("10.3", assist)


# %% 10.3 wrong: tool_result for each call
async def assist(conversation, question, say):
    messages = [*conversation, {"role": "user", "content": question}]
    for _ in range(5):
        async with client.messages.stream(
            model=ANTHROPIC_MODEL, max_tokens=300, tools=[TOOL], messages=messages
        ) as stream:
            async for text in stream.text_stream:
                say(text)
            message = await stream.get_final_message()
        messages.append({"role": "assistant", "content": message.content})
        for block in message.content:
            if block.type == "tool_use":
                told = {"type": "tool_result", "tool_use_id": block.id, "content": "14:00"}
                messages.append({"role": "user", "content": [told]})
                break
        else:
            return messages


await check("10.3", assist)


# %% 10.3 wrong: three questions at most
async def assist(conversation, question, say):
    messages = [*conversation, {"role": "user", "content": question}][-6:]
    for _ in range(5):
        async with client.messages.stream(
            model=ANTHROPIC_MODEL, max_tokens=300, tools=[TOOL], messages=messages
        ) as stream:
            async for text in stream.text_stream:
                say(text)
            message = await stream.get_final_message()
        messages.append({"role": "assistant", "content": message.content})
        results = []
        for block in message.content:
            if block.type == "tool_use":
                told = get_time(**block.input)
                results.append({"type": "tool_result", "tool_use_id": block.id, "content": told})
        if not results:
            return messages
        messages.append({"role": "user", "content": results})


await check("10.3", assist)


# %% 10.3 wrong: no anthropic.APIError
async def assist(conversation, question, say):
    messages = [*conversation, {"role": "user", "content": question}]
    asked = [n for n, m in enumerate(messages) if isinstance(m["content"], str)]
    asked = [n for n in asked if messages[n]["role"] == "user"]
    messages = messages[asked[-3:][0] :]
    for _ in range(5):
        try:
            async with client.messages.stream(
                model=ANTHROPIC_MODEL, max_tokens=300, tools=[TOOL], messages=messages
            ) as stream:
                async for text in stream.text_stream:
                    say(text)
                message = await stream.get_final_message()
        except anthropic.APIError:
            return conversation
        messages.append({"role": "assistant", "content": message.content})
        results = []
        for block in message.content:
            if block.type == "tool_use":
                told = get_time(**block.input)
                results.append({"type": "tool_result", "tool_use_id": block.id, "content": told})
        if not results:
            return messages
        messages.append({"role": "user", "content": results})
    return conversation


await check("10.3", assist)


# %% 10.3 wrong: Leave that as it was
async def assist(conversation, question, say):
    conversation.append({"role": "user", "content": question})
    async with client.messages.stream(
        model=ANTHROPIC_MODEL, max_tokens=300, tools=[TOOL], messages=conversation
    ) as stream:
        async for text in stream.text_stream:
            say(text)
        message = await stream.get_final_message()
    conversation.append({"role": "assistant", "content": message.content})
    return conversation


await check("10.3", assist)


# %% 10.3 wrong: when it comes
async def assist(conversation, question, say):
    messages = [*conversation, {"role": "user", "content": question}]
    async with client.messages.stream(
        model=ANTHROPIC_MODEL, max_tokens=300, tools=[TOOL], messages=messages
    ) as stream:
        message = await stream.get_final_message()
    return [*messages, {"role": "assistant", "content": message.content}]


await check("10.3", assist)


# %% 10.3 wrong: or, if there is no whole answer
async def assist(conversation, question, say):
    messages = [*conversation, {"role": "user", "content": question}]
    async with client.messages.stream(
        model=ANTHROPIC_MODEL, max_tokens=300, tools=[TOOL], messages=messages
    ) as stream:
        async for text in stream.text_stream:
            say(text)
    return messages


await check("10.3", assist)


# %% 10.3 wrong: (see stop_reason)
async def assist(conversation: list, question: str, say) -> list:
    messages = [*conversation, {"role": "user", "content": question}]
    # the places of all questions; the list begins at the third from the end
    asked = [n for n, one in enumerate(messages) if isinstance(one["content"], str)]
    asked = [n for n in asked if messages[n]["role"] == "user"]
    messages = messages[asked[-3:][0] :]
    for _ in range(5):
        try:
            async with client.messages.stream(
                model=ANTHROPIC_MODEL,
                max_tokens=500,
                thinking={"type": "disabled"},
                tools=[TOOL],
                messages=messages,
            ) as stream:
                async for text in stream.text_stream:
                    say(text)
                message = await stream.get_final_message()
        except (anthropic.APIError, httpx2.HTTPError):
            return conversation
        messages = [*messages, {"role": "assistant", "content": message.content}]
        if message.stop_reason != "tool_use":
            return messages
        results = []
        for call in message.content:
            if call.type == "tool_use":
                result = {"type": "tool_result", "tool_use_id": call.id}
                results.append({**result, "content": get_time(**call.input)})
        messages = [*messages, {"role": "user", "content": results}]
    return conversation


await check("10.3", assist)
