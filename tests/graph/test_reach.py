"""Bounded reach and distances against a search that widens a set hop by hop."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.refusals import RefusalError
from hefu.graph.reach import Direction, distances, reach
from tests.graph import oracles
from tests.graph.made import graph_of, seeded_graphs, small_graphs
from tests.graph.oracles import Edges


def turned(edges: Edges, direction: Direction) -> Edges:
    back = [(t, s) for s, t in edges]
    return {Direction.OUT: edges, Direction.IN: back, Direction.BOTH: edges + back}[direction]


def found(node_count: int, edges: Edges, starts: list[int], hops_max: int, direction: Direction) -> list[object]:
    graph = graph_of(node_count, edges)
    table = reach(graph, pa.array(starts, pa.int32()), hops_max=hops_max, direction=direction).table
    return list(zip(*(table[name].to_pylist() for name in ("start", "node", "hops")), strict=True))


@given(small_graphs(), st.data(), st.integers(0, 4), st.sampled_from(Direction))
def test_each_start_reaches_what_the_oracle_reaches(
    given_graph: tuple[int, Edges], data: st.DataObject, hops_max: int, direction: Direction
) -> None:
    node_count, edges = given_graph
    starts = data.draw(st.lists(st.integers(0, node_count - 1), max_size=3))
    rows = found(node_count, edges, starts, hops_max, direction)
    walked = [oracles.hops_from(node_count, turned(edges, direction), [start], hops_max) for start in starts]
    want = [(start, node, hops) for start, near in zip(starts, walked, strict=True) for node, hops in near.items()]
    assert sorted(map(str, rows)) == sorted(map(str, want))


@pytest.mark.parametrize("direction", Direction)
def test_distances_from_several_starts_are_those_of_the_nearest(direction: Direction) -> None:
    for node_count, edges in seeded_graphs(500, 12, 1.5):
        starts = [0, node_count // 2]
        want = oracles.hops_from(node_count, turned(edges, direction), starts, 3)
        hops = distances(graph_of(node_count, edges), pa.array(starts), hops_max=3, direction=direction)
        assert hops.tolist() == [want.get(v, -1) for v in range(node_count)]


def test_rows_come_in_the_order_of_starts_and_hops_whatever_the_number_of_threads() -> None:
    edges = [(v, (v * 7 + 1) % 3_000) for v in range(3_000)] + [(v, (v * 5 + 2) % 3_000) for v in range(3_000)]
    graph, starts = graph_of(3_000, edges), pa.array(range(3_000))
    one, four = (reach(graph, starts, hops_max=3, threads=threads).table for threads in (1, 4))
    assert one.equals(four)
    assert one["start"].to_pylist() == sorted(one["start"].to_pylist())


def test_a_cut_answer_says_so_and_is_the_beginning_of_the_whole() -> None:
    graph, starts = graph_of(700, [(v, (v + 1) % 700) for v in range(700)]), pa.array(range(700))
    whole = reach(graph, starts, hops_max=2)
    assert whole.complete
    assert whole.table.num_rows == 2_100
    for rows_max in (1, 1_000, 2_099):
        cut = reach(graph, starts, hops_max=2, rows_max=rows_max)
        assert not cut.complete
        assert cut.table.equals(whole.table.slice(0, rows_max))
    assert reach(graph, starts, hops_max=2, rows_max=2_100).complete


REFUSED = [
    ({"starts": [9], "hops_max": 1}, "graph_node_unknown"),
    ({"starts": [0], "hops_max": -1}, "graph_bound_wrong"),
    ({"starts": [0], "hops_max": 1, "rows_max": 0}, "graph_bound_wrong"),
    ({"starts": [0], "hops_max": 1, "memory_bytes_max": 8}, "graph_needs_memory"),
]


@pytest.mark.parametrize(("asked", "code"), REFUSED)
def test_what_cannot_be_answered_is_refused(asked: dict[str, object], code: str) -> None:
    starts = pa.array(asked.pop("starts"))
    with pytest.raises(RefusalError) as refused:
        reach(graph_of(2, [(0, 1)]), starts, **asked)  # type: ignore[arg-type]  # a table of wrong arguments
    assert refused.value.refused.refusal.code == code
