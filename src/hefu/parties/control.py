"""Who controls whom: control groups (集团客户) as the links of the book state them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from hefu.book.book import Book, Row
from hefu.parties.config import PartiesConfig

Controllers = Mapping[str, frozenset[str]]
"""For each party those who control it, itself and the controllers of its controllers included."""


def in_force(row: Row, day: date) -> bool:
    """Tell whether a row with valid_from and valid_to holds on a day; an empty bound is open."""
    return not (row["valid_from"] and day < row["valid_from"]) and not (row["valid_to"] and day >= row["valid_to"])


def links_in_force(book: Book, day: date, sources: Collection[str] | None = None) -> list[Row]:
    """Return the party links that hold on a day, as stated by some sources; None: by any."""
    links = [row for row in book.rows("party_links") if in_force(row, day)]
    return links if sources is None else [row for row in links if row["source_id"] in sources]


def controllers(links: list[Row], config: PartiesConfig) -> Controllers:
    """Return who controls whom by `controls`, or by `owns` with the share that gives control.

    A holding whose share is not said counts as control. A half-and-half joint venture has two groups above it and
    does not join them into one.
    """
    above: dict[str, set[str]] = {}
    for row in links:
        if row["kind"] == "controls" or (row["kind"] == "owns" and _gives_control(row["share_bps"], config)):
            above.setdefault(row["to_id"], set()).add(row["from_id"])
    return {party_id: _climb(party_id, above, config.control_steps_max) for party_id in above}


def same_group(controllers_of: Controllers, left: str, right: str) -> bool:
    """Tell whether two parties have a controller in common, or one controls the other."""
    return bool(controllers_of.get(left, frozenset({left})) & controllers_of.get(right, frozenset({right})))


def _gives_control(share_bps: int | None, config: PartiesConfig) -> bool:
    return share_bps is None or share_bps >= config.control_share_bps_min


def _climb(party_id: str, above: Mapping[str, set[str]], steps_max: int) -> frozenset[str]:
    reached, edge = {party_id}, {party_id}
    for _ in range(steps_max):
        edge = {upper for one in edge for upper in above.get(one, ())} - reached
        reached |= edge
    return frozenset(reached)


def control_groups(controllers_of: Controllers) -> dict[str, frozenset[str]]:
    """Return the control groups by the id of who controls them: all whom one party controls, and itself.

    A group that lies wholly within another is left out; a joint venture stands in the groups of all its controllers.
    """
    below: dict[str, set[str]] = {}
    for party_id, above in controllers_of.items():
        for one in above:
            below.setdefault(one, {one}).add(party_id)
    groups = {head: frozenset(members) for head, members in sorted(below.items()) if len(members) > 1}
    found: dict[str, frozenset[str]] = {}
    for head, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        if not any(members <= other for other in found.values()):
            found[head] = members
    return dict(sorted(found.items()))
