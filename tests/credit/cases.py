"""Tables of cases as text: one case per line, words between blanks, the expected answer last."""

from __future__ import annotations


def cases(table: str) -> list[tuple[str, ...]]:
    """The lines of a table as words; the first line names the columns, # begins a remark."""
    lines = [line.split() for line in table.strip().splitlines() if line.strip() and not line.lstrip().startswith("#")]
    columns, *rows = lines
    wrong = [row for row in rows if len(row) != len(columns)]
    assert not wrong, f"a case has {len(columns)} words: {wrong}"
    return [tuple(row) for row in rows]
