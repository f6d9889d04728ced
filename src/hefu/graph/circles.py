"""All circles of bounded length: simple directed cycles, each once, complete or reported as cut.

A circle goes over distinct nodes and is written from its smallest node (by number, so by id) on. Parallel edges do
not make more circles: a circle names the first row of each of its edges, and `ways` says in how many ways rows could
be chosen (their product, held at 2^63 - 1). A self-loop is a circle of length 1, and counts only where `shortest` is 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from hefu.core.texts import Text
from hefu.graph.arrays import Int8s, Int32s, Int64s
from hefu.graph.blocks import THREADS, in_order
from hefu.graph.graph import Graph
from hefu.graph.kernel import kernel
from hefu.graph.limits import LENGTH_MAX, MEMORY_BYTES_MAX, check_bound, check_memory
from hefu.graph.ordered import Ordered, ordered
from hefu.graph.search import FILL, ROOT, Circles, Search, Wanted, new_circles, new_search, search_roots
from hefu.graph.trim import knots

_LISTING = Text("Listing the circles", "列出环路")

CIRCLES_MAX = 10_000_000
"""So many circles are listed unless the caller says otherwise."""

COUNTED_MAX = 10_000_000_000
"""So many circles are counted unless the caller says otherwise."""

_BUFFER_CIRCLES = 1 << 20
"""A part of an answer: large enough for the system to give it in large pages."""

_BYTES_PER_CIRCLE = 8 + 4 + 1
"""Ways, where it begins, length; nodes and rows come to 8 for each edge."""

_ROOTS_PER_BLOCK = 64
_BLOCKS = 1024
_WAYS_MAX = 2**63 - 1
_ONE_WAY = np.ones(_BUFFER_CIRCLES, np.int64)
"""The column `ways` of a part without parallel edges; shared by all of them."""


@dataclass(frozen=True, slots=True)
class CirclesFound:
    """Circles of a graph.

    `table`: length (int8), nodes (list of ids), rows (list of int32, row i leads from node i to the next), ways
    (int64). `by_length` gives how many there are of each length, 1 first at index 1. Where `complete` is False there
    are more than `circles_max`, the table holds the first of them, and `by_length` counts those.
    """

    table: pa.Table
    by_length: tuple[int, ...]
    complete: bool
    circles_max: int


@dataclass(frozen=True, slots=True)
class CirclesCounted:
    """How many circles a graph has of each length, 1 at index 1. Where not `complete`, at least so many."""

    by_length: tuple[int, ...]
    complete: bool


class _Part(NamedTuple):
    """Some circles: their lengths, where each begins in nodes and rows, and the ways to choose rows."""

    length: Int8s
    begin: Int32s
    node: Int32s
    row: Int32s
    ways: Int64s


def circles(
    graph: Graph,
    *,
    longest: int,
    shortest: int = 2,
    circles_max: int = CIRCLES_MAX,
    memory_bytes_max: int = MEMORY_BYTES_MAX,
    threads: int = THREADS,
) -> CirclesFound:
    """List every circle of `shortest` to `longest` edges, at most `circles_max`.

    Self-loops come first by node, then circles in an order that depends on the graph alone. Refused: bounds that are
    none (1 <= shortest <= longest <= 16), a `circles_max` whose circles might not fit into `memory_bytes_max`.
    """
    _check(shortest, longest, circles_max)
    buffers = min(circles_max, threads * _BUFFER_CIRCLES)
    check_memory(_LISTING, (circles_max + buffers) * (8 * longest + _BYTES_PER_CIRCLE), memory_bytes_max)
    parts = [_self_loops(graph, circles_max + 1)] if shortest == 1 else []
    part_of_loops = sum(part.length.size for part in parts)
    ready = ordered(knots(graph, memory_bytes_max))
    wanted = Wanted(shortest, longest, True, ready.node)  # noqa: FBT003 - a record of arrays for a kernel
    found, _, complete = _searched(ready, wanted, circles_max + 1 - part_of_loops, threads)
    table = _table(graph, [*parts, *(part for block in found for part in block)])
    kept = table.slice(0, circles_max)
    lengths = np.concatenate([chunk.to_numpy() for chunk in kept["length"].chunks] or [np.empty(0, np.int8)])
    by_length = np.bincount(lengths, minlength=longest + 1).tolist()
    return CirclesFound(kept, tuple(by_length), complete and table.num_rows <= circles_max, circles_max)


def count_circles(
    graph: Graph,
    *,
    longest: int,
    shortest: int = 2,
    circles_max: int = COUNTED_MAX,
    memory_bytes_max: int = MEMORY_BYTES_MAX,
    threads: int = THREADS,
) -> CirclesCounted:
    """Count every circle of `shortest` to `longest` edges by length; stop soon after `circles_max` are counted."""
    _check(shortest, longest, circles_max)
    loops = _self_loops(graph, circles_max).length.size if shortest == 1 else 0
    ready = ordered(knots(graph, memory_bytes_max))
    wanted = Wanted(shortest, longest, False, ready.node)  # noqa: FBT003 - a record of arrays for a kernel
    _, counts, complete = _searched(ready, wanted, circles_max + 1 - loops, threads)
    counts[1] += loops
    return CirclesCounted(tuple(counts.tolist()), complete)


def _check(shortest: int, longest: int, circles_max: int) -> None:
    check_bound("longest", longest, 1, LENGTH_MAX)
    check_bound("shortest", shortest, 1, longest)
    check_bound("circles_max", circles_max, 1, 2**62)


def _searched(ready: Ordered, wanted: Wanted, room: int, threads: int) -> tuple[list[list[_Part]], Int64s, bool]:
    """Search from every node, block by block, until there are `room` circles; say whether that is all."""
    node_count = ready.node.size
    per_block = max(_ROOTS_PER_BLOCK, -(-node_count // _BLOCKS))
    total = np.zeros(wanted.longest + 1, np.int64)
    single = bool((ready.parallel == 1).all())

    def is_enough(answer: tuple[list[_Part], Int64s]) -> bool:
        np.add(total, answer[1], out=total)
        return int(total.sum()) >= room

    def prepare() -> _Hand:
        buffer = new_circles(min(room, _BUFFER_CIRCLES), wanted.longest)
        return _Hand(ready, wanted, new_search(node_count, wanted.longest), buffer, single)

    def work(hand: _Hand, block: int) -> tuple[list[_Part], Int64s]:
        hand.search.at[ROOT] = block * per_block
        return hand.found_until(min((block + 1) * per_block, node_count), room)

    blocks = -(-node_count // per_block) if room > 0 else 0
    answers, complete = in_order(blocks, prepare, work, is_enough=is_enough, threads=threads)
    return [parts for parts, _ in answers], total, complete and int(total.sum()) < max(room, 1)


@dataclass(slots=True)
class _Hand:
    """What one thread works with. Its buffer holds what was found, block after block; a full one is replaced."""

    ready: Ordered
    wanted: Wanted
    search: Search
    buffer: Circles
    single: bool
    count: int = 0
    fill: int = 0
    """How many circles, and entries of nodes and edges, of the buffer are taken."""

    def found_until(self, last: int, room: int) -> tuple[list[_Part], Int64s]:
        """Search on to the last root, a buffer at a time, until there are `room` circles."""
        counts = np.zeros(self.wanted.longest + 1, np.int64)
        parts: list[_Part] = []
        count = size = -1
        while count == size and counts.sum() < room:
            free = Circles(
                self.buffer.length[self.count :], self.buffer.node[self.fill :], self.buffer.edge[self.fill :]
            )
            size = free.length.size
            count = search_roots(self.ready.out, self.ready.into, self.search, last, self.wanted, free, counts)
            if self.wanted.keep and count:
                parts.append(self._part(free, count))
        return parts, counts

    def _part(self, free: Circles, count: int) -> _Part:
        """Make a part of an answer of the circles just found, where they stand."""
        fill = int(self.search.at[FILL])
        found = Circles(free.length[:count], free.node[:fill], free.edge[:fill])
        self.count, self.fill = self.count + count, self.fill + fill
        if self.count == self.buffer.length.size:
            self.buffer, self.count, self.fill = new_circles(self.count, self.wanted.longest), 0, 0
        ways = _ONE_WAY[:count] if self.single else np.empty(count, np.int64)
        begin = name_rows(found, self.ready.row, self.ready.parallel, ways, self.single)
        return _Part(found.length, begin, found.node, found.edge, ways)


@kernel
def name_rows(found: Circles, row: Int32s, parallel: Int32s, ways: Int64s, single: bool) -> Int32s:  # noqa: FBT001 - a kernel's flag
    """Replace edges of the search by their first rows, fill in the ways; return where circles begin."""
    begin = np.empty(found.length.size + 1, np.int32)
    begin[0] = 0
    for c in range(found.length.size):
        begin[c + 1] = begin[c] + found.length[c]
        if not single:
            ways[c] = choices(parallel, found.edge[begin[c] : begin[c + 1]])
        for at in range(begin[c], begin[c + 1]):
            found.edge[at] = row[found.edge[at]]
    return begin


@kernel
def choices(parallel: Int32s, edges: Int32s) -> int:
    """Return the product of how many rows each edge stands for, at most 2^63 - 1."""
    ways = 1
    for edge in edges:
        ways = ways * parallel[edge] if ways <= _WAYS_MAX // parallel[edge] else _WAYS_MAX
    return ways


def _self_loops(graph: Graph, most: int) -> _Part:
    """Return nodes with an edge to themselves as circles of length 1, by node."""
    rows = np.flatnonzero(graph.sources == graph.targets).astype(np.int32)
    nodes, first, ways = np.unique(graph.sources[rows], return_index=True, return_counts=True)
    count = min(nodes.size, most)
    begin = np.arange(count + 1, dtype=np.int32)
    return _Part(np.ones(count, np.int8), begin, nodes[:count], rows[first[:count]], ways[:count].astype(np.int64))


def _table(graph: Graph, parts: list[_Part]) -> pa.Table:
    """Return parts as one table without copying them."""
    kind = pa.list_(pa.dictionary(pa.int32(), graph.ids.type))
    nodes = [pa.ListArray.from_arrays(pa.array(part.begin), graph.named(part.node)) for part in parts]
    rows = [pa.ListArray.from_arrays(pa.array(part.begin), pa.array(part.row)) for part in parts]
    return pa.table(
        {
            "length": pa.chunked_array([pa.array(part.length) for part in parts], pa.int8()),
            "nodes": pa.chunked_array(nodes, kind),
            "rows": pa.chunked_array(rows, pa.list_(pa.int32())),
            "ways": pa.chunked_array([pa.array(part.ways) for part in parts], pa.int64()),
        }
    )
