"""All guarantee circles of two to six companies, from edge arrays, beside scipy, igraph and networkx."""

from __future__ import annotations

import tempfile
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from bench._graphs_made import Ends, guarantees
from bench._measured import alternating, peak_mebibytes, seconds
from hefu.graph.circles import CirclesFound, circles, count_circles
from hefu.graph.graph import Graph
from hefu.graph.trim import knots

LONGEST = 6
IGRAPH_LONGEST = 3
"""igraph takes half a minute for these; for six, longer than anybody waits."""

GIBIBYTES_MAX = 3


def ours(companies: int, ends: Ends, circles_max: int = 1_000_000) -> CirclesFound:
    """The whole answer from edge arrays: trimmed, searched, listed as Arrow rows."""
    return circles(Graph.of_numbers(companies, ends[0], ends[1]), longest=LONGEST, circles_max=circles_max)


def scipy_components(companies: int, ends: Ends) -> int:
    """Only the strong components, from the same arrays."""
    matrix = sp.csr_matrix((np.ones(ends.shape[1], np.int8), (ends[0], ends[1])), shape=(companies, companies))
    return int(connected_components(matrix, directed=True, connection="strong")[0])


def closed_walks(companies: int, ends: Ends) -> tuple[int, int, int]:
    """Circles of length 2, 3 and 4 from traces of powers of the adjacency matrix: the oracle."""
    one = sp.csr_matrix((np.ones(ends.shape[1], np.int64), (ends[0], ends[1])), shape=(companies, companies))
    two = one @ one
    back = two.diagonal()
    four = two.multiply(two.T).sum() - 2 * (back**2).sum() + back.sum()
    return int(back.sum() // 2), int(two.multiply(one.T).sum() // 3), int(four // 4)


def trimmed(companies: int, ends: Ends) -> tuple[int, Ends]:
    """What can lie on a circle, as edge arrays: peers are given this head start."""
    tied = knots(Graph.of_numbers(companies, ends[0], ends[1]))
    return tied.nodes.size, np.stack([tied.sources, tied.targets])


def igraph_circles(node_count: int, ends: Ends, longest: int) -> list[int]:
    """Circles by length as igraph finds them."""
    graph = igraph.Graph(n=node_count, edges=ends.T, directed=True)
    found = graph.simple_cycles(mode=igraph.OUT, min=2, max=longest)
    return _by_length([len(cycle) for cycle in found], longest)


def networkx_circles(ends: Ends) -> list[int]:
    """Circles by length as networkx finds them."""
    graph = nx.DiGraph(ends.T.tolist())
    found = nx.simple_cycles(graph, length_bound=LONGEST)
    return _by_length([len(cycle) for cycle in found], LONGEST)


def _by_length(lengths: list[int], longest: int) -> list[int]:
    return [lengths.count(length) for length in range(longest + 1)]


def _line(what: str, spent: float, base: float, answer: object) -> None:
    print(f"{what:66} {spent:9.3f} s {spent / base:9.1f}x  {answer}", flush=True)


def _one_million() -> None:
    companies = 1_000_000
    ends = guarantees(companies, 3_000_000, core=20_000, core_degree=3)
    (spent, found), (scipy_spent, parts) = alternating(
        lambda: ours(companies, ends), lambda: scipy_components(companies, ends)
    )
    print(f"\n{companies:,} companies, {ends.shape[1]:,} guarantees; circles by length from 2")
    _line(f"Hefu: all circles of 2..{LONGEST}, listed", spent, spent, found.by_length[2:])
    _line("scipy: matrix and strong components alone", scipy_spent, spent, f"{parts:,} components")
    if closed_walks(companies, ends) != found.by_length[2:5]:
        raise SystemExit("the closed-walk formulas say otherwise")
    print("closed-walk formulas for 2, 3 and 4: equal")
    small = trimmed(companies, ends)
    igraph_spent, igraph_found = seconds(lambda: igraph_circles(*small, IGRAPH_LONGEST))
    _line(f"igraph: circles of 2..{IGRAPH_LONGEST}, trimmed for it, once", igraph_spent, spent, igraph_found[2:])
    missed = sum(found.by_length[2 : IGRAPH_LONGEST + 1]) - sum(igraph_found)
    print(f"circles of 2..{IGRAPH_LONGEST} that igraph does not tell: {missed:,}")


def _networkx() -> None:
    companies = 50_000
    ends = guarantees(companies, 150_000, core=1_000, core_degree=3)
    spent, found = alternating(lambda: ours(companies, ends))[0]
    peer_spent, peer_found = seconds(lambda: networkx_circles(trimmed(companies, ends)[1]))
    print(f"\n{companies:,} companies, {ends.shape[1]:,} guarantees")
    _line(f"Hefu: all circles of 2..{LONGEST}, listed", spent, spent, found.by_length[2:])
    _line(f"networkx: circles of 2..{LONGEST}, trimmed for it, once", peer_spent, spent, peer_found[2:])
    if list(found.by_length) != peer_found:
        raise SystemExit("networkx says otherwise")


def whole_from_file(path: str) -> None:
    """What a process does that is given edge arrays and asked for all circles; for its memory."""
    with np.load(path) as kept:
        ours(int(kept["companies"]), kept["ends"])


def _ten_million() -> None:
    companies = 10_000_000
    ends = guarantees(companies, 30_000_000, core=20_000, core_degree=3)
    (spent, found), (scipy_spent, parts) = alternating(
        lambda: ours(companies, ends), lambda: scipy_components(companies, ends)
    )
    print(f"\n{companies:,} companies, {ends.shape[1]:,} guarantees")
    _line(f"Hefu: all circles of 2..{LONGEST}, listed", spent, spent, found.by_length[2:])
    _line("scipy: matrix and strong components alone", scipy_spent, spent, f"{parts:,} components")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "edges.npz")
        np.savez(path, companies=companies, ends=ends)
        peak = peak_mebibytes(whole_from_file, path)
    print(f"memory at its highest, edge arrays included: {peak:,} MiB; at most {GIBIBYTES_MAX * 1024:,} wanted")


def _dense_core() -> None:
    companies = 1_000_000
    ends = guarantees(companies, 3_000_000, core=5_000, core_degree=20)
    spent, found = alternating(lambda: ours(companies, ends, 20_000_000))[0]
    count = found.table.num_rows
    counting, _ = alternating(lambda: count_circles(Graph.of_numbers(companies, ends[0], ends[1]), longest=LONGEST))[0]
    print(f"\na dense core of 5,000 within {companies:,}: {count:,} circles of 2..{LONGEST}, {found.by_length[2:]}")
    print(f"Hefu: listed  {spent:6.3f} s  {count / spent / 1e6:6.2f} M circles/s")
    print(f"Hefu: counted {counting:6.3f} s  {count / counting / 1e6:6.2f} M circles/s")
    peer_spent, peer_found = seconds(lambda: igraph_circles(*trimmed(companies, ends), IGRAPH_LONGEST))
    rate = sum(peer_found) / peer_spent
    print(f"igraph: 2..{IGRAPH_LONGEST}, trimmed for it, once: {peer_spent:.3f} s, {rate / 1e3:.1f} k circles/s")
    print(f"ratio of rates: {count / spent / rate:,.0f}x")


def main() -> None:
    """Print each table."""
    ours(3, np.array([[0, 1, 2], [1, 2, 0]], np.int32))
    _one_million()
    _networkx()
    _dense_core()
    _ten_million()


if __name__ == "__main__":
    main()
