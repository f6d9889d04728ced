"""Kernels that gather edges by one of their ends: a counting sort, in the order of the edges' numbers."""

from __future__ import annotations

import numpy as np

from hefu.graph.arrays import Arrows, Int32s
from hefu.graph.kernel import kernel


def gather(node_count: int, near: Int32s, far: Int32s) -> Arrows:
    """Return the edges by their `near` end, the `far` end as the other. Both are int32, one entry per edge."""
    start, node, edge = gather_edges(node_count, near, far)
    return Arrows(start[:-1], start[1:], node, edge)


@kernel
def gather_edges(node_count: int, near: Int32s, far: Int32s) -> tuple[Int32s, Int32s, Int32s]:
    """Count, sum up, place. Two passes over the edges, one over the nodes."""
    start = np.zeros(node_count + 1, np.int32)
    for e in range(near.size):
        start[near[e] + 1] += 1
    for v in range(node_count):
        start[v + 1] += start[v]
    node, edge = np.empty(near.size, np.int32), np.empty(near.size, np.int32)
    # start[v] serves as v's cursor and ends where v + 1 begins, so it is moved back by one at the end.
    for e in range(near.size):
        at = start[near[e]]
        node[at] = far[e]
        edge[at] = e
        start[near[e]] = at + 1
    for v in range(node_count, 0, -1):
        start[v] = start[v - 1]
    start[0] = 0
    return start, node, edge
