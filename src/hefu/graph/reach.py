"""How far is it, and who is near: search from many nodes, bounded in hops, along or against edges or either way."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from hefu.core.texts import Text
from hefu.graph.arrays import Arrows, Int32s
from hefu.graph.blocks import THREADS, in_order
from hefu.graph.graph import Graph
from hefu.graph.kernel import kernel
from hefu.graph.limits import HOPS_MAX, MEMORY_BYTES_MAX, check_bound, check_memory
from hefu.graph.numbering import Column

_REACHING = Text("The search for who is near", "邻近查找")
_BYTES_PER_ROW = 4 * 3
_STARTS_PER_BLOCK = 256
_ROWS_MAX = 50_000_000


class Direction(enum.Enum):
    """Which way edges are followed."""

    OUT = "from source to target"
    IN = "from target to source"
    BOTH = "either way"


@dataclass(frozen=True, slots=True)
class Reach:
    """Who is near each of some nodes. `table` has the columns start, node (ids) and hops (int32).

    Rows stand in the order of the starts as they were given, then by hops, then as the search met them, which follows
    the order of the edges' rows. A start is near itself, 0 hops. Where `complete` is False the rows end at `rows_max`.
    """

    table: pa.Table
    complete: bool
    rows_max: int


class _Ways(NamedTuple):
    """One or two sets of edges to follow from a node."""

    one: Arrows
    two: Arrows
    both: bool


class Near(NamedTuple):
    """Rows that were found: at which of the starts, which node, how many hops away."""

    start: Int32s
    node: Int32s
    hops: Int32s


def distances(
    graph: Graph, starts: Column, *, hops_max: int = HOPS_MAX, direction: Direction = Direction.OUT
) -> Int32s:
    """Return for each node the least number of hops from any of the starts, one int32, or -1 beyond `hops_max`.

    An unknown id and hops below 0 are refused.
    """
    check_bound("hops_max", hops_max, 0, HOPS_MAX)
    return spread(graph.node_count, _ways(graph, direction), graph.numbers(starts), hops_max)


def reach(
    graph: Graph,
    starts: Column,
    *,
    hops_max: int,
    direction: Direction = Direction.OUT,
    rows_max: int = _ROWS_MAX,
    memory_bytes_max: int = MEMORY_BYTES_MAX,
    threads: int = THREADS,
) -> Reach:
    """Return, for each start apart, the nodes within `hops_max` hops.

    Refused: an unknown id, a bound that is none, more memory than allowed.
    """
    check_bound("hops_max", hops_max, 0, HOPS_MAX)
    check_bound("rows_max", rows_max, 1, HOPS_MAX)
    most = min(rows_max, len(starts) * graph.node_count)
    check_memory(_REACHING, _BYTES_PER_ROW * (most + 2 * threads * graph.node_count), memory_bytes_max)
    ways, numbers = _ways(graph, direction), graph.numbers(starts)
    found, complete = _near(graph.node_count, ways, numbers, hops_max, rows_max, threads)
    start, node, hops = (
        np.concatenate(column) if column else np.empty(0, np.int32)
        for column in (zip(*found, strict=True) if found else ([],) * 3)
    )
    complete = complete and start.size <= rows_max
    table = pa.table(
        {
            "start": graph.named(numbers[start[:rows_max]]),
            "node": graph.named(node[:rows_max]),
            "hops": pa.array(hops[:rows_max]),
        }
    )
    return Reach(table, complete, rows_max)


def _ways(graph: Graph, direction: Direction) -> _Ways:
    one = graph.into if direction is Direction.IN else graph.out
    return _Ways(one, graph.into, direction is Direction.BOTH)


def _near(
    node_count: int, ways: _Ways, numbers: Int32s, hops_max: int, rows_max: int, threads: int
) -> tuple[list[Near], bool]:
    """Search block by block of starts, until there are more rows than wanted."""
    total = 0

    def is_enough(rows: list[Near]) -> bool:
        nonlocal total
        total += sum(part.node.size for part in rows)
        return total > rows_max

    def work(seen: Int32s, block: int) -> list[Near]:
        at, last = block * _STARTS_PER_BLOCK, min((block + 1) * _STARTS_PER_BLOCK, numbers.size)
        parts: list[Near] = []
        while at < last and sum(part.node.size for part in parts) <= rows_max:
            near = Near(*(np.empty(node_count + _STARTS_PER_BLOCK, np.int32) for _ in range(3)))
            at, size = search_near(ways, numbers[:last], at, hops_max, seen, near)
            parts.append(Near(*(column[:size].copy() for column in near)))
        return parts

    blocks = -(-numbers.size // _STARTS_PER_BLOCK)
    found, complete = in_order(
        blocks, lambda: np.full(node_count, -1, np.int32), work, is_enough=is_enough, threads=threads
    )
    return [part for parts in found for part in parts], complete


@kernel
def spread(node_count: int, ways: _Ways, starts: Int32s, hops_max: int) -> Int32s:
    """Search from all starts at once; return hops per node, -1 where none is reached."""
    hops, queue = np.full(node_count, -1, np.int32), np.empty(node_count, np.int32)
    filled = 0
    for v in starts:
        if hops[v] < 0:
            hops[v] = 0
            queue[filled] = v
            filled += 1
    at = 0
    while at < filled and hops[queue[at]] < hops_max:
        v = queue[at]
        at += 1
        filled = spread_along(ways.one, v, hops, queue, filled)
        if ways.both:
            filled = spread_along(ways.two, v, hops, queue, filled)
    return hops


@kernel
def spread_along(arrows: Arrows, v: int, hops: Int32s, queue: Int32s, filled: int) -> int:
    """Note the neighbours of a node that were not met yet."""
    for i in range(arrows.first[v], arrows.last[v]):
        w = arrows.node[i]
        if hops[w] < 0:
            hops[w] = hops[v] + 1
            queue[filled] = w
            filled += 1
    return filled


@kernel
def search_near(ways: _Ways, starts: Int32s, begin: int, hops_max: int, seen: Int32s, near: Near) -> tuple[int, int]:
    """Search from each start apart, from `begin` on, while rows for every node are free.

    `seen[v]` is the last start that met v. Returns the start to go on with, and how many rows are filled.
    """
    filled = 0
    at = begin
    while at < starts.size and filled + seen.size <= near.node.size:
        v = starts[at]
        seen[v] = at
        near.start[filled], near.node[filled], near.hops[filled] = at, v, 0
        reading, filled = filled, filled + 1
        while reading < filled and near.hops[reading] < hops_max:
            filled = meet_along(ways.one, at, reading, seen, near, filled)
            if ways.both:
                filled = meet_along(ways.two, at, reading, seen, near, filled)
            reading += 1
        at += 1
    return at, filled


@kernel
def meet_along(arrows: Arrows, at: int, reading: int, seen: Int32s, near: Near, filled: int) -> int:
    """Append the neighbours of the row that is read, those that this start has not met."""
    v = near.node[reading]
    for i in range(arrows.first[v], arrows.last[v]):
        w = arrows.node[i]
        if seen[w] != at:
            seen[w] = at
            near.start[filled], near.node[filled], near.hops[filled] = at, w, near.hops[reading] + 1
            filled += 1
    return filled
