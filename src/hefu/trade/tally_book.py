"""The tallies of a book with the rows they were made from: what a rule needs to explain a gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from hefu.book.book import Book, Row
from hefu.book.schema import table_named
from hefu.book.voices import one_voice, one_voice_of
from hefu.core.findings import RowRef
from hefu.core.money import Rounding, divide
from hefu.trade.links import names_nothing
from hefu.trade.papers import grouped, line_order
from hefu.trade.units import off_scale, on_scale

_BESIDE = {
    "delivery": ("delivery_line_ids", ("delivery_lines", "movements")),
    "despatch": ("despatch_line_ids", ("despatch_lines",)),
    "payment": ("payment_ids", ("payments",)),
}


_FEW_OF_MANY = {"payments": "payment_ids", "movements": "delivery_line_ids"}
"""Tables of which tallies name few rows, and where."""


class _Rows(dict[str, dict[str, Row]]):
    """The rows that tallies name, by table and id; a table is read when first asked for."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def __missing__(self, table: str) -> dict[str, Row]:
        rows = self._named(table) if table in _FEW_OF_MANY else one_voice(self._book, table)
        return self.setdefault(table, {row[table_named(table).key]: row for row in rows})

    def _named(self, table: str) -> list[Row]:
        """The rows that some tally names: a buyer pays, and a gate weighs, much that is not of these bills."""
        named = self._book.table("tallies")[_FEW_OF_MANY[table]].unique().to_pylist()
        return one_voice_of(self._book, table, {one for ids in named for one in (ids or "").split()})


