"""Control groups and economic dependence as the derived tables `groups` and `dependences` state them.

Of `groups` the columns group_id, party_id, strength, basis and evidence are known; group_id and party_id are
read here. Of `dependences` party_id, on_party_id and share_bps are read. A book without the table has not been
asked who belongs together, and whoever needs it says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book
from hefu.book.schema import SCHEMA
from hefu.credit.arrays import Flags, is_among

GROUPS = "groups"
DEPENDENCES = "dependences"
_Steps = Mapping[str, list[str]]


def assessed(book: Book, name: str) -> bool:
    """Tell whether a derived table was put into the book: an empty one counts as asked, an absent one does not."""
    return name in SCHEMA and book.holds(name)


def banks_of(book: Book) -> frozenset[str]:
    """Return the parties that are banks."""
    return book.remembered(("banks", "parties"), lambda: _banks(book))


def _banks(book: Book) -> frozenset[str]:
    parties = book.table("parties")
    return frozenset(parties["party_id"].filter(pc.equal(parties["kind"], "bank")).to_pylist())


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


def _dependences(book: Book, share_bps_min: int) -> tuple[_Steps, _Steps]:
    """Return on whom each party depends, and who depends on it, by the share that counts."""
    return book.remembered((f"dependences from {share_bps_min}", DEPENDENCES), lambda: _both_ways(book, share_bps_min))


def _both_ways(book: Book, share_bps_min: int) -> tuple[_Steps, _Steps]:
    rows = book.table(DEPENDENCES, ("party_id", "on_party_id", "share_bps"))
    rows = rows.filter(pc.fill_null(pc.greater_equal(rows["share_bps"], share_bps_min), fill_value=True))
    low, high = rows["party_id"].to_pylist(), rows["on_party_id"].to_pylist()
    return _steps(zip(low, high, strict=True)), _steps(zip(high, low, strict=True))


def _steps(links: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    steps: dict[str, list[str]] = defaultdict(list)
    for tail, head in links:
        steps[tail].append(head)
    return dict(steps)


def _reached(start: str, steps: _Steps) -> set[str]:
    reached, edge = {start}, {start}
    while edge:
        edge = {head for one in edge for head in steps.get(one, ())} - reached
        reached |= edge
    return reached


def related(book: Book, seller_id: pa.Array, debtor_id: pa.Array) -> Flags:
    """Tell of each seller and debtor side by side whether they are of one control group."""
    found = np.zeros(len(seller_id), bool)
    groups_by_party: dict[str, set[str]] = {}
    for group_id, members in (members_of(book) if assessed(book, GROUPS) else {}).items():
        for party_id in members:
            groups_by_party.setdefault(party_id, set()).add(group_id)
    grouped = is_among(seller_id, groups_by_party) & is_among(debtor_id, groups_by_party)
    near = np.flatnonzero(grouped)
    sellers, debtors = (ends.take(pa.array(near)).to_pylist() for ends in (seller_id, debtor_id))
    pairs = zip(sellers, debtors, strict=True)
    found[near] = [not groups_by_party[one].isdisjoint(groups_by_party[other]) for one, other in pairs]
    return found
