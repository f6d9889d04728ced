"""The links of a book as numbered columns.

Who holds how many votes of whom, who acts with whom, what is wrong with a link.

Numbers are those of entities, so that a company under two ids is one. A pair that several sources state is counted
once, with the largest share that one of them states; a pair with a share of votes (`votes`) is counted by votes,
whatever it `owns`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from hefu.book.book import Book, Row

WHOLE_BPS = 10_000
_CONTROL = ("owns", "votes", "controls")
_TOGETHER = ("acts_in_concert", "kin")


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
    frame = book.frame("party_links")
    if sources is not None:
        frame = frame.filter(pl.col("source_id").is_in(sorted(sources)))
    frame = frame.filter(in_force_on(day) & pl.col("kind").is_in([*_CONTROL, *_TOGETHER]))
    for side in ("from_id", "to_id"):
        known = entities.select(pl.col("party_id").alias(side), entity=pl.col("entity_id"))
        frame = frame.join(known, on=side, how="left", maintain_order="left")
        frame = frame.with_columns(pl.coalesce("entity", side).alias(side)).drop("entity")
    ids = pl.concat([frame["from_id"], frame["to_id"]]).unique().sort()
    rows = _numbered(frame, ids)
    held = rows.filter(pl.col("kind").is_in(_CONTROL))
    own = held.filter((pl.col("one") == pl.col("other")) & (pl.col("kind") != "controls"))
    self_bps = np.zeros(len(ids), np.int64)
    said = own.group_by("one").agg(pl.col("share_bps").fill_null(0).clip(0, WHOLE_BPS).max())
    self_bps[said["one"].to_numpy()] = said["share_bps"].to_numpy()
    return Links(ids, _holdings(held), _together(rows), rows, self_bps)


def in_force(row: Row, day: date) -> bool:
    """Tell whether a row with valid_from and valid_to holds on a day; an empty bound is open."""
    return not (row["valid_from"] and day < row["valid_from"]) and not (row["valid_to"] and day >= row["valid_to"])


def in_force_on(day: date) -> pl.Expr:
    """`in_force` of a whole column."""
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    return begun & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))


def _numbered(frame: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    numbers = pl.DataFrame({"id": ids, "number": pl.int_range(len(ids), dtype=pl.Int32, eager=True)})
    frame = frame.join(numbers.rename({"id": "from_id", "number": "one"}), on="from_id")
    frame = frame.join(numbers.rename({"id": "to_id", "number": "other"}), on="to_id")
    return frame.select("link_id", "source_id", "kind", "share_bps", "one", "other").sort("link_id", "source_id")


def _holdings(held: pl.DataFrame) -> pl.DataFrame:
    """Sum what one source says of a pair, then take the largest; votes before shares."""
    stated = (pl.col("kind") == "controls") | pl.col("share_bps").is_null()
    # The latest word of one source on one link stands once; two sources may use one link id.
    told = held.filter(pl.col("one") != pl.col("other")).with_columns(stated=stated)
    bounded = pl.col("share_bps").fill_null(0).clip(0, WHOLE_BPS)
    voice = told.group_by("one", "other", "kind", "source_id").agg(share=bounded.sum(), stated=pl.col("stated").any())
    kinds = voice.group_by("one", "other", "kind").agg(pl.col("share").max(), pl.col("stated").any())
    votes = (pl.col("kind") == "votes").any().over("one", "other")
    counted = pl.when(votes & (pl.col("kind") != "votes")).then(0).otherwise(pl.col("share"))
    pairs = kinds.with_columns(counted=counted).group_by("one", "other")
    both = pairs.agg(share_bps=pl.col("counted").max().clip(0, WHOLE_BPS), stated=pl.col("stated").any())
    return both.sort("one", "other").with_columns(pl.col("share_bps").cast(pl.Int64))


def _together(rows: pl.DataFrame) -> pl.DataFrame:
    some = rows.filter(pl.col("kind").is_in(_TOGETHER) & (pl.col("one") != pl.col("other")))
    ways = [some.select("one", "other", "kind"), some.select(one="other", other="one", kind="kind")]
    return pl.concat(ways).unique().sort("one", "other", "kind")
