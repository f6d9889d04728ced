"""The working-capital need: the formula against a worked example and fractions, and when it cannot be worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.money import Money
from hefu.credit import Ask, CreditConfig, supportable
from hefu.credit.need import Accounts, Funds, Need, Unneeded, need_for, working_capital_need
from tests.credit.cases import cases
from tests.credit.world import AT, YUAN, book_of, without_law

# Days of 360: stock 320/2880 of them = 40, receivables 60, payables 30, prepayments 10, advances 20: 60 in all.
YEAR = Accounts(
    sales_minor=3600,
    cost_minor=2880,
    profit_minor=360,
    stock_minor=320,
    receivables_minor=600,
    payables_minor=240,
    prepaid_minor=80,
    advances_minor=200,
)
BEFORE = replace(YEAR, sales_minor=3000)
NO_FUNDS = Funds(0, 0, 0)

EXAMPLES = """
# change of the year: turns 360/60 = 6; need = 3600 x 90 % x growth / 6
growth_max  own  loans  other  turns  new_loan
0           0    0      0      6      540
1000        0    0      0      6      594
2000        0    0      0      6      648
9999        0    0      0      6      648
0           540  0      0      6      0
0           200  100    40     6      200
0           541  0      0      6      -1
"""


@pytest.mark.parametrize(("growth", "own", "loans", "other", "turns", "new_loan"), cases(EXAMPLES))
def test_the_need_of_a_worked_example(growth: str, own: str, loans: str, other: str, turns: str, new_loan: str) -> None:
    found = working_capital_need(YEAR, BEFORE, Funds(int(own), int(loans), int(other)), 360, int(growth))
    assert found.turns == Fraction(turns)
    assert found.new_loan_minor == int(new_loan)


def test_the_need_is_rounded_down_once_at_the_end() -> None:
    found = working_capital_need(replace(YEAR, profit_minor=361), BEFORE, NO_FUNDS, 360, 0)
    assert found.need == Fraction(3239, 6)
    assert found.new_loan_minor == 539


def test_a_cycle_that_ties_up_no_money_needs_none() -> None:
    found = working_capital_need(replace(YEAR, advances_minor=10_000), BEFORE, NO_FUNDS, 360, 0)
    assert found.turns is None
    assert found.need == 0


def test_falling_sales_shrink_the_need() -> None:
    found = working_capital_need(YEAR, replace(YEAR, sales_minor=4000), NO_FUNDS, 360, 2_000)
    assert found.growth == Fraction(-1, 10)
    assert found.new_loan_minor == 486


AMOUNT = st.integers(1, 10**13)


@given(st.lists(AMOUNT, min_size=16, max_size=16), st.integers(0, 10_000), st.sampled_from([360, 365]))
def test_the_days_of_the_year_cancel_out(amounts: list[int], growth: int, basis: int) -> None:
    year, before = Accounts(*amounts[:8]), Accounts(*amounts[8:])
    found = working_capital_need(year, before, NO_FUNDS, basis, growth)
    over_cost = sum(
        sign * (getattr(year, name) + getattr(before, name))
        for sign, name in ((1, "stock_minor"), (-1, "payables_minor"), (1, "prepaid_minor"))
    )
    over_sales = year.receivables_minor + before.receivables_minor - year.advances_minor - before.advances_minor
    years = Fraction(over_cost, 2 * year.cost_minor) + Fraction(over_sales, 2 * year.sales_minor)
    grown = 1 + min(Fraction(year.sales_minor, before.sales_minor) - 1, Fraction(growth, 10_000))
    assert found.need == max(Fraction(0), years) * (year.sales_minor - year.profit_minor) * grown


def statement(year: int, accounts: Accounts, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of statements
    figures = {name: getattr(accounts, name) for name in Accounts.__dataclass_fields__}
    return {
        "party_id": "seller",
        "period_from": date(year, 1, 1),
        "period_to": date(year, 12, 31),
        "currency": "CNY",
        "own_working_minor": 100,
        "other_working_minor": 40,
        **figures,
        **more,
    }


PRODUCT = "working_capital_loan"
ASK = Ask("bank", "seller", "buyer", frozenset(), Money(YUAN, "CNY"), date(2027, 1, 18), ("seller",), PRODUCT)
TOLD = [statement(2025, YEAR), statement(2024, BEFORE)]
LOANS = [
    {"loan_id": "a", "borrower_id": "seller", "product": PRODUCT, "outstanding_minor": 30, "lender_id": "other bank"},
    {"loan_id": "a", "borrower_id": "seller", "product": PRODUCT, "outstanding_minor": 20, "source_id": "t"},
    {"loan_id": "b", "borrower_id": "seller", "product": "factoring_with_recourse", "outstanding_minor": 999},
    {"loan_id": "c", "borrower_id": "seller", "product": PRODUCT, "outstanding_minor": 7, "state": "repaid"},
]


def needed(rows: list[dict[str, Any]], ask: Ask = ASK) -> Need | Unneeded | None:
    return need_for(book_of(statements=rows, lender_capital=[{}], loans=LOANS), ask, CreditConfig(), AT)


def test_the_need_from_the_book_counts_loans_of_every_lender_once() -> None:
    found = needed(TOLD)
    assert isinstance(found, Need)
    assert found.funds == Funds(100, 30, 40)
    assert found.new_loan_minor == 648 - 170
    assert {one.rule_id.split(".")[1] for one in found.cites} == {
        "need_required",
        "need_formula",
        "need_days_basis",
        "new_loan_formula",
    }


MISSING: dict[str, list[dict[str, Any]]] = {
    "no accounts": [],
    "one year only": TOLD[:1],
    "half a year": [statement(2025, YEAR, period_from=date(2025, 7, 1)), TOLD[1]],
    "another currency": [statement(2025, YEAR, currency="USD"), TOLD[1]],
    "a figure not stated": [statement(2025, YEAR, stock_minor=None), TOLD[1]],
    "own funds not stated": [statement(2025, YEAR, own_working_minor=None), TOLD[1]],
    "no sales": [statement(2025, replace(YEAR, sales_minor=0)), TOLD[1]],
    "a year not over yet": [statement(2026, YEAR), statement(2024, BEFORE)],
}


@pytest.mark.parametrize("rows", MISSING.values(), ids=MISSING)
def test_where_accounts_are_missing_the_need_is_unknown(rows: list[dict[str, Any]]) -> None:
    assert isinstance(needed(rows), Unneeded)


REACH = """
product               licence             answer
working_capital_loan  bank                Need
working_capital_loan  commercial_factor   NoneType
factoring_with_recourse  bank             NoneType
-                     bank                Unneeded
working_capital_loan  other               Unneeded
"""


@pytest.mark.parametrize(("product", "licence", "answer"), cases(REACH))
def test_the_need_is_asked_of_the_product_and_licence_that_the_law_names(
    product: str, licence: str, answer: str
) -> None:
    book = book_of(statements=TOLD, lender_capital=[{"licence": licence}])
    found = need_for(book, replace(ASK, product="" if product == "-" else product), CreditConfig(), AT)
    assert type(found).__name__ == answer


def test_without_a_rule_book_the_need_is_unknown() -> None:
    assert isinstance(need_for(book_of(statements=TOLD), ASK, CreditConfig(), without_law()), Unneeded)


def test_the_need_is_a_limit_of_the_ladder() -> None:
    book = book_of(statements=TOLD, lender_capital=[{}], loans=LOANS, groups=[], dependences=[])
    found = {one.code: one for one in supportable(book, ASK, CreditConfig(), AT).limits}
    assert found["working_capital_need"].amount == Money(478, "CNY")
    rich = [statement(2025, YEAR, own_working_minor=10**6), TOLD[1]]
    book = book_of(statements=rich, lender_capital=[{}], groups=[], dependences=[])
    found = {one.code: one for one in supportable(book, ASK, CreditConfig(), AT).limits}
    assert found["working_capital_need"].amount == Money(0, "CNY")
