"""Control groups and economic dependence as the derived tables `groups` and `dependences` state them.

Of `groups` the columns group_id, party_id, strength, basis and evidence are known; group_id and party_id are
read here. Of `dependences` party_id, on_party_id and share_bps are read. A book without the table has not been
asked who belongs together, and whoever needs it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

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
    members: dict[str, set[str]] = {}
    for row in book.rows(GROUPS):
        members.setdefault(row["group_id"], set()).add(row["party_id"])
    return {one: frozenset(some) for one, some in sorted(members.items()) if party_id in some}


def dependents_of(book: Book, party_id: str, share_bps_min: int) -> dict[str, frozenset[str]]:
    """Return the circles of economically dependent customers a party belongs to, by the one they depend on.

    A circle is one party and all that depend on it, directly or through others. The party's own circle and those of
    everybody it depends on count.
    """
    links = _links(book, share_bps_min)
    below = _steps((high, low) for low, high in links)
    centres = _reached(party_id, _steps(links))
    circles = {one: frozenset(_reached(one, below)) for one in sorted(centres)}
    return {one: circle for one, circle in circles.items() if len(circle) > 1}


def circle_rows(book: Book, share_bps_min: int) -> list[tuple[str, str]]:
    """Return every circle of dependent customers in the book as (whom they depend on, member), the former included."""
    below = _steps((high, low) for low, high in _links(book, share_bps_min))
    return [(one, member) for one in sorted(below) for member in sorted(_reached(one, below))]


def _links(book: Book, share_bps_min: int) -> list[tuple[str, str]]:
    return [
        (row["party_id"], row["on_party_id"])
        for row in book.rows(DEPENDENCES)
        if row["share_bps"] is None or row["share_bps"] >= share_bps_min
    ]


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
