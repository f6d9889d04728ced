"""credit.joint_credit: banks and yuan below, at and above; the limit agreed; what a book of one lender cannot know."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hefu.book import Book
from hefu.credit.rules.joint_credit import RULE
from tests.credit.cases import cases
from tests.credit.world import AT, BILLION, book_of, codes, without_law

BANKS = ("b1", "b2", "b3", "b4")


def world(banks: int, owed_minor: int, **more: list[dict[str, Any]]) -> Book:
    """So many banks to whom the buyer owes so much together: one yuan to each but the first."""
    rest = owed_minor - 100 * (banks - 1)
    loans = [
        {"loan_id": one, "lender_id": one, "outstanding_minor": rest if place == 0 else 100}
        for place, one in enumerate(BANKS[:banks])
    ]
    parties = [{"party_id": one, "kind": "bank"} for one in BANKS]
    tables: dict[str, list[dict[str, Any]]] = {"loans": loans, "parties": parties, "groups": []}
    return book_of(**{**tables, **more})


REACHED = """
banks  billions_and_fen  answer
3      5,0               high_joint_credit_due
3      5,-1              low_joint_credit_open
4      5,0               high_joint_credit_due
2      5,0               open_lenders_unknown
3      2,0               low_joint_credit_open
3      2,-1              -
2      2,-1              -
1      9,0               open_lenders_unknown
"""


@pytest.mark.parametrize(("banks", "owed", "answer"), cases(REACHED))
def test_banks_and_what_is_owed_to_them_decide(banks: str, owed: str, answer: str) -> None:
    billions, fen = map(int, owed.split(","))
    expected = [] if answer == "-" else [answer.replace("_", " ", 1)]
    assert codes(RULE, world(int(banks), billions * BILLION + fen)) == expected


AGREED = """
# owed 5 billion to three banks, beside a joint limit
limit_minor   answer
400000000000  high_above_joint_limit
499999999999  high_above_joint_limit
500000000000  medium_near_joint_limit
555555555555  medium_near_joint_limit
555555555556  -
900000000000  -
"""


@pytest.mark.parametrize(("limit", "answer"), cases(AGREED))
def test_an_agreed_limit_warns_when_it_is_nearly_used(limit: str, answer: str) -> None:
    expected = [] if answer == "-" else [answer.replace("_", " ", 1)]
    assert codes(RULE, world(3, 5 * BILLION, facilities=[{"limit_minor": int(limit)}])) == expected


def test_a_limit_that_is_not_in_force_or_not_a_joint_one_is_none() -> None:
    for line in ({"valid_to": date(2026, 11, 20)}, {"role": "buyer"}, {"currency": "USD"}):
        book = world(3, 5 * BILLION, facilities=[{"limit_minor": 9 * BILLION, **line}])
        assert codes(RULE, book) == ["high joint_credit_due"]


def test_a_lender_that_is_no_bank_and_another_currency_do_not_count() -> None:
    book = world(3, 5 * BILLION, parties=[{"party_id": one, "kind": "bank"} for one in BANKS[:2]])
    assert codes(RULE, book) == ["open lenders_unknown"]
    dollars = [{"loan_id": one, "lender_id": one, "outstanding_minor": 9 * BILLION, "currency": "USD"} for one in BANKS]
    assert codes(RULE, world(1, 100, loans=dollars)) == []


def test_a_group_is_counted_together() -> None:
    loans = [
        {"loan_id": one, "lender_id": one, "borrower_id": who, "outstanding_minor": 17 * BILLION // 10}
        for one, who in zip(BANKS, ("buyer", "sister", "sister", "buyer"), strict=True)
    ]
    groups = [{"group_id": "g", "party_id": one} for one in ("buyer", "sister")]
    found = codes(RULE, world(1, 1, loans=loans, groups=groups))
    assert found == ["high joint_credit_due", "open lenders_unknown", "open lenders_unknown"]
    assert "high joint_credit_due" not in codes(RULE, world(1, 1, loans=loans))


def test_a_debtor_whose_accounts_show_little_debt_is_not_open() -> None:
    account = {"party_id": "buyer", "period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31), "currency": "CNY"}
    small = {**account, "debt_minor": 2 * BILLION - 1}
    assert codes(RULE, world(1, 9 * BILLION, statements=[small])) == []
    assert codes(RULE, world(1, 9 * BILLION, statements=[{**small, "debt_minor": 2 * BILLION}])) == [
        "open lenders_unknown"
    ]


def test_without_a_rule_book_the_question_is_open_and_before_the_rule_it_is_none() -> None:
    assert codes(RULE, world(3, 5 * BILLION), at=without_law()) == ["open no_figure"]
    before = type(AT)(as_of=AT.as_of.replace(year=2018, month=5, day=21), law=AT.law)
    assert codes(RULE, world(3, 5 * BILLION), at=before) == []
