"""The derived tables of this package, for `assess` and `screen` to put into a book."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pyarrow as pa

from hefu.book.book import Book
from hefu.book.schema import SCHEMA
from hefu.core.context import Context
from hefu.parties.config import PartiesConfig
from hefu.parties.dependences import dependences_table
from hefu.parties.entities.resolve import resolve
from hefu.parties.groups.links import links_of
from hefu.parties.groups.table import groups_table
from hefu.parties.suspicions import suspicions_table


def derive(book: Book, config: PartiesConfig, at: Context) -> Mapping[str, pa.Table]:
    """Return `entities`, `party_pairs`, `groups`, `dependences` and `suspicions` of a book as of the context's day.

    Same book, thresholds and day, same rows, in the order of their keys.
    """
    found = resolve(book, config)
    links = links_of(book, found.entities, at.today)
    groups = groups_table(links, found.entities, config.related.evidence_rows_max)
    frames = {
        "entities": found.entities,
        "party_pairs": found.party_pairs,
        "groups": groups,
        "dependences": dependences_table(book, found.entities, config.related, at.today),
        "suspicions": suspicions_table(book, found.entities, groups, config.related, at.today),
    }
    return {name: _table(name, frame) for name, frame in frames.items()}


def _table(name: str, frame: pl.DataFrame | pa.Table) -> pa.Table:
    if isinstance(frame, pa.Table):
        return frame
    schema = SCHEMA[name]
    if frame.is_empty():
        return schema.arrow.empty_table()
    return frame.select(schema.column_names).to_arrow().cast(schema.arrow)
