"""The cassette file: written whole, read back equal, readable, and vcrpy's own format."""

import json
from pathlib import Path

import pytest
import vcr.serialize
import yaml
from vcr.serializers import yamlserializer

from helpers.problems import LessonProblem
from helpers.replay.cassette import Cassette, Timing
from helpers.replay.identity import readable

from ..recorded import anthropic_message, cassette, openai_chat, openai_stream, rate_limited

BODIES = [
    '{"text":"' + "a long line " * 30 + '"}',
    json.dumps({"a": [1, {"b": "line\nbreak"}]}, indent=2) + "\n",
    'data: {"a": 1}\n\ndata: [DONE]\n\n',
    'event: ping\ndata: {"type": "ping"}     }\n\n',
    "",
    " leading space\n\n\n",
    "trailing space \nnext",
    "tab\there",
    "é 漢字 😀 \u2028 \u0085",
    "# : - not YAML",
]


@pytest.mark.parametrize("body", BODIES)
def test_what_is_saved_is_read_back_and_vcrpy_reads_the_same(body: str, tmp_path: Path) -> None:
    raw = body.encode()
    timing = Timing(3, ((4, len(raw)),))
    kept = openai_chat("hi", body=raw, timing=timing, headers={"content-type": "text/plain"})
    path = tmp_path / "a.yaml"
    cassette(kept, rate_limited("no")).save(path)
    assert Cassette.load(path).interactions[0] == kept
    requests, responses = vcr.serialize.deserialize(path.read_text("utf-8"), yamlserializer)
    assert responses[0]["body"]["string"] == raw
    assert requests[0].uri == "https://api.openai.com/v1/chat/completions"


def test_bytes_that_are_no_text_survive(tmp_path: Path) -> None:
    raw = bytes(range(256))
    file = {"content-type": "application/octet-stream"}
    kept = openai_chat("hi", body=raw, timing=Timing(0, ((0, 256),)), headers=file)
    cassette(kept).save(tmp_path / "a.yaml")
    assert Cassette.load(tmp_path / "a.yaml").interactions[0].body == raw


def test_a_stream_is_written_one_event_under_another(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    cassette(openai_stream("hi", ["one 😀", "two"])).save(path)
    lines = path.read_text("utf-8").splitlines()
    assert sum(line.strip().startswith("data: ") for line in lines) == 5
    assert '\\"' not in path.read_text("utf-8")


def test_a_cassette_that_vcrpy_wrote_can_be_read(tmp_path: Path) -> None:
    document = {
        "version": 1,
        "interactions": [
            {
                "request": {
                    "method": "POST",
                    "uri": "https://api.anthropic.com/v1/messages",
                    "body": '{"model": "m"}',
                    "headers": {"Anthropic-Version": ["x"]},
                },
                "response": {
                    "status": {"code": 200, "message": "OK"},
                    "headers": {"Content-Type": ["application/json"]},
                    "body": {"string": "{}"},
                },
            }
        ],
    }
    path = tmp_path / "a.yaml"
    path.write_text(yaml.dump(document), "utf-8")
    (interaction,) = Cassette.load(path).interactions
    assert interaction.identity.provider == "anthropic"
    assert interaction.headers == {"content-type": "application/json"}
    assert interaction.timing.chunks == ((0, 2),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"version: 1\n",
        b"version: 1\ninteractions:\n- request: {}\n",
        b"version: 1\ninteractions: [\n",
        b"\xff\xfe\x00",
        b"just text",
    ],
)
def test_a_damaged_cassette_says_what_to_do(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "notebooks" / "cassettes" / "a.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(LessonProblem, match=r"git checkout notebooks/cassettes/a\.yaml") as caught:
        Cassette.load(path)
    assert len(caught.value._render_traceback_()) == 1


def test_a_cut_cassette_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    cassette(openai_stream("hi", ["one", "two"]), anthropic_message("hi")).save(path)
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("data: [DONE]")], "utf-8")
    with pytest.raises(LessonProblem):
        Cassette.load(path)


def test_a_missing_cassette_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LessonProblem, match="git checkout"):
        Cassette.load(tmp_path / "none.yaml")


def test_a_failed_save_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    cassette(openai_chat("hi")).save(path)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("helpers.files.os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        cassette(openai_chat("other")).save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_pictures_stand_in_it_as_digests() -> None:
    picture = "iVBORw0KGgo" + "A" * 400
    for url in (picture, f"data:image/png;base64,{picture}"):
        text = readable(json.dumps({"url": url}).encode(), "application/json")
        assert picture not in text and "sha256:" in text
        assert readable(text.encode(), "application/json") == text


def test_a_random_boundary_makes_no_difference() -> None:
    def form(boundary: str) -> str:
        body = f"--{boundary}\r\n\r\nx\r\n--{boundary}--\r\n".encode()
        return readable(body, f"multipart/form-data; boundary={boundary}")

    assert form("abc123") == form("xyz789")
