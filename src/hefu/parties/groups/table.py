"""The derived table `groups`: one row per membership, with what it rests on."""

from __future__ import annotations

import polars as pl

from hefu.book.schema import SCHEMA
from hefu.parties.groups.control import BASES, Bounds, members
from hefu.parties.groups.links import Links

_LAW = {"kin": "group.kin_direct_within"}
_LAW_OF_GROUPS = "group.credit_max"
_NONE = pl.DataFrame(SCHEMA["groups"].arrow.empty_table())


def groups_table(
    links: Links, entities: pl.DataFrame, evidence_rows_max: int, bounds: Bounds | None = None
) -> pl.DataFrame:
    """Return the table `groups`. A member that stands under several ids has a row for each."""
    found, cut = members(links, bounds)
    if found.is_empty():
        return _NONE
    ids = links.ids
    named = found.with_columns(
        controller_id=ids.gather(found["head"]),
        entity_id=ids.gather(found["member"]),
        basis_word=pl.Series(BASES).gather(found["basis"]),
    )
    named = named.join(_evidence(found, links, evidence_rows_max), on=["head", "member"], how="left")
    each = entities.select(pl.col("entity_id"), pl.col("party_id"))
    every = named.join(each, on="entity_id", how="left").with_columns(party_id=pl.coalesce("party_id", "entity_id"))
    group = "group:" + pl.col("controller_id")
    table = every.select(
        membership_id=group + "|" + pl.col("party_id"),
        group_id=group,
        party_id="party_id",
        controller_id="controller_id",
        share_bps=pl.when(pl.col("basis_word").is_in(["controller", "kin", "acts_in_concert"]))
        .then(None)
        .otherwise("share_bps"),
        basis="basis_word",
        steps_count=pl.col("steps").cast(pl.Int64),
        evidence_ids="evidence_ids",
        evidence_cut=pl.col("evidence_count").fill_null(0) > evidence_rows_max,
        group_cut=pl.col("head").is_in(cut.implode()),
        rule_id=pl.col("basis_word").replace_strict(_LAW, default=_LAW_OF_GROUPS),
    )
    return table.sort("group_id", "party_id")


def _evidence(found: pl.DataFrame, links: Links, rows_max: int) -> pl.DataFrame:
    """The links from members of a group into each member, by head and member: their ids in order, at most so many."""
    pairs = found.select("head", "member")
    link_ids = links.rows["link_id"].unique().sort()
    numbered = links.rows.with_columns(link=pl.col("link_id").rank("dense").cast(pl.Int32) - 1)
    into = pl.concat(
        [
            numbered.select("link", "one", "other"),
            numbered.filter(pl.col("kind").is_in(["kin", "acts_in_concert"])).select("link", one="other", other="one"),
        ]
    ).filter(pl.col("one") != pl.col("other"))
    met = pairs.join(into.unique(), left_on="member", right_on="other")
    inside = met.join(pairs, left_on=["head", "one"], right_on=["head", "member"], how="semi")
    # Numbers until the last step: texts are joined only where they are shown.
    ordered = inside.select("head", "member", "link").unique().sort("head", "member", "link")
    ordered = ordered.with_columns(place=pl.int_range(pl.len()).over("head", "member"))
    counts = ordered.group_by("head", "member").agg(evidence_count=pl.len())
    shown = ordered.filter(pl.col("place") < rows_max)
    texts = shown.with_columns(link_id=link_ids.gather(shown["link"])).group_by("head", "member", maintain_order=True)
    return texts.agg(evidence_ids=pl.col("link_id").str.join(" ")).join(counts, on=["head", "member"])
