"""Control groups and economic dependence as the derived tables `groups` and `dependences` state them.

Of `groups` the columns group_id, party_id, strength, basis and evidence are known; group_id and party_id are
read here. Of `dependences` party_id, on_party_id and share_bps are read. A book without the table has not been
asked who belongs together, and whoever needs it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book
from hefu.book.schema import SCHEMA
from hefu.credit.arrays import Flags, Ints, coded, is_among

GROUPS = "groups"
DEPENDENCES = "dependences"


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


@dataclass(frozen=True, slots=True)
class _Steps:
    """From each party, by its place in `_Links.parties`, to others: of place n those of `heads` from `starts[n]` on."""

    starts: list[int]
    heads: list[int]

    def reached(self, start: int) -> set[int]:
        """Return a place and all that are reached from it."""
        starts, heads = self.starts, self.heads
        reached, edge = {start}, {start}
        while edge:
            edge = {head for one in edge for head in heads[starts[one] : starts[one + 1]]} - reached
            reached |= edge
        return reached


@dataclass(frozen=True, slots=True)
class _Links:
    """Who depends on whom by a share that counts: from each party to those it depends on, and to its dependents."""

    parties: pa.Array
    above: _Steps
    below: _Steps

    def circles(self, centres: Iterable[int]) -> dict[str, frozenset[str]]:
        """Return the circle of each of some parties that others depend on, in the order of their ids."""
        names = {one: self.parties[one].as_py() for one in centres}
        return {names[one]: self._named(self.below.reached(one)) for one in sorted(names, key=names.__getitem__)}

    def _named(self, circle: set[int]) -> frozenset[str]:
        return frozenset(self.parties.take(pa.array(circle)).to_pylist())


def dependents_of(book: Book, party_id: str, share_bps_min: int) -> dict[str, frozenset[str]]:
    """Return the circles of economically dependent customers a party belongs to, by the one they depend on.

    A circle is one party and all that depend on it, directly or through others. The party's own circle and those of
    everybody it depends on count.
    """
    links = _dependences(book, share_bps_min)
    place = pc.index_in(pa.array([party_id], pa.string()), links.parties)[0].as_py()
    circles = {} if place is None else links.circles(links.above.reached(place))
    return {one: circle for one, circle in circles.items() if len(circle) > 1}


def circles_of(book: Book, share_bps_min: int) -> dict[str, frozenset[str]]:
    """Return every circle of dependent customers in the book, by the one they depend on, who is in it."""
    links = _dependences(book, share_bps_min)
    return links.circles(np.flatnonzero(np.diff(links.below.starts)).tolist())


def _dependences(book: Book, share_bps_min: int) -> _Links:
    return book.remembered((f"dependences from {share_bps_min}", DEPENDENCES), lambda: _links(book, share_bps_min))


def _links(book: Book, share_bps_min: int) -> _Links:
    rows = book.table(DEPENDENCES, ("party_id", "on_party_id", "share_bps"))
    rows = rows.filter(pc.fill_null(pc.greater_equal(rows["share_bps"], share_bps_min), fill_value=True))
    ends = coded(pa.chunked_array([*rows["party_id"].chunks, *rows["on_party_id"].chunks], pa.string()))
    low, high = ends.codes[: len(rows)], ends.codes[len(rows) :]
    return _Links(ends.values, _steps(low, high, len(ends.values)), _steps(high, low, len(ends.values)))


def _steps(tails: Ints, heads: Ints, count: int) -> _Steps:
    order = np.argsort(tails, kind="stable")
    starts = np.searchsorted(tails[order], np.arange(count + 1))
    return _Steps(starts.tolist(), heads[order].tolist())


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
