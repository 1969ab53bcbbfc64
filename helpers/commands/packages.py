"""What the course asks for, and what of it the running Python has.

Standard library only, like `environment`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ..lessons import ROOT

AGAIN = "Then run the same command again."


class SetupProblem(Exception):
    """The course cannot be set up; the message says what to do."""


def file_of(root: Path, name: str) -> bytes:
    """A file of the course. Raises SetupProblem if it is missing."""
    try:
        return (root / name).read_bytes()
    except FileNotFoundError:
        raise SetupProblem(f"{root / name} is missing: get the whole course again.") from None


def direct(root: Path = ROOT) -> dict[str, str]:
    """The packages that the course itself asks for, with the version where only one will do."""
    items = (re.split(r"\s*==", item) for item in project(root)["dependencies"])
    return {name: "".join(version) for name, *version in items}


def lacking(root: Path = ROOT) -> Iterator[str]:
    """What the running Python lacks, a phrase each.

    What the course teaches must be there in the very version; of the rest, the same
    major version does. `helpers` must be this folder's: notebooks import it.
    """
    locks = locked(root)
    for name, exact in direct(root).items():
        wanted = exact or locks.get(_normal(name), "")
        try:
            here = metadata.version(name) or ""
        except (KeyError, metadata.PackageNotFoundError):  # the former for a damaged one
            here = ""
        same = here == wanted if exact else here.split(".")[0] == wanted.split(".")[0]
        if not here:
            yield f"{name} is not installed"
        elif wanted and not same:
            yield f"{name} is {here}, not {wanted}"
    # A build leaves an .egg-info in the root as well: only the installed one knows its folder.
    copies = metadata.distributions(name=project(root)["name"])
    origins = [copy.read_text("direct_url.json") for copy in copies]
    if not any(_is_editable(origin, root) for origin in origins if origin):
        yield f"helpers is not installed from {root}"


def damaged(root: Path = ROOT) -> Iterator[str]:
    """The packages that are installed and lack some of their files."""
    for name in locked(root):
        try:
            files = metadata.files(name) or []
        except (KeyError, metadata.PackageNotFoundError):
            continue  # for another system, or told by `lacking`
        paths = (Path(str(file.locate())) for file in files if file.suffix == ".py")
        if not all(path.exists() for path in paths):
            yield name


def other_versions(root: Path = ROOT) -> Iterator[str]:
    """The packages of requirements.txt that are here in another version, such as `x 2 for 1`."""
    here = {_normal(d.name or ""): d.version for d in metadata.distributions()}
    for name, wanted in locked(root).items():
        if name in here and here[name] != wanted:
            yield f"{name} {here[name]} for {wanted}"


def _is_editable(direct_url: str, root: Path) -> bool:
    origin = json.loads(direct_url)
    folder = Path(url2pathname(urlsplit(origin["url"]).path))
    return bool(origin.get("dir_info", {}).get("editable")) and folder.resolve() == root.resolve()


def project(root: Path) -> dict:
    """The table [project] of pyproject.toml."""
    import tomllib  # not there in a Python that is too old

    return tomllib.loads(file_of(root, "pyproject.toml").decode("utf-8"))["project"]


def locked(root: Path) -> dict[str, str]:
    """The versions in requirements.txt, by normalised name."""
    lines = file_of(root, "requirements.txt").decode("utf-8").splitlines()
    pins = (re.match(r"([\w.-]+)==([^\s;]+)", line) for line in lines)
    return {_normal(pin[1]): pin[2] for pin in pins if pin}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
