"""Edges followed in the order of time: round trips, and ways from some nodes to others, within a window.

Each edge comes at least `gap` after the one before it, in the unit of the graph's times. The usual gap of 1 means
strictly rising moments; with 0 edges of one moment may follow one another in any order, as needed where only days are
known. All edges lie within `window` of the first, both ends included. Nodes are distinct (but for the end of a round
trip), every edge is a payment of its own: parallel edges make trails of their own. Where a band is given, each amount
lies within it around that of the first edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text
from hefu.graph.arrays import Flags, Int8s, Int32s, Int64s, sealed
from hefu.graph.blocks import THREADS, in_order
from hefu.graph.gather import gather
from hefu.graph.graph import Graph
from hefu.graph.kernel import kernel
from hefu.graph.limits import LENGTH_MAX, MEMORY_BYTES_MAX, check_bound, check_memory
from hefu.graph.numbering import Column
from hefu.graph.reach import Direction, distances
from hefu.graph.trail_search import (
    EDGE,
    FILL,
    WHOLE_BPS,
    Flow,
    Rules,
    Trail,
    Trails,
    labelled_hops,
    new_trail,
    search_trails,
)

_FOLLOWING = Text("Following edges in time", "按时间追踪边")

TRAILS_MAX = 10_000_000
MOMENT_MAX = 2**61
"""Times lie between minus this and this, so that adding a window stays within 64 bits."""

_AMOUNT_MAX = 2**63 // (101 * WHOLE_BPS)
_BAND_MAX_BPS = 100 * WHOLE_BPS
_BUFFER_TRAILS = 1 << 16
_EDGES_PER_BLOCK = 1 << 14
_BYTES_PER_EDGE = 64
"""Edges in the order of time, both ways, with times and amounts beside them."""


@dataclass(frozen=True, slots=True)
class Band:
    """How far an amount may lie below and above that of the first edge, in basis points of it."""

    below_bps: int
    above_bps: int


@dataclass(frozen=True, slots=True)
class TrailsFound:
    """Trails of a graph.

    `table`: length (int8), nodes (list of ids; a round trip names its first node once), rows (list of edges' rows, in
    the order of time), begins and ends (int64, times of the first and last edge). By their first edges in the order
    of time. `by_length` gives how many there are of each length. Where `complete` is False there are more than
    `trails_max`, and the table holds the first of them.
    """

    table: pa.Table
    by_length: tuple[int, ...]
    complete: bool
    trails_max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What bounds a search for trails; see the head of this file. `window` and `gap` are in the unit of the times."""

    longest: int
    window: int
    shortest: int = 1
    gap: int = 1
    band: Band | None = None
    trails_max: int = TRAILS_MAX
    memory_bytes_max: int = MEMORY_BYTES_MAX


def round_trips(
    graph: Graph, limits: Limits, *, first_edges: range | None = None, threads: int = THREADS
) -> TrailsFound:
    """Return every round trip of two edges or more, each once, from its first edge on.

    `first_edges` are the places, in the order of time, at which trips may begin; any where None.
    Refused: a graph without times (or, for a band, amounts), bounds that are none, more memory than allowed.
    """
    nothing, no_hops = np.empty(0, np.bool_), np.empty(0, np.int32)
    rules = _rules(limits, nothing, nothing, no_hops, ring=True)
    every = range(graph.edge_count)
    return _searched(graph, limits, rules, every if first_edges is None else first_edges, threads)


def trails_between(
    graph: Graph, begins: Column, ends: Column, limits: Limits, *, threads: int = THREADS
) -> TrailsFound:
    """Return every trail from one of some nodes to one of others; it may pass through either on its way.

    Refused: as `round_trips`, and an unknown id.
    """
    flags = [np.zeros(graph.node_count, np.bool_) for _ in range(2)]
    for flag, ids in zip(flags, (begins, ends), strict=True):
        flag[graph.numbers(ids)] = True
    hops = distances(graph, ends, hops_max=limits.longest, direction=Direction.IN)
    rules = _rules(limits, flags[0], flags[1], hops, ring=False)
    return _searched(graph, limits, rules, range(graph.edge_count), threads)


def _rules(limits: Limits, begins: Flags, ends: Flags, hops: Int32s, *, ring: bool) -> Rules:
    shortest = max(limits.shortest, 2 if ring else 1)
    check_bound("longest", limits.longest, 1, LENGTH_MAX)
    check_bound("shortest", limits.shortest, 1, limits.longest)
    check_bound("window", limits.window, 0, MOMENT_MAX)
    check_bound("gap", limits.gap, 0, MOMENT_MAX)
    check_bound("trails_max", limits.trails_max, 1, 2**62)
    band = limits.band or Band(0, 0)
    check_bound("below_bps", band.below_bps, 0, WHOLE_BPS)
    check_bound("above_bps", band.above_bps, 0, _BAND_MAX_BPS)
    banded = limits.band is not None
    spans = (shortest, limits.longest, limits.window, limits.gap)
    return Rules(*spans, band.below_bps, band.above_bps, banded, ring, begins, ends, hops)


