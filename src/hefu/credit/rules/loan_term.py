"""Whether working-capital loans run, and were extended, within what the law allows.

The day of drawdown stands for the day of signing where the book has no other. Term in calendar months; up to
the longer figure it is for borrowers with a long cash cycle, which a person must judge. Extensions are added up
and held against the days first agreed: all of them for a loan of up to the dividing months, half for a longer
one.

Source: 流动资金贷款管理办法 (NFRA 2024-2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from hefu.book import Book, Row, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, Figure, NoFigure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message
from hefu.credit.config import CreditConfig
from hefu.credit.figures import figure_of, is_unknown, licence_of, value_of, why_none
from hefu.credit.loans import loans_of
from hefu.credit.terms import extension_days_max, runs_over
from hefu.credit.texts.loan_term import QUESTION, TEXTS

NAME = "credit.loan_term"
VERSION = 1

_RULES = ("term_max", "term_long_cycle_max", "extension_short_max", "extension_long_max", "extension_long_term_over")
_CLEARS = Message.of("clear_term")


def check(book: Book, config: CreditConfig, at: Context) -> Iterable[Answer]:
    """Return a finding for each loan that runs too long or was extended by too much."""
    del config
    if not book.table("loans").num_rows:
        yield NotApplicable(NAME, VERSION, Message.of("nothing_to_ask"), ())
        return
    extended: dict[str, list[Row]] = {}
    for row in sorted(book.rows("loan_events"), key=lambda row: (row["happened_on"], row["event_id"])):
        if row["event"] == "extended":
            extended.setdefault(row["loan_id"], []).append(row)
    figures = cache(lambda *asked: _figures(book, at, *asked))
    for loan in loans_of(book):
        found = figures(loan["lender_id"], loan["drawn_on"], loan["product"] or "")
        if not isinstance(found, NoFigure):
            yield from _judged(loan, extended.get(loan["loan_id"], []), found)
        elif is_unknown(found):
            yield _open(loan, Message.of("no_figure", loan=loan["loan_id"], why=why_none(found)))


def _figures(book: Book, at: Context, lender_id: str, drawn_on: date, product: str) -> tuple[Figure, ...] | NoFigure:
    """Return the figures that reach a loan, or the first that is missing."""
    days, licence = {Anchor.LOAN_SIGNING: drawn_on}, licence_of(book, lender_id)
    found = [figure_of(at, f"working_capital.{rule}", days, licence, product) for rule in _RULES]
    missing = next((one for one in found if isinstance(one, NoFigure)), None)
    return missing or tuple(one for one in found if isinstance(one, Figure))


def _judged(loan: Row, extensions: list[Row], figures: tuple[Figure, ...]) -> Iterator[Finding | Unassessed]:
    term_max, long_max, short, long, divides = figures
    first_due = extensions[0]["old_due_on"] if extensions else loan["due_on"]
    if first_due is None:
        yield _open(loan, Message.of("due_day_unknown", loan=loan["loan_id"]))
        return
    yield from _term(loan, first_due, term_max, long_max)
    if any(row["old_due_on"] is None or row["new_due_on"] is None for row in extensions):
        yield _open(loan, Message.of("extension_unknown", loan=loan["loan_id"]))
    elif extensions:
        share = long if runs_over(loan["drawn_on"], first_due, value_of(divides)) else short
        yield from _extension(loan, first_due, extensions, share)


def _term(loan: Row, due_on: date, term_max: Figure, long_max: Figure) -> Iterator[Finding]:
    for figure, severity, code in (
        (long_max, Severity.HIGH, "too_long"),
        (term_max, Severity.MEDIUM, "long_cycle_only"),
    ):
        if runs_over(loan["drawn_on"], due_on, value_of(figure)):
            message = Message.of(
                code, loan=loan["loan_id"], drawn_on=loan["drawn_on"], due_on=due_on, months=value_of(figure)
            )
            yield _finding(loan, severity, message, (figure,))
            return


def _extension(loan: Row, due_on: date, extensions: list[Row], share: Figure) -> Iterator[Finding]:
    days = sum((row["new_due_on"] - row["old_due_on"]).days for row in extensions)
    days_max = extension_days_max(loan["drawn_on"], due_on, value_of(share))
    if days > days_max:
        message = Message.of("extended_too_far", loan=loan["loan_id"], days=days, days_max=days_max)
        yield _finding(loan, Severity.HIGH, message, (share,))


def _finding(loan: Row, severity: Severity, message: Message, cites: tuple[Figure, ...]) -> Finding:
    evidence = (RowRef("loans", loan["loan_id"], loan["source_id"]),)
    at_risk = Money(loan["outstanding_minor"], loan["currency"])
    return Finding(NAME, VERSION, severity, message, _subjects(loan), evidence, _CLEARS, at_risk, cites)


def _open(loan: Row, reason: Message) -> Unassessed:
    return Unassessed(NAME, VERSION, reason, _subjects(loan), _CLEARS, PaperKind.LEGAL_RECORD)


def _subjects(loan: Row) -> tuple[RowRef, ...]:
    return (RowRef("loans", loan["loan_id"]), RowRef("parties", loan["borrower_id"]))


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
