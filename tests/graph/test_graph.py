"""Columns become a graph: ids of any kind, edges that keep their rows, refusals before anything is allocated."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.refusals import RefusalError
from hefu.graph import limits
from hefu.graph.graph import Graph
from tests.graph.made import graph_of, small_graphs
from tests.graph.oracles import Edges

IDS = st.one_of(
    st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3))),
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9))),
    st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))),
)


@given(IDS)
def test_every_edge_keeps_its_ends_and_its_row(pairs: list[tuple[Any, Any]]) -> None:
    kind = pa.string() if pairs and isinstance(pairs[0][0], str) else pa.int64()
    graph = Graph.build(*(pa.array([pair[end] for pair in pairs], kind) for end in (0, 1)))
    ids = graph.ids.to_pylist()
    assert [(ids[s], ids[t]) for s, t in zip(graph.sources, graph.targets, strict=True)] == pairs
    assert ids == sorted({end for pair in pairs for end in pair})
    assert graph.sources.dtype == graph.targets.dtype == np.int32


KINDS = [
    pa.array(["b", "a"]),
    pa.array(["b", "a"], pa.large_string()),
    pa.array(["b", "a"]).dictionary_encode(),
    pa.chunked_array([["b"], ["a"]]),
    pa.array(["b", "a"], pa.string_view()),
    pa.array([7, 3], pa.int8()),
    pa.array([7, 3], pa.uint32()),
    pa.chunked_array([pa.array([7], pa.int32()), pa.array([3], pa.int32())]),
    pa.array([7 * 10**15, 3]),
]


@pytest.mark.parametrize("column", KINDS, ids=lambda column: f"{type(column).__name__} {column.type}")
def test_ids_may_be_of_any_kind_of_text_or_whole_number(column: pa.Array) -> None:
    graph = Graph.build(column, column)
    assert graph.ids.to_pylist() == sorted(column.to_pylist())
    assert graph.sources.tolist() == [1, 0]
    assert graph.numbers(column).tolist() == [1, 0]
    assert graph.named(graph.sources).to_pylist() == column.to_pylist()


def test_the_same_edges_in_another_order_give_the_same_numbers() -> None:
    forth = Graph.build(pa.array(["c", "a"]), pa.array(["a", "b"]))
    back = Graph.build(pa.array(["a", "c"]), pa.array(["b", "a"]))
    assert forth.ids.equals(back.ids)
    assert forth.sources.tolist() == back.sources.tolist()[::-1]


def test_nodes_that_no_edge_touches_may_be_named() -> None:
    graph = Graph.build(pa.array(["a"]), pa.array(["c"]), others=pa.array(["b", "a"]))
    assert (graph.node_count, graph.edge_count) == (3, 1)


@given(small_graphs())
def test_edges_are_gathered_by_both_ends_in_the_order_of_their_rows(given_graph: tuple[int, Edges]) -> None:
    node_count, edges = given_graph
    graph = graph_of(node_count, edges)
    for arrows, near, far in ((graph.out, 0, 1), (graph.into, 1, 0)):
        for v in range(node_count):
            rows = [row for row, edge in enumerate(edges) if edge[near] == v]
            assert arrows.edge[arrows.first[v] : arrows.last[v]].tolist() == rows
            assert arrows.node[arrows.first[v] : arrows.last[v]].tolist() == [edges[row][far] for row in rows]
    assert graph.out is graph.out


def test_times_and_amounts_come_along_as_whole_numbers() -> None:
    times = pa.array([0, 1_000_000], pa.timestamp("us", "UTC"))
    graph = Graph.build(pa.array([1, 2]), pa.array([2, 1]), times=times, amounts_minor=pa.array([5, 6], pa.int32()))
    assert graph.times is not None
    assert graph.amounts_minor is not None
    assert (graph.times.tolist(), graph.amounts_minor.tolist()) == ([0, 1_000_000], [5, 6])


ONE, TWO = pa.array(["a"]), pa.array(["a", "b"])
REFUSED = [
    ({"sources": ONE, "targets": TWO}, "graph_columns_unequal"),
    ({"sources": ONE, "targets": ONE, "times": pa.array([1, 2])}, "graph_columns_unequal"),
    ({"sources": pa.array(["a", None]), "targets": TWO}, "graph_value_missing"),
    ({"sources": ONE, "targets": ONE, "times": pa.array([None], pa.int64())}, "graph_value_missing"),
    ({"sources": ONE, "targets": ONE, "times": pa.array([0.5])}, "graph_type_wrong"),
    ({"sources": ONE, "targets": pa.array([1])}, "graph_type_wrong"),
    ({"sources": pa.array([0.5]), "targets": pa.array([0.5])}, "graph_type_wrong"),
    ({"sources": pa.array([1], pa.uint64()), "targets": pa.array([1])}, "graph_type_wrong"),
    ({"sources": pa.array([b"a"]), "targets": pa.array([b"a"])}, "graph_type_wrong"),
    ({"sources": ONE, "targets": ONE, "memory_bytes_max": 20}, "graph_needs_memory"),
    ({"sources": pa.array([0]), "targets": pa.array([900_000]), "memory_bytes_max": 4_000_000}, "graph_needs_memory"),
]


@pytest.mark.parametrize(("columns", "code"), REFUSED)
def test_columns_that_make_no_graph_are_refused(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        Graph.build(**columns)
    assert refused.value.refused.refusal.code == code


@pytest.mark.parametrize(("ids", "unknown"), [([3, 7], [5, 8, 2**40]), (["a", "c"], ["b", ""])])
def test_an_id_that_the_graph_does_not_have_is_refused_by_name(ids: list[Any], unknown: list[Any]) -> None:
    graph = Graph.build(pa.array(ids), pa.array(ids))
    assert graph.numbers(pa.chunked_array([ids, ids[::-1]])).tolist() == [0, 1, 1, 0]
    assert graph.numbers(pa.array([], pa.array(ids).type)).size == 0
    for one in unknown:
        with pytest.raises(RefusalError) as refused:
            graph.numbers(pa.array([ids[1], one]))
        assert dict(refused.value.refused.fields) == {"node": str(one)}


def test_the_row_of_an_empty_cell_is_named() -> None:
    with pytest.raises(RefusalError) as refused:
        Graph.build(pa.chunked_array([["a"], ["b", None]]), pa.array(["a", "b", "c"]))
    assert dict(refused.value.refused.fields) == {"column": "sources", "row": 2}


@pytest.mark.parametrize("ends", [[2, 0], [-1, 0]])
def test_numbers_outside_the_graph_are_refused(ends: list[int]) -> None:
    with pytest.raises(RefusalError) as refused:
        Graph.of_numbers(2, np.array(ends, np.int32), np.array([0, 1], np.int32))
    assert refused.value.refused.refusal.code == "graph_node_unknown"


def test_more_than_32_bits_number_is_refused_without_being_allocated() -> None:
    none = np.empty(0, np.int32)
    for node_count, edges in ((2**31, none), (1, np.broadcast_to(np.int32(0), 2**31))):
        with pytest.raises(RefusalError) as refused:
            Graph.of_numbers(node_count, edges, edges)
        assert refused.value.refused.refusal.code in {"graph_too_many_nodes", "graph_too_many_edges"}


@pytest.mark.parametrize(("found", "fits"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_bound_may_be_either_of_its_ends(found: int, fits: bool) -> None:
    if fits:
        limits.check_bound("longest", found, 1, 4)
    else:
        with pytest.raises(RefusalError):
            limits.check_bound("longest", found, 1, 4)
    assert limits.NUMBERS_MAX == 2**31 - 1
