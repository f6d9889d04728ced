"""The smallest changes are exact: each set suffices through the real decision, no part of it does, none is missed."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings

from hefu.core.findings import Severity
from hefu.core.paper_kinds import PaperKind
from hefu.decide import Outcome, decide, flips
from hefu.decide.case import Case, case_of, outcome_of
from hefu.decide.conditions import AskedAtMost, FindingsAtMost, TenorAtMost
from hefu.decide.config import DecideConfig
from hefu.decide.flips import AskLess, Change, ClearFinding, MakeCheck, RaiseLimit, changed, flips_of
from tests.decide.cases import cases, check, finding, limit, policy, terms, yuan

BRUTE_MAX = 9
"""So many candidate changes are tried in every combination."""


def outcome_after(case: Case, changes: tuple[Change, ...]) -> Outcome:
    """The outcome by the real decision, from its arguments on."""
    after = changed(case, changes)
    return decide(after.checks, after.asked, after.constraints, after.config, after.terms).outcome


def by_brute_force(case: Case) -> set[frozenset[Change]]:
    """Every minimal set, by trying each combination of the candidates."""
    candidates = list(flips._candidates(case))  # noqa: SLF001 - the candidates are what the search is over
    found: set[frozenset[Change]] = set()
    for target in (outcome for outcome in Outcome if outcome > outcome_of(case)):
        minimal: list[frozenset[Change]] = []
        for size in range(len(candidates) + 1):
            for some in itertools.combinations(candidates, size):
                chosen = frozenset(some)
                if not any(smaller <= chosen for smaller in minimal) and outcome_of(changed(case, some)) >= target:
                    minimal.append(chosen)
        found |= {one for one in minimal if not any(asks_more(other, one) for other in minimal)}
    return found


def asks_more(one: frozenset[Change], other: frozenset[Change]) -> bool:
    """Tell whether two sets differ only by the amount asked, and the first asks for more."""
    (mine, rest), (theirs, others) = amounts(one), amounts(other)
    return rest == others and mine > theirs


def amounts(changes: frozenset[Change]) -> tuple[int, frozenset[Change]]:
    asked = [change.amount.amount_minor for change in changes if isinstance(change, AskLess)]
    return (asked[0] if asked else 0), frozenset(one for one in changes if not isinstance(one, AskLess))


@settings(max_examples=150)
@given(cases())
def test_the_search_finds_every_minimal_set_and_nothing_else(case: Case) -> None:
    if len(list(flips._candidates(case))) > BRUTE_MAX:  # noqa: SLF001 - as above
        return
    found = flips_of(case)
    assert found.whole
    assert {frozenset(flip.changes) for flip in found.sets} == by_brute_force(case)


@settings(max_examples=150)
@given(cases())
def test_each_set_gives_its_outcome_and_no_part_of_it_does(case: Case) -> None:
    now = outcome_of(case)
    for flip in flips_of(case).sets:
        assert outcome_after(case, flip.changes) is flip.outcome
        assert flip.outcome > now
        without = [outcome_of(changed(case, [c for c in flip.changes if c != one])) for one in flip.changes]
        assert all(outcome < flip.outcome for outcome in without)


@settings(max_examples=150)
@given(cases())
def test_a_change_never_makes_an_outcome_worse(case: Case) -> None:
    for one in flips._candidates(case):  # noqa: SLF001 - as above
        assert outcome_of(changed(case, (one,))) >= outcome_of(case)


A, B = finding(Severity.HIGH, "a"), finding(Severity.STOP, "b")


def sets(case: Case) -> list[tuple[str, tuple[Change, ...]]]:
    return [(flip.outcome.code, flip.changes) for flip in flips_of(case).sets]


def a_case(*checks: object, asked: int = 5, base: int = 5, line: int = 9, policies: tuple = ()) -> Case:  # type: ignore[type-arg]  # of policies
    return case_of(checks, yuan(asked), [limit("base", base), limit("line", line)], DecideConfig(), terms(*policies))  # type: ignore[arg-type]  # checks


def test_a_decline_tells_what_refers_and_what_lends() -> None:
    case = a_case(check("r.a", A, B))
    stop, high = ClearFinding(B.finding_id), ClearFinding(A.finding_id)
    assert sets(case) == [("refer", (stop,)), ("lend", (stop, high))]


def test_too_much_asked_may_be_cured_by_asking_less_or_by_raising_the_limit() -> None:
    case = a_case(check("r.a"), asked=8, base=5, line=9)
    assert sets(case) == [("lend", (AskLess(yuan(5)),)), ("lend", (RaiseLimit("base"),))]


def test_a_limit_raised_leaves_the_next_one_to_bind() -> None:
    case = a_case(check("r.a"), asked=8, base=0, line=6)
    both = (RaiseLimit("base"), RaiseLimit("line"))
    assert sets(case) == [
        ("refer", (RaiseLimit("base"),)),
        ("lend", (AskLess(yuan(6)), RaiseLimit("base"))),
        ("lend", both),
    ]


def test_a_policy_counts_its_findings_and_any_of_them_may_be_cleared() -> None:
    low, other = finding(Severity.LOW, "l"), finding(Severity.LOW, "m")
    case = a_case(check("r.a", low, other), policies=(policy("one", FindingsAtMost(1, "r.a")),))
    alone = {(ClearFinding(one.finding_id),) for one in (low, other)}
    assert {changes for _, changes in sets(case)} == alone


def test_a_policy_on_the_amount_names_the_most_that_may_be_asked() -> None:
    case = a_case(check("r.a"), asked=5, base=9, policies=(policy("one", AskedAtMost(300, "CNY")),))
    assert sets(case) == [("lend", (AskLess(yuan(3)),))]


def test_an_open_check_is_made() -> None:
    assert sets(a_case(check("r.a", papers=(PaperKind.ORDER,)))) == [("lend", (MakeCheck("r.a"),))]


def test_what_no_change_can_cure_has_no_set_and_says_so() -> None:
    case = a_case(check("r.a"), policies=(policy("one", TenorAtMost(1)),))
    assert sets(case) == []
    decision = decide(case.checks, case.asked, case.constraints, case.config, case.terms)
    assert decision.flip.code == "no_flip"


def test_a_search_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flips, "NODES_MAX", 1)
    assert not flips_of(a_case(check("r.a"), asked=8)).whole


def test_a_search_that_stopped_at_the_first_set_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted defect: one minimal set is taken for all of them."""
    whole = flips._minimal  # noqa: SLF001 - the part that is spoilt

    def only_first(*args: object) -> object:
        found, said = whole(*args)  # type: ignore[arg-type]  # passed through
        return found[:1], said

    monkeypatch.setattr(flips, "_minimal", only_first)
    with pytest.raises(AssertionError):
        test_too_much_asked_may_be_cured_by_asking_less_or_by_raising_the_limit()
