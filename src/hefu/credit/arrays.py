"""Columns of a table as numpy arrays, empty cells filled: the same few calls for ten rows and for ten million."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
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
    filled = pc.fill_null(column, empty) if column.null_count else column
    values: Ints = filled.to_numpy().astype(np.int64, copy=False)
    return values


def flags_of(column: pa.ChunkedArray | pa.Array, *, empty: bool = False) -> Flags:
    """Return yes or no; an empty cell is `empty`."""
    filled = pc.fill_null(column, empty) if column.null_count else column
    values: Flags = filled.to_numpy(zero_copy_only=False)
    return values


def days_of(column: pa.ChunkedArray, empty: int = NEVER) -> Ints:
    """Return days as numbers, see `day_number`; an empty cell is `empty`."""
    return ints_of(column.cast(pa.int32()), empty)


def day_number(day: date) -> int:
    """Return the days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date | None:
    """Return the day of a number; None for NEVER."""
    return None if number == NEVER else date.fromordinal(number + _EPOCH)


def is_unique(column: pa.ChunkedArray) -> bool:
    """Tell whether no value stands twice."""
    return len(pc.unique(column)) == len(column)


def is_among(column: pa.ChunkedArray | pa.Array, values: Collection[str]) -> Flags:
    """Tell of each cell whether it is one of some texts."""
    if not values:
        return np.zeros(len(column), bool)
    found: Flags = pc.is_in(column, pa.array(values, column.type)).to_numpy(zero_copy_only=False)
    return found


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts as places in its different values; an empty cell is a value like others."""

    codes: Ints
    values: pa.Array

    def sums(self, amounts: Ints) -> Ints:
        """Return for each value the sum of its amounts."""
        sums = np.zeros(len(self.values), np.int64)
        np.add.at(sums, self.codes, amounts)
        return sums

    def least(self, amounts: Ints, empty: int) -> Ints:
        """Return for each value the least of its amounts, at most `empty`."""
        least = np.full(len(self.values), empty, np.int64)
        np.minimum.at(least, self.codes, amounts)
        return least

    def most(self, amounts: Ints, empty: int) -> Ints:
        """Return for each value the largest of its amounts, at least `empty`."""
        most = np.full(len(self.values), empty, np.int64)
        np.maximum.at(most, self.codes, amounts)
        return most

    def ordered(self) -> Coded:
        """Return the same column with its values in the order of texts, so that a lower code is a lower text."""
        if len(self.values) <= 1:
            return self
        texts = self.values.to_pylist()
        order = np.array(sorted(range(len(texts)), key=texts.__getitem__), np.int64)
        ranks = np.empty(len(order), np.int64)
        ranks[order] = np.arange(len(order))
        return Coded(ranks[self.codes], self.values.take(pa.array(order)))

    def at(self, codes: Ints) -> Coded:
        """Return another column of the same values."""
        return Coded(codes, self.values)

    def equals(self, text: str) -> Flags:
        """Tell of each cell whether it is this text."""
        texts = self.values.to_pylist()
        same: Flags = self.codes == (texts.index(text) if text in texts else -1)
        return same


def coded(column: pa.ChunkedArray | pa.Array) -> Coded:
    """Return a column of texts with its different values in the order of their first places."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    found = whole.dictionary_encode(null_encoding="encode")
    return Coded(found.indices.to_numpy().astype(np.int64), found.dictionary)


def sums_by(keys: pa.ChunkedArray, amounts: Ints) -> tuple[pa.Array, Ints]:
    """Return each key once and the sum of its amounts."""
    by = coded(keys)
    return by.values, by.sums(amounts)


def frame_from(data: pa.Table) -> pl.DataFrame:
    """Return a table as a Polars frame."""
    frame = pl.from_arrow(data)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame
