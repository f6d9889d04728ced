"""The interval of a share that was counted, in whole basis points, reckoned without floats."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from hefu.core.money import BPS_WHOLE

_Z = Fraction(1_959_964, 1_000_000)
"""The normal quantile of 97.5 %, to six decimals: an interval of 95 %."""

_SCALE = 10**12


def wilson_bps(count: int, total: int) -> tuple[int, int]:
    """Return the Wilson score interval of `count` in `total` at 95 %, rounded outwards; nothing known is 0 to 10,000.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if not 0 <= count <= total:
        raise ValueError("a part cannot be larger than the whole")
    if total == 0:
        return 0, BPS_WHOLE
    square = _Z**2
    spread = _Z * _root_above(square + Fraction(4 * count * (total - count), total))
    whole = 2 * (total + square)
    low, high = (2 * count + square - spread) / whole, (2 * count + square + spread) / whole
    return max(0, int(low * BPS_WHOLE // 1)), min(BPS_WHOLE, int(-(-high * BPS_WHOLE // 1)))


def _root_above(value: Fraction) -> Fraction:
    """Return a square root, rounded up at the twelfth decimal."""
    return Fraction(isqrt(value.numerator * _SCALE**2 // value.denominator) + 1, _SCALE)
