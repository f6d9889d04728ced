"""What a fact says, whatever it was written in: the same invoice as XML, CSV or Excel has one content identity.

A fact is a row and the rows that are parts of it (an invoice with its lines). Which columns count is explained in
docs/reference/content-identity.md: all that say something of the business, none that say where it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from hefu.book.book import Row
from hefu.book.columns import SOURCE_COLUMNS, Column, Table
from hefu.book.schema import SCHEMA, table_named
from hefu.core.canonical import canonical_json, sha256_hex

_PLACES = {
    "invoices": ("follows",),
    "payments": ("statement_number", "entry_number", "bank_code"),
    "account_balances": ("balance_id", "statement_number"),
    "trace_events": ("recorded_at",),
    "trace_items": ("written",),
    "trace_parties": ("written",),
}
"""Columns that say where, in which spelling or by which form a paper says a thing, and nothing of the thing."""


def counted(table: Table) -> tuple[Column, ...]:
    """Return the columns that count: not the source, not places in a paper, and of a part not its own number in it."""
    away = {column.name for column in SOURCE_COLUMNS} | set(_PLACES.get(table.name, ()))
    owners = [column.name for column in table.columns if _is_part_of(column)]
    away |= {table.key, *owners} if owners else set()
    return tuple(column for column in table.columns if column.name not in away)


def content(tables: Mapping[str, Iterable[Row]], table: str, identity: str, source_id: str = "") -> dict[str, Any]:
    """Return what one source says of one thing: its columns that are filled, and its parts in any order.

    `tables` are rows by table, of a reader or of a book; `source_id` chooses among several sources. Raises KeyError
    where no row speaks of the thing, ValueError where several do.
    """
    schema = table_named(table)
    rows = [row for row in tables.get(table, ()) if row[schema.key] == identity and _is_by(row, source_id)]
    if not rows:
        raise KeyError(identity)
    if len(rows) > 1:
        raise ValueError(f"{len(rows)} rows speak of {identity}; say which source, and which moment of it")
    return {"table": table, "row": _said(schema, rows[0]), "parts": _parts(tables, schema, rows[0])}


def content_sha256(tables: Mapping[str, Iterable[Row]], table: str, identity: str, source_id: str = "") -> str:
    """Return the content identity: the SHA-256 of the canonical JSON of `content`, as 64 hexadecimal digits."""
    return sha256_hex(canonical_json(content(tables, table, identity, source_id)))


def _parts(tables: Mapping[str, Iterable[Row]], whole: Table, owner: Row) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for part in SCHEMA.values():
        for column in part.columns:
            if _is_part_of(column) and column.of == whole.name:
                rows = [
                    _said(part, row)
                    for row in tables.get(part.name, ())
                    if row[column.name] == owner[whole.key] and row["source_id"] == owner["source_id"]
                ]
                found |= {part.name: sorted(rows, key=canonical_json)} if rows else {}
    return found


def _is_part_of(column: Column) -> bool:
    return column.owned and column.of != "sources"


def _is_by(row: Row, source_id: str) -> bool:
    return not source_id or row["source_id"] == source_id


def _said(table: Table, row: Row) -> dict[str, Any]:
    """Return the filled columns that count; an empty text says as much as none."""
    values = {column.name: row.get(column.name) for column in counted(table)}
    return {
        name: _plain(value, row["source_id"]) for name, value in values.items() if value is not None and value != ""
    }


def _plain(value: object, source_id: str) -> object:
    """Return a value in the form canonical JSON holds: decimals without the zeros behind, ids without their source.

    A party that a paper only names is known within that paper (`unnamed:…@source`): its source is no part of what
    is said.
    """
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return value.replace(f"@{source_id}", "") if isinstance(value, str) else value
