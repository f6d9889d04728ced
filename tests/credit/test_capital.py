"""Limits of the lender's capital: at and above each, circles, margin, recourse, licences, and the unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hefu.book import Book
from hefu.core.context import Context
from hefu.core.money import Money
from hefu.core.texts import Language
from hefu.credit import Ask, CreditConfig, Limit, supportable
from hefu.credit.capital import CAPITAL_RULES
from hefu.credit.rules.large_exposure import RULE
from hefu.credit.texts.amount import TEXTS
from tests.credit.cases import cases
from tests.credit.world import AT, YUAN, book_of, codes, without_law

CAPITAL = {"net_capital_minor": 2_000 * YUAN, "tier1_minor": 1_000 * YUAN, "risk_assets_minor": 500 * YUAN}


def ladder_of(book: Book, roles: tuple[str, ...] = ("buyer",), at: Context = AT, **more: Any) -> dict[str, Limit]:  # noqa: ANN401 - fields of Ask
    return {one.code: one for one in supportable(book, ask(roles, **more), CreditConfig(), at).limits}


def ask(roles: tuple[str, ...] = ("buyer",), **more: Any) -> Ask:  # noqa: ANN401 - fields of Ask
    asked = Money(10 * YUAN, "CNY")
    return Ask("bank", "seller", "buyer", frozenset({"i"}), asked, date(2027, 1, 18), roles, **more)


def world(**more: list[dict[str, Any]]) -> Book:
    tables: dict[str, list[dict[str, Any]]] = {
        "lender_capital": [CAPITAL],
        "parties": [{"party_id": one} for one in ("seller", "buyer", "sister", "cousin")],
        "groups": [],
        "dependences": [],
    }
    return book_of(**{**tables, **more})


def loan(borrower: str, yuan: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of loans
    return {"borrower_id": borrower, "outstanding_minor": yuan * YUAN, "loan_id": f"{borrower} {yuan}", **more}


ROOM = """
# capital 2000, tier-1 1000: loans to one 200, exposure to one 150, to a group 200 (and 300 of capital)
loans             margin  limit            room
-                 0       single_loans     200
buyer:150         0       single_loans     50
buyer:200         0       single_loans     0
buyer:201         0       single_loans     0
buyer:150         50      single_loans     50
-                 0       single_exposure  150
buyer:150         0       single_exposure  0
buyer:151         0       single_exposure  0
buyer:150         50      single_exposure  50
seller:150        0       single_exposure  150
buyer:60,buyer:9  0       single_exposure  81
"""


@pytest.mark.parametrize(("loans", "margin", "limit", "room"), cases(ROOM))
def test_what_a_limit_leaves(loans: str, margin: str, limit: str, room: str) -> None:
    rows = []
    for word in () if loans == "-" else loans.split(","):
        borrower, yuan = word.split(":")
        rows.append(loan(borrower, int(yuan), margin_minor=int(margin) * YUAN))
    found = ladder_of(world(loans=rows))[limit]
    assert found.amount == Money(int(room) * YUAN, "CNY")
    assert len(found.cites) == 1


def test_a_limit_shows_what_is_used_before_and_after_in_amounts_and_shares() -> None:
    measure = ladder_of(world(loans=[loan("buyer", 100)]))["single_exposure"].measure
    assert measure is not None
    shown = (measure.limit, measure.before, measure.after)
    assert [one.amount_minor // YUAN for one in shown] == [150, 100, 110]
    assert (measure.before_bps, measure.after_bps) == (1000, 1100)


def member(group: str, *parties: str) -> list[dict[str, Any]]:
    return [{"group_id": group, "party_id": one} for one in parties]


def test_a_party_of_two_groups_has_what_the_fuller_one_leaves() -> None:
    groups = [*member("g", "buyer", "sister"), *member("h", "buyer", "cousin")]
    book = world(groups=groups, loans=[loan("sister", 120), loan("cousin", 170)])
    found = ladder_of(book)
    assert found["group_exposure"].amount == Money(30 * YUAN, "CNY")
    assert found["group_credit"].amount == Money(130 * YUAN, "CNY")
    assert found["single_exposure"].amount == Money(150 * YUAN, "CNY")


DEPENDENT = """
# who depends on whom with what share, and what the buyer's circle leaves of 200 with 50 lent to each other party
links                               room
-                                   none
sister>buyer:5000                   150
sister>buyer:4999                   none
buyer>sister:5000                   150
sister>buyer:5000,cousin>sister:5000  100
buyer>sister:5000,cousin>sister:5000  100
sister>cousin:5000                  none
"""


@pytest.mark.parametrize(("links", "room"), cases(DEPENDENT))
def test_those_who_depend_on_one_another_are_one_circle(links: str, room: str) -> None:
    rows = []
    for word in () if links == "-" else links.split(","):
        (low, high), share = word.split(":")[0].split(">"), word.split(":")[1]
        rows.append({"party_id": low, "on_party_id": high, "share_bps": int(share)})
    book = world(dependences=rows, loans=[loan("sister", 50), loan("cousin", 50)])
    found = ladder_of(book).get("dependent_exposure")
    assert (found is None) == (room == "none")
    assert found is None or found.amount == Money(int(room) * YUAN, "CNY")


def test_a_bank_as_customer_has_the_limit_for_banks_in_place_of_the_others() -> None:
    found = ladder_of(world(parties=[{"party_id": "buyer", "kind": "bank"}], loans=[loan("buyer", 100)]))
    assert found["interbank_exposure"].amount == Money(150 * YUAN, "CNY")
    assert not {"single_loans", "single_exposure"} & set(found)


RECOURSE = [
    ("factoring_without_recourse", "buyer", 50),
    ("factoring_without_recourse", "seller", 150),
    ("factoring_with_recourse", "buyer", 50),
    ("factoring_with_recourse", "seller", 50),
]


@pytest.mark.parametrize(("product", "party", "room"), RECOURSE)
def test_without_recourse_the_debtor_is_at_risk_and_with_it_both_are(product: str, party: str, room: int) -> None:
    book = world(
        loans=[loan("seller", 100, loan_id="l", product=product)],
        receivables=[{"loan_id": "l", "state": "assigned"}],
    )
    assert (
        ladder_of(book, ("buyer" if party == "buyer" else "seller",))["single_exposure"].amount.amount_minor
        == room * YUAN
    )


def test_a_group_counts_a_loan_with_recourse_to_two_of_its_members_once() -> None:
    book = world(
        groups=member("g", "buyer", "seller"),
        loans=[loan("seller", 100, loan_id="l", product="factoring_with_recourse")],
        receivables=[{"loan_id": "l", "state": "assigned"}],
    )
    assert ladder_of(book)["group_exposure"].amount == Money(100 * YUAN, "CNY")


def test_a_loan_told_twice_counts_once_at_its_highest_and_a_guarantee_given_is_at_risk() -> None:
    twice = [loan("buyer", 40, loan_id="l"), loan("buyer", 50, loan_id="l", source_id="t")]
    guarantees: list[dict[str, Any]] = [
        {"amount_minor": 30 * YUAN},
        {"amount_minor": 9 * YUAN, "valid_to": date(2026, 11, 20)},
    ]
    found = ladder_of(world(loans=twice, guarantees=guarantees))
    assert found["single_exposure"].amount == Money(70 * YUAN, "CNY")
    assert found["single_loans"].amount == Money(150 * YUAN, "CNY")


LICENCES = [
    ("bank", {"single_loans", "single_exposure"}),
    ("commercial_factor", {"factor_one_debtor"}),
    ("guarantor", {"guarantor_one_client"}),
]


@pytest.mark.parametrize(("licence", "expected"), LICENCES)
def test_a_licence_selects_its_limits(licence: str, expected: set[str]) -> None:
    found = ladder_of(world(lender_capital=[{**CAPITAL, "licence": licence}]))
    assert {one.code for one in CAPITAL_RULES} & set(found) == expected


def test_the_latest_statement_counts_and_of_two_of_one_day_the_smaller() -> None:
    rows = [
        {**CAPITAL, "stated_on": date(2026, 6, 30), "tier1_minor": 100 * YUAN},
        {**CAPITAL, "stated_on": date(2026, 9, 30), "tier1_minor": 900 * YUAN, "source_id": "t"},
        {**CAPITAL, "stated_on": date(2026, 9, 30)},
    ]
    assert ladder_of(world(lender_capital=rows))["single_exposure"].amount == Money(135 * YUAN, "CNY")


def unknown(book: Book, at: Context = AT) -> set[str]:
    found = supportable(book, ask(), CreditConfig(), at).unknown
    assert all(one.reason.render(language, TEXTS) for one in found for language in Language)
    return {dict(one.reason.fields)["limit"].en for one in found}  # type: ignore[union-attr]  # the field is a text


def test_a_limit_that_cannot_be_reckoned_is_unknown_and_no_pass() -> None:
    every = {one.name.en for one in CAPITAL_RULES}
    assert unknown(world(), without_law()) == every | {"Working-capital need"}
    assert unknown(world(lender_capital=[])) == every | {"Working-capital need"}
    # The product is not named, so whether the need must be worked out is open.
    assert unknown(world()) == {"Working-capital need"}
    in_dollars = world(lender_capital=[{**CAPITAL, "currency": "USD"}])
    assert unknown(in_dollars) == {"Loans to one customer", "Exposure to one customer", "Working-capital need"}
    bare = book_of(lender_capital=[CAPITAL], parties=[{"party_id": "buyer"}])
    assert unknown(bare) == {
        "Exposure to a control group",
        "Credit to a control group",
        "Exposure to economically dependent customers",
        "Working-capital need",
    }


def test_a_request_for_factoring_asks_for_no_working_capital_need() -> None:
    found = supportable(world(), ask(product="factoring_with_recourse"), CreditConfig(), AT)
    assert found.unknown == ()


def test_the_rule_tells_of_every_limit_that_is_exceeded_already() -> None:
    assert codes(RULE, world(loans=[loan("buyer", 150)])) == []
    assert codes(RULE, world(loans=[loan("buyer", 151)])) == ["high above_limit"]
    assert codes(RULE, world(loans=[loan("buyer", 201)])) == ["high above_limit"] * 2
    of_two = world(groups=member("g", "buyer", "sister"), loans=[loan("buyer", 101), loan("sister", 100)])
    assert codes(RULE, of_two) == ["high above_limit"]
    depending = [{"party_id": "sister", "on_party_id": "buyer", "share_bps": 5000}]
    assert codes(RULE, world(dependences=depending, loans=[loan("buyer", 101), loan("sister", 100)])) == [
        "high above_limit"
    ]
    own = world(
        lender_capital=[{**CAPITAL, "licence": "commercial_factor"}],
        groups=member("g", "bank", "buyer"),
        loans=[loan("buyer", 201)],
    )
    assert codes(RULE, own) == ["high above_limit"]


def test_what_the_rule_cannot_ask_it_says() -> None:
    assert codes(RULE, book_of()) == ["open no_capital"]
    assert codes(RULE, world(), at=without_law()) == ["open limit_unknown"] * len(CAPITAL_RULES)
    bare = book_of(lender_capital=[CAPITAL], loans=[loan("buyer", 1)])
    assert codes(RULE, bare) == ["open limit_unknown"] * 3


def test_a_limit_taken_of_the_wrong_capital_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tuple(replace(one, of="net_capital_minor") for one in CAPITAL_RULES)
    monkeypatch.setattr("hefu.credit.capital.CAPITAL_RULES", wrong)
    assert ladder_of(world())["single_exposure"].amount != Money(150 * YUAN, "CNY")
