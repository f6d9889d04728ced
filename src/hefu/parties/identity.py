"""Who a party is: the names and identifiers that the book holds under its id. A name is never an identity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book, Row
from hefu.book.voices import controllers
from hefu.core.findings import RowRef
from hefu.core.texts import Text, Value

UNNAMED = "unnamed:"
OTHER_NAMES_BETWEEN = "; "
NO_IDENTIFIER = Text("no identifier", "无标识")
_NO_NAME = Text("no name", "无名称")
_NOT_TRUSTED = {"borrower", "other"}

_COLUMNS = ("uscc", "lei", "tax_number", "registration_number", "other_number")
_TELLING = {"uscc", "lei", "registration_number", "sirene", "orgnr-se", "orgnr-no"}
"""Schemes of which one legal person has one: two values are two persons.

A GLN or DUNS names a site, a tax number is written with and without its country, and an id without a
scheme is often a customer number: two of these prove nothing.
"""


@dataclass(slots=True)
class Party:
    """All that the book says of one id. `identifiers` are (scheme, compact value)."""

    party_id: str
    names: list[str] = field(default_factory=list)
    identifiers: set[tuple[str, str]] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    rows: set[RowRef] = field(default_factory=set)
    known_from: datetime | None = None

    @property
    def name(self) -> Value:
        """The first name the book holds, for messages."""
        return self.names[0] if self.names else _NO_NAME

    @property
    def shown_id(self) -> Value:
        """The identifier, for messages; a party that is only named has none."""
        return self.party_id if identified(self.party_id) else NO_IDENTIFIER


def identified(party_id: str | None) -> bool:
    """Tell whether an id rests on an identifier, not on a name alone."""
    return bool(party_id) and not str(party_id).startswith(UNNAMED)


def wrong_check_digit(party_id: str) -> bool:
    """Tell whether the id is one whose check digit did not fit when it was read (`uscc?:…`)."""
    return party_id.partition(":")[0].endswith("?")


def compact(value: str) -> str:
    """Return an identifier without blanks, dashes and case, so that two spellings of one are equal."""
    return re.sub(r"[\W_]", "", value).upper()


def parties_by_id(book: Book, party_ids: Iterable[str]) -> dict[str, Party]:
    """Return what the book says of each of these ids; an id without a row has only itself."""
    found = {party_id: Party(party_id) for party_id in sorted(set(party_ids))}
    for party in found.values():
        if identified(party.party_id):
            scheme, _, value = party.party_id.partition(":")
            party.identifiers.add((scheme.rstrip("?"), compact(value)))
    trusted = trusted_sources(book)
    data = book.table("parties")
    mask = pc.is_in(data["party_id"], pa.array(list(found), pa.string()))
    rows: list[Row] = data.filter(mask).to_pylist()
    for row in sorted(rows, key=lambda row: (row["known_at"], row["source_id"], str(row["name"]))):
        _take(found[row["party_id"]], row, trusted=row["source_id"] in trusted)
    return found


def _take(party: Party, row: Row, *, trusted: bool) -> None:
    party.rows.add(RowRef("parties", party.party_id, row["source_id"]))
    party.known_from = party.known_from or row["known_at"]
    others = (row["other_names"] or "").split(OTHER_NAMES_BETWEEN)
    party.names += [name for name in dict.fromkeys((row["name"], *others)) if name and name not in party.names]
    if row["country"]:
        party.countries.add(row["country"].upper())
    if trusted:
        party.identifiers |= {(scheme, compact(value)) for scheme, value in _written(row) if compact(value)}


def _written(row: Row) -> list[tuple[str, str]]:
    pairs = [(column, row[column]) for column in _COLUMNS if row[column]]
    return [tuple(value.split(":", 1)) if c == "other_number" and ":" in value else (c, value) for c, value in pairs]


def trusted_sources(book: Book) -> frozenset[str]:
    """Return the sources that may speak for the borrower: those that another is known to control.

    What the borrower says, or a source that nobody describes, may count against him, never for him.
    """
    known = controllers(book)
    return frozenset(one for one, controller in known.items() if controller.controlled_by not in _NOT_TRUSTED)


def same_party(left: Party, right: Party) -> bool:
    """Tell whether two ids are one party: one id, or an identifier in common that is not the borrower's word."""
    values = {value for _, value in left.identifiers} & {value for _, value in right.identifiers}
    return left.party_id == right.party_id or bool(values)


def told_apart(left: Party, right: Party) -> bool:
    """Tell whether two ids are certainly two parties: other values of one scheme, or other countries."""
    if same_party(left, right) or not (identified(left.party_id) and identified(right.party_id)):
        return False
    if left.countries and right.countries and not left.countries & right.countries:
        return True
    mine, theirs = _by_scheme(left), _by_scheme(right)
    return any(mine[scheme] != theirs[scheme] for scheme in mine.keys() & theirs.keys())


def _by_scheme(party: Party) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for scheme, value in party.identifiers:
        if scheme in _TELLING:
            found.setdefault(scheme, set()).add(value)
    return found
