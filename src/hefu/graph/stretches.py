"""Kernels for neighbours in stretches of one array, each with room to grow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hefu.graph.arrays import Arrows, Int32s, Int64s
from hefu.graph.kernel import kernel


class Stretches(NamedTuple):
    """Arrows whose nodes have room up to `limit`; `used[0]` is how much of the array is taken.

    The array's last place belongs to nobody: an edge to be searched from is put there.
    """

    arrows: Arrows
    limit: Int32s
    used: Int64s


def laid_out(start: Int32s, node: Int32s, edge: Int32s) -> Stretches:
    """Lay out neighbours that begin at `start`, with half as much room again, and two places for each node."""
    tight = Arrows(start[:-1], start[1:], node, edge)
    return _spread(tight, node.size, start.size - 1)


def roomy(stretches: Stretches, node_count: int) -> Stretches:
    """Return the same neighbours laid out anew."""
    arrows = stretches.arrows
    taken = int((arrows.last - arrows.first).sum())
    return _spread(arrows, taken, max(node_count, arrows.first.size))


def _spread(arrows: Arrows, taken: int, node_count: int) -> Stretches:
    size = taken + taken // 2 + 2 * node_count
    node, edge = (np.empty(size + size // 4 + 65, np.int32) for _ in range(2))
    first, last, limit = (np.zeros(node_count, np.int32) for _ in range(3))
    used = np.zeros(1, np.int64)
    wider = Stretches(Arrows(first, last, node, edge), limit, used)
    lay(arrows, wider)
    return wider


@kernel
def lay(arrows: Arrows, wider: Stretches) -> None:
    """Copy every node's neighbours, with room behind them."""
    into, at = wider.arrows, 0
    for v in range(into.first.size):
        into.first[v] = at
        if v < arrows.first.size:
            for i in range(arrows.first[v], arrows.last[v]):
                into.node[at], into.edge[at] = arrows.node[i], arrows.edge[i]
                at += 1
        into.last[v] = at
        at += (at - into.first[v]) // 2 + 2
        wider.limit[v] = at
    wider.used[0] = at


@kernel
def insert(stretches: Stretches, v: int, w: int, edge: int) -> bool:
    """Add a neighbour; move the stretch to the end where it is full. False where there is no end left to move to."""
    arrows = stretches.arrows
    if arrows.last[v] == stretches.limit[v]:
        size = arrows.last[v] - arrows.first[v]
        begin, room = stretches.used[0], 2 * size + 4
        if begin + room >= arrows.node.size:
            return False
        for i in range(size):
            arrows.node[begin + i] = arrows.node[arrows.first[v] + i]
            arrows.edge[begin + i] = arrows.edge[arrows.first[v] + i]
        arrows.first[v], arrows.last[v], stretches.limit[v] = begin, begin + size, begin + room
        stretches.used[0] = begin + room
    at = arrows.last[v]
    arrows.node[at], arrows.edge[at] = w, edge
    arrows.last[v] = at + 1
    return True


@kernel
def parallel_edge(out: Stretches, into: Stretches, u: int, v: int) -> int:
    """Return the edge that leads from u to v already, or -1; the shorter of both stretches is looked through."""
    if out.arrows.last[u] - out.arrows.first[u] <= into.arrows.last[v] - into.arrows.first[v]:
        for i in range(out.arrows.first[u], out.arrows.last[u]):
            if out.arrows.node[i] == v:
                return int(out.arrows.edge[i])
        return -1
    for i in range(into.arrows.first[v], into.arrows.last[v]):
        if into.arrows.node[i] == u:
            return int(into.arrows.edge[i])
    return -1


@kernel
def scratch(out: Stretches, v: int, edge: int) -> int:
    """Put an edge at the place that belongs to nobody; return where that is."""
    at = out.arrows.node.size - 1
    out.arrows.node[at], out.arrows.edge[at] = v, edge
    return at
