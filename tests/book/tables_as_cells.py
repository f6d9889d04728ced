"""Tables of the book written as a sheet of cells, and the mapping that reads it: as a sender's system exports."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from hefu.book.book import Row
from hefu.book.columns import SOURCE_COLUMNS, Column, Kind, Table
from hefu.book.readers.tabular.mapping import Mapping, parse_mapping
from hefu.book.schema import SCHEMA
from hefu.core.currencies import EXPONENTS
from tests.book.readers.excel import day, workbook

STAMPED = {column.name for column in SOURCE_COLUMNS}
Sheet = list[list[object]]


def filled(table: Table, rows: list[Row]) -> list[Column]:
    """The columns of a table that are needed or that some row fills, the currency before its amounts."""
    used = [
        column
        for column in table.columns
        if column.name not in STAMPED and (column.required or any(row.get(column.name) is not None for row in rows))
    ]
    return sorted(used, key=lambda column: column.kind is not Kind.CURRENCY)


def mapping_of(tables: dict[str, list[Row]], whole: str, *parts: str, rebuilt: str = "") -> Mapping:
    """A mapping with one header per column, `TABLE.COLUMN`; `rebuilt` are columns that are made anew instead."""
    lines = ['document_kind = "export"', rebuilt.partition("\f")[0]]
    made = dict(line.split(" = ", 1) for line in rebuilt.partition("\f")[2].splitlines() if line)
    for name in (whole, *parts):
        lines += ["[[table]]", f'name = "{name}"', f"repeated = {str(name == whole).lower()}", "[table.columns]"]
        columns = filled(SCHEMA[name], tables[name])
        first = [column.name for column in columns if f"{name}.{column.name}" in made]
        given = {column.name: f'"{name}.{column.name}"' for column in columns}
        given |= {one: made[f"{name}.{one}"] for one in first}
        # What others are made of stands first, in the order in which `rebuilt` names it.
        order = [key.partition(".")[2] for key in made if key.startswith(f"{name}.")]
        lines += [f"{column} = {given[column]}" for column in [*order, *(one for one in given if one not in order)]]
    return parse_mapping("\n".join(lines).encode(), "export.toml")


def written(column: Column, row: Row, *, excel: bool) -> object:
    """A value as a cell: text, or in Excel the number or day that a person would type."""
    value = row.get(column.name)
    if value is None:
        return ""
    places = {Kind.MINOR: EXPONENTS.get(row.get("currency", ""), 2), Kind.MILLI: 3, Kind.BPS: 2}.get(column.kind)
    if places is not None:
        number = Decimal(value).scaleb(-places)
        fits = len(number.as_tuple().digits) <= 15
        return float(number) if excel and fits else f"{number:f}"
    if excel and isinstance(value, date):
        return day((value - date(1899, 12, 30)).days)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def sheet_of(
    tables: dict[str, list[Row]], whole: str, *parts: str, excel: bool = False, beside: dict[str, str] | None = None
) -> Sheet:
    """One row per part, the whole repeated on each; `beside` are cells that stand on every row."""
    beside = beside or {}
    heads = [(name, column) for name in (whole, *parts) for column in filled(SCHEMA[name], tables[name])]
    rows: Sheet = [[*(f"{name}.{column.name}" for name, column in heads), *beside]]
    key = SCHEMA[whole].key
    for one in tables[whole]:
        below = [row for name in parts for row in tables[name] if row[key] == one[key]] or [{}]
        for part in below:
            cells = [written(column, one if name == whole else part, excel=excel) for name, column in heads]
            rows.append([*cells, *beside.values()])
    return rows


def csv_of(sheet: Sheet) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(sheet)
    return file.getvalue().encode()


def xlsx_of(sheet: Sheet) -> bytes:
    return workbook(sheet)
