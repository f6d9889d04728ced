"""Kernels that follow edges in the order of time: round trips, and ways between two sets of nodes.

A round trip is searched from its first edge. For the nodes of the last hops, `last` holds the latest moment at which
one may leave them and still be home within so many hops and the window; the walk forward turns back where that moment
has passed. Compare Kumar and Calders, 2SCENT: An efficient algorithm to enumerate all simple temporal cycles, VLDB
2018.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hefu.graph.arrays import Arrows, Flags, Int8s, Int32s, Int64s
from hefu.graph.kernel import kernel

EDGE, DEPTH, ENTERED, FILL = range(4)
"""What `Trail.at` holds: the first edge to go on with, how deep the walk stands (0: not begun), whether it has just
come there,
how many entries of the buffer are filled."""


class Flow(NamedTuple):
    """Edges in the order of time, and gathered by both ends in that order, with their times beside them."""

    source: Int32s
    target: Int32s
    time: Int64s
    amount: Int64s
    out: Arrows
    into: Arrows
    out_time: Int64s
    into_time: Int64s


class Rules(NamedTuple):
    """What makes a trail: its edges, its window, the gap between two; amounts within a band of the first, in bps.

    Where `ring`, it ends where it began; else it leads from a node of `begins` to one of `ends`, which is `hops` away
    when time is left out of account (-1: never). `banded` says whether amounts count.
    """

    shortest: int
    longest: int
    window: int
    gap: int
    below_bps: int
    above_bps: int
    banded: bool
    ring: bool
    begins: Flags
    ends: Flags
    hops: Int32s


class Trail(NamedTuple):
    """State of one thread, kept between calls so that a full buffer can be emptied in the middle of a search."""

    last: Int64s
    stamp: Int32s
    queue: Int32s
    path: Int32s
    edge: Int32s
    cursor: Int32s
    stop: Int32s
    at: Int64s


class Trails(NamedTuple):
    """A buffer of trails, one after another: the length of each, and its edges."""

    length: Int8s
    edge: Int32s


WHOLE_BPS = 10_000


def labelled_hops(longest: int) -> int:
    """Return for how many of the last hops moments are kept: all that a short trip has, half of a long one."""
    return max(1, longest - 2) if longest <= 4 else longest // 2  # noqa: PLR2004 - measured


def new_trail(node_count: int, longest: int, *, ring: bool) -> Trail:
    """Return a state for graphs of so many nodes and trails of at most so many edges."""
    size = labelled_hops(longest) * node_count if ring else 0
    shape = (labelled_hops(longest) + 1, node_count if ring else 0)
    last, stamp = np.zeros(shape, np.int64), np.full(shape, -1, np.int32)
    path, edge, cursor, stop = (np.zeros(longest + 2, np.int32) for _ in range(4))
    return Trail(last, stamp, np.empty(size, np.int32), path, edge, cursor, stop, np.zeros(4, np.int64))


@kernel
def search_trails(flow: Flow, rules: Rules, trail: Trail, last: int, found: Trails, counts: Int64s) -> int:
    """Find the trails whose first edge is below `last`; go on where the state stands.

    Returns how many were found: as many as `found` has room for means that there may be more.
    """
    at, count = trail.at, 0
    at[FILL] = 0
    while at[EDGE] < last:
        if at[DEPTH] > 0 or begin(flow, rules, trail):
            count = follow(flow, rules, trail, found, counts, count)
            if at[DEPTH] > 0:
                break
        at[EDGE] += 1
    return count


@kernel
def begin(flow: Flow, rules: Rules, trail: Trail) -> bool:
    """Prepare the walk by the first edge. False where nothing can come of it."""
    e = trail.at[EDGE]
    u, v, start = flow.source[e], flow.target[e], flow.time[e]
    soonest, latest = start + rules.gap, start + rules.window
    if u == v:
        return False
    if rules.ring:
        first = earliest(flow.into_time, flow.into.first[u], flow.into.last[u], soonest)
        if first == flow.into.last[u] or flow.into_time[first] > latest:
            return False
        label(flow, rules, trail, first)
    elif not rules.begins[u] or rules.hops[v] < 0 or rules.hops[v] > rules.longest - 1:
        return False
    trail.path[0], trail.path[1], trail.edge[1] = u, v, e
    enter(flow, trail, 1, soonest, latest)
    return True


@kernel
def enter(flow: Flow, trail: Trail, depth: int, soonest: int, latest: int) -> None:
    """Stand at the node of this depth, with its edges out between two moments before us."""
    v = trail.path[depth]
    trail.cursor[depth] = earliest(flow.out_time, flow.out.first[v], flow.out.last[v], soonest)
    trail.stop[depth] = earliest(flow.out_time, trail.cursor[depth], flow.out.last[v], latest + 1)
    trail.at[DEPTH], trail.at[ENTERED] = depth, 1


@kernel
def earliest(times: Int64s, low: int, high: int, moment: int) -> int:
    """Return the first place from `low` to `high` whose time is at `moment` or later."""
    while low < high:
        middle = (low + high) >> 1
        if times[middle] >= moment:
            high = middle
        else:
            low = middle + 1
    return low


@kernel
def is_alike(flow: Flow, rules: Rules, first: int, edge: int) -> bool:
    """Tell whether an amount lies within the band around that of the first edge, both ends included."""
    if not rules.banded:
        return True
    base, amount = flow.amount[first], flow.amount[edge] * WHOLE_BPS
    least, most = base * (WHOLE_BPS - rules.below_bps), base * (WHOLE_BPS + rules.above_bps)
    return bool(least <= amount <= most)


@kernel
def label(flow: Flow, rules: Rules, trail: Trail, first: int) -> None:
    """Find for the nodes of the last hops the latest moment to leave them. Edges home are those from `first` on."""
    e, last, stamp, queue = trail.at[EDGE], trail.last, trail.stamp, trail.queue
    u, soonest, latest = flow.source[e], flow.time[e] + rules.gap, flow.time[e] + rules.window
    end = 0
    for i in range(first, flow.into.last[u]):
        if flow.into_time[i] > latest:
            break
        end = leave(flow, rules, trail, i, 1, end)
    begin = 0
    for hop in range(2, last.shape[0]):
        level_end = end
        for at in range(begin, level_end):
            y = queue[at]
            deadline = last[hop - 1, y] - rules.gap
            for i in range(earliest(flow.into_time, flow.into.first[y], flow.into.last[y], soonest), flow.into.last[y]):
                if flow.into_time[i] > deadline:
                    break
                if stamp[hop, flow.into.node[i]] != e or last[hop, flow.into.node[i]] < flow.into_time[i]:
                    end = leave(flow, rules, trail, i, hop, end)
        begin = level_end


@kernel
def leave(flow: Flow, rules: Rules, trail: Trail, i: int, hop: int, end: int) -> int:
    """Note that one may leave by the edge at `i` of those gathered by target, so many hops from home."""
    e, x = trail.at[EDGE], flow.into.node[i]
    if x == flow.source[e] or not is_alike(flow, rules, e, flow.into.edge[i]):
        return end
    trail.last[hop, x] = flow.into_time[i]
    if trail.stamp[hop, x] != e:
        trail.stamp[hop, x] = e
        trail.queue[end] = x
        end += 1
    return end


@kernel
def may_end(rules: Rules, trail: Trail, w: int, soonest: int, left: int) -> bool:
    """Tell whether from a node, left at `soonest` at the earliest, the trail may still end in so many hops."""
    if not rules.ring:
        return bool(0 <= rules.hops[w] <= left)
    if left >= trail.last.shape[0]:
        return True
    for hop in range(1, left + 1):  # noqa: SIM110 - a kernel takes no generator
        if trail.stamp[hop, w] == trail.at[EDGE] and trail.last[hop, w] >= soonest:
            return True
    return False


@kernel
def follow(flow: Flow, rules: Rules, trail: Trail, found: Trails, counts: Int64s, count: int) -> int:
    """Walk depth first from where the state stands, to the end (depth 0) or until the buffer is full."""
    at, path, edge, cursor = trail.at, trail.path, trail.edge, trail.cursor
    latest, room = flow.time[at[EDGE]] + rules.window, found.length.size
    while at[DEPTH] > 0:
        depth = at[DEPTH]
        if at[ENTERED] and not rules.ring and rules.ends[path[depth]] and depth >= rules.shortest:
            if count == room:
                return count
            count = note(trail, found, depth, counts, count)
        at[ENTERED] = 0
        i = cursor[depth]
        if i >= trail.stop[depth] or depth == rules.longest:
            at[DEPTH] = depth - 1
            continue
        cursor[depth] = i + 1
        w, left, soonest = flow.out.node[i], rules.longest - depth - 1, flow.out_time[i] + rules.gap
        edge[depth + 1] = flow.out.edge[i]
        if not is_alike(flow, rules, at[EDGE], edge[depth + 1]):
            continue
        if rules.ring and w == path[0]:
            if depth + 1 >= rules.shortest and is_first(flow, rules, trail, depth + 1):
                if count == room:
                    cursor[depth] = i
                    return count
                count = note(trail, found, depth + 1, counts, count)
        elif may_go_on(rules, trail, w, depth, soonest, left):
            path[depth + 1] = w
            enter(flow, trail, depth + 1, soonest, latest)
    return count


@kernel
def may_go_on(rules: Rules, trail: Trail, w: int, depth: int, soonest: int, left: int) -> bool:
    """Tell whether to walk on to a node: one that is not on the trail yet, and from which it may end in time."""
    if (rules.ring and left < 1) or not may_end(rules, trail, w, soonest, left):
        return False
    for at in range(depth, -1, -1):  # noqa: SIM110 - a kernel takes no generator
        if trail.path[at] == w:
            return False
    return True


@kernel
def is_first(flow: Flow, rules: Rules, trail: Trail, length: int) -> bool:
    """Tell whether a trip begins with its first edge.

    Where all edges are of one moment, the trip may begin with any of them around whose amount all lie within the
    band: then that with the smallest number is its first.
    """
    first = trail.edge[1]
    if flow.time[trail.edge[length]] > flow.time[first]:
        return True
    for at in range(2, length + 1):
        if trail.edge[at] < first and may_begin(flow, rules, trail, trail.edge[at], length):
            return False
    return True


@kernel
def may_begin(flow: Flow, rules: Rules, trail: Trail, edge: int, length: int) -> bool:
    """Tell whether all edges of a trip lie within the band around one of them."""
    for at in range(1, length + 1):  # noqa: SIM110 - a kernel takes no generator
        if not is_alike(flow, rules, edge, trail.edge[at]):
            return False
    return True


@kernel
def note(trail: Trail, found: Trails, length: int, counts: Int64s, count: int) -> int:
    """Write the edges of a trail into the buffer; return how many there are then."""
    counts[length] += 1
    found.length[count] = length
    fill = trail.at[FILL]
    for at in range(length):
        found.edge[fill + at] = trail.edge[at + 1]
    trail.at[FILL] = fill + length
    return count + 1
