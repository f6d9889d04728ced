"""What the binding to UBL allows beside the standard's own rules: how often, and which elements.

UBL-SR says how often a place may stand; in the table one rule is two lines: its id, the group, and the path that
stands there at most once; then what that is. The 682 rules UBL-CR each name one element
or attribute of UBL that the standard does not use; here they are one rule, `UBL-CR`, by what it does use (`used.py`),
and the two of them that make a document wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from hefu.book.readers.en16931.model import (
    Breaks,
    Gravity,
    Invoice,
    Rule,
    each,
    find,
    once,
    rows_of,
    said,
    vat,
    words,
)
from hefu.book.readers.en16931.used import unused, unused_attributes
from hefu.book.readers.xml import Element
from hefu.core.texts import Text

_SELLER, _BUYER = "cac:AccountingSupplierParty/cac:Party", "cac:AccountingCustomerParty/cac:Party"
_REFERENCE = "cac:AdditionalDocumentReference"
_TAX_REGISTRATIONS_MAX = 2

_ONCE = """
UBL-SR-01 document cac:ContractDocumentReference/cbc:ID
    The contract reference (BT-12) | 合同编号（BT-12）
UBL-SR-02 document cac:ReceiptDocumentReference/cbc:ID
    The receipt advice reference (BT-15) | 收货通知编号（BT-15）
UBL-SR-03 document cac:DespatchDocumentReference/cbc:ID
    The despatch advice reference (BT-16) | 发货通知编号（BT-16）
UBL-SR-05 document cac:PaymentTerms/cbc:Note
    The payment terms (BT-20) | 付款条件（BT-20）
UBL-SR-06 cac:BillingReference cac:InvoiceDocumentReference
    The invoice of one preceding invoice reference (BG-3) | 一项在先发票引用（BG-3）中的发票
UBL-SR-08 document cac:InvoicePeriod
    The invoicing period (BG-14) | 开票期间（BG-14）
UBL-SR-09 document cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName
    The seller's name (BT-27) | 卖方名称（BT-27）
UBL-SR-10 document cac:AccountingSupplierParty/cac:Party/cac:PartyName/cbc:Name
    The seller's trading name (BT-28) | 卖方商号（BT-28）
UBL-SR-11 document cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID
    The seller's legal registration (BT-30) | 卖方登记号（BT-30）
UBL-SR-14 document cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyLegalForm
    The seller's legal information (BT-33) | 卖方法律信息（BT-33）
UBL-SR-15 document cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName
    The buyer's name (BT-44) | 买方名称（BT-44）
UBL-SR-16 document cac:AccountingCustomerParty/cac:Party/cac:PartyIdentification/cbc:ID
    The buyer's identifier (BT-46) | 买方标识（BT-46）
UBL-SR-17 document cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID
    The buyer's legal registration (BT-47) | 买方登记号（BT-47）
UBL-SR-21 cac:PayeeParty cac:PartyLegalEntity/cbc:CompanyID
    The payee's legal registration (BT-61) | 收款方登记号（BT-61）
UBL-SR-22 representative cac:PartyName/cbc:Name
    The tax representative's name (BT-62) | 税务代表名称（BT-62）
UBL-SR-23 representative cac:PartyTaxScheme/cbc:CompanyID
    The tax representative's VAT identifier (BT-63) | 税务代表增值税识别号（BT-63）
UBL-SR-24 document cac:Delivery
    The delivery (BG-13) | 交货信息（BG-13）
UBL-SR-25 cac:Delivery cac:DeliveryParty/cac:PartyName/cbc:Name
    The name delivered to (BT-70) | 收货方名称（BT-70）
UBL-SR-26 cac:PaymentMeans cbc:PaymentID
    The payment reference (BT-83) | 付款附言（BT-83）
UBL-SR-27 cac:PaymentMeans cbc:PaymentMeansCode
    The payment means (BT-81) | 支付方式（BT-81）
UBL-SR-28 cac:PaymentMeans cac:PaymentMandate/cbc:ID
    The mandate reference (BT-89) | 授权编号（BT-89）
UBL-SR-32 subtotals cac:TaxCategory/cbc:TaxExemptionReason
    The reason of exemption (BT-120) | 免税原因（BT-120）
UBL-SR-33 cac:AdditionalDocumentReference cbc:DocumentDescription
    The description of a supporting document (BT-123) | 附件说明（BT-123）
UBL-SR-34 lines cbc:Note
    A line's note (BT-127) | 行附注（BT-127）
UBL-SR-35 lines cac:OrderLineReference/cbc:LineID
    A line's order line (BT-132) | 行所引订单行（BT-132）
UBL-SR-36 lines cac:InvoicePeriod
    A line's period (BG-26) | 行期间（BG-26）
UBL-SR-37 lines cac:Price/cac:AllowanceCharge/cbc:Amount
    A price's discount (BT-147) | 单价折扣（BT-147）
