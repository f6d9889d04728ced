"""Tables of cells (CSV, Excel) that are read by a mapping. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds import asks
from hefu.core.refusal_kinds.kind import kind


class CellRefusals:
    """Tables of cells (CSV, Excel) that are read by a mapping."""

    TABLE_HAS_NUL = kind(
        "table_has_nul", "Line {row} holds a NUL byte.", "第 {row} 行含有 NUL 字节。", ask=asks.AS_ISSUED
    )
    TABLE_ENCODING = kind(
        "table_encoding",
        "Line {row} is not text in {encoding}.",
        "第 {row} 行不是 {encoding} 编码的文本。",
        ask=asks.AS_ISSUED,
        task=asks.CHECK_MAPPING,
    )
    TABLE_TOO_WIDE = kind(
        "table_too_wide",
        "Row {row} has {found} cells or more; no table has so many columns.",
        "第 {row} 行有 {found} 个以上单元格；表格不会有这么多列。",
        ask=asks.WHOLE_TABLE,
    )
    TABLE_QUOTE_OPEN = kind(
        "table_quote_open",
        "Row {row}: a quote is not closed, or text stands behind one ({reason}).",
        "第 {row} 行：引号未闭合，或引号之后另有文本（{reason}）。",
        ask=asks.AS_ISSUED,
    )
    SHEET_UNREADABLE = kind(
        "sheet_unreadable",
        "This is no Excel workbook that can be read: {reason}.",
        "无法读取该 Excel 工作簿：{reason}。",
        ask=asks.AS_ISSUED,
    )
    SHEET_TOO_LARGE = kind(
        "sheet_too_large",
        "The sheet reaches to row {rows} and column {columns}; at most {limit} cells are read.",
        "工作表延伸至第 {rows} 行、第 {columns} 列；最多读取 {limit} 个单元格。",
        ask=asks.SMALLER,
    )
    SHEET_MISSING = kind(
        "sheet_missing",
        "There is no sheet {sheet}.",
        "没有名为 {sheet} 的工作表。",
        ask=asks.WHOLE_TABLE,
        task=asks.CHECK_MAPPING,
    )
    HEADER_MISSING = kind(
        "header_missing",
        "There is no column headed {column}.",
        "没有表头为 {column} 的列。",
        ask=asks.WHOLE_TABLE,
        task=asks.CHECK_MAPPING,
    )
    HEADER_REPEATED = kind(
        "header_repeated",
        "More than one column is headed {column}.",
        "表头 {column} 出现了不止一次。",
        ask=asks.WHOLE_TABLE,
    )
    HEADER_UNKNOWN = kind(
        "header_unknown",
        "The column headed {column} is neither mapped nor ignored.",
        "表头为 {column} 的列既未映射，也未列为忽略。",
        task=asks.CHECK_MAPPING,
    )
    ROW_RAGGED = kind(
        "row_ragged",
        "Row {row} has {found} cells, the header {expected}.",
        "第 {row} 行有 {found} 个单元格，而表头有 {expected} 个。",
        ask=asks.WHOLE_TABLE,
    )
    ROW_UNMAPPED = kind(
        "row_unmapped",
        "Row {row} fits the conditions of no table.",
        "第 {row} 行不符合任何表的条件。",
        task=asks.CHECK_MAPPING,
    )
    ROW_BOTH_WAYS = kind(
        "row_both_ways",
        "Row {row} moves more than one amount.",
        "第 {row} 行有不止一笔金额变动。",
        ask=asks.CORRECTED,
        task=asks.CHECK_MAPPING,
    )
    ROW_REPEATED = kind(
        "row_repeated",
        "Row {row} gives {key} again, after row {first}.",
        "第 {row} 行与第 {first} 行的 {key} 重复。",
        ask=asks.CORRECTED,
    )
    ROW_DIFFERS = kind(
        "row_differs",
        "Row {row}, {column}: differs from what row {first} says of {key}.",
        "第 {row} 行 {column}：与第 {first} 行关于 {key} 的内容不一致。",
        ask=asks.CORRECTED,
    )
    CELL_EMPTY = kind(
        "cell_empty",
        "Row {row}, {column}: is empty.",
        "第 {row} 行 {column}：为空。",
        ask=asks.CORRECTED,
        task=asks.CHECK_MAPPING,
    )
    CELL_ERROR = kind(
        "cell_error",
        "Row {row}, {column}: Excel shows {value}.",
        "第 {row} 行 {column}：Excel 显示错误值 {value}。",
        ask=asks.PLAIN_CELLS,
    )
    CELL_FORMULA = kind(
        "cell_formula",
        "Row {row}, {column}: {value} is a formula, not a number.",
        "第 {row} 行 {column}：{value} 是公式，不是数字。",
        ask=asks.PLAIN_CELLS,
    )
    CELL_FULL_WIDTH = kind(
        "cell_full_width",
        "Row {row}, {column}: {value} is written in other than the digits 0-9; the mapping does not allow full width.",
        "第 {row} 行 {column}：{value} 使用了半角 0-9 以外的数字；映射文件未允许全角。",
        ask=asks.PLAIN_NUMBERS,
        task=asks.CHECK_MAPPING,
    )
    CELL_SEPARATOR = kind(
        "cell_separator",
        "Row {row}, {column}: the separators of {value} are not those of the mapping.",
        "第 {row} 行 {column}：{value} 的分隔符与映射文件不符。",
        ask=asks.PLAIN_NUMBERS,
        task=asks.CHECK_MAPPING,
    )
    CELL_DIGITS_LOST = kind(
        "cell_digits_lost",
        "Row {row}, {column}: {value} has more than 15 digits; Excel does not keep the rest. Format the cell as text.",
        "第 {row} 行 {column}：{value} 超过 15 位，Excel 不保留其余数位。请将单元格设为文本格式。",
        ask=asks.PLAIN_CELLS,
    )
    CELL_UNMAPPED = kind(
        "cell_unmapped",
        "Row {row}, {column}: the mapping does not say what {value} means.",
        "第 {row} 行 {column}：映射文件未说明 {value} 的含义。",
        task=asks.CHECK_MAPPING,
    )
    CELL_CONTRADICTS = kind(
        "cell_contradicts",
        "Row {row}, {column}: is {value}, but the title or sources.toml says {said}.",
        "第 {row} 行 {column}：为 {value}，而标题或 sources.toml 写明 {said}。",
        ask=asks.CORRECTED,
        task=asks.CHECK_MAPPING,
    )
    TOTAL_BROKEN = kind(
        "total_broken",
        "Row {row}, {column}: the total is stated as {value}, the rows above sum to {found}.",
        "第 {row} 行 {column}：合计写为 {value}，而以上各行之和为 {found}。",
        ask=asks.WHOLE_TABLE,
    )
    TOTAL_MISSING = kind(
        "total_missing",
        "There is no row {value}: the table may have been cut off.",
        "没有 {value} 行：表格可能不完整。",
        ask=asks.WHOLE_TABLE,
    )
    BALANCE_BROKEN = kind(
        "balance_broken",
        "Row {row}, {column}: the balance is stated as {value}; the one before and this row's amount give {expected}.",
        "第 {row} 行 {column}：余额写为 {value}，而按前一余额与本行金额应为 {expected}。",
        ask=asks.WHOLE_TABLE,
    )
    CELL_REFUSED = kind(
        "cell_refused", "Row {row}, {column}: {reason}", "第 {row} 行 {column}：{reason}", ask=asks.CORRECTED
    )
