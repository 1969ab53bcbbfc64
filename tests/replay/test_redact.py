"""Whatever carries a key, an account or a cookie leaves nothing of it behind."""

import base64
import contextlib
import io
import json
import string
from collections.abc import Iterator

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import wire
from helpers.replay import seam
from helpers.replay.cassette import Cassette
from helpers.replay.redact import secrets_in, without_secrets
from helpers.replay.seam import install, uninstall
from helpers.replay.session import Session

steady = settings(database=None, derandomize=True, deadline=None, max_examples=60)

LETTERS = string.ascii_letters + string.digits
PREFIXES = ["sk-", "sk-proj-", "sk-svcacct-", "sk-ant-api03-", "org-", "proj_", "wrkspc_", ""]
secret = st.builds(
    str.__add__, st.sampled_from(PREFIXES), st.text(LETTERS, min_size=24, max_size=60)
)
HEADERS = [
    *("authorization", "x-api-key", "x-gateway-key", "cookie", "proxy-authorization"),
    *("openai-organization", "openai-project", "anthropic-workspace-id", "x-auth-token"),
]
around = st.text(st.characters(codec="utf-8", exclude_characters=LETTERS), max_size=20)


def is_free(text: str, value: str) -> bool:
    """Whether no eight characters in a row are left of it, but for its well-known beginning."""
    core = value.rsplit("-", 1)[-1].rsplit("_", 1)[-1]
    return not any(core[at : at + 8] in text for at in range(len(core) - 7))


@steady
@given(secret, around, around, st.integers(0, 10), st.integers(0, 10))
def test_no_part_of_a_known_secret_stays(
    value: str, before: str, after: str, start: int, end: int
) -> None:
    part = value[start : len(value) - end]
    text = before + part + after
    shown = without_secrets(text, [value])
    assert is_free(shown, value)
    assert len(shown.encode()) == len(text.encode())
    assert shown.startswith(before) and shown.endswith(after)


@steady
@given(secret, st.binary(max_size=9), st.binary(max_size=9))
def test_no_part_of_a_known_secret_stays_in_base64(value: str, before: bytes, after: bytes) -> None:
    encoded = base64.b64encode(before + value.encode() + after).decode()
    shown = without_secrets(encoded, [value])
    assert len(shown) == len(encoded)
    plain = base64.b64decode(shown.replace("*", "A")).decode("latin-1")
    assert is_free(plain, value)


@steady
@given(st.text(), secret)
def test_other_text_stays(text: str, value: str) -> None:
    if is_free(text, value) and is_free(text, text):
        assert without_secrets(text, [value]) == text


def test_what_looks_like_a_key_goes_even_if_nobody_knows_it() -> None:
    for value in (
        "sk-proj-********************abcd",
        "sk-ant-api03-" + "x" * 20,
        "org-" + "A1" * 8,
    ):
        assert without_secrets(f"Incorrect API key provided: {value}.") == (
            f"Incorrect API key provided: {'*' * len(value)}."
        )
    assert "secret12345" not in without_secrets("sent: Bearer secret12345")


def test_what_lessons_write_stays() -> None:
    for text in (
        "sk-proj-...",
        "Incorrect API key provided: wrong-key.",
        "a task-oriented, risk-averse way",
    ):
        assert without_secrets(text, secrets_in([("authorization", "Bearer wrong-key")])) == text


@pytest.fixture(scope="module")
def echo() -> Iterator[httpx2.Client]:
    """A server that sends back all that it was sent."""

    def answer(transport: object, request: httpx2.Request) -> httpx2.Response:
        said = {"headers": list(request.headers.multi_items()), "url": str(request.url)}
        own = [(n, v) for n, v in request.headers.multi_items() if n in HEADERS]
        said["body"] = request.content.decode()
        sent = json.dumps(said).encode()
        extra = [("x-request-id", own[0][1]), ("retry-after", own[0][1])]
        return httpx2.Response(
            200, headers=[("content-type", "application/json"), *own, *extra], content=sent
        )

    patch = pytest.MonkeyPatch()
    patch.setattr(seam, "_send", answer)
    with httpx2.Client() as client:
        yield client
    patch.undo()
    uninstall()


@steady
@given(st.sampled_from(HEADERS), secret, st.sampled_from(["", "Bearer ", "Basic "]))
def test_a_server_that_echoes_everything_leaves_nothing_in_a_recording(
    echo: httpx2.Client, tmp_path_factory: pytest.TempPathFactory, name: str, value: str, how: str
) -> None:
    path = tmp_path_factory.mktemp("echo") / "recording.yaml"
    install(Session("echo", "record", Cassette("", ""), path, 0))
    carried = f"session={value}; other=1" if name == "cookie" else how + value
    body = json.dumps({"messages": [f"what is {value}?"], "part": value[6:-2]})
    echo.post(
        f"https://api.openai.com/v1/echo?key={value}",
        content=body,
        headers={name: carried, "content-type": "application/json"},
    )
    assert is_free(path.read_text("utf-8"), value)
    assert len(Cassette.load(path).interactions) == 1


@steady
@given(secret)
def test_what_is_shown_of_the_wire_has_nothing_of_it(value: str) -> None:
    request = httpx2.Request(
        "POST",
        f"https://api.openai.com/v1/x?k={value}",
        headers={"authorization": f"Bearer {value}", "x-request-id": value},
        json={"said": value},
    )
    seen = wire.Exchange("openai", request, 200, "OK", {"x-request-id": value}, [value.encode()])
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        wire.show_request(seen)
        wire.show_response(seen)
    assert is_free(shown.getvalue(), value)
