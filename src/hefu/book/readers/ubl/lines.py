"""Lines of the five kinds of UBL documents that Hefu reads.

A line's own amounts are columns of its row; its taxes, allowances, charges and references are rows of the
document tables. Lines within lines (SubInvoiceLine) are details of their line: their amounts are kept by
path, and the line alone counts.
"""

from __future__ import annotations

from decimal import Decimal

from hefu.book.book import Row
from hefu.book.readers.ubl.document import (
    CAC,
    Document,
    agreed_percent,
    agreed_text,
    base_quantity,
    currency_of,
    empty,
    first_text,
    latest_day,
    loose_amount,
    minor,
    missing,
    price,
    quantity,
    repeated,
    side_quantity,
    text,
)
from hefu.book.readers.ubl.money import LINE_CHARGE, LINE_TAX, ORDER_LINE_CHARGE, PRICE_CHARGE
from hefu.book.readers.ubl.parts import line_reference
from hefu.book.readers.ubl.steps import Part, Steps, groups, leaves
from hefu.book.readers.xml import Element
from hefu.core.decimals import parse_major


def close_line(document: Document, element: Element, row: Row, header: Row) -> None:
    """Let the line wait in `document.lines` for the document's id; what hangs on it gets its number."""
    number = row.get("line_number")
    if not number:
        raise missing(element, "ID")
    if len(document.parts) > document.mark:
        for _, _, part in document.parts[document.mark :]:
            part["line_number"] = number
    _settle(row, header)
    document.lines.append(row)


def _close_billed_line(document: Document, element: Element, row: Row, header: Row) -> None:
    if "net_minor" not in row:
        raise missing(element, "LineExtensionAmount")
    close_line(document, element, row, header)


def _settle(row: Row, header: Row) -> None:
    """Choose among what the line said in several ways, and hand up what only the header has a column for."""
    for column, substitute in _SUBSTITUTES:
        found = row.pop(substitute, None)
        if found and not row.get(column):
            row[column] = found
    if "received_on" in row:
        received = row.pop("received_on")
        header["line_received_on"] = max(received, header.get("line_received_on", received))
    if "received_despatch_number" in row:
        header.setdefault("line_despatch_number", row.pop("received_despatch_number"))


_SUBSTITUTES = (("item_name", "description"), ("item_number", "gtin"), ("item_number", "buyers_number"))
"""Columns, and what stands for them where they are empty, the better first."""


def _order_tax(document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take a line's tax where minor units can hold it; a finer one stands among the other amounts."""
    if column in row:
        raise repeated(leaf)
    scaled: Decimal = parse_major(value or empty(leaf)).scaleb(document.decimals)
    if currency_of(leaf) == document.currency and scaled == scaled.to_integral_value():
        row[column] = int(scaled)
    else:
        loose_amount(document, leaf, value, row, column)


_ITEM: Steps = {
    **leaves(first_text, "Description", "description"),
    **leaves(text, "Name", "item_name"),
    **groups("SellersItemIdentification", leaves(first_text, "ID", "item_number")),
    **groups("StandardItemIdentification", leaves(first_text, "ID", "gtin")),
    **groups("BuyersItemIdentification", leaves(first_text, "ID", "buyers_number")),
}
_RATE: Steps = leaves(agreed_percent, "Percent", "tax_bps")
_CATEGORY: Steps = leaves(agreed_text, "ID", "tax_category")
_NUMBER: Steps = leaves(text, "ID", "line_number")
_GOODS: Steps = {**_NUMBER, **groups("Item", _ITEM)}
_ORDERED: Steps = {CAC + "OrderLineReference": line_reference("order_number", "order_line_number")}
_SENT: Steps = {CAC + "DespatchLineReference": line_reference("despatch_number", "despatch_line_number")}
_BILLED: Steps = {
    **leaves(minor, "LineExtensionAmount", "net_minor"),
    **groups(
        "Price",
        {
            **leaves(price, "PriceAmount", "unit_price_major"),
            **leaves(base_quantity, "BaseQuantity", "price_base_milli"),
            CAC + "AllowanceCharge": PRICE_CHARGE,
        },
    ),
    CAC + "TaxTotal": LINE_TAX,
}
_INVOICED: Steps = {
    **_NUMBER,
    **_BILLED,
    **_ORDERED,
    **_SENT,
    **groups("Item", {**_ITEM, **groups("ClassifiedTaxCategory", {**_RATE, **_CATEGORY})}),
    CAC + "AllowanceCharge": LINE_CHARGE,
}
LINE_ITEM: Steps = {
    **_NUMBER,
    **_BILLED,
    **leaves(quantity, "Quantity", "quantity_milli"),
    **leaves(_order_tax, "TotalTaxAmount", "tax_minor"),
    **groups("Item", {**_ITEM, **groups("ClassifiedTaxCategory", _RATE)}),
    **groups(
        "Delivery",
        {
            **leaves(latest_day, "LatestDeliveryDate", "deliver_by"),
            **groups("RequestedDeliveryPeriod", leaves(latest_day, "EndDate", "deliver_by")),
        },
    ),
    CAC + "AllowanceCharge": ORDER_LINE_CHARGE,
}

ORDER_LINE = Part(groups("LineItem", LINE_ITEM, once=True), close_line)
DESPATCH_LINE = Part(
    {
        **_GOODS,
        **_ORDERED,
        **leaves(quantity, "DeliveredQuantity", "quantity_milli"),
        **leaves(side_quantity, "OutstandingQuantity", "outstanding_milli"),
    },
    close_line,
)
RECEIPT_LINE = Part(
    {
        **_GOODS,
        **_ORDERED,
        CAC + "DespatchLineReference": line_reference("received_despatch_number", "despatch_line_number"),
        **leaves(quantity, "ReceivedQuantity", "quantity_milli"),
        **leaves(side_quantity, "ShortQuantity", "short_milli"),
        **leaves(side_quantity, "RejectedQuantity", "rejected_milli"),
        **leaves(latest_day, "ReceivedDate", "received_on"),
    },
    close_line,
)
INVOICE_LINE = Part({**_INVOICED, **leaves(quantity, "InvoicedQuantity", "quantity_milli")}, _close_billed_line)
CREDIT_LINE = Part({**_INVOICED, **leaves(quantity, "CreditedQuantity", "quantity_milli")}, _close_billed_line)
