"""Small calls that compile every kernel in every form it is called in, so that a first request never waits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from hefu.core.texts import Text
from hefu.graph.circles import circles, count_circles
from hefu.graph.components import strong_components, weak_components
from hefu.graph.graph import Graph
from hefu.graph.growing import GrowingGraph
from hefu.graph.reach import Direction, distances, reach
from hefu.graph.stream import RoundTripStream
from hefu.graph.trails import Band, Limits, round_trips, trails_between


def _ring(kind: pa.DataType) -> Graph:
    """Two mutual edges and one round of three, at rising moments."""
    sources, targets = (pa.array(ends, kind) for ends in ([1, 2, 2, 3], [2, 1, 3, 1]))
    return Graph.build(sources, targets, times=pa.array([1, 2, 3, 4]), amounts_minor=pa.array([5, 5, 5, 5]))


def _build() -> None:
    _ring(pa.int32())
    graph = _ring(pa.int64())
    Graph.of_numbers(graph.node_count, graph.sources, graph.targets)


def _components() -> None:
    graph = _ring(pa.int64())
    strong_components(graph)
    weak_components(graph)


def _large_trim() -> None:
    """Enough edges that a second round is worth while: 20,000 mutual pairs, and 10,000 edges that lead nowhere."""
    one = np.arange(0, 40_000, 2, dtype=np.int32)
    nowhere = np.arange(40_000, 50_000, dtype=np.int32)
    sources = np.concatenate([one, one + np.int32(1), np.zeros_like(nowhere)])
    targets = np.concatenate([one + np.int32(1), one, nowhere])
    strong_components(Graph.of_numbers(50_000, sources, targets))


def _reach() -> None:
    graph = _ring(pa.int64())
    for direction in Direction:
        distances(graph, pa.array([1]), direction=direction)
        reach(graph, pa.array([1]), hops_max=2, direction=direction)


def _circles() -> None:
    circles(_ring(pa.int64()), longest=3, shortest=1)
    count_circles(_ring(pa.int64()), longest=3)


def _growing() -> None:
    grown = GrowingGraph(_ring(pa.int64()), longest=4)
    for node in range(4, 90):
        grown.add(1, node)
        grown.add(node, 1)


def _trails() -> None:
    graph = _ring(pa.int64())
    for band in (None, Band(0, 0)):
        round_trips(graph, Limits(longest=3, window=9, band=band))
    trails_between(graph, pa.array([1]), pa.array([3]), Limits(longest=3, window=9))
    stream = RoundTripStream(Limits(longest=3, window=9))
    stream.take(pa.array([1, 2]), pa.array([2, 1]), pa.array([1, 2]))
    stream.finish()


STEPS: tuple[tuple[Text, Callable[[], None]], ...] = (
    (Text("graphs from columns", "由列建图"), _build),
    (Text("components", "连通分量"), _components),
    (Text("trimming", "剔除不成环部分"), _large_trim),
    (Text("reach and distances", "可达与距离"), _reach),
    (Text("circles", "环路"), _circles),
    (Text("circles that a new edge closes", "新边所闭合的环路"), _growing),
    (Text("round trips and trails in time", "按时间的资金回路与路径"), _trails),
)
"""What is compiled, in an order in which later steps use the kernels of earlier ones."""
