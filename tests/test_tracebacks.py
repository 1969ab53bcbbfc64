"""An error shows the learner's own lines, not the insides of packages."""

import json
import re
import socket
from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers.tracebacks import own_frames, shorten_in


@pytest.fixture
def shell() -> InteractiveShell:
    shell = InteractiveShell()
    shorten_in(shell)
    return shell


def run(shell: InteractiveShell, code: str, capsys: pytest.CaptureFixture[str]) -> str:
    shell.run_cell(code)
    return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)


def test_frames_of_packages_are_left_out(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    text = run(shell, "import json\ndef mine():\n    json.loads('{')\nmine()", capsys)
    assert "JSONDecodeError" in text and "mine()" in text
    assert "decoder.py" not in text
    assert "decoder.py" in run(shell, "%tb", capsys)


def test_what_led_to_an_error_is_shown_where_it_is_the_learners(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise KeyError('x') from e"
    text = run(shell, code, capsys)
    assert "ZeroDivisionError" in text and "KeyError" in text


def test_a_cause_inside_a_package_is_left_out_and_kept_on_the_error(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (
        "import httpx2\n"
        "try:\n    httpx2.get('http://127.0.0.1:9')\n"
        "except Exception as e:\n    kept = e.__cause__\n    assert kept is not None\n    raise"
    )
    text = run(shell, code, capsys)
    assert "ConnectError" in text
    assert "The above exception" not in text
    assert len(text.splitlines()) < 15


def test_a_loop_of_causes_ends(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    code = "a, b = ValueError('a'), ValueError('b')\na.__cause__, b.__cause__ = b, a\nraise a"
    assert "ValueError: a" in run(shell, code, capsys)


def test_an_error_with_no_frame_of_ones_own_has_none() -> None:
    try:
        json.loads("{")
    except json.JSONDecodeError as error:
        assert own_frames(error.__traceback__.tb_next) is None
        assert own_frames(error.__traceback__) is not None


def test_a_name_that_is_not_there_yet_says_how_to_get_it(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    advice = "If reviews comes from a cell above: Run > Run All Above Selected Cell."
    assert advice in run(shell, "len(reviews)", capsys)
    assert (
        run(shell, "try:\n    len(reviews)\nexcept NameError as e:\n    raise", capsys).count(
            advice
        )
        == 1
    )
    assert "Run All Above" not in run(shell, "raise KeyError('x')", capsys)


@pytest.fixture
def listening() -> Iterator[str]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_connection_error_shows_its_cause(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import openai\nopenai.OpenAI(api_key='none', max_retries=0).models.list()"
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    last = run(shell, code, capsys).strip().splitlines()[-1]
    assert last.startswith("Nothing came from https://api.openai.com/v1/models: ConnectError: ")


@pytest.mark.parametrize("sdk", ["openai.OpenAI", "anthropic.Anthropic"])
def test_a_key_that_cannot_be_sent_is_not_shown(
    shell: InteractiveShell, sdk: str, listening: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (
        "import openai, anthropic\nkey = 'sk-' + 'ABCDEFGHIJK' + chr(10)\n"
        f"{sdk}(api_key=key, max_retries=0, base_url='{listening}').models.list()"
    )
    text = run(shell, code, capsys)
    assert "Illegal header value" in text.strip().splitlines()[-1]
    assert "ABCDEFGHIJK" not in (text + run(shell, "%tb", capsys)).replace("'ABCDEFGHIJK'", "")


def test_an_interrupt_prints_a_few_lines(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (
        "import asyncio, signal\n"
        "async def wait():\n"
        "    asyncio.get_running_loop().call_later(0.1, signal.raise_signal, signal.SIGINT)\n"
        "    await asyncio.sleep(20)\n"
        "asyncio.run(wait())"
    )
    text = run(shell, code, capsys)
    assert "KeyboardInterrupt" in text
    assert len(text.splitlines()) < 35
    assert "runners.py" not in text


@pytest.mark.parametrize(
    "later", ["", "\nexcept* Exception as e:\n    raise KeyError('later') from None"]
)
def test_a_group_of_errors_is_short_and_shows_no_key(
    shell: InteractiveShell, later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (
        "import asyncio, openai\n"
        "key = 'sk-' + 'ABCDEFGHIJK' * 2\n"
        "async def ask():\n"
        "    try:\n"
        "        async with openai.AsyncOpenAI(\n"
        "            api_key=key, base_url='http://127.0.0.1:9', max_retries=0\n"
        "        ) as client:\n"
        "            await client.models.list()\n"
        "    except Exception as e:\n"
        "        raise ValueError(key) from e\n"
        "async def main():\n"
        "    async with asyncio.TaskGroup() as group:\n"
        "        group.create_task(ask())\n"
        "try:\n    asyncio.run(main())" + (later or "\nfinally:\n    pass")
    )
    shell.run_cell(code)
    text = "".join(capsys.readouterr())
    assert "site-packages" not in text and len(text.splitlines()) < 45
    assert "ABCDEFGHIJKABC" not in text
    if later:
        assert "KeyError" in text
    else:
        assert "ValueError: ***" in text


def test_a_miss_in_a_group_is_told(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (
        "from helpers.problems import Unrepeatable\n"
        "raise BaseExceptionGroup('both', [Unrepeatable('this one'), ValueError('that one')])"
    )
    text = run(shell, code, capsys)
    assert "this one" in text and "that one" in text
    assert len(text.splitlines()) < 12
