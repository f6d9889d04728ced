"""Recall against strength as one drawing: a panel per scheme, a bar per strength with its interval."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from hefu.cli.gym_score.forms import Forms, screen_rows

_COLUMNS = 4
_WIDTH, _HEIGHT = 232, 156
_LEFT, _TOP, _BASE, _STEP, _BAR = 34, 34, 122, 46, 26
_STYLE = (
    "text{font:12px -apple-system,'Segoe UI',Roboto,Arial,'PingFang SC',"
    "'Microsoft YaHei','Noto Sans CJK SC',sans-serif;"
    "fill:#485563}.t{fill:#17202a;font-weight:600}.b{fill:#3f5b73}.i{stroke:#17202a}.g{stroke:#dbe0e5}"
    "@media(prefers-color-scheme:dark){text{fill:#b3bec9}.t{fill:#e4e9ee}.b{fill:#8fb0cb}.i{stroke:#e4e9ee}.g"
    "{stroke:#2c3741}}"
)


def picture(forms: Forms) -> str:
    """Return the drawing as SVG. The table of schemes holds the same figures."""
    panels = [list(rows) for _, rows in groupby(screen_rows(forms.score.schemes), key=lambda row: row["scheme"])]
    lines = max(1, -(-len(panels) // _COLUMNS))
    width, height = _COLUMNS * _WIDTH, lines * _HEIGHT
    drawn = "".join(
        f'<g transform="translate({at % _COLUMNS * _WIDTH},{at // _COLUMNS * _HEIGHT})">{_panel(rows, forms)}</g>'
        for at, rows in enumerate(panels)
    )
    name = escape(forms.word("picture"), {'"': "&quot;"})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{name}">'
        f"<style>{_STYLE}</style>{drawn}</svg>"
    )


def _panel(rows: list[dict[str, Any]], forms: Forms) -> str:
    grid = "".join(
        f'<path class="g" d="M{_LEFT} {y}H{_WIDTH - 8}"/>'
        f'<text x="{_LEFT - 5}" y="{y + 4}" text-anchor="end">{share}</text>'
        for share, y in ((0, _BASE), (50, (_BASE + _TOP) // 2), (100, _TOP))
    )
    bars = "".join(_bar(at, row, forms) for at, row in enumerate(rows))
    return f'<text class="t" x="4" y="16">{escape(rows[0]["scheme"])}</text>{grid}{bars}'


def _bar(at: int, row: dict[str, Any], forms: Forms) -> str:
    left = _LEFT + 10 + at * _STEP
    top, low, high = (_y(row[name]) for name in ("recall", "recall_low", "recall_high"))
    middle = left + _BAR // 2
    return (
        f'<rect class="b" x="{left}" y="{top}" width="{_BAR}" height="{_BASE - top}"/>'
        f'<path class="i" d="M{middle} {low}V{high}"/>'
        f'<text x="{middle}" y="{_BASE + 16}" text-anchor="middle">{escape(forms.word(row["strength"]))}</text>'
    )


def _y(share: float) -> int:
    return _BASE - round(share * (_BASE - _TOP))
