"""Hold order, delivery, invoice and payment side by side; name every gap, with the amount that hangs on it.

| Gap | Severity |
|---|---|
| nothing of a whole invoice was delivered, though its day has passed | STOP |
| one line, or half of it, was not delivered; goods other than ordered; unpaid for `overdue_high_days` | HIGH |
| part delivered, billed beyond order or price, unit or currency differ, no order, overdue, seller's receipt | MEDIUM |
| the same within tolerance; delivered before ordered; paid in part; paid too much | LOW |
| paid in full, shortfall credited, delivered and not yet billed, price below order, order found by goods | NOTE |

Not a gap: a payment that is not due. Left unassessed: a delivery that is not due, a payment that no bank
statement could show, a line without quantity, a line that names no order where several might be meant.
Who paid is the question of the funds package.

Needs the derived table `tallies`. Tolerances stand in `TradeConfig`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from hefu.book.book import Book, Row
from hefu.book.rule import Rule
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.money import BPS_WHOLE, Money, Rounding, divide
from hefu.core.quantity import Quantity
from hefu.core.texts import Message, Value
from hefu.trade.config import TradeConfig
from hefu.trade.report import Report, written
from hefu.trade.tallies import expected_net_minor
from hefu.trade.tally_book import TallyBook
from hefu.trade.texts.four_way_match import QUESTION, TEXTS
from hefu.trade.units import goods_differ, on_scale, scale_of

REPORT = Report("trade.four_way_match", 1)
Answer = Finding | Unassessed


def check(book: Book, config: TradeConfig, at: Context) -> Iterator[Answer]:
    """Yield every gap of every invoice, invoice by invoice in the order of ids."""
    papers = TallyBook(book)
    for invoice in papers.invoices:
        case = _Case(papers, config, at, invoice, papers.lines(invoice))
        if not case.lines:
            yield case.unassessed("no_lines", "send_lines")
        yield from _order_gaps(case)
        yield from _delivery_gaps(case)
        yield from _payment_gaps(case)


RULE: Rule[TradeConfig] = Rule(REPORT.rule, REPORT.version, QUESTION, "seller_id", TEXTS, check)


@dataclass(frozen=True, slots=True)
class _Case:
    """One invoice with its tallies, and how to write about it."""

    papers: TallyBook
    config: TradeConfig
    at: Context
    invoice: Row
    lines: Sequence[Row]

    @property
    def ref(self) -> RowRef:
        return RowRef("invoices", self.invoice["invoice_id"], self.invoice["source_id"])

    def money(self, amount_minor: int) -> Money:
        return Money(amount_minor, self.invoice["currency"])

    def gap(
        self,
        severity: Severity,
        code: str,
        clears: str,
        lines: Sequence[Row],
        at_risk_minor: int,
        *parts: str,
        **fields: Value,
    ) -> Finding:
        """A finding on some lines; `parts` names what beside the invoice it was read from."""
        return REPORT.finding(
            severity,
            Message.of(code, number=self.invoice["number"], lines=_numbers(lines), **fields),
            Message.of(clears),
            subjects=[self.ref, *(RowRef("invoice_lines", line["invoice_line_id"]) for line in lines)],
            evidence=[self.ref, *self.papers.refs(lines, *parts)],
            at_risk=self.money(at_risk_minor),
        )

    def unassessed(self, code: str, clears: str, lines: Sequence[Row] = (), **fields: Value) -> Unassessed:
        return REPORT.unassessed(
            Message.of(code, number=self.invoice["number"], lines=_numbers(lines), **fields),
            Message.of(clears),
            subjects=[self.ref, *(RowRef("invoice_lines", line["invoice_line_id"]) for line in lines)],
        )


# Order beside invoice


def _order_gaps(case: _Case) -> Iterator[Answer]:
    unordered = [line for line in case.lines if line["order_id"] is None]
    if unordered:
        order = written(case.invoice["order_number"])
        at_risk = sum(_owed(line) for line in unordered)
        yield case.gap(Severity.MEDIUM, "no_order", "send_order", unordered, at_risk, order=order)
    inferred = [line for line in case.lines if line["order_id"] and case.papers.names_nothing(case.invoice, line)]
    if inferred:
        orders = {case.papers.row("orders", line["order_id"])["number"] for line in inferred}
        order = ", ".join(sorted(orders))
        yield case.gap(Severity.NOTE, "order_inferred", "send_order", inferred, 0, "order", order=order)
    for line in case.lines:
        if line["order_id"] is not None and line["order_line_id"] is None:
            order = case.papers.row("orders", line["order_id"])["number"]
            yield case.gap(Severity.MEDIUM, "no_order_line", "send_order", [line], _owed(line), "order", order=order)
        elif line["order_seam"] == "misfit":
            yield from _order_misfits(case, line)
        elif line["order_line_id"] is not None:
            yield from _beyond_order(case, line)
            yield from _price(case, line)


def _order_misfits(case: _Case, line: Row) -> Iterator[Answer]:
    billed = case.papers.row("invoice_lines", line["invoice_line_id"])
    ordered = case.papers.row("order_lines", line["order_line_id"])
    if goods_differ(billed, ordered):
        both = {"billed": _goods(billed), "ordered": _goods(ordered)}
        yield case.gap(Severity.HIGH, "goods_differ", "send_amended_order", [line], _owed(line), "order", **both)
    if scale_of(billed["unit"])[0] != scale_of(ordered["unit"])[0]:
        both = {"billed": written(billed["unit"]), "ordered": written(ordered["unit"])}
        yield case.gap(Severity.MEDIUM, "unit_differs", "send_unit", [line], _owed(line), "order", **both)
    if billed["currency"] != ordered["currency"]:
        both = {"billed": billed["currency"], "ordered": ordered["currency"]}
        yield case.gap(Severity.MEDIUM, "currency_differs", "send_amended_order", [line], _owed(line), "order", **both)


def _beyond_order(case: _Case, line: Row) -> Iterator[Answer]:
    if line["ordered_milli"] is None:
        yield case.unassessed("order_without_quantity", "send_order", [line])
        return
    beyond = case.papers.beyond_order_milli(line)
    if beyond > 0:
        small = beyond * BPS_WHOLE <= line["ordered_milli"] * case.config.quantity_tolerance_bps
        severity = Severity.LOW if small else Severity.MEDIUM
        both = {"ordered": _quantity(line, line["ordered_milli"]), "beyond": _quantity(line, beyond)}
        at_risk = _value_minor(line, beyond)
        yield case.gap(severity, "ordered_less_than_invoiced", "send_amended_order", [line], at_risk, "order", **both)


def _price(case: _Case, line: Row) -> Iterator[Answer]:
    billed = case.papers.row("invoice_lines", line["invoice_line_id"])
    expected = expected_net_minor(billed, case.papers.row("order_lines", line["order_line_id"]))
    if expected is None or billed["net_minor"] is None:
        yield case.unassessed("price_unknown", "send_order", [line])
        return
    gap = billed["net_minor"] - expected
    both = {"billed": case.money(billed["net_minor"]), "expected": case.money(expected), "gap": case.money(abs(gap))}
    if gap > case.config.line_tolerance_minor:
        small = gap * BPS_WHOLE <= expected * case.config.price_tolerance_bps
        severity = Severity.LOW if small or gap <= case.config.amount_tolerance_minor else Severity.MEDIUM
        at_risk = divide(max(0, line["gross_minor"]) * gap, max(1, billed["net_minor"]), Rounding.UP)
        yield case.gap(severity, "price_above_order", "send_amended_order", [line], at_risk, "order", **both)
    elif gap < -case.config.line_tolerance_minor:
        yield case.gap(Severity.NOTE, "price_below_order", "nothing_needed", [line], 0, "order", **both)


# Delivery beside invoice


def _delivery_gaps(case: _Case) -> Iterator[Answer]:
    asking = [line for line in case.lines if _owed(line) > 0]
    unmeasured = [line for line in asking if not line["invoiced_milli"]]
    if unmeasured:
        yield case.unassessed("line_without_quantity", "send_quantity", unmeasured)
    goods = [line for line in asking if line["invoiced_milli"]]
    yield from _undelivered(case, goods)
    for line in goods:
        if line["delivery_seam"] == "misfit":
            unit = written(line["unit"])
            yield case.gap(
                Severity.MEDIUM, "delivery_unit_differs", "send_unit", [line], _owed(line), "delivery", unit=unit
            )
        elif line["delivered_milli"]:
            yield from _delivered_quantity(case, line)
            yield from _delivered_before_order(case, line)
    by_seller = [line for line in goods if line["delivered_milli"] and not line["independent"]]
    if by_seller:
        at_risk = sum(line["delivered_minor"] for line in by_seller)
        yield case.gap(Severity.MEDIUM, "receipt_from_seller", "send_receipt_by_buyer", by_seller, at_risk, "delivery")


def _undelivered(case: _Case, goods: Sequence[Row]) -> Iterator[Answer]:
    missing = [line for line in goods if line["delivery_seam"] == "missing"]
    unlinked = [line for line in missing if not line["order_id"] and case.papers.names_nothing(case.invoice, line)]
    if unlinked and case.papers.delivered_between(case.invoice):
        # Goods did come between these two; which of them are billed here, no number tells.
        yield case.unassessed("delivery_unlinked", "send_order", unlinked)
        missing = [line for line in missing if line not in unlinked]
    if not missing:
        return
    by = case.papers.deliver_by(case.invoice, missing)
    if by + timedelta(days=case.config.delivery_grace_days) >= case.at.today:
        yield case.unassessed("delivery_not_due", "send_receipt", missing, by=by)
    elif len(missing) == len(goods):
        yield _missing(case, Severity.STOP, missing)
    else:
        yield from (_missing(case, Severity.HIGH, [line]) for line in missing)


def _missing(case: _Case, severity: Severity, lines: Sequence[Row]) -> Finding:
    sent = any(line["despatched_milli"] for line in lines)
    code = "delivery_only_by_seller" if sent else "no_delivery"
    by = case.papers.deliver_by(case.invoice, lines)
    at_risk = sum(_owed(line) for line in lines)
    return case.gap(severity, code, "send_receipt", lines, at_risk, "order", "despatch", by=by)


def _delivered_quantity(case: _Case, line: Row) -> Iterator[Answer]:
    short = line["invoiced_milli"] - line["delivered_milli"]
    both = {"invoiced": _quantity(line, line["invoiced_milli"]), "delivered": _quantity(line, line["delivered_milli"])}
    if short < 0:
        fields = {**both, "beyond": _quantity(line, -short)}
        yield case.gap(Severity.NOTE, "delivered_not_billed", "nothing_needed", [line], 0, "delivery", **fields)
    elif short > 0:
        at_risk = line["gross_minor"] - line["delivered_minor"] - line["credited_minor"]
        severity = _short_severity(case, line, short)
        fields = {**both, "short": _quantity(line, short)}
        if at_risk <= case.config.line_tolerance_minor:
            yield case.gap(Severity.NOTE, "shortfall_credited", "nothing_needed", [line], 0, "delivery", **fields)
        elif _rejected(case, line) >= on_scale(short, line["unit"]):
            yield case.gap(severity, "goods_rejected", "send_credit_note", [line], at_risk, "delivery", **fields)
        else:
            yield case.gap(severity, "delivered_less_than_invoiced", "send_rest", [line], at_risk, "delivery", **fields)


def _short_severity(case: _Case, line: Row, short: int) -> Severity:
    if line["delivery_seam"] == "match":
        return Severity.LOW
    grave = short * BPS_WHOLE >= line["invoiced_milli"] * case.config.shortfall_high_bps
    return Severity.HIGH if grave else Severity.MEDIUM


def _rejected(case: _Case, line: Row) -> int:
    """What receipts say was refused, on the line's scale."""
    some = case.papers.arrivals(line)
    return sum(on_scale(row.get("rejected_milli") or 0, row["unit"]) for row in some)


def _delivered_before_order(case: _Case, line: Row) -> Iterator[Answer]:
    if line["order_id"] is None:
        return
    ordered_on = case.papers.row("orders", line["order_id"])["issued_on"]
    arrived_on = min((case.papers.arrived_on(row) for row in case.papers.arrivals(line)), default=ordered_on)
    if arrived_on < ordered_on:
        days = {"arrived_on": arrived_on, "ordered_on": ordered_on}
        yield case.gap(
            Severity.LOW, "delivered_before_order", "explain_days", [line], _owed(line), "order", "delivery", **days
        )


# Payment beside invoice


def _payment_gaps(case: _Case) -> Iterator[Answer]:
    owed, paid = sum(_owed(line) for line in case.lines), sum(line["paid_minor"] for line in case.lines)
    left, tolerance = owed - paid, case.config.amount_tolerance_minor
    fields = {"owed": case.money(owed), "paid": case.money(paid), "left": case.money(abs(left))}
    if paid and left < -tolerance:
        yield case.gap(Severity.LOW, "overpaid", "explain_payment", case.lines, 0, "payment", **fields)
    elif paid and left <= tolerance:
        yield case.gap(Severity.NOTE, "paid_in_full", "nothing_needed", case.lines, 0, "payment", **fields)
    elif paid:
        yield case.gap(Severity.LOW, "paid_already", "ask_for_rest", case.lines, paid, "payment", **fields)
    if left > tolerance:
        yield from _overdue(case, left)


