"""A directed graph over columns of the book: ids become 32-bit numbers, edges keep the numbers of their rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text
from hefu.graph.arrays import Arrows, Flags, Int32s, Int64s, sealed
from hefu.graph.gather import gather
from hefu.graph.limits import MEMORY_BYTES_MAX, check_memory, check_size
from hefu.graph.numbering import Column, number, refuse_nulls

_BUILDING = Text("Building the graph", "建图")
_BYTES_PER_EDGE = 4 * 6
"""Both ends by row; the other end and the number of the edge, by either end."""

_BYTES_PER_NODE = 4 * 3
"""Where its edges begin, by either end, and its number as an id."""


@dataclass(frozen=True)
class Graph:
    """A directed graph. Nodes are numbered in the order of their ids, edges are the rows they were given in.

    `sources` and `targets` hold one int32 per edge; `times` (whole seconds or any other whole unit) and
    `amounts_minor` one int64 per edge, or None. Parallel edges and self-loops are kept. Arrays are shared, not
    copied, and never changed.
    """

    ids: pa.Array
    sources: Int32s
    targets: Int32s
    times: Int64s | None = None
    amounts_minor: Int64s | None = None

    def __post_init__(self) -> None:
        """Seal the arrays."""
        for name in ("sources", "targets", "times", "amounts_minor"):
            values = getattr(self, name)
            object.__setattr__(self, name, None if values is None else sealed(values))

    @classmethod
    def build(
        cls,
        sources: Column,
        targets: Column,
        *,
        others: Column | None = None,
        times: Column | None = None,
        amounts_minor: Column | None = None,
        memory_bytes_max: int = MEMORY_BYTES_MAX,
    ) -> Graph:
        """Build a graph from Arrow columns of equal length, one row per edge.

        Ids are texts or whole numbers, dictionaries included. `others` are ids that are nodes although no edge may
        touch them. Refused: an empty cell, columns of unequal length or of another type, more than 2^31 - 1 nodes or
        edges, more memory than allowed.
        """
        columns = {"sources": sources, "targets": targets, **({} if others is None else {"others": others})}
        _check_lengths(len(sources), {"targets": targets, "times": times, "amounts_minor": amounts_minor})
        check_size(0, len(sources))
        check_memory(_BUILDING, _needed_bytes(0, len(sources)), memory_bytes_max)
        numbered = number(columns, memory_bytes_max)
        check_memory(_BUILDING, _needed_bytes(len(numbered.ids), len(sources)), memory_bytes_max)
        ends = numbered.columns
        return cls(numbered.ids, ends[0], ends[1], _whole("times", times), _whole("amounts_minor", amounts_minor))

    @classmethod
    def of_numbers(
        cls,
        node_count: int,
        sources: Int32s,
        targets: Int32s,
        *,
        times: Int64s | None = None,
        amounts_minor: Int64s | None = None,
    ) -> Graph:
        """Take edges whose ends are numbers below `node_count` already; the numbers are the ids. Refuses others."""
        check_size(node_count, sources.size)
        _check_lengths(sources.size, {"targets": targets, "times": times, "amounts_minor": amounts_minor})
        for ends in (sources, targets):
            if ends.size and (int(ends.min()) < 0 or int(ends.max()) >= node_count):
                raise refuse(Refusal.GRAPH_NODE_UNKNOWN, node=int(ends.max() if ends.min() >= 0 else ends.min()))
        ids = pa.array(np.arange(node_count, dtype=np.int32))
        return cls(
            ids, sources.astype(np.int32, copy=False), targets.astype(np.int32, copy=False), times, amounts_minor
        )

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.ids)

    @property
    def edge_count(self) -> int:
        """How many edges there are, parallel ones and self-loops included."""
        return int(self.sources.size)

    @cached_property
    def ways(self) -> tuple[Arrows, Arrows]:
        """The edges by source and by target. Built when first asked for, both at once, and kept."""
        with ThreadPoolExecutor(2) as pool:
            out = pool.submit(gather, self.node_count, self.sources, self.targets)
            into = pool.submit(gather, self.node_count, self.targets, self.sources)
            return out.result(), into.result()

    @property
    def out(self) -> Arrows:
        """The edges by source, in the order of their rows."""
        return self.ways[0]

    @property
    def into(self) -> Arrows:
        """The edges by target, in the order of their rows."""
        return self.ways[1]

    def numbers(self, ids: Column) -> Int32s:
        """Return the numbers of some ids; an id that the graph does not have is refused."""
        if pa.types.is_integer(self.ids.type):
            found, known = _placed(self.ids.to_numpy(), ids.cast(pa.int64()).to_numpy())
        else:
            places = pc.index_in(ids.cast(self.ids.type), value_set=self.ids)
            found, known = places.fill_null(0).to_numpy(), places.is_valid().to_numpy(zero_copy_only=False)
        if not known.all():
            raise refuse(Refusal.GRAPH_NODE_UNKNOWN, node=str(ids[int(np.argmin(known))].as_py()))
        return np.array(found, np.int32)

    def named(self, numbers: Int32s) -> pa.DictionaryArray:
        """Return numbers of nodes as their ids: an Arrow dictionary over the graph's ids, nothing copied."""
        return pa.DictionaryArray.from_arrays(pa.array(numbers), self.ids, safe=False)


def _placed(ids: Int64s, wanted: Int64s) -> tuple[Int64s, Flags]:
    """Return where ids would stand among those in order, and whether they do. No hash table of all ids is built."""
    at = np.searchsorted(ids, wanted)
    known = at < ids.size
    known[known] = ids[at[known]] == wanted[known]
    return at, known


def _check_lengths(edge_count: int, columns: dict[str, Column | Int32s | Int64s | None]) -> None:
    for name, column in columns.items():
        if column is not None and len(column) != edge_count:
            raise refuse(Refusal.GRAPH_COLUMNS_UNEQUAL, column=name, found=len(column), expected=edge_count)


def _needed_bytes(node_count: int, edge_count: int) -> int:
    return _BYTES_PER_EDGE * edge_count + _BYTES_PER_NODE * node_count


def _whole(name: str, column: Column | None) -> Int64s | None:
    if column is None:
        return None
    refuse_nulls(name, column)
    if not (pa.types.is_integer(column.type) or pa.types.is_temporal(column.type)):
        raise refuse(Refusal.GRAPH_TYPE_WRONG, column=name, found=str(column.type), expected="integer, timestamp")
    values: Int64s = column.cast(pa.int64()).to_numpy()
    return values
