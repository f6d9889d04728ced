"""A score as plain text."""

from __future__ import annotations

from unicodedata import east_asian_width

from hefu.cli.gym_score.forms import Forms

RULES = ("rule", "found", "false", "precision")
SCHEMES = ("scheme", "strength", "found", "recall", "best", "days", "stopped")
TWINS = ("scheme", "named", "share")


def text_score(forms: Forms) -> str:
    """Return the tables of a score for a terminal."""
    parts = [forms.basis()]
    for heading, columns, rows in tables(forms):
        parts += ["", forms.word(heading), _table([forms.word(column) for column in columns], rows, forms)]
    return "\n".join(parts) + "\n"


def tables(forms: Forms) -> list[tuple[str, tuple[str, ...], list[list[str]]]]:
    """Return each table as (heading, columns, rows)."""
    return [
        ("rules", RULES, forms.rules()),
        ("schemes", SCHEMES, forms.schemes()),
        ("twins", TWINS, forms.twins()),
    ]


def _table(header: list[str], rows: list[list[str]], forms: Forms) -> str:
    if not rows:
        return f"  {forms.word('none')}"
    widths = [max(_width(row[at]) for row in [header, *rows]) for at in range(len(header))]
    return "\n".join(
        "  " + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [header, *rows]
    )


def _width(text: str) -> int:
    """Return how many places a text takes on a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
