"""Which parties are in one control group, for rules that ask about pairs and for whoever limits groups.

One meaning of control, that of `control.py`, for all of them. They differ in whom they believe: what counts against
the borrower may be anybody's word, what speaks for him must be another's, and there no two ids are taken for one
party either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from hefu.book.book import Book
from hefu.parties.groups.control import members
from hefu.parties.groups.links import links_key, links_of

_NO_ENTITIES = pl.DataFrame(schema={"party_id": pl.String, "entity_id": pl.String})


@dataclass(frozen=True, slots=True)
class Membership:
    """The members of each control group by its controller, and the controllers of each party's groups."""

    groups: Mapping[str, frozenset[str]]
    controllers: Mapping[str, frozenset[str]]

    def together(self, left: str, right: str) -> bool:
        """Tell whether two parties are in one group. One whose group was cut is in none with anybody."""
        none: frozenset[str] = frozenset()
        return left == right or bool(self.controllers.get(left, none) & self.controllers.get(right, none))


def membership_on(book: Book, day: date, sources: Collection[str] | None = None) -> Membership:
    """Return the groups by the links in force on a day, as stated by some sources; None: by any."""
    key = links_key("membership", book, day, sources)
    return book.remembered(key, lambda: _membership(book, day, None if sources is None else frozenset(sources)))


def _membership(book: Book, day: date, sources: frozenset[str] | None) -> Membership:
    links = links_of(book, _NO_ENTITIES, day, sources)
    found, _ = members(links)
    if found.is_empty():
        return Membership({}, {})
    named = pl.DataFrame({"head": links.ids.gather(found["head"]), "member": links.ids.gather(found["member"])})
    groups: dict[str, set[str]] = {}
    controllers: dict[str, set[str]] = {}
    for head, member in named.iter_rows():
        groups.setdefault(head, set()).add(member)
        controllers.setdefault(member, set()).add(head)
    return Membership(_frozen(groups), _frozen(controllers))


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(some) for key, some in sorted(sets.items())}
