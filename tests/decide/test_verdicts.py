"""The algebra of verdicts: all-of and any-of, with unknown worse than refused, and nothing passed by nothing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.decide.verdicts import PASSED, Verdict, VerdictKind, all_of, any_of, not_assessed, refused

VERDICTS = {
    "passed": PASSED,
    "refused": refused("check_failed", rule="r"),
    "unknown": not_assessed("check_open", rule="r"),
}
KINDS = {"passed": VerdictKind.PASSED, "refused": VerdictKind.REFUSED, "unknown": VerdictKind.NOT_ASSESSED}

# parts | all of them | any of them
TABLE = """
                 | refused | refused
passed           | passed  | passed
refused          | refused | refused
unknown          | unknown | unknown
passed refused   | refused | passed
passed unknown   | unknown | passed
refused unknown  | unknown | unknown
passed passed    | passed  | passed
"""


@pytest.mark.parametrize("row", [line for line in TABLE.splitlines() if line])
def test_verdicts_compose_as_the_table_says(row: str) -> None:
    given_parts, every, some = (cell.strip() for cell in row.split("|"))
    for order in itertools.permutations(given_parts.split()):
        parts = [VERDICTS[word] for word in order]
        assert all_of(parts).kind is KINDS[every]
        assert any_of(parts).kind is KINDS[some]


def test_unknown_is_worse_than_refused_and_the_strictest_comes_first() -> None:
    assert list(VerdictKind) == [VerdictKind.NOT_ASSESSED, VerdictKind.REFUSED, VerdictKind.PASSED]


parts = st.lists(st.sampled_from(list(VERDICTS.values())), min_size=1, max_size=4)


@given(parts, parts)
def test_composition_is_associative_and_idempotent(some: list[Verdict], others: list[Verdict]) -> None:
    for compose in (all_of, any_of):
        whole = compose([*some, *others])
        assert compose([compose(some), compose(others)]) == whole
        assert compose([whole, whole]) == whole


@given(parts, st.integers(0, 3))
def test_making_a_part_stricter_never_loosens_the_whole(some: list[Verdict], at: int) -> None:
    at %= len(some)
    for stricter in (one for one in VERDICTS.values() if one.kind <= some[at].kind):
        changed = [*some[:at], stricter, *some[at + 1 :]]
        assert all_of(changed).kind <= all_of(some).kind
        assert any_of(changed).kind <= any_of(some).kind


@given(parts)
def test_whatever_does_not_pass_says_why(some: list[Verdict]) -> None:
    for verdict in (all_of(some), any_of(some)):
        assert verdict.passed is not bool(verdict.why)
