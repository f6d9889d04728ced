"""Suspected links (隐性关联): what two parties share. An alert, never a limit.

Shared: an address, a telephone, an account, a director or legal representative. What more than `sharers_max` firms
share is an office tower's or an agent's: it links nobody, and stands as one row without `other_id` that says how many
share it. So does an address that `places` marks as one where agents register firms. Two ids of one entity, and two
members of one control group, are not suspected of being linked: they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book
from hefu.book.schema import SCHEMA
from hefu.core.names import fold
from hefu.parties.arrays import as_entities, flat
from hefu.parties.config import RelatedConfig
from hefu.parties.entities.folding import fold_column, fold_party_name
from hefu.parties.groups.links import in_force_in

_WHOLE_BPS = 10_000
_PERSONS = {"directs": "director", "represents": "representative"}
_SHARES = {"shares_address": "address", "shares_phone": "phone", "shares_account": "account"}
_NONE = pl.DataFrame(SCHEMA["suspicions"].arrow.empty_table())


def suspicions_table(
    book: Book, entities: pl.DataFrame, groups: pl.DataFrame, config: RelatedConfig, day: date
) -> pl.DataFrame:
    """Return the table `suspicions` from what the book says on a day."""
    met = [rows for rows in _things(book, entities, day) if rows is not None]
    links = book.table("party_links")
    links = links.filter(pc.and_(in_force_in(links, day), pc.is_in(links["kind"], pa.array(_SHARES))))
    told = [*(_told(pl.concat(met), book, config) if met else ()), *([_links(links, entities)] if len(links) else ())]
    if not told:
        return _NONE
    return _without_groups(pl.concat(told), groups).unique("suspicion_id", keep="first").sort("suspicion_id")


def _told(met: pl.DataFrame, book: Book, config: RelatedConfig) -> list[pl.DataFrame]:
    """Pairs that share something, and things that so many share that they link nobody."""
    shared = met.group_by("basis", "key", "party_id").agg(
        shown=pl.col("shown").min(), evidence=pl.col("evidence").unique().sort().head(config.evidence_rows_max)
    )
    sized = shared.with_columns(sharers=pl.len().over("basis", "key"))
    sized = sized.with_columns(set_aside=_set_aside(book, config))
    return [_pairs(sized.filter(pl.col("set_aside") == "no")), _hubs(sized.filter(pl.col("set_aside") != "no"))]


def _things(book: Book, entities: pl.DataFrame, day: date) -> Iterator[pl.DataFrame | None]:
    """What parties may share, of each kind the rows of things that two or more of them have."""
    parties = book.table("parties", columns=["party_id", "kind", "address", "phone"])
    parties = parties.filter(pc.not_equal(parties["kind"], "person"))
    for basis in ("address", "phone"):
        some = parties.filter(pc.is_valid(parties[basis]))
        if len(some) > 1:
            yield _met("parties/", basis, some, (_folded(some[basis]), "party_id", basis, "party_id"), entities)
    owned = book.table("bank_accounts")
    owned = owned.filter(pc.and_(in_force_in(owned, day), pc.is_valid(owned["owner_id"])))
    account = (flat(owned["account_id"]), "owner_id", "account_id", "account_id")
    yield _met("bank_accounts/", "account", owned, account, entities)
    links = book.table("party_links")
    links = links.filter(pc.and_(in_force_in(links, day), pc.is_in(links["kind"], pa.array(_PERSONS))))
    for kind, basis in _PERSONS.items():
        some = links.filter(pc.equal(links["kind"], kind))
        if len(some) > 1:
            yield _met("party_links/", basis, some, (flat(some["from_id"]), "to_id", "from_id", "link_id"), entities)


def _folded(column: pa.ChunkedArray) -> pa.Array:
    folded = fold_column(pl.Series(column, dtype=pl.String))
    return pa.array([folded.text(place) for place in range(len(folded))], pa.string())


def _met(
    table: str, basis: str, data: pa.Table, columns: tuple[pa.Array, str, str, str], entities: pl.DataFrame
) -> pl.DataFrame | None:
    """Return the rows of things that two or more have, None where there are none.

    `columns` are what is compared, and the names of those who has it, how it is shown and which row says so.
    """
    keys, party, shown, row = columns
    parties = as_entities(data[party], entities)
    numbers, holders = (np.array(column.dictionary_encode().indices) for column in (keys, parties))
    first, last = np.full(len(keys), len(keys)), np.full(len(keys), -1)
    np.minimum.at(first, numbers, holders)
    np.maximum.at(last, numbers, holders)
    several = np.flatnonzero((first < last)[numbers])
    if not len(several):
        return None
    taken = pa.array(several)
    found = {"key": keys, "party_id": parties, "shown": flat(data[shown]), "row": flat(data[row])}
    frame = pl.DataFrame([pl.Series(name, column.take(taken), dtype=pl.String) for name, column in found.items()])
    rows = frame.filter(pl.col("key") != "").with_columns(basis=pl.lit(basis), evidence=table + pl.col("row"))
    return rows.select("basis", "key", "party_id", "shown", "evidence")


def _set_aside(book: Book, config: RelatedConfig) -> pl.Expr:
    """Why a thing shared links nobody: an agent's address first, then one that too many share."""
    places = book.frame("places").filter(pl.col("registration_agent") & pl.col("name").is_not_null())
    agents = [folded for name in places["name"].unique().sort() if (folded := fold_party_name(fold(name)))]
    many = pl.when(pl.col("sharers") > config.sharers_max).then(pl.lit("many")).otherwise(pl.lit("no"))
    if not agents:
        return many
    at_agent = (pl.col("basis") == "address") & pl.col("key").str.contains_any(agents)
    return pl.when(at_agent).then(pl.lit("registration_agent")).otherwise(many)


