"""A graph that takes edges one by one, and says at once which circles each of them closes.

Every node has a stretch of a common array with room for more neighbours. A stretch that is full moves to the end with
twice the room; when the end is reached, all are laid out anew (linear in the graph, once in about as many additions
as it has edges). Parallel edges share one place. Known as the streaming form of the search in GraphS (Qiu et al.,
Real-time constrained cycle detection in large dynamic graphs, VLDB 2018), without an index of hubs: both ends are
searched, the cheaper one first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hefu.core.texts import Text
from hefu.graph.arrays import Int32s, Int64s
from hefu.graph.graph import Graph
from hefu.graph.limits import LENGTH_MAX, MEMORY_BYTES_MAX, check_bound, check_memory, check_size
from hefu.graph.ordered import sort_out, turn
from hefu.graph.search import ROOT, Circles, Search, Wanted, new_circles, new_search, search_bytes, search_edge
from hefu.graph.stretches import Stretches, insert, laid_out, parallel_edge, roomy, scratch

_GROWING = Text("Making the graph ready to grow", "准备可增长的图")
_CLOSED_MAX = 1_000
_BYTES_PER_EDGE = 2 * 2 * 8 + 8
"""Both ways, half of each stretch free, a second layout while the first is replaced; row and number of parallel edges.
"""

Id = str | int


@dataclass(frozen=True, slots=True)
class Circle:
    """One circle: its nodes from the smallest number on, the row from each to the next, the ways to choose rows.

    Nodes that came later than the graph have larger numbers than its own, in the order they came.
    """

    nodes: tuple[Id, ...]
    rows: tuple[int, ...]
    ways: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The circles that one edge closes, and whether those are all or only the first `circles_max`."""

    circles: tuple[Circle, ...]
    complete: bool


