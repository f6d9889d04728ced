"""How the figures of a scorecard look, alike in both languages, and the two pictures that need more than a bar."""

from __future__ import annotations

from collections.abc import Sequence

MINUS = "\N{MINUS SIGN}"
SIDE = 240
"""The side of a square picture, in units of its own."""


def three(value_micro: int) -> str:
    """Return millionths as a decimal of three places, halves away from zero."""
    rounded = (abs(value_micro) + 500) // 1000
    return f"{MINUS if value_micro < 0 and rounded else ''}{rounded // 1000}.{rounded % 1000:03d}"


def percent(value_micro: int) -> str:
    """Return millionths as a percentage of one place."""
    tenths = (value_micro + 500) // 1000
    return f"{tenths // 10}.{tenths % 10}%"


def share(part: int, whole: int) -> str:
    """Return a share as a percentage of one place, or a dash where there is no whole."""
    return percent(part * 1_000_000 // whole) if whole else "–"


def fours(hexadecimal: str) -> str:
    """Return a hash in groups of four."""
    return " ".join(hexadecimal[at : at + 4] for at in range(0, len(hexadecimal), 4))


def line(points_micro: Sequence[tuple[int, int]]) -> str:
    """Return a curve within the unit square as the points of a polyline, the origin at the lower left."""
    return " ".join(f"{place(x)},{SIDE - place(y)}" for x, y in points_micro)


def place(value_micro: int) -> int:
    """Return where a share lies along a side."""
    return value_micro * SIDE // 1_000_000


def length(value: int, greatest: int, whole: int) -> int:
    """Return the length of a bar whose greatest fellow fills the whole."""
    return abs(value) * whole // greatest if greatest else 0
