"""A lender's named policies: what they may say, when they hold, and that they only ever make an answer stricter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from hefu.core.findings import Finding, Severity
from hefu.core.law import Certainty
from hefu.core.paper_kinds import PaperKind
from hefu.decide import NamedPolicy, Outcome, decide
from hefu.decide.case import Case, outcome_of, policy_answers
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
from hefu.decide.kinds import DecisionKind
from hefu.decide.policies import insist_sound
from hefu.decide.texts import TEXTS
from tests.decide.cases import DAY, cases, check, figure, finding, limit, policy, terms, yuan

LOW = finding(Severity.LOW, "x", "r.a")

# The case: 100 asked of 80, 90 days, check r.a passed with one low finding, r.b open, r.c absent; debtor p:2.
CONDITIONS: tuple[tuple[Condition, str], ...] = (
    (CheckPassed("r.a"), "passed"),
    (CheckPassed("r.b"), "not_assessed"),
    (CheckPassed("r.c"), "not_assessed"),
    (FindingsAtMost(0, "r.a"), "refused"),
    (FindingsAtMost(1, "r.a"), "passed"),
    (FindingsAtMost(0, "r.a", at_least=Severity.MEDIUM), "passed"),
    (FindingsAtMost(0, "r.a", code="other"), "passed"),
    (FindingsAtMost(0), "refused"),
    (FindingsAtMost(1), "not_assessed"),
    (FindingsAtMost(0, "r.c"), "not_assessed"),
    (AskedAtMost(10_000, "CNY"), "passed"),
    (AskedAtMost(9_999, "CNY"), "refused"),
    (AskedAtMost(10_000, "USD"), "not_assessed"),
    (SupportableShare(8_000), "passed"),
    (SupportableShare(8_001), "refused"),
    (TenorAtMost(90), "passed"),
    (TenorAtMost(89), "refused"),
    (PartyAmong(("p:2",)), "passed"),
    (PartyAmong(("p:1",)), "refused"),
    (PartyAmong((), "guarantor"), "not_assessed"),
    (PartyNotAmong(("p:2",)), "refused"),
    (PartyNotAmong((), "guarantor"), "not_assessed"),
    (AllOf((TenorAtMost(90), CheckPassed("r.b"))), "not_assessed"),
    (AnyOf((TenorAtMost(89), PartyAmong(("p:2",)))), "passed"),
)


def a_case(*policies: NamedPolicy, findings: tuple[Finding, ...] = (LOW,)) -> Case:
    made = (check("r.a", *findings), check("r.b", papers=(PaperKind.ORDER,)))
    return Case(made, yuan(100), (limit("base", 80),), DecideConfig(), terms(*policies))


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS)
def test_a_condition_stands_as_the_facts_say(condition: Condition, expected: str) -> None:
    (answer,) = policy_answers(a_case(policy("one", condition)))
    assert answer.verdict.kind.code == expected
    assert answer.allows is (Outcome.LEND if expected == "passed" else Outcome.REFER)
    assert all(message.code in TEXTS for message in answer.verdict.why)


def test_a_policy_that_cannot_be_told_has_the_effect_of_one_that_is_not_met() -> None:
    for condition in (CheckPassed("r.c"), TenorAtMost(1)):
        assert outcome_of(a_case(policy("one", condition, Outcome.DECLINE))) is Outcome.DECLINE


def test_a_policy_may_ask_for_another_by_name() -> None:
    other, asks = policy("other", TenorAtMost(89)), policy("one", PolicyHolds("other"))
    answers = policy_answers(a_case(asks, other))
    assert [(answer.policy.name, answer.verdict.kind.code) for answer in answers] == [
        ("one", "refused"),
        ("other", "refused"),
    ]


def test_a_policy_asked_for_while_it_is_not_in_force_is_unknown() -> None:
    later = replace(policy("other", TenorAtMost(90)), valid_from=date(2027, 1, 1))
    (answer,) = policy_answers(a_case(policy("one", PolicyHolds("other")), later))
    assert answer.verdict.kind.code == "not_assessed"


# from | until before | in force on 2026-11-20
VALIDITY = (
    (None, None, True),
    (DAY, None, True),
    (date(2026, 11, 21), None, False),
    (None, date(2026, 11, 21), True),
    (None, DAY, False),
)


@pytest.mark.parametrize(("begins", "ends", "held"), VALIDITY)
def test_a_version_holds_from_its_first_day_until_before_its_last(
    begins: date | None, ends: date | None, held: bool
) -> None:
    dated = replace(policy("one", TenorAtMost(1)), valid_from=begins, valid_to=ends)
    assert bool(policy_answers(a_case(dated))) is held


def test_a_policy_speaks_only_of_its_kinds_and_products() -> None:
    other_kind = replace(policy("one", TenorAtMost(1)), kinds=(DecisionKind.FACILITY,))
    other_product = replace(policy("two", TenorAtMost(1)), products=("leasing",))
    assert policy_answers(a_case(other_kind, other_product)) == ()


def _versions() -> list[NamedPolicy]:
    first = replace(policy("one", TenorAtMost(1)), valid_to=DAY)
    return [first, replace(first, version=2, valid_from=DAY, valid_to=None)]


def test_of_versions_that_follow_one_another_one_holds_on_each_day() -> None:
    insist_sound(_versions())
    held = [[one.version for one in _versions() if one.in_force(day)] for day in (date(2026, 11, 19), DAY)]
    assert held == [[1], [2]]


UNSOUND = (
    ([replace(_versions()[0], valid_to=None), _versions()[1]], "overlap"),
    ([_versions()[0], replace(_versions()[1], version=1)], "overlap"),
    ([policy("one", PolicyHolds("two"))], "no policy two"),
    ([policy("one", PolicyHolds("one"))], "circle"),
    ([policy("one", AnyOf((PolicyHolds("two"),))), policy("two", AllOf((PolicyHolds("one"),)))], "circle"),
)


@pytest.mark.parametrize(("policies", "said"), UNSOUND)
def test_unsound_policies_are_refused(policies: list[NamedPolicy], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        insist_sound(policies)


def test_what_would_pass_everything_or_nothing_is_refused() -> None:
    for empty in (AllOf, AnyOf):
        with pytest.raises(ValueError, match="must not be empty"):
            empty(())
    with pytest.raises(ValueError, match="effect must be"):
        policy("one", TenorAtMost(1), Outcome.LEND)
    with pytest.raises(ValueError, match="must come before"):
        replace(policy("one", TenorAtMost(1)), valid_from=DAY, valid_to=DAY)


@given(cases())
def test_policies_only_ever_make_an_outcome_stricter(case: Case) -> None:
    without = replace(case, terms=replace(case.terms, policies=()))
    assert outcome_of(case) <= outcome_of(without)


def test_a_finding_on_unsure_law_alone_never_declines_but_refers() -> None:
    for certainty in Certainty:
        stop = finding(Severity.STOP, "x", cites=(figure(certainty),))
        case = replace(a_case(findings=(stop,)), constraints=(limit("base", 100),))
        assert outcome_of(case) is (Outcome.DECLINE if certainty >= Certainty.SINGLE_SOURCE else Outcome.REFER)


def test_a_finding_with_one_sure_figure_or_none_at_all_declines() -> None:
    for law in ((), (figure(Certainty.FROM_MEMORY), figure(Certainty.CONFIRMED))):
        case = replace(a_case(findings=(finding(Severity.STOP, "x", cites=law),)), constraints=(limit("base", 100),))
        assert outcome_of(case) is Outcome.DECLINE


def test_a_policy_that_rests_on_findings_of_unsure_law_alone_refers() -> None:
    strict = policy("one", FindingsAtMost(0, "r.a", at_least=Severity.HIGH), Outcome.DECLINE)
    unsure = finding(Severity.HIGH, "x", cites=(figure(Certainty.UNCONFIRMED),))
    assert outcome_of(a_case(strict, findings=(unsure,))) is Outcome.REFER
    assert outcome_of(a_case(strict, findings=(finding(Severity.HIGH, "y"),))) is Outcome.DECLINE


def test_a_decision_that_forgot_how_sure_the_law_is_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted defect: every finding may decline, whatever it rests on."""
    monkeypatch.setattr(Finding, "may_decline", property(lambda _finding: True))
    with pytest.raises(AssertionError):
        test_a_finding_on_unsure_law_alone_never_declines_but_refers()
    with pytest.raises(AssertionError):
        test_a_policy_that_rests_on_findings_of_unsure_law_alone_refers()


def test_a_required_check_that_nobody_made_is_never_lent_on() -> None:
    made = [check("r.a")]
    lent = decide(made, yuan(1), [limit("base", 1)], DecideConfig(), terms(required=("r.a",)))
    held = decide(made, yuan(1), [limit("base", 1)], DecideConfig(), terms(required=("r.a", "r.z")))
    assert (lent.outcome, held.outcome) == (Outcome.LEND, Outcome.REFER)
    assert held.reasons[0].message.code == "required_absent"