class GrowingGraph:
    """A graph and what was added to it. Not to be shared by threads: adding and searching change it.

    `longest` bounds the circles that are looked for. Edges added get the row numbers after those of the graph.
    """

    def __init__(self, graph: Graph, *, longest: int, memory_bytes_max: int = MEMORY_BYTES_MAX) -> None:
        """Lay the graph out with room to grow. Refuses a bound outside 2 .. 16 and more memory than allowed."""
        check_bound("longest", longest, 2, LENGTH_MAX)
        needed = _BYTES_PER_EDGE * graph.edge_count + 40 * graph.node_count + 2 * search_bytes(graph.node_count)
        check_memory(_GROWING, needed, memory_bytes_max)
        self._graph, self._longest = graph, longest
        self._added: dict[Id, int] = {}
        self._added_ids: list[Id] = []
        self._rows = graph.edge_count
        plain = np.flatnonzero(graph.sources != graph.targets).astype(np.int32)
        node_count = graph.node_count
        start, far, first, self._parallel = sort_out(
            np.arange(node_count, dtype=np.int32), graph.sources[plain], graph.targets[plain]
        )
        self._row: Int64s = plain[first].astype(np.int64)
        self._edges = far.size
        self._out: Stretches = laid_out(start, far, np.arange(far.size, dtype=np.int32))
        self._into: Stretches = laid_out(*turn(start, far))
        self._buffer: Circles = new_circles(64, longest)
        self._make_search(node_count)

    @property
    def node_count(self) -> int:
        """How many nodes there are by now."""
        return self._graph.node_count + len(self._added_ids)

    @property
    def edge_count(self) -> int:
        """How many edges there are by now, parallel ones and self-loops included; the next one gets this row number."""
        return self._rows

    def add(self, source: Id, target: Id, *, shortest: int = 2, circles_max: int = _CLOSED_MAX) -> Closed:
        """Add one edge; return the circles of `shortest` to `longest` edges that go through it.

        A new id becomes a node. A self-loop closes a circle of length 1, told where `shortest` is 1. Where parallel
        edges were there before, their circles are told again with the new row: each is a choice that did not exist.
        """
        check_bound("shortest", shortest, 1, self._longest)
        check_size(self.node_count + 2, self._rows + 1)
        u, v, row = self._number(source), self._number(target), self._rows
        self._rows += 1
        if u == v:
            return Closed((Circle((source,), (row,), 1),) if shortest == 1 else (), complete=True)
        wanted = Wanted(shortest, self._longest, True, self._names)  # noqa: FBT003 - a record of arrays for a kernel
        return self._closed((u, v), row, wanted, circles_max)

    def _place(self, u: int, v: int, row: int) -> int:
        """Give the edge a place, or count it as parallel to one that has; return the number of the place."""
        edge = parallel_edge(self._out, self._into, u, v)
        if edge >= 0:
            self._parallel[edge] += 1
            return int(edge)
        edge = self._edges
        if edge == self._row.size:
            self._row = np.concatenate([self._row, np.zeros(edge + 64, np.int64)])
            self._parallel = np.concatenate([self._parallel, np.zeros(edge + 64, np.int32)])
        self._row[edge], self._parallel[edge] = row, 1
        self._edges += 1
        while not insert(self._out, u, v, edge):
            self._out = roomy(self._out, self.node_count)
        while not insert(self._into, v, u, edge):
            self._into = roomy(self._into, self.node_count)
        return edge

    def _closed(self, ends: tuple[int, int], row: int, wanted: Wanted, circles_max: int) -> Closed:
        u, v = ends
        edge = self._place(u, v, row)
        slot = scratch(self._out, v, edge)
        self._search.at[ROOT] = u
        counts = np.zeros(self._longest + 1, np.int64)
        circles: list[Circle] = []
        size = count = self._buffer.length.size
        while count == size:
            count = search_edge(self._out.arrows, self._into.arrows, self._search, slot, wanted, self._buffer, counts)
            circles.extend(self._circles(count, edge, row))
            if len(circles) > circles_max:
                self._make_search(self._search.near.size)
                return Closed(tuple(circles[:circles_max]), complete=False)
        return Closed(tuple(circles), complete=True)

    def _circles(self, count: int, new_edge: int, new_row: int) -> list[Circle]:
        found, begin = [], 0
        for length in self._buffer.length[:count].tolist():
            nodes = self._buffer.node[begin : begin + length].tolist()
            edges = self._buffer.edge[begin : begin + length].tolist()
            begin += length
            ways = 1
            for edge in edges:
                ways *= 1 if edge == new_edge else int(self._parallel[edge])
            rows = tuple(new_row if edge == new_edge else int(self._row[edge]) for edge in edges)
            found.append(Circle(tuple(map(self._id, nodes)), rows, ways))
        return found

    def _make_search(self, node_count: int) -> None:
        self._search: Search = new_search(node_count, self._longest)
        self._names: Int32s = np.arange(node_count, dtype=np.int32)

    def _id(self, number: int) -> Id:
        known = self._graph.node_count
        if number >= known:
            return self._added_ids[number - known]
        found: Id = self._graph.ids[number].as_py()
        return found

    def _number(self, node: Id) -> int:
        """Return the number of an id, found by bisection among those of the graph; a new one gets the next number."""
        if node in self._added:
            return self._added[node]
        ids = self._graph.ids
        at = _bisected(ids, node)
        if at < len(ids) and ids[at].as_py() == node:
            return at
        number = self.node_count
        self._added[node] = number
        self._added_ids.append(node)
        if number >= self._search.near.size:
            self._out, self._into = (roomy(stretches, 2 * number + 64) for stretches in (self._out, self._into))
            self._make_search(2 * number + 64)
        return number


def _bisected(ids: pa.Array, node: Id) -> int:
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        if _is_before(ids[middle].as_py(), node):
            low = middle + 1
        else:
            high = middle
    return low


def _is_before(one: Id, other: Id) -> bool:
    """Compare as Arrow sorts: texts by their bytes in UTF-8."""
    if isinstance(one, str) and isinstance(other, str):
        return one.encode() < other.encode()
    if isinstance(one, int) and isinstance(other, int):
        return one < other
    raise TypeError(f"{other!r} is an id of another kind than those of the graph")
