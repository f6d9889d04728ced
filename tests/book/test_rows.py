"""Rows as Python values are the values that Arrow itself gives, however a column is cut and filled."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.columns import ARROW, Kind
from hefu.book.rows import rows_of, values_of

VALUES: dict[Kind, list[object]] = {
    Kind.TEXT: ["a", "", "合符", None],
    Kind.MINOR: [0, -1, 2**62, None],
    Kind.EXACT: [Decimal("1.5"), Decimal(0), None],
    Kind.DAY: [date(2026, 3, 1), date(1900, 1, 1), date(9999, 12, 31), None],
    Kind.MOMENT: [datetime(2026, 3, 1, 4, 5, 6, 7, tzinfo=UTC), datetime(1960, 1, 1, tzinfo=UTC), None],
    Kind.FLAG: [True, False, None],
}


@given(st.data(), st.sampled_from(list(VALUES)), st.integers(0, 5))
def test_a_columns_values_are_those_of_arrow(data: st.DataObject, kind: Kind, start: int) -> None:
    chunks = data.draw(st.lists(st.lists(st.sampled_from(VALUES[kind]), max_size=12), min_size=1, max_size=3))
    column = pa.chunked_array([pa.array(some, ARROW[kind]) for some in chunks], ARROW[kind]).slice(start)
    values = values_of(column)
    assert [(type(one), repr(one)) for one in values] == [(type(one), repr(one)) for one in column.to_pylist()]


def test_rows_stand_in_the_order_of_the_table() -> None:
    columns = {"key": ["b", "a"], "day": [date(2026, 3, 1), None], "nothing": pa.nulls(2, pa.string())}
    table = pa.table(columns)
    assert rows_of(table) == table.to_pylist() == [dict(zip(columns, row, strict=True)) for row in _zipped()]
    assert rows_of(table.slice(2)) == []


def _zipped() -> list[tuple[object, ...]]:
    return [("b", date(2026, 3, 1), None), ("a", None, None)]
