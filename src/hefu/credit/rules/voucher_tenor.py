"""Whether the term of every receivables voucher is within what the law allows on the day it was issued.

The day that decides is that of the first issue: what was split from a voucher keeps the day of its root. A
figure that is announced and has no first day changes nothing.

Source: 银发〔2025〕77号 art. 11.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from hefu.book import Book, Row, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, Figure, NoFigure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message
from hefu.credit.config import CreditConfig
from hefu.credit.figures import figure_of, is_unknown, value_of, why_none
from hefu.credit.terms import runs_over
from hefu.credit.texts.voucher_tenor import QUESTION, TEXTS

NAME = "credit.voucher_tenor"
VERSION = 1
VOUCHER = "receivables_voucher"
"""The product as the rule book names it."""

_CLEARS = Message.of("clear_tenor")


def check(book: Book, config: CreditConfig, at: Context) -> Iterable[Answer]:
    """Return a finding for each voucher that runs too long, or so long that it must be examined."""
    del config
    if not book.table("vouchers").num_rows:
        yield NotApplicable(NAME, VERSION, Message.of("nothing_to_ask"), ())
        return
    rows = [row for row in book.rows("vouchers") if row["state"] not in {"cancelled", "paid"}]
    roots = {row["voucher_id"]: row for row in book.rows("vouchers")}
    for row in sorted(rows, key=lambda row: (row["voucher_id"], row["source_id"])):
        issued_on = root_issue(row, roots)
        if issued_on is None:
            yield _open(row, Message.of("root_missing", voucher=row["voucher_id"]))
        else:
            yield from _judged(row, issued_on, at)


def root_issue(row: Row, vouchers: Mapping[str, Row]) -> date | None:
    """Return the day the voucher was first issued, through all it was split from; None where one is not in the book."""
    seen = {row["voucher_id"]}
    while row["parent_id"]:
        parent = vouchers.get(row["parent_id"])
        if parent is None or parent["voucher_id"] in seen:
            return None
        seen.add(parent["voucher_id"])
        row = parent
    day: date = row["issued_on"]
    return day


def _judged(row: Row, issued_on: date, at: Context) -> Iterator[Finding | Unassessed]:
    days = {Anchor.VOUCHER_ISSUE: issued_on}
    for rule, severity, code in (
        ("voucher.tenor_max", Severity.STOP, "tenor_too_long"),
        ("voucher.tenor_examined_over", Severity.MEDIUM, "tenor_to_examine"),
    ):
        figure = figure_of(at, rule, days, product=VOUCHER)
        if isinstance(figure, NoFigure):
            if is_unknown(figure):
                yield _open(row, Message.of("no_figure", voucher=row["voucher_id"], why=why_none(figure)))
                return
        elif runs_over(issued_on, row["due_on"], value_of(figure)):
            yield _finding(row, issued_on, figure, severity, code)
            return


def _finding(row: Row, issued_on: date, figure: Figure, severity: Severity, code: str) -> Finding:
    # Inside a transition it may still be brought in line, so a person decides.
    held = max(severity, Severity.HIGH) if figure.transition_to is not None else severity
    message = Message.of(
        code,
        voucher=row["voucher_id"],
        issuer=row["issuer_id"],
        issued_on=issued_on,
        due_on=row["due_on"],
        months=value_of(figure),
    )
    subjects = (RowRef("vouchers", row["voucher_id"]), RowRef("parties", row["issuer_id"]))
    evidence = (RowRef("vouchers", row["voucher_id"], row["source_id"]),)
    at_risk = Money(row["amount_minor"], row["currency"])
    return Finding(NAME, VERSION, held, message, subjects, evidence, _CLEARS, at_risk, (figure,))


def _open(row: Row, reason: Message) -> Unassessed:
    subjects = (RowRef("vouchers", row["voucher_id"]), RowRef("parties", row["issuer_id"]))
    return Unassessed(NAME, VERSION, reason, subjects, _CLEARS, PaperKind.LEGAL_RECORD)


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