def _searched(graph: Graph, limits: Limits, rules: Rules, first_edges: range, threads: int) -> TrailsFound:
    _check_memory(graph, limits, threads)
    flow, order = _flow(graph, limits)
    per_block, room = _EDGES_PER_BLOCK, limits.trails_max + 1
    total = np.zeros(limits.longest + 1, np.int64)

    def is_enough(answer: tuple[list[Trails], Int64s]) -> bool:
        np.add(total, answer[1], out=total)
        return int(total.sum()) >= room

    def prepare() -> tuple[Trail, Trails]:
        size = min(room, _BUFFER_TRAILS)
        buffer = Trails(np.empty(size, np.int8), np.empty(size * limits.longest, np.int32))
        return new_trail(graph.node_count, limits.longest, ring=rules.ring), buffer

    def work(state: tuple[Trail, Trails], block: int) -> tuple[list[Trails], Int64s]:
        state[0].at[EDGE] = first_edges.start + block * per_block
        return _block(flow, rules, state, min(first_edges.start + (block + 1) * per_block, first_edges.stop), room)

    blocks = -(-len(first_edges) // per_block)
    answers, _ = in_order(blocks, prepare, work, is_enough=is_enough, threads=threads)
    found = [part for parts, _ in answers for part in parts]
    return _found(graph, limits, flow, order, found, ring=rules.ring)


def _block(flow: Flow, rules: Rules, state: tuple[Trail, Trails], last: int, room: int) -> tuple[list[Trails], Int64s]:
    """Search on to the last first edge, a buffer at a time, until there are `room` trails."""
    trail, buffer = state
    counts = np.zeros(rules.longest + 1, np.int64)
    parts: list[Trails] = []
    count = size = buffer.length.size
    while count == size and counts.sum() < room:
        count = search_trails(flow, rules, trail, last, buffer, counts)
        parts.append(Trails(buffer.length[:count].copy(), buffer.edge[: trail.at[FILL]].copy()))
    return parts, counts


def _check_memory(graph: Graph, limits: Limits, threads: int) -> None:
    labels = threads * 16 * (labelled_hops(limits.longest) + 1) * graph.node_count
    needed = _BYTES_PER_EDGE * graph.edge_count + labels + limits.trails_max * (8 * limits.longest + 21)
    check_memory(_FOLLOWING, needed, limits.memory_bytes_max)


def _flow(graph: Graph, limits: Limits) -> tuple[Flow, Int32s | None]:
    """Return the edges in the order of time, and their rows in that order, None where the rows are in it already."""
    times, amounts = graph.times, np.empty(0, np.int64)
    if times is None:
        raise refuse(Refusal.GRAPH_TIMES_MISSING, column="times")
    if limits.band is not None:
        if graph.amounts_minor is None:
            raise refuse(Refusal.GRAPH_TIMES_MISSING, column="amounts_minor")
        amounts = graph.amounts_minor
        _check_within("amounts_minor", amounts, 0, _AMOUNT_MAX)
    _check_within("times", times, -MOMENT_MAX, MOMENT_MAX)
    order = None
    source, target = graph.sources, graph.targets
    if times.size and (times[1:] < times[:-1]).any():
        order = np.argsort(times, kind="stable").astype(np.int32)
        source, target, times = sealed(source[order]), sealed(target[order]), times[order]
        amounts = amounts[order] if amounts.size else amounts
    out, into = gather(graph.node_count, source, target), gather(graph.node_count, target, source)
    return Flow(source, target, sealed(times), sealed(amounts), out, into, times[out.edge], times[into.edge]), order


def _check_within(column: str, values: Int64s, least: int, most: int) -> None:
    for value in (values.min(), values.max()) if values.size else ():
        check_bound(column, int(value), least, most)


def _found(
    graph: Graph, limits: Limits, flow: Flow, order: Int32s | None, parts: list[Trails], *, ring: bool
) -> TrailsFound:
    """Name nodes and rows of what was found, and cut it where it is more than wanted."""
    length: Int8s = np.concatenate([part.length for part in parts] or [np.empty(0, np.int8)])
    edge: Int32s = np.concatenate([part.edge for part in parts] or [np.empty(0, np.int32)])
    complete = length.size <= limits.trails_max
    length = length[: limits.trails_max]
    begin = np.zeros(length.size + 1, np.int32)
    np.cumsum(length, out=begin[1:])
    edge = edge[: begin[-1]]
    node_begin, nodes = (begin, flow.source[edge]) if ring else trail_nodes(begin, edge, flow.source, flow.target)
    rows = edge if order is None else order[edge]
    table = pa.table(
        {
            "length": pa.array(length),
            "nodes": pa.ListArray.from_arrays(pa.array(node_begin), graph.named(nodes)),
            "rows": pa.ListArray.from_arrays(pa.array(begin), pa.array(rows)),
            "begins": pa.array(flow.time[edge[begin[:-1]]]),
            "ends": pa.array(flow.time[edge[begin[1:] - 1]]),
        }
    )
    by_length = np.bincount(length, minlength=limits.longest + 1).tolist()
    return TrailsFound(table, tuple(by_length), complete, limits.trails_max)


@kernel
def trail_nodes(begin: Int32s, edge: Int32s, source: Int32s, target: Int32s) -> tuple[Int32s, Int32s]:
    """Return where each trail's nodes begin, one more than its edges, and the nodes."""
    node_begin = np.empty(begin.size, np.int32)
    nodes = np.empty(edge.size + begin.size - 1, np.int32)
    fill = 0
    for at in range(begin.size - 1):
        node_begin[at] = fill
        for place in range(begin[at], begin[at + 1]):
            nodes[fill] = source[edge[place]]
            fill += 1
        nodes[fill] = target[edge[begin[at + 1] - 1]]
        fill += 1
    node_begin[begin.size - 1] = fill
    return node_begin, nodes
