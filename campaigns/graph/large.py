"""The large graphs, what must come out of each, and how much memory that may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hefu.core.refusals import RefusalError
from hefu.graph.circles import circles, count_circles
from hefu.graph.components import strong_components, weak_components
from hefu.graph.graph import Graph
from hefu.graph.growing import GrowingGraph
from hefu.graph.reach import Direction, distances, reach

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Case:
    """A large graph, what is asked of it, and the most memory the process may have taken, in MiB."""

    name: str
    run: Callable[[], str]
    mebibytes_max: int = 3 * 1024


def expect(what: str, found: object, wanted: object) -> None:
    """Raise where something else came out."""
    if found != wanted:
        raise AssertionError(f"{what}: {found!r} instead of {wanted!r}")


def many_edges() -> str:
    """10M nodes and 50M edges from Arrow columns: gathered both ways, components, distances, circles of two."""
    chance, count = np.random.default_rng(1), 10 * MILLION
    sources = pa.array(chance.integers(0, count, 50 * MILLION, np.int32))
    targets = pa.array(chance.integers(0, count, 50 * MILLION, np.int32))
    graph = Graph.build(sources, targets, memory_bytes_max=3 << 30)
    del sources, targets
    expect("edges out", int((graph.out.last - graph.out.first).sum()), graph.edge_count)
    expect("edges in", int((graph.into.last - graph.into.first).sum()), graph.edge_count)
    hops = distances(graph, graph.ids.slice(0, 1), direction=Direction.BOTH)
    weak = weak_components(graph)
    largest = int(weak.component[0])
    expect("reached either way", int((hops >= 0).sum()), int(weak.size[largest]))
    strong = strong_components(graph)
    expect("sum of strong components", int(strong.size.sum()), graph.node_count)
    return f"{weak.count:,} weak and {strong.count:,} strong components, the largest of {int(strong.size.max()):,}"


def hub() -> str:
    """One node with 10M edges, a tenth of them mutual."""
    count = 10 * MILLION
    spokes = np.arange(1, count + 1, dtype=np.int32)
    sources = np.concatenate([np.zeros(count, np.int32), spokes[::10]])
    targets = np.concatenate([spokes, np.zeros(count // 10, np.int32)])
    graph = Graph.of_numbers(count + 1, sources, targets)
    found = circles(graph, longest=6)
    expect("circles", (found.table.num_rows, found.complete), (MILLION, True))
    expect("within a hop of the hub", reach(graph, pa.array([0]), hops_max=1).table.num_rows, count + 1)
    return f"{found.table.num_rows:,} circles, all of two"


def growing_hub() -> str:
    """A hub of 10M edges that takes new ones, each closing one circle."""
    count = 10 * MILLION
    graph = Graph.of_numbers(count + 1, np.zeros(count, np.int32), np.arange(1, count + 1, dtype=np.int32))
    grown = GrowingGraph(graph, longest=6, memory_bytes_max=6 << 30)
    closed = [len(grown.add(node, 0).circles) for node in range(1, 1_001)]
    expect("circles closed", closed, [1] * 1_000)
    return "1,000 additions closed one circle each"


def giant_component() -> str:
    """10M nodes in one strong component: a ring with 10M chords."""
    chance, count = np.random.default_rng(2), 10 * MILLION
    ring = np.arange(count, dtype=np.int32)
    sources = np.concatenate([ring, chance.integers(0, count, count, np.int32)])
    targets = np.concatenate([np.roll(ring, -1), chance.integers(0, count, count, np.int32)])
    graph = Graph.of_numbers(count, sources, targets)
    expect("strong components", strong_components(graph).size.tolist(), [count])
    counted = count_circles(graph, longest=4)
    expect("complete", (counted.complete,), (True,))
    return f"one component; circles of 2, 3, 4: {counted.by_length[2:]}"


def cut_short() -> str:
    """A complete graph of 200 nodes has some 10^13 circles of up to six: listed to the cap, counted to the cap."""
    ends = np.array([(s, t) for s in range(200) for t in range(200) if s != t], np.int32).T
    graph = Graph.of_numbers(200, ends[0].copy(), ends[1].copy())
    found = circles(graph, longest=6, circles_max=5 * MILLION)
    expect("listed", (found.table.num_rows, found.complete), (5 * MILLION, False))
    counted = count_circles(graph, longest=6, circles_max=50 * MILLION)
    expect("counted to the cap", (sum(counted.by_length) > 50 * MILLION, counted.complete), (True, False))
    expect("circles of 2 and 3", count_circles(graph, longest=3).by_length[2:], (19_900, 200 * 199 * 198 // 3))
    return "5,000,000 listed, cut and said so"


def refused() -> str:
    """More than may be is refused before it is taken."""
    edges = np.broadcast_to(np.int32(0), 2**31)
    codes = []
    ring = Graph.of_numbers(2, np.array([0, 1], np.int32), np.array([1, 0], np.int32))
    whole = pa.array(np.zeros(MILLION, np.int64))
    asked: list[Callable[[], object]] = [
        lambda: Graph.of_numbers(1, edges, edges),
        lambda: Graph.of_numbers(2**31, edges[:0], edges[:0]),
        lambda: Graph.build(whole, whole, memory_bytes_max=10 * MILLION),
        lambda: circles(ring, longest=6, circles_max=10**9),
    ]
    for one in asked:
        try:
            one()
        except RefusalError as error:
            codes.append(error.refused.refusal.code)
    wanted = ["graph_too_many_edges", "graph_too_many_nodes", "graph_needs_memory", "graph_needs_memory"]
    expect("refusals", codes, wanted)
    return ", ".join(codes)


CASES = (
    Case("refused", refused, 1024),
    Case("cut-short", cut_short),
    Case("hub", hub),
    Case("growing-hub", growing_hub),
    Case("giant-component", giant_component),
    Case("many-edges", many_edges),
)
