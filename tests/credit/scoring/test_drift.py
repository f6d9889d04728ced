"""Drift: the index against floating arithmetic, its bands at their ends, and what few rows cannot tell."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.credit.scoring import DriftState, drift, score
from hefu.credit.scoring.drift import chance_micro, psi_micro, state_of
from tests.credit.scoring.cards import CARD


def floating(trained: list[int], seen: list[int]) -> float:
    """The index as the book writes it, in floats; an empty bin is given half a row."""
    before, now = [one or 0.5 for one in trained], [one or 0.5 for one in seen]
    shares = [(p / sum(before), q / sum(now)) for p, q in zip(before, now, strict=True)]
    return sum((q - p) * math.log(q / p) for p, q in shares)


counts = st.integers(2, 8).flatmap(
    lambda bins: st.tuples(*[st.lists(st.integers(0, 10_000), min_size=bins, max_size=bins)] * 2)
)


@given(counts)
def test_it_agrees_with_floating_arithmetic(rows: tuple[list[int], list[int]]) -> None:
    trained, seen = rows
    assert abs(psi_micro(trained, seen) / 1e6 - floating(trained, seen)) < 1e-6


@given(counts)
def test_it_is_never_negative_and_alike_both_ways(rows: tuple[list[int], list[int]]) -> None:
    trained, seen = rows
    assert psi_micro(trained, seen) == psi_micro(seen, trained) >= 0
    assert psi_micro(trained, trained) == 0


@pytest.mark.parametrize(
    ("index_micro", "chance", "state"),
    [
        (0, 0, "stable"),
        (99_999, 0, "stable"),
        (100_000, 0, "watch"),
        (249_999, 99_999, "watch"),
        (250_000, 99_999, "shifted"),
        (0, 100_000, "unknown"),
        (449_999, 100_000, "unknown"),
        (450_000, 100_000, "shifted"),
    ],
)
def test_the_bands_at_their_ends(index_micro: int, chance: int, state: str) -> None:
    assert state_of(index_micro, chance) is DriftState(state)


def test_what_chance_gives_is_known() -> None:
    assert chance_micro([100] * 5, [250, 250]) == 4 * (2_000 + 2_000)


def test_the_same_rows_are_stable_and_others_are_not() -> None:
    same = [("5", "steel")] * 50 + [("20", "timber")] * 80 + [("50", "steel")] * 75
    card_rows = [score(CARD, {"age_months": age, "trade": trade}) for age, trade in same]
    found = {one.variable: one for one in drift(CARD, card_rows)}
    assert found["age_months"].state is DriftState.STABLE
    moved = [score(CARD, {"age_months": "", "trade": "ships"}) for _ in range(205)]
    gone = {one.variable: one for one in drift(CARD, moved)}
    assert {one.state for one in gone.values()} == {DriftState.SHIFTED}
    # The bin of texts never seen is counted, not dropped.
    assert gone["trade"].seen[-1] == 205
    assert sum(gone[""].seen) == 205


def test_three_rows_are_never_called_stable() -> None:
    few = [score(CARD, {"age_months": "20", "trade": "steel"})] * 3
    assert DriftState.STABLE not in {one.state for one in drift(CARD, few)}
