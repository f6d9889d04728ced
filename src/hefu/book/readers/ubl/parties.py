"""Parties and their bank accounts as UBL documents name them."""

from __future__ import annotations

import re
from functools import lru_cache

from hefu.book.book import Row
from hefu.book.ids import account_id
from hefu.book.readers.ubl.document import CAC, Document, best_text, first_text, text
from hefu.book.readers.ubl.steps import Part, Steps, groups, leaves
from hefu.book.readers.xml import Element, local_name
from hefu.core.identifiers import Scheme, is_valid

_STRENGTH = ("registration_number", "identification", "endpoint", "tax_number")
"""Where an identifier of a party may stand, strongest first: its register, its own, its mailbox, its tax office."""

_NAMES = ("legal", "trading", "tax", "person")
"""Where a name may stand: the register's goes first, the others stand in `other_names`."""

_SCHEMES = {"0088": "gln", "GLN": "gln", "0199": "lei", "LEI": "lei"}
"""Scheme codes as written (ISO 6523 or by name) that have a column of their own."""


def party(column: str = "", *, once: bool = False) -> Part:
    """Make the step of a party: it is added with its role, and its id goes into `column` (the first one's).

    The element is the party itself (PayeeParty) or holds it (AccountingSupplierParty/Party); its own name is
    the role.
    """

    def close(document: Document, element: Element, said: Row, parent: Row) -> None:
        numbers = [number for place in _STRENGTH if place in said for number in said[place]]
        identifiers = [(scheme, value) for _, scheme, value in numbers]
        party_id = document.rows.add_party(identifiers, _party_row(said, numbers))
        role = local_name(element)
        document.parts.append(("document_parties", role, {"role": role, "party_id": party_id}))
        if column:
            parent.setdefault(column, party_id)

    return Part(_HOLDER, close, once)


def _party_row(said: Row, numbers: list[tuple[str, str, str]]) -> Row:
    names = list(dict.fromkeys([name for place in _NAMES if place in said for name in said[place]]))
    row: Row = {
        "kind": _kind(said),
        "name": names[0] if names else None,
        "other_names": "; ".join(names[1:]) or None,
        "country": said.get("country"),
        "address": ", ".join(said.get("address") or said.get("other_address") or ()) or None,
        "phone": said.get("phone"),
    }
    others = []
    for place, scheme, value in numbers:
        column = _column(scheme, value) or place
        if column in {"identification", "endpoint"} or row.setdefault(column, value) != value:
            others.append(f"{scheme}:{value}" if scheme else value)
    row["other_number"] = "; ".join(dict.fromkeys(others)) or None
    return row


def _kind(said: Row) -> str:
    if "legal" in said or "registration_number" in said:
        return "company"
    return "person" if "person" in said and "trading" not in said else "unknown"


@lru_cache(maxsize=4096)
def _column(scheme: str, value: str) -> str:
    """The column of an identifier whose scheme we know, else an empty word."""
    return "uscc" if is_valid(Scheme.USCC, value) else _SCHEMES.get(scheme, "")


def _number(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    if value:
        row.setdefault(column, []).append((column, leaf.get("schemeID", ""), value))


def _gather(_document: Document, _leaf: Element, value: str, row: Row, column: str) -> None:
    if value:
        row.setdefault(column, []).append(value)


def _close_person(_document: Document, _element: Element, said: Row, parent: Row) -> None:
    if said:
        parent.setdefault("person", []).append(" ".join(said["words"]))


_ADDRESS_WORDS = (
    "Postbox Floor Room StreetName AdditionalStreetName BlockName BuildingName BuildingNumber InhouseMail"
    " PlotIdentification CitySubdivisionName CityName PostalZone CountrySubentity Region District"
)


def _address(column: str) -> Steps:
    return {
        **leaves(_gather, _ADDRESS_WORDS, column),
        **groups("AddressLine", leaves(_gather, "Line", column)),
        **groups("Country", leaves(first_text, "IdentificationCode", "country")),
    }


_PARTY: Steps = {
    **leaves(_number, "EndpointID", "endpoint"),
    **groups("PartyIdentification", leaves(_number, "ID", "identification")),
    **groups("PartyName", leaves(_gather, "Name", "trading")),
    **groups("PostalAddress", _address("address")),
    **groups("PhysicalLocation", groups("Address", _address("other_address"))),
    **groups(
        "PartyTaxScheme",
        {**leaves(_gather, "RegistrationName", "tax"), **leaves(_number, "CompanyID", "tax_number")},
    ),
    **groups(
        "PartyLegalEntity",
        {
            **leaves(_gather, "RegistrationName", "legal"),
            **leaves(_number, "CompanyID", "registration_number"),
            **groups("RegistrationAddress", _address("other_address")),
        },
    ),
    **groups("Contact", leaves(first_text, "Telephone", "phone")),
    CAC + "Person": Part(leaves(_gather, "FirstName MiddleName FamilyName", "words"), _close_person),
}
_HOLDER: Steps = {**_PARTY, **groups("Party", _PARTY, once=True)}


_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)


def _close_account(document: Document, _element: Element, said: Row, parent: Row) -> None:
    """Take the account that a payee names; its owner is filled in when the payee is known."""
    number = said.get("number")
    if not number:
        return
    found: Row = {
        "account_id": account_id(number),
        "owner_name": said.get("owner_name"),
        "currency": said.get("currency"),
    }
    branch = said.get("branch")
    if branch:
        scheme = "bic" if _BIC.fullmatch(branch) else "branch"
        bank: Row = {"kind": "bank", "name": said.get("bank_name"), "other_number": f"{scheme}:{branch}"}
        found["bank_id"] = document.rows.add_party([(scheme, branch)], bank)
    document.accounts.setdefault(found["account_id"], found)
    parent.setdefault("payee_account_id", found["account_id"])


_BANK: Steps = {**leaves(first_text, "ID", "branch"), **leaves(best_text, "Name", "bank_name")}
ACCOUNT = Part(
    {
        **leaves(text, "ID", "number"),
        **leaves(text, "Name", "owner_name"),
        **leaves(text, "CurrencyCode", "currency"),
        **groups("FinancialInstitutionBranch", {**_BANK, **groups("FinancialInstitution", _BANK)}),
    },
    _close_account,
)
"""The step of a payee's account; its id goes into `payee_account_id`."""
