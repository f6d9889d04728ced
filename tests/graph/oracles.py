"""Slow, obvious twins of the graph kernels, in plain Python over a list of (source, target) pairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

Edges = list[tuple[int, int]]


def strong(node_count: int, edges: Edges) -> list[set[int]]:
    """Strong components by their definition: two nodes that reach each other."""
    reached = [set(hops_from(node_count, edges, [v])) for v in range(node_count)]
    groups = {frozenset(w for w in reached[v] if v in reached[w]) for v in range(node_count)}
    return sorted((set(group) for group in groups), key=min)


def weak(node_count: int, edges: Edges) -> list[set[int]]:
    """Weak components: reachability when every edge may be walked either way."""
    return strong(node_count, edges + [(t, s) for s, t in edges])


def hops_from(node_count: int, edges: Edges, starts: list[int], hops_max: int | None = None) -> dict[int, int]:
    """Hops to each node that is reached, by widening a set one hop at a time."""
    hops = dict.fromkeys(starts, 0)
    for hop in range(1, (node_count if hops_max is None else hops_max) + 1):
        new = {t for s, t in edges if s in hops and t not in hops}
        if not new:
            break
        hops.update(dict.fromkeys(new, hop))
    return hops


def circles(node_count: int, edges: Edges, shortest: int, longest: int) -> dict[tuple[int, ...], int]:
    """Every simple directed circle, written from its smallest node, with the number of choices of parallel edges."""
    found: dict[tuple[int, ...], int] = {}
    for start in range(node_count):
        walks = _walks(edges, (start,), 1, longest)
        found.update((walk, ways) for walk, ways in walks if len(walk) >= shortest)
    return found


def _walks(edges: Edges, walk: tuple[int, ...], ways: int, longest: int) -> Iterator[tuple[tuple[int, ...], int]]:
    back = edges.count((walk[-1], walk[0]))
    if back:
        yield walk, ways * back
    if len(walk) == longest:
        return
    for node in sorted({t for s, t in edges if s == walk[-1] and t > walk[0] and t not in walk}):
        yield from _walks(edges, (*walk, node), ways * edges.count((walk[-1], node)), longest)


TimedEdges = list[tuple[int, int, int, int]]
"""Source, target, time and amount."""


class Asked(NamedTuple):
    """Bounds of a search for trails, as plain numbers; the band in basis points, or None."""

    shortest: int
    longest: int
    window: int
    gap: int
    band: tuple[int, int] | None


def round_trips(edges: TimedEdges, asked: Asked) -> set[tuple[int, ...]]:
    """Every round trip as its rows: all orders of rows are tried, and judged by the definition."""
    first: dict[tuple[int, ...], tuple[int, ...]] = {}
    for rows in _chains(edges, asked):
        nodes = [edges[row][0] for row in rows]
        if len(rows) > 1 and edges[rows[-1]][1] == nodes[0] and len(set(nodes)) == len(nodes):
            at = rows.index(min(rows))
            alike = len({edges[row][2] for row in rows}) == 1
            # Where all are of one moment each turn of a trip is the same trip; the one that begins earliest stands.
            trip = rows[at:] + rows[:at] if alike else rows
            first[trip] = min(rows, first.get(trip, rows))
    return {rows for rows in first.values() if len(rows) >= asked.shortest}


def trails(edges: TimedEdges, begins: set[int], ends: set[int], asked: Asked) -> set[tuple[int, ...]]:
    """Every trail between two sets of nodes, as its rows."""
    found = set()
    for rows in _chains(edges, asked):
        nodes = [edges[rows[0]][0], *(edges[row][1] for row in rows)]
        if nodes[0] in begins and nodes[-1] in ends and len(set(nodes)) == len(nodes):
            found.add(rows)
    return {rows for rows in found if len(rows) >= asked.shortest}


def _chains(edges: TimedEdges, asked: Asked) -> Iterator[tuple[int, ...]]:
    """Every sequence of rows in which each goes on where and when the one before allows."""
    chains: list[tuple[int, ...]] = [(row,) for row in range(len(edges))]
    while chains:
        yield from chains
        chains = [
            (*chain, row)
            for chain in chains
            if len(chain) < asked.longest
            for row in range(len(edges))
            if row not in chain and _goes_on(edges, chain, row, asked)
        ]


def _goes_on(edges: TimedEdges, chain: tuple[int, ...], row: int, asked: Asked) -> bool:
    first, last, new = edges[chain[0]], edges[chain[-1]], edges[row]
    if new[0] != last[1] or new[2] - last[2] < asked.gap or new[2] - first[2] > asked.window:
        return False
    if asked.band is None:
        return True
    below, above = asked.band
    return first[3] * (10_000 - below) <= new[3] * 10_000 <= first[3] * (10_000 + above)
