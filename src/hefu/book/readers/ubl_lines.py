"""Lines of the five kinds of UBL documents that Hefu reads.

A line's own amounts are columns of its row; its taxes, allowances, charges and references are rows of the
document tables. Lines within lines (SubInvoiceLine) are details of their line: their amounts are kept by
path, and the line alone counts.
"""

from __future__ import annotations

from decimal import Decimal

from hefu.book.book import Row
from hefu.book.readers.ubl_document import (
    CAC,
    Document,
    Step,
    Steps,
    agreed_percent,
    agreed_text,
    amount_of,
    base_quantity,
    basic,
    first_text,
    latest_day,
    loose_amount,
    minor,
    missing,
    quantity,
    repeated,
    side_quantity,
    skip,
    text,
)
from hefu.book.readers.ubl_money import line_charge, line_tax, order_line_charge, price_charge
from hefu.book.readers.ubl_parts import fill, group, read_reference
from hefu.book.readers.xml import Element
from hefu.core.currencies import EXPONENTS


def line_step(steps: Steps, *required: str) -> Step:
    """Build the step that reads a line: its row waits in `document.lines` for the document's id.

    `required` names the columns a line must have besides its number. What hangs on the line (taxes,
    references, ...) gets its number.
    """

    def read(document: Document, element: Element, header: Row, _column: str) -> None:
        before = len(document.parts)
        row = fill(document, element, steps, {})
        number = row.get("line_number")
        if not number:
            raise missing(element, "ID")
        for column in required:
            if column not in row:
                raise missing(element, _NAMES[column])
        for _, _, part in document.parts[before:]:
            part["line_number"] = number
        _settle(row, header)
        document.lines.append(row)

    return read


_NAMES = {"net_minor": "LineExtensionAmount", "quantity_milli": "Quantity"}


def _settle(row: Row, header: Row) -> None:
    """Choose among what the line said twice, and hand up what only the header has a column for."""
    description, gtin, buyers = row.pop("description", None), row.pop("gtin", None), row.pop("buyers_number", None)
    row["item_name"] = row.get("item_name") or description
    row["item_number"] = row.get("item_number") or gtin or buyers
    if "received_on" in row:
        received = row.pop("received_on")
        header["line_received_on"] = max(received, header.get("line_received_on", received))
    if "received_despatch_number" in row:
        header.setdefault("line_despatch_number", row.pop("received_despatch_number"))


