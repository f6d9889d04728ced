"""Tables on disk: Parquet or CSV, flat or in batches. Only this package opens a book's files.

A book is a folder. A table stands in it as `invoices.parquet` or `invoices.csv`, or the same inside a
batch folder (`BATCH/invoices.parquet`), there also in numbered parts (`BATCH/invoices.0001.parquet`). A
batch is written aside and moved in by one rename, so that a book has all of it or nothing.
"""

from __future__ import annotations

import contextlib
import csv
import fcntl
import io
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from hefu.book.checks import fit
from hefu.book.columns import ARROW, Column, Kind, Table
from hefu.book.parquet import read_parquet
from hefu.book.schema import SCHEMA, table_named
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

STAGING = ".staging"

_PART = re.compile(r"\.[0-9]{4,}\Z", re.ASCII)

_WHOLE = r"^-?[0-9]{1,18}$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
_NUL = Text("it holds a NUL byte", "含有 NUL 字节")
_EMPTY = Text("it is empty", "文件为空")
_RAGGED = Text("row {row} has more or fewer cells than the header", "第 {row} 行的单元格数与表头不一致")
_CELL = Text("is not {wanted}", "不是 {wanted}")


def table_files(folder: Path) -> dict[str, list[Path]]:
    """Return the files of each table in a book's folder, in a fixed order.

    Any Parquet or CSV file that is named for no table is refused: a mistyped name must not make a
    table silently empty.
    """
    if not folder.is_dir():
        raise refuse(Refusal.FOLDER_MISSING, path=str(folder))
    found: dict[str, list[Path]] = {}
    for path in sorted([*folder.glob("*"), *folder.glob("*/*")]):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in {".parquet", ".csv"} and not hidden:
            found.setdefault(table_named(_PART.sub("", path.stem)).name, []).append(path)
    return {name: found[name] for name in SCHEMA if name in found}


def read_table(table: Table, paths: list[Path]) -> pa.Table:
    """Return one table from its files, with the schema's columns and types."""
    parts = [_read(table, path) for path in paths]
    return pa.concat_tables(parts) if parts else table.arrow.empty_table()


def _read(table: Table, path: Path) -> pa.Table:
    if not path.is_file():
        # A pipe would never end, and a device may not either.
        raise refuse(Refusal.FILE_NOT_REGULAR, path=str(path))
    return fit(table, _from_csv(table, path)) if path.suffix.lower() == ".csv" else read_parquet(table, path)


def _from_csv(table: Table, path: Path) -> pa.Table:
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data:
        raise refuse(Refusal.FILE_UNREADABLE, path=str(path), reason=_NUL)
    try:
        header, *rows = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    except (ValueError, csv.Error) as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=str(path), reason=str(error)[:200] if data else _EMPTY) from None
    for row, cells in enumerate(rows, start=1):
        if len(cells) != len(header):
            reason = Text(_RAGGED.en.format(row=row), _RAGGED.zh.format(row=row))
            raise refuse(Refusal.FILE_UNREADABLE, path=str(path), reason=reason)
    for name, count in Counter(header).items():
        if count > 1:
            raise refuse(Refusal.COLUMN_REPEATED, table=table.name, column=name)
    known = {column.name: column for column in table.columns}
    columns = dict(zip(header, zip(*rows, strict=True) if rows else [()] * len(header), strict=True))
    return pa.table(
        {
            name: _typed(table, known[name], pl.Series(name, cells, dtype=pl.String)) if name in known else list(cells)
            for name, cells in columns.items()
        }
    )


def _typed(table: Table, column: Column, cells: pl.Series) -> pa.Array:
    """Turn one column of strings into its kind; the first cell that does not fit is named."""
    cells = cells.set(cells == "", None)
    if ARROW[column.kind] == pa.string():
        return cells.to_arrow().cast(pa.string())
    values = _parsed(column, cells)
    bad = (values.is_null() & cells.is_not_null()).arg_true()
    if len(bad):
        reason = Text(_CELL.en.format(wanted=column.kind.value), _CELL.zh.format(wanted=column.kind.value))
        raise refuse(
            Refusal.ROW_BREAKS_SCHEMA,
            table=table.name,
            row=bad[0] + 1,
            column=column.name,
            value=cells[bad[0]][:80],
            reason=reason,
        )
    return values.to_arrow().cast(ARROW[column.kind])


def _parsed(column: Column, cells: pl.Series) -> pl.Series:
    if column.kind is Kind.DAY:
        return cells.set(~cells.str.contains(_DAY), None).str.to_date("%Y-%m-%d", strict=False)
    if column.kind is Kind.MOMENT:
        plain = cells.set(~cells.str.contains(_MOMENT), None)
        return plain.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", time_unit="us", time_zone="UTC", strict=False)
    if column.kind is Kind.FLAG:
        return cells.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    if column.kind in {Kind.MAJOR, Kind.EXACT}:
        return cells.set(~cells.str.contains(r"^-?[0-9]{1,19}(\.[0-9]{1,18})?$"), None).cast(
            pl.Decimal(38, 18), strict=False
        )
    return cells.set(~cells.str.contains(_WHOLE), None).cast(pl.Int64, strict=False)


def write_batch(tables: Mapping[str, pa.Table], folder: Path, batch: str) -> Path:
    """Write tables as one batch of a book. If we stop before the last line, the book is as it was.

    The batch's folder is named by the caller after its content, so writing the same again changes
    nothing.
    """
    staging, final = folder / STAGING / batch, folder / batch
    if final.exists():
        return final
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for name, data in tables.items():
        if data.num_rows:
            pq.write_table(data, staging / f"{name}.parquet", compression="zstd")
    return publish(staging, folder, batch)


def publish(staging: Path, folder: Path, batch: str) -> Path:
    """Move a finished batch into the book by one rename and return where it stands."""
    final = folder / batch
    if not final.exists():
        staging.rename(final)
    return final


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give one process at a time a place aside the book to write a batch into; refused BOOK_BUSY to others.

    What is not published is removed, also what a process that was killed left behind.
    """
    aside = folder / STAGING
    aside.mkdir(exist_ok=True)
    with (aside / "lock").open("w") as lock:
        try:
            # The system lets go of it when the process ends, however it ends.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise refuse(Refusal.BOOK_BUSY, path=str(folder)) from None
        for left in aside.glob("reading-*"):
            shutil.rmtree(left, ignore_errors=True)
        # A new name each time: a child whose parent was killed may still be writing where that one read.
        place = Path(tempfile.mkdtemp(prefix="reading-", dir=aside))
        try:
            staging = place / "batch"
            staging.mkdir()
            yield staging
        finally:
            shutil.rmtree(place, ignore_errors=True)


def known_ids(folder: Path, name: str) -> frozenset[str]:
    """Return the keys that stand in one table of a book's folder."""
    table = SCHEMA[name]
    return frozenset(read_table(table, table_files(folder).get(name, []))[table.key].to_pylist())
