"""Which circles does a new guarantee close? One edge at a time, beside igraph asked for all ways back."""

from __future__ import annotations

import time

import igraph
import numpy as np

from bench._graphs_made import SEED, Ends, guarantees
from hefu.graph.circles import circles
from hefu.graph.graph import Graph
from hefu.graph.growing import GrowingGraph

COMPANIES = 1_000_000
LONGEST = 6
NEW = 50_000
PEER_NEW = 25


def new_edges(graph: Graph, ends: Ends) -> Ends:
    """A third between any two companies, a third to one that stands for the source at one remove, a third turned."""
    chance = np.random.default_rng(SEED)
    third = NEW // 3
    some = chance.integers(0, COMPANIES, (2, third))
    first = chance.integers(0, ends.shape[1], third)
    middle = ends[1][first]
    has_more = graph.out.last[middle] > graph.out.first[middle]
    after = np.where(has_more, graph.out.node[graph.out.first[middle] % graph.edge_count], middle)
    turned = ends[::-1, chance.integers(0, ends.shape[1], NEW - 2 * third)]
    every = np.concatenate([some, np.stack([after, ends[0][first]]), turned], axis=1)
    found: Ends = every[:, chance.permutation(NEW)].astype(np.int32)
    return found


def main() -> None:
    """Print how long additions take at the median and at the tail, and the same question put to igraph."""
    ends = guarantees(COMPANIES, 3_000_000, core=20_000, core_degree=3)
    graph = Graph.of_numbers(COMPANIES, ends[0], ends[1])
    added = new_edges(graph, ends)
    grown = GrowingGraph(graph, longest=LONGEST)
    warm = GrowingGraph(graph, longest=LONGEST)
    warm.add(0, 1)
    pairs = [(int(source), int(target)) for source, target in added.T]
    spent, worked, told = np.empty(NEW), np.empty(NEW), np.zeros(NEW, np.int64)
    for at, (source, target) in enumerate(pairs):
        began, began_working = time.perf_counter(), time.thread_time()
        answer = grown.add(source, target, circles_max=1_000_000)
        spent[at], worked[at] = time.perf_counter() - began, time.thread_time() - began_working
        told[at] = sum(circle.ways for circle in answer.circles)
    print(f"{COMPANIES:,} companies, {ends.shape[1]:,} guarantees, circles of 2..{LONGEST}; {NEW:,} new ones in turn")
    print(f"{np.count_nonzero(told):,} of them close circles, {told.sum():,} in all")
    for what, times in (("on the clock", spent), ("of the processor", worked)):
        micros = [float(np.quantile(times, part) * 1e6) for part in (0.5, 0.99, 0.999, 1.0)]
        line = "p50 {:,.0f}, p99 {:,.0f}, p99.9 {:,.0f}, most {:,.0f}".format(*micros)
        print(f"Hefu: microseconds {what}: {line}; 1,000 wanted at p99", flush=True)
    _same_as_whole(graph, added, int(told.sum()))
    _peer(ends, pairs, told.tolist())


def _same_as_whole(graph: Graph, added: Ends, closed: int) -> None:
    """What was told one by one, summed, is what the whole graph has more than it had, by ways to choose edges."""
    plain = added[:, added[0] != added[1]]
    both = np.concatenate([np.stack([graph.sources, graph.targets]), plain], axis=1)
    before = circles(graph, longest=LONGEST).table
    after = circles(Graph.of_numbers(COMPANIES, both[0].copy(), both[1].copy()), longest=LONGEST).table
    more = int(sum(after["ways"].to_pylist())) - int(sum(before["ways"].to_pylist()))
    if more != closed:
        raise SystemExit(f"the whole graph has {more:,} circles more, {closed:,} were told")
    print("the whole graph afterwards has as many more")


def _peer(ends: Ends, pairs: list[tuple[int, int]], told: list[int]) -> None:
    """Ask igraph for all ways from the target back to the source, for the first of the new edges, each once."""
    graph = igraph.Graph(n=COMPANIES, edges=ends.T, directed=True)
    spent, differing = [], 0
    for (source, target), ours in zip(pairs[:PEER_NEW], told[:PEER_NEW], strict=True):
        began = time.perf_counter()
        ways = graph.get_all_simple_paths(target, to=source, maxlen=LONGEST - 1) if source != target else []
        spent.append(time.perf_counter() - began)
        graph.add_edges([(source, target)])
        differing += len(ways) != ours
    micros = [float(np.quantile(spent, part) * 1e6) for part in (0.5, 0.99)]
    print("igraph: get_all_simple_paths, {} of them: p50 {:,.0f}, p99 {:,.0f}".format(PEER_NEW, *micros))
    print(f"answers that differ: {differing}")


if __name__ == "__main__":
    main()
