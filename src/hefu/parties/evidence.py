"""Rows a finding about a party rests on, and how much is billed under its name."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book
from hefu.book.schema import SCHEMA
from hefu.core.findings import RowRef
from hefu.core.money import Money
from hefu.parties.standing import MONEY, TRADE


def papers_naming(book: Book, party_id: str, rows_max: int) -> tuple[RowRef, ...]:
    """Return the papers that name a party, invoices and payments before the rest, at most so many."""
    found: list[RowRef] = []
    for table, columns in (*MONEY.items(), *TRADE.items()):
        rows = _naming(book, table, columns, party_id)
        pairs = zip(rows[SCHEMA[table].key].to_pylist(), rows["source_id"].to_pylist(), strict=True)
        found += sorted({RowRef(table, row_id, source_id) for row_id, source_id in pairs})
    return tuple(found[:rows_max])


def amount_at_risk(book: Book, party_id: str) -> Money | None:
    """Return what the invoices naming a party bill in all, each once; None where there are none or currencies mix."""
    rows = _naming(book, "invoices", MONEY["invoices"], party_id).to_pylist()
    billed = {
        row["invoice_id"]: Money(row["payable_minor"], row["currency"])
        for row in sorted(rows, key=lambda row: (row["known_at"], row["source_id"]))
        if row["kind"] == "invoice" and row["payable_minor"] is not None
    }
    if not billed or len({money.currency for money in billed.values()}) > 1:
        return None
    first, *others = billed.values()
    return sum(others, start=first)


def _naming(book: Book, table: str, columns: tuple[str, ...], party_id: str) -> pa.Table:
    data = book.table(table)
    mask = pc.equal(data[columns[0]], party_id)
    for column in columns[1:]:
        mask = pc.or_kleene(mask, pc.equal(data[column], party_id))
    return data.filter(mask)
