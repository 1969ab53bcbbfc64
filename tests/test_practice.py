"""The frame of exercises, quizzes, explorers and progress, without any lesson's content."""

import asyncio
import inspect
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import openai
import pytest
from helpers.practice.watch import watch, watch_async

from helpers.practice import exercise as frame
from helpers.practice import progress
from helpers.practice import watch as watching
from helpers.practice.exercise import Wrong, check, exercise, hint, need
from helpers.practice.explorer import Explorer, View, side_by_side
from helpers.replay.seam import install
from helpers.replay.session import Session

from .recorded import MODEL, cassette, openai_chat


@pytest.fixture(autouse=True)
def own_exercises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_exercises", {})
    monkeypatch.setattr(frame, "_module", lambda number, name: None)

    @exercise("99.1", hint="Add them.")
    def adds(answer: Any) -> str:
        need(answer(2, 2) == 4, "2 and 2 are 4.")
        return "Well added."


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LESSON_PROGRESS", str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


def from_a_notebook(code: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function whose source can be read, as in a cell."""
    space: dict[str, Any] = {}
    exec(compile(code, "<cell>", "exec"), space)
    function = space["f"]
    monkeypatch.setattr(inspect, "getsource", lambda _: code)
    return function


def test_a_right_answer_is_right_and_noted(file: Path) -> None:
    result = check("99.1", lambda a, b: a + b)
    assert result.state == "right" and "Well added" in repr(result)
    assert progress.read() == ["99.1"]


def test_a_wrong_answer_is_told_why_and_not_noted(file: Path) -> None:
    result = check("99.1", lambda a, b: a - b)
    assert result.state == "wrong" and "2 and 2 are 4" in result.text
    assert progress.read() == []


def test_an_error_in_the_answer_is_part_of_the_result() -> None:
    result = check("99.1", lambda a, b: a / 0)
    assert result.state == "wrong" and "ZeroDivisionError" in result.text


@pytest.mark.parametrize(
    "stub",
    ["def f(a, b):\n    ...", "def f(a, b):\n    c = ...\n    return a + b"],
)
def test_a_stub_is_not_yet(stub: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check("99.1", from_a_notebook(stub, monkeypatch)).state == "not yet"
    assert check("99.1", ...).state == "not yet"


def test_a_forgotten_ellipsis_is_told_from_an_untouched_stub(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stub = check("99.1", from_a_notebook("def f(a, b):\n    ...", monkeypatch))
    done = check("99.1", from_a_notebook("def f(a, b):\n    ...\n    return a + b", monkeypatch))
    assert done.state == stub.state == "not yet"
    assert done.text != stub.text


def test_a_lambda_beside_an_ellipsis_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect, "getsource", lambda _: "adds, rest = lambda a, b: a + b, ...")
    assert check("99.1", lambda a, b: a + b).state == "right"


def test_a_hint_comes_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    hint("99.1")
    assert capsys.readouterr().out == "Add them.\n"


def test_an_unknown_number_is_named() -> None:
    with pytest.raises(LookupError, match=r"99\.7"):
        check("99.7", 1)
    assert check(" 99.1", ...).number == check(99.1, ...).number == "99.1"
    with pytest.raises(LookupError, match="comes first"):
        check(len, "99.1")


def test_html_shows_a_learners_text_as_text() -> None:
    def raises(a: int, b: int) -> None:
        raise ValueError("<b>")

    assert "&lt;b&gt;" in check("99.1", raises)._repr_html_()


def ask(prompt: str, **options: Any) -> str:
    client = openai.OpenAI(api_key="none", max_retries=0)
    messages = [{"role": "user", "content": prompt}]
    answer = client.chat.completions.create(model=MODEL, messages=messages, **options)
    return answer.choices[0].message.content


def test_a_judge_sees_what_was_sent_recorded_or_not(tmp_path: Path) -> None:
    install(Session("99_x", "replay", cassette(openai_chat("hi", "hello")), tmp_path / "x", 0))
    assert watch(ask, "hi").result == "hello"
    seen = watch(ask, "something else")
    assert seen.requests[0]["messages"][0]["content"] == "something else"
    with pytest.raises(frame.NotRecorded):
        _ = seen.result

    @exercise("99.2", hint="")
    def judge(answer: Any) -> None:
        seen = watch(answer, "something else")
        need("temperature" not in seen.requests[0], "No temperature.")
        assert seen.result

    assert "No temperature" in check("99.2", lambda p: ask(p, temperature=1)).text
    assert "so that check can see" in check("99.2", ask).text


def test_an_answer_that_asks_for_ever_is_stopped(tmp_path: Path) -> None:
    install(Session("99_x", "replay", cassette(openai_chat("hi")), tmp_path / "x", 0))

    @exercise("99.2", hint="")
    def judge(answer: Any) -> None:
        watch(answer)

    def loops() -> None:
        for _ in range(100):  # as good as for ever, and yet an end if nothing stops it
            ask("hi")

    def calls_itself(more: int = 100) -> None:
        ask("hi")
        if more:
            calls_itself(more - 1)

    for answer in (loops, calls_itself):
        assert "did not come to an end" in check("99.2", answer).text


def test_an_async_answer_that_waits_for_ever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_MOST_SECONDS", 0.05)

    @exercise("99.3", hint="")
    async def judge(answer: Any) -> None:
        await watch_async(answer)

    async def waits() -> None:
        await asyncio.Event().wait()

    async def result() -> frame.Result:
        return await check("99.3", waits)

    assert "did not come to an end" in asyncio.run(result()).text


def test_the_commonest_slips_get_a_next_step() -> None:
    assert "parameters of the stub" in check("99.1", lambda a: a).text

    @exercise("99.3", hint="")
    async def judge(answer: Any) -> None:
        await watch_async(answer)

    async def result() -> frame.Result:
        return await check("99.3", lambda: [])

    assert "async def" in asyncio.run(result()).text


def test_a_request_in_another_lessons_kernel_says_so(tmp_path: Path) -> None:
    install(Session("98_other", "replay", cassette(openai_chat("hi")), tmp_path / "x", 0))

    @exercise("99.2", hint="")
    def judge(answer: Any) -> None:
        assert watch(answer, "not there").result

    assert 'start("99")' in check("99.2", ask).text


def test_what_is_no_function_is_told_so() -> None:
    assert "no brackets" in check("99.1", 4).text

    async def adds(a: int, b: int) -> int:
        return a + b

    assert "not async def" in check("99.1", adds).text


def test_a_judge_that_stumbles_does_not_blame_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    # A judge's frames are helpers' own; here it is the standard library's.
    exercise("99.2", hint="")(json.loads)
    assert "The check stumbled" in check("99.2", lambda: None).text


def test_a_judge_may_expect_an_error() -> None:
    def fails() -> None:
        raise ValueError("cut")

    assert isinstance(watch(fails, expecting=ValueError).raised, ValueError)
    with pytest.raises(ValueError, match="cut"):
        watch(fails)


def test_the_check_of_an_async_exercise_is_awaited() -> None:
    @exercise("99.3", hint="")
    async def judge(answer: Any) -> None:
        seen = await watch_async(answer, 1)
        need(seen.result == 2, "Add one.")

    async def right(number: int) -> int:
        return number + 1

    async def wrong(number: int) -> int:
        return number

    async def all_three() -> list[str]:
        results = [await check("99.3", answer) for answer in (right, wrong, ...)]
        return [result.state for result in results]

    assert asyncio.run(all_three()) == ["right", "wrong", "not yet"]
    assert "await" in repr(check("99.3", right))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"solved": 3}', "\x00"])
def test_a_broken_progress_file_is_no_obstacle(content: str, file: Path) -> None:
    file.write_text(content, "utf-8")
    assert progress.read() == []
    progress.solved("01.1")
    progress.solved("01.1")
    progress.solved("02.1")
    assert json.loads(file.read_text("utf-8")) == {"solved": ["01.1", "02.1"]}


def test_progress_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSON_PROGRESS", str(tmp_path / "no" / "such" / "folder"))
    assert check("99.1", lambda a, b: a + b).state == "right"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_device_in_the_place_of_the_progress_file_stays_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path / "device"
    os.mkfifo(device)
    monkeypatch.setenv("LESSON_PROGRESS", str(device))
    progress.solved("01.1")
    assert device.is_fifo()


def test_what_is_no_ordinary_file_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSON_PROGRESS", str(tmp_path))
    progress.solved("01.1")
    assert tmp_path.is_dir() and list(tmp_path.parent.glob("*.tmp")) == []


def test_progress_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESSON_PROGRESS", "")
    progress.solved("01.1")
    assert progress.read() == []


class Sum(Explorer):
    title = "A sum"
    settings: ClassVar = {"a": (0, 10, 5), "b": [1, 2], "word": ["one"]}
    free = ("word",)

    def views(self, **chosen: Any) -> Iterator[View]:
        yield View("wait", "<i>wait</i>")
        yield View(f"{chosen['a'] + chosen['b']} {chosen['word']}")


def test_the_plain_call_and_the_widget_show_the_same() -> None:
    explorer = Sum()
    *_, slider, menu, _, picture = explorer.widget().children
    slider.value, menu.value = 5, 2
    assert "7 one" in picture.value
    assert repr(explorer.show(a=5, b=2)) == "7 one"
    assert repr(explorer).startswith("A sum\n  a: 0 to 10 in steps of 5\n  b: 1, 2")


def test_a_setting_can_start_elsewhere_than_at_its_first_value() -> None:
    class Later(Sum):
        start: ClassVar = {"a": 10, "b": 2}

    *_, slider, menu, _, picture = Later().widget().children
    assert (slider.value, menu.value) == (10, 2)
    assert "12 one" in picture.value
    assert repr(Later().show()) == "12 one" and repr(Later()).endswith("12 one")
    assert repr(Later().show(a=0)) == "2 one"
    assert len(list(Later().every())) == 6


def test_what_has_a_button_starts_with_it_and_only_once_at_a_time() -> None:
    seen: list[bool] = []

    class Slow(Sum):
        button = "Go"

        def views(self, **chosen: Any) -> Iterator[View]:
            seen.append(start.disabled)
            yield View("done")

    bundle = Slow()._repr_mimebundle_()
    assert bundle["text/plain"].endswith("Start it with .show().")
    *_, start, picture = Slow().widget().children
    assert not seen and not picture.value
    start.click()
    assert seen == [True] and not start.disabled
    assert "done" in picture.value


def test_an_error_behind_a_control_is_shown() -> None:
    class Fails(Sum):
        def views(self, **chosen: Any) -> Iterator[View]:
            if chosen["b"] == 2:
                raise ValueError("<no>")
            yield View("fine")

    *_, menu, _, picture = Fails().widget().children
    menu.value = 2
    assert "ValueError: &lt;no&gt;" in picture.value


def test_without_widgets_there_is_the_text() -> None:
    bundle = Sum()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"].endswith("1 one")


@pytest.mark.parametrize("wrong", [{"a": 3}, {"a": 15}, {"b": 9}, {"c": 1}, {"word": "two"}])
def test_a_setting_that_is_not_offered_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Sum().show(**wrong)


def test_what_is_free_takes_anything_when_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESSON_MODE", "live")
    assert repr(Sum().show(word="two")) == "1 two"


def test_a_recording_can_go_through_all_settings() -> None:
    assert len(list(Sum().every())) == 6


def test_columns_are_shown_with_their_text_as_text() -> None:
    view = side_by_side([{"name": "<a>"}, {"name": "b"}])
    assert view.text == "name: <a>\n\nname: b"
    assert view.html.count("<td") == 2 and "&lt;a&gt;" in view.html


def test_wrong_is_an_ordinary_exception_for_judges() -> None:
    with pytest.raises(Wrong):
        need(False, "no")
