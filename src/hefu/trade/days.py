"""The days that the papers of one trade name, and which of those papers belong together.

Papers belong together where one names the other, or where both answer the same order line. Only what is certain is held
against each other by day: of several part deliveries, one may well have come before another was sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hefu.book.book import Book, Row
from hefu.book.voices import one_voice
from hefu.core.findings import RowRef
from hefu.trade.links import Links, Pool
from hefu.trade.papers import Papers, grouped

Bill = tuple[str, str]
"""An invoice's id and one of its lines' ids."""

_NONE: Pool = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One order, despatch or receipt, with the receipts that answer it and the invoice lines that bill the same.

    `sole` are the bills of goods that no other paper of its kind speaks of.
    """

    paper: Row
    receipts: list[Row]
    bills: list[Bill]
    sole: list[Bill]


class Days:
    """Orders, despatches, legs and receipts of a book, by what they have in common."""

    def __init__(self, book: Book, papers: Papers) -> None:
        """Link every paper once."""
        self.links = Links.of(book)
        self.deliveries = {row["delivery_id"]: row for row in one_voice(book, "deliveries")}
        self.legs = grouped(one_voice(book, "transport_legs"), lambda row: str(row["despatch_id"]))
        self._came_lines = [
            line for line in one_voice(book, "delivery_lines") if line["delivery_id"] in self.deliveries
        ]
        self._billed: dict[Pool, list[Bill]] = defaultdict(list)
        for invoice in papers.invoices.values():
            for line in papers.lines.get(invoice["invoice_id"], ()):
                self._billed[self._pool(line, invoice)].append((invoice["invoice_id"], line["invoice_line_id"]))
        self._came = grouped(self._came_lines, lambda line: self._pool(line, self.deliveries[line["delivery_id"]]))
        self._sent = grouped(self.links.despatches.lines, self.links.pool_of_despatch_line)
        # What names nothing belongs to nothing.
        for shelf in (self._billed, self._came):
            shelf.pop(_NONE, None)

    def _pool(self, line: Row, header: Row) -> Pool:
        return self.links.pool(line, header, self.links.order_line(line, header)) or _NONE

    def orders(self) -> Iterator[Step]:
        """Yield each order with the receipts of what it asks for."""
        lines = grouped(self.links.orders.lines, lambda line: str(line["order_id"]))
        for order_id, order in sorted(self.links.orders.documents.items()):
            pools = [("order_line", line["order_line_id"]) for line in lines.get(order_id, ())]
            bills = self._bills(pools)
            yield Step(order, self._headers(line for pool in pools for line in self._came.get(pool, ())), bills, bills)

    def despatches(self) -> Iterator[Step]:
        """Yield each despatch with the receipts that name it or that alone answer what it alone sent."""
        lines = grouped(self.links.despatches.lines, lambda line: str(line["despatch_id"]))
        naming = self._naming()
        for despatch_id, despatch in sorted(self.links.despatches.documents.items()):
            pools = [self.links.pool_of_despatch_line(line) for line in lines.get(despatch_id, ())]
            sole = [pool for pool in pools if len(self._sent[pool]) == 1]
            came = [line for pool in sole if len(self._came.get(pool, ())) == 1 for line in self._came[pool]]
            receipts = self._headers([*naming.get(despatch_id, ()), *came])
            yield Step(despatch, receipts, self._bills(pools), self._bills(sole))

    def receipts(self) -> Iterator[Step]:
        """Yield each receipt."""
        pools: dict[str, list[Pool]] = defaultdict(list)
        for pool, lines in self._came.items():
            for delivery_id in dict.fromkeys(line["delivery_id"] for line in lines):
                pools[delivery_id].append(pool)
        for delivery_id, delivery in sorted(self.deliveries.items()):
            among = pools[delivery_id]
            sole = [pool for pool in among if len(self._came[pool]) == 1]
            yield Step(delivery, [delivery], self._bills(among), self._bills(sole))

    def _naming(self) -> dict[str, list[Row]]:
        """The lines of receipts under the despatch whose line they name."""
        found: dict[str, list[Row]] = defaultdict(list)
        for line in self._came_lines:
            sent = self.links.despatch_line(line, self.deliveries[line["delivery_id"]])
            if sent:
                found[sent["despatch_id"]].append(line)
        return found

    def _headers(self, lines: Iterable[Row]) -> list[Row]:
        return [self.deliveries[key] for key in sorted({line["delivery_id"] for line in lines})]

    def _bills(self, pools: Iterable[Pool]) -> list[Bill]:
        return [bill for pool in dict.fromkeys(pools) for bill in self._billed.get(pool, ())]


def came_on(delivery: Row) -> date:
    """Return the day goods came in; a receipt that leaves it out came no later than it was written."""
    day: date = delivery["received_on"] or delivery["issued_on"]
    return day


def ref_of(table: str, key: str, row: Row) -> RowRef:
    """Return the reference to one row."""
    return RowRef(table, row[key], row["source_id"])
