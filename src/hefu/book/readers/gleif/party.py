"""LEI records (LEI-CDF 3.1, level 1: who is who) as parties."""

from __future__ import annotations

from datetime import date

from hefu.book.book import Row
from hefu.book.readers.gleif.register import (
    ENDED,
    WITHDRAWN,
    Register,
    code,
    day_at,
    deleted_on,
    lei_of,
    state_of,
    validity,
)
from hefu.book.readers.gleif.tree import Node
from hefu.core.identifiers import Scheme, is_valid

_KINDS = {
    "GENERAL": "company",
    "BRANCH": "company",
    "FUND": "company",
    "SOLE_PROPRIETOR": "person",
    "RESIDENT_GOVERNMENT_ENTITY": "public_body",
    "INTERNATIONAL_ORGANIZATION": "public_body",
}
_ENTITY_STATES = frozenset(["ACTIVE", "INACTIVE", "NULL"])
_ENDINGS = frozenset(["DISSOLUTION", "LIQUIDATION", "MERGERS_AND_ACQUISITIONS", "ABSORPTION", "BREAKUP", "DEMERGER"])
_NAMES = "Entity/OtherEntityNames/OtherEntityName"
_TRANSLITERATED = "Entity/TransliteratedOtherEntityNames/TransliteratedOtherEntityName"
_EVENTS = "Entity/LegalEntityEvents/LegalEntityEvent"
_NUMBER = "Entity/RegistrationAuthority/RegistrationAuthorityEntityID"
_COUNTRY = "Entity/LegalAddress/Country"
_TAKEN = ("LEI", "Entity/LegalName", _NUMBER, _COUNTRY)


def add_party(register: Register, record: Node) -> None:
    """Add one LEI record: its party, and what the register says of it besides.

    Raises RefusalError: IDENTIFIER_WRONG, FIELD_MISSING, FIELD_REPEATED (also where an LEI has two records),
    CODE_UNKNOWN, DATE_UNKNOWN.
    """
    state = state_of(record, "ISSUED")
    party_id = lei_of(record.needed("LEI"), state)
    name = register.begin(f"gleif/LEIRecord/{party_id}")
    number = record.value(_NUMBER)
    others = [one.text for path in (_NAMES, _TRANSLITERATED) for one in record.every(path)]
    category = code(record, "Entity/EntityCategory", _KINDS) if record.value("Entity/EntityCategory") else ""
    row: Row = {
        "party_id": party_id,
        "kind": _KINDS.get(category, "unknown"),
        "name": record.needed("Entity/LegalName"),
        "other_names": "; ".join(dict.fromkeys(filter(None, others))) or None,
        "lei": record.value("LEI"),
        "uscc": number if is_valid(Scheme.USCC, number) else None,
        "registration_number": number or None,
        "country": record.value(_COUNTRY) or None,
        "address": _address(record.find("Entity/LegalAddress")),
        **validity(day_at(record, "Entity/EntityCreationDate"), _ended_on(record, state)),
    }
    register.rows.add("parties", row)
    register.entries(name, record, {"party_id": party_id}, _TAKEN, _former_names(record))


def _address(address: Node | None) -> str | None:
    if address is None:
        return None
    return ", ".join(part.text for part in address.children if part.text and part.name != "Country") or None


def _ended_on(record: Node, state: str) -> date | None:
    """Return the day from which the register vouches for a party no more.

    A lapsed record was not renewed: it is vouched for until the day its renewal was due. Any other end is that of
    the entity where the record tells it, else the day of the record's last update.
    """
    entity = code(record, "Entity/EntityStatus", _ENTITY_STATES)
    updated = day_at(record, "Registration/LastUpdateDate")
    record.needed("Registration/LastUpdateDate")
    deleted = deleted_on(record)
    if deleted:
        return deleted
    if state in ENDED or entity == "INACTIVE":
        endings = [updated] if state in WITHDRAWN else []
        endings += [day_at(record, "Entity/EntityExpirationDate"), *_endings(record), updated]
        return next(day for day in endings if day)
    return (day_at(record, "Registration/NextRenewalDate") or updated) if state == "LAPSED" else None


def _endings(record: Node) -> list[date]:
    """Return the last day on which an event that ends an entity took effect, as a list of one or none."""
    ended = [
        day_at(event, "LegalEntityEventEffectiveDate")
        for event in record.every(_EVENTS)
        if event.value("LegalEntityEventType") in _ENDINGS and _is_completed(event)
    ]
    return sorted(filter(None, ended), reverse=True)[:1]


def _is_completed(event: Node) -> bool:
    """Tell whether an event is over; flat JSON may have dropped the attribute that says so."""
    return event.attributes.get("event_status", "COMPLETED") == "COMPLETED"


def _former_names(record: Node) -> dict[str, Row]:
    """Return the last day of each former name that the record's events tell.

    An event names the name it changed; where it does not, one change and one former name belong together. Any
    other former name stands without a day: unknown is not guessed.
    """
    changes = [
        event
        for event in record.every(_EVENTS)
        if event.value("LegalEntityEventType") == "CHANGE_LEGAL_NAME" and _is_completed(event)
    ]
    names = [
        (path, leaf)
        for path, leaf in record.leaves()
        if leaf.name == "OtherEntityName" and leaf.attributes.get("type") == "PREVIOUS_LEGAL_NAME"
    ]
    alone = changes if len(changes) == len(names) == 1 else []
    found: dict[str, Row] = {}
    for path, leaf in names:
        naming = [event for event in changes if leaf.text in {one.text for one in _affected(event)}] or alone
        days = {day_at(event, "LegalEntityEventEffectiveDate") for event in naming} - {None}
        if len(days) == 1:
            found[path] = {"valid_to": days.pop()}
    return found


def _affected(event: Node) -> list[Node]:
    return event.every("AffectedFields/AffectedField")
