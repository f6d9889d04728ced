"""Parquet files opened with care: what a file claims is held against what it holds before rows are made of it.

A file of two kilobytes can claim a terabyte of rows, one long text repeated; a footer can name fewer rows than the
pages hold, which programs then drop in silence. So the schema is looked at first, then the pages are walked
without being unpacked, and texts are kept as references to distinct ones until their full size is known.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hefu.book.checks import fit
from hefu.book.columns import Table
from hefu.book.thrift import Struct, ThriftError, read_struct
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

GROUPS_FREE = 1_000
"""So many row groups are always taken."""

GROUP_ROWS_MIN = 10_000
"""Above that, groups must hold so many rows on average."""

FREE_BYTES = 256 * 1024 * 1024
"""What any file may unpack to."""

RATIO_MAX = 200
"""How far a larger one may swell; tables with the same words in every row reach about 50."""

FOOTER_MAX_BYTES = 64 * 1024 * 1024

_MAGIC = b"PAR1"
_REFERENCE_BITS = 32
_TAIL = struct.Struct("<I4s")
_NO_FOOTER = Text("it does not end as a Parquet file does", "文件结尾不符合 Parquet 格式")

# Fields of Parquet's own headers, by their numbers in its format definition.
_SCHEMA, _NAME, _REPETITION, _CHILDREN, _SCALE, _LOGICAL = 2, 4, 3, 5, 7, 10
_REPEATED = 2
_LOGICAL_DECIMAL, _LOGICAL_UUID = 5, 14
_ROWS, _GROUPS, _COLUMNS, _GROUP_ROWS = 3, 4, 1, 3
_CHUNK_ELSEWHERE, _CHUNK_ABOUT, _CHUNK_PACKED, _DATA_AT, _DICTIONARY_AT = 1, 3, 7, 9, 11
_UNPACKED, _PACKED, _DATA, _DICTIONARY, _DATA_2 = 2, 3, 5, 7, 8
_ENCODING = {_DATA: 2, _DATA_2: 4}
# One text after another as "the first so many letters of the one before": a few bytes could mean any length.
_DELTA_BYTE_ARRAY = 7


def read_parquet(table: Table, path: Path) -> pa.Table:
    """Return the rows of one file, with the schema's columns and types.

    Raises RefusalError: COLUMN_… for its columns, PARQUET_… for size and shape, FILE_UNREADABLE where it is damaged,
    and what `fit` refuses.
    """
    try:
        with path.open("rb") as file:
            _check_schema(file, path)
            file.seek(0)
            parquet = pq.ParquetFile(file)
            _check_types(table, parquet.schema_arrow)
            _check_groups(parquet.metadata, path)
            budget_bytes = FREE_BYTES + RATIO_MAX * os.fstat(file.fileno()).st_size
            _check_declared(parquet, path, budget_bytes)
            rows, repeated = _check_pages(file, _footer(file, path), path, budget_bytes)
            names = [parquet.schema_arrow.names[at] for at in repeated]
            file.seek(0)
            return fit(table, _rows(pq.ParquetFile(file, read_dictionary=names), rows, path, budget_bytes))
    except (pa.ArrowException, OSError, ValueError, KeyError, RuntimeError) as error:
        # Arrow says in many ways that it cannot make sense of a file.
        raise refuse(Refusal.FILE_UNREADABLE, path=str(path), reason=str(error)[:200]) from None


def _footer(file: BinaryIO, path: Path, until: int = 1 << 16) -> Struct:
    """Read what the footer says, by ourselves: Arrow's own view of a damaged one can end the process."""
    size_bytes = file.seek(0, os.SEEK_END)
    file.seek(max(0, size_bytes - _TAIL.size))
    tail = file.read(_TAIL.size)
    length, magic = _TAIL.unpack(tail) if len(tail) == _TAIL.size else (0, b"")
    if magic != _MAGIC or not 0 < length <= min(FOOTER_MAX_BYTES, size_bytes - _TAIL.size - len(_MAGIC)):
        raise refuse(Refusal.FILE_UNREADABLE, path=str(path), reason=_NO_FOOTER)
    file.seek(size_bytes - _TAIL.size - length)
    return read_struct(file, until)


def _check_schema(file: BinaryIO, path: Path) -> None:
    """Look at the columns as the footer lists them, before Arrow builds anything of them."""
    for column in _structs(_footer(file, path, until=_SCHEMA), _SCHEMA)[1:]:
        _check_column(column)


def _check_column(column: Struct) -> None:
    raw = column.get(_NAME)
    name = raw.decode(errors="replace")[:80] if isinstance(raw, bytes) else "?"
    if column.get(_CHILDREN) or column.get(_REPETITION) == _REPEATED:
        raise refuse(Refusal.COLUMN_NESTED, column=name)
    logical = column.get(_LOGICAL)
    logical = logical if isinstance(logical, dict) else {}
    decimal = logical.get(_LOGICAL_DECIMAL)
    scales = [column.get(_SCALE), decimal.get(1) if isinstance(decimal, dict) else None]
    if any(isinstance(scale, int) and scale < 0 for scale in scales):
        raise refuse(Refusal.COLUMN_SCALE_NEGATIVE, column=name)
    if _LOGICAL_UUID in logical:
        raise refuse(Refusal.COLUMN_EXTENSION_TYPE, column=name, value="uuid")


