"""`python3 -m helpers progress`: how far a class has come.

It reads the files in which each copy of the lessons notes the exercises that its learner solved:
their numbers, and nothing else.
"""

import argparse
from collections import Counter
from itertools import chain
from pathlib import Path

from ..practice.progress import NAME, read


def main(arguments: list[str]) -> int:
    """Print how many learners solved each exercise. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m helpers progress", description=__doc__)
    parser.add_argument(
        "folders",
        nargs="+",
        metavar="FOLDER",
        type=Path,
        help="a learner's folder, or one that holds the folders of many",
    )
    parser.add_argument("--each", action="store_true", help="list every learner's exercises")
    options = parser.parse_args(arguments)
    solved: dict[Path, list[str]] = {}
    for folder in options.folders:
        if not folder.is_dir():
            parser.error(f"there is no folder {folder}")
        solved |= {path.parent: read(path) for path in folder.resolve().rglob(NAME)}
    print(f"learners with a solved exercise: {len(solved)}")
    for number, learners in sorted(Counter(chain.from_iterable(solved.values())).items()):
        print(f"{number}  {learners:3}")
    if options.each:
        for folder in sorted(solved):
            print(f"{folder}: {', '.join(solved[folder])}")
    return 0
