"""Each reason why a claim does not count: bitten and let pass, by licence; the first of several is it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hefu.book import Book
from hefu.core.law import Licence
from hefu.credit import CreditConfig, Terms, borrowing_base
from hefu.credit.base import BorrowingBase
from hefu.credit.eligibility import EXCLUSIONS, REASONS, cites_of
from tests.credit.world import AT, TODAY, book_of, whole, without_law

TERMS = Terms(TODAY, "CNY", Licence.BANK, date(2027, 1, 18), CreditConfig())
Rows = Mapping[str, list[dict[str, Any]]]


def base_of(rows: Rows, terms: Terms = TERMS, *, held: bool = False) -> BorrowingBase:
    tables: dict[str, list[dict[str, Any]]] = {
        "tallies": [{"invoice_line_id": "l"}],
        "invoices": [{"invoice_id": "i"}],
        "groups": [],
    }
    return borrowing_base(book_of(**{**tables, **rows}), "bank", terms, AT, invoice_ids={"i"}, held=held)


def reason_of(rows: Rows, terms: Terms = TERMS, *, held: bool = False) -> str | None:
    (line,) = base_of(rows, terms, held=held).lines.to_pylist()
    reason: str | None = line["reason"]
    assert line["excluded_minor"] == (line["gross_minor"] if reason else 0)
    return reason


def tally(**given: object) -> Rows:
    return {"tallies": [{"invoice_line_id": "l", **given}]}


def said(table: str, *rows: dict[str, Any]) -> Rows:
    return {table: list(rows)}


def event(name: str, on: date = date(2026, 10, 5), **given: object) -> dict[str, Any]:
    return {"event": name, "happened_on": on, **given}


OVERDUE_ELSEWHERE: Rows = {
    "tallies": [
        {"invoice_line_id": "l", "gross_minor": 100_000, "delivered_minor": 100_000},
        {"invoice_line_id": "m", "invoice_id": "j", "gross_minor": 100_001, "due_on": date(2026, 8, 21)},
    ],
    "invoices": [{"invoice_id": "i"}, {"invoice_id": "j"}],
}


def _elsewhere(**given: object) -> Rows:
    first, second = OVERDUE_ELSEWHERE["tallies"]
    return {**OVERDUE_ELSEWHERE, "tallies": [first, {**second, **given}]}


RECEIVABLE = {"receivable_id": "r"}
CASES: dict[str, tuple[Rows, str | None]] = {
    "nothing speaks against it": ({}, None),
    "another currency": (tally(currency="USD"), "other_currency"),
    "void": (said("invoice_events", event("void")), "void"),
    "nothing billed": (tally(gross_minor=0), "nothing_billed"),
    "billed tomorrow": (said("invoices", {"invoice_id": "i", "issued_on": date(2026, 11, 21)}), "not_yet"),
    "billed today": (said("invoices", {"invoice_id": "i", "issued_on": TODAY}), None),
    "nothing delivered": (tally(delivered_minor=None), "future_claim"),
    "from a bill": (said("receivables", {"basis": "bill"}), "from_bill"),
    "on consignment": (said("receivables", {"basis": "consignment"}), "consignment"),
    "from a sale": (said("receivables", {"basis": "sale"}), None),
    "collected": (said("receivables", {"state": "collected"}), "collected"),
    "assigned": (said("receivables", {"state": "assigned"}), "assigned"),
    "filed for another": (said("filings", {}), "assigned"),
    "filed for this lender": (said("filings", {"creditor_id": "bank"}), None),
    "filed until yesterday": (said("filings", {"expires_on": date(2026, 11, 19)}), None),
    "filed until today": (said("filings", {"expires_on": TODAY}), "assigned"),
    "a filing that was cancelled": (said("filings", {"state": "cancelled"}), None),
    "pledged": (said("receivables", {"state": "pledged"}), "pledged"),
    "pledged by a pledge": ({"receivables": [RECEIVABLE], "pledges": [{"receivable_id": "r"}]}, "pledged"),
    "a pledge that ended today": (
        {"receivables": [RECEIVABLE], "pledges": [{"receivable_id": "r", "valid_to": TODAY}]},
        None,
    ),
    "vouchered": (said("receivables", {"state": "vouchered"}), "vouchered"),
    "a voucher on it": (said("vouchers", {"invoice_id": "i"}), "vouchered"),
    "a cancelled voucher on it": (said("vouchers", {"invoice_id": "i", "state": "cancelled"}), None),
    "financed elsewhere": (said("financings", {}), "financed"),
    "financed elsewhere once": (said("financings", {"state": "closed"}), None),
    "financed by somebody unnamed": (said("financings", {"lender_id": None}), "financed"),
    "diluted": (said("receivables", {"state": "diluted"}), "diluted"),
    "one control group": (
        said("groups", {"group_id": "g", "party_id": "seller"}, {"group_id": "g", "party_id": "buyer"}),
        "related",
    ),
    "two control groups": (
        said("groups", {"group_id": "g", "party_id": "seller"}, {"group_id": "h", "party_id": "buyer"}),
        None,
    ),
    "on a list": (said("overdue_lists", {}), "listed"),
    "on a list from today": (said("overdue_lists", {"listed_on": TODAY}), "listed"),
    "on a list from tomorrow": (said("overdue_lists", {"listed_on": date(2026, 11, 21)}), None),
    "cleared today": (said("overdue_lists", {"cleared_on": TODAY}), None),
    "cleared tomorrow": (said("overdue_lists", {"cleared_on": date(2026, 11, 21)}), "listed"),
    "disputed": (said("invoice_events", event("dispute")), "disputed"),
    "refused, with an amount": (said("invoice_events", event("rejected", amount_minor=1)), "disputed"),
    "disputed in part": (said("invoice_events", event("dispute", amount_minor=1)), None),
    "disputed, then accepted": (
        said("invoice_events", event("dispute"), event("accepted", date(2026, 10, 6))),
        None,
    ),
    "accepted, then disputed": (
        said("invoice_events", event("dispute"), event("accepted", date(2026, 10, 4))),
        "disputed",
    ),
    "disputed and accepted on one day": (said("invoice_events", event("dispute"), event("accepted")), "disputed"),
    "due yesterday": (tally(due_on=date(2026, 11, 19)), "overdue"),
    "due today": (tally(due_on=TODAY), None),
    "half and a fen long overdue": (_elsewhere(), "cross_aged"),
    "exactly half long overdue": (_elsewhere(gross_minor=100_000), None),
    "overdue for 90 days": (_elsewhere(due_on=date(2026, 8, 22)), None),
    "overdue for 91 days": (_elsewhere(due_on=date(2026, 8, 21)), "cross_aged"),
    "no due day": (tally(due_on=None), "no_due_day"),
    "due on the last day": (tally(due_on=date(2027, 1, 18)), None),
    "due after the last day": (tally(due_on=date(2027, 1, 19)), "beyond_term"),
    "only the seller says it was delivered": (tally(independent=False), "not_delivered"),
}


@pytest.mark.parametrize(("rows", "reason"), CASES.values(), ids=CASES)
def test_each_claim_that_does_not_count_has_one_reason(rows: Rows, reason: str | None) -> None:
    assert reason_of(rows) == reason


def test_every_reason_is_reached_and_says_so_in_both_languages() -> None:
    assert {reason for _, reason in CASES.values() if reason} == set(REASONS)
    assert all(text.en and text.zh for text in REASONS.values())


@pytest.mark.parametrize("place", range(len(EXCLUSIONS) - 1))
def test_the_first_of_two_reasons_is_the_reason(place: int) -> None:
    """Each test together with the next one that can hold beside it: the earlier gives the reason."""
    first = EXCLUSIONS[place].code
    rows = next(rows for rows, reason in CASES.values() if reason == first)
    listed: Rows = {**rows, "overdue_lists": [{}]}
    order = [one.code for one in EXCLUSIONS]
    assert reason_of(listed) == (first if place <= order.index("listed") else "listed")


LICENCES = [
    (Licence.BANK, "from_bill"),
    (None, "from_bill"),
    (Licence.COMMERCIAL_FACTOR, None),
    (Licence.PLATFORM, None),
]


@pytest.mark.parametrize(("licence", "reason"), LICENCES)
def test_a_bar_for_banks_binds_banks_and_whoever_does_not_say_what_he_is(
    licence: Licence | None, reason: str | None
) -> None:
    assert reason_of(said("receivables", {"basis": "bill"}), replace(TERMS, licence=licence)) == reason


def test_a_factor_may_take_a_future_claim_and_still_lends_nothing_on_what_is_not_delivered() -> None:
    terms = replace(TERMS, licence=Licence.COMMERCIAL_FACTOR)
    assert reason_of(tally(delivered_minor=None), terms) == "not_delivered"


HELD = [
    ("assigned", "bank", True, None),
    ("assigned", "bank", False, "assigned"),
    ("assigned", "other bank", True, "assigned"),
    ("assigned", None, True, "assigned"),
    ("pledged", "bank", True, None),
    ("collected", "bank", True, "collected"),
]


@pytest.mark.parametrize(("state", "holder", "held", "reason"), HELD)
def test_what_the_lender_holds_already_counts_in_a_certificate_and_not_in_a_new_request(
    state: str, holder: str | None, held: bool, reason: str | None
) -> None:
    assert reason_of(said("receivables", {"state": state, "holder_id": holder}), held=held) == reason


def test_where_nobody_has_said_who_belongs_together_the_certificate_says_so() -> None:
    book = Book.of_rows({"tallies": [whole("tallies", {}, 0)], "invoices": [whole("invoices", {"invoice_id": "i"}, 0)]})
    assert borrowing_base(book, "bank", TERMS, AT).unassessed == ("related",)
    assert base_of({}).unassessed == ()


def test_an_exclusion_that_serves_a_duty_cites_it() -> None:
    product = "factoring_with_recourse"
    (cited,) = cites_of({"from_bill", "overdue"}, TERMS, AT, product)
    assert cited.rule_id == "bank_factoring.no_claims_from_bills"
    assert cites_of({"from_bill"}, TERMS, without_law(), product) == ()
