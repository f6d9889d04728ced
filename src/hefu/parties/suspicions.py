"""Suspected links (隐性关联): what two parties share. An alert, never a limit.

Shared: an address, a telephone, an account, a director or legal representative. What more than `sharers_max` firms
share is an office tower's or an agent's: it links nobody, and stands as one row without `other_id` that says how many
share it. So does an address that `places` marks as one where agents register firms. Two ids of one entity, and two
members of one control group, are not suspected of being linked: they are.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from hefu.book.book import Book
from hefu.core.names import fold
from hefu.parties.config import RelatedConfig
from hefu.parties.entities.folding import fold_column, fold_party_name
from hefu.parties.groups.links import in_force_on

_WHOLE_BPS = 10_000
_PERSONS = {"directs": "director", "represents": "representative"}
_SHARES = {"shares_address": "address", "shares_phone": "phone", "shares_account": "account"}


def suspicions_table(
    book: Book, entities: pl.DataFrame, groups: pl.DataFrame, config: RelatedConfig, day: date
) -> pl.DataFrame:
    """Return the table `suspicions` from what the book says on a day."""
    shared = _entity(pl.concat([_stated(book), _accounts(book, day), _persons(book, day)]), entities, "party_id")
    shared = shared.group_by("basis", "key", "party_id").agg(
        shown=pl.col("shown").min(), evidence=pl.col("evidence").unique().sort().head(config.evidence_rows_max)
    )
    sized = shared.with_columns(sharers=pl.len().over("basis", "key")).filter(pl.col("sharers") > 1)
    sized = sized.with_columns(set_aside=_set_aside(book, config))
    pairs = _pairs(sized.filter(pl.col("set_aside") == "no"))
    told = pl.concat([pairs, _links(book, entities, day), _hubs(sized.filter(pl.col("set_aside") != "no"))])
    return _without_groups(told, groups).unique("suspicion_id", keep="first").sort("suspicion_id")


def _table(book: Book, name: str) -> pl.DataFrame:
    frame = pl.from_arrow(book.table(name))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame


def _entity(frame: pl.DataFrame, entities: pl.DataFrame, column: str) -> pl.DataFrame:
    known = entities.select(pl.col("party_id").alias(column), _entity=pl.col("entity_id"))
    joined = frame.join(known, on=column, how="left")
    return joined.with_columns(pl.coalesce("_entity", column).alias(column)).drop("_entity")


def _stated(book: Book) -> pl.DataFrame:
    """Addresses and telephones of the parties, folded."""
    parties = _table(book, "parties").filter(pl.col("kind") != "person")
    evidence = ("parties/" + pl.col("party_id")).alias("evidence")
    found = []
    for column, basis in (("address", "address"), ("phone", "phone")):
        some = parties.filter(pl.col(column).is_not_null())
        texts = fold_column(some[column])
        keys = pl.Series("key", [texts.text(place) for place in range(len(texts))], dtype=pl.String)
        named = some.select("party_id", evidence, shown=pl.col(column), basis=pl.lit(basis)).with_columns(keys)
        found.append(named.filter(pl.col("key") != "").select("basis", "key", "party_id", "shown", "evidence"))
    return pl.concat(found)


def _accounts(book: Book, day: date) -> pl.DataFrame:
    owned = _table(book, "bank_accounts").filter(in_force_on(day) & pl.col("owner_id").is_not_null())
    return owned.select(
        basis=pl.lit("account"), key="account_id", party_id="owner_id", shown="account_id",
        evidence="bank_accounts/" + pl.col("account_id"),
    )  # fmt: skip


def _persons(book: Book, day: date) -> pl.DataFrame:
    links = _table(book, "party_links").filter(in_force_on(day) & pl.col("kind").is_in(list(_PERSONS)))
    return links.select(
        basis=pl.col("kind").replace_strict(_PERSONS, default=None), key="from_id", party_id="to_id", shown="from_id",
        evidence="party_links/" + pl.col("link_id"),
    )  # fmt: skip


def _set_aside(book: Book, config: RelatedConfig) -> pl.Expr:
    """Why a thing shared links nobody: an agent's address first, then one that too many share."""
    places = _table(book, "places").filter(pl.col("registration_agent") & pl.col("name").is_not_null())
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


def _links(book: Book, entities: pl.DataFrame, day: date) -> pl.DataFrame:
    """What somebody states outright: a link of kind shares_address, shares_phone or shares_account."""
    links = _table(book, "party_links").filter(in_force_on(day) & pl.col("kind").is_in(list(_SHARES)))
    both = _entity(_entity(links, entities, "from_id"), entities, "to_id")
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
    inside = groups.select("group_id", "party_id")
    met = told.filter(pl.col("other_id").is_not_null()).join(inside, on="party_id")
    met = met.join(inside, left_on=["group_id", "other_id"], right_on=["group_id", "party_id"], how="semi")
    return told.join(met.select("suspicion_id").unique(), on="suspicion_id", how="anti")
