"""All circles, each once: against brute force, against closed-walk formulas, cut never silently."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.refusals import RefusalError
from hefu.graph import circles as circles_module
from hefu.graph import search
from hefu.graph.circles import circles, count_circles
from hefu.graph.graph import Graph
from tests.graph import oracles
from tests.graph.made import graph_of, seeded_graphs, small_graphs
from tests.graph.oracles import Edges


def found(graph: Graph, shortest: int, longest: int) -> dict[tuple[int, ...], int]:
    """Circles and their ways, each met once, with rows that hold."""
    answer = circles(graph, shortest=shortest, longest=longest)
    listed: dict[tuple[int, ...], int] = {}
    for circle in answer.table.to_pylist():
        nodes = tuple(circle["nodes"])
        assert nodes not in listed
        assert circle["length"] == len(nodes) == len(circle["rows"])
        for node, after, row in zip(nodes, [*nodes[1:], nodes[0]], circle["rows"], strict=True):
            parallel = np.flatnonzero((graph.sources == node) & (graph.targets == after))
            assert row == parallel[0]
        listed[nodes] = circle["ways"]
    assert answer.complete
    by_length = [sum(len(nodes) == length for nodes in listed) for length in range(longest + 1)]
    assert list(answer.by_length) == by_length
    assert count_circles(graph, shortest=shortest, longest=longest).by_length == answer.by_length
    return listed


@given(small_graphs(), st.integers(1, 3), st.integers(0, 5))
def test_circles_are_those_of_brute_force(given_graph: tuple[int, Edges], shortest: int, more: int) -> None:
    longest = shortest + more
    assert found(graph_of(*given_graph), shortest, longest) == oracles.circles(*given_graph, shortest, longest)


@pytest.mark.parametrize(("count", "node_count_max", "degree"), [(3_000, 7, 2.5), (1_000, 12, 1.7), (100, 8, 5.0)])
def test_circles_of_thousands_of_random_graphs(count: int, node_count_max: int, degree: float) -> None:
    for at, (node_count, edges) in enumerate(seeded_graphs(count, node_count_max, degree)):
        longest = at % 7 + 2
        assert found(graph_of(node_count, edges), 1, longest) == oracles.circles(node_count, edges, 1, longest)


def test_a_second_oracle_agrees_on_every_length() -> None:
    for node_count, edges in seeded_graphs(150, 9, 3.0):
        graph = nx.DiGraph(edges)
        want = sum(1 for cycle in nx.simple_cycles(graph) if len(cycle) > 1)
        assert sum(count_circles(graph_of(node_count, edges), longest=9).by_length) == want


def closed_walks(node_count: int, edges: np.ndarray[tuple[int, int], np.dtype[np.int32]]) -> tuple[int, int, int]:
    """Circles of length 2, 3 and 4 of a simple graph without loops, from traces of powers of its matrix.

    See Harary and Manvel, On the number of cycles in a graph, 1971, in its directed form: a closed walk of 4 that is
    no circle goes back and forth along two edges that share a node.
    """
    one = sp.csr_matrix((np.ones(len(edges), np.int64), (edges[:, 0], edges[:, 1])), shape=(node_count, node_count))
    two = one @ one
    back = two.diagonal()
    four = two.multiply(two.T).sum() - 2 * (back**2).sum() + back.sum()
    return int(back.sum() // 2), int(two.multiply(one.T).sum() // 3), int(four // 4)


@pytest.mark.parametrize(("node_count", "edge_count"), [(300_000, 900_000), (20_000, 200_000), (2_000, 60_000)])
def test_large_graphs_agree_with_closed_walk_formulas(node_count: int, edge_count: int) -> None:
    chance = np.random.default_rng(node_count)
    ends = chance.integers(0, node_count, (edge_count, 2), np.int32)
    ends[:, 0] = (node_count * chance.random(edge_count) ** 2).astype(np.int32)
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    graph = Graph.of_numbers(node_count, ends[:, 0].copy(), ends[:, 1].copy())
    assert count_circles(graph, longest=4).by_length[2:] == closed_walks(node_count, ends)


def test_the_answer_does_not_depend_on_threads_or_buffers(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(7)
    graph = graph_of(400, [(int(s), int(t)) for s, t in chance.integers(0, 400, (1_600, 2))])
    whole = circles(graph, longest=6)
    assert whole.table.num_rows > 500
    assert circles(graph, longest=6, threads=4).table.equals(whole.table)
    for buffer in (1, 2, 7, 64):
        monkeypatch.setattr(circles_module, "_BUFFER_CIRCLES", buffer)
        again = circles(graph, longest=6).table
        assert again.combine_chunks().to_pylist() == whole.table.to_pylist()


def test_ways_back_that_find_no_room_are_kept_shorter_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "BACK_FREE", 0)
    for node_count, edges in seeded_graphs(300, 7, 5.0):
        assert found(graph_of(node_count, edges), 1, 7) == oracles.circles(node_count, edges, 1, 7)


def test_a_cut_answer_says_so_and_is_the_beginning_of_the_whole() -> None:
    graph = graph_of(6, [(s, t) for s in range(6) for t in range(6)])
    whole = circles(graph, shortest=1, longest=6)
    assert (whole.table.num_rows, whole.complete) == (415, True)
    for circles_max in (1, 6, 7, 100, 414):
        cut = circles(graph, shortest=1, longest=6, circles_max=circles_max)
        assert (cut.table.num_rows, cut.complete) == (circles_max, False)
        assert cut.table.to_pylist() == whole.table.slice(0, circles_max).to_pylist()
        assert sum(cut.by_length) == circles_max
    assert circles(graph, shortest=1, longest=6, circles_max=415).complete
    assert count_circles(graph, shortest=1, longest=6, circles_max=415).complete
    assert not count_circles(graph, shortest=1, longest=6, circles_max=414).complete


@pytest.mark.parametrize("node_count", [0, 1, 5])
def test_a_graph_without_edges_has_no_circles(node_count: int) -> None:
    answer = circles(graph_of(node_count, []), shortest=1, longest=16)
    assert (answer.table.num_rows, answer.complete, sum(answer.by_length)) == (0, True, 0)


def test_a_self_loop_is_a_circle_of_one_where_that_is_asked() -> None:
    graph = graph_of(3, [(2, 2), (0, 0), (2, 2), (0, 1), (1, 0)])
    assert circles(graph, longest=3).table["nodes"].to_pylist() == [[0, 1]]
    rows = circles(graph, shortest=1, longest=3).table.to_pylist()
    assert [(row["nodes"], row["rows"], row["ways"]) for row in rows] == [
        ([0], [1], 1),
        ([2], [0], 2),
        ([0, 1], [3, 4], 1),
    ]


def test_more_ways_than_64_bits_hold_are_held_at_the_most() -> None:
    count = 1 << 12
    edges = [(v, (v + 1) % 6) for v in range(6) for _ in range(count)]
    (ways,) = circles(graph_of(6, edges), longest=6).table["ways"].to_pylist()
    assert ways == 2**63 - 1
    fewer = graph_of(5, [(v, (v + 1) % 5) for v in range(5) for _ in range(count)])
    assert circles(fewer, longest=6).table["ways"].to_pylist() == [count**5]


def test_a_hub_of_many_edges_is_no_trouble() -> None:
    spokes = 50_000
    edges = [(0, v) for v in range(1, spokes)] + [(v, 0) for v in range(1, spokes, 10)]
    assert count_circles(graph_of(spokes, edges), longest=6).by_length[2:] == (5_000, 0, 0, 0, 0)


def test_ids_stand_in_the_answer() -> None:
    graph = Graph.build(pa.array(["丙", "甲", "乙"]), pa.array(["甲", "乙", "丙"]))
    # By code point 丙 U+4E19 comes first, then 乙 U+4E59, then 甲 U+7532.
    assert circles(graph, longest=3).table["nodes"].to_pylist() == [["丙", "甲", "乙"]]


REFUSED = [
    ({"longest": 17}, "graph_bound_wrong"),
    ({"longest": 3, "shortest": 4}, "graph_bound_wrong"),
    ({"longest": 3, "shortest": 0}, "graph_bound_wrong"),
    ({"longest": 3, "circles_max": 0}, "graph_bound_wrong"),
    ({"longest": 6, "circles_max": 10**9}, "graph_needs_memory"),
    ({"longest": 3, "memory_bytes_max": 100}, "graph_needs_memory"),
]


@pytest.mark.parametrize(("asked", "code"), REFUSED)
def test_what_cannot_be_answered_is_refused(asked: dict[str, int], code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        circles(graph_of(2, [(0, 1), (1, 0)]), **asked)
    assert refused.value.refused.refusal.code == code
