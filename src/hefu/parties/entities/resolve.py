"""Who is the same as whom, over a whole book: two tables, `entities` and `party_pairs`.

The id that stands for an entity is one of its own: an identified one before an unnamed one, then the first in order.
So it is the same in every run, whatever the order of rows, and stays as it is when parties are added that have
nothing to do with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow.compute as pc

from hefu.book.book import Book
from hefu.book.schema import SCHEMA
from hefu.parties.arrays import each_once, numbers_in, texts
from hefu.parties.config import PartiesConfig
from hefu.parties.entities.blocks import Blocks, Overfull, blocks_of
from hefu.parties.entities.clusters import (
    SUCCESSION_POINTS,
    Edges,
    identifier_edges,
    joined,
    telling_codes,
)
from hefu.parties.entities.records import Records, records_of
from hefu.parties.entities.scores import (
    AGREES,
    DIFFERS,
    IDENTIFIER,
    NAME,
    NAME_NEAR,
    OTHER_IDENTIFIER,
    SUCCESSION,
    Scores,
    score,
)
from hefu.parties.identity import UNNAMED

_OUTCOMES = np.array(["same", "undecided", "look_alike", ""])
_NO_ENTITIES = pl.DataFrame(SCHEMA["entities"].arrow.empty_table())
_NO_PAIRS = pl.DataFrame(SCHEMA["party_pairs"].arrow.empty_table())
_SAME, _UNDECIDED, _LOOK_ALIKE, _NOTHING = range(4)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is the same as whom: the tables of that name, and what the blocks could not compare."""

    entities: pl.DataFrame
    party_pairs: pl.DataFrame
    overfull: tuple[Overfull, ...]


def resolve(book: Book, config: PartiesConfig) -> Resolution:
    """Resolve the parties of a book. Cut the book with `as_of` before: everything in it counts."""
    records = records_of(book)
    blocks = blocks_of(records, config.entities)
    scores = score(records, blocks, config)
    codes = telling_codes(records.identifiers, len(records))
    by_identifier, by_succession = identifier_edges(records.identifiers), _succession(book, records)
    edges = _together([Edges(blocks.first, blocks.second, scores.points), by_identifier, by_succession])
    roots = joined(edges, codes, config.entities.same_points_min)
    outcomes = _outcomes(blocks, scores, codes, roots, config)
    frames = [
        _pairs(Edges(blocks.first, blocks.second, scores.points), outcomes, scores),
        _certain(by_identifier, roots, IDENTIFIER),
        _certain(by_succession, roots, SUCCESSION),
    ]
    return Resolution(_entities(records, roots), _named(records, frames), blocks.overfull)


def _together(parts: list[Edges]) -> Edges:
    return Edges(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.second for part in parts]),
        np.concatenate([part.points for part in parts]),
    )


def _succession(book: Book, records: Records) -> Edges:
    links = book.table("party_links", columns=["kind", "from_id", "to_id"])
    some, ids = links.filter(pc.equal(links["kind"], "succeeds")), texts(records.ids)
    one, other = (numbers_in(some[side], ids).astype(np.int64) for side in ("from_id", "to_id"))
    known = (one >= 0) & (other >= 0) & (one != other)
    both = each_once(np.minimum(one, other)[known] << 32 | np.maximum(one, other)[known])
    points = np.full(len(both), SUCCESSION_POINTS, np.int32)
    return Edges((both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32), points)


def _outcomes(
    blocks: Blocks, scores: Scores, codes: np.ndarray, roots: np.ndarray, config: PartiesConfig
) -> np.ndarray:
    """Say of each pair what it is: a place in _OUTCOMES."""
    held = np.full(codes.shape, -1, np.int32)
    for scheme in range(len(codes)):
        np.maximum.at(held[scheme], roots, codes[scheme])
    one, other = roots[blocks.first], roots[blocks.second]
    mine, theirs = held[:, one], held[:, other]
    apart = ((mine >= 0) & (theirs >= 0) & (mine != theirs)).any(axis=0)
    outcomes = np.full(len(one), _NOTHING, np.int8)
    named = (scores.points > 0) & ((scores.agrees & (NAME | NAME_NEAR)) > 0)
    outcomes[named & apart] = _LOOK_ALIKE
    outcomes[named & ~apart & (scores.points >= config.entities.undecided_points_min)] = _UNDECIDED
    outcomes[one == other] = _NOTHING
    outcomes[(one == other) & (scores.points >= config.entities.same_points_min)] = _SAME
    scores.differs[apart & (outcomes == _LOOK_ALIKE)] |= OTHER_IDENTIFIER
    return outcomes


