"""A class on JupyterHub: `python3 -m tests.classroom 30 [LESSON ...]` (by default 04 and 10).

It starts a hub with the course's configuration on this machine, logs learners in, all at once,
and runs the lessons for each, cell by cell, as a browser does: through the hub's proxy, a session
and a WebSocket. Then it tells how long that took, what failed and how much memory it needs.
jupyterhub must be in the environment, and configurable-http-proxy on the PATH.
"""

import asyncio
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import aiohttp
import nbformat
import psutil
from yarl import URL

from helpers import lessons
from helpers.commands.handover import for_replay

CONFIG = lessons.ROOT / ".jupyterhub" / "jupyterhub_config.py"
LOG = Path(tempfile.gettempdir()) / "classroom-hub.log"
LONGEST = 1800  # seconds, for whatever is waited for


@dataclass
class Learner:
    """What one learner saw. seconds: since all logged in, when something was there."""

    name: str
    seconds: dict[str, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


@contextmanager
def hub(folder: Path) -> Iterator[tuple[str, int]]:
    """A hub for learners whose folders lie in this one: its address and its process id."""
    if not (find_spec("jupyterhub") and shutil.which("configurable-http-proxy")):
        sys.exit("JupyterHub and its proxy are not installed: see notebooks/TEACHING.md.")
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    public, inner, proxy = (f"http://127.0.0.1:{s.getsockname()[1]}" for s in sockets)
    for each in sockets:
        each.close()
    command = [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)]
    command += [f"--JupyterHub.bind_url={public}", f"--JupyterHub.hub_bind_url={inner}"]
    command += [f"--ConfigurableHTTPProxy.api_url={proxy}"]
    environment = {**for_replay(os.environ), "CLASS_FOLDER": str(folder)}
    with LOG.open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            while not _answers(f"{public}/hub/health"):
                if process.poll() is not None:
                    sys.exit(LOG.read_text("utf-8"))
                time.sleep(0.5)
            yield public, process.pid
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _answers(address: str) -> bool:
    try:
        return urllib.request.urlopen(address, timeout=10).status == 200
    except OSError:
        return False


class Browser:
    """One learner's way to the hub."""

    def __init__(self, http: aiohttp.ClientSession, hub: str, name: str) -> None:
        self.http, self.hub, self.name = http, hub, name
        self.server = f"{hub}/user/{name}"

    def _token(self, address: str) -> dict[str, str]:
        cookies = self.http.cookie_jar.filter_cookies(URL(address))
        return {"X-XSRFToken": cookies["_xsrf"].value}

    async def log_in(self) -> None:
        """Fill in the form, and wait until the learner's own server answers."""
        page = f"{self.hub}/hub/login"
        await self.http.get(page)
        form = {"username": self.name, "password": "", "_xsrf": self._token(page)["X-XSRFToken"]}
        waiting = await self.http.post(page, data=form)
        while not waiting.url.path.startswith(f"/user/{self.name}/"):
            waiting.raise_for_status()
            await asyncio.sleep(0.5)
            waiting = await self.http.get(f"{self.hub}/hub/spawn-pending/{self.name}")

    async def open(self, lesson: str) -> aiohttp.ClientWebSocketResponse:
        """Open a notebook in a kernel of its own."""
        notebook = {"path": f"{lesson}.ipynb", "name": lesson, "type": "notebook"}
        asked = await self.http.post(
            f"{self.server}/api/sessions",
            json={**notebook, "kernel": {"name": "python3"}},
            headers=self._token(f"{self.server}/"),
        )
        asked.raise_for_status()
        kernel = (await asked.json())["kernel"]["id"]
        return await self.http.ws_connect(f"{self.server}/api/kernels/{kernel}/channels")


async def run(socket: aiohttp.ClientWebSocketResponse, code: str) -> list[dict[str, Any]]:
    """Run one cell; returns its outputs, as the messages that brought them."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "class"}
    header |= {"username": "", "version": "5.3", "date": ""}
    content = {"code": code, "silent": False, "store_history": True, "stop_on_error": False}
    message = {"channel": "shell", "header": header, "content": content}
    await socket.send_json({**message, "parent_header": {}, "metadata": {}, "buffers": []})
    outputs = []
    while True:
        told = await socket.receive_json()
        if told["parent_header"].get("msg_id") != header["msg_id"]:
            continue
        if told["msg_type"] in ("stream", "execute_result", "display_data", "error"):
            outputs.append(told)
        elif told["msg_type"] == "status" and told["content"]["execution_state"] == "idle":
            return outputs


async def learn(learner: Learner, hub: str, names: list[str]) -> None:
    """Log in and run the lessons, one after the other."""
    begun = time.monotonic()

    def note(what: str) -> None:
        learner.seconds.setdefault(what, time.monotonic() - begun)

    jar = aiohttp.CookieJar(unsafe=True)  # the hub's address is a number
    limit = aiohttp.ClientTimeout(total=LONGEST)
    async with aiohttp.ClientSession(cookie_jar=jar, timeout=limit) as http:
        browser = Browser(http, hub, learner.name)
        await browser.log_in()
        note("own server")
        for name in names:
            notebook = nbformat.read(lessons.NOTEBOOKS / f"{name}.ipynb", as_version=4)
            async with await browser.open(name) as socket:
                for n, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
                    outputs = await run(socket, cell.source)
                    if n and outputs:
                        note("first result")
                    if "raises-exception" not in cell.metadata.get("tags", []):
                        errors = [o["content"] for o in outputs if o["msg_type"] == "error"]
                        learner.errors += [f"{name}: {e['ename']}: {e['evalue']}" for e in errors]
            note(f"{name[:2]} done")


def memory(hub: int) -> dict[str, list[float]]:
    """The memory in MB that is a process's own, of the hub, each server and each kernel."""
    found: dict[str, list[float]] = {"hub": [], "server": [], "kernel": []}
    process = psutil.Process(hub)
    for each in (process, *process.children(recursive=True)):
        line = " ".join(each.cmdline())
        kind = "kernel" if "ipykernel" in line else "server" if "singleuser" in line else "hub"
        found[kind].append(each.memory_full_info().uss / 1e6)
    return found


def report(learners: list[Learner], used: dict[str, list[float]]) -> None:
    """Print what the class saw."""
    print(f"{len(learners)} learners on {os.cpu_count()} cores; seconds, median and last:")
    for what in learners[0].seconds:
        seconds = [learner.seconds[what] for learner in learners if what in learner.seconds]
        print(f"  {what:14}{statistics.median(seconds):6.0f}{max(seconds):6.0f}")
    per_learner = (sum(used["server"]) + sum(used["kernel"])) / len(learners)
    print(f"memory: {per_learner:.0f} MB a learner with both kernels; MB each, median:")
    for kind, sizes in used.items():
        print(f"  {kind:14}{statistics.median(sizes):6.0f}   ({len(sizes)} processes)")
    print(f"errors: {sum(len(learner.errors) for learner in learners)} ({LOG} tells more)")
    for learner in filter(lambda learner: learner.errors, learners):
        print(f"  {learner.name}, first: {learner.errors[0]}")


async def main(learners: int, wanted: list[str]) -> None:
    names = [lessons.full_name(lesson) for lesson in wanted]
    room = [Learner(f"learner{n}") for n in range(1, learners + 1)]
    temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    with temporary as folder, hub(Path(folder)) as (address, process):
        tasks = [learn(learner, address, names) for learner in room]
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        for learner, end in zip(room, ends, strict=True):
            learner.errors += [f"after {list(learner.seconds)}: {end!r}"] if end else []
        report(room, memory(process))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2:] or ["04", "10"]))
