"""Limits of capital and joint credit over random lenders: the answers are those of a slow twin that goes row by row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.findings import Finding, Unassessed
from hefu.core.law import Anchor, Figure
from hefu.credit.capital import ALONE, BANK, CAPITAL_RULES, CUSTOMER, DEPENDENT, LOANS, OWN
from hefu.credit.figures import figure_of, licence_of, value_of
from hefu.credit.rules import joint_credit, large_exposure
from tests.credit.world import AT, BILLION, YUAN, answers, book_of

PARTIES = ("p", "q", "r", "bank", "other")
PARTY = st.sampled_from(PARTIES)
NOT_RECOURSE = "factoring_without_recourse"
Rows = list[dict[str, Any]]

LOAN_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "loan_id": st.sampled_from(["l1", "l2", "l3", "l4", "l5", "l6"]),
            "source_id": st.sampled_from(["s", "t"]),
            "outstanding_minor": st.integers(0, 120).map(lambda yuan: yuan * YUAN),
            "margin_minor": st.sampled_from([None, 0, 30 * YUAN]),
            "state": st.sampled_from(["open", "overdue", "repaid"]),
        }
    ),
    max_size=8,
    unique_by=lambda row: (row["loan_id"], row["source_id"]),
)
OF_LOAN = st.fixed_dictionaries(
    {
        one: st.fixed_dictionaries(
            {
                "lender_id": st.sampled_from(["bank", "bank", "other"]),
                "borrower_id": st.sampled_from(["p", "q", "r"]),
                "currency": st.sampled_from(["CNY", "CNY", "CNY", "USD"]),
                "product": st.sampled_from([None, "factoring_with_recourse", NOT_RECOURSE]),
            }
        )
        for one in ("l1", "l2", "l3", "l4", "l5", "l6")
    }
)
RECEIVABLES = st.lists(
    st.fixed_dictionaries({"loan_id": st.sampled_from(["l1", "l2", "l3"]), "debtor_id": PARTY}), max_size=4
)
GROUPS = st.lists(st.fixed_dictionaries({"group_id": st.sampled_from(["g", "h"]), "party_id": PARTY}), max_size=5)
DEPENDENCES = st.lists(
    st.fixed_dictionaries({"party_id": PARTY, "on_party_id": PARTY, "share_bps": st.sampled_from([None, 4999, 5000])}),
    max_size=4,
)
GUARANTEES = st.lists(
    st.fixed_dictionaries({"debtor_id": PARTY, "amount_minor": st.integers(0, 90).map(lambda yuan: yuan * YUAN)}),
    max_size=2,
)


WORLD = st.fixed_dictionaries(
    {
        "loans": LOAN_ROWS,
        "of_loan": OF_LOAN,
        "receivables": RECEIVABLES,
        "groups": GROUPS,
        "dependences": DEPENDENCES,
        "guarantees": GUARANTEES,
        "banks": st.sets(PARTY),
        "licence": st.sampled_from(["bank", "commercial_factor", "guarantor"]),
    }
)


@given(WORLD)
def test_the_circles_above_each_limit_are_those_of_a_slow_twin(world: dict[str, Any]) -> None:
    rows, banks = [{**row, **world["of_loan"][row["loan_id"]]} for row in world["loans"]], world["banks"]
    tables = {name: world[name] for name in ("receivables", "groups", "dependences", "guarantees")}
    book = book_of(
        **tables,
        loans=rows,
        parties=[{"party_id": one, "kind": "bank" if one in banks else "company"} for one in PARTIES],
        lender_capital=[{"licence": world["licence"]}],
    )
    found = [one for one in answers(large_exposure.RULE, book) if isinstance(one, Finding)]
    said = [dict(one.message.fields) for one in found]
    risks, related = _risks(rows, world["receivables"], world["guarantees"]), (world["groups"], world["dependences"])
    expected = []
    for rule in CAPITAL_RULES:
        figure = figure_of(AT, rule.rule_id, {Anchor.EXPOSURE: AT.today}, licence_of(book, "bank"))
        if isinstance(figure, Figure):
            limit = 1_000 * YUAN * value_of(figure) // 10_000
            for circle_id, members in sorted(_circles(rule.circle, *related, banks, risks).items()):
                used = {risk: amounts for party, risk, amounts in risks if party in members}
                total = sum(amounts[0 if rule.on == LOANS else 1] for amounts in used.values())
                expected += [(rule.code, circle_id, ", ".join(sorted(members)), total)] if total > limit else []
    names = {rule.name: rule.code for rule in CAPITAL_RULES}
    told = [(names[one["limit_name"]], one["parties"], one["used"].amount_minor) for one in said]  # type: ignore[union-attr, index]  # fields of a known message
    assert told == [(code, members, total) for code, _, members, total in expected]


def _risks(loans: Rows, receivables: Rows, guarantees: Rows) -> list[tuple[str, str, tuple[int, int]]]:
    """Of each party each loan and guarantee in yuan: lent, and net of margin."""
    risks = []
    live = [row for row in loans if row["state"] != "repaid"]
    for loan_id in sorted({row["loan_id"] for row in live}):
        words = [row for row in live if row["loan_id"] == loan_id]
        first = words[0]
        if first["lender_id"] == "bank" and first["currency"] == "CNY":
            lent = max(row["outstanding_minor"] for row in words)
            net = max(0, lent - min(row["margin_minor"] or 0 for row in words))
            debtors = {row["debtor_id"] for row in receivables if row["loan_id"] == loan_id}
            passed_on = debtors and first["product"] == NOT_RECOURSE
            liable = debtors if passed_on else {*debtors, first["borrower_id"]}
            risks += [(party, loan_id, (lent, net)) for party in liable]
    given = enumerate(guarantees)
    return [*risks, *((row["debtor_id"], f"guarantees-{place}", (0, row["amount_minor"])) for place, row in given)]


def _circles(
    kind: str, groups: Rows, dependences: Rows, banks: set[str], risks: list[tuple[str, str, tuple[int, int]]]
) -> dict[str, set[str]]:
    if kind in {ALONE, BANK, CUSTOMER}:
        everyone = {party for party, _, _ in risks}
        wanted = {ALONE: everyone - banks, BANK: everyone & banks, CUSTOMER: everyone}[kind]
        return {party: {party} for party in wanted}
    found: dict[str, set[str]] = {}
    if kind == DEPENDENT:
        links = {(row["on_party_id"], row["party_id"]) for row in dependences if row["share_bps"] != 4999}
        for high, _ in links:
            circle = {high}
            for _ in PARTIES:
                circle |= {low for top, low in links if top in circle}
            found[high] = circle
        return found
    for row in groups:
        found.setdefault(row["group_id"], set()).add(row["party_id"])
    return {one: some for one, some in found.items() if kind != OWN or "bank" in some}


OWED = st.lists(
    st.fixed_dictionaries(
        {
            "lender_id": st.sampled_from(["b1", "b2", "b3", "no bank"]),
            "borrower_id": st.sampled_from(["p", "q", "r"]),
            "outstanding_minor": st.sampled_from([0, 1, BILLION // 2, BILLION, 2 * BILLION, 5 * BILLION]),
            "currency": st.sampled_from(["CNY", "CNY", "USD"]),
            "state": st.sampled_from(["open", "overdue", "repaid"]),
        }
    ),
    max_size=8,
)
JOINT = st.lists(
    st.fixed_dictionaries({"party_id": PARTY, "limit_minor": st.sampled_from([0, BILLION, 9 * BILLION])}), max_size=2
)


@given(OWED, GROUPS, JOINT)
def test_joint_credit_asks_of_every_debtor_and_group_what_a_slow_twin_asks(
    loans: Rows, groups: Rows, lines: Rows
) -> None:
    banks = [{"party_id": one, "kind": "bank"} for one in ("b1", "b2", "b3")]
    book = book_of(
        loans=[{**row, "loan_id": f"l{place}"} for place, row in enumerate(loans)],
        groups=groups,
        facilities=lines,
        parties=banks,
    )
    told = [(_code(one), _parties(one)) for one in answers(joint_credit.RULE, book)]
    assert sorted(told) == sorted(_joint(loans, groups, lines))


def _code(one: Finding | Unassessed) -> str:
    return one.message.code if isinstance(one, Finding) else one.reason.code


def _parties(one: Finding | Unassessed) -> tuple[str, ...]:
    return tuple(ref.row_id for ref in one.subjects)


def _joint(loans: Rows, groups: Rows, lines: Rows) -> list[tuple[str, tuple[str, ...]]]:
    """Three banks and five billion must agree, three and two may; fewer than three leave two billion open."""
    counted = [
        row
        for row in loans
        if row["state"] != "repaid" and row["currency"] == "CNY" and row["outstanding_minor"]
        if row["lender_id"] != "no bank"
    ]
    circles = [{one} for one in ("p", "q", "r")]
    circles += [{row["party_id"] for row in groups if row["group_id"] == one} for one in ("g", "h")]
    told = []
    for circle in circles:
        mine = [row for row in counted if row["borrower_id"] in circle]
        members = tuple(sorted({row["borrower_id"] for row in mine}))
        owed, banks = sum(row["outstanding_minor"] for row in mine), len({row["lender_id"] for row in mine})
        limits = [row["limit_minor"] for row in lines if row["party_id"] in members]
        if limits and owed > min(limits):
            told.append(("above_joint_limit", members))
        elif limits and owed * 10 >= min(limits) * 9:
            told.append(("near_joint_limit", members))
        elif not limits and banks >= 3 and owed >= 2 * BILLION:
            told.append(("joint_credit_due" if owed >= 5 * BILLION else "joint_credit_open", members))
        if mine and banks < 3 and owed >= 2 * BILLION:
            told.append(("lenders_unknown", members))
    return told


def test_a_loan_counted_for_each_of_two_debtors_of_a_group_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    loans = [{"loan_id": "l", "borrower_id": "p", "outstanding_minor": 90 * YUAN, "product": "factoring_with_recourse"}]
    book = book_of(
        loans=loans,
        receivables=[{"loan_id": "l", "debtor_id": "q"}],
        groups=[{"group_id": "g", "party_id": one} for one in ("p", "q")],
        dependences=[],
        lender_capital=[{}],
    )
    assert answers(large_exposure.RULE, book) == []

    def apart(self: large_exposure.Used, on: str, members: frozenset[str]) -> int:
        return sum(self.by_party(on).get(one, 0) for one in members)

    monkeypatch.setattr(large_exposure.Used, "together", apart)
    assert len(answers(large_exposure.RULE, book)) == 1
