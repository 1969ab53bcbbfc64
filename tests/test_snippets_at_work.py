"""What snippets do where things go wrong: real SDKs, and the stand-in for the APIs."""

import asyncio
import importlib.util
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import httpx2
import pytest

from helpers.commands import snippets
from tests.simulator import running
from tests.simulator.answers import Entry

pytestmark = pytest.mark.kernel

both = pytest.mark.parametrize("api", ["openai", "anthropic"])

Said = Callable[..., None]


def load(name: str) -> ModuleType:
    """The program as a module, as one imports it into a project."""
    spec = importlib.util.spec_from_file_location(name, snippets.FOLDER / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    """Call it with what the APIs say from here on."""
    monkeypatch.setenv("PYTHON_DOTENV_DISABLED", "1")
    with ExitStack() as stack:

        def say(*entries: Entry) -> None:
            simulator = stack.enter_context(running(list(entries), pace=0))
            for name, value in simulator.environment.items():
                monkeypatch.setenv(name, value)

        yield say


# fallback


def test_the_first_is_asked_once(said: Said) -> None:
    text = {"openai": "Back again.", "anthropic": "Claude here."}
    said({"user": "Hi", "errors": {"openai": [503]}, "text": text})
    assert load("fallback").ask("Hi") == "Claude here."


def test_missing_credit_is_no_outage(said: Said) -> None:
    import openai

    said({"user": "Hi", "errors": {"openai": ["no_credit"]}, "text": {"anthropic": "Claude here."}})
    with pytest.raises(openai.RateLimitError, match="credits"):
        load("fallback").ask("Hi")


def test_a_missing_key_is_told_at_once(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    said({"user": "Hi", "text": "Hello."})
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    with pytest.raises(SystemExit, match="ANTHROPIC_API_KEY"):
        load("fallback")


# many_prompts


@both
def test_a_changed_prompt_is_asked_and_an_old_one_is_not(
    api: str, said: Said, tmp_path: Path
) -> None:
    said({"user": "New", "text": "of today"})  # to anything else it has no answer
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps({"prompt": "Old", "answer": "kept"}) + '\n{"pro', encoding="utf-8")
    program = load(f"many_prompts_{api}")
    assert asyncio.run(program.run(["Old", "New", "New"], file)) == {}
    assert program.load(file) == {"Old": "kept", "New": "of today"}


@pytest.mark.parametrize(
    ("api", "failure"),
    [("openai", "key"), ("openai", "no_credit"), ("anthropic", "key"), ("anthropic", "no_credit")],
)
def test_a_hopeless_error_ends_the_run(
    api: str, failure: str, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = [f"Question {number}?" for number in range(30)]
    said(*({"user": prompt, "errors": ["no_credit"]} for prompt in prompts))
    if failure == "key":
        monkeypatch.setenv(f"{api.upper()}_API_KEY", "wrong")
    failed = asyncio.run(load(f"many_prompts_{api}").run(prompts, tmp_path / "answers.jsonl"))
    assert 0 < len(failed) <= 20  # those that were on their way


@both
def test_one_bad_prompt_does_not_end_the_run(api: str, said: Said, tmp_path: Path) -> None:
    said({"user": "Good", "text": "Fine."})
    file = tmp_path / "answers.jsonl"
    program = load(f"many_prompts_{api}")
    failed = asyncio.run(program.run(["", "Good"], file))
    assert list(failed) == [""]
    assert program.load(file) == {"Good": "Fine."}


# web_endpoint


def get(program: ModuleType, path: str, **query: str) -> httpx2.Response:
    async def got() -> httpx2.Response:
        transport = httpx2.ASGITransport(program.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://app") as browser:
            response = await browser.get(path, params=query)
        await program.client.close()
        return response

    return asyncio.run(got())


@both
def test_the_web_app_serves_a_page_and_its_events(api: str, said: Said) -> None:
    said({"user": "Hi", "text": "Hello there."})
    page = get(load(f"web_endpoint_{api}"), "/", prompt="Hi")
    assert page.status_code == 200
    assert "/stream?" in page.text and "source.close()" in page.text

    events = get(load(f"web_endpoint_{api}"), "/stream", prompt="Hi")
    assert events.headers["content-type"] == "text/event-stream"
    assert events.headers["cache-control"] == "no-cache"
    data = [json.loads(event.removeprefix("data: ")) for event in events.text.split("\n\n")[:-1]]
    assert "".join(event.get("text", "") for event in data) == "Hello there."
    assert "ending" in data[-1] and "text" not in data[-1]


@both
@pytest.mark.parametrize(
    ("path", "query"),
    [("/favicon.ico", {}), ("/stream", {}), ("/stream", {"prompt": "x" * 2001})],
)
def test_the_web_app_answers_nothing_else(
    api: str, path: str, query: dict[str, str], said: Said
) -> None:
    said({"user": "Hi", "text": "Hello there."})
    assert get(load(f"web_endpoint_{api}"), path, **query).status_code == 404


@both
def test_the_web_app_has_no_lifespan(api: str, said: Said) -> None:
    said({"user": "Hi", "text": "Hello there."})
    with pytest.raises(NotImplementedError):
        asyncio.run(load(f"web_endpoint_{api}").app({"type": "lifespan"}, None, None))


# tools


@pytest.mark.parametrize("api", ["openai", "responses", "anthropic"])
def test_a_models_mistake_is_told_to_it_and_ours_is_logged(
    api: str, said: Said, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said({"user": "Hi", "text": "Hello there."})
    program = load(f"tools_{api}")

    def result_of(name: str, arguments: dict[str, str]) -> str:
        whole = arguments if api == "anthropic" else json.dumps(arguments)
        result = program.result_of(name, whole)
        assert isinstance(result, str)
        return result

    assert "Ghent" in result_of("find_train", {"start": "Ghent", "goal": "Porto"})
    assert "no_such" in result_of("no_such", {})
    assert "city" in result_of("get_weather", {"town": "Paris"})
    assert not caplog.records

    def fails(tool: object) -> str:
        raise KeyError("secret")

    monkeypatch.setattr(program.GetWeather, "run", fails)
    told = result_of("get_weather", {"city": "Paris"})
    assert told.startswith("Error") and "secret" not in told
    assert "secret" in caplog.text


# endings, batch


def test_a_full_context_window_is_not_cut_by_the_cap(said: Said) -> None:
    from anthropic.types import Message

    said({"user": "Hi", "text": "Hello there."})
    program = load("endings_anthropic")
    full = Message.model_construct(content=[], stop_reason="model_context_window_exceeded")
    with pytest.raises(RuntimeError, match="context_window") as told:
        program.text_of(full)
    assert not isinstance(told.value, program.Cut)
