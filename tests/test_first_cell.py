"""A notebook in which the first cell was forgotten."""

import pytest

from helpers.first_cell import ADVICE

from .shell import run_cells

ASK = (
    "import openai\n"
    "from helpers import OPENAI_MODEL\n"
    "client = openai.OpenAI(max_retries=0)\n"
    "client.chat.completions.create(model=OPENAI_MODEL, messages=[])"
)
START = 'from helpers import start\nstart("02")'


def test_a_request_without_a_key_says_to_run_it() -> None:
    assert ADVICE in run_cells(ASK).stderr


def test_a_request_with_a_key_in_the_shell_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-in-the-shell")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://192.0.2.1/v1")  # an address for documentation
    shown = run_cells(ASK)
    assert "LeavesThisMachine" in shown.stdout
    assert ADVICE in shown.stdout


def test_once_it_has_run_nothing_more_is_said() -> None:
    shown = run_cells(START, "from helpers import faults\nfaults.refused().__enter__()", ASK)
    assert "APIConnectionError" in shown.stdout
    assert ADVICE not in shown.stdout + shown.stderr


@pytest.mark.parametrize(
    "cell",
    [
        'from helpers import check\nprint(check("02.1", lambda word: word))',
        'from helpers import explore\nexplore("02")',
    ],
)
def test_practice_says_to_run_it(cell: str) -> None:
    assert ADVICE in run_cells(cell).stdout


def test_an_explorer_of_another_lesson_names_its_own() -> None:
    shown = run_cells(START, 'from helpers import explore\nexplore("04").show()')
    assert 'start("04")' in shown.stdout


def test_a_script_is_left_alone() -> None:
    from helpers import first_cell

    first_cell.expect()
    assert not first_cell.is_missing()
