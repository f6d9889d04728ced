"""Columns as arrays: for the kernels, and for steps so small that a query would cost more than what it does."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

Numbers = np.ndarray[Any, Any]
"""An array of numbers or flags."""


def array(column: pl.Series, kind: type[np.generic]) -> Numbers:
    """Return a column as an array of its own.

    Writable and in one piece, so that a kernel is compiled for one shape only.
    """
    return np.array(column.to_numpy(), dtype=kind)


def flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def texts(column: pl.Series) -> pa.Array:
    """Return a column of texts as the book's tables hold them."""
    return flat(column.to_arrow()).cast(pa.string())


def numbers_in(values: pa.ChunkedArray | pa.Array, ids: pa.Array) -> Numbers:
    """Return the place of each value among the ids, -1 where it is none of them. Int32."""
    return np.array(flat(pc.fill_null(pc.index_in(values, ids), -1)), np.int32)


def as_entities(ids: pa.ChunkedArray | pa.Array, entities: pl.DataFrame) -> pa.Array:
    """Return for each id the one that stands for its entity, itself where it stands alone."""
    if entities.is_empty():
        return flat(ids)
    places = pc.index_in(ids, texts(entities["party_id"]))
    return flat(pc.coalesce(texts(entities["entity_id"]).take(flat(places)), flat(ids)))


def begins(*keys: Numbers) -> Numbers:
    """Return where each run of equal keys begins, in columns that lie in the order of their keys. Int64."""
    count = len(keys[0])
    fresh = np.zeros(count, np.bool_)
    fresh[:1] = True
    for key in keys:
        fresh[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(fresh)


def each_once(keys: Numbers) -> Numbers:
    """Return the keys in order, each once: sorted, equal ones stand side by side, far cheaper than a hash of each."""
    ordered = np.sort(keys)
    return ordered[begins(ordered)]


def fresh(*columns: pl.Series) -> pl.Series:
    """Tell which rows differ from the one before in some column; no cell is empty."""
    differs = np.zeros(len(columns[0]), np.bool_)
    differs[:1] = True
    for column in columns:
        differs[1:] |= (column[1:] != column[:-1]).to_numpy()
    return pl.Series(differs)


def joined_texts(pieces: pa.Array, starts: Numbers) -> pa.Array:
    """Return the texts of each run joined by blanks; run i is `pieces[starts[i]:starts[i + 1]]`."""
    offsets = pa.array(np.append(starts, len(pieces)).astype(np.int32))
    return pc.binary_join(pa.ListArray.from_arrays(offsets, pieces), " ")
