"""What may stand anywhere in a UBL document: parties, references to other documents, and amounts.

`sweep` is the net under every table of steps: a child that has no step is gone through, and each party,
reference and amount in it is kept.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hefu.book.book import Row
from hefu.book.ids import account_id
from hefu.book.readers.ubl_document import (
    CAC,
    CBC,
    Document,
    Step,
    Steps,
    basic,
    best_text,
    day,
    first_text,
    loose_amount,
    missing,
    repeated,
    skip,
    text,
    working,
)
from hefu.book.readers.xml import Element, children, local_name, only, text_of
from hefu.core.identifiers import Scheme, is_valid

_PARTY = CAC + "Party"
_REFERENCE = "Reference"
_LINK = CAC + "ExternalReference"


def fill(document: Document, group: Element, steps: Steps, row: Row) -> Row:
    """Read each child of a group into the row by its step; a child without one is swept."""
    for child in group:
        step = steps.get(child.tag)
        if step is None:
            sweep(document, child)
        else:
            step[0](document, child, row, step[1])
    return row


def group(names: str, steps: Steps) -> dict[object, tuple[Step, str]]:
    """Give every group of these names the step that fills the same row from its own children."""

    def inside(document: Document, child: Element, row: Row, _column: str) -> None:
        fill(document, child, steps, row)

    return {CAC + name: (inside, "") for name in names.split()}


def sweep(document: Document, element: Element) -> None:
    """Keep every party, reference and amount in an element that has no place of its own."""
    tag = element.tag
    if not isinstance(tag, str):
        return
    if tag.startswith(CBC):
        if tag.endswith("Amount"):
            loose_amount(document, element)
    elif tag.startswith(CAC) and tag.endswith("Party"):
        read_party(document, element)
    elif tag.startswith(CAC) and tag.endswith(_REFERENCE) and tag != _LINK:
        read_reference(document, element)
    else:
        for child in element:
            sweep(document, child)


# References


def read_reference(document: Document, element: Element) -> Row:
    """Keep one reference to another document, and return its row.

    A BillingReference gives one row per document it names; the row returned is the first. A reference to a
    line (OrderLineReference) may leave the document to be understood; one that leaves both empty says nothing.
    """
    if element.tag == _BILLING:
        return _read_billing(document, element)
    if element.tag in _TO_LINES:
        row = fill(document, element, _LINE_REFERENCE, {})
        said = row.get("number") or row.get("referred_line_number")
        return _keep_reference(document, element, row) if said else row
    row = fill(document, element, _DOCUMENT_REFERENCE, {})
    if not row.get("number"):
        raise missing(element, "ID")
    return _keep_reference(document, element, row)


def _keep_reference(document: Document, element: Element, row: Row) -> Row:
    row["kind"] = local_name(element)
    document.parts.append(("document_references", row["kind"], row))
    return row


def _read_billing(document: Document, element: Element) -> Row:
    found: list[Row] = []
    lines: list[Element] = []
    for child in children(element):
        if child.tag == _BILLING_LINE:
            lines.append(child)
        elif str(child.tag).endswith(_REFERENCE):
            found.append(read_reference(document, child))
        else:
            sweep(document, child)
    if not found:
        raise missing(element, "InvoiceDocumentReference")
    for line in lines:
        _keep_reference(document, line, fill(document, line, _BILLED, {"number": found[0]["number"]}))
    return found[0]


_BILLING = CAC + "BillingReference"
_BILLING_LINE = CAC + "BillingReferenceLine"
_TO_LINES = frozenset(
    CAC + name
    for name in (
        "OrderLineReference",
        "DespatchLineReference",
        "ReceiptLineReference",
        "LineReference",
        "CatalogueLineReference",
        "QuotationLineReference",
    )
)
_DOCUMENT_REFERENCE: Steps = {
    **basic(text, "ID", "number"),
    **basic(day, "IssueDate", "issued_on"),
    **basic(first_text, "DocumentTypeCode OrderTypeCode", "type_code"),
    **basic(skip, "UUID SalesOrderID CopyIndicator DocumentType DocumentDescription IssueTime CustomerReference"),
    CAC + "Attachment": (skip, ""),
}
_LINE_REFERENCE: Steps = {
    **basic(text, "LineID", "referred_line_number"),
    **basic(skip, "SalesOrderLineID UUID LineStatusCode"),
    **group("OrderReference DocumentReference", _DOCUMENT_REFERENCE),
}
_BILLED: Steps = {
    **basic(text, "ID", "referred_line_number"),
    **basic(working, "Amount", "amount_major"),
}


# Parties

_STRENGTH = ("registration_number", "identification", "endpoint", "tax_number")
"""Where an identifier of a party may stand, strongest first: its register, its own, its mailbox, its tax office."""

_NAMES = ("legal", "trading", "tax", "person")
"""Where a name may stand: the register's goes first, the others stand in `other_names`."""


