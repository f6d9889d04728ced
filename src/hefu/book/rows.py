"""A table's rows as Python values. Days and moments are dear to make and few are distinct, so each is made once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

_DAY_0 = date(1970, 1, 1).toordinal()
_MOMENT_0 = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))


def rows_of(data: pa.Table) -> list[dict[str, Any]]:
    """Return the rows of a table: the same values that `to_pylist` gives."""
    if not data.num_rows:
        return []
    names = data.column_names
    return [dict(zip(names, values, strict=True)) for values in zip(*map(values_of, data.itercolumns()), strict=True)]


def values_of(column: pa.ChunkedArray) -> list[Any]:
    """Return the values of a column: the same that `to_pylist` gives."""
    if column.null_count == len(column):
        return [None] * len(column)
    kept_as, made_of = _COUNTED.get(column.type.id, (None, None))
    if kept_as is None or made_of is None:
        values: list[Any] = column.to_pylist()
        return values
    counts = [count for chunk in column.chunks for count in chunk.view(kept_as).to_pylist()]
    made = {count: None if count is None else made_of(count) for count in set(counts)}
    return [made[count] for count in counts]


def _day(count: int) -> date:
    return date.fromordinal(_DAY_0 + count)


def _moment(count: int) -> datetime:
    return _MOMENT_0 + timedelta(microseconds=count)


_COUNTED: dict[int, tuple[pa.DataType, Callable[[int], date]]] = {
    pa.lib.Type_DATE32: (pa.int32(), _day),
    pa.lib.Type_TIMESTAMP: (pa.int64(), _moment),
}
"""How days and moments are kept: the whole numbers, days or microseconds since 1970, and what each is."""
