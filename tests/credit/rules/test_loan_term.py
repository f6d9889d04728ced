"""credit.loan_term: the day before, the day and the day after each bound, and extensions added up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hefu.book import Book
from hefu.credit.rules.loan_term import RULE
from hefu.credit.terms import add_months, extension_days_max, runs_over
from tests.credit.cases import cases
from tests.credit.world import book_of, codes, day, without_law

PRODUCT = "working_capital_loan"

MONTHS = """
day         months  later
2026-01-31  1       2026-02-28
2024-01-31  1       2024-02-29
2024-02-29  12      2025-02-28
2026-10-31  6       2027-04-30
2026-12-15  1       2027-01-15
2026-01-15  0       2026-01-15
2026-01-15  12      2027-01-15
2026-03-31  36      2029-03-31
"""


@pytest.mark.parametrize(("first", "months", "later"), cases(MONTHS))
def test_months_end_on_the_same_day_or_the_last_of_the_month(first: str, months: str, later: str) -> None:
    begun, ended = day(first), day(later)
    assert begun
    assert ended
    assert add_months(begun, int(months)) == ended
    assert not runs_over(begun, ended, int(months))
    assert runs_over(begun, ended + timedelta(days=1), int(months))


TERMS = """
drawn       due         product               answer
2026-01-15  2029-01-15  working_capital_loan  -
2026-01-15  2029-01-16  working_capital_loan  medium_long_cycle_only
2026-01-15  2031-01-15  working_capital_loan  medium_long_cycle_only
2026-01-15  2031-01-16  working_capital_loan  high_too_long
2026-01-15  2031-01-16  factoring             -
2026-01-15  2031-01-16  -                     open_no_figure
2026-01-15  -           working_capital_loan  open_due_day_unknown
# signed before the rule was in force
2024-06-30  2031-01-16  working_capital_loan  -
2024-07-01  2029-07-02  working_capital_loan  high_too_long
"""


def world(loan: dict[str, Any], events: list[dict[str, Any]] | None = None) -> Book:
    return book_of(loans=[{"product": PRODUCT, **loan}], loan_events=events or [], lender_capital=[{}])


@pytest.mark.parametrize(("drawn", "due", "product", "answer"), cases(TERMS))
def test_the_term_in_months(drawn: str, due: str, product: str, answer: str) -> None:
    loan = {"drawn_on": day(drawn), "due_on": day(due), "product": None if product == "-" else product}
    assert codes(RULE, world(loan)) == ([] if answer == "-" else [answer.replace("_", " ", 1)])


EXTENSIONS = """
# a loan of 2026-01-01, its first due day, its new ones
due         new                    answer
2026-12-31  2027-12-30             -
2026-12-31  2027-12-31             high_extended_too_far
2027-01-01  2028-01-01             -
2027-01-01  2028-01-02             high_extended_too_far
# longer than a year: half of the 366 days agreed
2027-01-02  2027-07-04             -
2027-01-02  2027-07-05             high_extended_too_far
2027-01-02  2027-04-02,2027-07-04  -
2027-01-02  2027-04-02,2027-07-05  high_extended_too_far
2027-01-02  -                      open_extension_unknown
"""


@pytest.mark.parametrize(("due", "new", "answer"), cases(EXTENSIONS))
def test_extensions_are_added_up_and_held_against_the_days_first_agreed(due: str, new: str, answer: str) -> None:
    first, events = day(due), []
    old = first
    for word in new.split(","):
        events.append({"event": "extended", "old_due_on": old, "new_due_on": day(word)})
        old = day(word)
    loan = {"drawn_on": day("2026-01-01"), "due_on": old}
    assert codes(RULE, world(loan, events)) == ([] if answer == "-" else [answer.replace("_", " ", 1)])


def test_half_of_an_odd_number_of_days_is_rounded_down() -> None:
    first, last = day("2026-01-01"), day("2027-01-03")
    assert first
    assert last
    assert extension_days_max(first, last, 5_000) == 183


def test_without_a_rule_book_or_licence_the_question_is_open() -> None:
    loan = {"product": PRODUCT}
    assert codes(RULE, book_of(loans=[loan], lender_capital=[{}]), at=without_law()) == ["open no_figure"]
    assert codes(RULE, book_of(loans=[loan])) == ["open no_figure"]