def read_party(document: Document, element: Element) -> str:
    """Add the party that an element names, with its role, and return its id.

    The element is the party itself (PayeeParty) or holds it (AccountingSupplierParty/Party); its own name is
    the role.
    """
    said: Row = {}
    inner = only(element, _PARTY)
    if inner is None:
        fill(document, element, _PARTY_STEPS, said)
    else:
        fill(document, element, _HOLDER_STEPS, said)
        fill(document, inner, _PARTY_STEPS, said)
    numbers = [number for place in _STRENGTH for number in said.get(place, ())]
    party_id = document.rows.add_party([(scheme, value) for _, scheme, value in numbers], _party_row(said, numbers))
    role = local_name(element)
    document.parts.append(("document_parties", role, {"role": role, "party_id": party_id}))
    return party_id


def _party_row(said: Row, numbers: list[tuple[str, str, str]]) -> Row:
    names = list(dict.fromkeys(name for place in _NAMES for name in said.get(place, ())))
    address = said.get("address") or said.get("other_address") or ()
    row: Row = {
        "kind": _party_kind(said),
        "name": names[0] if names else None,
        "other_names": "; ".join(names[1:]) or None,
        "country": said.get("country"),
        "address": ", ".join(address) or None,
        "phone": said.get("phone"),
    }
    others = []
    for place, scheme, value in numbers:
        column = _column(scheme, value) or place
        if column in {"identification", "endpoint"} or row.setdefault(column, value) != value:
            others.append(f"{scheme}:{value}" if scheme else value)
    row["other_number"] = "; ".join(dict.fromkeys(others)) or None
    return row


def _party_kind(said: Row) -> str:
    if "legal" in said or "registration_number" in said:
        return "company"
    return "person" if "person" in said and "trading" not in said else "unknown"


@lru_cache(maxsize=4096)
def _column(scheme: str, value: str) -> str:
    """The column of an identifier whose scheme we know, else an empty word."""
    if is_valid(Scheme.USCC, value):
        return "uscc"
    return {"0088": "gln", "GLN": "gln", "0199": "lei", "LEI": "lei"}.get(scheme, "")


def _number(_document: Document, leaf: Element, row: Row, column: str) -> None:
    value = text_of(leaf)
    if value:
        row.setdefault(column, []).append((column, leaf.get("schemeID", ""), value))


def _gather(_document: Document, leaf: Element, row: Row, column: str) -> None:
    value = text_of(leaf)
    if value:
        row.setdefault(column, []).append(value)


def _person(document: Document, element: Element, row: Row, column: str) -> None:
    said = fill(document, element, _PERSON, {})
    if said:
        row.setdefault(column, []).append(" ".join(said["words"]))


