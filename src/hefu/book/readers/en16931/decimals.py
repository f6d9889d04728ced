"""Amounts have at most two decimals (BR-DEC)."""

from __future__ import annotations

from collections.abc import Iterator

from hefu.book.readers.en16931.model import Breaks, Invoice, Rule, find, value, words
from hefu.book.readers.xml import Element
from hefu.core.texts import Text

DECIMALS_MAX = 2


def too_fine(amount: Element) -> bool:
    """Whether more decimals are written than an amount may have; zeros count."""
    return len(words(amount).partition(".")[2]) > DECIMALS_MAX


def _fine(place: str, path: str) -> Breaks:
    def breaks(invoice: Invoice) -> Iterator[Element]:
        return (amount for node in invoice.at(place) for amount in find(node, path) if too_fine(amount))

    return breaks


def _fine_tax(currency_path: str, *, unsaid: bool) -> Breaks:
    """The VAT total in one of the invoice's two currencies; `unsaid`: any, where that currency is not said."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        currency = value(invoice.root, currency_path)
        taxes = invoice.at("cac:TaxTotal/cbc:TaxAmount")
        everywhere = unsaid and not currency
        return (tax for tax in taxes if (everywhere or tax.get("currencyID") == currency) and too_fine(tax))

    return breaks


def _rule(number: str, breaks: Breaks, en: str, zh: str) -> Rule:
    return Rule(f"BR-DEC-{number}", Text(f"{en} has more than two decimals.", f"{zh}超过两位小数。"), breaks)


_TABLE = (
    ("01", "allowances", "cbc:Amount", "A document allowance (BT-92)", "单据折让（BT-92）"),
    ("02", "allowances", "cbc:BaseAmount", "The base of a document allowance (BT-93)", "单据折让基数（BT-93）"),
    ("05", "charges", "cbc:Amount", "A document charge (BT-99)", "单据附加费（BT-99）"),
    ("06", "charges", "cbc:BaseAmount", "The base of a document charge (BT-100)", "单据附加费基数（BT-100）"),
    ("09", "totals", "cbc:LineExtensionAmount", "The sum of lines (BT-106)", "行金额合计（BT-106）"),
    ("10", "totals", "cbc:AllowanceTotalAmount", "The sum of allowances (BT-107)", "折让合计（BT-107）"),
    ("11", "totals", "cbc:ChargeTotalAmount", "The sum of charges (BT-108)", "附加费合计（BT-108）"),
    ("12", "totals", "cbc:TaxExclusiveAmount", "The total without VAT (BT-109)", "不含税合计（BT-109）"),
    ("14", "totals", "cbc:TaxInclusiveAmount", "The total with VAT (BT-112)", "价税合计（BT-112）"),
    ("16", "totals", "cbc:PrepaidAmount", "The amount paid (BT-113)", "已付金额（BT-113）"),
    ("17", "totals", "cbc:PayableRoundingAmount", "The rounding (BT-114)", "舍入金额（BT-114）"),
    ("18", "totals", "cbc:PayableAmount", "The amount due (BT-115)", "应付金额（BT-115）"),
    ("19", "subtotals", "cbc:TaxableAmount", "A taxable amount (BT-116)", "计税金额（BT-116）"),
    ("20", "subtotals", "cbc:TaxAmount", "The tax of a breakdown (BT-117)", "分项税额（BT-117）"),
    ("23", "lines", "cbc:LineExtensionAmount", "A line's net amount (BT-131)", "行净额（BT-131）"),
    ("24", "line_allowances", "cbc:Amount", "A line allowance (BT-136)", "行折让（BT-136）"),
    ("25", "line_allowances", "cbc:BaseAmount", "The base of a line allowance (BT-137)", "行折让基数（BT-137）"),
    ("27", "line_charges", "cbc:Amount", "A line charge (BT-141)", "行附加费（BT-141）"),
    ("28", "line_charges", "cbc:BaseAmount", "The base of a line charge (BT-142)", "行附加费基数（BT-142）"),
)

RULES = (
    *(_rule(number, _fine(place, path), en, zh) for number, place, path, en, zh in _TABLE),
    _rule("13", _fine_tax("cbc:DocumentCurrencyCode", unsaid=True), "The VAT total (BT-110)", "税额合计（BT-110）"),
    _rule(
        "15",
        _fine_tax("cbc:TaxCurrencyCode", unsaid=False),
        "The VAT total in accounting currency (BT-111)",
        "记账币种税额合计（BT-111）",
    ),
)
"""The rules on decimals."""
