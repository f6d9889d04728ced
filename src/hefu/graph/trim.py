"""What can lie on a circle at all: the edges inside strong components, found without gathering the whole graph.

A node without an edge in, or without one out, lies on no circle, nor do its edges. Such edges are dropped in rounds,
each one pass over the edges that are left, with two bits per node that stay in the processor's cache. When a round
drops little, Tarjan's algorithm (Depth-first search and linear graph algorithms, SIAM J. Comput. 1, 1972) settles the
rest. Most guarantee and payment graphs are all but acyclic, so the rest is small.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hefu.core.texts import Text
from hefu.graph.arrays import Int32s, Words
from hefu.graph.graph import Graph
from hefu.graph.kernel import kernel
from hefu.graph.limits import MEMORY_BYTES_MAX, check_memory

_TRIMMING = Text("Trimming to what lies on circles", "剔除不可能成环的部分")

_BYTES_PER_EDGE = 4 * 4
"""Ends and row of an edge that is left, and its neighbour."""

_BYTES_PER_NODE = 4 * 8

_SETTLE_EDGES = 1 << 15
"""So few edges are settled at once."""

_DROPPED_LEAST = 16
"""A round that drops less than one edge in so many is the last."""


class Left(NamedTuple):
    """Edges that are left: their ends, and their row numbers, rising."""

    sources: Int32s
    targets: Int32s
    rows: Int32s


@dataclass(frozen=True, slots=True)
class Knots:
    """The part of a graph that lies on circles of two nodes or more.

    `nodes` are the numbers of its nodes, rising; `sources` and `targets` its edges as indices into `nodes`, `rows`
    their row numbers, rising; `root` is for each of the nodes the first node of its strong component, as an index too.
    """

    nodes: Int32s
    sources: Int32s
    targets: Int32s
    rows: Int32s
    root: Int32s


def knots(graph: Graph, memory_bytes_max: int = MEMORY_BYTES_MAX) -> Knots:
    """Return what lies on circles; self-loops do not count, parallel edges stay. Refuses more memory than allowed."""
    needed = _BYTES_PER_EDGE * graph.edge_count + _BYTES_PER_NODE * min(graph.node_count, graph.edge_count)
    check_memory(_TRIMMING, needed, memory_bytes_max)
    left = _dropped(graph)
    nodes = number_ends(graph.node_count, left.sources, left.targets)
    root = strong_roots(*neighbours(nodes.size, left.sources, left.targets))
    inner = _cut(left, keep_inner(root, *left))
    again = number_ends(nodes.size, inner.sources, inner.targets)
    # The smallest node of a component of two or more stays, and nodes stay in their order, so roots stay roots.
    new = np.zeros(nodes.size, np.int32)
    new[again] = np.arange(again.size, dtype=np.int32)
    return Knots(nodes[again], inner.sources, inner.targets, inner.rows, new[root[again]])


def _cut(left: Left, count: int) -> Left:
    """Return the first so many edges, copied where they are few, so that the room of the others can go."""
    few = 2 * count < left.rows.size
    return Left(*(column[:count].copy() if few else column[:count] for column in left))


_Round = tuple[int, Words, Words]
"""How many edges of one half are left, and bits for the nodes that they leave and enter."""


def _dropped(graph: Graph) -> Left:
    """Drop in rounds what cannot lie on a circle, until a round drops little. Two threads, half of the edges each."""
    half = graph.edge_count // 2
    left = Left(*(np.empty(graph.edge_count, np.int32) for _ in range(3)))
    halves = [Left(*(column[part] for column in left)) for part in (slice(half), slice(half, None))]
    given = [(graph.sources[part], graph.targets[part]) for part in (slice(half), slice(half, None))]
    with ThreadPoolExecutor(2) as pool:
        ends = _merged(list(pool.map(lambda at: mark_ends(graph.node_count, *given[at]), (0, 1))))
        rounds = list(pool.map(lambda at: take_between(*given[at], at * half, *ends, halves[at]), (0, 1)))
        before, after = graph.edge_count, _left(rounds)
        while after > _SETTLE_EDGES and (before - after) * _DROPPED_LEAST >= before:
            rounds = _again(pool, halves, rounds)
            before, after = after, _left(rounds)
    first = rounds[0][0]
    for column in left:
        column[first:after] = column[half : half + after - first]
    return Left(*(column[:after] for column in left))


def _again(pool: ThreadPoolExecutor, halves: list[Left], rounds: list[_Round]) -> list[_Round]:
    ends = _merged([one[1:] for one in rounds])
    return list(pool.map(lambda at: keep_between(halves[at], rounds[at][0], *ends), (0, 1)))


def _left(rounds: list[_Round]) -> int:
    return sum(one[0] for one in rounds)


def _merged(marked: list[tuple[Words, Words]]) -> tuple[Words, Words]:
    (out_1, in_1), (out_2, in_2) = marked
    return out_1 | out_2, in_1 | in_2


@kernel
def set_bit(words: Words, v: int) -> None:
    """Set one of the bits, 64 to a word."""
    words[v >> 6] |= np.uint64(1) << np.uint64(v & 63)


@kernel
def has_bit(words: Words, v: int) -> bool:
    """Tell whether a bit is set."""
    return bool((words[v >> 6] >> np.uint64(v & 63)) & np.uint64(1))


@kernel
def mark_ends(node_count: int, sources: Int32s, targets: Int32s) -> tuple[Words, Words]:
    """Return a bit for each node that has an edge out, and one for each that has one in. Self-loops do not count."""
    has_out, has_in = np.zeros((node_count >> 6) + 1, np.uint64), np.zeros((node_count >> 6) + 1, np.uint64)
    for e in range(sources.size):
        if sources[e] != targets[e]:
            set_bit(has_out, sources[e])
            set_bit(has_in, targets[e])
    return has_out, has_in


@kernel
def take_between(
    sources: Int32s, targets: Int32s, row: int, has_out: Words, has_in: Words, into: Left
) -> tuple[int, Words, Words]:
    """Copy the edges that lead from a node with an edge in to a node with an edge out; mark the ends of what is copied.

    `row` is the row number of the first edge. Returns how many were copied, and the marks as `mark_ends` does.
    """
    out_left, in_left = np.zeros(has_out.size, np.uint64), np.zeros(has_in.size, np.uint64)
    count = 0
    for e in range(sources.size):
        s, t = sources[e], targets[e]
        if s != t and has_bit(has_in, s) and has_bit(has_out, t):
            into.sources[count], into.targets[count], into.rows[count] = s, t, row + e
            count += 1
            set_bit(out_left, s)
            set_bit(in_left, t)
    return count, out_left, in_left


@kernel
def keep_between(left: Left, size: int, has_out: Words, has_in: Words) -> tuple[int, Words, Words]:
    """Do what `take_between` does among the first `size` edges that are left, in place."""
    out_left, in_left = np.zeros(has_out.size, np.uint64), np.zeros(has_in.size, np.uint64)
    count = 0
    for e in range(size):
        s, t = left.sources[e], left.targets[e]
        if has_bit(has_in, s) and has_bit(has_out, t):
            left.sources[count], left.targets[count], left.rows[count] = s, t, left.rows[e]
            count += 1
            set_bit(out_left, s)
            set_bit(in_left, t)
    return count, out_left, in_left


@kernel
def number_ends(node_count: int, sources: Int32s, targets: Int32s) -> Int32s:
    """Return the nodes that edges touch, rising, and replace the ends by indices into them."""
    number = np.zeros(node_count, np.int32)
    for e in range(sources.size):
        number[sources[e]] = 1
        number[targets[e]] = 1
    count = 0
    for v in range(node_count):
        count += number[v]
    nodes = np.empty(count, np.int32)
    count = 0
    for v in range(node_count):
        if number[v]:
            nodes[count] = v
            number[v] = count
            count += 1
    for e in range(sources.size):
        sources[e] = number[sources[e]]
        targets[e] = number[targets[e]]
    return nodes


@kernel
def neighbours(node_count: int, sources: Int32s, targets: Int32s) -> tuple[Int32s, Int32s]:
    """Return where each node's targets begin, and the targets."""
    start = np.zeros(node_count + 1, np.int32)
    for e in range(sources.size):
        start[sources[e] + 1] += 1
    for v in range(node_count):
        start[v + 1] += start[v]
    cursor = start[:-1].copy()
    node = np.empty(sources.size, np.int32)
    for e in range(sources.size):
        node[cursor[sources[e]]] = targets[e]
        cursor[sources[e]] += 1
    return start, node


