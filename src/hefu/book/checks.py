"""Does a table hold to its schema? Each row that does not is named, with column, value and reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import compress
from types import NoneType
from typing import Any

import polars as pl
import pyarrow as pa

from hefu.book.columns import ARROW, Column, Kind, Table
from hefu.core.currencies import EXPONENTS
from hefu.core.refusals import Refusal, RefusalError, Refused, refuse
from hefu.core.texts import Text

NAMED_MAX = 20
"""How many rows are named per table; a broken export breaks in every row, and one screen is enough."""

_EMPTY = Text("must not be empty", "不得为空")
_LEAST = Text("must not be below {least}", "不得小于 {least}")
_CODES = Text("is none of: {codes}", "不在允许的取值之内：{codes}")
_CURRENCY = Text("is not a currency code of ISO 4217", "不是 ISO 4217 的币种代码")
_UNOWNED = Text("there is no such row in {table}", "表 {table} 中没有该行")
_DATES = Text("must be after valid_from", "必须晚于 valid_from")
_TYPE = Text("{found} stands where {wanted} belongs", "应为 {wanted}，实为 {found}")


_PYTHON: dict[Kind, tuple[type, ...]] = {
    **dict.fromkeys((Kind.ID, Kind.TEXT, Kind.CODE, Kind.CURRENCY), (str,)),
    Kind.MAJOR: (Decimal, int),
    Kind.EXACT: (Decimal, int),
    Kind.DAY: (date,),
    Kind.MOMENT: (datetime,),
    Kind.FLAG: (bool,),
}
"""The Python types a kind takes; the kinds not named take whole numbers. A subclass is another type."""


def fit(table: Table, data: pa.Table) -> pa.Table:
    """Return `data` with the schema's columns in order and type; absent optional columns are filled empty.

    Raises RefusalError for a column that is unknown, repeated, missing or of another type: a float
    never becomes money here.
    """
    _fit_names(table, data.column_names)
    columns = []
    for column in table.columns:
        if column.name in data.column_names:
            columns.append(_fit_type(table, column, data.column(column.name)))
        else:
            columns.append(pa.chunked_array([pa.nulls(data.num_rows, ARROW[column.kind])]))
    return pa.Table.from_arrays(columns, schema=table.arrow)


def _fit_names(table: Table, names: list[str]) -> None:
    for name in names:
        if name not in table.column_names:
            raise refuse(Refusal.COLUMN_UNKNOWN, table=table.name, column=name)
        if names.count(name) > 1:
            raise refuse(Refusal.COLUMN_REPEATED, table=table.name, column=name)
    for column in table.columns:
        if column.required and column.name not in names:
            raise refuse(Refusal.COLUMN_MISSING, table=table.name, column=column.name)


def _fit_type(table: Table, column: Column, values: pa.ChunkedArray) -> pa.ChunkedArray:
    wanted = ARROW[column.kind]
    if values.type == wanted:
        return values
    if _may_become(values.type, wanted):
        try:
            return values.cast(wanted, safe=True)
        except pa.ArrowInvalid:
            pass
    raise _misfit(table, column, 0, str(values.type), str(values.type))


def fit_values(table: Table, column: Column, values: list[Any]) -> pa.Array:
    """Return Python values as the column's Arrow type; the first of another type is refused.

    Arrow by itself would cut a float to a whole number, and take a moment without its zone for UTC.
    """
    allowed = {*_PYTHON.get(column.kind, (int,)), NoneType}
    odd = set(map(type, values)) - allowed
    for row, value in enumerate(values if odd else (), start=1):
        if type(value) in odd:
            raise _misfit(table, column, row, str(value), type(value).__name__)
    try:
        return _moments(table, column, values) if column.kind is Kind.MOMENT else pa.array(values, ARROW[column.kind])
    except (pa.ArrowException, OverflowError) as error:
        raise _misfit(table, column, 0, str(error), "?") from None


def _moments(table: Table, column: Column, values: list[Any]) -> pa.Array:
    """Return moments as Arrow, each distinct one converted once: all rows of a document carry the same."""
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    for value in places:
        if value is not None and value.tzinfo is None:
            raise _misfit(table, column, values.index(value) + 1, str(value), type(value).__name__)
    taken = pa.array([places[value] for value in values], pa.int64())
    return pa.array(list(places), ARROW[column.kind]).take(taken)


def _misfit(table: Table, column: Column, row: int, value: str, found: str) -> RefusalError:
    plain = found.replace("{", "(").replace("}", ")")
    reason = Text(*(text.format(found=plain, wanted=ARROW[column.kind]) for text in (_TYPE.en, _TYPE.zh)))
    return refuse(
        Refusal.ROW_BREAKS_SCHEMA, table=table.name, row=row, column=column.name, value=value[:80], reason=reason
    )


def _may_become(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Tell whether a cast keeps the meaning. A moment without its zone is never taken for UTC."""
    if pa.types.is_null(found):
        return True
    if pa.types.is_dictionary(found):
        return _may_become(found.value_type, wanted) or found.value_type == wanted
    if pa.types.is_timestamp(wanted):
        return pa.types.is_timestamp(found) and found.tz is not None
    same_family = (
        (pa.types.is_string(wanted), pa.types.is_large_string(found) or pa.types.is_string_view(found)),
        (pa.types.is_int64(wanted), pa.types.is_integer(found)),
        (pa.types.is_decimal(wanted), pa.types.is_decimal(found) or pa.types.is_integer(found)),
        (pa.types.is_date32(wanted), pa.types.is_date64(found)),
    )
    return any(is_wanted and is_found for is_wanted, is_found in same_family)


