"""Where ids stand in a table: an index of each column that is asked for, built once and kept by the book.

An index holds the hashes of a column in order, and the row of each. What is found by hash is held against the id
itself, so that two ids with one hash are never taken for each other; hashes are of this process and never written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

Rows = npt.NDArray[np.intp]


class ColumnIndex:
    """The rows of each id of one column."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        """Hash and order a column once: n log n, 16 bytes a row."""
        self._column = column
        hashes = _hashes(column)
        self._order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._order]

    def rows(self, ids: pa.Array) -> Rows:
        """Return the rows that hold any of some ids, in order."""
        wanted = np.unique(_hashes(ids))
        starts = np.searchsorted(self._hashes, wanted, "left")
        ends = np.searchsorted(self._hashes, wanted, "right")
        found = [self._order[start:end] for start, end in zip(starts, ends, strict=True) if start < end]
        if not found:
            return np.empty(0, np.intp)
        rows = np.sort(np.concatenate(found))
        found_rows: Rows = rows[pc.is_in(self._column.take(rows), ids).to_numpy()]
        return found_rows


def _hashes(column: pa.ChunkedArray | pa.Array) -> npt.NDArray[np.uint64]:
    return pl.Series(column, dtype=pl.String).hash().to_numpy()


class Finder:
    """Finds rows of some tables by the ids they name."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        """Index nothing until a column is asked for."""
        self.tables = tables
        self._indexes: dict[tuple[str, str], ColumnIndex] = {}

    def find(self, name: str, wanted: Collection[tuple[str, Collection[str]]]) -> pa.Table:
        """Return the rows of a table in which any of the columns holds one of its wanted ids, in their order."""
        data = self.tables[name]
        found = [self._rows(name, column, ids) for column, ids in wanted if ids]
        if not found or not data.num_rows:
            return data.slice(0, 0)
        return data.take(np.unique(np.concatenate(found)))

    def _rows(self, name: str, column: str, ids: Collection[str]) -> Rows:
        if (name, column) not in self._indexes:
            self._indexes[name, column] = ColumnIndex(self.tables[name][column])
        return self._indexes[name, column].rows(pa.array(sorted(ids), pa.string()))