def _check_types(table: Table, schema: pa.Schema) -> None:
    for field in schema:
        said = (field.metadata or {}).get(b"ARROW:extension:name")
        if said or isinstance(field.type, pa.BaseExtensionType):
            shown = said.decode(errors="replace")[:80] if said else str(field.type)[:80]
            raise refuse(Refusal.COLUMN_EXTENSION_TYPE, column=field.name[:80], value=shown)
        if pa.types.is_timestamp(field.type) and field.type.tz is None and field.name in table.column_names:
            raise refuse(Refusal.COLUMN_WITHOUT_ZONE, column=field.name)
    fit(table, schema.empty_table())


def _check_groups(metadata: pq.FileMetaData, path: Path) -> None:
    groups, rows = metadata.num_row_groups, metadata.num_rows
    if groups > GROUPS_FREE and rows < groups * GROUP_ROWS_MIN:
        raise refuse(Refusal.PARQUET_TOO_MANY_GROUPS, path=str(path), found=groups, rows=rows)


def _check_declared(parquet: pq.ParquetFile, path: Path, budget_bytes: int) -> None:
    """Hold rows times the declared width of the columns against the budget; a text counts as its reference."""
    width_bits = sum(_width_bits(field.type) for field in parquet.schema_arrow)
    _spend(parquet.metadata.num_rows * width_bits // 8, path, budget_bytes)


def _width_bits(kind: pa.DataType) -> int:
    try:
        return int(kind.bit_width)
    except ValueError:
        return _REFERENCE_BITS


def _spend(size_bytes: int, path: Path, budget_bytes: int) -> None:
    if size_bytes > budget_bytes:
        raise refuse(Refusal.PARQUET_TOO_LARGE, path=str(path), size_bytes=size_bytes, limit_bytes=budget_bytes)


def _check_pages(file: BinaryIO, footer: Struct, path: Path, budget_bytes: int) -> tuple[list[int], list[int]]:
    """Walk the headers of all pages; return the rows of each group, and the places of the columns of repeated texts.

    Each column of a group must hold as many values as the group has rows, and the groups as many as the file.
    """
    repeated: set[int] = set()
    rows: list[int] = []
    unpacked_bytes = 0
    for group in _structs(footer, _GROUPS):
        rows.append(_whole(group, _GROUP_ROWS))
        # Of a group without rows some writers leave no pages.
        for at, chunk in enumerate(_structs(group, _COLUMNS) if rows[-1] else ()):
            values = 0
            for page in _pages(file, chunk):
                unpacked_bytes += _whole(page, _UNPACKED)
                _spend(unpacked_bytes, path, budget_bytes)
                if _DICTIONARY in page:
                    repeated.add(at)
                values += _values_in(page)
            if values != rows[-1]:
                raise refuse(Refusal.PARQUET_ROWS_WRONG, path=str(path), expected=rows[-1], found=values)
    if sum(rows) != _whole(footer, _ROWS):
        raise refuse(Refusal.PARQUET_ROWS_WRONG, path=str(path), expected=_whole(footer, _ROWS), found=sum(rows))
    return rows, sorted(repeated)


def _structs(struct_: Struct, number: int) -> list[Struct]:
    found = struct_.get(number)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _pages(file: BinaryIO, chunk: Struct) -> Iterator[Struct]:
    """Yield the header of each page of a column of a group; the pages must fill the place they are given."""
    about = chunk.get(_CHUNK_ABOUT)
    if _CHUNK_ELSEWHERE in chunk or not isinstance(about, dict):
        raise ThriftError("a column that lies in another file")
    begin = _whole(about, _DATA_AT)
    if about.get(_DICTIONARY_AT):
        begin = min(begin, _whole(about, _DICTIONARY_AT))
    end = begin + _whole(about, _CHUNK_PACKED)
    file.seek(begin)
    while file.tell() < end:
        page = read_struct(file)
        yield page
        file.seek(_whole(page, _PACKED), os.SEEK_CUR)
    if file.tell() != end:
        raise ThriftError("pages lie over one another")


def _whole(page: Struct, number: int) -> int:
    value = page.get(number)
    if not isinstance(value, int) or value < 0:
        raise ThriftError("a page without its size")
    return value


def _values_in(page: Struct) -> int:
    for kind, encoding in _ENCODING.items():
        data = page.get(kind)
        if isinstance(data, dict):
            if data.get(encoding) == _DELTA_BYTE_ARRAY:
                raise refuse(Refusal.PARQUET_ENCODING, value="DELTA_BYTE_ARRAY")
            return _whole(data, 1)
    return 0


def _rows(parquet: pq.ParquetFile, rows: list[int], path: Path, budget_bytes: int) -> pa.Table:
    """Read group by group, adding up what the texts come to in full before any of it is written out."""
    groups: list[pa.Table] = []
    full_bytes = 0
    for number, expected in enumerate(rows):
        group = parquet.read_row_group(number)
        full_bytes += sum(_full_bytes(chunk) for column in group.columns for chunk in column.chunks)
        _spend(full_bytes, path, budget_bytes)
        if group.num_rows != expected:
            raise refuse(Refusal.PARQUET_ROWS_WRONG, path=str(path), expected=expected, found=group.num_rows)
        groups.append(group)
    return pa.concat_tables(groups) if groups else parquet.schema_arrow.empty_table()


def _full_bytes(chunk: pa.Array) -> int:
    if not isinstance(chunk, pa.DictionaryArray):
        return int(chunk.nbytes)
    lengths = pc.binary_length(chunk.dictionary).cast(pa.int64()).take(chunk.indices)
    return pc.sum(lengths).as_py() or 0
