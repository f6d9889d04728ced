"""A table's rows as Python values. Days and moments are dear to make and few are distinct, so each is made once."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

_FEW = 8
"""A column this short is faster converted value by value."""

_COUNTED = {pa.lib.Type_DATE32: pa.int32(), pa.lib.Type_TIMESTAMP: pa.int64()}
"""The types of days and moments, and the whole numbers by which they are kept."""


def rows_of(data: pa.Table) -> list[dict[str, Any]]:
    """Return the rows of a table: the same values that `to_pylist` gives."""
    if not data.num_rows:
        return []
    names = data.column_names
    return [dict(zip(names, values, strict=True)) for values in zip(*map(values_of, data.itercolumns()), strict=True)]


def values_of(column: pa.ChunkedArray) -> list[Any]:
    """Return the values of a column: the same that `to_pylist` gives."""
    length = len(column)
    if column.null_count == length:
        return [None] * length
    counted = None if length < _FEW else _COUNTED.get(column.type.id)
    if counted is None:
        values: list[Any] = column.to_pylist()
        return values
    distinct = column.unique()
    made = dict(zip(distinct.cast(counted).to_pylist(), distinct.to_pylist(), strict=True))
    return [made[count] for count in column.cast(counted).to_pylist()]
