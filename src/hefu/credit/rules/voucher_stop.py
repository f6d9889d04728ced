"""Whether a core firm issued vouchers while the law stopped it, and whether one is stopped now.

Three things stop new issue until they are cleared: a voucher unpaid at maturity, a default on bonds, and
lasting arrears on bills. They stop the firm's new issue only: what holders do with vouchers issued before, or
even wrongly since, is not barred by this article, so a transfer is never a finding here.

A voucher unpaid at maturity is one stated as overdue, or open after its day; a public list of overdue payers
counts from the day of listing until it is cleared. A listing and a voucher of one and the same day: the listing
came first, since nobody says otherwise.

Source: 银发〔2025〕77号 art. 15.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hefu.book import Book, Row, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, Figure, NoFigure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.credit.config import CreditConfig
from hefu.credit.figures import figure_of, is_unknown, why_none
from hefu.credit.rules.voucher_tenor import VOUCHER
from hefu.credit.texts.voucher_stop import QUESTION, TEXTS, TRIGGERS

NAME = "credit.voucher_stop"
VERSION = 1

_RULES = {
    "voucher": "voucher.stop_unpaid_at_maturity",
    "bond": "voucher.stop_bond_default",
    "bill": "voucher.stop_bill_overdue",
}
_CLEARS = Message.of("clear_stop")


@dataclass(frozen=True, slots=True)
class Trigger:
    """What stops a core firm, from its first day until before `until` (None: not cleared), by which row."""

    issuer_id: str
    kind: str
    first: date
    until: date | None
    row: RowRef

    def holds_on(self, day: date) -> bool:
        """Tell whether new issue is stopped on a day."""
        return self.first <= day and (self.until is None or day < self.until)


def check(book: Book, config: CreditConfig, at: Context) -> Iterable[Answer]:
    """Return a finding for each voucher issued while its issuer was stopped, and for each issuer stopped today."""
    del config
    if not book.table("vouchers").num_rows:
        yield NotApplicable(NAME, VERSION, Message.of("nothing_to_ask"), ())
        return
    found = list(triggers(book, at.today))
    issued = [row for row in book.rows("vouchers") if not row["parent_id"] and row["state"] != "cancelled"]
    for row in sorted(issued, key=lambda row: (row["voucher_id"], row["source_id"])):
        yield from _issued(row, found, at)
    yield from _stopped(found, {row["issuer_id"] for row in issued}, at)


def triggers(book: Book, today: date) -> Iterator[Trigger]:
    """Give everything in the book that stops a core firm's new issue."""
    for row in sorted(book.rows("overdue_lists"), key=lambda row: (row["listing_id"], row["source_id"])):
        if row["kind"] in _RULES:
            ref = RowRef("overdue_lists", row["listing_id"], row["source_id"])
            yield Trigger(row["party_id"], row["kind"], row["listed_on"], row["cleared_on"], ref)
    for row in sorted(book.rows("vouchers"), key=lambda row: (row["voucher_id"], row["source_id"])):
        if row["state"] == "overdue" or (row["state"] in {"open", "financed"} and row["due_on"] < today):
            ref = RowRef("vouchers", row["voucher_id"], row["source_id"])
            yield Trigger(row["issuer_id"], "voucher", row["due_on"] + timedelta(days=1), None, ref)


def _issued(row: Row, found: list[Trigger], at: Context) -> Iterator[Finding | Unassessed]:
    day = row["issued_on"]
    own = ("vouchers", row["voucher_id"])
    stops = [
        one
        for one in found
        if one.issuer_id == row["issuer_id"] and one.holds_on(day) and (one.row.table, one.row.row_id) != own
    ]
    cites = list(_cites(stops, day, at))
    unknown = next((one for one in cites if isinstance(one, NoFigure)), None)
    if unknown is not None:
        reason = Message.of("no_figure", voucher=row["voucher_id"], why=why_none(unknown))
        yield Unassessed(NAME, VERSION, reason, _subjects(row), _CLEARS, PaperKind.LEGAL_RECORD)
    figures = tuple(one for one in cites if isinstance(one, Figure))
    if figures:
        message = Message.of(
            "issued_while_stopped",
            voucher=row["voucher_id"],
            issuer=row["issuer_id"],
            issued_on=day,
            why=_why(stops),
        )
        evidence = (RowRef("vouchers", row["voucher_id"], row["source_id"]), *(one.row for one in stops))
        at_risk = Money(row["amount_minor"], row["currency"])
        yield Finding(NAME, VERSION, Severity.STOP, message, _subjects(row), evidence, _CLEARS, at_risk, figures)


def _stopped(found: list[Trigger], issuers: set[str], at: Context) -> Iterator[Finding]:
    """Warn of a core firm that may issue no more today: what it issued before stays what it is."""
    for issuer_id in sorted(issuers):
        stops = [one for one in found if one.issuer_id == issuer_id and one.holds_on(at.today)]
        figures = tuple(one for one in _cites(stops, at.today, at) if isinstance(one, Figure))
        if figures:
            message = Message.of("stopped_today", issuer=issuer_id, why=_why(stops), since=min(s.first for s in stops))
            subjects = (RowRef("parties", issuer_id),)
            rows = tuple(one.row for one in stops)
            yield Finding(NAME, VERSION, Severity.MEDIUM, message, subjects, rows, _CLEARS, cites=figures)


def _cites(stops: list[Trigger], day: date, at: Context) -> Iterator[Figure | NoFigure]:
    """Give the duty behind each kind of trigger where it reaches the day, or why that is unknown."""
    for kind in sorted({one.kind for one in stops}):
        answer = figure_of(at, _RULES[kind], {Anchor.VOUCHER_ISSUE: day}, product=VOUCHER)
        if isinstance(answer, Figure) or is_unknown(answer):
            yield answer


def _why(stops: list[Trigger]) -> Text:
    kinds = [TRIGGERS[kind] for kind in sorted({one.kind for one in stops})]
    return Text("; ".join(one.en for one in kinds), "；".join(one.zh for one in kinds))


def _subjects(row: Row) -> tuple[RowRef, ...]:
    return (RowRef("vouchers", row["voucher_id"]), RowRef("parties", row["issuer_id"]))


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
