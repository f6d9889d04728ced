"""Totals, taxes, allowances and charges of UBL documents."""

from __future__ import annotations

from decimal import Decimal

from hefu.book.book import Row
from hefu.book.readers.ubl.document import (
    CAC,
    Document,
    agreed_percent,
    agreed_text,
    best_text,
    empty,
    first_text,
    minor,
    missing,
    percent,
    working,
)
from hefu.book.readers.ubl.steps import Close, Part, Steps, groups, leaves
from hefu.book.readers.xml import Element, path_of
from hefu.core.decimals import parse_major, parse_scaled
from hefu.core.refusals import Refusal, refuse

TOTALS: Steps = {
    **leaves(minor, "LineExtensionAmount", "lines_minor"),
    **leaves(minor, "TaxExclusiveAmount", "net_minor"),
    **leaves(minor, "TaxInclusiveAmount", "gross_minor"),
    **leaves(minor, "AllowanceTotalAmount", "allowances_minor"),
    **leaves(minor, "ChargeTotalAmount", "charges_minor"),
    **leaves(minor, "PrepaidAmount", "prepaid_minor"),
    **leaves(minor, "PayableRoundingAmount", "rounding_minor"),
    **leaves(minor, "PayableAmount", "payable_minor"),
}
"""Steps of LegalMonetaryTotal and AnticipatedMonetaryTotal: money, strictly in whole minor units."""


def _close_header_tax(document: Document, element: Element, row: Row, header: Row) -> None:
    """Keep a TaxTotal of the document; what is in the document's currency adds up to the header's tax."""
    _close_tax(document, element, row, header)
    if row["currency"] == document.currency:
        written, decimals = f"{row['tax_major']:f}", document.decimals
        tax = parse_scaled(written, decimals, Refusal.AMOUNT_TOO_FINE)
        header["tax_minor"] = header.get("tax_minor", 0) + tax


def _close_tax(document: Document, element: Element, row: Row, _parent: Row) -> None:
    if "tax_major" not in row:
        raise missing(element, "TaxAmount")
    row["part"] = "total"
    document.parts.append(("document_taxes", "tax", row))


def _close_subtotal(document: Document, element: Element, row: Row, _parent: Row) -> None:
    if "currency" not in row:
        raise missing(element, "TaxAmount")
    row["part"] = "subtotal"
    document.parts.append(("document_taxes", "tax", row))


_TAX: Steps = {
    **leaves(working, "TaxAmount", "tax_major"),
    CAC + "TaxSubtotal": Part(
        {
            **leaves(working, "TaxableAmount", "taxable_major"),
            **leaves(working, "TaxAmount", "tax_major"),
            **leaves(percent, "Percent", "tax_bps"),
            **groups(
                "TaxCategory",
                {
                    **leaves(first_text, "ID", "category"),
                    **leaves(percent, "Percent", "tax_bps"),
                    **leaves(first_text, "TaxExemptionReasonCode", "reason"),
                    **leaves(best_text, "TaxExemptionReason", "reason"),
                },
            ),
        },
        _close_subtotal,
    ),
}
HEADER_TAX = Part(_TAX, _close_header_tax)
"""The step of a document's TaxTotal."""
LINE_TAX = Part(_TAX, _close_tax)
"""The step of a line's TaxTotal, which may be finer than the minor unit."""


def _close_line_charge(document: Document, element: Element, row: Row, line: Row) -> None:
    """Keep an allowance or charge on a line, and add it up for the line where minor units can hold it."""
    _keep_charge(document, element, row, "line")
    column = "allowances_minor" if row["sign"] == "allowance" else "charges_minor"
    before, amount = line.get(column, 0), _whole_minor(row, document)
    line[column] = None if before is None or amount is None else before + amount


def _whole_minor(charge: Row, document: Document) -> int | None:
    scaled = charge["amount_major"].scaleb(document.decimals)
    return int(scaled) if charge["currency"] == document.currency and scaled == scaled.to_integral_value() else None


def _close_charge(part: str) -> Close:
    def close(document: Document, element: Element, row: Row, _parent: Row) -> None:
        _keep_charge(document, element, row, part)

    return close


def _keep_charge(document: Document, element: Element, row: Row, part: str) -> None:
    factor = row.pop("factor", None)
    if "sign" not in row:
        raise missing(element, "ChargeIndicator")
    if "amount_major" not in row:
        raise missing(element, "Amount")
    if factor is not None:
        row["rate_bps"] = _rate_bps(factor, row)
    row["part"] = part
    document.parts.append(("document_charges", "charge", row))


_CENT = Decimal("0.01")
_BPS = Decimal(10_000)


def _rate_bps(factor: Decimal, charge: Row) -> int | None:
    """The rate that a MultiplierFactorNumeric means: UBL writes a factor (0.1), EN 16931 a percentage (10).

    The one that gives the amount from its base is meant; where neither does, or both do, or there is no
    base, the rate stays empty.
    """
    base = charge.get("base_major")
    if base is None:
        return None
    meant = {rate * _BPS for rate in (factor, factor.scaleb(-2)) if abs(base * rate - charge["amount_major"]) < _CENT}
    bps = meant.pop() if len(meant) == 1 else Decimal("NaN")
    return int(bps) if bps == bps.to_integral_value() else None


def _indicator(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    if value not in _SIGNS:
        raise refuse(Refusal.CODE_UNKNOWN, field=path_of(leaf), value=value[:40])
    row[column] = _SIGNS[value]


def _factor(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    row[column] = parse_major(value or empty(leaf))


_SIGNS = {"true": "charge", "1": "charge", "false": "allowance", "0": "allowance"}
_CHARGE: Steps = {
    **leaves(_indicator, "ChargeIndicator", "sign"),
    **leaves(first_text, "AllowanceChargeReasonCode", "reason"),
    **leaves(best_text, "AllowanceChargeReason", "reason"),
    **leaves(_factor, "MultiplierFactorNumeric", "factor"),
    **leaves(working, "Amount", "amount_major"),
    **leaves(working, "BaseAmount", "base_major"),
    **groups(
        "TaxCategory",
        {**leaves(agreed_text, "ID", "category"), **leaves(agreed_percent, "Percent", "tax_bps")},
    ),
}
DOCUMENT_CHARGE = Part(_CHARGE, _close_charge("document"))
"""The step of an allowance or charge on the whole document."""
ORDER_LINE_CHARGE = Part(_CHARGE, _close_charge("line"))
"""The step of an allowance or charge on an order's line."""
LINE_CHARGE = Part(_CHARGE, _close_line_charge)
"""The step of an allowance or charge on an invoice's line, which adds them up."""
PRICE_CHARGE = Part(_CHARGE, _close_charge("price"))
"""The step of an allowance or charge within a price; it may be finer than the minor unit."""
