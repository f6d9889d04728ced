"""Reader of UBL ApplicationResponse: what the other side says to a document, first of all the buyer to an invoice.

Peppol's Invoice Response is one; its answer to an invoice or credit note becomes a row of `invoice_events`. An
answer to anything else, and a Message Level Response, which only says that a file could be read, are kept in
`document_notes` and `document_references` and mean nothing for an invoice.
"""

from __future__ import annotations

from hefu.book.book import Row
from hefu.book.ids import document_id, invoice_id
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.ubl.document import CAC, Document, day, first_text, missing
from hefu.book.readers.ubl.kept import begin, everything, joined, noted
from hefu.book.readers.ubl.parties import party
from hefu.book.readers.ubl.parts import reference
from hefu.book.readers.ubl.shared import ANY, ask_identity, first_of, number_parts, parties
from hefu.book.readers.ubl.steps import Part, Steps, groups, leaves, read
from hefu.book.readers.xml import Element

_EVENTS = {
    "AB": "received",
    "IP": "in_process",
    "UQ": "under_query",
    "CA": "conditionally_accepted",
    "RE": "rejected",
    "AP": "accepted",
    "PD": "paid",
}
"""Codes of a response (UNCL 4343, as Peppol uses it). Any other code is an answer, and no acceptance."""

_INVOICE_CODES = """
71 80 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383 384 385 386 387 388 389 390 393 394 395 456 457
527 553 575 623 633 751 780 817 870 875 876 877 935 invoice
"""
_CREDIT_NOTE_CODES = "81 83 261 262 296 308 381 396 420 458 503 532 creditnote"
_KINDS = {
    **dict.fromkeys(_INVOICE_CODES.split(), "invoice"),
    **dict.fromkeys(_CREDIT_NOTE_CODES.split(), "credit_note"),
}
"""Codes of UNCL 1001, and UBL's own words."""

_TECHNICAL = (":mlr:", ":mls:")
"""How Peppol names responses that say nothing but that a file arrived and is well formed, or not."""


def read_response(root: Element, source: Source) -> Rows:
    """Return the rows of an ApplicationResponse.

    Raises RefusalError: FIELD_MISSING where it has no number, day, sender, receiver or document response, or where a
    document response has no code or names no document, and what `read_ubl` does.
    """
    document = begin(root, source)
    header = read(document, root, _STEPS, everything)
    ask_identity(root, header)
    sender, receiver = first_of(root, header, ("SenderParty",)), first_of(root, header, ("ReceiverParty",))
    identity = document_id("application_response", sender, header["number"])
    if "responses" not in header:
        raise missing(root, "DocumentResponse")
    ordinal = 0
    for response in header["responses"]:
        for number, kind in _invoices(header, response):
            ordinal += 1
            # The one who answers may do so for the buyer, and the one addressed may have billed for the seller.
            seller, buyer = response.get("issuer_id", receiver), response.get("recipient_id", sender)
            row = _event_row(response, number, kind, seller)
            row |= {"event_id": f"{identity}/{ordinal}", "seller_id": seller, "buyer_id": buyer}
            row |= {"happened_on": response.get("happened_on") or header["issued_on"], "by_number": header["number"]}
            document.rows.add("invoice_events", row)
    number_parts(document, header, identity)
    return document.rows


def _invoices(header: Row, response: Row) -> list[tuple[str, str]]:
    """Return number and kind of each invoice or credit note that is answered."""
    profile = header.get("profile") or ""
    if any(word in profile for word in _TECHNICAL):
        return []
    found = []
    for number, code in response["answered"]:
        kind = _KINDS.get(code.casefold()) if code or "invoice_response" not in profile else "invoice"
        if kind:
            found.append((number, kind))
    return found


def _event_row(response: Row, number: str, kind: str, seller_id: str) -> Row:
    code = response["event_code"]
    invoice = invoice_id(seller_id, number) if kind == "invoice" else document_id(kind, seller_id, number)
    return {
        "invoice_id": invoice,
        "event": _EVENTS.get(code, "answered"),
        "event_code": code,
        "number": number,
        "reason": response.get("reason"),
    }


def _close_answered(document: Document, element: Element, row: Row, parent: Row) -> None:
    _NAMED.close(document, element, row, parent)
    parent.setdefault("answered", []).append((row["number"], row.get("type_code") or ""))


def _close_condition(_document: Document, _element: Element, row: Row, parent: Row) -> None:
    """Keep what is named and what it should be beside each other: `BT-13 PO0001`."""
    _append(parent, " ".join(filter(None, (row.get("attribute"), row.get("said")))))


def _close_status(_document: Document, _element: Element, row: Row, parent: Row) -> None:
    _append(parent, row.get("reason"))


def _append(row: Row, said: str | None) -> None:
    if said:
        row["reason"] = f"{row['reason']}; {said}" if row.get("reason") else said


def _close_response(_document: Document, element: Element, row: Row, header: Row) -> None:
    if not row.get("event_code"):
        raise missing(element, "Response/ResponseCode")
    if "answered" not in row:
        raise missing(element, "DocumentReference")
    header.setdefault("responses", []).append(row)


_NAMED = reference()
_RESPONSE: Steps = {
    **leaves(noted(first_text), "ResponseCode", "event_code"),
    **leaves(noted(day), "EffectiveDate", "happened_on"),
    **leaves(noted(joined), "Description", "reason"),
    CAC + "Status": Part(
        {
            **leaves(noted(joined), "StatusReasonCode StatusReason", "reason"),
            CAC + "Condition": Part(
                {
                    **leaves(noted(first_text), "AttributeID", "attribute"),
                    **leaves(noted(joined), "Description", "said"),
                },
                _close_condition,
            ),
        },
        _close_status,
    ),
}
_STEPS: Steps = {
    **ANY,
    **parties("SenderParty ReceiverParty"),
    **leaves(noted(first_text), "CustomizationID", "profile"),
    CAC + "DocumentResponse": Part(
        {
            **groups("Response", _RESPONSE, once=True),
            CAC + "DocumentReference": Part(_NAMED.steps, _close_answered),
            CAC + "IssuerParty": party("issuer_id"),
            CAC + "RecipientParty": party("recipient_id"),
        },
        _close_response,
    ),
}
