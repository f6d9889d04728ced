"""The impact report as a table at the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from hefu.cli.law_report.forms import Forms
from hefu.core.texts import Language
from hefu.rulebook.impact import Impact

ROWS_MAX = 50
"""So many rows are told at the terminal; the page has more."""

_COLUMNS = ("effect", "thing", "party", "value", "over", "amount", "ends", "days", "note")


def text_impact(impact: Impact, language: Language) -> str:
    """Return the report as text: the rule, the counts, a table of what is touched."""
    forms = Forms(language)
    lines = [forms.word("heading", day=impact.starts_on), forms.asof(impact)]
    lines += [f"{impact.rule_id}: {forms.said(impact.after.says)}"]
    lines += [f"{forms.word('before')}: {forms.figure(impact.before)}"]
    lines += [f"{forms.word('after')}: {forms.figure(impact.after)} ({forms.certainty(impact.after)})", ""]
    if impact.untestable:
        return "\n".join([*lines, f"{forms.word('untestable')}: {forms.said(impact.untestable)}"]) + "\n"
    if not impact.rows:
        return "\n".join([*lines, forms.untouched(impact)]) + "\n"
    lines.append(f"{impact.touched} {forms.word('touched', measured=impact.measured)}")
    lines += [f"  {forms.effect(effect)}: {count}" for effect, count in impact.by_effect.items() if count]
    lines += ["", *columns([[forms.word(name) for name in _COLUMNS], *_cells(impact, forms)])]
    left = len(impact.rows) - ROWS_MAX
    return "\n".join([*lines, *([forms.word("not_shown", count=left)] if left > 0 else [])]) + "\n"


def _cells(impact: Impact, forms: Forms) -> list[list[str]]:
    unit = impact.after.unit
    return [
        [
            forms.effect(row.effect),
            " ".join(forms.thing(row)),
            forms.party(row),
            forms.measured(row, unit),
            forms.over(row, unit),
            forms.amount(row),
            forms.ends(row),
            forms.days(row),
            forms.note(row),
        ]
        for row in impact.rows[:ROWS_MAX]
    ]


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines, each column as wide as its widest cell on a screen."""
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Return how many cells of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
