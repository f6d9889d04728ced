"""Sums and products that an invoice must keep (BR-CO-10 to BR-CO-17), reckoned exactly.

The standard rounds to two decimals; its syntax binding lets a VAT amount be off by less than one unit of the
currency, since tax may be rounded per line or per breakdown. A part that a paper may leave out is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal

from hefu.book.readers.en16931.model import (
    Breaks,
    Invoice,
    NotANumberError,
    Rule,
    each,
    figure,
    find,
    said,
    total,
    vat,
    words,
)
from hefu.book.readers.xml import Element
from hefu.core.texts import Text

_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
# Wide enough for any product or sum of numbers of forty digits: nothing is ever rounded but by `cents`.
_EXACT = Context(prec=200)

TAX_TOLERANCE = Decimal(1)
"""A VAT amount may differ from base times rate by less than this."""


def cents(amount: Decimal) -> Decimal:
    """Round half away from zero to two decimals, as the standard does."""
    return amount.quantize(_CENT, ROUND_HALF_UP, _EXACT)


def tax_differs(subtotal: Element, rate: Decimal | None) -> bool:
    """Whether a breakdown's tax is not its base times a rate; without a rate there is no tax.

    Raises NotANumberError. A missing amount is another rule's matter.
    """
    base, tax = figure(subtotal, "cbc:TaxableAmount"), figure(subtotal, "cbc:TaxAmount")
    if base is None or tax is None:
        return False
    if not rate:
        return tax != 0
    reckoned = cents(_EXACT.multiply(base, rate).scaleb(-2, _EXACT))
    return abs(_EXACT.subtract(tax, reckoned)) >= TAX_TOLERANCE


def _off(breaks: Callable[[Invoice], Iterator[Element]]) -> Breaks:
    """A sum with something else than a number in it does not hold there."""

    def checked(invoice: Invoice) -> Iterator[Element]:
        try:
            yield from breaks(invoice)
        except NotANumberError as error:
            yield error.element

    return checked


def _sum_of_lines(invoice: Invoice) -> Iterator[Element]:
    summed = total(invoice.lines, "cbc:LineExtensionAmount")
    for stated in invoice.at("cac:LegalMonetaryTotal/cbc:LineExtensionAmount"):
        if figure(stated, ".") != summed:
            yield stated


def _sum_of(name: str, parts: str) -> Breaks:
    """The total of allowances, or of charges, is their sum; where it is left out, there are none."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        summed = total(invoice.at(parts), "cbc:Amount")
        for totals in invoice.at("cac:LegalMonetaryTotal"):
            stated = figure(totals, name)
            if (stated is None and invoice.at(parts)) or (stated is not None and stated != summed):
                yield totals

    return _off(breaks)


def _balance(whole: str, parts: str) -> Breaks:
    """One figure of the totals is the sum of others; a part with a minus before it is taken away."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        for totals in invoice.at("cac:LegalMonetaryTotal"):
            stated = figure(totals, whole)
            if stated is not None and stated != _parts(totals, parts):
                yield totals

    return _off(breaks)


def _parts(totals: Element, parts: str) -> Decimal:
    signed = ((part.lstrip("-"), -1 if part.startswith("-") else 1) for part in parts.split())
    return sum(((figure(totals, f"cbc:{name}") or _NOTHING) * sign for name, sign in signed), _NOTHING)


def _with_tax(invoice: Invoice) -> Iterator[Element]:
    """The VAT total counts in the invoice's currency; it stands once in that currency."""
    for currency in invoice.at("cbc:DocumentCurrencyCode"):
        taxes = [tax for tax in invoice.at("cac:TaxTotal/cbc:TaxAmount") if tax.get("currencyID") == words(currency)]
        summed = total(taxes, ".") + total(invoice.at("cac:LegalMonetaryTotal"), "cbc:TaxExclusiveAmount")
        stated = total(invoice.at("cac:LegalMonetaryTotal"), "cbc:TaxInclusiveAmount")
        if stated != summed or len(taxes) != 1:
            yield from invoice.totals


def _sum_of_taxes(total_: Element) -> bool:
    parts, stated = find(total_, "cac:TaxSubtotal"), figure(total_, "cbc:TaxAmount")
    return bool(parts) and stated is not None and stated != cents(total(parts, "cbc:TaxAmount"))


def _tax_of_base(subtotal: Element) -> bool:
    rates = [rate for node in vat(find(subtotal, "cac:TaxCategory")) for rate in find(node, "cbc:Percent")]
    stated = said(subtotal, "cac:TaxCategory")
    return stated and tax_differs(subtotal, figure(rates[0], ".") if rates else None)


RULES = (
    Rule(
        "BR-CO-10",
        Text("The sum of line amounts (BT-106) is not their sum.", "行金额合计（BT-106）与各行净额之和不符。"),
        _off(_sum_of_lines),
    ),
    Rule(
        "BR-CO-11",
        Text("The sum of allowances (BT-107) is not their sum.", "折让合计（BT-107）与各项折让之和不符。"),
        _sum_of("cbc:AllowanceTotalAmount", "allowances"),
    ),
    Rule(
        "BR-CO-12",
        Text("The sum of charges (BT-108) is not their sum.", "附加费合计（BT-108）与各项附加费之和不符。"),
        _sum_of("cbc:ChargeTotalAmount", "charges"),
    ),
    Rule(
        "BR-CO-13",
        Text(
            "The total without VAT (BT-109) is not lines, less allowances, plus charges.",
            "不含税合计（BT-109）不等于行金额合计减折让加附加费。",
        ),
        _balance("cbc:TaxExclusiveAmount", "LineExtensionAmount -AllowanceTotalAmount ChargeTotalAmount"),
    ),
    Rule(
        "BR-CO-14",
        Text("The VAT total (BT-110) is not the sum of its breakdowns.", "税额合计（BT-110）与各分项税额之和不符。"),
        each("cac:TaxTotal", _sum_of_taxes),
    ),
    Rule(
        "BR-CO-15",
        Text(
            "The total with VAT (BT-112) is not the total without VAT plus VAT (BT-110).",
            "价税合计（BT-112）不等于不含税合计加税额（BT-110）。",
        ),
        _off(_with_tax),
    ),
    Rule(
        "BR-CO-16",
        Text(
            "The amount due (BT-115) is not the total with VAT, less what was paid, plus rounding.",
            "应付金额（BT-115）不等于价税合计减预付加舍入。",
        ),
        _balance("cbc:PayableAmount", "TaxInclusiveAmount -PrepaidAmount PayableRoundingAmount"),
    ),
    Rule(
        "BR-CO-17",
        Text(
            "The tax of a breakdown (BT-117) is not its base times its rate.",
            "分项税额（BT-117）不等于计税金额乘以税率。",
        ),
        each("subtotals", _tax_of_base),
    ),
)
"""The rules on sums and products."""