class TallyBook:
    """Tallies by invoice, and every row they name, each as the most independent source states it."""

    def __init__(self, book: Book) -> None:
        """Read the papers and the derived tables once."""
        self._book = book
        self._rows = _Rows(book)
        tallies = sorted(book.rows("tallies"), key=lambda row: (row["invoice_id"], line_order(row["line_number"])))
        self._by_invoice = grouped(tallies, lambda row: str(row["invoice_id"]))
        self._beyond = self._beyond_orders(tallies)
        self._covered = _covered_days(book)
        self._delivered = {(row["buyer_id"], row["seller_id"]) for row in self._rows["deliveries"].values()}

    @cached_property
    def _accounts(self) -> dict[str, list[Row]]:
        return grouped(one_voice(self._book, "bank_accounts"), lambda row: str(row["owner_id"]))

    @property
    def invoices(self) -> list[Row]:
        """The invoices in the order of ids; credit notes are not among them."""
        return [row for _, row in sorted(self._rows["invoices"].items()) if row["kind"] == "invoice"]

    def lines(self, invoice: Row) -> list[Row]:
        """The tallies of one invoice, in the order of its lines."""
        return self._by_invoice.get(invoice["invoice_id"], [])

    def row(self, table: str, row_id: str) -> Row:
        """One row that a tally names."""
        return self._rows[table][row_id]

    def refs(self, lines: Iterable[Row], *parts: str) -> list[RowRef]:
        """References to the invoice lines and to what stands beside them: order, delivery, despatch, payment."""
        found: list[RowRef] = []
        for line in lines:
            found.append(self._ref("invoice_lines", line["invoice_line_id"]))
            for part in parts:
                found += self._beside(line, part)
        return found

    def arrivals(self, line: Row) -> list[Row]:
        """The delivery lines or gate records of one tally."""
        ids = (line["delivery_line_ids"] or "").split()
        return [
            self._rows[t][row_id] for row_id in ids for t in ("delivery_lines", "movements") if row_id in self._rows[t]
        ]

    def arrived_on(self, arrival: Row) -> date:
        """The day a delivery line or gate record speaks of."""
        if "movement_id" in arrival:
            moment: date = arrival["happened_at"].date()
            return moment
        header = self.row("deliveries", arrival["delivery_id"])
        day: date = header["received_on"] or header["issued_on"]
        return day

    def names_nothing(self, invoice: Row, line: Row) -> bool:
        """Whether an invoice line names neither an order nor a despatch advice."""
        return names_nothing(self.row("invoice_lines", line["invoice_line_id"]), invoice)

    def delivered_between(self, invoice: Row) -> bool:
        """Whether any receipt advice is known between the parties of an invoice."""
        return (invoice["buyer_id"], invoice["seller_id"]) in self._delivered

    def deliver_by(self, invoice: Row, lines: Iterable[Row]) -> date:
        """The latest delivery that was promised for some lines: on order or despatch advice, else the invoice's day."""
        days = [day for line in lines for day in self._promised(line)]
        latest: date = max(days, default=invoice["issued_on"])
        return latest

    def beyond_order_milli(self, line: Row) -> int:
        """How much of a line is billed beyond the order, all earlier invoices on it counted, in the line's unit."""
        return off_scale(self._beyond.get(line["invoice_line_id"], 0), line["unit"])

    def paid_seen_until(self, invoice: Row, due_on: date) -> date | None:
        """The last day to which bank statements reach without a break from before the due day; None if none does."""
        creditor = invoice["payee_id"] or invoice["seller_id"]
        accounts = {row["account_id"] for row in self._accounts.get(creditor, ())}
        named = {invoice["payee_account_id"]} if invoice["payee_account_id"] else accounts
        ends = [end for a in named for start, end in self._covered.get(a, ()) if start <= due_on <= end]
        return max(ends, default=None)

    def _ref(self, table: str, row_id: str) -> RowRef:
        return RowRef(table, row_id, self._rows[table][row_id]["source_id"])

    def _beside(self, line: Row, part: str) -> list[RowRef]:
        if part == "order":
            named = [("orders", line["order_id"]), ("order_lines", line["order_line_id"])]
            return [self._ref(table, row_id) for table, row_id in named if row_id]
        column, tables = _BESIDE[part]
        ids = (line[column] or "").split()
        return [self._ref(table, row_id) for row_id in ids for table in tables if row_id in self._rows[table]]

    def _promised(self, line: Row) -> list[date]:
        found: list[date | None] = []
        if line["order_line_id"]:
            found.append(self.row("order_lines", line["order_line_id"])["deliver_by"])
        if line["order_id"] and not any(found):
            found.append(self.row("orders", line["order_id"])["deliver_by"])
        for ref in self._beside(line, "despatch"):
            despatch = self.row("despatches", self.row("despatch_lines", ref.row_id)["despatch_id"])
            found.append(despatch["deliver_by"])
        return [day for day in found if day]

    def _beyond_orders(self, tallies: Sequence[Row]) -> dict[str, int]:
        """What each line adds beyond its order line, oldest invoice first, credited quantity left out."""
        ordered = [line for line in tallies if line["order_line_id"] and line["ordered_milli"] is not None]
        used: dict[str, int] = defaultdict(int)
        found: dict[str, int] = {}
        for line in sorted(ordered, key=self._age):
            key = line["order_line_id"]
            room = on_scale(line["ordered_milli"], line["unit"]) - used[key]
            claim = claimed_milli(line)
            used[key] += claim
            found[line["invoice_line_id"]] = max(0, claim - max(0, room))
        return found

    def _age(self, line: Row) -> tuple[date, str, str, tuple[int, int, str]]:
        invoice = self.row("invoices", line["invoice_id"])
        return invoice["issued_on"], invoice["number"], line["invoice_id"], line_order(line["line_number"])


def claimed_milli(line: Row) -> int:
    """Return the quantity a tally bills and does not credit, on its scale, rounded up."""
    wanted = max(0, on_scale(line["invoiced_milli"] or 0, line["unit"]))
    gross_minor, credited_minor = line["gross_minor"], max(0, line["credited_minor"])
    return divide(wanted * max(0, gross_minor - credited_minor), gross_minor, Rounding.UP) if gross_minor > 0 else 0


def _covered_days(book: Book) -> dict[str, list[tuple[date, date]]]:
    """The days that bank statements cover, per account: from a statement's first balance to its last."""
    days: dict[tuple[str, str], list[date]] = defaultdict(list)
    for row in one_voice(book, "account_balances"):
        days[(row["account_id"], row["statement_number"])].append(row["balance_on"])
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for (account, _), some in sorted(days.items(), key=lambda item: (item[0][0], min(item[1]))):
        start, end = min(some), max(some)
        if spans[account] and start <= spans[account][-1][1] + timedelta(days=1):
            before = spans[account].pop()
            start, end = before[0], max(before[1], end)
        spans[account].append((start, end))
    return dict(spans)
