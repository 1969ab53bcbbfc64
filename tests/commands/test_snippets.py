"""The shelf of snippets: how one finds them, and what they have in common."""

import ast
import re
from pathlib import Path

import pytest

from helpers import capabilities, models
from helpers.commands import snippets
from helpers.commands.packages import SetupProblem
from helpers.commands.snippets import Snippet
from helpers.lessons import full_name
from tests import snippets_index

EVERY = list(snippets.every().values())
every_snippet = pytest.mark.parametrize("snippet", EVERY, ids=lambda snippet: snippet.name)


@every_snippet
def test_it_says_its_task_and_an_existing_lesson(snippet: Snippet) -> None:
    assert snippet.task.endswith(".")
    assert full_name(snippet.lesson).startswith(snippet.lesson)


@every_snippet
def test_it_stands_alone_and_loads_the_keys_first(snippet: Snippet) -> None:
    assert not re.search(r"\bhelpers\b", snippet.source)
    client = re.search(r"\b(Async)?(OpenAI|Anthropic)\(", snippet.source)
    keyless = 'api_key="none"' in snippet.source
    assert not client or keyless or "load_dotenv()" in snippet.source


@every_snippet
def test_it_names_models_of_the_course(snippet: Snippet) -> None:
    ids = set(re.findall(r'"((?:gpt|claude)-[\w.-]+)"', snippet.source))
    if snippet.name.startswith("another_model"):
        assert ids <= {*capabilities.OPENAI, *capabilities.ANTHROPIC}
    else:
        assert ids <= set(models.RECORDED.values())


@every_snippet
def test_every_client_has_a_timeout(snippet: Snippet) -> None:
    for call in ast.walk(ast.parse(snippet.source)):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(("OpenAI", "Anthropic")):
            given = {keyword.arg for keyword in call.keywords}
            assert given & {"timeout", "http_client"}, ast.unparse(call)


def test_a_task_has_a_snippet_for_each_provider_or_one_for_both() -> None:
    for task, same in snippets.by_task():
        apis = {snippet.api for snippet in same}
        assert apis == {""} or apis >= {"openai", "anthropic"}, task
        assert len(apis) == len(same), task


def test_readme_has_the_index_of_all() -> None:
    found = snippets_index.IN_README.search(snippets_index.README.read_text("utf-8"))
    assert found and found[0] == snippets_index.table(), "python3 -m tests.snippets_index write"


def test_a_name_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert snippets.main(["chat_openai.py"]) == 0
    assert capsys.readouterr().out == (snippets.FOLDER / "chat_openai.py").read_text("utf-8")


def test_on_a_terminal_it_has_colors(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    snippets.main(["chat_openai"])
    printed = capsys.readouterr().out
    assert "\x1b[" in printed
    assert re.sub(r"\x1b\[[\d;]*m", "", printed) == snippets.find("chat_openai").source


@pytest.mark.parametrize("words", [["chat_opnai"], ["run", "chat_opnai"], ["run", "chat"]])
def test_a_wrong_name_gets_near_ones(words: list[str]) -> None:
    with pytest.raises(SetupProblem, match="chat_openai"):
        snippets.main(words)


@pytest.mark.parametrize(
    ("word", "found", "other"),
    [
        ("stream", "stream_anthropic", "chat_openai"),
        ("Hundred", "many_prompts_openai", "chat_openai"),
        ("claude", "chat_anthropic", "chat_openai"),
        ("claude", "fallback", "chat_openai"),
    ],
)
def test_a_word_lists_what_has_it_in_its_name_task_or_api(
    word: str, found: str, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert snippets.main([word]) == 0
    listed = capsys.readouterr().out
    assert f" {found} " in listed and snippets.find(found).task in listed
    assert f" {other} " not in listed


def test_a_name_like_no_other_leads_to_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SetupProblem, match="python3 -m helpers snippets"):
        snippets.find("zzz")
    snippets.main([])
    listed = capsys.readouterr().out
    assert all(snippet.name in listed and snippet.task in listed for snippet in EVERY)


@pytest.mark.parametrize("words", [["run"], ["export"], ["run", "a", "b"], ["--all"]])
def test_a_command_without_its_argument_gets_the_usage(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert snippets.main(words) == 2
    assert "snippets export DIR" in capsys.readouterr().out


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project") / "new" / "folder"
    assert snippets.main(["export", str(folder)]) == 0
    return folder


def test_an_export_is_everything_in_the_folder(exported: Path) -> None:
    names = {path.name for path in snippets.FOLDER.iterdir() if path.is_file()}
    assert {path.name for path in exported.iterdir()} == names


def test_exported_files_say_their_versions_and_are_whole(exported: Path) -> None:
    first, _, rest = (exported / "chat_openai.py").read_text("utf-8").partition("\n")
    assert re.match(r"# 20\d\d-\d\d-\d\d, pip install openai==[\d.]+ python-dotenv==[\d.]+$", first)
    assert rest == snippets.find("chat_openai").source


def test_an_export_overwrites_nothing(tmp_path: Path) -> None:
    own = tmp_path / "stream_openai.py"
    own.write_text("mine", encoding="utf-8")
    with pytest.raises(SetupProblem, match=r"stream_openai\.py"):
        snippets.export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [own.name]
    assert own.read_text("utf-8") == "mine"
