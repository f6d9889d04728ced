"""A book checked file by file, for books larger than memory: it answers what `Book.open` would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyarrow as pa

from hefu.book.checks import NAMED_MAX, BookRefusedError, broken_rows, conflicts
from hefu.book.columns import Table
from hefu.book.files import read_table, table_files
from hefu.book.schema import SCHEMA
from hefu.core.refusals import Refusal, Refused


def check_streamed(folder: Path) -> dict[str, int]:
    """Check every row of a book; return rows per table that holds any, in the schema's order.

    Holds one file at a time, the ids of the things that its rows are parts of, and 16 bytes a row of one table. Raises
    BookRefusedError where rows break the schema, all tables' told, and RefusalError where a file cannot be read.
    """
    files = table_files(folder)
    counts: dict[str, int] = {}
    broken: list[Refused] = []
    ids: dict[str, pl.Series] = {}
    for name, paths in files.items():
        table = SCHEMA[name]
        owners = {column.of for column in table.columns if column.owned}
        # The sources own every row; of the others each is wanted by few tables and is let go.
        ids = {
            owner: ids.get(owner, _ids(SCHEMA[owner], files.get(owner, []))) for owner in sorted({"sources", *owners})
        }
        counts[name], found = _check_table(table, paths, ids)
        broken += found
    if broken:
        raise BookRefusedError(broken)
    return {name: rows for name, rows in counts.items() if rows}


def _ids(table: Table, paths: list[Path]) -> pl.Series:
    parts = [pl.Series(read_table(table, [path])[table.key], dtype=pl.String) for path in paths]
    return pl.concat(parts) if parts else pl.Series([], dtype=pl.String)


def _check_table(table: Table, paths: list[Path], ids: dict[str, pl.Series]) -> tuple[int, list[Refused]]:
    rows, found, said = 0, list[Refused](), list[pl.DataFrame]()
    for path in paths:
        data = read_table(table, [path])
        found += [_moved(refused, rows) for refused in broken_rows(table, data, ids)]
        said.append(_hashes(table, data))
        rows += data.num_rows
    if all(refused.refusal is Refusal.ROW_CONFLICT for refused in found):
        found = _conflicts_between(table, paths, said)
    return rows, found[:NAMED_MAX]


def _moved(refused: Refused, rows: int) -> Refused:
    """Number a row as if the files stood one after another."""
    fields = {
        name: value + rows if name == "row" and isinstance(value, int) else value for name, value in refused.fields
    }
    return replace(refused, fields=tuple(fields.items()))


def _spoken(table: Table) -> list[str]:
    return list(dict.fromkeys(name for name in (table.key, "source_id", "known_at") if name in table.column_names))


def _frame(data: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(data)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame


def _hashes(table: Table, data: pa.Table) -> pl.DataFrame:
    """Return for each row a hash of who says it of what and when, and a hash of all it says."""
    frame = _frame(data)
    return pl.DataFrame({"spoken": frame.select(_spoken(table)).hash_rows(), "said": frame.hash_rows()})


def _conflicts_between(table: Table, paths: list[Path], said: list[pl.DataFrame]) -> list[Refused]:
    """Look at the rows whose hashes say that one source says two things at once, in whichever files they stand."""
    distinct = pl.concat(said).unique()
    again = distinct.filter(pl.col("spoken").is_duplicated())["spoken"].unique()
    return conflicts(table, pl.concat(list(_rows_of(table, paths, again)))) if len(again) else []


def _rows_of(table: Table, paths: list[Path], spoken: pl.Series) -> Iterator[pl.DataFrame]:
    first = 0
    for path in paths:
        frame = _frame(read_table(table, [path])).with_row_index("_row", offset=first)
        first += len(frame)
        yield frame.filter(frame.select(_spoken(table)).hash_rows().is_in(spoken.implode()))
