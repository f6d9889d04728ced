"""The neighbourhood of one party, from the derived tables.

Who it is, who controls it, on whom it depends, what it shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from hefu.book.book import Book, Row
from hefu.parties.groups.links import links_of
from hefu.parties.groups.look_through import CircularError, look_through, share_bps

NODES_MAX = 40
NEIGHBOURS_MAX = 8
"""A picture shows at most so many parties, and so many neighbours of one; the rest are counted.

The table has them all.
"""


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """One relation between two parties, as the derived tables state it.

    `kind` is a word of KINDS, `basis` the table's own.
    """

    kind: str
    one_id: str
    other_id: str
    basis: str
    share_bps: int | None = None
    detail: str = ""
    evidence: str = ""


KINDS = ("same_as", "in_group", "depends_on", "shares")
"""The kinds of ties, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party as it is shown: its id, its name as the book has it, whether it is a person, and how many steps away."""

    party_id: str
    name: str
    person: bool
    hops: int


@dataclass(frozen=True, slots=True)
class Ties:
    """All ties within so many steps of a party, who they name, and what a picture of them shows.

    `controllers` are the ultimate ones, each with its look-through share in the party in bps, rounded down; None where
    circular holdings leave it unsolved.
    """

    subject_id: str
    parties: tuple[Party, ...]
    ties: tuple[Tie, ...]
    drawn: frozenset[str]
    folded: tuple[tuple[str, int], ...]
    controllers: tuple[tuple[str, int | None], ...] = field(default=())


def ties_of(book: Book, party_id: str, hops: int, day: date) -> Ties:
    """Return the ties of a party in a book that holds the derived tables.

    A party that the book does not know has none.
    """
    beside: dict[str, list[Tie]] = {}
    for tie in _all(book):
        beside.setdefault(tie.one_id, []).append(tie)
        beside.setdefault(tie.other_id, []).append(tie)
    steps = {party_id: 0}
    found: set[Tie] = set()
    edge = [party_id]
    for step in range(1, hops + 1):
        following = []
        for one in edge:
            found.update(beside.get(one, ()))
            for tie in beside.get(one, ()):
                for other in (tie.one_id, tie.other_id):
                    if other not in steps:
                        steps[other] = step
                        following.append(other)
        edge = following
    ties = tuple(sorted(found, key=lambda tie: (KINDS.index(tie.kind), tie)))
    drawn, folded = _drawn(party_id, ties, steps)
    controllers = sorted({tie.one_id for tie in ties if tie.kind == "in_group" and tie.other_id == party_id})
    return Ties(party_id, _named(book, steps), ties, drawn, folded, _economic(book, party_id, controllers, day))


def _economic(book: Book, party_id: str, controllers: list[str], day: date) -> tuple[tuple[str, int | None], ...]:
    """Each controller with what share of the party is its own when looked through."""
    if not controllers:
        return ()
    entities = book.frame("entities")
    links = links_of(book, entities, day)
    entity = dict(entities.select("party_id", "entity_id").iter_rows()).get(party_id, party_id)
    number = {one: at for at, one in enumerate(links.ids)}
    holdings: dict[int, list[tuple[int, int]]] = {}
    for one, other, bps, _ in links.holdings.iter_rows():
        holdings.setdefault(one, []).append((other, bps))
    return tuple((one, _share(holdings, number[one], number[entity])) for one in controllers)


def _share(holdings: dict[int, list[tuple[int, int]]], owner: int, company: int) -> int | None:
    try:
        return share_bps(look_through(holdings, owner).get(company, Fraction(0)))
    except CircularError:
        return None


def _all(book: Book) -> Iterator[Tie]:
    for row in book.rows("entities"):
        if row["party_id"] != row["entity_id"]:
            yield Tie("same_as", row["party_id"], row["entity_id"], "entity", evidence=_pairs(book, row))
    for row in book.rows("groups"):
        if row["party_id"] != row["controller_id"]:
            evidence = row["evidence_ids"] or ""
            ends = (row["controller_id"], row["party_id"], row["basis"], row["share_bps"])
            yield Tie("in_group", *ends, detail=row["group_id"], evidence=evidence)
    for row in book.rows("dependences"):
        ends = (row["party_id"], row["on_party_id"], row["basis"], row["share_bps"])
        yield Tie("depends_on", *ends, detail=row["whole"], evidence=row["evidence_ids"] or "")
    for row in book.rows("suspicions"):
        if row["other_id"]:
            ends = (row["party_id"], row["other_id"], row["basis"], row["strength_bps"])
            yield Tie("shares", *ends, detail=row["shared"] or "", evidence=row["evidence_ids"] or "")


def _pairs(book: Book, row: Row) -> str:
    """What agrees between an id and the one that stands for its entity, where the two were compared."""
    wanted = {row["party_id"], row["entity_id"]}
    said = [p["agrees"] or "" for p in book.rows("party_pairs") if {p["party_id"], p["other_id"]} == wanted]
    return said[0] if said else ""


def _named(book: Book, steps: dict[str, int]) -> tuple[Party, ...]:
    names: dict[str, tuple[str, bool]] = {}
    for row in sorted(book.rows("parties"), key=lambda row: (row["known_at"], row["source_id"])):
        if row["party_id"] in steps and row["party_id"] not in names:
            names[row["party_id"]] = (row["name"] or row["party_id"], row["kind"] == "person")
    order = sorted(steps.items(), key=lambda item: (item[1], item[0]))
    return tuple(Party(one, *names.get(one, (one, one.startswith("person:"))), hops) for one, hops in order)


def _drawn(
    subject_id: str, ties: Iterable[Tie], steps: dict[str, int]
) -> tuple[frozenset[str], tuple[tuple[str, int], ...]]:
    """Choose who is drawn.

    From the subject outward, at most NEIGHBOURS_MAX new neighbours each and NODES_MAX in all.
    """
    beside: dict[str, list[str]] = {}
    for tie in ties:
        for one, other in ((tie.one_id, tie.other_id), (tie.other_id, tie.one_id)):
            if other not in beside.setdefault(one, []):
                beside[one].append(other)
    drawn, folded = {subject_id}, []
    edge = [subject_id]
    while edge:
        following: list[str] = []
        for one in edge:
            fresh = [other for other in beside.get(one, ()) if other not in drawn and steps[other] > steps[one]]
            taken = fresh[: max(0, min(NEIGHBOURS_MAX, NODES_MAX - len(drawn)))]
            drawn.update(taken)
            following += taken
            if len(fresh) > len(taken):
                folded.append((one, len(fresh) - len(taken)))
        edge = following
    return frozenset(drawn), tuple(folded)
