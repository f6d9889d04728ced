"""Conditions between terms (BR-17 to BR-67, BR-CO-03 to BR-CO-26)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hefu.book.readers.en16931.code_lists import COUNTRIES
from hefu.book.readers.en16931.model import (
    Gravity,
    Invoice,
    Rule,
    each,
    figure,
    find,
    is_vat,
    once,
    said,
    value,
    vat,
    words,
)
from hefu.book.readers.xml import Element
from hefu.core.texts import Text

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

_CARD_DIGITS_MAX = 10
"""A truncated card number keeps at most its first six and last four digits (PCI DSS)."""


def _category(node: Element, path: str) -> bool:
    """Whether a VAT category code stands there."""
    return any(value(found, "cbc:ID") for found in vat(find(node, path)))


def _no_rate(subtotal: Element) -> bool:
    categories = find(subtotal, "cac:TaxCategory")
    return not any(value(node, "cbc:ID") == "O" or (is_vat(node) and said(node, "cbc:Percent")) for node in categories)


def _ends_before_start(period: Element) -> bool:
    start, end = (value(period, path)[:10] for path in ("cbc:StartDate", "cbc:EndDate"))
    return bool(_DAY.fullmatch(start) and _DAY.fullmatch(end)) and end < start


def _negative(node: Element) -> bool:
    found = figure(node, ".")
    return found is not None and found < 0


def _property_in_part(item_property: Element) -> bool:
    return not (said(item_property, "cbc:Name") and said(item_property, "cbc:Value"))


def _payee(invoice: Invoice) -> Iterator[Element]:
    """The payee is named; where it is the seller, the group is not for it."""
    names = {value(seller, "cac:PartyName/cbc:Name") for seller in invoice.seller} - {""}
    numbers = {words(number) for seller in invoice.seller for number in find(seller, "cac:PartyIdentification/cbc:ID")}
    for payee in invoice.at("cac:PayeeParty"):
        own = {words(number) for number in find(payee, "cac:PartyIdentification/cbc:ID")}
        name = value(payee, "cac:PartyName/cbc:Name")
        if not name or name in names or (own & numbers) - {""}:
            yield payee


def _tax_currency(invoice: Invoice) -> Iterator[Element]:
    stated = {amount.get("currencyID") for amount in invoice.at("cac:TaxTotal/cbc:TaxAmount")}
    return (code for code in invoice.at("cbc:TaxCurrencyCode") if words(code) not in stated)


def _tax_point_twice(invoice: Invoice) -> Iterator[Element]:
    if said(invoice.root, "cbc:TaxPointDate"):
        yield from invoice.at("cac:InvoicePeriod/cbc:DescriptionCode")[:1]


def _account_missing(means: Element) -> bool:
    by_transfer = value(means, "cbc:PaymentMeansCode") in {"30", "58"}
    return by_transfer and not said(means, "cac:PayeeFinancialAccount/cbc:ID")


def _card_in_full(card: Element) -> bool:
    return not 0 < len(value(card, "cbc:PrimaryAccountNumberID")) <= _CARD_DIGITS_MAX


def _foreign_prefix(invoice: Invoice) -> Iterator[Element]:
    """A VAT identifier begins with its country; Greece writes EL."""
    for registration in vat(invoice.tax_registrations):
        for identifier in find(registration, "cbc:CompanyID"):
            if words(identifier)[:2] not in COUNTRIES and words(identifier)[:2] != "EL":
                yield identifier


def _due(invoice: Invoice) -> Iterator[Element]:
    """An amount to be paid says when: asked of invoices only, a credit note is not paid by its buyer."""
    if invoice.is_credit_note:
        return
    places = ("cbc:DueDate", "cac:PaymentTerms/cbc:Note", "cac:PaymentMeans/cbc:PaymentDueDate")
    told = any(said(invoice.root, place) for place in places)
    for payable in invoice.at("cac:LegalMonetaryTotal/cbc:PayableAmount"):
        amount = figure(payable, ".")
        if not told and amount is not None and amount > 0:
            yield payable


def _unidentified(invoice: Invoice) -> Iterator[Element]:
    """A seller is known by an identifier, a registration or a VAT number; a SEPA creditor id is none of these."""
    for holder in invoice.at("cac:AccountingSupplierParty"):
        numbers = find(holder, "cac:Party/cac:PartyIdentification/cbc:ID")
        known = any(words(each_) and (each_.get("schemeID") or "").upper() != "SEPA" for each_ in numbers)
        known = known or said(holder, "cac:Party/cac:PartyLegalEntity/cbc:CompanyID")
        registrations = vat(find(holder, "cac:Party/cac:PartyTaxScheme"))
        if not known and not any(said(each_, "cbc:CompanyID") for each_ in registrations):
            yield holder


RULES = (
    Rule(
        "BR-17",
        Text("The payee (BT-59) has no name, or is the seller.", "收款方（BT-59）未命名，或与卖方相同。"),
        _payee,
    ),
    Rule(
        "BR-27",
        Text("A net price (BT-146) is below zero.", "净单价（BT-146）为负。"),
        each("LINE/cac:Price/cbc:PriceAmount", _negative),
    ),
    Rule(
        "BR-28",
        Text("A gross price (BT-148) is below zero.", "原单价（BT-148）为负。"),
        each("LINE/cac:Price/cac:AllowanceCharge/cbc:BaseAmount", _negative),
    ),
    Rule(
        "BR-29",
        Text("The invoicing period (BG-14) ends before it starts.", "开票期间（BG-14）的止日早于起日。"),
        each("cac:InvoicePeriod", _ends_before_start),
    ),
    Rule(
        "BR-30",
        Text("A line's period (BG-26) ends before it starts.", "行期间（BG-26）的止日早于起日。"),
        each("LINE/cac:InvoicePeriod", _ends_before_start),
    ),
    Rule(
        "BR-32",
        Text("A document allowance has no VAT category (BT-95).", "单据折让缺少增值税类别（BT-95）。"),
        each("allowances", lambda node: not _category(node, "cac:TaxCategory")),
    ),
    Rule(
        "BR-37",
        Text("A document charge has no VAT category (BT-102).", "单据附加费缺少增值税类别（BT-102）。"),
        each("charges", lambda node: not _category(node, "cac:TaxCategory")),
    ),
    Rule(
        "BR-47",
        Text("A VAT breakdown has no VAT category (BT-118).", "增值税分项缺少增值税类别（BT-118）。"),
        each("subtotals", lambda node: not _category(node, "cac:TaxCategory")),
    ),
    Rule(
        "BR-48",
        Text("A VAT breakdown has no rate (BT-119).", "增值税分项缺少税率（BT-119）。"),
        each("subtotals", _no_rate),
    ),
    Rule(
        "BR-51",
        Text(
            "A card number (BT-87) must be there, and never in full.", "支付卡号（BT-87）须列明，且不得列示完整卡号。"
        ),
        each("cac:PaymentMeans/cac:CardAccount", _card_in_full),
        Gravity.WARNING,
    ),
    Rule(
        "BR-53",
        Text(
            "The VAT total is not given in the VAT accounting currency (BT-6, BT-111).",
            "未以增值税记账币种列示税额合计（BT-6、BT-111）。",
        ),
        _tax_currency,
    ),
    Rule(
        "BR-54",
        Text("An item's attribute (BG-32) lacks its name or value.", "商品属性（BG-32）缺少名称或取值。"),
        each("LINE/cac:Item/cac:AdditionalItemProperty", _property_in_part),
    ),
    Rule(
        "BR-56",
        Text("The tax representative has no VAT identifier (BT-63).", "税务代表缺少增值税识别号（BT-63）。"),
        each(
            "representative",
            lambda node: not any(said(found, "cbc:CompanyID") for found in vat(find(node, "cac:PartyTaxScheme"))),
        ),
    ),
    Rule(
        "BR-61",
        Text("A credit transfer names no account (BT-84).", "转账支付未列明收款账户（BT-84）。"),
        each("cac:PaymentMeans", _account_missing),
    ),
    once("BR-66", "document", "cac:PaymentMeans/cac:CardAccount", "Payment by card (BG-18)", "支付卡信息（BG-18）"),
    once("BR-67", "document", "cac:PaymentMeans/cac:PaymentMandate", "Direct debit (BG-19)", "直接扣款信息（BG-19）"),
    Rule(
        "BR-CO-03",
        Text(
            "Both a VAT point date (BT-7) and its code (BT-8) are given.",
            "同时列明了增值税纳税时点日期（BT-7）与代码（BT-8）。",
        ),
        _tax_point_twice,
    ),
    Rule(
        "BR-CO-04",
        Text("A line has no VAT category (BT-151).", "发票行缺少增值税类别（BT-151）。"),
        each("lines", lambda node: not _category(node, "cac:Item/cac:ClassifiedTaxCategory")),
    ),
    Rule(
        "BR-CO-09",
        Text(
            "A VAT identifier (BT-31, BT-48, BT-63) does not begin with a country code.",
            "增值税识别号（BT-31、BT-48、BT-63）未以国家代码开头。",
        ),
        _foreign_prefix,
    ),
    Rule(
        "BR-CO-25",
        Text(
            "An amount is due, and neither a due date (BT-9) nor payment terms (BT-20) are given.",
            "有应付金额，但未列明到期日（BT-9）或付款条件（BT-20）。",
        ),
        _due,
    ),
    Rule(
        "BR-CO-26",
        Text(
            "The seller has no identifier, registration or VAT number (BT-29, BT-30, BT-31).",
            "卖方没有标识、登记号或增值税识别号（BT-29、BT-30、BT-31）。",
        ),
        _unidentified,
    ),
)
"""The rules on conditions, in no order that matters."""
