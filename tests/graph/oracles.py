"""Slow, obvious twins of the graph kernels, in plain Python over a list of (source, target) pairs."""

from __future__ import annotations

from collections.abc import Iterator

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
