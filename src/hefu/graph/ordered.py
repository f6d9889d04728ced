"""The part of a graph that lies on circles, made ready for search: busiest nodes first, each neighbour once.

Components lie side by side, so that the search of a small one stays in the processor's cache.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hefu.graph.arrays import Arrows, Int32s
from hefu.graph.kernel import kernel
from hefu.graph.trim import Knots


class Ordered(NamedTuple):
    """A simple graph over ranks: component by component, within one by falling number of edges, then by number.

    `out` and `into` hold each neighbour once, those of a node by falling rank. An edge stands for all parallel ones:
    `row` is the first of their rows, `parallel` how many there are. `node` gives for each rank the number of the node
    in the graph.
    """

    out: Arrows
    into: Arrows
    node: Int32s
    row: Int32s
    parallel: Int32s


def ordered(tied: Knots) -> Ordered:
    """Rank, sort by counting, and join parallel edges."""
    rank, node = rank_by_edges(tied.root, tied.sources, tied.targets)
    start, far, first_edge, parallel = sort_out(rank, tied.sources, tied.targets)
    out = Arrows(start[:-1], start[1:], far, np.arange(far.size, dtype=np.int32))
    back_start, back, back_edge = turn(start, far)
    into = Arrows(back_start[:-1], back_start[1:], back, back_edge)
    return Ordered(out, into, tied.nodes[node], tied.rows[first_edge], parallel)


@kernel
def rank_by_edges(root: Int32s, sources: Int32s, targets: Int32s) -> tuple[Int32s, Int32s]:
    """Return the rank of each node, component by component and most edges first, and the node of each rank.

    `root` is for each node the first of its component. Two counting sorts: by edges, then by component in that order.
    """
    node_count = root.size
    edges, place = np.zeros(node_count, np.int32), np.zeros(node_count + 1, np.int32)
    for e in range(sources.size):
        edges[sources[e]] += 1
        edges[targets[e]] += 1
    most = 0
    for v in range(node_count):
        most = max(most, edges[v])
        place[root[v] + 1] += 1
    for v in range(node_count):
        place[v + 1] += place[v]
    rank, node = np.empty(node_count, np.int32), np.empty(node_count, np.int32)
    for v in busiest_first(edges, most):
        at = place[root[v]]
        place[root[v]] = at + 1
        rank[v], node[at] = at, v
    return rank, node


@kernel
def busiest_first(edges: Int32s, most: int) -> Int32s:
    """Return the nodes by falling number of edges, ties by the number of the node."""
    place = np.zeros(most + 2, np.int32)
    for v in range(edges.size):
        place[most - edges[v] + 1] += 1
    for at in range(most + 1):
        place[at + 1] += place[at]
    node = np.empty(edges.size, np.int32)
    for v in range(edges.size):
        at = place[most - edges[v]]
        place[most - edges[v]] = at + 1
        node[at] = v
    return node


@kernel
def sort_out(rank: Int32s, sources: Int32s, targets: Int32s) -> tuple[Int32s, Int32s, Int32s, Int32s]:
    """Return where each rank's targets begin; the targets, falling, each once; the first edge to each; how many."""
    count = rank.size
    # By falling target, then by source in that order: edges of one pair end up side by side, the first row first.
    by_target = np.zeros(count + 1, np.int32)
    start = np.zeros(count + 1, np.int32)
    for e in range(sources.size):
        by_target[count - rank[targets[e]]] += 1
        start[rank[sources[e]] + 1] += 1
    for at in range(count):
        by_target[at + 1] += by_target[at]
        start[at + 1] += start[at]
    falling, edge = np.empty(sources.size, np.int32), np.empty(sources.size, np.int32)
    for e in range(sources.size):
        at = by_target[count - 1 - rank[targets[e]]]
        by_target[count - 1 - rank[targets[e]]] = at + 1
        falling[at] = e
    cursor = start[:-1].copy()
    for at in range(falling.size):
        v = rank[sources[falling[at]]]
        edge[cursor[v]] = falling[at]
        cursor[v] += 1
    return join_parallel(rank, targets, start, edge)


@kernel
def join_parallel(rank: Int32s, targets: Int32s, start: Int32s, edge: Int32s) -> tuple[Int32s, Int32s, Int32s, Int32s]:
    """Keep the first of edges to the same target; count them."""
    far, first_edge = np.empty(edge.size, np.int32), np.empty(edge.size, np.int32)
    parallel = np.empty(edge.size, np.int32)
    count, begin = 0, 0
    for v in range(rank.size):
        end, kept = start[v + 1], count
        for i in range(begin, end):
            w = rank[targets[edge[i]]]
            if count > kept and far[count - 1] == w:
                parallel[count - 1] += 1
            else:
                far[count], first_edge[count], parallel[count] = w, edge[i], 1
                count += 1
        begin, start[v + 1] = end, count
    return start, far[:count].copy(), first_edge[:count].copy(), parallel[:count].copy()


@kernel
def turn(start: Int32s, far: Int32s) -> tuple[Int32s, Int32s, Int32s]:
    """Return the same edges by target: where those of each rank begin, sources falling, and the edges' numbers."""
    count = start.size - 1
    back_start = np.zeros(count + 1, np.int32)
    for i in range(far.size):
        back_start[far[i] + 1] += 1
    for v in range(count):
        back_start[v + 1] += back_start[v]
    cursor = back_start[:-1].copy()
    back, edge = np.empty(far.size, np.int32), np.empty(far.size, np.int32)
    for v in range(count - 1, -1, -1):
        for i in range(start[v], start[v + 1]):
            at = cursor[far[i]]
            back[at], edge[at] = v, i
            cursor[far[i]] = at + 1
    return back_start, back, edge
