"""Small cases of a decision, and strategies that draw them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.law import Certainty, Figure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.decide import Check, Constraint, DecisionKind, NamedPolicy, Outcome, Terms
from hefu.decide.case import Case, case_of
from hefu.decide.conditions import (
    AllOf,
    AnyOf,
    AskedAtMost,
    CheckPassed,
    Condition,
    FindingsAtMost,
    PartyAmong,
    PartyNotAmong,
    PolicyHolds,
    SupportableShare,
    TenorAtMost,
)
from hefu.decide.config import DecideConfig

DAY = date(2026, 11, 20)
GROUP = Text("Is the trade real?", "交易是否真实？")
RULES = ("r.a", "r.b", "r.c")
PARTIES = (("applicant", "p:1"), ("debtor", "p:2"), ("lender", "p:3"))


def figure(certainty: Certainty) -> Figure:
    """A figure of law of which we are so sure."""
    text = Text("Measures", "办法")
    return Figure("law.x", text, "7", text, 10, "days", certainty, date(2020, 1, 1), None)


def finding(severity: Severity, name: str, rule: str = "r.a", cites: tuple[Figure, ...] = ()) -> Finding:
    """A finding about an invoice of that name."""
    ref = RowRef("invoices", name)
    return Finding(rule, 1, severity, Message.of("m", at=name), (ref,), (ref,), Message.of("c"), cites=cites)


def open_part(rule: str, paper: PaperKind = PaperKind.UNSTATED) -> Unassessed:
    """A part of a check that could not be made."""
    return Unassessed(rule, 1, Message.of("why"), (), Message.of("next"), paper)


def check(rule: str, *findings: Finding, papers: tuple[PaperKind, ...] = ()) -> Check:
    """A check with its findings, and an open part for each paper."""
    parts = tuple(open_part(rule, paper) for paper in papers)
    return Check(rule, Text(rule, "检查"), GROUP, findings, parts)


def yuan(amount: int) -> Money:
    """Whole yuan."""
    return Money(amount * 100, "CNY")


def limit(code: str, amount: int) -> Constraint:
    """A limit of so many yuan."""
    return Constraint(code, Text(code, "额度"), yuan(amount), Text("why", "原因"))


def policy(name: str, require: Condition, effect: Outcome = Outcome.REFER, version: int = 1) -> NamedPolicy:
    """A policy that holds on every day."""
    return NamedPolicy(name, version, name, "政策", effect, require)


def terms(*policies: NamedPolicy, required: tuple[str, ...] = ()) -> Terms:
    """What is decided on under some policies."""
    return Terms(DecisionKind.DRAWDOWN, "factoring", DAY, 90, PARTIES, required, policies)


severities = st.sampled_from(list(Severity))
cites = st.sampled_from([(), (figure(Certainty.FROM_MEMORY),), (figure(Certainty.CONFIRMED),)])
papers = st.lists(st.sampled_from([PaperKind.UNSTATED, PaperKind.ORDER, PaperKind.INVOICE]), max_size=2).map(tuple)


@st.composite
def checks(draw: st.DrawFn) -> tuple[Check, ...]:
    """Up to three checks with up to two findings each."""
    made = []
    for rule in draw(st.lists(st.sampled_from(RULES), unique=True, max_size=3)):
        found = draw(st.lists(st.tuples(severities, cites), max_size=2))
        findings = [finding(severity, f"{rule}{at}", rule, law) for at, (severity, law) in enumerate(found)]
        made.append(check(rule, *findings, papers=draw(papers)))
    return tuple(made)


leaves: st.SearchStrategy[Condition] = st.one_of(
    st.sampled_from(RULES).map(CheckPassed),
    st.builds(FindingsAtMost, st.integers(0, 2), st.sampled_from(["", *RULES]), at_least=severities),
    st.builds(AskedAtMost, st.integers(0, 6).map(lambda amount: amount * 100), st.sampled_from(["CNY", "USD"])),
    st.builds(SupportableShare, st.integers(0, 10_000)),
    st.builds(TenorAtMost, st.integers(80, 100)),
    st.builds(PartyAmong, st.just(("p:2",)), st.sampled_from(["debtor", "applicant", "guarantor"])),
    st.builds(PartyNotAmong, st.just(("p:2",)), st.sampled_from(["debtor", "applicant"])),
)


def _composed(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(parts.map(AllOf), parts.map(AnyOf))


conditions: st.SearchStrategy[Condition] = st.recursive(leaves, _composed, max_leaves=5)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A whole case: checks, amounts, limits, policies of which the second may ask for the first."""
    first = policy("one", draw(conditions), draw(st.sampled_from([Outcome.DECLINE, Outcome.REFER])))
    asks = st.one_of(conditions, st.just(PolicyHolds("one")))
    second = policy("two", draw(asks), draw(st.sampled_from([Outcome.DECLINE, Outcome.REFER])))
    chosen = draw(st.sampled_from([(), (first,), (first, second)]))
    limits = [limit(code, draw(st.integers(-1, 6))) for code in draw(st.sampled_from([("base",), ("base", "line")]))]
    required = draw(st.sampled_from([(), ("r.a",), ("r.a", "r.z")]))
    asked = yuan(draw(st.integers(1, 5)))
    return case_of(draw(checks()), asked, limits, DecideConfig(), terms(*chosen, required=required))
