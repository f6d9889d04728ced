from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.findings import Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.law import Certainty, Figure
from hefu.core.money import Money
from hefu.core.texts import Language, Message, Text
from hefu.decide import TEXTS, Check, Constraint, Decision, Outcome, State, decide
from hefu.decide.config import DecideConfig

NOTHING_THERE = NotApplicable("r", 1, Message.of("why"), ())
GROUP = Text("Is the trade real?", "交易是否真实？")


def a_finding(severity: Severity, name: str = "a") -> Finding:
    ref = RowRef("invoices", name)
    return Finding("r", 1, severity, Message.of("m", at=name), (ref,), (ref,), Message.of("c"))


def an_unassessed() -> Unassessed:
    return Unassessed("r", 1, Message.of("why"), (), Message.of("next"))


def a_check(*, found: str = "", unassessed: int = 0) -> Check:
    findings = tuple(a_finding(Severity[word.upper()], f"{at}") for at, word in enumerate(found.split()))
    return Check("r", Text("name", "名称"), GROUP, findings, tuple(an_unassessed() for _ in range(unassessed)))


def limit(yuan: int, code: str = "base") -> Constraint:
    return Constraint(code, Text(code, code), Money(yuan * 100, "CNY"), Text("why", "原因"))


def decided(found: str, unassessed: int, asked: int, supportable: int) -> Decision:
    check = a_check(found=found, unassessed=unassessed)
    return decide([check], Money(asked * 100, "CNY"), [limit(supportable)], DecideConfig())


# findings, checks not assessed, asked, supportable -> outcome
OUTCOMES = """
-                  | 0 | 100 | 100 | lend
-                  | 0 | 100 | 101 | lend
note               | 0 | 100 | 100 | lend
low                | 0 | 100 | 100 | lend
low note note      | 0 | 100 | 100 | lend
medium             | 0 | 100 | 100 | refer
high               | 0 | 100 | 100 | refer
stop               | 0 | 100 | 100 | decline
note stop high     | 0 | 100 | 100 | decline
-                  | 1 | 100 | 100 | refer
low                | 1 | 100 | 100 | refer
stop               | 1 | 100 | 100 | decline
-                  | 0 | 100 |  99 | refer
-                  | 0 | 100 |   0 | decline
high               | 0 | 100 |   0 | decline
-                  | 0 | 100 |  -5 | decline
"""


@pytest.mark.parametrize("row", [line for line in OUTCOMES.splitlines() if line])
def test_an_outcome_is_the_strictest_that_anything_asks_for(row: str) -> None:
    found, unassessed, asked, supportable, expected = (cell.strip() for cell in row.split("|"))
    decision = decided(found.replace("-", ""), int(unassessed), int(asked), int(supportable))
    assert decision.outcome.code == expected


def test_outcomes_are_ordered_strictest_first() -> None:
    assert list(Outcome) == [Outcome.DECLINE, Outcome.REFER, Outcome.LEND]
    assert min(Outcome) is Outcome.DECLINE


def test_no_check_at_all_is_never_lent_on() -> None:
    decision = decide([], Money(100, "CNY"), [limit(5)], DecideConfig())
    assert decision.outcome is Outcome.REFER
    assert "no_check" in [reason.message.code for reason in decision.reasons]


def test_an_amount_without_any_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="without any constraint"):
        decide([a_check()], Money(100, "CNY"), [], DecideConfig())


def test_the_tightest_constraint_binds_and_comes_first() -> None:
    limits = [limit(900, "seller"), limit(300, "base"), limit(700, "buyer")]
    decision = decide([a_check()], Money(100_000, "CNY"), limits, DecideConfig())
    assert [constraint.code for constraint in decision.constraints] == ["base", "buyer", "seller"]
    assert decision.binding.code == "base"
    assert decision.supportable == Money(30_000, "CNY")


@pytest.mark.parametrize(("refer_at", "decline_at"), [(Severity.STOP, Severity.STOP), (Severity.HIGH, Severity.MEDIUM)])
def test_a_policy_looser_than_the_house_is_refused(refer_at: Severity, decline_at: Severity) -> None:
    with pytest.raises(ValueError, match="at the least"):
        DecideConfig(decline_at=decline_at, refer_at=refer_at)


def test_a_stricter_policy_declines_what_the_house_refers() -> None:
    strict = DecideConfig(decline_at=Severity.HIGH, refer_at=Severity.LOW)
    high = decide([a_check(found="high")], Money(100, "CNY"), [limit(5)], strict)
    low = decide([a_check(found="low")], Money(100, "CNY"), [limit(5)], strict)
    assert (high.outcome, low.outcome) == (Outcome.DECLINE, Outcome.REFER)


@pytest.mark.parametrize(
    ("found", "unassessed", "state"),
    [
        ("", 0, State.PASSED),
        ("note", 0, State.PASSED),
        ("low", 0, State.PASSED),
        ("medium", 0, State.FAILED),
        ("", 1, State.NOT_ASSESSED),
        ("note", 1, State.NOT_ASSESSED),
        ("high", 1, State.FAILED),
    ],
)
def test_a_check_has_one_state(found: str, unassessed: int, state: State) -> None:
    assert a_check(found=found, unassessed=unassessed).state(Severity.MEDIUM) is state


