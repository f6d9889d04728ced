"""Round trips in a stream of edges that comes in the order of time, batch by batch; only a window of it is kept."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from hefu.core.refusals import Refusal, refuse
from hefu.graph.blocks import THREADS
from hefu.graph.graph import Graph
from hefu.graph.numbering import Column, refuse_nulls
from hefu.graph.trails import Limits, TrailsFound, round_trips


class RoundTripStream:
    """Finds every round trip once, as soon as the stream is past its first edge by more than the window.

    What is told names rows by their numbers in the whole stream (list of int64). Memory is for the edges of a window
    and a batch. Not to be shared by threads.
    """

    def __init__(self, limits: Limits, *, threads: int = THREADS) -> None:
        """Begin with no edges. Limits are those of `round_trips`; `trails_max` and memory hold for each batch."""
        self._limits, self._threads = limits, threads
        self._kept: pa.Table | None = None
        self._row = 0
        """The stream's row number of the first edge that is kept."""

    def take(self, sources: Column, targets: Column, times: Column, amounts_minor: Column | None = None) -> TrailsFound:
        """Take a batch; return the round trips that begin so early that nothing to come can belong to them.

        Refused, and nothing taken: a batch that is not in the order of time or goes back behind the last one, and
        whatever `Graph.build` and `round_trips` refuse.
        """
        columns = {"sources": sources, "targets": targets, "times": times}
        if amounts_minor is not None:
            columns["amounts_minor"] = amounts_minor
        refuse_nulls("times", times)
        batch = pa.table({**columns, "times": times.cast(pa.int64())})
        edges = batch if self._kept is None else pa.concat_tables([self._kept, batch])
        moments = edges["times"].to_numpy()
        _check_order(moments, self._row)
        newest = int(moments[-1]) if moments.size else 0
        return self._tell(edges, int(np.searchsorted(moments, newest - self._limits.window, "left")))

    def finish(self) -> TrailsFound:
        """Return the round trips among what is kept, when no more is to come."""
        nothing = {"sources": pa.array([], pa.string()), "targets": pa.array([], pa.string())}
        edges = pa.table({**nothing, "times": pa.array([], pa.int64())}) if self._kept is None else self._kept
        return self._tell(edges, edges.num_rows)

    def _tell(self, edges: pa.Table, ripe: int) -> TrailsFound:
        """Search from the first `ripe` edges and let them go; what is kept has no moment in common with them."""
        graph = Graph.build(
            **{name: edges[name] for name in edges.column_names}, memory_bytes_max=self._limits.memory_bytes_max
        )
        found = round_trips(graph, self._limits, first_edges=range(ripe), threads=self._threads)
        table = _renumbered(found.table, self._row)
        self._kept, self._row = edges.slice(ripe), self._row + ripe
        return TrailsFound(table, found.by_length, found.complete, found.trails_max)


def _check_order(moments: np.ndarray[tuple[int], np.dtype[np.int64]], row: int) -> None:
    """Refuse edges that come before the one that stands before them."""
    early = np.flatnonzero(moments[1:] < moments[:-1])
    if early.size:
        raise refuse(Refusal.GRAPH_TIMES_UNSORTED, row=row + int(early[0]) + 1)


def _renumbered(table: pa.Table, row: int) -> pa.Table:
    """Add a number to every row number."""
    rows = table["rows"].combine_chunks()
    numbers = rows.flatten().to_numpy().astype(np.int64) + row
    begin = np.concatenate([[0], np.cumsum(rows.value_lengths().to_numpy())]).astype(np.int32)
    renumbered = pa.ListArray.from_arrays(pa.array(begin), pa.array(numbers))
    return table.set_column(table.column_names.index("rows"), "rows", renumbered)