def _address(column: str) -> Steps:
    return {
        **basic(
            _gather,
            "Postbox Floor Room StreetName AdditionalStreetName BlockName BuildingName BuildingNumber InhouseMail"
            " PlotIdentification CitySubdivisionName CityName PostalZone CountrySubentity Region District",
            column,
        ),
        **basic(
            skip, "ID AddressTypeCode AddressFormatCode CountrySubentityCode TimezoneOffset Department MarkAttention"
        ),
        **group("AddressLine", basic(_gather, "Line", column)),
        **group("Country", {**basic(first_text, "IdentificationCode", "country"), **basic(skip, "Name")}),
    }


_TAX_SCHEME: Steps = {CAC + "TaxScheme": (skip, "")}
_PERSON: Steps = {
    **basic(_gather, "FirstName MiddleName FamilyName", "words"),
}
_HOLDER_STEPS: Steps = {
    **basic(skip, "CustomerAssignedAccountID SupplierAssignedAccountID AdditionalAccountID"),
    _PARTY: (skip, ""),
}
_PARTY_STEPS: Steps = {
    **basic(_number, "EndpointID", "endpoint"),
    **basic(skip, "WebsiteURI LogoReferenceID MarkCareIndicator MarkAttentionIndicator IndustryClassificationCode"),
    **group("PartyIdentification", basic(_number, "ID", "identification")),
    **group("PartyName", basic(_gather, "Name", "trading")),
    **group("PostalAddress", _address("address")),
    **group("PhysicalLocation", {**basic(skip, "ID Description"), **group("Address", _address("other_address"))}),
    **group(
        "PartyTaxScheme",
        {
            **basic(_gather, "RegistrationName", "tax"),
            **basic(_number, "CompanyID", "tax_number"),
            **basic(skip, "TaxLevelCode ExemptionReasonCode ExemptionReason"),
            **_TAX_SCHEME,
        },
    ),
    **group(
        "PartyLegalEntity",
        {
            **basic(_gather, "RegistrationName", "legal"),
            **basic(_number, "CompanyID", "registration_number"),
            **basic(skip, "CompanyLegalForm CompanyLegalFormCode RegistrationDate"),
            **group("RegistrationAddress", _address("other_address")),
        },
    ),
    **group(
        "Contact", {**basic(first_text, "Telephone", "phone"), **basic(skip, "ID Name Telefax ElectronicMail Note")}
    ),
    CAC + "Language": (skip, ""),
    CAC + "Person": (_person, "person"),
}


def party(document: Document, element: Element, row: Row, column: str) -> None:
    """Take a party of which a document has one."""
    if column in row:
        raise repeated(element)
    row[column] = read_party(document, element)


def first_party(document: Document, element: Element, row: Row, column: str) -> None:
    """Take the first of several parties; each is kept with its role."""
    found = read_party(document, element)
    row.setdefault(column, found)


# Bank accounts

_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)


def account(document: Document, element: Element, row: Row, column: str) -> None:
    """Take the account that a payee names; its owner is filled in when the payee is known."""
    said = fill(document, element, _ACCOUNT, {})
    if not said.get("number"):
        return
    found: Row = {"account_id": account_id(said["number"]), "owner_name": said.get("owner_name") or None}
    found["currency"] = said.get("currency") or None
    branch = said.get("branch")
    if branch:
        scheme = "bic" if _BIC.fullmatch(branch) else "branch"
        bank: Row = {"kind": "bank", "name": said.get("bank_name") or None, "other_number": f"{scheme}:{branch}"}
        found["bank_id"] = document.rows.add_party([(scheme, branch)], bank)
    document.accounts.setdefault(found["account_id"], found)
    row.setdefault(column, found["account_id"])


_BANK: Steps = {
    **basic(first_text, "ID", "branch"),
    **basic(best_text, "Name", "bank_name"),
}
_ACCOUNT: Steps = {
    **basic(text, "ID", "number"),
    **basic(text, "Name", "owner_name"),
    **basic(text, "CurrencyCode", "currency"),
    **basic(skip, "AliasName AccountTypeCode AccountFormatCode PaymentNote"),
    **group("FinancialInstitutionBranch", {**_BANK, **group("FinancialInstitution", _BANK)}),
}
