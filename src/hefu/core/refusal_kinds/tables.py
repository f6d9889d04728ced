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
    COLUMN_NESTED = kind(
        "column_nested",
        "The column {column} holds lists or groups; a table of the book has plain columns.",
        "列 {column} 为嵌套类型；账簿的表只有普通列。",
    )
    COLUMN_SCALE_NEGATIVE = kind(
        "column_scale_negative",
        "The decimals of the column {column} have a negative scale.",
        "列 {column} 的小数位数为负。",
    )
    COLUMN_EXTENSION_TYPE = kind(
        "column_extension_type",
        "The column {column} is of the extension type {value}; only plain types are read.",
        "列 {column} 为扩展类型 {value}；只读取普通类型。",
    )
    COLUMN_WITHOUT_ZONE = kind(
        "column_without_zone",
        "The moments of the column {column} have no time zone.",
        "列 {column} 的时间未注明时区。",
    )
    PARQUET_ENCODING = kind(
        "parquet_encoding",
        "A column is stored as {value}, in which a few bytes can stand for any length.",
        "有列以 {value} 编码存储，少量字节即可展开为任意长度，不予读取。",
        task=asks.LOOKED_AT,
    )
    PARQUET_TOO_MANY_GROUPS = kind(
        "parquet_too_many_groups",
        "{path} cuts {rows} rows into {found} row groups.",
        "{path} 将 {rows} 行分为 {found} 个行组。",
        task=asks.LOOKED_AT,
    )
    PARQUET_ROWS_WRONG = kind(
        "parquet_rows_wrong",
        "{path} says that it has {expected} rows somewhere and holds {found}.",
        "{path} 声明有 {expected} 行，实有 {found} 行。",
        task=asks.LOOKED_AT,
    )
    PARQUET_TOO_LARGE = kind(
        "parquet_too_large",
        "{path} unpacks to {size_bytes} bytes or more; for its size at most {limit_bytes} are read.",
        "{path} 展开后有 {size_bytes} 字节或更多；按其大小最多读取 {limit_bytes} 字节。",
        task=asks.LOOKED_AT,
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