def _pairs(edges: Edges, outcomes: np.ndarray, scores: Scores) -> pl.DataFrame:
    kept = np.flatnonzero(outcomes != _NOTHING)
    return _frame(edges, kept, outcomes[kept], scores.agrees[kept], scores.differs[kept])


def _certain(edges: Edges, roots: np.ndarray, why: int) -> pl.DataFrame:
    """Pairs that an identifier or succession joins; where other identifiers hold them apart all the same: undecided."""
    outcomes = np.where(roots[edges.first] == roots[edges.second], _SAME, _UNDECIDED).astype(np.int8)
    kept = np.arange(len(edges.first))
    differs = np.where(outcomes == _SAME, 0, OTHER_IDENTIFIER).astype(np.int8)
    return _frame(edges, kept, outcomes, np.full(len(kept), why, np.int16), differs)


def _frame(
    edges: Edges, kept: np.ndarray, outcomes: np.ndarray, agrees: np.ndarray, differs: np.ndarray
) -> pl.DataFrame:
    columns = {
        "first": edges.first[kept],
        "second": edges.second[kept],
        "outcome": outcomes,
        "points": edges.points[kept],
        "agrees": agrees.astype(np.int16),
        "differs": differs.astype(np.int8),
    }
    return pl.DataFrame([pl.Series(name, column) for name, column in columns.items()])


def _named(records: Records, frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The table `party_pairs` from pairs of numbers, each once, the last that was found."""
    if all(frame.is_empty() for frame in frames):
        return _NO_PAIRS
    pairs = pl.concat(frames).unique(["first", "second"], keep="last", maintain_order=True).sort("first", "second")
    party, other = records.ids.gather(pairs["first"]), records.ids.gather(pairs["second"])
    return pl.DataFrame(
        {
            "pair_id": party + "|" + other,
            "party_id": party,
            "other_id": other,
            "outcome": pl.Series(_OUTCOMES).gather(pairs["outcome"]),
            "points_count": pairs["points"].clip(0).cast(pl.Int64),
            "agrees": _words(pairs["agrees"].to_numpy(), AGREES),
            "differs": _words(pairs["differs"].to_numpy(), DIFFERS),
        }
    )


def _words(bits: np.ndarray, words: tuple[str, ...]) -> pl.Series:
    """Bits as words, blank-separated; no bit is an empty cell."""
    kinds, places = np.unique(bits, return_inverse=True)
    said = [" ".join(word for n, word in enumerate(words) if kind >> n & 1) or None for kind in kinds.tolist()]
    return pl.Series(said, dtype=pl.String).gather(places)


def _entities(records: Records, roots: np.ndarray) -> pl.DataFrame:
    """The table `entities`: the ids of each entity of two or more, and the one that stands for them."""
    several = np.bincount(roots, minlength=1)[roots] > 1
    if not several.any():
        return _NO_ENTITIES
    frame = pl.DataFrame({"party_id": records.ids, "root": roots}).filter(pl.Series(several))
    doubt = pl.col("party_id").str.starts_with(UNNAMED).cast(pl.Int8) * 2
    doubt += pl.col("party_id").str.contains("?:", literal=True).cast(pl.Int8)
    best = frame.sort(doubt, "party_id").unique("root", keep="first", maintain_order=True)
    return (
        frame.join(best.select("root", entity_id="party_id"), on="root")
        .select("party_id", "entity_id")
        .sort("party_id")
    )