UBL-SR-39 document cac:ProjectReference/cbc:ID
    The project reference (BT-11) | 项目编号（BT-11）
UBL-SR-40 document cac:AccountingCustomerParty/cac:Party/cac:PartyName/cbc:Name
    The buyer's trading name (BT-45) | 买方商号（BT-45）
UBL-SR-45 document cac:PaymentMeans/cbc:PaymentDueDate
    The due date (BT-9) | 到期日（BT-9）
UBL-SR-49 document cac:InvoicePeriod/cbc:DescriptionCode
    The VAT point code (BT-8) | 增值税纳税时点代码（BT-8）
UBL-SR-50 lines cac:Item/cbc:Description
    An item's description (BT-154) | 商品说明（BT-154）
UBL-SR-52 lines cac:DocumentReference
    A line's object (BT-128) | 行开票对象（BT-128）
UBL-SR-54 document cac:PaymentMeans/cac:CardAccount
    Payment by card (BG-18) | 支付卡信息（BG-18）
UBL-SR-55 document cac:PaymentMeans/cac:PaymentMandate
    Direct debit (BG-19) | 直接扣款信息（BG-19）
UBL-SR-56 document cac:OriginatorDocumentReference/cbc:ID
    The tender reference (BT-17) | 招标编号（BT-17）
"""


def _second(found: list[Element]) -> list[Element]:
    return found[1:2]


def _objects(invoice: Invoice) -> list[Element]:
    """References to the object invoiced (BT-18): those of document type 130."""
    return [node for node in invoice.at(_REFERENCE) if "130" in map(words, find(node, "cbc:DocumentTypeCode"))]


def _tax_numbers(invoice: Invoice, place: str, *, for_vat: bool) -> list[Element]:
    registrations = [node for party in invoice.at(place) for node in find(party, "cac:PartyTaxScheme")]
    chosen = vat(registrations)
    if not for_vat:
        chosen = [node for node in registrations if node not in chosen and find(node, "cac:TaxScheme")]
    return [number for node in chosen for number in find(node, "cbc:CompanyID")]


def _payee(invoice: Invoice) -> Iterator[Element]:
    """A payee has one name, and not the seller's."""
    sellers = {words(name) for name in invoice.at(f"{_SELLER}/cac:PartyLegalEntity/cbc:RegistrationName")}
    for payee in invoice.at("cac:PayeeParty"):
        names = [words(name) for name in find(payee, "cac:PartyName/cbc:Name")]
        if len(names) > 1 or not any(name != seller for name in names for seller in sellers):
            yield payee


def _payee_numbers(invoice: Invoice) -> Iterator[Element]:
    for payee in invoice.at("cac:PayeeParty"):
        numbers = find(payee, "cac:PartyIdentification/cbc:ID")
        yield from _second([number for number in numbers if not _by_bank(number)])


def _by_bank(number: Element) -> bool:
    return (number.get("schemeID") or "").upper() == "SEPA"


