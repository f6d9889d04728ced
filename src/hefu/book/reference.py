"""The reference page of the schema, made from the schema itself: `docs/reference/schema.md`."""

from __future__ import annotations

from collections.abc import Iterator

from hefu.book.columns import ARROW, Column, Kind, Table
from hefu.book.schema import SCHEMA
from hefu.core.texts import Text

_KINDS: dict[Kind, tuple[str, Text]] = {
    Kind.ID: ("`*_id`", Text("the id of a thing", "事物的编号")),
    Kind.TEXT: ("", Text("words as they were written", "原文")),
    Kind.CODE: ("", Text("one of a fixed list of words", "固定取值之一")),
    Kind.MINOR: ("`*_minor`", Text("whole minor units (fen, cents) of the row's currency", "最小货币单位（分）的整数")),
    Kind.CURRENCY: ("`currency`", Text("ISO 4217 code", "币种（ISO 4217）")),
    Kind.MILLI: ("`*_milli`", Text("whole thousandths of the row's unit", "所列单位的千分之一的整数")),
    Kind.BPS: ("`*_bps`", Text("basis points: 100 are one percent", "基点：100 基点为 1%")),
    Kind.COUNT: ("`*_days`, …", Text("a whole number of what the name ends in", "整数，单位见列名末尾")),
    Kind.MAJOR: (
        "`*_major`",
        Text("exact decimal of the major unit, in workings only", "主货币单位的精确小数，仅用于计算依据"),
    ),
    Kind.EXACT: ("`*_exact`", Text("exact decimal of the row's unit, never money", "所列单位的精确小数，不用于金额")),
    Kind.DAY: ("`*_on`, …", Text("a calendar day, 2026-11-20", "日期，2026-11-20")),
    Kind.MOMENT: ("`*_at`", Text("a moment with its zone, 2026-11-20T10:40:00Z", "带时区的时间，2026-11-20T10:40:00Z")),
    Kind.FLAG: ("", Text("true or false; empty: not said", "true 或 false；空表示未说明")),
}

_HEAD = """\
# The tables of the book · 账簿的表

This page is made by `hefu book schema` from `src/hefu/book/tables/`; a test keeps the two equal.
本页由 `hefu book schema` 根据 `src/hefu/book/tables/` 生成，并由测试保持一致。

A row is one statement of one source. Columns marked ● must be filled. An id that is *part of* another table's thing
needs that thing in the book; any other id may be unknown to it.
每一行是某一来源的一项陈述。标 ● 的列必填。标 *part of* 的编号，所属事物必须在账簿中；其他编号可以不在账簿中。
"""


def page() -> str:
    """Return the whole page in Markdown, in both languages."""
    parts = [_HEAD, _kinds(), *(_table(table) for table in SCHEMA.values())]
    return "\n".join(parts)


def _kinds() -> str:
    lines = ["## Kinds of columns · 列的类别", "", "| Kind | Name ends in | Arrow type | Meaning | 含义 |"]
    lines += ["|---|---|---|---|---|"]
    lines += [
        f"| {kind.value} | {ends} | `{ARROW[kind]}` | {says.en} | {says.zh} |" for kind, (ends, says) in _KINDS.items()
    ]
    return "\n".join([*lines, ""])


def _table(table: Table) -> str:
    derived = ["", "Derived: computed, never read. 派生表：由计算得出，不从材料读取。"] if table.derived else []
    head = [f"## `{table.name}`", "", table.says.en, table.says.zh, *derived, ""]
    lines = ["| Column | ● | Kind | Meaning | 含义 |", "|---|---|---|---|---|", *map(_column, table.columns)]
    return "\n".join([*head, *lines, ""])


def _column(column: Column) -> str:
    filled = "●" if column.required else ""
    notes = "; ".join(_notes(column))
    kind = f"{column.kind.value}: {notes}" if notes else column.kind.value
    return f"| `{column.name}` | {filled} | {kind} | {_cell(column.says.en)} | {_cell(column.says.zh)} |"


def _notes(column: Column) -> Iterator[str]:
    if column.of:
        yield f"{'part of' if column.owned else 'in'} `{column.of}`"
    if column.codes:
        yield ", ".join(f"`{code}`" for code in column.codes)
    if column.least is not None and column.kind is not Kind.COUNT:
        yield f"≥ {column.least}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
