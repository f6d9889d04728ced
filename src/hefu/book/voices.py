"""Who says so: several papers may speak of the same thing, and one of them is believed first.

A source that nobody describes counts as the borrower's own: unknown is never independent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book, Row
from hefu.book.schema import table_named
from hefu.book.tables.parties import CONTROLLERS

_RANKS = {kind: rank for rank, kind in enumerate(CONTROLLERS.split())}


@dataclass(frozen=True, slots=True)
class Controller:
    """Who controls a source. Two papers whose controllers are equal are one voice."""

    controlled_by: str
    controller_id: str | None = None

    @property
    def rank(self) -> int:
        """Place in the order of CONTROLLERS: 0 is the most independent of the borrower."""
        return _RANKS[self.controlled_by]

    def is_independent_of(self, party_id: str) -> bool:
        """Tell whether somebody else than this party speaks.

        Where the controller's id is known it decides. Where it is not, the borrower and "other" may be
        anybody, so they do not count.
        """
        if self.controller_id:
            return self.controller_id != party_id
        return self.controlled_by not in {"borrower", "other"}


UNDESCRIBED = Controller("borrower")
"""The controller of a source that the book does not describe."""


def controllers(book: Book) -> Mapping[str, Controller]:
    """Return the controller of every source by `source_id`, as last stated."""
    return book.remembered(("controllers", "sources"), lambda: _controllers(book))


def _controllers(book: Book) -> Mapping[str, Controller]:
    rows = sorted(book.rows("sources"), key=lambda row: row["known_at"])
    return {row["source_id"]: Controller(row["controlled_by"], row["controller_id"]) for row in rows}


def controller_of(row: Row, known: Mapping[str, Controller]) -> Controller:
    """Return who controls the source of one row; `known` is what `controllers` gave."""
    return known.get(row["source_id"], UNDESCRIBED)


def one_voice(book: Book, table: str) -> list[Row]:
    """Return one statement per id, in the order of ids: that of the source most independent of the borrower.

    Ties go to the latest `known_at`, then to the first `source_id`. Parts of a document (lines,
    references, taxes) follow one source per document, so that lines and sums of two papers never mix.
    """
    return book.remembered(
        ("one_voice", table, "sources"), lambda: _rows_at(book, table, places_of_one_voice(book, table))
    )


def one_voice_of(book: Book, table: str, ids: Collection[str]) -> list[Row]:
    """Return the statements of `one_voice` with some ids, where few of many are wanted; not of parts of documents."""
    assert _owner(table) is None  # noqa: S101 - who speaks of a part depends on the document's other parts
    if not ids:
        return []
    data = book.table(table)
    some = data.filter(pc.is_in(data[table_named(table).key], pa.array(sorted(ids), pa.string())))
    return one_voice(book.with_table(table, some), table) if some.num_rows else []


def one_voice_table(book: Book, table: str) -> pa.Table:
    """Return the statements of `one_voice` as a table, for books of any size."""
    places = places_of_one_voice(book, table)
    return book.table(table).take(places) if places else book.table(table)


def statements(book: Book, table: str) -> list[Row]:
    """Return each source's latest statement of each thing, in the order of ids, most independent source first."""
    return book.remembered(("statements", table, "sources"), lambda: _rows_at(book, table, _stated(book, table)))


def _rows_at(book: Book, table: str, places: list[int]) -> list[Row]:
    rows = book.rows(table)
    return [rows[at] for at in places]


def places_of_one_voice(book: Book, table: str) -> list[int]:
    """Return the places of the rows of `one_voice`."""
    return book.remembered(("speaking", table, "sources"), lambda: _find_speaking(book, table))


def _find_speaking(book: Book, table: str) -> list[int]:
    data, owner = book.table(table), _owner(table)
    if not data.num_rows:
        return []
    keys, sources = data[table_named(table).key].to_pylist(), data["source_id"].to_pylist()
    owners = data[owner].to_pylist() if owner else []
    if len(set(keys)) == len(keys) and len(set(zip(owners, sources, strict=False))) == len(set(owners)):
        return sorted(range(len(keys)), key=keys.__getitem__)
    order = _most_independent_first(book, table)
    if owner:
        speaking: dict[str, str] = {}
        for at in order:
            speaking.setdefault(owners[at], sources[at])
        order = [at for at in order if speaking[owners[at]] == sources[at]]
    first: dict[str, int] = {}
    for at in order:
        first.setdefault(keys[at], at)
    return [first[key] for key in sorted(first)]


def _stated(book: Book, table: str) -> list[int]:
    data = book.table(table)
    keys, sources = data[table_named(table).key].to_pylist(), data["source_id"].to_pylist()
    if len(set(keys)) == len(keys):
        return sorted(range(len(keys)), key=keys.__getitem__)
    latest: dict[tuple[str, str], int] = {}
    for at in _most_independent_first(book, table):
        latest.setdefault((keys[at], sources[at]), at)
    return sorted(latest.values(), key=keys.__getitem__)


def _most_independent_first(book: Book, table: str) -> list[int]:
    """Return the places of a table's rows: most independent source first, then the latest, then by source."""
    data, known = book.table(table), controllers(book)
    sources, moments = data["source_id"].to_pylist(), data["known_at"].cast(pa.int64()).to_pylist()
    ranks = {source_id: known.get(source_id, UNDESCRIBED).rank for source_id in set(sources)}
    return sorted(range(len(sources)), key=lambda at: (ranks[sources[at]], -moments[at], sources[at]))


@cache
def _owner(table: str) -> str | None:
    """The column that names the document a row is a part of, if it is a part."""
    columns = table_named(table).columns
    owned = [c.name for c in columns if c.owned and c.name != "source_id"]
    return owned[0] if owned else next((c.name for c in columns if c.name == "document_id"), None)
