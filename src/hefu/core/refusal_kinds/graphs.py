"""Graphs and the searches over them. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds.kind import kind


class GraphRefusals:
    """Graphs and the searches over them."""

    GRAPH_TOO_MANY_EDGES = kind(
        "graph_too_many_edges",
        "The graph has {found} edges; at most {limit} are numbered.",
        "图中有 {found} 条边；最多编号 {limit} 条。",
    )
    GRAPH_TOO_MANY_NODES = kind(
        "graph_too_many_nodes",
        "The graph has {found} nodes; at most {limit} are numbered.",
        "图中有 {found} 个节点；最多编号 {limit} 个。",
    )
    GRAPH_NEEDS_MEMORY = kind(
        "graph_needs_memory",
        "{work} may take {needed_bytes} bytes; {limit_bytes} are allowed.",
        "{work}可能占用 {needed_bytes} 字节；允许 {limit_bytes} 字节。",
    )
    GRAPH_COLUMNS_UNEQUAL = kind(
        "graph_columns_unequal",
        "The column {column} has {found} rows beside {expected} edges.",
        "列 {column} 有 {found} 行，而边有 {expected} 条。",
    )
    GRAPH_VALUE_MISSING = kind(
        "graph_value_missing",
        "The column {column} is empty in row {row}.",
        "列 {column} 第 {row} 行为空。",
    )
    GRAPH_TYPE_WRONG = kind(
        "graph_type_wrong",
        "The column {column} is of type {found}; wanted is {expected}.",
        "列 {column} 的类型为 {found}；应为 {expected}。",
    )
    GRAPH_NODE_UNKNOWN = kind(
        "graph_node_unknown",
        "The graph has no node {node}.",
        "图中没有节点 {node}。",
    )
    GRAPH_BOUND_WRONG = kind(
        "graph_bound_wrong",
        "{bound} is {found}; it must lie between {least} and {most}.",
        "{bound} 为 {found}；应在 {least} 与 {most} 之间。",
    )
    GRAPH_TIMES_MISSING = kind(
        "graph_times_missing",
        "The edges of this graph carry no {column}, which the search needs.",
        "该图的边没有 {column}，无法进行此项查找。",
    )
    GRAPH_TIMES_UNSORTED = kind(
        "graph_times_unsorted",
        "Edge {row} is earlier than the edge before it; a stream of edges comes in the order of time.",
        "第 {row} 条边早于其前一条；边流须按时间先后给出。",
    )
