"""Strong and weak components: who reaches whom and is reached back, and who hangs together at all.

Strong components are found on what is left after `trim` took away what cannot lie on a circle. Weak ones by union and
find with halved paths (Tarjan and van Leeuwen, J. ACM 31, 1984), the smaller number as the root.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hefu.graph.arrays import Int32s
from hefu.graph.graph import Graph
from hefu.graph.kernel import kernel
from hefu.graph.trim import knots


@dataclass(frozen=True, slots=True)
class Components:
    """A partition of the nodes. Components are numbered by their smallest nodes, so they are the same on every run.

    `component` has one int32 per node, `size` one int32 per component.
    """

    graph: Graph
    component: Int32s
    size: Int32s

    @property
    def count(self) -> int:
        """How many components there are."""
        return int(self.size.size)

    def table(self, *, size_min: int = 1) -> pa.Table:
        """Return the nodes of components of at least `size_min` nodes, in the order of the nodes.

        Columns: node (the id), component (int32), size (int32, of its component).
        """
        sizes = self.size[self.component] if self.size.size else self.size
        nodes = np.flatnonzero(sizes >= size_min).astype(np.int32)
        columns = {"component": pa.array(self.component[nodes]), "size": pa.array(sizes[nodes])}
        return pa.table({"node": self.graph.named(nodes), **columns})


def weak_components(graph: Graph) -> Components:
    """Return the parts of the graph that hang together when directions are ignored; a lone node is one."""
    return _numbered(graph, unite(graph.node_count, graph.sources, graph.targets))


def strong_components(graph: Graph) -> Components:
    """Return the largest sets of nodes that all reach one another; a node on no circle is one by itself."""
    tied = knots(graph)
    root = np.arange(graph.node_count, dtype=np.int32)
    root[tied.nodes] = tied.nodes[tied.root]
    return _numbered(graph, root)


def _numbered(graph: Graph, root: Int32s) -> Components:
    component, count = number_roots(root)
    return Components(graph, component, np.bincount(component, minlength=count).astype(np.int32))


@kernel
def unite(node_count: int, sources: Int32s, targets: Int32s) -> Int32s:
    """Return for each node the smallest node of its weak component."""
    root = np.arange(node_count).astype(np.int32)
    for e in range(sources.size):
        a, b = sources[e], targets[e]
        while root[a] != a:
            root[a] = root[root[a]]
            a = root[a]
        while root[b] != b:
            root[b] = root[root[b]]
            b = root[b]
        if a < b:
            root[b] = a
        else:
            root[a] = b
    for v in range(node_count):
        # Roots are smaller than what hangs on them, so the parent's root is final by now.
        root[v] = root[root[v]]
    return root


@kernel
def number_roots(root: Int32s) -> tuple[Int32s, int]:
    """Number the components 0, 1, ... by their smallest nodes, each node given the smallest of its component."""
    component = np.empty(root.size, np.int32)
    count = 0
    for v in range(root.size):
        if root[v] == v:
            component[v] = count
            count += 1
        else:
            component[v] = component[root[v]]
    return component, count
