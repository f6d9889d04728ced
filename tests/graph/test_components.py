"""Strong and weak components, and what can lie on a circle, against their definitions."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from hefu.core.refusals import RefusalError
from hefu.graph import trim
from hefu.graph.components import Components, strong_components, weak_components
from hefu.graph.trim import knots
from tests.graph import oracles
from tests.graph.made import graph_of, seeded_graphs, small_graphs
from tests.graph.oracles import Edges


def groups(found: Components) -> list[set[int]]:
    return [set(np.flatnonzero(found.component == at).tolist()) for at in range(found.count)]


@given(small_graphs())
def test_components_are_those_of_the_definition(given_graph: tuple[int, Edges]) -> None:
    graph = graph_of(*given_graph)
    assert groups(strong_components(graph)) == oracles.strong(*given_graph)
    assert groups(weak_components(graph)) == oracles.weak(*given_graph)


def test_components_of_two_thousand_random_graphs() -> None:
    for node_count, edges in seeded_graphs(2_000, 12, 1.6):
        graph = graph_of(node_count, edges)
        assert groups(strong_components(graph)) == oracles.strong(node_count, edges)
        assert groups(weak_components(graph)) == oracles.weak(node_count, edges)


@given(small_graphs())
def test_what_is_left_by_trimming_is_exactly_what_lies_on_circles(given_graph: tuple[int, Edges]) -> None:
    node_count, edges = given_graph
    tied = knots(graph_of(node_count, edges))
    inside = [set(group) for group in oracles.strong(node_count, edges) if len(group) > 1]
    rows = [row for row, (s, t) in enumerate(edges) if s != t and any({s, t} <= group for group in inside)]
    assert tied.rows.tolist() == rows
    assert tied.nodes.tolist() == sorted(set().union(*inside))
    assert [edges[row] for row in rows] == list(
        zip(tied.nodes[tied.sources].tolist(), tied.nodes[tied.targets].tolist(), strict=True)
    )
    assert tied.nodes[tied.root].tolist() == [min(next(g for g in inside if v in g)) for v in tied.nodes.tolist()]


def test_rounds_and_the_rest_together_trim_a_large_graph() -> None:
    """Large enough that edges are dropped in several rounds, by two threads, before the rest is settled."""
    chance = np.random.default_rng(5)
    ends = np.sort(chance.integers(0, 60_000, (200_000, 2), np.int32), axis=1)
    back = chance.integers(0, 200_000, 3_000)
    ends[back] = ends[back, ::-1]
    graph = graph_of(60_000, [(int(s), int(t)) for s, t in ends])
    peer = nx.MultiDiGraph(ends.tolist())
    parts = [part for part in nx.strongly_connected_components(peer) if len(part) > 1]
    assert sorted(map(len, parts)) == sorted(strong_components(graph).size[strong_components(graph).size > 1].tolist())
    assert knots(graph).nodes.tolist() == sorted(set().union(*parts))
    assert weak_components(graph).count == nx.number_weakly_connected_components(peer) + 60_000 - len(peer)


def test_the_table_names_nodes_and_leaves_out_small_components() -> None:
    table = strong_components(graph_of(5, [(3, 1), (1, 3), (0, 1), (2, 2)])).table(size_min=2)
    assert table.to_pydict() == {"node": [1, 3], "component": [1, 1], "size": [2, 2]}


@pytest.mark.parametrize("node_count", [0, 1, 3])
def test_without_edges_every_node_stands_alone(node_count: int) -> None:
    graph = graph_of(node_count, [])
    assert strong_components(graph).count == weak_components(graph).count == node_count


def test_a_long_chain_and_a_long_circle_need_no_recursion() -> None:
    chain = [(v, v + 1) for v in range(50_000)]
    assert strong_components(graph_of(50_001, chain)).count == 50_001
    assert strong_components(graph_of(50_001, [*chain, (50_000, 0)])).size.tolist() == [50_001]


def test_more_memory_than_allowed_is_refused_before_any_is_taken() -> None:
    with pytest.raises(RefusalError) as refused:
        knots(graph_of(2, [(0, 1), (1, 0)]), memory_bytes_max=90)
    assert refused.value.refused.refusal.code == "graph_needs_memory"


def test_edges_between_circles_left_in_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: what is left by the rounds is taken for what lies on circles."""
    graph = graph_of(4, [(0, 1), (1, 0), (1, 2), (2, 3), (3, 2)])
    assert knots(graph).rows.tolist() == [0, 1, 3, 4]
    monkeypatch.setattr(trim, "keep_inner", lambda _root, _sources, _targets, rows: rows.size)
    assert knots(graph).rows.tolist() == [0, 1, 2, 3, 4]
