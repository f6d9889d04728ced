"""Control groups and economic dependence as the derived tables `groups` and `dependences` state them.

Of `groups` the columns group_id, party_id, strength, basis and evidence are known; group_id and party_id are
read here. Of `dependences` party_id, on_party_id and share_bps are read. A book without the table has not been
asked who belongs together, and whoever needs it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl
import pyarrow.compute as pc

from hefu.book import Book
from hefu.book.schema import SCHEMA
from hefu.credit.claims import frame_of

GROUPS = "groups"
DEPENDENCES = "dependences"


def assessed(book: Book, name: str) -> bool:
    """Tell whether a derived table was put into the book: an empty one counts as asked, an absent one does not."""
    return name in SCHEMA and book.holds(name)


def groups_of(book: Book, party_id: str) -> dict[str, frozenset[str]]:
    """Return the members of each control group a party belongs to, itself included; none where it stands alone."""
    return {one: some for one, some in members_of(book).items() if party_id in some}


def members_of(book: Book) -> Mapping[str, frozenset[str]]:
    """Return the members of every control group, in the order of their ids."""
    return book.remembered(("group members", GROUPS), lambda: _members(book))


def _members(book: Book) -> Mapping[str, frozenset[str]]:
    groups, members = book.table(GROUPS), dict[str, set[str]]()
    for group_id, party_id in zip(groups["group_id"].to_pylist(), groups["party_id"].to_pylist(), strict=True):
        members.setdefault(group_id, set()).add(party_id)
    return {one: frozenset(some) for one, some in sorted(members.items())}


def dependents_of(book: Book, party_id: str, share_bps_min: int) -> dict[str, frozenset[str]]:
    """Return the circles of economically dependent customers a party belongs to, by the one they depend on.

    A circle is one party and all that depend on it, directly or through others. The party's own circle and those of
    everybody it depends on count.
    """
    above, below = _dependences(book, share_bps_min)
    circles = {one: frozenset(_reached(one, below)) for one in sorted(_reached(party_id, above))}
    return {one: circle for one, circle in circles.items() if len(circle) > 1}


def circles_of(book: Book, share_bps_min: int) -> dict[str, frozenset[str]]:
    """Return every circle of dependent customers in the book, by the one they depend on, who is in it."""
    _, below = _dependences(book, share_bps_min)
    return {one: frozenset(_reached(one, below)) for one in sorted(below)}


def _dependences(book: Book, share_bps_min: int) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Return on whom each party depends, and who depends on it, by the share that counts."""
    return book.remembered((f"dependences from {share_bps_min}", DEPENDENCES), lambda: _both_ways(book, share_bps_min))


def _both_ways(book: Book, share_bps_min: int) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    rows = book.table(DEPENDENCES, ("party_id", "on_party_id", "share_bps"))
    rows = rows.filter(pc.fill_null(pc.greater_equal(rows["share_bps"], share_bps_min), fill_value=True))
    low, high = rows["party_id"].to_pylist(), rows["on_party_id"].to_pylist()
    return _steps(zip(low, high, strict=True)), _steps(zip(high, low, strict=True))


def _steps(links: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    steps: dict[str, set[str]] = {}
    for tail, head in links:
        steps.setdefault(tail, set()).add(head)
    return steps


def _reached(start: str, steps: Mapping[str, set[str]]) -> set[str]:
    reached, edge = {start}, {start}
    while edge:
        edge = {head for one in edge for head in steps.get(one, ())} - reached
        reached |= edge
    return reached


def with_related(claims: pl.LazyFrame, book: Book) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return the claims with the flag `related`, and the name of the test where groups are not known."""
    if not assessed(book, GROUPS):
        return claims.with_columns(pl.lit(value=False).alias("related")), ("related",)
    members = frame_of(book, GROUPS, "group_id", "party_id")
    pairs = members.rename({"party_id": "seller_id"}).join(
        members.rename({"party_id": "debtor_id"}), on="group_id", how="inner"
    )
    related = pairs.select("seller_id", "debtor_id", pl.lit(value=True).alias("related")).unique()
    return claims.join(related, on=["seller_id", "debtor_id"], how="left"), ()
