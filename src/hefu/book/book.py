"""The book: a set of tables under one schema, wherever they live. Rules ask it for tables, never for files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.checks import BookRefusedError, broken_rows, fit, fit_values
from hefu.book.columns import ARROW, Table
from hefu.book.files import read_table, table_files, write_batch
from hefu.book.index import Finder
from hefu.book.neighbourhood import NEAR, neighbourhood, spoken_for
from hefu.book.rows import rows_of
from hefu.book.schema import SCHEMA, table_named
from hefu.core.canonical import sha256_hex
from hefu.core.refusals import Refusal, Refused, refuse

Row = dict[str, Any]
"""One row as Python values, by column name."""

Worked = TypeVar("Worked")


class Book:
    """Facts under the schema of `hefu.book.schema`. A book never changes; every act returns another."""

    def __init__(self, tables: Mapping[str, pa.Table] | None = None) -> None:
        """Hold tables whose columns fit the schema; rows are checked by `checked`."""
        self._tables = {name: _fitting(name, data) for name, data in (tables or {}).items()}
        self._memory: dict[tuple[str, ...], Any] = {}

    @classmethod
    def open(cls, folder: Path) -> Book:
        """Open a folder of Parquet or CSV tables and check every row.

        Raises BookRefusedError where rows break the schema (all named), RefusalError where a file
        cannot be read. Nothing is half-loaded.
        """
        files = table_files(folder)
        return cls({name: read_table(SCHEMA[name], paths) for name, paths in files.items()}).checked()

    @classmethod
    def of_rows(cls, rows: Mapping[str, Iterable[Row]]) -> Book:
        """Build a book in memory from Python rows. Columns that a row leaves out are empty."""
        return cls({name: rows_to_arrow(table_named(name), list(some)) for name, some in rows.items()})

    def checked(self) -> Book:
        """Return this book if every row holds to the schema; raise BookRefusedError otherwise."""
        broken = self.broken_rows()
        if broken:
            raise BookRefusedError(broken)
        return self

    def broken_rows(self) -> list[Refused]:
        """Return a refusal for each row that breaks the schema, table by table."""
        owners = {column.of for table in SCHEMA.values() for column in table.columns if column.owned}
        present = {name: pl.Series(self.table(name)[SCHEMA[name].key].to_pylist(), dtype=pl.String) for name in owners}
        found: list[Refused] = []
        for name in self.names:
            found += broken_rows(SCHEMA[name], self._tables[name], present)
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that hold rows, in the schema's order."""
        return tuple(name for name in SCHEMA if name in self._tables and self._tables[name].num_rows)

    def holds(self, name: str) -> bool:
        """Tell whether a table was put into the book, with rows or without: a derived one was then computed."""
        return name in self._tables

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return one table in Arrow; a table without rows is empty, never missing."""
        schema = table_named(name)
        data = self._tables.get(name)
        data = _empty(name) if data is None else data
        for column in columns or ():
            if column not in schema.column_names:
                raise refuse(Refusal.COLUMN_UNKNOWN, table=name, column=column)
        return data.select(list(columns)) if columns else data

    def rows(self, name: str) -> list[Row]:
        """Return one table as Python rows, for tables as small as one request's. They are nobody's to change."""
        return self.remembered(("rows", name), lambda: rows_of(self.table(name)))

    def frame(self, name: str) -> pl.DataFrame:
        """Return one table as a Polars frame, made once: the same columns, nothing copied that need not be."""
        return self.remembered(("frame", name), lambda: _frame(self.table(name)))

    def remembered(self, key: tuple[str, ...], work_out: Callable[[], Worked]) -> Worked:
        """Return what was worked out of this book under a key, working it out the first time: a book never changes.

        A key names what was worked out, then the tables it was worked out of; none named means all.
        """
        if key not in self._memory:
            self._memory[key] = work_out()
        found: Worked = self._memory[key]
        return found

    def scan(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return one table as a DuckDB relation, for joins that are larger than memory."""
        return duckdb.connect().from_arrow(self.table(name))

    def as_of(self, at: datetime) -> Book:
        """Return what was known at a moment: nothing learned later, and of each source its latest word."""
        return _book({name: _known(SCHEMA[name], self._tables[name], at) for name in self.names})

    def neighbourhood(
        self, party_ids: Iterable[str], hops: int, thing_ids: Iterable[str] = (), apart: Iterable[str] = ()
    ) -> Book:
        """Return the rows within so many steps of some parties; see `hefu.book.neighbourhood`."""
        return _book(neighbourhood(self._finder(), party_ids, hops, thing_ids, apart))

    def of_parties(self, party_ids: Collection[str], names: Sequence[str] = ("parties",)) -> Book:
        """Return the rows of some tables that name one of the parties, and their sources."""
        finder, columns = self._finder(), {**NEAR, "parties": ("party_id",)}
        kept = {
            name: finder.find(name, [(c, party_ids) for c in columns[name]]) for name in names if name in finder.tables
        }
        if "sources" in finder.tables:
            kept["sources"] = finder.find("sources", [("source_id", spoken_for(kept))])
        return _book({name: data for name, data in kept.items() if data.num_rows})

    def _finder(self) -> Finder:
        return self.remembered(("finder",), lambda: Finder({name: self._tables[name] for name in self.names}))

    def joined(self, other: Book) -> Book:
        """Return the facts of both books; the very same row in both stands once."""
        both = self.stacked(other)
        return _book({name: _distinct(both.table(name)) for name in both.names})

    def stacked(self, *others: Book) -> Book:
        """Return the facts of all books, the very same row as often as it stands in them: `as_of` keeps one."""
        books = [(book, frozenset(book.names)) for book in (self, *others)]
        parts = {name: [book.table(name) for book, names in books if name in names] for name in SCHEMA}
        return _book({name: pa.concat_tables(some) for name, some in parts.items() if some})

    def with_table(self, name: str, data: pa.Table) -> Book:
        """Return this book with one table in place of what stood there: how derived tables come in."""
        memory = {key: found for key, found in self._memory.items() if len(key) > 1 and name not in key}
        return _book({**self._tables, name: _fitting(name, data)}, memory)

    def write(self, folder: Path) -> Path:
        """Write the book as one batch of a folder, named by its content; nothing is half-written."""
        return write_batch({name: self._tables[name] for name in self.names}, folder, f"batch-{self.sha256()[:16]}")

    def sha256(self) -> str:
        """Return a hash of all rows, the same whatever their order and wherever they live."""
        lines = (f"{name} {table_sha256(self._tables[name])}" for name in self.names)
        return self.remembered(("sha256",), lambda: sha256_hex("\n".join(lines).encode()))


