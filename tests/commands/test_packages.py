"""Whether the running Python has what the course asks for."""

import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpers.commands import environment, install, packages
from helpers.commands.environment import python_in
from helpers.lessons import ROOT

from .conftest import Steps

Installer = Callable[..., None]


@pytest.fixture
def installed(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installer]:
    """Pretends that packages are installed here."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def add(name: str, version: str, direct_url: dict | None = None) -> None:
        info = site / f"{name}-{version}.dist-info"
        info.mkdir()
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (info / "METADATA").write_text(text, encoding="utf-8")
        if direct_url:
            (info / "direct_url.json").write_text(json.dumps(direct_url), encoding="utf-8")

    yield add


def editable(folder: Path) -> dict:
    return {"url": folder.as_uri(), "dir_info": {"editable": True}}


def complete(course: Path, add: Installer, **other: str) -> None:
    versions = {"taught_here": "2.1.0", "used_here": "5.9.0", "never_locked": "0.1"} | other
    for name, version in versions.items():
        if version:
            add(name, version)


def test_a_python_that_has_everything_is_used_as_it_is(
    course: Path, steps: Steps, installed: Installer
) -> None:
    complete(course, installed)
    installed("tiny_course", "0.1", editable(course))
    assert list(packages.lacking(course)) == []
    assert install.prepare(course) == Path(sys.executable)
    assert steps.done == []
    assert not (course / ".venv").exists()


@pytest.mark.parametrize(
    "other",
    [
        {"taught_here": "2.1.1"},
        {"taught_here": "3.0"},
        {"taught_here": ""},
        {"used_here": "6.0"},
        {"used_here": ""},
        {"never_locked": ""},
    ],
    ids=str,
)
def test_a_python_with_other_packages_gets_the_course_its_own(
    course: Path, steps: Steps, installed: Installer, other: dict[str, str]
) -> None:
    complete(course, installed, **other)
    installed("tiny_course", "0.1", editable(course))
    (lack,) = packages.lacking(course)
    assert packages._normal(next(iter(other))) in packages._normal(lack)
    assert install.prepare(course) == python_in(course / ".venv")


@pytest.mark.parametrize("whose", ["nobody's", "another copy's", "a build's", "a copy's"])
def test_helpers_must_be_those_of_this_folder(
    course: Path, installed: Installer, whose: str
) -> None:
    complete(course, installed)
    if whose == "another copy's":
        installed("tiny_course", "0.1", editable(course.parent / "elsewhere"))
    elif whose == "a build's":
        installed("tiny_course", "0.1")
    elif whose == "a copy's":
        installed("tiny_course", "0.1", {"url": course.as_uri(), "dir_info": {}})
    assert len(list(packages.lacking(course))) == 1


def test_the_course_itself_can_be_read() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest, (major, minor) = environment.OLDEST, environment.NEWEST
    after = f"{major}.{minor + 1}"
    assert project["requires-python"] == f">={'.'.join(map(str, oldest))},<{after}"
    direct, locked = packages.direct(), packages.locked(ROOT)
    assert {"openai", "anthropic"} <= {name for name, only in direct.items() if only}
    for name, only in direct.items():
        there = locked[packages._normal(name)]
        assert there == only or not only


def test_a_package_whose_files_are_gone_is_damaged(
    course: Path, installed: Installer, tmp_path: Path
) -> None:
    complete(course, installed)
    site = tmp_path / "site"
    (site / "used_here").mkdir()
    (site / "used_here" / "core.py").touch()
    record = site / "used_here-5.9.0.dist-info" / "RECORD"
    record.write_text("used_here/core.py,,\nused_here/__pycache__/x.pyc,,\n", "utf-8")
    assert list(packages.damaged(course)) == []
    (site / "used_here" / "core.py").unlink()
    assert list(packages.damaged(course)) == ["used-here"]
