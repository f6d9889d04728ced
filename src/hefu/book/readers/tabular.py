"""The reader of tables of cells: CSV and Excel, by the mapping of their sender.

A table is read whole or refused: a header nobody mapped, a row that fits no table, a cell that is not what its
column says. Each refusal names row and header.
"""

from __future__ import annotations

from collections.abc import Iterator

from hefu.book.book import Row
from hefu.book.readers.cells import Cells, Value
from hefu.book.readers.mapping import PLACEHOLDER, Mapping, TableMap
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.sheets import CellValue, Numbered, rows_of
from hefu.book.schema import SCHEMA
from hefu.core.refusals import Refusal, refuse

_HEADER_WITHIN_ROWS = 100
_SCHEMES = {"uscc": "uscc", "lei": "lei", "gln": "gln", "registration_number": "registration", "tax_number": "tax"}
"""A party's identifiers, strongest first, and the scheme of each."""

_PARTY_KINDS = SCHEMA["parties"].column("kind").codes


def read_tabular(data: bytes, source: Source, mapping: Mapping) -> Rows:
    """Read one CSV file or Excel sheet.

    Raises RefusalError: TABLE_…, SHEET_… for its form, HEADER_…, ROW_…, CELL_… for what is in it.
    """
    reading = _Reading(Rows(source, mapping.document_kind), mapping)
    rows = rows_of(data, mapping)
    header = _header(rows, mapping)
    _refuse_headers(header, mapping)
    for number, cells in rows:
        if not any(cells):
            continue
        first = next(str(cell) for cell in cells if cell)
        if mapping.until is not None and first.startswith(mapping.until):
            break
        if len(cells) != len(header):
            raise refuse(Refusal.ROW_RAGGED, row=number, found=len(cells), expected=len(header))
        reading.add(Cells(mapping, number, _by_header(header, cells)))
    return reading.rows


def _header(rows: Iterator[Numbered], mapping: Mapping) -> list[str]:
    """Return the header: the row of that number, or the first that holds every header the mapping names."""
    wanted = mapping.headers
    missing = sorted(wanted)
    for number, cells in rows:
        header = [str(cell) for cell in cells]
        absent = sorted(wanted - set(header))
        if number == mapping.header_row or (not mapping.header_row and not absent):
            missing = absent
            if not absent:
                return header
            break
        missing = min(missing, absent, key=len)
        if number >= max(mapping.header_row, _HEADER_WITHIN_ROWS):
            break
    raise refuse(Refusal.HEADER_MISSING, column=missing[0] if missing else "–")


def _refuse_headers(header: list[str], mapping: Mapping) -> None:
    for name in header:
        if name and header.count(name) > 1 and name in mapping.headers:
            raise refuse(Refusal.HEADER_REPEATED, column=name)
        if name and name not in mapping.headers and name not in mapping.ignore:
            raise refuse(Refusal.HEADER_UNKNOWN, column=name[:80])


def _by_header(header: list[str], cells: list[CellValue]) -> dict[str, CellValue]:
    for name, cell in zip(header, cells, strict=True):
        if not name and cell:
            raise refuse(Refusal.HEADER_UNKNOWN, column=f"({str(cell)[:60]})")
    return dict(zip(header, cells, strict=True))


class _Reading:
    """The rows made so far, and which row of the sheet first spoke of a thing."""

    def __init__(self, rows: Rows, mapping: Mapping) -> None:
        self.rows = rows
        self._mapping = mapping
        self._first: dict[tuple[str, str], tuple[int, Row]] = {}

    def add(self, cells: Cells) -> None:
        """Make the rows of every table whose conditions a row of the sheet fits."""
        fitting = [table for table in self._mapping.tables if _fits(table, cells)]
        if not fitting:
            raise refuse(Refusal.ROW_UNMAPPED, row=cells.number)
        for table in fitting:
            row = self._row(table, cells)
            name, key = table.table.name, row[table.table.key]
            first = self._first.setdefault((name, key), (cells.number, row))
            if first[1] is row:
                self.rows.add(name, dict(row))
            elif not table.repeated:
                raise refuse(Refusal.ROW_REPEATED, row=cells.number, key=key, first=first[0])
            else:
                _refuse_difference(cells.number, key, row, *first)

    def _row(self, table: TableMap, cells: Cells) -> Row:
        row: Row = {}
        for one in table.columns:
            name = one.column.name
            value: Value
            if one.party:
                value = self._party(one.party, cells)
            elif one.template:
                value = self._filled_in(one.template, cells, row)
            else:
                value = cells.typed(one, row)
            if value is not None:
                row[name] = value
            elif one.column.required:
                shown = one.cell.shown if one.cell.headers else one.party or name
                raise cells.refused(Refusal.CELL_EMPTY, shown)
        return row

    def _party(self, name: str, cells: Cells) -> str | None:
        fields = self._mapping.parties[name]
        row: Row = {field: text for field, cell in fields.items() if (text := cells.written(cell))}
        kind = row.setdefault("kind", "unknown")
        if kind not in _PARTY_KINDS:
            raise cells.refused(Refusal.CELL_UNMAPPED, fields["kind"].shown, value=kind[:80])
        if len(row) == 1:
            return None
        identifiers = [(scheme, row[field]) for field, scheme in _SCHEMES.items() if field in row]
        return self.rows.add_party(identifiers, row)

    def _filled_in(self, template: str, cells: Cells, row: Row) -> str:
        reserved = {"row": str(cells.number), "source": self.rows.source.source_id}

        def fill(name: str) -> str:
            known = {**reserved, **row}
            text = str(known[name]) if name in known else cells.text(name) if cells.has(name) else ""
            if not text:
                raise cells.refused(Refusal.CELL_EMPTY, name)
            return text

        return PLACEHOLDER.sub(lambda match: fill(match[1]), template)


def _fits(table: TableMap, cells: Cells) -> bool:
    return (
        all(cells.text(header) in words for header, words in table.when)
        and all(cells.filled(header) for header in table.filled)
        and all(cells.filled(header) and not cells.is_negative(header) for header in table.positive)
        and all(cells.is_negative(header) for header in table.negative)
    )


def _refuse_difference(number: int, key: str, row: Row, first: int, before: Row) -> None:
    for column in {**before, **row}:
        if before.get(column) != row.get(column):
            raise refuse(Refusal.ROW_DIFFERS, row=number, column=column, key=key, first=first)
