"""What a graph may be at most. Everything here is checked before anything is allocated."""

from __future__ import annotations

from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

NUMBERS_MAX = 2**31 - 1
"""Nodes and edges are numbered in 32 bits."""

MEMORY_BYTES_MAX = 3 * 2**30
"""What one call may take unless the caller allows more or less."""

LENGTH_MAX = 16
"""Of a circle or trail, in edges. Beyond that a bound does not bound."""

HOPS_MAX = 2**31 - 2


def check_size(node_count: int, edge_count: int) -> None:
    """Refuse more nodes or edges than 32 bits number."""
    if edge_count > NUMBERS_MAX:
        raise refuse(Refusal.GRAPH_TOO_MANY_EDGES, found=edge_count, limit=NUMBERS_MAX)
    if node_count > NUMBERS_MAX:
        raise refuse(Refusal.GRAPH_TOO_MANY_NODES, found=node_count, limit=NUMBERS_MAX)


def check_memory(work: Text, needed_bytes: int, limit_bytes: int) -> None:
    """Refuse work that may need more memory than is allowed."""
    if needed_bytes > limit_bytes:
        raise refuse(Refusal.GRAPH_NEEDS_MEMORY, work=work, needed_bytes=needed_bytes, limit_bytes=limit_bytes)


def check_bound(bound: str, found: int, least: int, most: int) -> None:
    """Refuse a bound outside what it may be, both ends included."""
    if not least <= found <= most:
        raise refuse(Refusal.GRAPH_BOUND_WRONG, bound=bound, found=found, least=least, most=most)