def _price(document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take a unit price in the document's currency; one in another stands among the other amounts."""
    if column in row:
        raise repeated(leaf)
    amount, currency = amount_of(leaf)
    if currency == document.currency:
        row[column] = amount
    else:
        loose_amount(document, leaf)


def _order_tax(document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take a line's tax where minor units can hold it; a finer one stands among the other amounts."""
    if column in row:
        raise repeated(leaf)
    amount, currency = amount_of(leaf)
    scaled: Decimal = amount.scaleb(EXPONENTS[document.currency])
    if currency == document.currency and scaled == scaled.to_integral_value():
        row[column] = int(scaled)
    else:
        loose_amount(document, leaf)


def _order_line(document: Document, element: Element, row: Row, _column: str) -> None:
    """Keep the reference to an order's line; the first one names the order that the line answers."""
    _answered(document, element, row, "order_number", "order_line_number")


def _despatch_line(document: Document, element: Element, row: Row, column: str) -> None:
    """Keep the reference to a despatch advice's line; the first one names the despatch."""
    _answered(document, element, row, column, "despatch_line_number")


def _answered(document: Document, element: Element, row: Row, number: str, line_number: str) -> None:
    said = read_reference(document, element)
    if line_number not in row:
        row[line_number] = said.get("referred_line_number")
        row[number] = said.get("number")


def _taxed(category: Step) -> Steps:
    """The tax of goods: its rate, and its category where the line has a column for it."""
    steps: Steps = {
        **basic(category, "ID", "tax_category"),
        **basic(agreed_percent, "Percent", "tax_bps"),
        **basic(skip, "Name TaxExemptionReasonCode TaxExemptionReason"),
        CAC + "TaxScheme": (skip, ""),
    }
    return group("ClassifiedTaxCategory", steps)


_ITEM: Steps = {
    **basic(first_text, "Description", "description"),
    **basic(text, "Name", "item_name"),
    **basic(skip, "PackQuantity PackSizeNumeric CatalogueIndicator HazardousRiskIndicator AdditionalInformation"),
    **basic(skip, "Keyword BrandName ModelName"),
    **group("SellersItemIdentification", {**basic(first_text, "ID", "item_number"), **basic(skip, "ExtendedID")}),
    **group("StandardItemIdentification", {**basic(first_text, "ID", "gtin"), **basic(skip, "ExtendedID")}),
    **group("BuyersItemIdentification", {**basic(first_text, "ID", "buyers_number"), **basic(skip, "ExtendedID")}),
    CAC + "CommodityClassification": (skip, ""),
    CAC + "OriginCountry": (skip, ""),
    CAC + "AdditionalItemProperty": (skip, ""),
}
_LINE: Steps = {
    **basic(text, "ID", "line_number"),
    **basic(skip, "UUID Note"),
}
_GOODS: Steps = {**_LINE, **group("Item", _ITEM)}
_TAXED_GOODS: Steps = {**_LINE, **group("Item", {**_ITEM, **_taxed(agreed_text)})}
_ORDERED: Steps = {CAC + "OrderLineReference": (_order_line, "")}
_SENT: Steps = {CAC + "DespatchLineReference": (_despatch_line, "despatch_number")}
_BILLED: Steps = {
    **basic(minor, "LineExtensionAmount", "net_minor"),
    **basic(skip, "AccountingCost AccountingCostCode TaxPointDate FreeOfChargeIndicator"),
    **group(
        "Price",
        {
            **basic(_price, "PriceAmount", "unit_price_major"),
            **basic(base_quantity, "BaseQuantity", "price_base_milli"),
            **basic(skip, "PriceChangeReason PriceTypeCode PriceType OrderableUnitFactorRate"),
            CAC + "AllowanceCharge": (price_charge, ""),
        },
    ),
    CAC + "TaxTotal": (line_tax, ""),
    CAC + "InvoicePeriod": (skip, ""),
}
_ASKED: Steps = {
    **basic(latest_day, "LatestDeliveryDate", "deliver_by"),
    **group("RequestedDeliveryPeriod", basic(latest_day, "EndDate", "deliver_by")),
}

ORDER_LINE = line_step(
    group(
        "LineItem",
        {
            **_LINE,
            **_BILLED,
            **group("Item", {**_ITEM, **_taxed(skip)}),
            **basic(quantity, "Quantity", "quantity_milli"),
            **basic(_order_tax, "TotalTaxAmount", "tax_minor"),
            **group("Delivery", _ASKED),
            CAC + "AllowanceCharge": (order_line_charge, ""),
        },
    )
)
DESPATCH_LINE = line_step(
    {
        **_GOODS,
        **_ORDERED,
        **basic(quantity, "DeliveredQuantity", "quantity_milli"),
        **basic(side_quantity, "OutstandingQuantity", "outstanding_milli"),
        **basic(skip, "OutstandingReason BackorderReason"),
    }
)
RECEIPT_LINE = line_step(
    {
        **_GOODS,
        **_ORDERED,
        CAC + "DespatchLineReference": (_despatch_line, "received_despatch_number"),
        **basic(quantity, "ReceivedQuantity", "quantity_milli"),
        **basic(side_quantity, "ShortQuantity", "short_milli"),
        **basic(side_quantity, "RejectedQuantity", "rejected_milli"),
        **basic(latest_day, "ReceivedDate", "received_on"),
    }
)
_INVOICED: Steps = {**_TAXED_GOODS, **_BILLED, **_ORDERED, **_SENT, CAC + "AllowanceCharge": (line_charge, "")}
INVOICE_LINE = line_step({**_INVOICED, **basic(quantity, "InvoicedQuantity", "quantity_milli")}, "net_minor")
CREDIT_LINE = line_step({**_INVOICED, **basic(quantity, "CreditedQuantity", "quantity_milli")}, "net_minor")
