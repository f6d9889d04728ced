"""Who trades with whom: each seller with each of its buyers, as invoices and claims name them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

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


def trade_pairs(book: Book, papers_max: int, among: Collection[str]) -> list[TradePair]:
    """Return each pair of different parties, both among those named, that stand as seller and buyer, in order."""
    found: dict[tuple[str, str], set[RowRef]] = {}
    parties = pa.array(list(among), pa.string())
    for table, (seller, buyer) in _SIDES.items() if among else ():
        data = book.table(table, columns=[_KEYS[table], seller, buyer, "source_id"])
        some = data.filter(pc.and_(pc.is_in(data[seller], parties), pc.is_in(data[buyer], parties)))
        for row_id, one, other, source_id in zip(*(column.to_pylist() for column in some.columns), strict=True):
            if one != other:
                found.setdefault((one, other), set()).add(RowRef(table, row_id, source_id))
    return [TradePair(*pair, tuple(sorted(rows)[:papers_max])) for pair, rows in sorted(found.items())]