def _book(tables: Mapping[str, pa.Table], memory: dict[tuple[str, ...], Any] | None = None) -> Book:
    """Return a book of tables that fit the schema already, being made of a book's own; `memory` holds for them too."""
    book = Book()
    book._tables, book._memory = dict(tables), memory or {}  # noqa: SLF001 - this module's own
    return book


def _fitting(name: str, data: pa.Table) -> pa.Table:
    """Return `data` in the table's columns: as it is where it has them, which most tables of a book do."""
    return data if data.schema.equals(_empty(name).schema, check_metadata=True) else fit(table_named(name), data)


@cache
def _empty(name: str) -> pa.Table:
    return table_named(name).arrow.empty_table()


def rows_to_arrow(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Return Python rows as Arrow; a column the table does not have is refused."""
    present: set[str] = set().union(*rows)
    for name in sorted(present.difference(table.column_names)):
        raise refuse(Refusal.COLUMN_UNKNOWN, table=table.name, column=name)
    arrays = [
        fit_values(table, column, _values(rows, column.name))
        if column.name in present
        else pa.nulls(len(rows), ARROW[column.kind])
        for column in table.columns
    ]
    return pa.Table.from_arrays(arrays, names=list(table.column_names))


def _values(rows: Sequence[Row], name: str) -> list[Any]:
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        return [row.get(name) for row in rows]


def table_sha256(data: pa.Table) -> str:
    """Return a hash of a table's rows, independent of their order and of how the file was written."""
    frame = pl.from_arrow(data.cast(_hashable(data.schema)))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    # Each cell is preceded by its length, so that no text in one cell can pass for two.
    cells = [_sized(pl.col(name).cast(pl.String)) for name in frame.columns]
    return sha256_hex("\n".join(sorted(frame.select(pl.concat_str(cells).alias("row"))["row"])).encode())


def _sized(cell: pl.Expr) -> pl.Expr:
    sized = pl.concat_str([cell.str.len_bytes().cast(pl.String), pl.lit(":"), cell])
    return pl.when(cell.is_null()).then(pl.lit("-")).otherwise(sized)


def _hashable(schema: pa.Schema) -> pa.Schema:
    return pa.schema([pa.field(f.name, pa.int64() if pa.types.is_timestamp(f.type) else f.type) for f in schema])


def _known(table: Table, data: pa.Table, at: datetime) -> pa.Table:
    """Return what was known by a moment, of each thing the latest word of each source, in the order of both.

    Of two words of one moment the one that stands later counts, where the very same row counts once.
    """
    if table.derived or not data.num_rows:
        return data
    known = data.filter(pc.less_equal(data["known_at"], pa.scalar(at, pa.timestamp("us", tz="UTC"))))
    spoken = list(dict.fromkeys((table.key, "source_id")))
    # Stable: rows of one word and moment stay in the order in which they stand.
    ordered = known.take(pc.sort_indices(known, sort_keys=[(name, "ascending") for name in (*spoken, "known_at")]))
    moments = _as_before(ordered, [*spoken, "known_at"])
    if moments.any():
        ordered = _without_repeats(ordered, moments)
    superseded = _before(_as_before(ordered, spoken))
    return ordered.filter(pa.array(~superseded)) if superseded.any() else ordered


def _as_before(data: pa.Table, columns: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Tell of each row whether it holds the same in some columns as the row before it."""
    same = np.zeros(data.num_rows, np.bool_)
    if len(same) > 1:
        pairs = [pc.equal(data[name].slice(1), data[name].slice(0, len(same) - 1)) for name in columns]
        same[1:] = np.logical_and.reduce([pair.to_numpy() for pair in pairs])
    return same


def _before(marks: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the marks moved to the row before each."""
    moved = np.zeros_like(marks)
    moved[:-1] = marks[1:]
    return moved


def _without_repeats(data: pa.Table, moments: npt.NDArray[np.bool_]) -> pa.Table:
    """Return a table without the very same row again; only rows that `moments` marks can be one, and those before."""
    tied = np.flatnonzero(moments | _before(moments))
    frame = _frame(data.take(tied)).with_columns(_place=tied)
    columns = [name for name in frame.columns if name != "_place"]
    kept = frame.unique(columns, keep="first", maintain_order=True)["_place"]
    alone = np.setdiff1d(np.arange(data.num_rows), tied)
    return data.take(np.sort(np.concatenate([alone, kept.to_numpy()])))


def _distinct(data: pa.Table) -> pa.Table:
    return _frame(data).unique(maintain_order=True).to_arrow().cast(data.schema)


def _frame(data: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(data)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame
