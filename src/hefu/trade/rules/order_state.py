"""Ask what became of the order that an invoice bills, and what the buyer answered to the invoice.

| Finding | Severity |
|---|---|
| the order, or the line billed, was cancelled; the buyer rejected or disputes the invoice | HIGH |
| the seller had refused the order; more billed than the changed order asks; the buyer queries the invoice | MEDIUM |
| the buyer accepted the invoice with conditions | LOW |

Not a finding: an order or invoice that was accepted, changed as billed, or only received. A seller's acceptance after
a cancellation accepts the cancellation. A later answer of the buyer replaces an earlier one, but a paper from the
borrower does not clear what the buyer's own says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hefu.book.book import Book, Row
from hefu.book.rule import Rule
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity
from hefu.core.money import BPS_WHOLE, Money
from hefu.core.names import fold_number
from hefu.core.quantity import Quantity
from hefu.core.texts import Message, Value
from hefu.trade.answers import Answers, OrderLineWord
from hefu.trade.config import TradeConfig
from hefu.trade.papers import Papers, payable_minor
from hefu.trade.report import Report, written
from hefu.trade.texts.order_state import QUESTION, TEXTS
from hefu.trade.units import on_scale, scale_of

REPORT = Report("trade.order_state", 1)

_ANSWERED = {
    "rejected": (Severity.HIGH, "invoice_rejected", "send_acceptance"),
    "dispute": (Severity.HIGH, "invoice_disputed", "send_acceptance"),
    "under_query": (Severity.MEDIUM, "invoice_under_query", "send_acceptance"),
    "conditionally_accepted": (Severity.LOW, "invoice_accepted_with_conditions", "look_at_conditions"),
}


def check(book: Book, config: TradeConfig, at: Context) -> Iterator[Finding]:
    """Yield what was said against each invoice's order and against the invoice, in the order of ids."""
    papers = Papers.of(book)
    answers = Answers(book, papers)
    for invoice in papers.invoices.values():
        case = _Case(papers, answers, config, invoice)
        yield from _order(case)
        answer = answers.standing(invoice["invoice_id"])
        if answer:
            severity, code, clears = _ANSWERED[answer["event"]]
            said = {"day": answer["happened_on"], "paper": written(answer["by_number"])}
            at_risk = payable_minor(invoice, case.lines)
            reason = written(answer["reason"])
            refs = [RowRef("invoice_events", answer["event_id"], answer["source_id"])]
            yield case.finding(severity, code, clears, refs, at_risk, reason=reason, **said)


RULE: Rule[TradeConfig] = Rule(REPORT.rule, REPORT.version, QUESTION, "seller_id", TEXTS, check)


@dataclass(frozen=True, slots=True)
class _Case:
    """One invoice, with what it is held against."""

    papers: Papers
    answers: Answers
    config: TradeConfig
    invoice: Row

    @property
    def lines(self) -> Sequence[Row]:
        return self.papers.lines.get(self.invoice["invoice_id"], ())

    def order_lines(self) -> dict[str, list[Row]]:
        """The lines of the invoice by the number of the order that each bills, as first written."""
        found: dict[str, tuple[str, list[Row]]] = {}
        if self.invoice["order_number"]:
            found[fold_number(self.invoice["order_number"])] = (self.invoice["order_number"], [])
        for line in self.lines:
            number = line["order_number"] or self.invoice["order_number"]
            if number:
                found.setdefault(fold_number(number), (number, []))[1].append(line)
        return dict(found.values())

    def finding(
        self, severity: Severity, code: str, clears: str, refs: Sequence[RowRef], at_risk_minor: int, **fields: Value
    ) -> Finding:
        ref = RowRef("invoices", self.invoice["invoice_id"], self.invoice["source_id"])
        message = Message.of(code, number=self.invoice["number"], **fields)
        risk = Money(at_risk_minor, self.invoice["currency"])
        return REPORT.finding(
            severity, message, Message.of(clears), subjects=[ref], evidence=[ref, *refs], at_risk=risk
        )


def _order(case: _Case) -> Iterator[Finding]:
    shares = case.papers.gross_by_line(case.invoice)
    for number, lines in case.order_lines().items():
        events = case.answers.of_order(number, case.invoice)
        at_risk = sum(shares[line["invoice_line_id"]] for line in lines)
        against = _standing(events)
        if against:
            cancelled = against["event"] == "cancelled"
            code, severity = ("order_cancelled", Severity.HIGH) if cancelled else ("order_rejected", Severity.MEDIUM)
            fields = {**_paper(against), "order": number, "reason": written(against["reason"])}
            yield case.finding(severity, code, "send_standing_order", [_ref(against)], at_risk, **fields)
            continue
        words = case.answers.of_lines(events)
        for line in lines:
            word = words.get(fold_number(line["order_line_number"] or ""))
            if word:
                yield from _line(case, line, word, shares[line["invoice_line_id"]])


def _standing(events: Sequence[Row]) -> Row | None:
    """The cancellation of an order; else the refusal that was its last answer, before anybody changed it."""
    cancelled = next((event for event in events if event["event"] == "cancelled"), None)
    if cancelled or any(event["event"] == "changed" for event in events):
        return cancelled
    said = [event for event in events if event["event"] in {"accepted", "accepted_with_changes", "rejected"}]
    last = [event for event in said if event["issued_on"] == said[-1]["issued_on"]]
    return next((event for event in last if event["event"] == "rejected"), None)


def _line(case: _Case, line: Row, word: OrderLineWord, at_risk_minor: int) -> Iterator[Finding]:
    refs = [
        RowRef("order_event_lines", word.line["event_line_id"], word.line["source_id"]),
        RowRef("invoice_lines", line["invoice_line_id"], line["source_id"]),
    ]
    fields = {**_paper(word.event), "line": line["line_number"], "order": word.event["order_number"]}
    if word.line["event"] in {"cancelled", "rejected"}:
        order_line = word.line["order_line_number"]
        yield case.finding(
            Severity.HIGH, "line_cancelled", "send_standing_order", refs, at_risk_minor, order_line=order_line, **fields
        )
        return
    beyond_bps = _beyond_bps(line, word.line)
    if beyond_bps > case.config.quantity_tolerance_bps:
        both = {"billed": _quantity(line), "changed": _quantity(word.line)}
        at_risk = at_risk_minor * beyond_bps // (BPS_WHOLE + beyond_bps) + 1
        yield case.finding(Severity.MEDIUM, "beyond_change", "send_standing_order", refs, at_risk, **both, **fields)


def _beyond_bps(billed: Row, changed: Row) -> int:
    """By how much more was billed than the changed line asks; nothing where the two cannot be compared."""
    if not billed["quantity_milli"] or (changed["quantity_milli"] or 0) <= 0:
        return 0
    if scale_of(billed["unit"])[0] != scale_of(changed["unit"])[0]:
        return 0
    asked = on_scale(changed["quantity_milli"], changed["unit"])
    beyond = on_scale(billed["quantity_milli"], billed["unit"]) - asked
    return beyond * BPS_WHOLE // asked


def _quantity(line: Row) -> Quantity:
    return Quantity(line["quantity_milli"], line["unit"] or "")


def _paper(event: Row) -> dict[str, Value]:
    return {"day": event["issued_on"], "paper": event["number"]}


def _ref(event: Row) -> RowRef:
    return RowRef("order_events", event["event_id"], event["source_id"])
