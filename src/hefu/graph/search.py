"""Kernels that find every bounded circle through a root, each once, meeting in the middle.

For a root, nodes are labelled from both sides, the cheaper side a level at a time: hops from the root (`far`) and
hops back to it (`near`), until both together span the bound; then `near` is completed among the nodes that `far`
reached. Where that shows a way round, all ways back of up to half the bound are listed, by the node they begin at,
and a depth-first walk from the root, which follows only nodes that can get back in time, is joined with them. A
circle of more edges than a way back has is joined from the longest kind of way back, any other from the root's own
neighbour, so each is met once. Labels and lists are cleared by what was labelled, so a root costs what it touches.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hefu.graph.arrays import Arrows, Int8s, Int32s, Int64s
from hefu.graph.kernel import kernel

ROOT, DEPTH, JOIN, NEAR, FAR, OUT_HOPS, BACK, SPAN, FILL = range(9)
"""What `Search.at` holds: the root to go on with; how deep the walk stands (-1: not begun) and which way back is joined
next; how many nodes are labelled near and far, and within how many hops `far` is whole; how many ways back there are,
and of how many edges at most; how many entries of the buffer are filled."""

BACK_FREE = 1 << 18
"""So many ways back may be listed for a root, beside one for each node; beyond that they are kept shorter."""


class Back(NamedTuple):
    """Ways back to the root, a tree: each begins at `node`, goes by `edge`, then on as its parent (-1: the root).

    `head` gives for each node its first way back, `next` the one after it, the longest first.
    """

    node: Int32s
    edge: Int32s
    parent: Int32s
    next: Int32s
    length: Int8s
    head: Int32s


class Search(NamedTuple):
    """State of one thread, kept between calls so that a full buffer can be emptied in the middle of a root."""

    near: Int8s
    far: Int8s
    near_queue: Int32s
    far_queue: Int32s
    path: Int32s
    edge: Int32s
    cursor: Int32s
    stop: Int32s
    at: Int64s
    back: Back


class Circles(NamedTuple):
    """A buffer of circles, one after another: lengths; nodes, the smallest of each circle first; edges likewise."""

    length: Int8s
    node: Int32s
    edge: Int32s


class Wanted(NamedTuple):
    """Which circles are wanted, by their number of edges; kept or only counted; the names of nodes when written."""

    shortest: int
    longest: int
    keep: bool
    name: Int32s


def new_search(node_count: int, longest: int) -> Search:
    """Return a state for graphs of so many nodes and circles of at most so many edges."""
    at = np.zeros(9, np.int64)
    at[DEPTH] = -1
    near, far = (np.zeros(node_count, np.int8) for _ in range(2))
    room = node_count + BACK_FREE
    node, edge, parent, after = (np.empty(room, np.int32) for _ in range(4))
    back = Back(node, edge, parent, after, np.empty(room, np.int8), np.full(node_count, -1, np.int32))
    near_queue, far_queue = (np.empty(node_count, np.int32) for _ in range(2))
    path, edges, cursor, stop = (np.empty(longest + 1, np.int32) for _ in range(4))
    return Search(near, far, near_queue, far_queue, path, edges, cursor, stop, at, back)


def search_bytes(node_count: int) -> int:
    """Return how many bytes such a state takes at most."""
    return 14 * node_count + 17 * (node_count + BACK_FREE)


def new_circles(count: int, longest: int) -> Circles:
    """Return a buffer for so many circles of at most so many edges."""
    return Circles(np.empty(count, np.int8), *(np.empty(count * longest, np.int32) for _ in range(2)))


@kernel
def search_roots(
    out: Arrows, into: Arrows, search: Search, last: int, wanted: Wanted, found: Circles, counts: Int64s
) -> int:
    """Find the circles whose first node is a root below `last`; go on where the state stands.

    Arrows hold each neighbour once, those of a node falling. Circles are counted by length, and put into `found` where
    they are kept. Returns how many were found: as many as `found` has room for means that there may be more.
    """
    at = search.at
    count = 0
    at[FILL] = 0
    while at[ROOT] < last:
        root = at[ROOT]
        if at[DEPTH] < 0:
            begin(out, into, search, (out.first[root], out.last[root]), root, wanted)
        count = walk(out, search, root, wanted, found, counts, count)
        if at[DEPTH] >= 0:
            break
        clear(search)
        at[ROOT] += 1
    return count


@kernel
def search_edge(
    out: Arrows, into: Arrows, search: Search, slot: int, wanted: Wanted, found: Circles, counts: Int64s
) -> int:
    """Find the circles through the one edge at `slot` of its source `at[ROOT]`; go on where the state stands."""
    at = search.at
    at[FILL] = 0
    if at[DEPTH] < 0:
        begin(out, into, search, (slot, slot + 1), -1, wanted)
    count = walk(out, search, -1, wanted, found, counts, 0)
    if at[DEPTH] < 0:
        clear(search)
    return count


@kernel
def begin(out: Arrows, into: Arrows, search: Search, slots: tuple[int, int], floor: int, wanted: Wanted) -> None:
    """Prepare the walk from the root by the edges at `slots`. Where no way leads round, there is none to walk."""
    root, longest, at = search.at[ROOT], wanted.longest, search.at
    label(out, into, search, slots, floor, longest)
    at[BACK], at[SPAN], at[JOIN] = 0, max(1, longest // 2), -1
    search.path[0], search.cursor[0], search.stop[0] = root, slots[0], slots[0]
    at[DEPTH] = 0
    for i in range(slots[0], slots[1]):
        w = out.node[i]
        if w <= floor:
            break
        if search.near[w] != 0 and search.near[w] < longest:
            search.stop[0] = slots[1]
            list_back(into, search, floor, longest)
            break


@kernel
def label(out: Arrows, into: Arrows, search: Search, slots: tuple[int, int], floor: int, longest: int) -> None:
    """Label what may lie on a circle that leaves the root by one of the edges at `slots`."""
    near, far, at = search.near, search.far, search.at
    root = at[ROOT]
    near_end, near_cost = take_first(into, (into.first[root], into.last[root]), near, search.near_queue, root, floor)
    far_end, far_cost = 0, 0
    if near_end:
        far_end, far_cost = take_first(out, slots, far, search.far_queue, root, floor)
    near_begin, far_begin, near_hops, far_hops = 0, 0, 1, 1
    while near_hops + far_hops < longest and near_begin < near_end and far_begin < far_end:
        if near_cost <= far_cost:
            level = (near_begin, near_end)
            near_begin = near_end
            near_end, near_cost = widen(into, near, search.near_queue, level, root, floor)
            near_hops += 1
        else:
            level = (far_begin, far_end)
            far_begin = far_end
            far_end, far_cost = widen(out, far, search.far_queue, level, root, floor)
            far_hops += 1
    at[FAR], at[OUT_HOPS] = far_end, far_hops if far_begin < far_end else longest
    at[NEAR] = complete(into, search, (near_begin, near_end), near_hops, floor, longest)


@kernel
def take_first(
    arrows: Arrows, slots: tuple[int, int], hops: Int8s, queue: Int32s, root: int, floor: int
) -> tuple[int, int]:
    """Label the neighbours at `slots` of the root; return how many there are, and how many edges they have."""
    end, cost = 0, 0
    for i in range(slots[0], slots[1]):
        w = arrows.node[i]
        if w <= floor:
            break
        if w != root:
            hops[w] = 1
            queue[end] = w
            end += 1
            cost += arrows.last[w] - arrows.first[w]
    return end, cost


@kernel
def widen(arrows: Arrows, hops: Int8s, queue: Int32s, level: tuple[int, int], root: int, floor: int) -> tuple[int, int]:
    """Label the neighbours of one level; return where the next level ends, and how many edges it has."""
    end, cost = level[1], 0
    for at in range(level[0], level[1]):
        v = queue[at]
        for i in range(arrows.first[v], arrows.last[v]):
            w = arrows.node[i]
            if w <= floor:
                break
            if hops[w] == 0 and w != root:
                hops[w] = hops[v] + 1
                queue[end] = w
                end += 1
                cost += arrows.last[w] - arrows.first[w]
    return end, cost


@kernel
def complete(into: Arrows, search: Search, level: tuple[int, int], hops: int, floor: int, longest: int) -> int:
    """Carry `near` on from its last level among nodes that `far` reached in time; return how many are labelled.

    Enough, since both sides together span the bound: whoever lacks `near` on a circle has `far`, and so has its
    successor.
    """
    near, far, queue = search.near, search.far, search.near_queue
    begin, end = level
    while begin < end and hops < longest - 1:
        hops += 1
        level_end = end
        for at in range(begin, level_end):
            w = queue[at]
            if far[w] == 0:
                continue
            for i in range(into.first[w], into.last[w]):
                x = into.node[i]
                if x <= floor:
                    break
                if near[x] == 0 and far[x] != 0 and far[x] + hops <= longest:
                    near[x] = hops
                    queue[end] = x
                    end += 1
        begin = level_end
    return end


@kernel
def list_back(into: Arrows, search: Search, floor: int, longest: int) -> None:
    """List the ways back, of one edge, then two, up to the span, which is cut to what there is room for as a whole."""
    back, at = search.back, search.at
    begin, end = 0, widen_back(into, search, -1, 0, floor, longest)
    link(back, begin, end)
    for length in range(2, at[SPAN] + 1):
        more = end
        for entry in range(begin, end):
            more = widen_back(into, search, entry, more, floor, longest)
            if more < 0:
                at[SPAN], at[BACK] = length - 1, end
                return
        link(back, end, more)
        begin, end = end, more
    at[BACK] = end


@kernel
def widen_back(into: Arrows, search: Search, parent: int, end: int, floor: int, longest: int) -> int:
    """Append the ways back that go on as `parent`; return how many there are then, or -1 where there is no room."""
    back, root = search.back, search.at[ROOT]
    length = 1 if parent < 0 else back.length[parent] + 1
    v = root if parent < 0 else back.node[parent]
    for i in range(into.first[v], into.last[v]):
        w = into.node[i]
        if w <= floor:
            break
        # `near` is completed where a circle may go, so what has none is on none; nor is what is not reached in time.
        hops = search.far[w] if search.far[w] != 0 else search.at[OUT_HOPS] + 1
        if search.near[w] == 0 or w == root or hops + length > longest:
            continue
        ancestor = parent
        while ancestor >= 0 and back.node[ancestor] != w:
            ancestor = back.parent[ancestor]
        if ancestor >= 0:
            continue
        if end == back.node.size:
            return -1
        back.node[end], back.edge[end], back.parent[end], back.length[end] = w, into.edge[i], parent, length
        end += 1
    return end


@kernel
def link(back: Back, begin: int, end: int) -> None:
    """Put ways back of one length before the shorter ones of their nodes."""
    for entry in range(end - 1, begin - 1, -1):
        back.next[entry] = back.head[back.node[entry]]
        back.head[back.node[entry]] = entry


@kernel
def walk(out: Arrows, search: Search, floor: int, wanted: Wanted, found: Circles, counts: Int64s, count: int) -> int:
    """Walk depth first from where the state stands, to the end (depth -1) or until the buffer is full."""
    near, path, cursor, back, at = search.near, search.path, search.cursor, search.back, search.at
    span, depth, entry = at[SPAN], at[DEPTH], at[JOIN]
    while depth >= 0:
        while entry >= 0 and (depth == 1 or back.length[entry] == span):
            length = depth + back.length[entry]
            if length >= wanted.shortest and fits(path, depth, back, entry):
                if count == found.length.size:
                    at[DEPTH], at[JOIN] = depth, entry
                    return count
                counts[length] += 1
                if wanted.keep:
                    found.length[count] = length
                    at[FILL] = note(search, found, at[FILL], depth, entry, wanted.name)
                count += 1
            entry = back.next[entry]
        entry = -1
        i = cursor[depth]
        if i >= search.stop[depth] or out.node[i] <= floor:
            depth -= 1
            continue
        cursor[depth] = i + 1
        w = out.node[i]
        left = wanted.longest - depth - 1
        if near[w] == 0 or near[w] > left or is_on(path, depth, w):
            continue
        depth += 1
        path[depth], search.edge[depth], entry = w, out.edge[i], back.head[w]
        cursor[depth] = out.first[w]
        search.stop[depth] = out.last[w] if left > span else out.first[w]
    at[DEPTH] = depth
    return count


@kernel
def is_on(path: Int32s, depth: int, w: int) -> bool:
    """Tell whether the path goes through a node already."""
    for at in range(depth, -1, -1):  # noqa: SIM110 - a kernel takes no generator
        if path[at] == w:
            return True
    return False


@kernel
def fits(path: Int32s, depth: int, back: Back, entry: int) -> bool:
    """Tell whether a way back meets none of the path's nodes but the last, where it begins, and the root."""
    entry = back.parent[entry]
    while entry >= 0:
        w = back.node[entry]
        for at in range(1, depth):
            if path[at] == w:
                return False
        entry = back.parent[entry]
    return True


