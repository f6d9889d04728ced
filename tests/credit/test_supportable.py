from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book import Book
from hefu.core.context import Context
from hefu.core.money import Money
from hefu.credit import Ask, CreditConfig, Ladder, supportable

AT = Context(as_of=datetime(2026, 11, 20, tzinfo=UTC))
SPOKEN = {"source_id": "s", "known_at": datetime(2026, 11, 1, tzinfo=UTC)}


def a_tally(**given: object) -> dict[str, Any]:
    row = {
        "invoice_line_id": "i#1",
        "invoice_id": "i",
        "currency": "CNY",
        "gross_minor": 100_000,
        "delivered_minor": 100_000,
        "credited_minor": 0,
        "paid_minor": 0,
        "due_on": date(2027, 1, 18),
        "order_seam": "match",
        "delivery_seam": "match",
        "payment_seam": "not_due",
        "independent": True,
    }
    return {**row, **given}


def a_line(**given: object) -> dict[str, Any]:
    row = {
        "facility_id": "f",
        "lender_id": "bank",
        "party_id": "seller",
        "role": "seller",
        "limit_minor": 900_000,
        "used_minor": 100_000,
        "currency": "CNY",
    }
    return {**row, **SPOKEN, **given}


def laddered(
    tallies: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    config: CreditConfig | None = None,
    receivables: Sequence[dict[str, Any]] = (),
) -> Ladder:
    ask = Ask("bank", "seller", "buyer", frozenset({"i"}), Money(50_000, "CNY"), date(2027, 1, 18), ("seller", "buyer"))
    book = Book.of_rows({"tallies": tallies, "facilities": lines, "receivables": receivables})
    return supportable(book, ask, config or CreditConfig(), AT)


def limits(ladder: Ladder) -> dict[str, int]:
    return {limit.code: limit.amount.amount_minor for limit in ladder.limits}


@pytest.mark.parametrize(
    ("change", "base_minor"),
    [
        ({}, 78_400),
        ({"delivered_minor": 50_000}, 39_200),
        ({"delivered_minor": None}, 0),
        ({"independent": False}, 0),
        ({"independent": None}, 0),
        ({"credited_minor": 10_000}, 70_400),
        ({"paid_minor": 100_000}, 0),
        ({"due_on": date(2026, 11, 19)}, 0),
        ({"due_on": date(2026, 11, 20)}, 78_400),
        ({"due_on": date(2027, 1, 19)}, 0),
        ({"due_on": None}, 0),
        ({"currency": "USD"}, 0),
        ({"invoice_id": "another"}, 0),
    ],
)
def test_the_base_counts_only_what_is_delivered_unpaid_and_due_in_time(change: dict[str, Any], base_minor: int) -> None:
    assert limits(laddered([a_tally(**change)], []))["borrowing_base"] == base_minor


@pytest.mark.parametrize(
    ("change", "headroom_minor"),
    [
        ({}, 800_000),
        ({"used_minor": 900_000}, 0),
        ({"used_minor": 950_000}, 0),
        ({"lender_id": "other bank"}, 0),
        ({"role": "guarantor"}, 0),
        ({"currency": "USD"}, 0),
        ({"valid_from": date(2026, 11, 21)}, 0),
        ({"valid_from": date(2026, 11, 20)}, 800_000),
        ({"valid_to": date(2026, 11, 20)}, 0),
        ({"valid_to": date(2026, 11, 21)}, 800_000),
    ],
)
def test_a_line_counts_only_if_this_lender_granted_it_and_it_is_in_force(
    change: dict[str, Any], headroom_minor: int
) -> None:
    assert limits(laddered([a_tally()], [a_line(**change)]))["seller_line"] == headroom_minor


@pytest.mark.parametrize(
    ("state", "base_minor"), [("free", 78_400), ("assigned", 0), ("pledged", 0), ("vouchered", 0), ("collected", 0)]
)
def test_a_claim_that_is_no_longer_free_counts_nil(state: str, base_minor: int) -> None:
    claim = {"receivable_id": "r", "invoice_id": "i", "creditor_id": "seller", "debtor_id": "buyer", "state": state}
    receivable = {**claim, "amount_minor": 1, "currency": "CNY", **SPOKEN}
    assert limits(laddered([a_tally()], [], receivables=[receivable]))["borrowing_base"] == base_minor


def test_a_line_that_was_never_granted_has_no_headroom() -> None:
    assert limits(laddered([a_tally()], [a_line()]))["buyer_line"] == 0


def test_a_line_stated_by_two_sources_counts_once_by_the_lower_word() -> None:
    lines = [a_line(), a_line(source_id="t", used_minor=500_000)]
    assert limits(laddered([a_tally()], lines))["seller_line"] == 400_000


AMOUNTS = st.integers(0, 10**12)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), max_size=5), st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_formula_agrees_with_rational_numbers(
    lines: list[tuple[int, int, int]], advance_bps: int, reserve_bps: int
) -> None:
    rows = [
        a_tally(invoice_line_id=f"i#{at}", gross_minor=gross, delivered_minor=min(delivered, gross), paid_minor=paid)
        for at, (gross, delivered, paid) in enumerate(lines)
    ]
    ladder = laddered(rows, [], CreditConfig(advance_rate_bps=advance_bps, dilution_reserve_bps=reserve_bps))
    delivered = Fraction(sum(row["delivered_minor"] for row in rows))
    reserve = -(-delivered * reserve_bps // 10_000)
    base = max(Fraction(0), delivered - sum(row["paid_minor"] for row in rows) - reserve)
    assert limits(ladder)["borrowing_base"] == base * advance_bps // 10_000
    by_sign = {"": 1, "−": -1}
    named = {step.name.en: step for step in ladder.steps}
    amounts = [(step.sign, step.amount.amount_minor) for step in ladder.steps if step.amount and step.sign in by_sign]
    assert named["borrowing base"].amount == Money(sum(by_sign[sign] * amount for sign, amount in amounts), "CNY")
