"""The links of a book as numbered columns.

Who holds how many votes of whom, who acts with whom, what is wrong with a link.

Numbers are those of entities, so that a company under two ids is one. A pair that several sources state is counted
once, with the largest share that one of them states; a pair with a share of votes (`votes`) is counted by votes,
whatever it `owns`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book, Row
from hefu.parties.arrays import as_entities, begins, flat, numbers_in, texts

WHOLE_BPS = 10_000
_KINDS = pa.array(["owns", "votes", "controls", "acts_in_concert", "kin"])
_VOTES, _CONTROLS = 1, 2
"""Places in _KINDS: those up to _CONTROLS are holdings, those after it say who stands together."""


@dataclass(frozen=True, slots=True)
class Links:
    """Numbered links. `ids` are the entities in order; the frames hold numbers of them.

    `holdings`: holder, held, share_bps (0 where only control is stated), stated (control is stated, or the share is
    not said); `together`: one, other, kind; both directions stand. `rows`: every link in force with its two numbers,
    for evidence. `self_bps` is by entity what a company holds of itself: such shares have no votes (公司法).
    """

    ids: pl.Series
    holdings: pl.DataFrame
    together: pl.DataFrame
    rows: pl.DataFrame
    self_bps: np.ndarray


def links_of(book: Book, entities: pl.DataFrame, day: date, sources: frozenset[str] | None = None) -> Links:
    """Return the links in force on a day, as stated by some sources (None: by any). `entities` is the derived table."""
    if not entities.is_empty():
        return _links(book, entities, day, sources)
    key = links_key("links", book, day, sources)
    return book.remembered(key, lambda: _links(book, entities, day, sources))


def links_key(what: str, book: Book, day: date, sources: Collection[str] | None) -> tuple[str, ...]:
    """Name for `Book.remembered` what rests on the links alone; sources that state all of them are any."""
    every = book.remembered(("sources of links", "party_links"), lambda: _sources(book))
    believed = () if sources is None or every <= set(sources) else ("of", *sorted(every & set(sources)))
    return (what, day.isoformat(), *believed, "party_links")


def _sources(book: Book) -> frozenset[str]:
    return frozenset(pc.unique(book.table("party_links")["source_id"]).to_pylist())


def _links(book: Book, entities: pl.DataFrame, day: date, sources: frozenset[str] | None) -> Links:
    data = book.table("party_links")
    told = pc.and_(in_force_in(data, day), pc.is_in(data["kind"], _KINDS))
    if sources is not None:
        told = pc.and_(told, pc.is_in(data["source_id"], pa.array(sorted(sources), pa.string())))
    data = data.filter(told)
    if not data.num_rows:
        return _NONE
    ends = [as_entities(data[side], entities) for side in ("from_id", "to_id")]
    ids = pl.Series(pc.unique(pa.concat_arrays(ends)), dtype=pl.String).sort()
    one, other = (numbers_in(end, texts(ids)) for end in ends)
    rows = pl.DataFrame(
        [
            *(pl.Series(name, flat(data[name])) for name in ("link_id", "source_id", "kind", "share_bps")),
            pl.Series("one", one),
            pl.Series("other", other),
        ]
    )
    kinds, voices = numbers_in(data["kind"], _KINDS), flat(data["source_id"]).dictionary_encode().indices
    said = np.clip(np.array(flat(pc.fill_null(data["share_bps"], 0)), np.int64), 0, WHOLE_BPS)
    stated = (kinds == _CONTROLS) | np.array(flat(pc.is_null(data["share_bps"])))
    self_bps = np.zeros(len(ids), np.int64)
    own = (one == other) & (kinds < _CONTROLS)
    np.maximum.at(self_bps, one[own], said[own])
    columns = (one, other, kinds, np.array(voices), said, stated)
    held = (one != other) & (kinds <= _CONTROLS)
    apart = (one != other) & (kinds > _CONTROLS)
    return Links(
        ids, _holdings(*(c[held] for c in columns)), _together(one[apart], other[apart], kinds[apart]), rows, self_bps
    )


def in_force(row: Row, day: date) -> bool:
    """Tell whether a row with valid_from and valid_to holds on a day; an empty bound is open."""
    return not (row["valid_from"] and day < row["valid_from"]) and not (row["valid_to"] and day >= row["valid_to"])


def in_force_on(day: date) -> pl.Expr:
    """`in_force` of a whole column."""
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    return begun & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))


def in_force_in(data: pa.Table, day: date) -> pa.ChunkedArray:
    """`in_force` of a whole table."""
    begun = pc.fill_null(pc.less_equal(data["valid_from"], day), True)  # noqa: FBT003 - Arrow's own
    return pc.and_(begun, pc.fill_null(pc.greater(data["valid_to"], day), True))  # noqa: FBT003 - Arrow's own


def _holdings(
    one: np.ndarray, other: np.ndarray, kinds: np.ndarray, voices: np.ndarray, said: np.ndarray, stated: np.ndarray
) -> pl.DataFrame:
    """Sum what one source says of a pair, then take the largest; votes before shares."""
    if not len(one):
        return _NONE.holdings
    order = np.lexsort((voices, kinds, other, one))
    one, other, kinds, voices, said, stated = (c[order] for c in (one, other, kinds, voices, said, stated))
    # The latest word of one source on one link stands once; two sources may use one link id.
    for told_apart_by, more in ((4, np.add), (3, np.maximum)):
        starts = begins(*(one, other, kinds, voices)[:told_apart_by])
        one, other, kinds, voices = (c[starts] for c in (one, other, kinds, voices))
        said, stated = more.reduceat(said, starts), np.logical_or.reduceat(stated, starts)
    starts = begins(one, other)
    votes = np.repeat(np.logical_or.reduceat(kinds == _VOTES, starts), np.diff(np.append(starts, len(one))))
    counted = np.where(votes & (kinds != _VOTES), 0, said)
    columns = {
        "one": one[starts],
        "other": other[starts],
        "share_bps": np.clip(np.maximum.reduceat(counted, starts), 0, WHOLE_BPS),
        "stated": np.logical_or.reduceat(stated, starts),
    }
    return pl.DataFrame([pl.Series(name, column) for name, column in columns.items()])


def _together(one: np.ndarray, other: np.ndarray, kinds: np.ndarray) -> pl.DataFrame:
    both = np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([kinds, kinds])
    order = np.lexsort(both[::-1])
    one, other, kinds = (c[order] for c in both)
    starts = begins(one, other, kinds)
    words = pl.Series("kind", _KINDS.take(pa.array(kinds[starts])))
    return pl.DataFrame([pl.Series("one", one[starts]), pl.Series("other", other[starts]), words])


_NONE = Links(
    pl.Series([], dtype=pl.String),
    pl.DataFrame(schema={"one": pl.Int32, "other": pl.Int32, "share_bps": pl.Int64, "stated": pl.Boolean}),
    pl.DataFrame(schema={"one": pl.Int32, "other": pl.Int32, "kind": pl.String}),
    pl.DataFrame(
        schema={
            "link_id": pl.String,
            "source_id": pl.String,
            "kind": pl.String,
            "share_bps": pl.Int64,
            "one": pl.Int32,
            "other": pl.Int32,
        }
    ),
    np.zeros(0, np.int64),
)
"""What a book without links of control has."""
