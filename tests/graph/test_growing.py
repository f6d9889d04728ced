"""An edge that comes closes exactly the circles that the graph has with it and had not without it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.refusals import RefusalError
from hefu.graph import growing
from hefu.graph.graph import Graph
from hefu.graph.growing import Closed, GrowingGraph
from tests.graph import oracles
from tests.graph.made import graph_of, seeded_graphs, small_graphs
from tests.graph.oracles import Edges


def told(closed: Closed, edges: Edges) -> dict[tuple[int, ...], int]:
    """The circles told, each once, with rows that hold and go through the last edge."""
    assert closed.complete
    listed: dict[tuple[int, ...], int] = {}
    for circle in closed.circles:
        nodes = tuple(int(node) for node in circle.nodes)
        assert nodes not in listed
        assert len(edges) - 1 in circle.rows
        after = [*nodes[1:], nodes[0]]
        assert [edges[row] for row in circle.rows] == list(zip(nodes, after, strict=True))
        listed[nodes] = circle.ways
    return listed


def closed_by_last(node_count: int, edges: Edges, shortest: int, longest: int) -> dict[tuple[int, ...], int]:
    """What the last edge adds to the ways of each circle, by brute force before and after."""
    before = oracles.circles(node_count, edges[:-1], shortest, longest)
    after = oracles.circles(node_count, edges, shortest, longest)
    added = {nodes: ways - before.get(nodes, 0) for nodes, ways in after.items()}
    return {nodes: ways for nodes, ways in added.items() if ways}


@given(small_graphs(), st.integers(2, 7), st.integers(1, 2), st.floats(0, 1))
def test_each_edge_closes_what_brute_force_says(
    given_graph: tuple[int, Edges], longest: int, shortest: int, part: float
) -> None:
    node_count, edges = given_graph
    known = int(part * len(edges))
    grown = GrowingGraph(graph_of(node_count, edges[:known]), longest=longest)
    for count in range(known + 1, len(edges) + 1):
        closed = told(grown.add(*edges[count - 1], shortest=shortest), edges[:count])
        assert closed == closed_by_last(node_count, edges[:count], shortest, longest)


def test_a_graph_that_grows_from_nothing_through_many_layouts() -> None:
    chance = np.random.default_rng(3)
    edges = [(int(s), int(t)) for s, t in chance.integers(0, 150, (1_500, 2))]
    grown = GrowingGraph(graph_of(0, []), longest=3)
    numbers: dict[int, int] = {}
    for s, t in edges:
        numbers.setdefault(s, len(numbers))
        numbers.setdefault(t, len(numbers))
        grown.add(s, t)
    assert (grown.node_count, grown.edge_count) == (len(numbers), 1_500)
    numbered = [(numbers[s], numbers[t]) for s, t in edges]
    last = (numbered[0][1], numbered[0][0])
    back = {v: k for k, v in numbers.items()}
    closed = grown.add(back[last[0]], back[last[1]])
    want = closed_by_last(len(numbers), [*numbered, last], 2, 3)
    assert {tuple(numbers[int(node)] for node in circle.nodes): circle.ways for circle in closed.circles} == want


def test_new_ids_become_nodes() -> None:
    grown = GrowingGraph(Graph.build(pa.array(["b"]), pa.array(["乙"])), longest=4)
    assert grown.add("乙", "new").circles == ()
    (circle,) = grown.add("new", "b").circles
    assert (circle.nodes, circle.rows, circle.ways) == (("b", "乙", "new"), (0, 1, 2), 1)
    assert grown.add("a", "b").circles == ()
    assert [one.nodes for one in grown.add("b", "a").circles] == [("b", "a")]


def test_a_cut_answer_says_so_and_the_next_is_whole_again() -> None:
    edges = [(0, v) for v in range(2, 40)] + [(v, 1) for v in range(2, 40)]
    grown = GrowingGraph(graph_of(40, edges), longest=3)
    cut = grown.add(1, 0, circles_max=5)
    assert (len(cut.circles), cut.complete) == (5, False)
    whole = grown.add(1, 0, circles_max=38)
    assert (len(whole.circles), whole.complete) == (38, True)
    assert whole.circles[:5] == tuple(
        growing.Circle(one.nodes, (*one.rows[:-1], one.rows[-1] + 1), one.ways) for one in cut.circles
    )


def test_an_id_of_another_kind_or_a_bound_that_is_none_is_refused() -> None:
    graph = graph_of(2, [(0, 1)])
    with pytest.raises(TypeError):
        GrowingGraph(graph, longest=3).add("a", 0)
    for longest, memory in ((1, 10**9), (17, 10**9), (3, 100)):
        with pytest.raises(RefusalError):
            GrowingGraph(graph, longest=longest, memory_bytes_max=memory)


def test_an_edge_that_is_forgotten_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: edges against the direction are never entered."""
    monkeypatch.setattr(growing, "roomy", lambda stretches, _: stretches)
    monkeypatch.setattr(growing, "insert", lambda *_: True)
    missed = 0
    for node_count, edges in seeded_graphs(20, 5, 4.0):
        grown = GrowingGraph(graph_of(node_count, []), longest=4)
        closed = [len(grown.add(*edge).circles) for edge in edges]
        missed += sum(closed) < sum(
            len(closed_by_last(node_count, edges[:count], 2, 4)) for count in range(1, len(edges) + 1)
        )
    assert missed
