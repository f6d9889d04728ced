"""How far a share that was counted may be from the true one."""

from __future__ import annotations

from math import sqrt

_Z_95 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson's score (1927); nothing counted says nothing: (0, 1)."""
    if trials == 0:
        return 0.0, 1.0
    share, square = hits / trials, _Z_95 * _Z_95
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = _Z_95 / (1 + square / trials) * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)
