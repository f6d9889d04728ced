"""Is the trade real? Order, delivery, invoice and payment beside each other, and what does not meet.

`derive` gives the tables that this package's rules and others read; put them into the book first:

    for name, data in derive(book, config, at).items():
        book = book.with_table(name, data)
"""

from __future__ import annotations

import pyarrow as pa

from hefu.book.book import Book, rows_to_arrow
from hefu.book.rule import Rule
from hefu.book.schema import table_named
from hefu.core.context import Context
from hefu.trade.allocations import allocate_payments, numbers_paid, reader_of
from hefu.trade.alone import find_alone, numbers_billed, numbers_credited, tally_alone, without
from hefu.trade.config import TradeConfig
from hefu.trade.links import Links
from hefu.trade.papers import Papers
from hefu.trade.rules import (
    en16931,
    exact_duplicate_invoice,
    four_way_match,
    invoice_arithmetic,
    order_of_dates,
    order_state,
)
from hefu.trade.tallies import tally_lines

__all__ = ["RULES", "TradeConfig", "derive"]

RULES: tuple[Rule[TradeConfig], ...] = (
    four_way_match.RULE,
    order_state.RULE,
    order_of_dates.RULE,
    exact_duplicate_invoice.RULE,
    invoice_arithmetic.RULE,
    en16931.RULE,
)
"""Every rule of this package, in the order of the coverage sheet."""


def derive(book: Book, config: TradeConfig, at: Context) -> dict[str, pa.Table]:
    """Return the derived tables `allocations` and `tallies` of a book as known at `at`."""
    read = reader_of(numbers_billed(book), config)
    alone = find_alone(book, Links.of(book), numbers_paid(book, read) | numbers_credited(book))
    papers = Papers.of(without(book, alone))
    allocated = allocate_payments(book, papers, read)
    tallied = _table("tallies", tally_lines(book, papers, config, at, allocated), "invoice_line_id")
    parts = [part for part in (tallied, tally_alone(book, alone, config, at)) if part.num_rows]
    return {
        "allocations": _table("allocations", allocated, "allocation_id"),
        "tallies": pa.concat_tables(parts).sort_by("invoice_line_id") if parts else tallied,
    }


def _table(name: str, rows: list[dict[str, object]], key: str) -> pa.Table:
    return rows_to_arrow(table_named(name), sorted(rows, key=lambda row: str(row[key])))
