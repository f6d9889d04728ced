"""Reader of the papers that follow a UBL order: order response (also the simple one), order change, order cancellation.

One row of `order_events` says what the paper does to the order, `order_event_lines` what it says of lines. The order
itself is never rewritten: what was ordered first, and what became of it, are two facts.
"""

from __future__ import annotations

from dataclasses import dataclass

from hefu.book.book import Row
from hefu.book.ids import document_id
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.ubl.document import CAC, Document, agreed_percent, first_text, missing, side_quantity, text
from hefu.book.readers.ubl.kept import begin, everything, fresh, joined, noted, noted_latest_day
from hefu.book.readers.ubl.lines import LINE_ITEM, close_line
from hefu.book.readers.ubl.money import DOCUMENT_CHARGE, HEADER_TAX, TOTALS
from hefu.book.readers.ubl.parts import line_reference, reference
from hefu.book.readers.ubl.shared import ANY, ask_identity, first_of, number_lines, number_parts, parties
from hefu.book.readers.ubl.steps import Part, Steps, groups, leaves, read
from hefu.book.readers.xml import Element, local_name, path_of
from hefu.book.schema import SCHEMA
from hefu.core.names import fold_number
from hefu.core.refusals import Refusal, refuse


@dataclass(frozen=True, slots=True)
class _Paper:
    """One kind of paper: the word in its id, the party that numbers it, and what it does where no code says it."""

    word: str
    issuer: str
    event: str


ORDER_EVENTS = {
    "OrderResponse": _Paper("order_response", "seller_id", "answered"),
    "OrderResponseSimple": _Paper("order_response", "seller_id", "answered"),
    "OrderChange": _Paper("order_change", "buyer_id", "changed"),
    "OrderCancellation": _Paper("order_cancellation", "buyer_id", "cancelled"),
}
"""The papers by the names of their root elements."""

_ANSWERS = {
    **dict.fromkeys(("AP", "29"), "accepted"),
    **dict.fromkeys(("CA", "30"), "accepted_with_changes"),
    **dict.fromkeys(("RE", "27", "NA"), "rejected"),
    "AB": "received",
}
"""Codes of a response (UNCL 4343, and UNCL 1225 of older profiles). Any other code is an answer, and no acceptance."""

_LINE_STATES = {
    **dict.fromkeys(("1", "added"), "added"),
    **dict.fromkeys(("2", "cancelled"), "cancelled"),
    **dict.fromkeys(("3", "6", "revised"), "changed"),
    **dict.fromkeys(("4", "nostatus"), "unchanged"),
    "5": "accepted",
    "7": "rejected",
    "42": "delivered",
    "disputed": "disputed",
}
"""Codes of a line (UNCL 1229, and UBL's own words)."""


def read_order_event(root: Element, source: Source) -> Rows:
    """Return the rows of a paper that follows an order; its root is one of ORDER_EVENTS.

    Raises RefusalError: FIELD_MISSING where it names no order, no number, no day or no party, and what `read_ubl` does.
    """
    paper = ORDER_EVENTS[local_name(root)]
    document = begin(root, source)
    header = read(document, root, _STEPS, everything)
    ask_identity(root, header)
    header["seller_id"] = first_of(root, header, ("SellerSupplierParty",))
    header["buyer_id"] = first_of(root, header, ("BuyerCustomerParty",))
    identity = document_id(paper.word, header[paper.issuer], header["number"])
    if document.currency:
        header["currency"] = document.currency
    header["event"] = _event(paper, header)
    for ordinal, number in enumerate(_orders(root, document), 1):
        row = {name: value for name, value in header.items() if name in _COLUMNS}
        row["event_id"] = identity if ordinal == 1 else f"{identity}/order/{ordinal}"
        row["order_number"] = number
        row["order_id"] = document_id("order", header["buyer_id"], number)
        document.rows.add("order_events", row)
    _settle_lines(document, header)
    number_lines(document, root, "OrderLine", header, identity, ("order_events", "order_event_lines"))
    number_parts(document, header, identity)
    return document.rows


def _orders(root: Element, document: Document) -> list[str]:
    """Return the number of each order that the paper is about; one paper may cancel several."""
    named = [row["number"] for _, word, row in document.parts if word == "OrderReference" and "line_number" not in row]
    if not named:
        raise missing(root, "OrderReference")
    return list({fold_number(number): number for number in named}.values())


def _event(paper: _Paper, header: Row) -> str:
    if "accepted" in header:
        return "accepted" if header["accepted"] else "rejected"
    if paper.event == "answered":
        return _ANSWERS.get(header.get("event_code") or "", paper.event)
    return paper.event


def _settle_lines(document: Document, header: Row) -> None:
    """A line that names no line of the order has the number that the order gave it."""
    for row in document.lines:
        row["event"] = _LINE_STATES.get((row.get("event_code") or "").casefold(), "stated")
        if not row.get("order_line_number"):
            row["order_line_number"] = row["line_number"]
        if not row.get("order_number"):
            row["order_number"] = header["order_number"]


def _indicator(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    if value not in _INDICATORS:
        raise refuse(Refusal.CODE_UNKNOWN, field=path_of(leaf), value=value[:40])
    row[column] = _INDICATORS[value]


_INDICATORS = {"true": True, "1": True, "false": False, "0": False}
_COLUMNS = frozenset(SCHEMA["order_events"].column_names)
_DELIVERY: Steps = groups(
    "Delivery",
    {
        **leaves(noted_latest_day, "LatestDeliveryDate", "deliver_by"),
        **groups("RequestedDeliveryPeriod PromisedDeliveryPeriod", leaves(noted_latest_day, "EndDate", "deliver_by")),
    },
)
_NUMBER = noted(first_text)
_ITEM: Steps = {
    **leaves(text, "Name", "item_name"),
    **leaves(noted(first_text), "Description", "description"),
    **groups("SellersItemIdentification", leaves(_NUMBER, "ID", "item_number")),
    **groups("StandardItemIdentification", leaves(_NUMBER, "ID", "gtin")),
    **groups("BuyersItemIdentification", leaves(_NUMBER, "ID", "buyers_number")),
    **groups("ClassifiedTaxCategory", leaves(agreed_percent, "Percent", "tax_bps")),
}
_LINE = Part(
    {
        **groups(
            "LineItem",
            {
                **LINE_ITEM,
                **_DELIVERY,
                **groups("Item", _ITEM),
                **leaves(first_text, "LineStatusCode", "event_code"),
                **leaves(side_quantity, "MaximumBackorderQuantity", "backorder_milli"),
                **leaves(joined, "Note", "reason"),
            },
            once=True,
        ),
        CAC + "OrderLineReference": line_reference("order_number", "order_line_number"),
    },
    close_line,
)
_STEPS: Steps = {
    **ANY,
    **_DELIVERY,
    **parties("SellerSupplierParty BuyerCustomerParty"),
    **leaves(first_text, "OrderResponseCode", "event_code"),
    **leaves(_indicator, "AcceptedIndicator", "accepted"),
    **leaves(joined, "Note RejectionNote CancellationNote", "reason"),
    **groups("AnticipatedMonetaryTotal LegalMonetaryTotal", TOTALS),
    CAC + "OrderReference": reference("order_number"),
    CAC + "AllowanceCharge": fresh(DOCUMENT_CHARGE),
    CAC + "TaxTotal": fresh(HEADER_TAX),
    CAC + "OrderLine": _LINE,
}
