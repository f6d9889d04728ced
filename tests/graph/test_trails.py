"""Round trips and ways in the order of time, at once and in a stream, against their definition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hefu.core.refusals import RefusalError
from hefu.graph import trails as trails_module
from hefu.graph.graph import Graph
from hefu.graph.stream import RoundTripStream
from hefu.graph.trails import Band, Limits, TrailsFound, round_trips, trails_between
from tests.graph import oracles
from tests.graph.oracles import Asked, TimedEdges

EDGES = st.lists(st.tuples(*(st.integers(0, 4),) * 2, st.integers(0, 12), st.integers(90, 110)), max_size=11)


@st.composite
def bounds(draw: st.DrawFn) -> Asked:
    longest = draw(st.integers(2, 6))
    band = draw(st.none() | st.tuples(st.sampled_from([0, 500, 10_000]), st.sampled_from([0, 500, 1_500])))
    return Asked(draw(st.integers(1, longest)), longest, draw(st.integers(0, 12)), draw(st.integers(0, 2)), band)


def timed(edges: TimedEdges, node_count: int = 5) -> Graph:
    columns = np.array(edges, np.int64).reshape(-1, 4).T
    ends = (columns[at].astype(np.int32) for at in (0, 1))
    return Graph.of_numbers(node_count, *ends, times=columns[2].copy(), amounts_minor=columns[3].copy())


def limits_of(asked: Asked, **more: int) -> Limits:
    band = Band(*asked.band) if asked.band else None
    return Limits(shortest=asked.shortest, longest=asked.longest, window=asked.window, gap=asked.gap, band=band, **more)


def rows_of(found: TrailsFound, edges: TimedEdges) -> set[tuple[int, ...]]:
    """The rows of each trail, told once, with nodes and moments that hold."""
    listed = [tuple(rows) for rows in found.table["rows"].to_pylist()]
    assert len(set(listed)) == len(listed)
    for trail in found.table.to_pylist():
        rows = trail["rows"]
        ring = len(trail["nodes"]) == len(rows)
        assert trail["nodes"] == [edges[row][0] for row in rows] + ([] if ring else [edges[rows[-1]][1]])
        assert (trail["length"], trail["begins"], trail["ends"]) == (len(rows), edges[rows[0]][2], edges[rows[-1]][2])
    return set(listed)


@given(EDGES, bounds())
@example([(1, 0, 0, 91), (0, 1, 0, 90)], Asked(1, 2, 0, 0, (0, 500)))
def test_round_trips_are_those_of_the_definition(edges: TimedEdges, asked: Asked) -> None:
    found = round_trips(timed(edges), limits_of(asked))
    assert rows_of(found, edges) == oracles.round_trips(edges, asked)
    assert found.complete
    assert sum(found.by_length) == found.table.num_rows


def test_round_trips_of_thousands_of_random_streams() -> None:
    chance = np.random.default_rng(17)
    met = 0
    for at in range(3_000):
        shape = (int(chance.integers(0, 13)), 4)
        edges = [(int(s), int(t), int(m), int(a)) for s, t, m, a in chance.integers(0, [4, 4, 10, 5], shape)]
        asked = Asked(2, at % 5 + 2, at % 11, at % 3, None if at % 2 else (4_000, 6_000))
        want = oracles.round_trips(edges, asked)
        assert rows_of(round_trips(timed(edges), limits_of(asked)), edges) == want
        met += len(want)
    assert met > 1_000


@given(EDGES, bounds(), st.sets(st.integers(0, 4)), st.sets(st.integers(0, 4)))
def test_ways_between_two_sets_are_those_of_the_definition(
    edges: TimedEdges, asked: Asked, begins: set[int], ends: set[int]
) -> None:
    first, last = (pa.array(sorted(one), pa.int32()) for one in (begins, ends))
    found = trails_between(timed(edges), first, last, limits_of(asked))
    assert rows_of(found, edges) == oracles.trails(edges, begins, ends, asked)


@given(EDGES, bounds(), st.lists(st.integers(0, 11), max_size=4))
def test_a_stream_tells_what_the_whole_tells_however_it_is_cut(
    edges: TimedEdges, asked: Asked, cuts: list[int]
) -> None:
    edges = sorted(edges, key=lambda edge: edge[2])
    whole = round_trips(timed(edges), limits_of(asked))
    stream = RoundTripStream(limits_of(asked))
    told: list[Any] = []
    ends = sorted({min(cut, len(edges)) for cut in cuts} | {len(edges)})
    for begin, end in zip([0, *ends], ends, strict=False):
        columns = [pa.array([edge[at] for edge in edges[begin:end]], pa.int64()) for at in range(4)]
        told += stream.take(*columns).table.to_pylist()
    told += stream.finish().table.to_pylist()
    assert told == whole.table.to_pylist()


def test_the_answer_does_not_depend_on_threads_or_buffers(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(8)
    edges = [(int(s), int(t), int(m), 1) for s, t, m in chance.integers(0, [60, 60, 400], (2_000, 3))]
    limits = Limits(longest=5, window=40)
    whole = round_trips(timed(edges, 60), limits).table
    assert whole.num_rows > 300
    monkeypatch.setattr(trails_module, "_EDGES_PER_BLOCK", 37)
    assert round_trips(timed(edges, 60), limits, threads=4).table.to_pylist() == whole.to_pylist()
    for buffer in (1, 3):
        monkeypatch.setattr(trails_module, "_BUFFER_TRAILS", buffer)
        assert round_trips(timed(edges, 60), limits).table.to_pylist() == whole.to_pylist()
    for trails_max in (1, 100, whole.num_rows - 1):
        cut = round_trips(timed(edges, 60), Limits(longest=5, window=40, trails_max=trails_max))
        assert not cut.complete
        assert cut.table.to_pylist() == whole.slice(0, trails_max).to_pylist()


def test_a_stream_that_goes_back_in_time_is_refused_and_can_go_on() -> None:
    stream = RoundTripStream(Limits(longest=3, window=5))
    stream.take(pa.array(["a"]), pa.array(["b"]), pa.array([10]))
    with pytest.raises(RefusalError) as refused:
        stream.take(pa.array(["b"]), pa.array(["a"]), pa.array([9]))
    assert refused.value.refused.refusal.code == "graph_times_unsorted"
    assert dict(refused.value.refused.fields) == {"row": 1}
    stream.take(pa.array(["b"]), pa.array(["a"]), pa.array([12]))
    assert stream.finish().table["nodes"].to_pylist() == [["a", "b"]]
    assert RoundTripStream(Limits(longest=3, window=5)).finish().table.num_rows == 0


PLAIN = timed([(0, 1, 0, 5), (1, 0, 1, 5)])
REFUSED = [
    (Graph.of_numbers(2, PLAIN.sources, PLAIN.targets), {}, "graph_times_missing"),
    (Graph.of_numbers(2, PLAIN.sources, PLAIN.targets, times=PLAIN.times), {"band": Band(0, 0)}, "graph_times_missing"),
    (PLAIN, {"longest": 17}, "graph_bound_wrong"),
    (PLAIN, {"gap": -1}, "graph_bound_wrong"),
    (PLAIN, {"window": -1}, "graph_bound_wrong"),
    (PLAIN, {"band": Band(10_001, 0)}, "graph_bound_wrong"),
    (PLAIN, {"trails_max": 0}, "graph_bound_wrong"),
    (PLAIN, {"memory_bytes_max": 100}, "graph_needs_memory"),
    (timed([(0, 1, 2**62, 1)]), {}, "graph_bound_wrong"),
    (timed([(0, 1, 0, 2**60)]), {"band": Band(0, 0)}, "graph_bound_wrong"),
]


@pytest.mark.parametrize(("graph", "asked", "code"), REFUSED)
def test_what_cannot_be_answered_is_refused(graph: Graph, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        round_trips(graph, Limits(**{"longest": 3, "window": 5, **asked}))
    assert refused.value.refused.refusal.code == code
