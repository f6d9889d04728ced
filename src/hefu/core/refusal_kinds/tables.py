"""Tables of the book. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds import asks
from hefu.core.refusal_kinds.kind import kind


class TableRefusals:
    """Tables of the book."""

    TABLE_UNKNOWN = kind("table_unknown", "The book has no table named {table}.", "账簿中没有名为 {table} 的表。")
    COLUMN_UNKNOWN = kind("column_unknown", "Table {table} has no column {column}.", "表 {table} 没有列 {column}。")
    COLUMN_MISSING = kind("column_missing", "Table {table} lacks the column {column}.", "表 {table} 缺少列 {column}。")
    COLUMN_REPEATED = kind(
        "column_repeated", "Table {table} has the column {column} more than once.", "表 {table} 的列 {column} 重复。"
    )
    ROW_BREAKS_SCHEMA = kind(
        "row_breaks_schema",
        "{table}, row {row}, {column}: {value} – {reason}.",
        "表 {table} 第 {row} 行 {column}：{value}，{reason}。",
        ask=asks.CORRECTED,
    )
    ROW_CONFLICT = kind(
        "row_conflict",
        "{table}, row {row}: {key} was already stated by the same source at the same time.",
        "表 {table} 第 {row} 行：同一来源在同一时间已陈述过 {key}。",
        ask=asks.CORRECTED,
    )
