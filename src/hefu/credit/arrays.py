"""Columns of a table as numpy arrays, empty cells filled: the same few calls for ten rows and for ten million."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NEVER = date.max.toordinal()
"""As a number of days: a day that is not known and lies after every other."""

_EPOCH = date(1970, 1, 1).toordinal()


def ints_of(column: pa.ChunkedArray, empty: int = 0) -> Ints:
    """Return whole numbers; an empty cell is `empty`."""
    values: Ints = pc.fill_null(column, empty).to_numpy().astype(np.int64, copy=False)
    return values


def flags_of(column: pa.ChunkedArray, *, empty: bool = False) -> Flags:
    """Return yes or no; an empty cell is `empty`."""
    values: Flags = pc.fill_null(column, empty).to_numpy()
    return values


def days_of(column: pa.ChunkedArray, empty: int = NEVER) -> Ints:
    """Return days as numbers, see `day_number`; an empty cell is `empty`."""
    return ints_of(column.cast(pa.int32()), empty)


def day_number(day: date) -> int:
    """Return the days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def is_unique(column: pa.ChunkedArray) -> bool:
    """Tell whether no value stands twice."""
    return len(pc.unique(column)) == len(column)


def is_among(column: pa.ChunkedArray, values: Collection[str]) -> Flags:
    """Tell of each cell whether it is one of some texts."""
    if not values:
        return np.zeros(len(column), bool)
    found: Flags = pc.is_in(column, pa.array(values, column.type)).to_numpy()
    return found


def sums_by(keys: pa.ChunkedArray, amounts: Ints) -> tuple[pa.Array, Ints]:
    """Return each key once, in the order of its first place, and the sum of its amounts."""
    coded = keys.combine_chunks().dictionary_encode()
    sums = np.zeros(len(coded.dictionary), np.int64)
    np.add.at(sums, coded.indices.to_numpy(), amounts)
    return coded.dictionary, sums


def frame_from(data: pa.Table) -> pl.DataFrame:
    """Return a table as a Polars frame."""
    frame = pl.from_arrow(data)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame
