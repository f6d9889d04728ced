"""The whole chain of owners above some parties and all that they may control: what a part of a book must hold.

A part cut at so many steps leaves out who stands three levels up, and with him that two parties are of one group. So
links are followed to their end: upward from the parties through every holding, whatever its size, since small ones
add up; sideways through concert and kin; downward from whoever was met wherever the holdings of those met come to a
quarter or more (half of what is left where a company holds half of itself), or control is stated. `members` of the
part then finds the groups of the parties as in the whole book.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hefu.book.book import Book, Row
from hefu.parties.groups.links import WHOLE_BPS, in_force

_HOLDS = {"owns", "votes", "controls"}
_TOGETHER = {"acts_in_concert", "kin"}
PARTIES_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Chain:
    """Who stands above, beside and below some parties, themselves included; and whether more stand than were followed.

    `party_ids` are the parties, in no order; cut: there were more than `parties_max`.
    """

    party_ids: frozenset[str]
    cut: bool


def chain_of(
    books: Iterable[Book],
    party_ids: Iterable[str],
    day: date,
    apart: Iterable[str] = (),
    parties_max: int = PARTIES_MAX,
) -> Chain:
    """Return the chain of some parties by the links of all books in force on a day.

    No link leads through those `apart`: a lender may own what it lends to, and is no part of the question.
    """
    links = _Links(tuple(books), day, frozenset(apart))
    met, cut = _up(links, set(party_ids) - links.apart, parties_max)
    if not cut:
        met, cut = _down(links, met, parties_max)
    return Chain(frozenset(met), cut)


class _Links:
    """The links of some books by the party they name, each party looked up once."""

    def __init__(self, books: tuple[Book, ...], day: date, apart: frozenset[str]) -> None:
        self._books, self._day, self.apart = books, day, apart
        self._rows: dict[str, dict[tuple[str, str, str, str, int], Row]] = {}

    def naming(self, party_ids: set[str]) -> list[Row]:
        """Return the links that name one of the parties and none of those apart."""
        fresh = party_ids - self._rows.keys()
        self._rows.update({one: {} for one in fresh})
        for book in self._books if fresh else ():
            for row in book.of_parties(fresh, ("party_links",)).rows("party_links"):
                ends = {row["from_id"], row["to_id"]}
                if in_force(row, self._day) and not ends & self.apart:
                    told = (row["link_id"], row["source_id"], row["from_id"], row["to_id"], row["share_bps"] or -1)
                    for one in ends & fresh:
                        self._rows[one][told] = row
        return [row for one in party_ids for row in self._rows[one].values()]


def _up(links: _Links, party_ids: set[str], parties_max: int) -> tuple[set[str], bool]:
    met, edge = set(party_ids), set(party_ids)
    while edge:
        found = set()
        for row in links.naming(edge):
            if row["kind"] in _HOLDS and row["to_id"] in edge:
                found.add(row["from_id"])
            elif row["kind"] in _TOGETHER:
                found |= {row["from_id"], row["to_id"]}
        edge = found - met
        met |= edge
        if len(met) > parties_max:
            return met, True
    return met, False


def _down(links: _Links, above: set[str], parties_max: int) -> tuple[set[str], bool]:
    """Add whom those above may control; what one source says of a pair adds up, of several the largest counts."""
    met, edge = set(above), set(above)
    held: dict[str, dict[str, dict[str, int]]] = {}
    while edge:
        found = set()
        for row in links.naming(edge):
            one, other = row["from_id"], row["to_id"]
            if row["kind"] in _TOGETHER and edge & {one, other}:
                found |= {one, other}
            elif row["kind"] in _HOLDS and one in edge:
                share = WHOLE_BPS if row["kind"] == "controls" or row["share_bps"] is None else row["share_bps"]
                told = held.setdefault(other, {}).setdefault(one, {})
                told[row["source_id"]] = told.get(row["source_id"], 0) + max(0, share)
                if _may_control(held[other]) or one == other:
                    found.add(other)
        edge = found - met
        met |= edge
        if len(met) > parties_max:
            return met, True
    return met, False


def _may_control(holders: dict[str, dict[str, int]]) -> bool:
    return 4 * sum(max(told.values()) for told in holders.values()) >= WHOLE_BPS