def _overdue(case: _Case, left: int) -> Iterator[Answer]:
    due_on = case.invoice["due_on"]
    if due_on is None:
        yield case.unassessed("due_day_unknown", "send_due_day")
        return
    missed_on = due_on + timedelta(days=case.config.payment_grace_days)
    if missed_on >= case.at.today:
        return
    seen_until = case.papers.paid_seen_until(case.invoice, due_on)
    if seen_until is None or seen_until < missed_on:
        yield case.unassessed("payment_unseen", "send_statement", due_on=due_on)
        return
    late = (case.at.today - due_on).days
    severity = Severity.HIGH if late >= case.config.overdue_high_days else Severity.MEDIUM
    fields: dict[str, Value] = {"left": case.money(left), "due_on": due_on, "seen_until": seen_until, "late_days": late}
    yield case.gap(severity, "overdue", "send_payment", case.lines, left, "payment", **fields)


# What stands in the fields


def _owed(line: Row) -> int:
    """What a line asks for after credits, in minor units."""
    return int(line["gross_minor"] - line["credited_minor"])


def _value_minor(line: Row, quantity_milli: int) -> int:
    """What part of a line costs with tax, rounded up."""
    return divide(max(0, _owed(line)) * quantity_milli, max(1, line["invoiced_milli"] or 0), Rounding.UP)


def _quantity(line: Row, quantity_milli: int) -> Quantity:
    return Quantity(quantity_milli, line["unit"] or "")


def _goods(line: Row) -> Value:
    return written(" ".join(word for word in (line["item_number"], line["item_name"]) if word))


def _numbers(lines: Sequence[Row]) -> str:
    return ", ".join(line["line_number"] for line in lines)