@kernel
def strong_roots(start: Int32s, node: Int32s) -> Int32s:
    """Return for each node the smallest node of its strong component."""
    count = start.size - 1
    root = np.full(count, -1, np.int32)
    order, low = np.zeros(count, np.int32), np.empty(count, np.int32)
    cursor, stack, calls = start[:-1].copy(), np.empty(count, np.int32), np.empty(count, np.int32)
    seen = height = 0
    for begin in range(count):
        if order[begin]:
            continue
        seen += 1
        order[begin] = low[begin] = seen
        stack[height], calls[0] = begin, begin
        height, depth = height + 1, 1
        while depth:
            v = calls[depth - 1]
            if cursor[v] < start[v + 1]:
                w = node[cursor[v]]
                cursor[v] += 1
                if order[w] == 0:
                    seen += 1
                    order[w] = low[w] = seen
                    stack[height], calls[depth] = w, w
                    height, depth = height + 1, depth + 1
                elif root[w] < 0:
                    low[v] = min(low[v], order[w])
                continue
            depth -= 1
            if low[v] == order[v]:
                height = close_component(root, stack, height, v)
            if depth:
                low[calls[depth - 1]] = min(low[calls[depth - 1]], low[v])
    return root


@kernel
def close_component(root: Int32s, stack: Int32s, height: int, v: int) -> int:
    """Take the component that `v` closes off the stack; return the height that is left."""
    bottom = height - 1
    least = stack[bottom]
    while stack[bottom] != v:
        bottom -= 1
        least = min(least, stack[bottom])
    for at in range(bottom, height):
        root[stack[at]] = least
    return bottom


@kernel
def keep_inner(root: Int32s, sources: Int32s, targets: Int32s, rows: Int32s) -> int:
    """Keep, in place, the edges whose ends lie in one strong component; return how many those are."""
    count = 0
    for e in range(sources.size):
        if root[sources[e]] == root[targets[e]]:
            sources[count], targets[count], rows[count] = sources[e], targets[e], rows[e]
            count += 1
    return count
