"""Keeps the kernel to this machine while a lesson is replayed.

An audit hook sees every way to another machine that Python itself offers (sockets and
name look-ups); it cannot be taken out again, so it is added once and switched on and off.
"""

import ipaddress
import socket
import sys
from typing import Any

from ..problems import Unrepeatable

_closed = ""  # why, as a sentence that says what to do; empty while it is open
_installed = False

_REPLAYED = (
    "The lesson is replayed, so nothing leaves this machine.\n"
    "To allow it, set LESSON_MODE=live in .env and restart the kernel."
)


class LeavesThisMachine(Unrepeatable):
    """Something tried to reach another machine during replay."""


def close(why: str = _REPLAYED) -> None:
    """From now on, reaching another machine raises LeavesThisMachine, which says why."""
    global _closed, _installed
    if not _installed:
        sys.addaudithook(_watch)
        _installed = True
    _closed = why


def open_() -> None:
    """From now on, everything may be reached."""
    global _closed
    _closed = ""


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if not _closed or not event.startswith("socket."):
        return
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # else a path, or none
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = args[0]
    else:
        return
    if host is not None and not _is_here(host):
        raise LeavesThisMachine(f"this cell tried to reach {host}. {_closed}")


def _is_here(host: str | bytes) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    name = name.partition("%")[0].lower()
    if name in ("", "localhost", "<broadcast>", socket.gethostname().lower()):
        return name != "<broadcast>"
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
