"""Who trades with whom: each seller with each of its buyers, as invoices and claims name them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from hefu.book.book import Book
from hefu.core.findings import RowRef

_SIDES = {"invoices": ("seller_id", "buyer_id"), "receivables": ("creditor_id", "debtor_id")}
_KEYS = {"invoices": "invoice_id", "receivables": "receivable_id"}


@dataclass(frozen=True, slots=True)
class TradePair:
    """A seller and a buyer, and the papers that name both, at most so many."""

    seller_id: str
    buyer_id: str
    papers: tuple[RowRef, ...]


def trade_pairs(book: Book, papers_max: int) -> list[TradePair]:
    """Return each pair of different parties that stand as seller and buyer, in order."""
    found: dict[tuple[str, str], set[RowRef]] = {}
    for table, (seller, buyer) in _SIDES.items():
        frame = pl.from_arrow(book.table(table, columns=[_KEYS[table], seller, buyer, "source_id"]))
        assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
        for row_id, one, other, source_id in frame.drop_nulls().iter_rows():
            if one != other:
                found.setdefault((one, other), set()).add(RowRef(table, row_id, source_id))
    return [TradePair(*pair, tuple(sorted(rows)[:papers_max])) for pair, rows in sorted(found.items())]
