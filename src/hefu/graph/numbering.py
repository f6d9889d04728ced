"""Ids of any kind become numbers 0 .. n-1, in the order of the ids, whatever the order of the rows."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text
from hefu.graph.arrays import Flags, Int32s, Int64s, sealed
from hefu.graph.kernel import kernel
from hefu.graph.limits import MEMORY_BYTES_MAX, check_memory, check_size

Column: TypeAlias = pa.Array | pa.ChunkedArray

_SPREAD_MAX = 2
"""Whole numbers that spread over at most so many times their count are looked up in a table instead of hashed."""

_SPREAD_FREE = 1 << 20


class Numbered(NamedTuple):
    """The distinct ids in their order, and each column's rows as numbers of ids."""

    ids: pa.Array
    columns: tuple[Int32s, ...]


_NUMBERING = Text("Numbering the ids", "为标识编号")

_BYTES_PER_PLACE = 5
"""Of the table of whole numbers: a flag and a number."""

_BYTES_PER_CELL = 4 * 4
"""A number per row, the same before it is put in order, and twice that for distinct ids in the hash table."""


def number(columns: dict[str, Column], memory_bytes_max: int = MEMORY_BYTES_MAX) -> Numbered:
    """Number the ids of several columns together.

    Refused: a null id, ids that are neither texts nor whole numbers of 64 bits, columns of unlike types, more memory
    than allowed (the ids themselves not counted).
    """
    plain = {name: _plain(name, column) for name, column in columns.items()}
    if all(pa.types.is_integer(column.type) for column in plain.values()):
        return _number_whole([_numpy(column) for column in plain.values()], memory_bytes_max)
    kinds = {str(column.type) for column in plain.values()}
    if len(kinds) > 1:
        raise refuse(
            Refusal.GRAPH_TYPE_WRONG, column=", ".join(plain), found=", ".join(sorted(kinds)), expected="one type"
        )
    return _number_by_hash(list(plain.values()), memory_bytes_max)


def _plain(name: str, column: Column) -> pa.ChunkedArray:
    chunked = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    if pa.types.is_dictionary(chunked.type):
        chunked = pc.cast(chunked, chunked.type.value_type)
    if pa.types.is_string(chunked.type) or pa.types.is_string_view(chunked.type):
        chunked = pc.cast(chunked, pa.large_string())
    if pa.types.is_integer(chunked.type) and chunked.type not in {pa.int32(), pa.int64(), pa.uint64()}:
        chunked = pc.cast(chunked, pa.int64())
    if not (chunked.type in {pa.int32(), pa.int64()} or pa.types.is_large_string(chunked.type)):
        raise refuse(Refusal.GRAPH_TYPE_WRONG, column=name, found=str(chunked.type), expected="string, int64")
    refuse_nulls(name, chunked)
    return chunked


def refuse_nulls(name: str, column: Column) -> None:
    """Refuse a column with an empty cell, and say in which row it stands."""
    if column.null_count:
        raise refuse(Refusal.GRAPH_VALUE_MISSING, column=name, row=pc.index(pc.is_null(column), value=True).as_py())


def _numpy(column: pa.ChunkedArray) -> Int64s:
    return sealed(column.chunk(0).to_numpy() if column.num_chunks == 1 else column.to_numpy())


def _number_whole(columns: list[Int64s], memory_bytes_max: int) -> Numbered:
    filled = [column for column in columns if column.size]
    least = min((int(column.min()) for column in filled), default=0)
    spread = max((int(column.max()) for column in filled), default=-1) - least + 1
    cells = sum(column.size for column in columns)
    if spread > _SPREAD_FREE + _SPREAD_MAX * cells:
        return _number_by_hash(
            [pa.chunked_array([pa.array(column.astype(np.int64))]) for column in columns], memory_bytes_max
        )
    check_memory(_NUMBERING, _BYTES_PER_PLACE * spread + 4 * cells, memory_bytes_max)
    seen = np.zeros(spread, np.bool_)
    for column in columns:
        mark_seen(column, least, seen)
    found = np.flatnonzero(seen)
    check_size(found.size, 0)
    numbers = np.cumsum(seen, dtype=np.int32) - np.int32(1)
    ids = pa.array(found.astype(columns[0].dtype) + columns[0].dtype.type(least))
    return Numbered(ids, tuple(take_numbers(column, least, numbers) for column in columns))


@kernel
def mark_seen(column: Int64s, least: int, seen: Flags) -> None:
    """Note every id that stands in a column."""
    for row in range(column.size):
        seen[column[row] - least] = True


@kernel
def take_numbers(column: Int64s, least: int, numbers: Int32s) -> Int32s:
    """Replace ids by their numbers."""
    found = np.empty(column.size, np.int32)
    for row in range(column.size):
        found[row] = numbers[column[row] - least]
    return found


def _number_by_hash(columns: list[pa.ChunkedArray], memory_bytes_max: int) -> Numbered:
    """Hash all rows once, then put the distinct ids in order and the numbers after them."""
    check_memory(_NUMBERING, _BYTES_PER_CELL * sum(map(len, columns)), memory_bytes_max)
    chunks = [chunk for column in columns for chunk in column.chunks]
    encoded = pa.chunked_array(chunks, columns[0].type).dictionary_encode()
    distinct = encoded.chunk(encoded.num_chunks - 1).dictionary if encoded.num_chunks else pa.array([], columns[0].type)
    check_size(len(distinct), 0)
    order = pc.sort_indices(distinct)
    numbers = np.empty(len(distinct), np.int32)
    numbers[order.to_numpy()] = np.arange(len(distinct), dtype=np.int32)
    by_row = [numbers[chunk.indices.to_numpy()] for chunk in encoded.chunks]
    rows = np.concatenate(by_row) if by_row else np.empty(0, np.int32)
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return Numbered(distinct.take(order), tuple(np.split(rows, ends)))
