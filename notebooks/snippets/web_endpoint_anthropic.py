"""Stream an answer into a web page (server-sent events).

Run it with an ASGI server: `uvicorn web_endpoint_anthropic:app`. With FastAPI or Starlette, an
endpoint of one line takes the place of `app`; it also stops when the reader leaves:
`return StreamingResponse(events(prompt), media_type="text/event-stream")`

Lesson 10.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import anthropic
import httpx2
from dotenv import load_dotenv

load_dotenv()
client = anthropic.AsyncAnthropic(timeout=60)  # one for all readers: it keeps its connections


async def events(prompt: str) -> AsyncIterator[str]:
    """An event for each piece of text, then one with the ending or the error."""
    last = {"error": "no answer"}
    try:
        async with client.messages.stream(
            model="claude-haiku-5-5",
            max_tokens=1000,
            thinking={"type": "disabled"},
            messages=[{"role": "user", "content": prompt}],
        ) as stream:
            async for piece in stream.text_stream:
                yield f"data: {json.dumps({'text': piece})}\n\n"
            last = {"ending": (await stream.get_final_message()).stop_reason or "broken off"}
    except (anthropic.APIError, httpx2.HTTPError) as error:  # the status 200 is sent already
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
