"""A table of cells, read strictly: cells are texts, rows as wide as the header, an empty text is missing."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.refusals import Refusal, refuse


@dataclass(frozen=True)
class Table:
    """Rows of cells under a header. `path` is how refusals name it."""

    path: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """Return the cells of one column; refused where there is none of that name."""
        if name not in self.header:
            raise refuse(Refusal.SCORE_COLUMN_ABSENT, path=self.path, column=name)
        at = self.header.index(name)
        return [row[at] for row in self.rows]

    def records(self) -> list[dict[str, str]]:
        """Return every row by the names of its columns."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]

    def of_rows(self, places: list[int]) -> Table:
        """Return a table of some rows."""
        return Table(self.path, self.header, tuple(self.rows[at] for at in places))

    def in_order(self) -> Table:
        """Return the same rows in the order of their cells, so that one set of rows trains one card."""
        return Table(self.path, self.header, tuple(sorted(self.rows)))

    @cached_property
    def sha256(self) -> str:
        """The hash of header and rows, whatever the order of the rows."""
        return sha256_hex(canonical_json([self.header, sorted(self.rows)]))

    @property
    def repeated_count(self) -> int:
        """How many rows are the very same as another."""
        return len(self.rows) - len(set(self.rows))


def read_cells(path: Path, separator: str) -> Table:
    """Read a delimited text in UTF-8. Refused: no file, no text, a ragged row, a repeated column, no rows."""
    if not path.is_file():
        raise refuse(Refusal.FILE_MISSING, path=path.name)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=path.name, reason=str(error)[:80]) from None
    if "\0" in text:
        raise refuse(Refusal.TABLE_HAS_NUL, row=text[: text.index("\0")].count("\n") + 1)
    try:
        lines = list(csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True))
    except csv.Error as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=path.name, reason=str(error)) from None
    return checked(path.name, [[cell.strip() for cell in line] for line in lines if line])


def checked(path: str, lines: list[list[str]]) -> Table:
    """Return the lines as a table: the first is the header, every other as wide, each column named once."""
    if len(lines) < 2:  # noqa: PLR2004 - a header and one row
        raise refuse(Refusal.SCORE_NO_ROWS, path=path)
    header, *rows = lines
    for name in header:
        if header.count(name) > 1 or not name:
            raise refuse(Refusal.COLUMN_REPEATED, table=path, column=name)
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise refuse(Refusal.ROW_RAGGED, row=number, found=len(row), expected=len(header))
    return Table(path, tuple(header), tuple(map(tuple, rows)))
