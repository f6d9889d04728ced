"""References to other documents, and the net under every table of steps.

`anywhere` says what is done with an element that has no step of its own, so that each party, reference and
amount is kept wherever it stands.
"""

from __future__ import annotations

from hefu.book.book import Row
from hefu.book.readers.ubl.document import CAC, CBC, Document, day, first_text, loose_amount, missing, text, working
from hefu.book.readers.ubl.parties import party
from hefu.book.readers.ubl.steps import Group, Part, Step, Steps, groups, leaves
from hefu.book.readers.xml import Element, local_name


def anywhere(tag: str) -> Step | None:
    """Say what is done with an element of that full name which has no step where it stands."""
    if tag.startswith(CBC):
        return (loose_amount, "path") if tag.endswith("Amount") else None
    if tag.startswith(CAC) and tag.endswith("Party"):
        return _PARTY
    if tag.startswith(CAC) and tag.endswith("Reference") and tag not in _NO_DOCUMENTS:
        return _REFERENCES.get(tag, _REFERENCE)
    return _THROUGH


def reference(column: str = "", *, once: bool = False) -> Part:
    """Make the step of a reference to a document; its number goes into `column` (the first one's)."""

    def close(document: Document, element: Element, row: Row, parent: Row) -> None:
        number = row.get("number")
        if not number:
            raise missing(element, "ID")
        _keep(document, local_name(element), row)
        if column:
            parent.setdefault(column, number)

    return Part(_DOCUMENT, close, once)


def line_reference(number_column: str = "", line_column: str = "") -> Part:
    """Make the step of a reference to a document's line; the first one fills the columns.

    The document may be left to be understood; a reference that leaves out the line too says nothing.
    """

    def close(document: Document, element: Element, row: Row, parent: Row) -> None:
        number, line = row.get("number"), row.get("referred_line_number")
        if number or line:
            _keep(document, local_name(element), row)
        if line_column and line_column not in parent:
            parent[number_column] = number
            parent[line_column] = line

    return Part(_LINE, close)


def _keep(document: Document, kind: str, row: Row) -> None:
    row["kind"] = kind
    document.parts.append(("document_references", kind, row))


def _close_billed_line(_document: Document, _element: Element, row: Row, parent: Row) -> None:
    parent.setdefault("lines", []).append(row)


def _close_billing(document: Document, element: Element, said: Row, _parent: Row) -> None:
    """The documents billed are kept already; each line of a BillingReference is one of the first document's."""
    if "number" not in said:
        raise missing(element, "InvoiceDocumentReference")
    for row in said.get("lines", ()):
        row["number"] = said["number"]
        _keep(document, "BillingReferenceLine", row)


_DOCUMENT: Steps = {
    **leaves(text, "ID", "number"),
    **leaves(day, "IssueDate", "issued_on"),
    **leaves(first_text, "DocumentTypeCode OrderTypeCode", "type_code"),
}
_LINE: Steps = {
    **leaves(text, "LineID", "referred_line_number"),
    **groups("OrderReference DocumentReference", _DOCUMENT, once=True),
}
_BILLED = reference("number")
_BILLED_KINDS = (
    "Invoice",
    "SelfBilledInvoice",
    "CreditNote",
    "SelfBilledCreditNote",
    "DebitNote",
    "Reminder",
    "Additional",
)
_BILLING = Part(
    {
        **{CAC + f"{name}DocumentReference": _BILLED for name in _BILLED_KINDS},
        CAC + "BillingReferenceLine": Part(
            {**leaves(text, "ID", "referred_line_number"), **leaves(working, "Amount", "amount_major")},
            _close_billed_line,
        ),
    },
    _close_billing,
)
_REFERENCE = reference()
_REFERENCES: dict[str, Step] = {
    CAC + "BillingReference": _BILLING,
    **{
        CAC + f"{name}LineReference": line_reference()
        for name in ("", "Order", "Despatch", "Receipt", "Catalogue", "Quotation")
    },
}
_NO_DOCUMENTS = frozenset({CAC + "ExternalReference"})
_PARTY = party()
_THROUGH = Group({})
