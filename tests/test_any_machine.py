"""A replay is the same on every machine, whatever stands in its environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .recorded import MODEL, anthropic_message, cassette, openai_chat, openai_stream
from .shell import run_cells

pytestmark = pytest.mark.kernel

NOWHERE = "http://127.0.0.1:9"
OF_THE_MACHINE = {
    "OPENAI_BASE_URL": f"{NOWHERE}/v1",
    "ANTHROPIC_BASE_URL": NOWHERE,
    "OPENAI_API_KEY": "sk-in-two\nlines",
    "ANTHROPIC_API_KEY": "\u201csk-ant-curly\u201d",
    "OPENAI_ORG_ID": "org-mine",
    "OPENAI_PROJECT_ID": "proj_mine",
    "OPENAI_CUSTOM_HEADERS": "x-mine: 1",
    "ANTHROPIC_AUTH_TOKEN": "mine",
    "ANTHROPIC_CUSTOM_HEADERS": "x-mine: 1",
    "ANTHROPIC_PROFILE": "mine",
    "OPENAI_LOG": "debug",
    "ANTHROPIC_LOG": "debug",
    "SSL_CERT_FILE": "/nowhere.pem",
    "SSL_CERT_DIR": "/nowhere",
    "ALL_PROXY": "socks5://127.0.0.1:9",
    "HTTPS_PROXY": "socks5h://127.0.0.1:9",
    "NO_PROXY": "[::1],http://x:y:z,*.corp",
}
ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
ELSEWHERE = {"HOME": "", "USERPROFILE": "", "TZ": "Pacific/Kiritimati"}

START = 'from helpers import start, wire\nbanner = start("01_first")'
ASK = f"""
import anthropic, asyncio, openai
from pathlib import Path
asked = dict(model="{MODEL}", messages=[dict(role="user", content="hi")])
def text(answer):
    return ascii(answer.choices[0].message.content)
with openai.OpenAI() as client:
    print(text(client.chat.completions.create(**asked)))
    for chunk in client.chat.completions.create(**asked, stream=True):
        print(chunk.choices[0].delta.content, end="|")
async def main():
    async with openai.AsyncOpenAI() as client:
        return text(await client.chat.completions.create(**asked))
print(asyncio.run(main()))
with anthropic.Anthropic() as client:
    print(client.messages.create(**asked, max_tokens=10).content[0].text)
print({{n for e in wire.log() for n, value in e.sent.headers.items() if "mine" in n + value}})
print({{str(e.sent.url.host) for e in wire.log()}})
print(Path("beside.txt").read_text("utf-8"))
"""
SHOWN = [
    *("'caf\\xe9'", "|one |two|None|'caf\\xe9'", "fine", "set()"),
    *("api.openai.com", "api.anthropic.com", "found"),
]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one lesson, its recording and a file beside it; spaces, other letters."""
    folder = tmp_path / "a folder, für 講座"
    recorded = cassette(
        openai_chat("hi", "café"),
        openai_stream("hi", ["one ", "two"]),
        anthropic_message("hi", "fine"),
    )
    recorded.save(folder / "cassettes" / "01_first.yaml")
    (folder / "01_first.ipynb").write_text("{}", "utf-8")
    (folder / "beside.txt").write_text("found", "utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("own", [OF_THE_MACHINE, ASCII, ELSEWHERE], ids=["own", "ascii", "home"])
def test_a_replay_is_the_same(
    course: Path, own: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in own.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    shown = run_cells(START, ASK)
    assert [part for part in SHOWN if part not in shown.stdout] == [], shown.stdout
    assert shown.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="needs permissions as POSIX has them")
def test_a_folder_that_may_only_be_read_will_do(course: Path) -> None:
    for path in [*course.rglob("*"), course]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        before = sorted(course.rglob("*"))
        shown = run_cells(START, ASK)
        assert [part for part in SHOWN if part not in shown.stdout] == []
        assert sorted(course.rglob("*")) == before
    finally:
        for path in [course, *course.rglob("*")]:
            path.chmod(0o755)


def test_the_lessons_files_are_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    look = 'from pathlib import Path\nprint(Path("images/dashboard.png").is_file())'
    assert "True" in run_cells('from helpers import start\nstart("08")', look).stdout


def test_a_script_stays_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = "import os; from helpers import start; start('08'); print(os.getcwd())"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert Path(shown.stdout.strip()) == tmp_path.resolve()


def test_warnings_that_are_errors_break_nothing(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    shown = run_cells(START, ASK)
    assert [part for part in SHOWN if part not in shown.stdout] == [], shown.stdout
