"""The reader of tables of cells: CSV and Excel, by the mapping of their sender.

A table is read whole or refused: a header nobody mapped, a row that fits no table, a cell that is not what its
column says. Each refusal names row and header.
"""

from __future__ import annotations

from collections import Counter

from hefu.book.book import Row
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.tabular.cells import Cells, Value
from hefu.book.readers.tabular.headers import find_header
from hefu.book.readers.tabular.mapping import PLACEHOLDER, Mapping, TableMap
from hefu.book.readers.tabular.sheets import rows_of
from hefu.book.readers.tabular.sums import Balances, Totals
from hefu.book.schema import SCHEMA
from hefu.core.refusals import Refusal, RefusalError, refuse

_SCHEMES = {"uscc": "uscc", "lei": "lei", "gln": "gln", "registration_number": "registration", "tax_number": "tax"}
"""A party's identifiers, strongest first, and the scheme of each."""

_PARTY_KINDS = SCHEMA["parties"].column("kind").codes


def read_tabular(data: bytes, source: Source, mapping: Mapping) -> Rows:
    """Read one CSV file or Excel sheet.

    Raises RefusalError: TABLE_…, SHEET_… for its form, HEADER_…, ROW_…, CELL_… for what is in it, TOTAL_… and
    BALANCE_BROKEN where it contradicts itself.
    """
    reading = _Reading(Rows(source, mapping.document_kind), mapping)
    rows = rows_of(data, mapping)
    header = find_header(rows, mapping)
    for number, read in rows:
        cells = ["" if str(cell) in mapping.blank else cell for cell in read]
        if not any(cells):
            continue
        first = next(str(cell) for cell in cells if cell)
        if mapping.until and first.startswith(mapping.until):
            break
        total = reading.totals.total_of(first)
        if total is not None and len(cells) < len(header.names):
            cells += [""] * (len(header.names) - len(cells))
        if len(cells) != len(header.names):
            raise refuse(Refusal.ROW_RAGGED, row=number, found=len(cells), expected=len(header.names))
        if total is None:
            reading.add(Cells(mapping, number, header.by_name(number, cells)))
        else:
            reading.totals.check(total, Cells(mapping, number, dict(zip(header.names, cells, strict=True))))
    reading.close()
    return reading.rows


class _Reading:
    """The rows made so far, and which row of the sheet first spoke of a thing."""

    def __init__(self, rows: Rows, mapping: Mapping) -> None:
        self.rows = rows
        self.totals = Totals(mapping)
        self._mapping = mapping
        self._balances = Balances(mapping.running)
        self._given: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], tuple[int, Row]] = {}

    def add(self, cells: Cells) -> None:
        """Make the rows of every table whose conditions a row of the sheet fits."""
        fitting = [table for table in self._mapping.tables if _fits(table, cells)]
        if not fitting:
            raise refuse(Refusal.ROW_UNMAPPED, row=cells.number)
        self._refuse_other_than_one_movement(fitting, cells)
        self.totals.add(cells)
        for table in fitting:
            row = self._row(table, cells)
            self._balances.add(cells, row, table.moves)
            if table.numbered:
                self._number(table, row)
            name, key = table.table.name, row[table.table.key]
            first = self._first.setdefault((name, key), (cells.number, row))
            if first[1] is row:
                self.rows.add(name, dict(row))
            elif not table.repeated:
                raise refuse(Refusal.ROW_REPEATED, row=cells.number, key=key, first=first[0])
            else:
                _refuse_difference(cells.number, key, row, *first)

    def close(self) -> None:
        """Refuse a table whose totals are missing or whose balances do not hold."""
        self.totals.close()
        self._balances.check()

    def _refuse_other_than_one_movement(self, fitting: list[TableMap], cells: Cells) -> None:
        """Where balances run, every row moves money one way: or a payment would pass unseen beside its balance."""
        moves = [table.moves for table in fitting if table.moves]
        if self._mapping.running and not moves:
            raise refuse(Refusal.ROW_UNMAPPED, row=cells.number)
        if len(moves) > 1:
            raise refuse(Refusal.ROW_BOTH_WAYS, row=cells.number)

    def _number(self, table: TableMap, row: Row) -> None:
        """Tell a thing whose id was given before from that one: `~2`, `~3` behind, in the order of the rows."""
        key = table.table.key
        given = (table.table.name, row[key])
        self._given[given] += 1
        if self._given[given] > 1:
            row[key] = f"{row[key]}~{self._given[given]}"

    def _row(self, table: TableMap, cells: Cells) -> Row:
        row: Row = {}
        for one in table.columns:
            name = one.column.name
            value: Value
            if one.party:
                value = self._party(one.party, cells)
            elif one.templates:
                value = self._first_filled_in(one.templates, cells, row)
            else:
                party = one.issuer in self._mapping.parties and one.issuer not in row
                value = cells.typed(one, row | {one.issuer: self._party(one.issuer, cells)} if party else row)
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

    def _first_filled_in(self, templates: tuple[str, ...], cells: Cells, row: Row) -> str:
        *others, last = templates
        for template in others:
            try:
                return self._filled_in(template, cells, row)
            except RefusalError as error:
                if error.refused.refusal is not Refusal.CELL_EMPTY:
                    raise
        return self._filled_in(last, cells, row)

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
