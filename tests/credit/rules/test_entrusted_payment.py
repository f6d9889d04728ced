"""credit.entrusted_payment: the fen at and above the threshold, splitting by days and by linked payees, papers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book import Book
from hefu.credit import CreditConfig
from hefu.credit.rules.entrusted_payment import RULE, worst_window
from tests.credit.cases import cases
from tests.credit.world import book_of, codes, without_law

# 10 million yuan, in fen.
THRESHOLD = 10_000_000_00
LOAN = {"borrower_id": "buyer", "product": "working_capital_loan", "drawn_on": date(2026, 1, 5)}
EARLIER = {"loan_id": "earlier", "borrower_id": "buyer", "drawn_on": date(2025, 1, 5), "product": "factoring"}
DAYS = {"d4": 4, "d5": 5, "d6": 6, "d34": 34, "d35": 35, "d36": 36}


def world(payments: list[dict[str, Any]], **more: list[dict[str, Any]]) -> Book:
    tables: dict[str, list[dict[str, Any]]] = {
        "loans": [LOAN, EARLIER],
        "payments": payments,
        "lender_capital": [{}],
        "groups": [],
    }
    return book_of(**{**tables, **more})


def paid(payee: str, amount: int, on: int = 6, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of payments
    booked = date.fromordinal(date(2026, 1, 1).toordinal() + on - 1)
    return {"payee_id": payee, "amount_minor": amount, "booked_on": booked, **more}


SINGLE = """
yuan_above  day  payer   answer
0           6    buyer   -
1           6    buyer   high_paid_directly
1           5    buyer   high_paid_directly
1           4    buyer   -
1           35   buyer   high_paid_directly
1           36   buyer   -
1           6    seller  -
"""


@pytest.mark.parametrize(("above", "on", "payer", "answer"), cases(SINGLE))
def test_a_single_payment_above_the_threshold_is_the_lender_s(above: str, on: str, payer: str, answer: str) -> None:
    book = world([paid("supplier", THRESHOLD + int(above), int(on), payer_id=payer)])
    assert codes(RULE, book) == ([] if answer == "-" else [answer.replace("_", " ", 1)])


SPLIT: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "two halves to one payee": ([paid("s", THRESHOLD // 2), paid("s", THRESHOLD // 2 + 1, 7)], ["high split"]),
    "exactly the threshold": ([paid("s", THRESHOLD // 2), paid("s", THRESHOLD // 2, 7)], []),
    "two payees": ([paid("s", THRESHOLD), paid("t", THRESHOLD)], []),
    "one account under two names": (
        [
            paid("s", THRESHOLD, payee_account_id="account:1"),
            paid("t", 1, payee_account_id="account:1"),
        ],
        ["high split"],
    ),
    "two of one group": ([paid("g1", THRESHOLD), paid("g2", 1)], ["high split"]),
    "a chain of account and group": (
        [
            paid("g1", THRESHOLD - 1),
            paid("g2", 1, payee_account_id="account:1"),
            paid("x", 1, payee_account_id="account:1"),
        ],
        ["high split"],
    ),
    "payees without an id": (
        [paid("", THRESHOLD, payee_id=None, payee_name="甲"), paid("", 1, payee_id=None, payee_name="甲")],
        ["high split"],
    ),
    "what was reversed does not count": ([paid("s", THRESHOLD), paid("s", 1, state="reversed")], []),
    "another currency does not count": ([paid("s", THRESHOLD), paid("s", 1, currency="USD")], []),
    "set-off is no payment": ([paid("s", THRESHOLD), paid("s", 1, way="set_off")], []),
}


@pytest.mark.parametrize(("payments", "answer"), SPLIT.values(), ids=SPLIT)
def test_payments_that_together_pass_the_threshold_are_split(payments: list[dict[str, Any]], answer: list[str]) -> None:
    groups = [{"group_id": "g", "party_id": one} for one in ("g1", "g2")]
    assert codes(RULE, world(payments, groups=groups)) == answer


WINDOW = """
first  second  window  answer
6      15      10      high_split
6      16      10      -
6      35      30      high_split
5      35      30      -
"""


@pytest.mark.parametrize(("first", "second", "window", "answer"), cases(WINDOW))
def test_only_payments_within_the_window_are_one(first: str, second: str, window: str, answer: str) -> None:
    payments = [paid("s", THRESHOLD, int(first)), paid("s", 1, int(second))]
    found = codes(RULE, world(payments), CreditConfig(splitting_window_days=int(window)))
    assert found == ([] if answer == "-" else [answer.replace("_", " ", 1)])


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 9)), max_size=8), st.integers(1, 20))
def test_the_worst_window_is_the_largest_sum_of_so_many_days_in_a_row(
    payments: list[tuple[int, int]], window: int
) -> None:
    rows = [paid("s", amount, on) for on, amount in sorted(payments)]
    found = sum(row["amount_minor"] for row in worst_window([{**row, "valued_on": None} for row in rows], window))
    sums = [sum(amount for on, amount in payments if first <= on < first + window) for first, _ in payments]
    assert found == max(sums, default=0)


def test_a_new_customer_s_own_payments_are_looked_at_whatever_they_are() -> None:
    assert codes(RULE, world([paid("s", 1)], loans=[LOAN])) == ["medium new_customer"]
    assert codes(RULE, world([paid("s", 1)], loans=[LOAN, {**EARLIER, "lender_id": "other"}])) == [
        "medium new_customer"
    ]
    assert codes(RULE, world([], loans=[LOAN])) == []


ENTRUSTED: dict[str, Any] = {"payer_id": "bank", "ultimate_payer_id": "buyer"}
PAPERS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "an invoice": {"invoices": [{"invoice_id": "i", "seller_id": "supplier"}]},
    "a contract": {"contracts": [{"seller_id": "supplier"}]},
    "an order": {
        "orders": [
            {
                "number": "1",
                "buyer_id": "buyer",
                "seller_id": "supplier",
                "issued_on": date(2026, 1, 1),
                "currency": "CNY",
            }
        ]
    },
}


@pytest.mark.parametrize("papers", PAPERS.values(), ids=PAPERS)
def test_what_the_lender_pays_out_needs_papers_of_the_payee(papers: dict[str, list[dict[str, Any]]]) -> None:
    book = [paid("supplier", 2 * THRESHOLD, **ENTRUSTED)]
    assert codes(RULE, world(book)) == ["medium no_papers"]
    assert codes(RULE, world(book, **papers)) == []


def test_other_products_are_not_reached_and_what_is_unknown_is_said() -> None:
    book = [paid("s", 2 * THRESHOLD)]
    assert codes(RULE, world(book, loans=[{**LOAN, "product": "factoring"}])) == []
    assert codes(RULE, world(book, loans=[{**LOAN, "product": None}])) == ["open no_figure"]
    assert codes(RULE, world(book, loans=[LOAN], lender_capital=[])) == ["open no_figure"]
    assert codes(RULE, world(book, loans=[LOAN]), at=without_law()) == ["open no_figure"]
