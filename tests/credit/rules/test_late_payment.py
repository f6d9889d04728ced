"""credit.late_payment: the last day for paying and the day after, whose debts are reached, rates, and disputes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hefu.book import Book
from hefu.core.findings import Finding
from hefu.core.money import Money
from hefu.credit.late import last_day, lpr_milli_bps
from hefu.credit.rules.late_payment import RULE
from tests.credit.cases import cases
from tests.credit.world import answers, book_of, codes, day, number, without_law

LAST_DAYS = """
agreed      delivered   default  most  last
2026-03-01  -           60       -     2026-03-01
2026-03-01  2026-01-01  60       -     2026-03-01
-           2026-01-01  60       -     2026-03-02
-           -           60       -     -
# a public body: at most so many days from delivery, whatever was agreed
2026-03-02  2026-01-01  30       60    2026-03-02
2026-03-03  2026-01-01  30       60    2026-03-02
2026-02-01  2026-01-01  30       60    2026-02-01
-           2026-01-01  30       60    2026-01-31
2026-02-01  -           30       60    -
"""


@pytest.mark.parametrize(("agreed", "delivered", "default", "most", "last"), cases(LAST_DAYS))
def test_the_last_day_for_paying(agreed: str, delivered: str, default: str, most: str, last: str) -> None:
    assert last_day(day(agreed), day(delivered), int(default), number(most)) == day(last)


LPR = """
on          lpr
2026-01-19  -
2026-01-20  300000
2026-02-19  300000
2026-02-20  310000
2026-03-20  -
"""


@pytest.mark.parametrize(("on", "lpr"), cases(LPR))
def test_the_lpr_of_a_day(on: str, lpr: str) -> None:
    later = {"period_from": date(2026, 2, 20), "period_to": date(2026, 3, 19), "value_milli": 310_000}
    other = [{"name": "lpr_5y", "value_milli": 9}, {"unit": "percent", "value_milli": 9}]
    looked_up = day(on)
    assert looked_up
    assert lpr_milli_bps(book_of(indicators=[{}, later, *other]), looked_up) == number(lpr)


CONTRACT = {"buyer_size": "large", "seller_size": "small", "signed_on": date(2026, 1, 25)}


def world(
    contract: dict[str, Any] | None = None, tally: dict[str, Any] | None = None, **more: list[dict[str, Any]]
) -> Book:
    tables: dict[str, list[dict[str, Any]]] = {
        "contracts": [{**CONTRACT, **(contract or {})}],
        "tallies": [{"due_on": date(2026, 10, 21), "delivery_line_ids": "d", **(tally or {})}],
        "invoices": [{"invoice_id": "i", "contract_number": "c"}],
        "deliveries": [
            {
                "delivery_id": "n",
                "number": "1",
                "seller_id": "seller",
                "buyer_id": "buyer",
                "issued_on": date(2026, 9, 1),
                "received_on": date(2026, 9, 1),
            }
        ],
        "delivery_lines": [{"delivery_line_id": "d", "delivery_id": "n", "line_number": "1"}],
        "indicators": [{}],
    }
    return book_of(**{**tables, **more})


REACHED = """
buyer        seller       due         answer
large        small        2026-11-20  -
large        small        2026-11-19  low_paid_late
large        micro        2026-11-19  low_paid_late
large        medium       2026-11-19  low_paid_late
large        large        2026-11-19  -
medium       small        2026-11-19  -
-            small        2026-11-19  -
large        -            2026-11-19  -
public_body  small        2026-11-19  low_paid_late
# delivered 2026-09-01: the 60 days of a public body end on 2026-10-31
public_body  small        2026-12-31  low_paid_late
large        small        2026-12-31  -
large        small        -           low_paid_late
"""


@pytest.mark.parametrize(("buyer", "seller", "due", "answer"), cases(REACHED))
def test_whose_lateness_counts_and_from_when(buyer: str, seller: str, due: str, answer: str) -> None:
    sizes = {"buyer_size": None if buyer == "-" else buyer, "seller_size": None if seller == "-" else seller}
    found = codes(RULE, world(sizes, {"due_on": day(due)}))
    assert found == ([] if answer == "-" else [answer.replace("_", " ", 1)])


OWED = """
# 1000.00 owed and due 2026-10-21, so 30 days late on 2026-11-20
agreed_bps  paid  disputed  interest
-           0     -         15_00
-           400   -         9_00
-           1000  -         none
-           0     400       9_00
-           0     1000      none
-           0     whole     none
300         0     -         2_47
299         0     -         2_47
365         0     -         3_00
"""


@pytest.mark.parametrize(("agreed", "paid", "disputed", "interest"), cases(OWED))
def test_interest_is_on_what_is_owed_and_not_disputed(agreed: str, paid: str, disputed: str, interest: str) -> None:
    events: list[dict[str, Any]] = []
    if disputed != "-":
        events.append({"event": "dispute", "amount_minor": None if disputed == "whole" else int(disputed) * 100})
    book = world({"late_rate_bps": number(agreed)}, {"paid_minor": int(paid) * 100}, invoice_events=events)
    found = answers(RULE, book)
    assert [one.at_risk for one in found if isinstance(one, Finding)] == (
        [] if interest == "none" else [Money(int(interest), "CNY")]
    )


CITES = [
    ({}, {}, {"payment.late_interest_default"}),
    ({"late_rate_bps": 400}, {}, {"payment.late_interest_agreed_min"}),
    ({}, {"due_on": None}, {"payment.late_interest_default", "payment.large_firm_days"}),
    (
        {"buyer_size": "public_body"},
        {"due_on": date(2026, 12, 31)},
        {"payment.late_interest_default", "payment.public_body_days_agreed_max"},
    ),
    (
        {"buyer_size": "public_body"},
        {"due_on": None},
        {"payment.late_interest_default", "payment.public_body_days"},
    ),
]


@pytest.mark.parametrize(("contract", "tally", "cited"), CITES)
def test_each_finding_names_the_figures_it_rests_on(
    contract: dict[str, Any], tally: dict[str, Any], cited: set[str]
) -> None:
    (found,) = answers(RULE, world(contract, tally))
    assert isinstance(found, Finding)
    assert {one.rule_id for one in found.cites} == cited


def test_what_cannot_be_reckoned_is_said() -> None:
    assert codes(RULE, world({"late_rate_bps": 300}, indicators=[])) == ["open lpr_unknown"]
    assert codes(RULE, world({"late_rate_bps": 300, "signed_on": None})) == ["open no_figure"]
    assert codes(RULE, world({"buyer_size": "public_body"}, deliveries=[])) == ["open delivery_unknown"]
    assert codes(RULE, world(tally={"due_on": None}, deliveries=[])) == ["open delivery_unknown"]
    assert codes(RULE, world(), at=without_law()) == ["open no_figure"]


def test_a_contract_signed_before_the_first_regulation_is_not_reached() -> None:
    for signed_on, answer in ((date(2020, 8, 31), []), (date(2020, 9, 1), ["low paid_late"])):
        assert codes(RULE, world({"signed_on": signed_on})) == answer


def test_what_was_delivered_before_a_large_firm_had_its_days_is_not_reached() -> None:
    for received_on, answer in ((date(2025, 5, 31), []), (date(2025, 6, 1), ["low paid_late"])):
        delivery = {
            "delivery_id": "n",
            "number": "1",
            "seller_id": "seller",
            "buyer_id": "buyer",
            "issued_on": received_on,
            "received_on": received_on,
        }
        assert codes(RULE, world(deliveries=[delivery])) == answer
