"""Stream an answer into a web page (server-sent events).

Run it with an ASGI server: `uvicorn web_endpoint_openai:app`. With FastAPI or Starlette, an
endpoint of one line takes the place of `app`; it also stops when the reader leaves:
`return StreamingResponse(events(prompt), media_type="text/event-stream")`

Lesson 10.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import httpx2
import openai
from dotenv import load_dotenv

load_dotenv()
client = openai.AsyncOpenAI(timeout=60)  # one for all readers: it keeps its connections


async def events(prompt: str) -> AsyncIterator[str]:
    """An event for each piece of text, then one with the ending or the error."""
    last = {"error": "no answer"}
    try:
        async with await client.chat.completions.create(
            model="gpt-6-luna",
            reasoning_effort="none",
            max_completion_tokens=1000,
            messages=[{"role": "user", "content": prompt}],
            stream=True,
        ) as chunks:
            async for chunk in chunks:
                for choice in chunk.choices:
                    last = {"ending": choice.finish_reason or "broken off"}
                    if choice.delta.content:
                        yield f"data: {json.dumps({'text': choice.delta.content})}\n\n"
    except (openai.APIError, httpx2.HTTPError) as error:  # the status 200 is sent already
        last = {"error": type(error).__name__}
    yield f"data: {json.dumps(last)}\n\n"


Scope = MutableMapping[str, Any]


async def app(
    scope: Scope, receive: Callable[[], Awaitable[Scope]], send: Callable[[Scope], Awaitable[None]]
) -> None:
    """Answers GET /?prompt=..."""
    prompt = parse_qs(scope["query_string"].decode())["prompt"][0]
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    async for event in events(prompt):
        await send({"type": "http.response.body", "body": event.encode(), "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def main() -> None:
    """What a browser gets, without a server."""
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://app") as browser:
        response = await browser.get("/", params={"prompt": "Name three colors."})
        print(response.text)


if __name__ == "__main__":
    asyncio.run(main())
