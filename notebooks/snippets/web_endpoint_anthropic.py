"""Stream an answer into a web page (server-sent events).

`pip install uvicorn`, `uvicorn web_endpoint_anthropic:app`, and open http://localhost:8000. Others'
prompts go on your bill: before they can reach it, ask who they are. With FastAPI or Starlette, an
endpoint of one line takes the place of `app`; it also stops when the reader leaves:
`return StreamingResponse(events(prompt), media_type="text/event-stream")`

Lesson 10.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import anthropic
import httpx2
from dotenv import load_dotenv

load_dotenv()
client = anthropic.AsyncAnthropic(timeout=60)  # one for all readers: it keeps its connections
PAGE = """<!doctype html><meta charset="utf-8"><title>Ask</title>
<form><input name="prompt" maxlength="2000" autofocus></form><p style="white-space: pre-wrap"></p>
<script>
const prompt = new URLSearchParams(location.search).get("prompt");
const source = prompt && new EventSource("/stream?" + new URLSearchParams({prompt}));
if (source) source.onmessage = event => {
  const data = JSON.parse(event.data);
  document.querySelector("p").append(data.text ?? ` (${data.ending ?? data.error})`);
  if (!("text" in data)) source.close();  // or it connects again, and you pay again
};
if (source) source.onerror = () => source.close();
</script>"""


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


async def page(text: str) -> AsyncIterator[str]:
    yield text


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The page at /, and its events at /stream?prompt=... (ASGI)."""
    if scope["type"] != "http":
        raise NotImplementedError(scope["type"])  # so a server knows that there is no "lifespan"
    prompt = parse_qs(scope["query_string"].decode()).get("prompt", [""])[0]
    status, kind, pieces = 404, b"text/plain", page("There is /, and /stream?prompt=...")
    if scope["path"] == "/":
        status, kind, pieces = 200, b"text/html", page(PAGE)
    elif scope["path"] == "/stream" and 0 < len(prompt) <= 2000:
        status, kind, pieces = 200, b"text/event-stream", events(prompt)
    headers = [(b"content-type", kind), (b"cache-control", b"no-cache")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece.encode(), "more_body": True})
    await send({"type": "http.response.body"})


async def main() -> None:
    async for event in events("Name three colors."):
        print(event, end="")


if __name__ == "__main__":
    asyncio.run(main())
