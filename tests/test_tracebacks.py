"""An error shows the learner's own lines, not the insides of packages."""

import json
import re

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
