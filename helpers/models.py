"""The models that this course calls: ids stand here and in `capabilities`, nowhere else.

Checked on 2026-11-22 against the SDKs' own lists and the vendors' documentation.
Another model is a matter of two lines in `.env`: OPENAI_MODEL and ANTHROPIC_MODEL. What it refuses
of what the lessons send is in `capabilities`.
In replay they are left aside: the recorded answers belong to the models below.
"""

from .settings import Settings

CHECKED_ON = "2026-11-22"

RECORDED = {"OPENAI_MODEL": "gpt-6-luna", "ANTHROPIC_MODEL": "claude-haiku-5-5"}

# Anthropic answers 404 to this one.
RETIRED_MODEL = "claude-sonnet-4-20250514"

# What became of ids that tutorials still show: (old id, what happened, use instead).
RETIRED = {
    "gpt-4o": ("leaves the API on 2027-01-14", "OPENAI_MODEL"),
    "gpt-4o-mini": ("leaves the API on 2027-01-14", "OPENAI_MODEL"),
    "gpt-5": ("leaves the API on 2026-12-11", "OPENAI_MODEL"),
    RETIRED_MODEL: ("retired on 2026-06-15", "ANTHROPIC_MODEL"),
    "claude-haiku-4-20250414": ("in no list of the vendor", "ANTHROPIC_MODEL"),
    "claude-sonnet-4-5": ("ends on 2026-11-30", "ANTHROPIC_MODEL"),
}


def _model(variable: str) -> str:
    settings = Settings.load()
    override = "" if settings.mode == "replay" else settings.variables.get(variable)
    return override or RECORDED[variable]


OPENAI_MODEL = _model("OPENAI_MODEL")
ANTHROPIC_MODEL = _model("ANTHROPIC_MODEL")


def what_became_of() -> str:
    """The ids that tutorials still show and what holds now, as a plain table."""
    rows: list[tuple[str, ...]] = [("id", "what happened", "here instead")]
    rows += [(old, fate, RECORDED[new]) for old, (fate, new) in RETIRED.items()]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    rows.insert(1, tuple("-" * width for width in widths))
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
