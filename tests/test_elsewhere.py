"""Running the course without installing it: the configurations name what is pinned."""

import json
import re

from helpers import lessons
from helpers.commands import packages

ROOT = lessons.ROOT


def pins(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)$", text, re.MULTILINE))


def test_colab_gets_the_pinned_versions() -> None:
    colab = pins((ROOT / ".colab" / "requirements.txt").read_text("utf-8"))
    assert colab.items() <= pins((ROOT / "requirements.txt").read_text("utf-8")).items()
    taught = {name: version for name, version in packages.direct().items() if version}
    assert taught.items() <= colab.items()


def test_binder_gets_all_of_them() -> None:
    (line,) = (ROOT / ".binder" / "requirements.txt").read_text("utf-8").splitlines()
    assert (ROOT / ".binder" / line.removeprefix("-r ")).samefile(ROOT / "requirements.txt")


def test_a_container_has_a_python_that_fits() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    binder = (ROOT / ".binder" / "runtime.txt").read_text("utf-8").strip()
    oldest, newest = re.findall(r"3\.(\d+)", packages.project(ROOT)["requires-python"])
    for name in (container["image"], binder):
        minor = re.fullmatch(r"python[:-]3\.(\d+)", name)
        assert minor and int(oldest) <= int(minor[1]) < int(newest), name
