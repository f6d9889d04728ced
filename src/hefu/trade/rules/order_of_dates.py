"""Hold the days of order, despatch, transport, receipt, invoice and payment against each other.

| Finding | Severity |
|---|---|
| goods came in before they left; a leg arrived before it set out; a voucher falls due before its issue | HIGH |
| a receipt or despatch speaks of a day that is still to come | HIGH |
| an order issued after its goods came in, or after the invoice that bills it; an invoice or order of a day to come; a \
receipt written before the goods came | MEDIUM |
| a despatch advice written after the goods came; delivery wanted before the order | LOW |
| invoiced before the goods left, due before they came | NOTE |

A gap of one day is one step less grave: papers name local days, and the date line lies between some of them. What is
only unusual is said and changes nothing: billing first is lawful (增值税法, art. 28: tax falls due on the day of the
invoice where that comes first; UNTDID 1001 code 386), and so is payment in advance. An order may be put on paper
after it was carried out (民法典 490), but such a paper proves no intention to buy. That an invoice falls due before its
issue is said by `trade.invoice_arithmetic`; how long a voucher may run is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hefu.book.book import Book, Row
from hefu.book.rule import Rule
from hefu.book.voices import one_voice
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity
from hefu.core.money import Money
from hefu.core.texts import Message, Value
from hefu.trade.config import TradeConfig
from hefu.trade.days import Bill, Days, Step, came_on, ref_of
from hefu.trade.papers import Papers
from hefu.trade.report import Report
from hefu.trade.texts.order_of_dates import PAPERS, QUESTION, TEXTS

REPORT = Report("trade.order_of_dates", 1)


def check(book: Book, config: TradeConfig, at: Context) -> Iterator[Finding]:
    """Yield what cannot have happened in that order, then what is only unusual, paper by paper in the order of ids."""
    papers = Papers.of(book)
    days = Days(book, papers)
    case = _Case(papers, config)
    for step in days.despatches():
        yield from _despatch(case, step, days.legs.get(step.paper["despatch_id"], []))
    for step in days.receipts():
        yield from _receipt(case, step)
    for step in days.orders():
        yield from _order(case, step)
    yield from _vouchers(book, papers)
    yield from _to_come(case, days, at.today)


RULE: Rule[TradeConfig] = Rule(REPORT.rule, REPORT.version, QUESTION, "seller_id", TEXTS, check)


@dataclass(frozen=True, slots=True)
class _Gap:
    """By how many days two papers are out of order, which they are besides the invoice, and what would clear it."""

    days: int
    clears: str
    refs: tuple[RowRef, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """The papers with the thresholds."""

    papers: Papers
    config: TradeConfig

    def invoices(self, bills: Sequence[Bill]) -> list[Row]:
        return [self.papers.invoices[key] for key in sorted({invoice_id for invoice_id, _ in bills})]

    def at_risk(self, bills: Sequence[Bill]) -> Money | None:
        """What the lines ask for, where it is all in one currency."""
        invoices = self.invoices(bills)
        shares = [self.papers.gross_by_line(invoice) for invoice in invoices]
        total = sum(share.get(line_id, 0) for share in shares for line_id in {line for _, line in bills})
        currencies = {invoice["currency"] for invoice in invoices}
        return Money(total, currencies.pop()) if len(currencies) == 1 else None

    def gap(self, severity: Severity, message: Message, gap: _Gap, bills: Sequence[Bill]) -> Finding:
        slight = gap.days <= self.config.day_slack_days
        billed = [ref_of("invoices", "invoice_id", invoice) for invoice in self.invoices(bills)]
        return REPORT.finding(
            Severity(min(severity + slight, Severity.NOTE)),
            message,
            Message.of(gap.clears),
            subjects=[*billed, *gap.refs],
            evidence=[*billed, *gap.refs],
            at_risk=self.at_risk(bills),
        )


def _despatch(case: _Case, step: Step, legs: Sequence[Row]) -> Iterator[Finding]:
    own, sent = ref_of("despatches", "despatch_id", step.paper), step.paper["despatched_on"]
    left = min((leg for leg in legs if leg["left_at"]), key=lambda leg: (leg["left_at"], leg["leg_id"]), default=None)
    for receipt in step.receipts:
        refs = (own, ref_of("deliveries", "delivery_id", receipt))
        both = _Pair(receipt["number"], came_on(receipt), step.paper["number"])
        if sent:
            yield from _before_sent(case, "received_before_sent", both, sent, refs, step.bills)
        else:
            yield from _advised_late(case, both, step.paper["issued_on"], refs, step.bills)
        if left:
            with_leg = (*refs, ref_of("transport_legs", "leg_id", left))
            yield from _before_sent(
                case, "received_before_transport", both, left["left_at"].date(), with_leg, step.bills
            )
    for leg in legs:
        yield from _leg(case, leg, own, step.bills)
    for invoice in case.invoices(step.sole) if sent else ():
        if invoice["issued_on"] < sent:
            days: dict[str, Value] = {"invoiced": invoice["issued_on"], "sent": sent}
            numbers = {"number": invoice["number"], "despatch": step.paper["number"]}
            gap = _Gap((sent - invoice["issued_on"]).days, "send_terms", (own,))
            message = Message.of("invoiced_before_sent", **numbers, **days)
            yield case.gap(Severity.NOTE, message, gap, _of(invoice, step.sole))


@dataclass(frozen=True, slots=True)
class _Pair:
    """A receipt with its day, and the despatch it answers."""

    receipt: str
    received: date
    despatch: str

    def message(self, code: str, **fields: Value) -> Message:
        return Message.of(code, receipt=self.receipt, received=self.received, despatch=self.despatch, **fields)


def _before_sent(
    case: _Case, code: str, pair: _Pair, sent: date, refs: tuple[RowRef, ...], bills: Sequence[Bill]
) -> Iterator[Finding]:
    if (wrong := (sent - pair.received).days) > 0:
        gap = _Gap(wrong, "send_true_days", refs)
        yield case.gap(Severity.HIGH, pair.message(code, sent=sent), gap, bills)


def _advised_late(
    case: _Case, pair: _Pair, written: date, refs: tuple[RowRef, ...], bills: Sequence[Bill]
) -> Iterator[Finding]:
    if (late := (written - pair.received).days) > 0:
        message = pair.message("advised_after_receipt", written=written)
        yield case.gap(Severity.LOW, message, _Gap(late, "send_true_days", refs), bills)


def _leg(case: _Case, leg: Row, despatch: RowRef, bills: Sequence[Bill]) -> Iterator[Finding]:
    if leg["left_at"] and leg["arrived_at"] and leg["arrived_at"] < leg["left_at"]:
        message = Message.of("arrived_before_left", leg=leg["leg_id"], left=leg["left_at"], arrived=leg["arrived_at"])
        # Moments in UTC need no allowance for local days.
        beyond = case.config.day_slack_days + 1
        gap = _Gap(beyond, "send_true_days", (despatch, ref_of("transport_legs", "leg_id", leg)))
        yield case.gap(Severity.HIGH, message, gap, bills)


def _receipt(case: _Case, step: Step) -> Iterator[Finding]:
    receipt, received = step.paper, came_on(step.paper)
    own, written = ref_of("deliveries", "delivery_id", receipt), receipt["issued_on"]
    if (early := (received - written).days) > 0:
        days: dict[str, Value] = {"written": written, "received": received}
        message = Message.of("receipt_written_early", receipt=receipt["number"], **days)
        yield case.gap(Severity.MEDIUM, message, _Gap(early, "send_true_days", (own,)), step.bills)
    for invoice in case.invoices(step.sole):
        if invoice["due_on"] and (before := (received - invoice["due_on"]).days) > 0:
            days = {"due": invoice["due_on"], "received": received}
            message = Message.of("due_before_receipt", number=invoice["number"], receipt=receipt["number"], **days)
            yield case.gap(Severity.NOTE, message, _Gap(before, "send_terms", (own,)), _of(invoice, step.sole))


def _order(case: _Case, step: Step) -> Iterator[Finding]:
    order, ordered = step.paper, step.paper["issued_on"]
    own, named = ref_of("orders", "order_id", order), {"order": order["number"], "ordered": ordered}
    first = min(step.receipts, key=lambda row: (came_on(row), row["delivery_id"]), default=None)
    if first and (late := (ordered - came_on(first)).days) > 0:
        message = Message.of("ordered_after_receipt", **named, receipt=first["number"], received=came_on(first))
        gap = _Gap(late, "send_first_order", (own, ref_of("deliveries", "delivery_id", first)))
        yield case.gap(Severity.MEDIUM, message, gap, step.bills)
    for invoice in case.invoices(step.bills):
        if (early := (ordered - invoice["issued_on"]).days) > 0:
            billed: dict[str, Value] = {"number": invoice["number"], "invoiced": invoice["issued_on"]}
            message = Message.of("invoiced_before_order", **named, **billed)
            gap = _Gap(early, "send_first_order", (own,))
            yield case.gap(Severity.MEDIUM, message, gap, _of(invoice, step.bills))
    if order["deliver_by"] and (wrong := (ordered - order["deliver_by"]).days) > 0:
        message = Message.of("wanted_before_ordered", **named, wanted=order["deliver_by"])
        yield case.gap(Severity.LOW, message, _Gap(wrong, "send_right_order", (own,)), step.bills)


def _of(invoice: Row, bills: Sequence[Bill]) -> list[Bill]:
    return [bill for bill in bills if bill[0] == invoice["invoice_id"]]


def _vouchers(book: Book, papers: Papers) -> Iterator[Finding]:
    for voucher in one_voice(book, "vouchers"):
        if voucher["due_on"] < voucher["issued_on"]:
            days: dict[str, Value] = {"issued": voucher["issued_on"], "due": voucher["due_on"]}
            invoice = papers.invoices.get(voucher["invoice_id"] or "")
            behind = [ref_of("invoices", "invoice_id", invoice)] if invoice else []
            own = ref_of("vouchers", "voucher_id", voucher)
            yield REPORT.finding(
                Severity.HIGH,
                Message.of("voucher_due_before_issue", voucher=voucher["voucher_id"], **days),
                Message.of("send_voucher"),
                subjects=[own, *behind],
                evidence=[own],
                at_risk=Money(voucher["amount_minor"], voucher["currency"]),
            )


_PAST = (
    ("deliveries", "delivery_id", "received_on", Severity.HIGH),
    ("despatches", "despatch_id", "despatched_on", Severity.HIGH),
    ("invoices", "invoice_id", "issued_on", Severity.MEDIUM),
    ("orders", "order_id", "issued_on", Severity.MEDIUM),
)
"""The days that a paper speaks of as past."""


def _to_come(case: _Case, days: Days, today: date) -> Iterator[Finding]:
    rows = {
        "deliveries": days.deliveries,
        "despatches": days.links.despatches.documents,
        "invoices": case.papers.invoices,
        "orders": days.links.orders.documents,
    }
    for table, key, column, severity in _PAST:
        for row_id, row in sorted(rows[table].items()):
            # Today in UTC is tomorrow already somewhere.
            if row[column] and (ahead := (row[column] - today).days) > case.config.day_slack_days:
                fields: dict[str, Value] = {"paper": PAPERS[table], "number": row["number"], "day": row[column]}
                bills = [(row_id, line["invoice_line_id"]) for line in case.papers.lines.get(row_id, ())]
                message = Message.of("day_to_come", **fields, today=today)
                gap = _Gap(ahead, "send_true_days", (ref_of(table, key, row),))
                yield case.gap(severity, message, gap, bills)