def _distinct(path: str) -> Breaks:
    """A text may stand several times, but always the same."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        first = {words(found): found for found in reversed(invoice.at(path))}
        yield from list(reversed(first.values()))[1:2]

    return breaks


def _scheme_elsewhere(invoice: Invoice) -> Iterator[Element]:
    """A type and a scheme are for the object invoiced (130) or, on a credit note, the project (50)."""
    allowed = {"130", "50"} if invoice.is_credit_note else {"130"}
    for node in invoice.at(_REFERENCE):
        types = {words(code) for code in find(node, "cbc:DocumentTypeCode")}
        if not types & allowed and (types or said(node, "cbc:ID/@schemeID")):
            yield node


def _payment_names(invoice: Invoice) -> Iterator[Element]:
    codes = invoice.at("cac:PaymentMeans/cbc:PaymentMeansCode")
    yield from _second([code for code in codes if code.get("name") is not None])


def _addresses(invoice: Invoice) -> Iterator[Element]:
    for name in ("PostalAddress", "Address"):
        for address in invoice.at(f".//cac:{name}"):
            yield from _second(find(address, "cac:AddressLine"))


def _in_part(registration: Element) -> bool:
    return not (find(registration, "cac:TaxScheme/cbc:ID") and find(registration, "cbc:CompanyID"))


def _reasons(*places: str) -> Breaks:
    def breaks(invoice: Invoice) -> Iterator[Element]:
        for place in places:
            for node in invoice.at(place):
                yield from _second(find(node, "cbc:AllowanceChargeReason"))

    return breaks


_OTHERS = (
    Rule(
        "UBL-SR-04",
        Text("The invoiced object (BT-18) stands more than once.", "开票对象（BT-18）出现多次。"),
        lambda invoice: _second([number for node in _objects(invoice) for number in find(node, "cbc:ID")]),
    ),
    Rule(
        "UBL-SR-07",
        Text(
            "A preceding invoice reference (BG-3) has no number (BT-25).", "在先发票引用（BG-3）缺少发票号码（BT-25）。"
        ),
        each("cac:BillingReference", lambda node: not find(node, "cac:InvoiceDocumentReference/cbc:ID")),
    ),
    Rule(
        "UBL-SR-12",
        Text("The seller's VAT identifier (BT-31) stands more than once.", "卖方增值税识别号（BT-31）出现多次。"),
        lambda invoice: _second(_tax_numbers(invoice, "seller", for_vat=True)),
    ),
    Rule(
        "UBL-SR-13",
        Text("The seller's tax registration (BT-32) stands more than once.", "卖方税务登记号（BT-32）出现多次。"),
        lambda invoice: _second(_tax_numbers(invoice, "seller", for_vat=False)),
    ),
    Rule(
        "UBL-SR-18",
        Text("The buyer's VAT identifier (BT-48) stands more than once.", "买方增值税识别号（BT-48）出现多次。"),
        lambda invoice: _second(_tax_numbers(invoice, "buyer", for_vat=True)),
    ),
    Rule(
        "UBL-SR-19",
        Text(
            "The payee (BT-59) must have one name, other than the seller's.",
            "收款方（BT-59）须有一个且不同于卖方的名称。",
        ),
        _payee,
    ),
    Rule(
        "UBL-SR-20",
        Text("The payee's identifier (BT-60) stands more than once.", "收款方标识（BT-60）出现多次。"),
        _payee_numbers,
    ),
    Rule(
        "UBL-SR-29",
        Text("The bank's creditor identifier (BT-90) stands more than once.", "银行债权人标识（BT-90）出现多次。"),
        lambda invoice: _second(
            [number for number in invoice.at(".//cac:PartyIdentification/cbc:ID") if _by_bank(number)]
        ),
    ),
    Rule(
        "UBL-SR-30",
        Text(
            "The reason of an allowance (BT-97, BT-139) stands more than once.", "折让原因（BT-97、BT-139）出现多次。"
        ),
        _reasons("allowances", "line_allowances"),
    ),
    Rule(
        "UBL-SR-31",
        Text(
            "The reason of a charge (BT-104, BT-144) stands more than once.", "附加费原因（BT-104、BT-144）出现多次。"
        ),
        _reasons("charges", "line_charges"),
    ),
    Rule(
        "UBL-SR-42",
        Text("The seller has more than two tax registrations.", "卖方税务登记超过两项。"),
        each("seller", lambda party: len(find(party, "cac:PartyTaxScheme")) > _TAX_REGISTRATIONS_MAX),
    ),
    Rule(
        "UBL-SR-43",
        Text(
            "A supporting document has a type or a scheme, which only the invoiced object (BT-18) may have.",
            "附件带有类型代码或标识体系，仅开票对象（BT-18）可带。",
        ),
        _scheme_elsewhere,
    ),
    Rule(
        "UBL-SR-44",
        Text("Different payment references (BT-83) are given.", "列明了不同的付款附言（BT-83）。"),
        _distinct(".//cbc:PaymentID"),
    ),
    Rule(
        "UBL-SR-46",
        Text("The text of the payment means (BT-82) stands more than once.", "支付方式说明（BT-82）出现多次。"),
        _payment_names,
    ),
    Rule(
        "UBL-SR-47",
        Text("Different payment means (BT-81) are given.", "列明了不同的支付方式（BT-81）。"),
        _distinct(".//cbc:PaymentMeansCode"),
    ),
    Rule(
        "UBL-SR-48",
        Text("A line must have exactly one VAT category.", "每行须恰有一个增值税类别。"),
        each("lines", lambda line: len(find(line, "cac:Item/cac:ClassifiedTaxCategory")) != 1),
    ),
    Rule("UBL-SR-51", Text("An address has more than one third line.", "地址含多于一个第三行。"), _addresses),
    Rule(
        "UBL-SR-53",
        Text("A tax registration lacks its number or its tax.", "税务登记缺少号码或税种。"),
        each("tax_registrations", _in_part),
    ),
    Rule(
        "UBL-CR-666",
        Text("The invoiced object (BT-18) has an attachment.", "开票对象（BT-18）带有附件。"),
        lambda invoice: [node for node in _objects(invoice) if find(node, "cac:Attachment")],
    ),
    Rule(
        "UBL-CR-673",
        Text("The invoiced object (BT-18) has a description.", "开票对象（BT-18）带有说明。"),
        lambda invoice: [node for node in _objects(invoice) if find(node, "cbc:DocumentDescription")],
    ),
    Rule(
        "UBL-CR",
        Text("An element or attribute stands there that EN 16931 does not use.", "存在 EN 16931 未使用的元素或属性。"),
        lambda invoice: chain(unused(invoice.root), unused_attributes(invoice.carriers)),
        Gravity.WARNING,
    ),
)

RULES = (*(once(*row) for row in rows_of(_ONCE)), *_OTHERS)
"""The rules of the binding to UBL."""
