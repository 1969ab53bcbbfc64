"""HTTP/1.1 on the loopback: keep-alive, chunked streams, one chunk an event, optional gzip.

It knows nothing of any provider. A service is a function from `Request` to `Reply`.
"""

import gzip
import json
import socket
import sys
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from urllib.parse import parse_qsl

# Tells a recorder that an answer is made up; no API sends it.
SOURCE = {"x-answer-source": "simulator"}


@dataclass(frozen=True)
class Request:
    """What came in; header names are in lower case. query: what follows the path, by name."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What goes out: a `body` after `delay` seconds, or `events`, each after its own delay."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    delay: float = 0.0
    events: Iterable[tuple[float, bytes]] | None = None


def parsed(body: bytes) -> object:
    """The JSON of a body, or its text if it is none."""
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


Service = Callable[[Request], Reply]


@dataclass
class Settings:
    """How replies are sent: `pace` stretches every delay, `compress` gzips for those who accept."""

    pace: float = 1.0
    compress: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> None:
        if seconds * self.pace > 0:
            self.stopping.wait(seconds * self.pace)


class Server(ThreadingMixIn, TCPServer):
    """Serves one `Service` on a free port of 127.0.0.1, a thread a connection.

    It is not `http.server.HTTPServer`: that one asks the name service for the name of 127.0.0.1,
    which takes seconds on some machines.
    """

    request_queue_size = 128
    daemon_threads = False

    def __init__(self, service: Service, settings: Settings) -> None:
        self.service = service
        self.settings = settings
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and wait for all threads."""
        self.settings.stopping.set()
        self.shutdown()
        self._thread.join()
        for connection in list(self._connections):
            with suppress(OSError):  # the client may have been quicker
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(self, request, client_address):
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        # A client that hangs up in the middle of an answer is everyday life.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """One connection: reads requests, sends replies until the client hangs up."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            self._send(self.server.service(self._read()))

    def log_message(self, format, *args):
        pass

    def _read(self) -> Request:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        path, _, query = self.path.partition("?")
        return Request(self.command, path, headers, body, dict(parse_qsl(query)))

    def _send(self, reply: Reply) -> None:
        wants_gzip = "gzip" in self.headers.get("accept-encoding", "")
        compress = self.server.settings.compress and wants_gzip
        headers = reply.headers | SOURCE
        if compress:
            headers["content-encoding"] = "gzip"
        if reply.events is None:
            self._send_whole(reply, headers, compress)
        else:
            self._send_stream(reply, headers, compress)

    def _send_whole(self, reply: Reply, headers: dict[str, str], compress: bool) -> None:
        body = gzip.compress(reply.body, mtime=0) if compress else reply.body
        self.server.settings.wait(reply.delay)
        self._send_head(reply.status, headers | {"content-length": str(len(body))}, body)

    def _send_stream(self, reply: Reply, headers: dict[str, str], compress: bool) -> None:
        chunks = gzipped(reply.events) if compress else reply.events
        head_sent = False
        for delay, chunk in chunks:
            self.server.settings.wait(delay)
            if not head_sent:
                self._send_head(reply.status, headers | {"transfer-encoding": "chunked"})
                head_sent = True
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def _send_head(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        # send_response_only, because send_response adds Server and Date.
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self._headers_buffer.append(b"\r\n" + body)
        self.flush_headers()


def gzipped(events: Iterable[tuple[float, bytes]]) -> Iterator[tuple[float, bytes]]:
    """The same events as parts of one gzip stream, each readable on its arrival."""
    compressor = zlib.compressobj(wbits=31)
    for delay, chunk in events:
        yield delay, compressor.compress(chunk) + compressor.flush(zlib.Z_SYNC_FLUSH)
    yield 0.0, compressor.flush()
