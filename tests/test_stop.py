"""A learner presses Stop, or the kernel dies, in a kernel as JupyterLab has it."""

import dataclasses
import os
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_client.manager import KernelManager
from traitlets.config import Config

from helpers.lessons import ROOT
from helpers.replay.cassette import Interaction, Timing

from .recorded import MODEL, cassette, openai_chat, openai_stream

pytestmark = pytest.mark.kernel


class Kernel:
    """Runs cells. What a cell shows is what it printed, or its error."""

    def __init__(self) -> None:
        self.manager = KernelManager(config=Config(KernelManager={"transport_encryption": "auto"}))
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready()

    def run(self, code: str, *, stop: bool = False) -> str:
        """stop: press Stop as soon as the cell has printed `begun`."""
        shown = []

        def show(message: dict[str, Any]) -> None:
            content = message["content"]
            shown.append(content.get("text") or "\n".join(content.get("traceback", [])))
            if stop and content.get("text", "").startswith("begun"):
                time.sleep(0.3)  # until it waits
                self.manager.interrupt_kernel()

        self.client.execute_interactive(code, output_hook=show, timeout=30)
        return re.sub(r"\x1b\[[0-9;]*m", "", "".join(shown))

    def end(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def in_a_minute(recorded: Interaction) -> Interaction:
    return dataclasses.replace(recorded, timing=Timing(60_000, ((60_000, len(recorded.body)),)))


START = f"""
from helpers import start
start("01_first")
import asyncio, openai
from helpers.practice import exercise
client, waiting = openai.OpenAI(), openai.AsyncOpenAI()
def asked(prompt):
    return dict(model={MODEL!r}, messages=[dict(role="user", content=prompt)])
plain, in_async = (exercise.find(number).solution for number in ("02.1", "10.1"))
"""
AFTERWARDS = """
for _ in range(2):
    print(client.chat.completions.create(**asked("now")).choices[0].message.content)
    print((await waiting.chat.completions.create(**asked("now"))).choices[0].message.content)
print(exercise.check("02.1", plain).state, (await exercise.check("10.1", in_async)).state)
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    folder = tmp_path_factory.mktemp("course")
    recorded = cassette(
        *(in_a_minute(openai_chat(f"q{number}")) for number in range(100)),
        openai_stream("hi", ["one ", "two"], gap=60_000),
        openai_chat("now", "went on"),
    )
    recorded.save(folder / "cassettes" / "01_first.yaml")
    (folder / "01_first.ipynb").write_text("{}", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("LESSON_ENV_FILE", os.devnull)
        patch.setenv("LESSON_PROGRESS", "")
        patch.setenv("LESSON_PACE", "1")
        kernel = Kernel()
    try:
        kernel.run(START)
        yield kernel
    finally:
        kernel.end()


STOPPED = {
    "stream": 'for chunk in client.chat.completions.create(**asked("hi"), stream=True): pass',
    "async stream": (
        'async for chunk in await waiting.chat.completions.create(**asked("hi"), stream=True): pass'
    ),
    "batch": (
        "await asyncio.gather(\n"
        '    *(waiting.chat.completions.create(**asked(f"q{n}")) for n in range(100)))'
    ),
    "group": (
        "async with asyncio.TaskGroup() as group:\n"
        "    for n in range(100):\n"
        '        group.create_task(waiting.chat.completions.create(**asked(f"q{n}")))'
    ),
    "answer that loops": (
        'def answer(word):\n    while True: pass\nexercise.check("02.1", answer)'
    ),
    "answer that prints": (
        'def answer(word):\n    while True: print("again and again " * 10)\n'
        'exercise.check("02.1", answer)'
    ),
    "answer that waits": (
        "async def answer(*prompts):\n    await asyncio.Event().wait()\n"
        'await exercise.check("10.1", answer)'
    ),
}


@pytest.mark.parametrize("code", STOPPED.values(), ids=STOPPED)
def test_after_stop_the_next_cell_goes_on(kernel: Kernel, code: str) -> None:
    shown = kernel.run(f'print("begun", flush=True)\n{code}', stop=True)
    told = [line for line in shown.splitlines() if "again and again" not in line]
    assert re.search("KeyboardInterrupt|CancelledError", shown)
    assert len(told) < 40 and "site-packages" not in shown
    assert kernel.run(AFTERWARDS).splitlines() == ["went on"] * 4 + ["right right"]


def test_an_answer_may_leave_threads_behind(kernel: Kernel) -> None:
    code = """
import threading
came, go = [], threading.Event()
def ask():
    go.wait(20)
    try:
        client.chat.completions.create(**asked("what nobody recorded"))
    except BaseException as error:
        came.append(type(error).__name__)
def answer(word):
    threading.Thread(target=ask).start()
    return plain(word)
print(exercise.check("02.1", answer).state)
"""
    assert kernel.run(code) == "right\n"
    assert kernel.run(AFTERWARDS).splitlines()[-1] == "right right"
    assert kernel.run("go.set()\nwhile not came: pass\nprint(came[0])").startswith("NotRecorded")


@pytest.mark.parametrize("end", ["SystemExit(3)", "GeneratorExit", "asyncio.CancelledError"])
def test_an_answer_may_end_itself_in_odd_ways(kernel: Kernel, end: str) -> None:
    code = f'def answer(word):\n    raise {end}\nexercise.check("02.1", answer)'
    shown = kernel.run(code)
    assert len(shown.splitlines()) < 15 and "exercise.py" not in shown
    assert kernel.run(AFTERWARDS).splitlines()[-1] == "right right"