def broken_rows(table: Table, data: pa.Table, present: dict[str, pl.Series]) -> list[Refused]:
    """Return one refusal per row that breaks the schema, at most NAMED_MAX.

    `present` holds the ids that stand in each table that this one's rows are parts of. Rows are
    numbered from 1, as a person counts the rows under a header.
    """
    frame = pl.from_arrow(data)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    tests = [
        (column, _unowned(column, present) if test is None else test, reason) for column, test, reason in _tests(table)
    ]
    # Whether any row fails is asked of all tests at once; rows are sought only for a test that fails.
    fails = frame.select(test.any().alias(str(at)) for at, (_, test, _) in enumerate(tests)).row(0)
    found: list[Refused] = []
    for column, test, reason in compress(tests, fails):
        found += _named(table, column, frame, frame.select(test.alias("bad"))["bad"], reason)
    return (found or conflicts(table, frame.with_row_index("_row")))[:NAMED_MAX]


Test = tuple[Column, pl.Expr | None, Text]
"""A column, which of its rows are bad, and why. No expression: what the column's rows are parts of must be there."""


@cache
def _tests(table: Table) -> tuple[Test, ...]:
    tests = [(column, *test) for column in table.columns for test in _tests_of(column)]
    if {"valid_from", "valid_to"} <= set(table.column_names):
        tests.append((table.column("valid_to"), _certain(pl.col("valid_to") <= pl.col("valid_from")), _DATES))
    return tuple(tests)


def _tests_of(column: Column) -> Iterator[tuple[pl.Expr | None, Text]]:
    values = pl.col(column.name)
    if column.required:
        yield values.is_null() | (values == "" if column.kind in {Kind.ID, Kind.TEXT} else pl.lit(value=False)), _EMPTY
    if column.least is not None:
        reason = Text(_LEAST.en.format(least=column.least), _LEAST.zh.format(least=column.least))
        yield _certain(values < column.least), reason
    if column.codes:
        words = ", ".join(column.codes)
        yield _outside(values, column.codes), Text(_CODES.en.format(codes=words), _CODES.zh.format(codes=words))
    if column.kind is Kind.CURRENCY:
        yield _outside(values, tuple(EXPONENTS)), _CURRENCY
    if column.owned:
        yield None, Text(_UNOWNED.en.format(table=column.of), _UNOWNED.zh.format(table=column.of))


def _certain(test: pl.Expr) -> pl.Expr:
    return test.fill_null(value=False)


def _outside(values: pl.Expr, allowed: tuple[str, ...]) -> pl.Expr:
    return values.is_not_null() & ~values.is_in(list(allowed))


def _unowned(column: Column, present: dict[str, pl.Series]) -> pl.Expr:
    return pl.col(column.name).is_not_null() & ~pl.col(column.name).is_in(present[column.of].implode())


def _named(table: Table, column: Column, frame: pl.DataFrame, bad: pl.Series, reason: Text) -> list[Refused]:
    rows = bad.arg_true().head(NAMED_MAX)
    return [
        refuse(
            Refusal.ROW_BREAKS_SCHEMA,
            table=table.name,
            row=row + 1,
            column=column.name,
            value=_shown(frame[column.name][row]),
            reason=reason,
        ).refused
        for row in rows.to_list()
    ]


def _shown(value: object) -> str:
    return "–" if value is None else str(value)[:80]


def conflicts(table: Table, frame: pl.DataFrame) -> list[Refused]:
    """Refuse rows in which one source states a thing otherwise at the same moment; at most NAMED_MAX.

    The very same row twice is one statement. `_row` numbers the rows of the frame from 0.
    """
    spoken = list(dict.fromkeys(n for n in (table.key, "source_id", "known_at") if n in frame.columns))
    if not frame.select(pl.struct(spoken).is_duplicated().any()).item():
        return []
    stated = [name for name in frame.columns if name != "_row"]
    distinct = frame.unique(subset=stated, keep="first", maintain_order=True)
    again = distinct.filter(pl.struct(spoken).is_duplicated() & ~pl.struct(spoken).is_first_distinct())
    return [
        refuse(Refusal.ROW_CONFLICT, table=table.name, row=row + 1, key=str(key)).refused
        for row, key in again.select("_row", table.key).head(NAMED_MAX).iter_rows()
    ]


class BookRefusedError(RefusalError):
    """Raised where a book does not hold to the schema; `all_refused` names every row found, in order."""

    def __init__(self, all_refused: list[Refused]) -> None:
        """Keep all refusals; the first speaks for them."""
        super().__init__(all_refused[0])
        self.all_refused = tuple(all_refused)
