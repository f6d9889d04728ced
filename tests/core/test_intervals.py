"""The Wilson interval against its own formula in decimals of fifty digits."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.intervals import wilson_bps

# count, total, low and high in basis points; from the formula, rounded outwards
KNOWN = (
    (0, 0, 0, 10_000),
    (0, 1, 0, 7_935),
    (1, 1, 2_065, 10_000),
    (0, 10, 0, 2_776),
    (5, 10, 2_365, 7_635),
    (1, 100, 17, 545),
    (50, 1_000, 381, 654),
)


@pytest.mark.parametrize(("count", "total", "low", "high"), KNOWN)
def test_known_intervals(count: int, total: int, low: int, high: int) -> None:
    assert wilson_bps(count, total) == (low, high)


@given(st.integers(1, 5_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_it_is_the_formula_rounded_outwards(pair: tuple[int, int]) -> None:
    count, total = pair
    low, high = wilson_bps(count, total)
    with localcontext() as context:
        context.prec = 50
        z, share, n = Decimal("1.959964"), Decimal(count) / total, Decimal(total)
        middle, spread = share + z * z / (2 * n), z * (share * (1 - share) / n + z * z / (4 * n * n)).sqrt()
        ends = [10_000 * (middle + sign * spread) / (1 + z * z / n) for sign in (-1, 1)]
    assert 0 <= Decimal(ends[0]) - low < Decimal("1.000001") or (low == 0 and ends[0] < 1)
    assert 0 <= high - Decimal(ends[1]) < Decimal("1.000001") or (high == 10_000 and ends[1] > 9_999)


def test_a_part_larger_than_the_whole_is_refused() -> None:
    for count, total in ((2, 1), (-1, 1)):
        with pytest.raises(ValueError, match="larger than the whole"):
            wilson_bps(count, total)
