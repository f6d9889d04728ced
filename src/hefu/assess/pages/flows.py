"""The picture of a back-test: two bars of outcomes, and the requests that flow from one to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hefu.core.money import Rounding, divide

WIDTH, HEIGHT = 640, 240
_BAR, _GAP = 14, 12
_LEFT, _RIGHT = 150, WIDTH - 150
OUTCOMES = ("decline", "refer", "lend")


@dataclass(frozen=True, slots=True)
class Block:
    """One outcome on one side: where it stands and how many requests it holds."""

    outcome: str
    count: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The requests that go from one outcome to another, as a path."""

    champion: str
    challenger: str
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class Flows:
    """Everything to draw. The bars stand at `left` and `right`, so wide."""

    champion: tuple[Block, ...]
    challenger: tuple[Block, ...]
    ribbons: tuple[Ribbon, ...]
    left: int = _LEFT
    right: int = _RIGHT
    bar: int = _BAR


def flows(matrix: Sequence[Mapping[str, Any]]) -> Flows:
    """Return the picture of a matrix of `champion`, `challenger`, `count`. Heights are shares of all requests."""
    total = sum(cell["count"] for cell in matrix)
    sides = {side: _blocks(matrix, side, total) for side in ("champion", "challenger")}
    tops = {(side, block.outcome): block.y for side, blocks in sides.items() for block in blocks}
    ribbons: list[Ribbon] = []
    for cell in matrix:
        if cell["count"]:
            height = _height(cell["count"], total)
            left, right = ("champion", cell["champion"]), ("challenger", cell["challenger"])
            path = _path(tops[left], tops[right], height)
            ribbons.append(Ribbon(cell["champion"], cell["challenger"], cell["count"], path))
            tops[left] += height
            tops[right] += height
    return Flows(sides["champion"], sides["challenger"], tuple(ribbons))


def _blocks(matrix: Sequence[Mapping[str, Any]], side: str, total: int) -> tuple[Block, ...]:
    blocks: list[Block] = []
    y = 0
    for outcome in OUTCOMES:
        cells = [cell["count"] for cell in matrix if cell[side] == outcome]
        # A block is as high as its ribbons together, so that rounding leaves no gap.
        height = sum(_height(count, total) for count in cells)
        blocks.append(Block(outcome, sum(cells), y, height))
        y += height + _GAP
    return tuple(blocks)


def _height(count: int, total: int) -> int:
    if not count:
        return 0
    return max(2, divide(count * (HEIGHT - 2 * _GAP), total, Rounding.HALF_UP))


def _path(left: int, right: int, height: int) -> str:
    start, end = _LEFT + _BAR, _RIGHT
    middle = (start + end) // 2
    return (
        f"M{start} {left}C{middle} {left} {middle} {right} {end} {right}V{right + height}"
        f"C{middle} {right + height} {middle} {left + height} {start} {left + height}Z"
    )
