"""Whether a public body or large firm pays a smaller firm late, and what interest it owes.

Asked of each invoice under a contract whose parties' sizes were stated at signing (art. 3): the debtor public
or large, the seller smaller than large. What is disputed waits, the rest does not (art. 15). The findings
inform: the supplier may claim the interest, and a lender sees how the debtor pays. They never stop a request.

Source: 保障中小企业款项支付条例 (Order 802).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

import pyarrow as pa

from hefu.book import Book, Row, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.book.voices import one_voice
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, Figure, NoFigure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.credit.arrays import day_of
from hefu.credit.claims import Claims, claims
from hefu.credit.config import CreditConfig
from hefu.credit.figures import figure_of, is_unknown, value_of, why_none
from hefu.credit.late import LateDebt, LateRate, last_day, late_debt, late_rate, lpr_milli_bps
from hefu.credit.texts.late_payment import BASES, QUESTION, TEXTS

NAME = "credit.late_payment"
VERSION = 1

_CLEARS = Message.of("clear_late")
_SMALLER = {"medium", "small", "micro"}
_DEBTORS = {"public_body", "large"}


@dataclass(frozen=True, slots=True)
class Late:
    """One invoice that is paid late: its rows' ids and the working of what is owed for it."""

    invoice_id: str
    seller_id: str
    debtor_id: str
    currency: str
    debt: LateDebt


def check(book: Book, config: CreditConfig, at: Context) -> Iterable[Answer]:
    """Return a finding for each invoice paid late, with the interest owed by today, and what could not be reckoned."""
    if not book.table("contracts").num_rows:
        yield NotApplicable(NAME, VERSION, Message.of("nothing_to_ask"), ())
        return
    for one in late_payments(book, config, at):
        yield one if isinstance(one, Unassessed) else _finding(one)


def late_payments(book: Book, config: CreditConfig, at: Context) -> Iterator[Late | Unassessed]:
    """Give what is owed for lateness on every invoice of the book that the regulation reaches."""
    contracts = {
        (row["buyer_id"], row["seller_id"], row["number"]): row
        for row in one_voice(book, "contracts")
        if row["buyer_size"] in _DEBTORS and row["seller_size"] in _SMALLER
    }
    if not contracts:
        return
    delivered = _delivered_on(book)
    for row in sorted(_claimed(claims(book, "", at, held=True)), key=itemgetter("invoice_id")):
        contract = contracts.get((row["debtor_id"], row["seller_id"], row["contract_number"]))
        if contract is not None and row["owed_minor"] > 0 and not row["disputed"]:
            yield from _reckoned(book, contract, row, delivered.get(row["invoice_id"]), config, at)


def _claimed(every: Claims) -> Iterator[Row]:
    """Give each claim as a row, with what is owed on it and not disputed."""
    texts = ("invoice_id", "seller_id", "debtor_id", "contract_number")
    columns = {name: getattr(every, name).to_pylist() for name in texts}
    columns["currency"] = every.currency.values.take(pa.array(every.currency.codes)).to_pylist()
    columns["due_last"] = [day_of(number) for number in every.due_last.tolist()]
    columns["owed_minor"] = (every.unpaid_minor - every.disputed_minor).tolist()
    columns["disputed"] = every.marked("disputed").tolist()
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _delivered_on(book: Book) -> dict[str, date]:
    """Return the last day on which anything of an invoice was received."""
    received = {row["delivery_id"]: row["received_on"] for row in book.rows("deliveries")}
    by_line = {row["delivery_line_id"]: received.get(row["delivery_id"]) for row in book.rows("delivery_lines")}
    found: dict[str, date] = {}
    for row in book.rows("tallies"):
        for line in (row["delivery_line_ids"] or "").split():
            day = by_line.get(line)
            if day is not None:
                found[row["invoice_id"]] = max(day, found.get(row["invoice_id"], day))
    return found


def _reckoned(
    book: Book, contract: Row, row: Row, delivered_on: date | None, config: CreditConfig, at: Context
) -> Iterator[Late | Unassessed]:
    signed_on = contract["signed_on"]
    days = {Anchor.CONTRACT_SIGNING: signed_on} if signed_on else {}
    # Where nothing is known of the delivery, today stands for it in the question which rule is in force.
    days[Anchor.DELIVERY] = delivered_on or at.today
    public = contract["buyer_size"] == "public_body"
    body = "public_body_days" if public else "large_firm_days"
    names = [
        body,
        "late_interest_default",
        "late_interest_agreed_min",
        *(["public_body_days_agreed_max"] if public else []),
    ]
    found = [figure_of(at, f"payment.{name}", days) for name in names]
    missing = next((one for one in found if isinstance(one, NoFigure)), None)
    if missing is not None:
        if is_unknown(missing):
            yield _open(row, Message.of("no_figure", invoice=row["invoice_id"], why=why_none(missing)))
        return
    figures = [one for one in found if isinstance(one, Figure)]
    days_max = value_of(figures[3]) if public else None
    last = last_day(row["due_last"], delivered_on, value_of(figures[0]), days_max)
    if last is None:
        yield _open(row, Message.of("delivery_unknown", invoice=row["invoice_id"]))
    elif last < at.today:
        lpr = lpr_milli_bps(book, signed_on) if signed_on else None
        rate = late_rate(contract["late_rate_bps"], lpr, value_of(figures[1]), config.late_year_days)
        if rate is None:
            yield _open(row, Message.of("lpr_unknown", invoice=row["invoice_id"]))
        else:
            yield _late(row, last, rate, figures, at)


def _late(row: Row, last: date, rate: LateRate, figures: list[Figure], at: Context) -> Late:
    by_rate = figures[1] if rate.basis == "default" else figures[2]
    term = figures[0] if row["due_last"] is None else figures[-1] if last != row["due_last"] else None
    cites = (by_rate, *([term] if term else []))
    debt = late_debt(row["owed_minor"], last, rate, at.today, cites)
    return Late(row["invoice_id"], row["seller_id"], row["debtor_id"], row["currency"], debt)


def _finding(late: Late) -> Finding:
    interest = Money(late.debt.interest_minor, late.currency)
    basis: Text = BASES[late.debt.rate.basis]
    message = Message.of(
        "paid_late",
        invoice=late.invoice_id,
        debtor=late.debtor_id,
        owed=Money(late.debt.owed_minor, late.currency),
        last_day=late.debt.last_day,
        days=late.debt.days,
        interest=interest,
        basis=basis,
    )
    subjects = (RowRef("invoices", late.invoice_id), RowRef("parties", late.debtor_id))
    evidence = (RowRef("invoices", late.invoice_id),)
    return Finding(NAME, VERSION, Severity.LOW, message, subjects, evidence, _CLEARS, interest, late.debt.cites)


def _open(row: Row, reason: Message) -> Unassessed:
    subjects = (RowRef("invoices", row["invoice_id"]), RowRef("parties", row["debtor_id"]))
    return Unassessed(NAME, VERSION, reason, subjects, _CLEARS, PaperKind.ORDER)


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
