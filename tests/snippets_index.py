"""Where the snippets are: `python3 -m tests.snippets_index` prints the table of README,
`... write` stores it there, and `... lesson 04` prints the list for a lesson.
"""

import re
import sys

from helpers.commands.snippets import APIS, Snippet, by_task
from helpers.lessons import ROOT, full_name

README = ROOT / "README.md"
TITLES = ["task", *APIS.values(), "lesson"]
IN_README = re.compile(re.escape(f"| {' | '.join(TITLES)} |") + r"\n(\|.*\n)+")


def table() -> str:
    """The index: a row a task, a column an API."""
    rows = [TITLES, ["---"] * len(TITLES)]
    for task, same in by_task():
        of = {snippet.api: snippet for snippet in same}
        both = of.get("")  # it asks either of the two that all snippets have
        cells = [of.get("openai", both), of.get("responses"), of.get("anthropic", both)]
        links = [_link(snippet, "notebooks/snippets/") if snippet else "" for snippet in cells]
        numbers = sorted({snippet.lesson for snippet in same})
        lessons = [f"[{number}](notebooks/{full_name(number)}.ipynb)" for number in numbers]
        rows.append([task.removesuffix("."), *links, ", ".join(lessons)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def of_lesson(number: str) -> str:
    """A lesson's snippets as a list, with links from the notebook."""
    lines = []
    for task, same in by_task():
        here = [_link(s, "snippets/") for s in same if s.lesson == number]
        if here:
            lines.append(f"- {task.removesuffix('.')}: {', '.join(here)}\n")
    return "".join(lines)


def _link(snippet: Snippet, folder: str) -> str:
    return f"[`{snippet.name}`]({folder}{snippet.name}.py)"


def main(words: list[str]) -> None:
    match words:
        case []:
            print(table(), end="")
        case ["write"]:
            text = README.read_text("utf-8")
            README.write_text(IN_README.sub(lambda _: table(), text), encoding="utf-8")
        case ["lesson", number]:
            print(of_lesson(number), end="")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