@pytest.mark.parametrize(
    ("found", "unassessed", "state"),
    [
        ("", 0, State.NOT_APPLICABLE),
        ("note", 0, State.PASSED),
        ("high", 0, State.FAILED),
        ("", 1, State.NOT_ASSESSED),
    ],
)
def test_a_check_with_nothing_to_look_at_is_not_applicable_unless_it_found_or_left_something(
    found: str, unassessed: int, state: State
) -> None:
    check = replace(a_check(found=found, unassessed=unassessed), not_applicable=(NOTHING_THERE,))
    assert check.state(Severity.MEDIUM) is state


def test_a_check_with_nothing_to_look_at_neither_passes_nor_opens_the_request() -> None:
    empty = replace(a_check(), not_applicable=(NOTHING_THERE,))
    asked, limits = Money(10_000, "CNY"), [limit(100)]
    beside = decide([a_check(), empty], asked, limits, DecideConfig())
    assert (beside.outcome, beside.reasons[0].message) == (Outcome.LEND, Message.of("all_clear", total=1))
    alone = decide([empty], asked, limits, DecideConfig())
    assert (alone.outcome, alone.reasons[0].message) == (Outcome.REFER, Message.of("no_check"))


SEVERITIES = st.lists(st.sampled_from([severity.name.lower() for severity in Severity]), max_size=4)


@given(SEVERITIES, st.integers(0, 2), st.integers(1, 9), st.integers(-1, 9))
def test_adding_a_finding_or_an_open_check_never_loosens(
    found: list[str], unassessed: int, asked: int, supportable: int
) -> None:
    before = decided(" ".join(found), unassessed, asked, supportable).outcome
    for more in Severity:
        assert decided(" ".join([*found, more.name.lower()]), unassessed, asked, supportable).outcome <= before
    assert decided(" ".join(found), unassessed + 1, asked, supportable).outcome <= before
    assert decided(" ".join(found), unassessed, asked + 1, supportable).outcome <= before
    assert decided(" ".join(found), unassessed, asked, supportable - 1).outcome <= before


@given(SEVERITIES, st.integers(0, 2), st.integers(1, 9), st.integers(1, 9))
def test_doing_what_the_flip_names_gives_the_better_outcome(
    found: list[str], unassessed: int, asked: int, supportable: int
) -> None:
    decision = decided(" ".join(found), unassessed, asked, supportable)
    fields = dict(decision.flip.fields)
    if decision.outcome is Outcome.LEND:
        assert decision.flip.code == "stays"
        return
    blocking = {"stop"} if decision.outcome is Outcome.DECLINE else {"high", "medium"}
    cleared = " ".join(word for word in found if word not in blocking)
    if decision.outcome is Outcome.DECLINE:
        after = decided(cleared, unassessed, asked, supportable)
    else:
        after = decided(cleared, 0, min(asked, supportable), supportable)
    assert fields["outcome"] == TEXTS[after.outcome.code]


@given(st.permutations([a_check(found="high"), a_check(found="low note"), a_check(unassessed=1)]))
def test_the_order_of_checks_changes_nothing(checks: list[Check]) -> None:
    orders = itertools.permutations([limit(3, "a"), limit(3, "b"), limit(9, "c")])
    base = decide(
        sorted(checks, key=repr), Money(100, "CNY"), [limit(3, "a"), limit(3, "b"), limit(9, "c")], DecideConfig()
    )
    assert all(decide(checks, Money(100, "CNY"), order, DecideConfig()) == base for order in orders)


@given(SEVERITIES, st.integers(0, 2), st.integers(1, 9), st.integers(-1, 9))
def test_every_reason_and_flip_reads_in_both_languages(
    found: list[str], unassessed: int, asked: int, supportable: int
) -> None:
    decision = decided(" ".join(found), unassessed, asked, supportable)
    assert 1 <= len(decision.reasons) <= 3
    for message in (*(reason.message for reason in decision.reasons), decision.flip):
        english, chinese = (message.render(language, TEXTS) for language in (Language.EN, Language.ZH))
        assert english.isascii()
        assert not chinese.isascii()
        assert "{" not in english + chinese


def test_a_decision_that_dropped_its_open_checks_would_be_caught() -> None:
    """The planted defect: passing only the findings on, and losing what was not assessed."""
    honest, careless = a_check(unassessed=1), a_check()
    outcomes = [decide([check], Money(100, "CNY"), [limit(5)], DecideConfig()).outcome for check in (honest, careless)]
    assert outcomes == [Outcome.REFER, Outcome.LEND]


def test_a_reason_that_is_an_amount_cites_what_its_limit_rests_on() -> None:
    figure = Figure("cap", Text("Order", "办法"), "3", Text("says", "规定"), 1, "bps", Certainty.CONFIRMED, None, None)
    tight = replace(limit(60, "cap"), cites=(figure,))
    for asked in (100, 60):
        found = decide([a_check()], Money(asked * 100, "CNY"), [limit(80), tight], DecideConfig())
        cited = [reason for reason in found.reasons if reason.cites]
        assert [reason.message.code for reason in cited] == ([] if asked == 60 else ["asked_too_much"])
        assert all(reason.cites == (figure,) for reason in cited)
