"""Codes come from the lists that the standard names (BR-CL)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hefu.book.readers.en16931 import code_lists as lists
from hefu.book.readers.en16931.model import Breaks, Invoice, Rule, find, words
from hefu.book.readers.xml import Element
from hefu.core.texts import Text

_SUBJECT = re.compile("#(...)#")


def _listed(place: str, path: str, allowed: frozenset[str]) -> Breaks:
    """The texts, or with `/@` the attributes, at a path below a place are codes; an attribute left out is none."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        leaf, _, attribute = path.partition("/@")
        for node in invoice.at(place):
            for found in find(node, invoice.bound(leaf)):
                code = found.get(attribute) if attribute else words(found)
                if code is not None and code.strip() not in allowed:
                    yield found

    return breaks


def _document_type(invoice: Invoice) -> Iterator[Element]:
    for name, allowed in (("Invoice", lists.INVOICE_TYPES), ("CreditNote", lists.CREDIT_NOTE_TYPES)):
        yield from _listed("document", f"cbc:{name}TypeCode", allowed)(invoice)


def _currency(invoice: Invoice) -> Iterator[Element]:
    carriers = invoice.carriers.get("currencyID", [])
    return (node for node in carriers if node.get("currencyID") not in lists.CURRENCIES)


def _object_scheme(invoice: Invoice) -> Iterator[Element]:
    """A reference of type 130 is the object invoiced; its scheme says what kind of number it is."""
    for place in ("cac:AdditionalDocumentReference", "LINE/cac:DocumentReference"):
        for reference in invoice.at(place):
            types = [words(code) for code in find(reference, "cbc:DocumentTypeCode")]
            if not types or "130" in types:
                yield from _listed("document", "cbc:ID/@schemeID", lists.REFERENCE_KINDS)(Invoice(reference))


def _note_subject(invoice: Invoice) -> Iterator[Element]:
    """UBL has no place for a note's subject; it is written before the note, between hash signs."""
    for note in invoice.at("cbc:Note"):
        subject = _SUBJECT.match(words(note))
        if subject and subject[1] not in lists.NOTE_SUBJECTS:
            yield note


_SEPA_PLACES = ("cac:AccountingSupplierParty/cac:Party", "cac:PayeeParty")


def _party_scheme(invoice: Invoice) -> Iterator[Element]:
    """A seller or payee may also be numbered by its bank, for direct debit (SEPA)."""
    holders = {party for place in _SEPA_PLACES for party in invoice.at(f"{place}/cac:PartyIdentification")}
    for holder in invoice.at(".//cac:PartyIdentification"):
        allowed = lists.ICD | {"SEPA"} if holder in holders else lists.ICD
        yield from _listed("document", "cbc:ID/@schemeID", allowed)(Invoice(holder))


def _delivered_quantity(invoice: Invoice) -> Iterator[Element]:
    for path in ("QUANTITY/@unitCode", "cac:Price/cbc:BaseQuantity/@unitCode"):
        yield from _listed("lines", path, lists.UNITS)(invoice)


def _reasons(places: tuple[str, str], allowed: frozenset[str]) -> Breaks:
    def breaks(invoice: Invoice) -> Iterator[Element]:
        for place in places:
            yield from _listed(place, "cbc:AllowanceChargeReasonCode", allowed)(invoice)

    return breaks


def _rule(number: str, breaks: Breaks, en: str, zh: str) -> Rule:
    return Rule(f"BR-CL-{number}", Text(f"{en} is not on its list.", f"{zh}不在代码表中。"), breaks)


