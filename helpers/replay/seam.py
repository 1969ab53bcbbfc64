"""The seam: one replay layer under both SDKs.

Both send through httpx2's transports. `install` puts a session before the one method of each that
sends a request; nothing else is patched, and SDK code stays as it is.
"""

from typing import Any

import httpx2

from .call import Call
from .session import Session

_send = httpx2.HTTPTransport.handle_request
_send_async = httpx2.AsyncHTTPTransport.handle_async_request


def install(session: Session) -> None:
    """From now on this session decides about every request, in place of any before it."""

    def handle_request(transport: httpx2.HTTPTransport, request: httpx2.Request) -> httpx2.Response:
        request.read()
        with Call(session, request) as call:
            answer = call.answer()
            if pause := call.before_headers(answer):
                pause.wait()
            return call.replay(answer) if answer else call.forwarded(_send(transport, request))

    async def handle_async_request(
        transport: httpx2.AsyncHTTPTransport, request: httpx2.Request
    ) -> httpx2.Response:
        await request.aread()
        with Call(session, request) as call:
            answer = call.answer()
            # Also for no time at all: requests that are sent together run side by side.
            await call.before_headers(answer).wait_async()
            if answer:
                return call.replay(answer)
            return call.forwarded(await _send_async(transport, request))

    _put(handle_request, handle_async_request)


def uninstall() -> None:
    """Give httpx2 its own methods back."""
    _put(_send, _send_async)


def _put(send: Any, send_async: Any) -> None:
    httpx2.HTTPTransport.handle_request = send  # type: ignore[method-assign]
    httpx2.AsyncHTTPTransport.handle_async_request = send_async  # type: ignore[method-assign]


def is_installed() -> bool:
    """Whether a session decides about requests."""
    return httpx2.HTTPTransport.handle_request is not _send
