"""Totals, taxes, allowances and charges of UBL documents."""

from __future__ import annotations

from decimal import Decimal

from hefu.book.book import Row
from hefu.book.readers.ubl_document import (
    CAC,
    Document,
    Steps,
    agreed_percent,
    agreed_text,
    basic,
    best_text,
    first_text,
    minor,
    missing,
    percent,
    skip,
    working,
)
from hefu.book.readers.ubl_parts import fill, group
from hefu.book.readers.xml import Element, path_of, text_of
from hefu.core.currencies import EXPONENTS
from hefu.core.decimals import parse_major, parse_scaled
from hefu.core.refusals import Refusal, refuse

TOTALS: Steps = {
    **basic(minor, "LineExtensionAmount", "lines_minor"),
    **basic(minor, "TaxExclusiveAmount", "net_minor"),
    **basic(minor, "TaxInclusiveAmount", "gross_minor"),
    **basic(minor, "AllowanceTotalAmount", "allowances_minor"),
    **basic(minor, "ChargeTotalAmount", "charges_minor"),
    **basic(minor, "PrepaidAmount", "prepaid_minor"),
    **basic(minor, "PayableRoundingAmount", "rounding_minor"),
    **basic(minor, "PayableAmount", "payable_minor"),
}
"""Steps of LegalMonetaryTotal and AnticipatedMonetaryTotal: money, strictly in whole minor units."""

TAX_CATEGORY: Steps = {
    **basic(first_text, "ID", "category"),
    **basic(percent, "Percent", "tax_bps"),
    **basic(first_text, "TaxExemptionReasonCode", "reason"),
    **basic(best_text, "TaxExemptionReason", "reason"),
    **basic(skip, "Name"),
    CAC + "TaxScheme": (skip, ""),
}


def header_tax(document: Document, element: Element, row: Row, column: str) -> None:
    """Keep a TaxTotal of the document; what is in the document's currency adds up to the header's tax."""
    total = _read_total(document, element)
    if total["currency"] == document.currency:
        decimals = EXPONENTS[document.currency]
        written = f"{total['tax_major']:f}"
        row[column] = row.get(column, 0) + parse_scaled(written, decimals, Refusal.AMOUNT_TOO_FINE)


def line_tax(document: Document, element: Element, _row: Row, _column: str) -> None:
    """Keep a TaxTotal of a line, which may be finer than the minor unit."""
    _read_total(document, element)


def _read_total(document: Document, element: Element) -> Row:
    row = fill(document, element, _TAX_TOTAL, {"part": "total"})
    if "tax_major" not in row:
        raise missing(element, "TaxAmount")
    document.parts.append(("document_taxes", "tax", row))
    return row


def _subtotal(document: Document, element: Element, _row: Row, _column: str) -> None:
    row = fill(document, element, _TAX_SUBTOTAL, {"part": "subtotal"})
    if "currency" not in row:
        raise missing(element, "TaxAmount")
    document.parts.append(("document_taxes", "tax", row))


_TAX_SUBTOTAL: Steps = {
    **basic(working, "TaxableAmount", "taxable_major"),
    **basic(working, "TaxAmount", "tax_major"),
    **basic(percent, "Percent", "tax_bps"),
    **basic(skip, "CalculationSequenceNumeric"),
    **group("TaxCategory", TAX_CATEGORY),
}
_TAX_TOTAL: Steps = {
    **basic(working, "TaxAmount", "tax_major"),
    **basic(skip, "TaxEvidenceIndicator TaxIncludedIndicator"),
    CAC + "TaxSubtotal": (_subtotal, ""),
}


def document_charge(document: Document, element: Element, _row: Row, _column: str) -> None:
    """Keep an allowance or charge on the whole document."""
    _read_charge(document, element, "document")


def price_charge(document: Document, element: Element, _row: Row, _column: str) -> None:
    """Keep an allowance or charge within a price; it may be finer than the minor unit."""
    _read_charge(document, element, "price")


def order_line_charge(document: Document, element: Element, _row: Row, _column: str) -> None:
    """Keep an allowance or charge on an order's line."""
    _read_charge(document, element, "line")


def line_charge(document: Document, element: Element, row: Row, _column: str) -> None:
    """Keep an allowance or charge on a line, and add it up for the line where minor units can hold it."""
    charge = _read_charge(document, element, "line")
    column = "allowances_minor" if charge["sign"] == "allowance" else "charges_minor"
    before = row.get(column, 0)
    amount = _whole_minor(charge, document.currency)
    row[column] = None if before is None or amount is None else before + amount


def _whole_minor(charge: Row, currency: str) -> int | None:
    scaled = charge["amount_major"].scaleb(EXPONENTS[currency])
    return int(scaled) if charge["currency"] == currency and scaled == scaled.to_integral_value() else None


def _read_charge(document: Document, element: Element, part: str) -> Row:
    row = fill(document, element, _CHARGE, {"part": part})
    factor = row.pop("factor", None)
    if "sign" not in row:
        raise missing(element, "ChargeIndicator")
    if "amount_major" not in row:
        raise missing(element, "Amount")
    if factor is not None:
        row["rate_bps"] = _rate_bps(factor, row)
    document.parts.append(("document_charges", "charge", row))
    return row


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


def _indicator(_document: Document, leaf: Element, row: Row, column: str) -> None:
    word = text_of(leaf)
    if word not in _SIGNS:
        raise refuse(Refusal.CODE_UNKNOWN, field=path_of(leaf), value=word[:40])
    row[column] = _SIGNS[word]


def _factor(_document: Document, leaf: Element, row: Row, column: str) -> None:
    row[column] = parse_major(text_of(leaf))


_SIGNS = {"true": "charge", "1": "charge", "false": "allowance", "0": "allowance"}
_CHARGE: Steps = {
    **basic(_indicator, "ChargeIndicator", "sign"),
    **basic(first_text, "AllowanceChargeReasonCode", "reason"),
    **basic(best_text, "AllowanceChargeReason", "reason"),
    **basic(_factor, "MultiplierFactorNumeric", "factor"),
    **basic(working, "Amount", "amount_major"),
    **basic(working, "BaseAmount", "base_major"),
    **basic(skip, "ID SequenceNumeric PrepaidIndicator AccountingCost AccountingCostCode"),
    **group(
        "TaxCategory",
        {
            **basic(agreed_text, "ID", "category"),
            **basic(agreed_percent, "Percent", "tax_bps"),
            **basic(skip, "Name TaxExemptionReasonCode TaxExemptionReason"),
            CAC + "TaxScheme": (skip, ""),
        },
    ),
}
