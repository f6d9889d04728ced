"""The cut of the tally: toothed edges that close where two documents meet.

All paths run down a strip of `WIDTH` by `LENGTH` units and are drawn once per page; a seam shows as much of them
as its line is high, so the teeth keep one size. The lying form of a phone is the same path with x and y exchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hefu.core.money import BPS_WHOLE

WIDTH = 44
LENGTH = 1200
PITCH = 14

_MIDDLE = WIDTH // 2
_DEPTH = 4  # a tooth reaches this far to either side
_SEEN_BPS = 1_000  # an open part smaller than this could not be seen
_APART = 9  # open edges stand this far from the middle

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seam:
    """What to draw between two halves.

    `closed` is the share of the height that is closed, as a length. Below it the halves stand apart; `left` and
    `right` say which of them are there at all, `other` that the right one is cut differently, `hatched` that the
    gap between them is known and open.
    """

    state: str
    closed: str
    rest: str
    left: bool
    right: bool
    other: bool
    hatched: bool

    @property
    def opens(self) -> bool:
        """Whether any part of the seam is open."""
        return self.closed != "100%"


def seam(state: str, closed_bps: int, *, left: bool, right: bool) -> Seam:
    """Return what to draw for a state of the tally.

    A match is closed, however its share was reckoned. What is open stays wide enough to be seen; the page gives
    the exact share in figures beside it.
    """
    closable = left and right
    closed = BPS_WHOLE if state == "match" else closed_bps if state in ("partial", "not_due") else 0
    most = BPS_WHOLE if state == "match" else BPS_WHOLE - _SEEN_BPS
    closed = min(max(closed, 0), most) if closable else 0
    return Seam(
        state=state,
        closed=_length(closed),
        rest=_length(BPS_WHOLE - closed),
        left=left,
        right=right,
        other=state == "misfit",
        hatched=state == "partial" and closable,
    )


def _length(share_bps: int) -> str:
    whole, part = divmod(share_bps, 100)
    return f"{whole}.{part:02d}%" if part else f"{whole}%"


def _teeth(middle: int) -> list[Point]:
    """Blunt teeth with slanted flanks, as deep as they are wide."""
    points: list[Point] = [(middle - _DEPTH, -PITCH)]
    for top in range(-PITCH, LENGTH, PITCH):
        points += [
            (middle - _DEPTH, top + 5),
            (middle + _DEPTH, top + 7),
            (middle + _DEPTH, top + 12),
            (middle - _DEPTH, top + PITCH),
        ]
    return points


def _notches(middle: int) -> list[Point]:
    """Plain points: a cut that no blunt tooth fits."""
    half = PITCH // 2
    return [
        (middle + (_DEPTH if step % 2 else -_DEPTH), step * half) for step in range(-2, (LENGTH + 2 * PITCH) // half)
    ]


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _area(edge: Sequence[Point], side: int) -> str:
    """The half that ends at the edge; `side` is the x of its other border."""
    return _path([*edge, (side, edge[-1][1]), (side, edge[0][1])]) + "Z"


def paths() -> dict[str, str]:
    """Return every path of the page by name: edges, and the areas to either side of them."""
    left, right, other = _teeth(_MIDDLE - _APART), _teeth(_MIDDLE + _APART), _notches(_MIDDLE + _APART)
    return {
        "shut": _path(_teeth(_MIDDLE)),
        "left": _path(left),
        "right": _path(right),
        "other": _path(other),
        "half-left": _area(left, -4),
        "half-right": _area(right, WIDTH + 4),
        "half-other": _area(other, WIDTH + 4),
        "gap": _path([*left, *reversed(right)]) + "Z",
    }


def hatch() -> str:
    """Return the slanted lines that fill a gap which is known to be open."""
    return "".join(f"M0 {y}L{WIDTH} {y - WIDTH}" for y in range(0, LENGTH + WIDTH, 6))
