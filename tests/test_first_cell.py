"""A notebook in which the first cell was forgotten."""

import pytest

from helpers.first_cell import ADVICE

from .shell import run_cells

pytestmark = pytest.mark.kernel

ASK = (
    "import openai\n"
    "from helpers import OPENAI_MODEL\n"
    "client = openai.OpenAI(max_retries=0)\n"
    "client.chat.completions.create(model=OPENAI_MODEL, messages=[])"
)
HERE = "/course/notebooks/02_openai_chat_completions.ipynb"
START = 'from helpers import start\nstart("02")'


@pytest.fixture(autouse=True)
def in_a_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", HERE)


def test_a_request_without_a_key_says_to_run_it() -> None:
    assert ADVICE in run_cells(ASK).stderr


def test_anthropics_plain_type_error_says_so_too() -> None:
    ask = (
        "import helpers, anthropic\n"
        'anthropic.Anthropic().messages.create(model="m", max_tokens=1, messages=[])'
    )
    shown = run_cells(ask)
    assert "TypeError" in shown.stdout
    assert ADVICE in shown.stderr


def test_a_learners_own_type_error_is_left_alone() -> None:
    shown = run_cells("import helpers, anthropic\nlen(5)")
    assert "TypeError" in shown.stdout
    assert ADVICE not in shown.stderr


def test_a_first_cell_that_failed_has_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JPY_SESSION_NAME")  # as in editors that do not set it
    monkeypatch.setenv("OPENAI_API_KEY", "sk-in-the-shell")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://192.0.2.1/v1")
    shown = run_cells(START.replace("02", "no such lesson"), ASK)
    assert "There is no lesson" in shown.stdout
    assert "LeavesThisMachine" in shown.stdout and ADVICE in shown.stdout


def test_when_an_earlier_lesson_runs_it_goes_on() -> None:
    shown = run_cells(START, START.replace("02", "99"), "import openai\nprint(openai.OpenAI())")
    assert "There is no lesson" in shown.stdout
    assert "openai.OpenAI object" in shown.stdout
    assert ADVICE not in shown.stdout + shown.stderr


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


@pytest.mark.parametrize("notebook", [None, "", "/home/ada/my own.ipynb"])
def test_any_other_notebook_and_a_script_are_left_alone(
    notebook: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if notebook is None:
        monkeypatch.delenv("JPY_SESSION_NAME")
    else:
        monkeypatch.setenv("JPY_SESSION_NAME", notebook)
    reach = (
        "import helpers, socket\n"
        "try: socket.create_connection(('192.0.2.1', 9), timeout=0.01)\n"
        "except OSError: print('tried')"
    )
    shown = run_cells("import helpers", reach)
    assert "tried" in shown.stdout
    assert ADVICE not in shown.stdout + shown.stderr
