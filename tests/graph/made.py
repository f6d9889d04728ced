"""Graphs for tests: random small ones, and how an edge list becomes one of ours."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st

from hefu.graph.graph import Graph
from tests.graph.oracles import Edges


def graph_of(node_count: int, edges: Edges) -> Graph:
    """Make our graph of an edge list."""
    ends = np.array(edges, np.int32).reshape(-1, 2)
    return Graph.of_numbers(node_count, ends[:, 0].copy(), ends[:, 1].copy())


@st.composite
def small_graphs(draw: st.DrawFn) -> tuple[int, Edges]:
    """Any graph of up to seven nodes, with self-loops and parallel edges."""
    node_count = draw(st.integers(1, 7))
    ends = st.integers(0, node_count - 1)
    return node_count, draw(st.lists(st.tuples(ends, ends), max_size=24))


def seeded_graphs(count: int, node_count_max: int = 8, degree: float = 2.0) -> Iterator[tuple[int, Edges]]:
    """So many random graphs, the same on every run."""
    chance = np.random.default_rng(20261125)
    for _ in range(count):
        node_count = int(chance.integers(1, node_count_max + 1))
        ends = chance.integers(0, node_count, (int(chance.integers(0, int(degree * node_count) + 1)), 2))
        yield node_count, [(int(s), int(t)) for s, t in ends]
