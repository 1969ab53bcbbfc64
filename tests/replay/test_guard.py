"""While a lesson is replayed, nothing leaves the machine; what is on it can be reached."""

import asyncio
import http.client
import socket
import threading
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

import aiohttp
import httpx2
import pytest
import requests

from helpers.replay import guard

ELSEWHERE = "192.0.2.1"  # an address for documentation: it belongs to nobody


async def _aiohttp() -> None:
    async with aiohttp.ClientSession() as session, session.get(f"http://{ELSEWHERE}/"):
        pass


def _udp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.sendto(b"x", (ELSEWHERE, 9))


@pytest.mark.parametrize(
    "reach",
    [
        lambda: urllib.request.urlopen(f"http://{ELSEWHERE}/"),
        lambda: urllib.request.urlopen("http://example.com/"),
        lambda: requests.get(f"http://{ELSEWHERE}/"),
        lambda: httpx2.get(f"http://{ELSEWHERE}/"),
        lambda: asyncio.run(_aiohttp()),
        lambda: socket.getaddrinfo("example.com", 443),
        lambda: socket.gethostbyname("example.com"),
        _udp,
    ],
    ids=["urllib", "urllib-name", "requests", "httpx2", "aiohttp", "dns", "gethostbyname", "udp"],
)
def test_nothing_reaches_another_machine(reach: Callable[[], object]) -> None:
    guard.close()
    with pytest.raises(guard.LeavesThisMachine) as caught:
        reach()
    assert len(caught.value._render_traceback_()) == 1


def test_this_machine_can_be_reached() -> None:
    class Hello(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    guard.close()
    with HTTPServer(("127.0.0.1", 0), Hello) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        for host in ("127.0.0.1", "localhost"):
            connection = http.client.HTTPConnection(host, server.server_port)
            connection.request("GET", "/")
            assert connection.getresponse().status == 200
            connection.close()
        server.shutdown()
        thread.join()


def test_it_opens_again() -> None:
    guard.close()
    guard.open_()
    guard._watch("socket.getaddrinfo", ("example.com", 443, 0, 0, 0))
