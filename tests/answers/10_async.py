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


# %% 10.1 wrong: Put a * before the list
async def ask_all(prompts):
    return await asyncio.gather([ask_openai(prompt) for prompt in prompts])


await check("10.1", ask_all)


# %% 10.1 wrong: Put await before gather
async def ask_all(prompts):
    return asyncio.gather(*map(ask_openai, prompts))


await check("10.1", ask_all)


# %% 10.1 wrong: still to come
async def ask_all(prompts):
    return [asyncio.create_task(ask_openai(prompt)) for prompt in prompts]


await check("10.1", ask_all)


# %% 10.2 wrong: are lost
async def keep_going(prompts):
    return await asyncio.gather(*map(ask_openai, prompts))


await check("10.2", keep_going)


# %% 10.2 wrong: is an exception
async def keep_going(prompts):
    return await asyncio.gather(*map(ask_openai, prompts), return_exceptions=True)


await check("10.2", keep_going)


# %% 10.2 wrong: Keep a place
async def keep_going(prompts):
    results = await asyncio.gather(*map(ask_openai, prompts), return_exceptions=True)
    return [r for r in results if isinstance(r, str)]


await check("10.2", keep_going)


# %% 10.2 wrong: one after another
async def keep_going(prompts):
    results = []
    for prompt in prompts:
        try:
            results.append(await ask_openai(prompt))
        except Exception:
            results.append(None)
    return results


await check("10.2", keep_going)


# %% 10.2 wrong: NameError: name 'ask_it'
async def keep_going(prompts):
    return await asyncio.gather(*[ask_it(prompt) for prompt in prompts], return_exceptions=True)


await check("10.2", keep_going)


# %% 10.2 wrong: A TaskGroup cancels the others
async def keep_going(prompts):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask_openai(p)) for p in prompts]
    except* openai.APIError:
        pass
    return [None if task.cancelled() or task.exception() else task.result() for task in tasks]


await check("10.2", keep_going)


# %% 10.2 wrong: Keep the order
async def keep_going(prompts):
    results = []
    for job in asyncio.as_completed([ask_openai(p) for p in prompts]):
        try:
            results.append(await job)
        except openai.APIError:
            results.append(None)
    return results


await check("10.2", keep_going)


# %% 10.3 wrong: 5 requests ran at the same time
async def two_at_a_time(prompts):
    return await asyncio.gather(*map(ask_openai, prompts))


await check("10.3", two_at_a_time)


# %% 10.3 wrong: the same semaphore
async def two_at_a_time(prompts):
    async def one(prompt):
        async with asyncio.Semaphore(2):
            return await ask_openai(prompt)

    return await asyncio.gather(*map(one, prompts))


await check("10.3", two_at_a_time)


# %% 10.3 wrong: Only one ran
async def two_at_a_time(prompts):
    gate = asyncio.Semaphore(1)

    async def one(prompt):
        async with gate:
            return await ask_openai(prompt)

    return await asyncio.gather(*map(one, prompts))


await check("10.3", two_at_a_time)


# %% 10.3 wrong: Do not wait for both
async def two_at_a_time(prompts):
    answers = []
    for n in range(0, len(prompts), 2):
        answers += await asyncio.gather(*map(ask_openai, prompts[n : n + 2]))
    return answers


await check("10.3", two_at_a_time)


# %% 10.3 wrong: nor for a time
async def two_at_a_time(prompts):
    rate = AsyncLimiter(2, 0.6)

    async def one(prompt):
        async with rate:
            return await ask_openai(prompt)

    return await asyncio.gather(*map(one, prompts))


await check("10.3", two_at_a_time)