@kernel
def note(search: Search, found: Circles, fill: int, depth: int, entry: int, name: Int32s) -> int:
    """Write the circle of the path and the way back, from its smallest node on; return where the next one goes."""
    back = search.back
    end, least, least_name = fill + depth + int(back.length[entry]), 0, name[search.path[0]]
    for at in range(1, depth + 1):
        if name[search.path[at]] < least_name:
            least, least_name = at, name[search.path[at]]
    place, step = depth, back.parent[entry]
    while step >= 0:
        place += 1
        if name[back.node[step]] < least_name:
            least, least_name = place, name[back.node[step]]
        step = back.parent[step]
    length = end - fill
    place = fill + (length - least if least else 0)
    for at in range(depth):
        found.node[place], found.edge[place] = name[search.path[at]], search.edge[at + 1]
        place = place + 1 if place + 1 < end else fill
    while entry >= 0:
        found.node[place], found.edge[place] = name[back.node[entry]], back.edge[entry]
        place = place + 1 if place + 1 < end else fill
        entry = back.parent[entry]
    return end


@kernel
def clear(search: Search) -> None:
    """Take all labels and lists away."""
    at, back = search.at, search.back
    for place in range(at[NEAR]):
        search.near[search.near_queue[place]] = 0
    for place in range(at[FAR]):
        search.far[search.far_queue[place]] = 0
    for place in range(at[BACK]):
        back.head[back.node[place]] = -1