def _pairs(sized: pl.DataFrame) -> pl.DataFrame:
    both = sized.join(sized, on=["basis", "key"], suffix="_2").filter(pl.col("party_id") < pl.col("party_id_2"))
    return both.select(
        suspicion_id=pl.concat_str("basis", "party_id", "party_id_2", "key", separator="|"),
        party_id="party_id",
        other_id="party_id_2",
        basis="basis",
        shared="shown",
        strength_bps=(_WHOLE_BPS // (pl.col("sharers").cast(pl.Int64) - 1)),
        sharers_count=pl.col("sharers").cast(pl.Int64),
        set_aside=pl.lit("no"),
        evidence_ids=pl.concat_list("evidence", "evidence_2").list.unique().list.sort().list.join(" "),
    )


def _hubs(sized: pl.DataFrame) -> pl.DataFrame:
    hubs = sized.sort("party_id").unique(["basis", "key"], keep="first", maintain_order=True)
    return hubs.select(
        suspicion_id=pl.concat_str("basis", pl.lit("*"), "key", separator="|"),
        party_id="party_id",
        other_id=pl.lit(None, pl.String),
        basis="basis",
        shared="shown",
        strength_bps=pl.lit(0, pl.Int64),
        sharers_count=pl.col("sharers").cast(pl.Int64),
        set_aside="set_aside",
        evidence_ids=pl.col("evidence").list.join(" "),
    )


def _links(links: pa.Table, entities: pl.DataFrame) -> pl.DataFrame:
    """What somebody states outright: a link of kind shares_address, shares_phone or shares_account."""
    ends = {side: pl.Series(as_entities(links[side], entities), dtype=pl.String) for side in ("from_id", "to_id")}
    both = pl.DataFrame(links).with_columns(**ends)
    both = both.filter(pl.col("from_id") != pl.col("to_id"))
    one, other = pl.min_horizontal("from_id", "to_id"), pl.max_horizontal("from_id", "to_id")
    basis = pl.col("kind").replace_strict(_SHARES, default=None, return_dtype=pl.String)
    return both.select(
        suspicion_id=pl.concat_str(basis, one, other, pl.lit("link"), separator="|"),
        party_id=one,
        other_id=other,
        basis=basis,
        shared=pl.lit(None, pl.String),
        strength_bps=pl.lit(_WHOLE_BPS, pl.Int64),
        sharers_count=pl.lit(2, pl.Int64),
        set_aside=pl.lit("no"),
        evidence_ids="party_links/" + pl.col("link_id"),
    )


def _without_groups(told: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Drop pairs of two members of one control group."""
    if groups.is_empty():
        return told
    inside = groups.select("group_id", "party_id")
    met = told.filter(pl.col("other_id").is_not_null()).join(inside, on="party_id")
    met = met.join(inside, left_on=["group_id", "other_id"], right_on=["group_id", "party_id"], how="semi")
    return told.join(met.select("suspicion_id").unique(), on="suspicion_id", how="anti")
