"""Who says so: several papers may speak of the same thing, and one of them is believed first.

A source that nobody describes counts as the borrower's own: unknown is never independent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

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
    return one_voice_frame(book, table).to_dicts()


def one_voice_frame(book: Book, table: str) -> pl.DataFrame:
    """Return the statements of `one_voice` as a frame with the table's columns, for tables of any size."""
    key, owner = table_named(table).key, _owner(table)
    first = _most_independent_first(book, table)
    if owner:
        speaking = first.unique(subset=[owner], keep="first", maintain_order=True).select(owner, "source_id")
        first = first.join(speaking, on=[owner, "source_id"], how="semi", maintain_order="left")
    return first.unique(subset=[key], keep="first", maintain_order=True).sort(key).collect()


def statements(book: Book, table: str) -> list[Row]:
    """Return each source's latest statement of each thing, in the order of ids, most independent source first."""
    key = table_named(table).key
    first = _most_independent_first(book, table)
    latest = first.unique(subset=[key, "source_id"], keep="first", maintain_order=True)
    return latest.sort(key, maintain_order=True).collect().to_dicts()


def _most_independent_first(book: Book, table: str) -> pl.LazyFrame:
    frame = pl.from_arrow(book.table(table))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    known = controllers(book)
    ranks = [known.get(source_id, UNDESCRIBED).rank for source_id in frame["source_id"]]
    ranked = frame.lazy().with_columns(pl.Series("_rank", ranks, dtype=pl.Int64))
    order = ranked.sort("_rank", "known_at", "source_id", descending=[False, True, False], maintain_order=True)
    return order.drop("_rank")


def _owner(table: str) -> str | None:
    """The column that names the document a row is a part of, if it is a part."""
    columns = table_named(table).columns
    owned = [c.name for c in columns if c.owned and c.name != "source_id"]
    return owned[0] if owned else next((c.name for c in columns if c.name == "document_id"), None)