_ANYWHERE = (
    ("04", "cbc:DocumentCurrencyCode", lists.CURRENCIES, "The invoice currency (ISO 4217)", "发票币种（ISO 4217）"),
    (
        "05",
        "cbc:TaxCurrencyCode",
        lists.CURRENCIES,
        "The VAT accounting currency (ISO 4217)",
        "增值税记账币种（ISO 4217）",
    ),
    (
        "06",
        "cac:InvoicePeriod/cbc:DescriptionCode",
        lists.VAT_POINTS,
        "The VAT point code (UNTDID 2005)",
        "增值税纳税时点代码（UNTDID 2005）",
    ),
    (
        "11",
        ".//cac:PartyLegalEntity/cbc:CompanyID/@schemeID",
        lists.ICD,
        "The scheme of a legal registration (ISO 6523)",
        "登记号标识体系（ISO 6523）",
    ),
    (
        "13",
        ".//cac:CommodityClassification/cbc:ItemClassificationCode/@listID",
        lists.ITEM_CLASSIFICATIONS,
        "The scheme of an item classification (UNTDID 7143)",
        "商品分类体系（UNTDID 7143）",
    ),
    (
        "14",
        ".//cac:Country/cbc:IdentificationCode",
        lists.COUNTRIES,
        "A country (ISO 3166-1)",
        "国家代码（ISO 3166-1）",
    ),
    (
        "15",
        ".//cac:OriginCountry/cbc:IdentificationCode",
        lists.COUNTRIES,
        "An item's country of origin (ISO 3166-1)",
        "商品原产国代码（ISO 3166-1）",
    ),
    (
        "16",
        "cac:PaymentMeans/cbc:PaymentMeansCode",
        lists.PAYMENT_MEANS,
        "The payment means (UNTDID 4461)",
        "支付方式代码（UNTDID 4461）",
    ),
    (
        "17",
        ".//cac:TaxCategory/cbc:ID",
        lists.VAT_CATEGORIES,
        "A VAT category (UNTDID 5305)",
        "增值税类别（UNTDID 5305）",
    ),
    (
        "18",
        ".//cac:ClassifiedTaxCategory/cbc:ID",
        lists.VAT_CATEGORIES,
        "A line's VAT category (UNTDID 5305)",
        "行增值税类别（UNTDID 5305）",
    ),
    (
        "21",
        ".//cac:StandardItemIdentification/cbc:ID/@schemeID",
        lists.ICD,
        "The scheme of an item's standard identifier (ISO 6523)",
        "商品标准标识体系（ISO 6523）",
    ),
    (
        "24",
        ".//cbc:EmbeddedDocumentBinaryObject/@mimeCode",
        lists.MEDIA_TYPES,
        "The media type of an attachment",
        "附件媒体类型",
    ),
    (
        "25",
        ".//cbc:EndpointID/@schemeID",
        lists.EAS,
        "The scheme of an electronic address (CEF EAS)",
        "电子地址标识体系（CEF EAS）",
    ),
    (
        "26",
        "cac:Delivery/cac:DeliveryLocation/cbc:ID/@schemeID",
        lists.ICD,
        "The scheme of a delivery location (ISO 6523)",
        "交货地点标识体系（ISO 6523）",
    ),
)


def _exemption(invoice: Invoice) -> Iterator[Element]:
    """The list is in capitals; older papers write its codes in small letters."""
    for code in invoice.at(".//cbc:TaxExemptionReasonCode"):
        if words(code).upper() not in lists.EXEMPTIONS:
            yield code


RULES = (
    _rule("01", _document_type, "The document type (UNTDID 1001)", "单据类型代码（UNTDID 1001）"),
    _rule("03", _currency, "The currency of an amount (ISO 4217)", "金额币种（ISO 4217）"),
    _rule("07", _object_scheme, "The scheme of the invoiced object (UNTDID 1153)", "开票对象标识体系（UNTDID 1153）"),
    _rule("08", _note_subject, "The subject of a note (UNTDID 4451)", "附注主题代码（UNTDID 4451）"),
    _rule("10", _party_scheme, "The scheme of a party's identifier (ISO 6523)", "主体标识体系（ISO 6523）"),
    _rule(
        "19",
        _reasons(("allowances", "line_allowances"), lists.ALLOWANCE_REASONS),
        "The reason of an allowance (UNTDID 5189)",
        "折让原因代码（UNTDID 5189）",
    ),
    _rule(
        "20",
        _reasons(("charges", "line_charges"), lists.CHARGE_REASONS),
        "The reason of a charge (UNTDID 7161)",
        "附加费原因代码（UNTDID 7161）",
    ),
    _rule("22", _exemption, "The reason of exemption (CEF VATEX)", "免税原因代码（CEF VATEX）"),
    _rule(
        "23",
        _delivered_quantity,
        "A unit of measure (UN/ECE Recommendation 20)",
        "计量单位代码（UN/ECE 第 20 号建议书）",
    ),
    *(_rule(number, _listed("document", path, allowed), en, zh) for number, path, allowed, en, zh in _ANYWHERE),
)
"""The rules on codes."""
