"""Terms that an invoice must have (BR-01 to BR-65, BR-CO-18 to BR-CO-24).

In the table one rule is two lines: its id, the place, and the paths of which one must have a text there; then what
is missing where none has.
"""

from __future__ import annotations

from collections.abc import Iterator

from hefu.book.readers.en16931.model import Invoice, Rule, each, find, needs, rows_of
from hefu.book.readers.xml import Element
from hefu.core.texts import Text

_NEEDED = """
BR-01 document cbc:CustomizationID
    The specification identifier (BT-24) | 规范标识（BT-24）
BR-02 document cbc:ID
    The invoice number (BT-1) | 发票号码（BT-1）
BR-03 document cbc:IssueDate
    The issue date (BT-2) | 开票日期（BT-2）
BR-04 document cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode
    The invoice type code (BT-3) | 发票类型代码（BT-3）
BR-05 document cbc:DocumentCurrencyCode
    The invoice currency (BT-5) | 发票币种（BT-5）
BR-06 document cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName
    The seller's name (BT-27) | 卖方名称（BT-27）
BR-07 document cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName
    The buyer's name (BT-44) | 买方名称（BT-44）
BR-09 cac:AccountingSupplierParty/cac:Party/cac:PostalAddress cac:Country/cbc:IdentificationCode
    The seller's country (BT-40) | 卖方国家代码（BT-40）
BR-11 cac:AccountingCustomerParty/cac:Party/cac:PostalAddress cac:Country/cbc:IdentificationCode
    The buyer's country (BT-55) | 买方国家代码（BT-55）
BR-12 totals cbc:LineExtensionAmount
    The sum of line amounts (BT-106) | 行金额合计（BT-106）
BR-13 totals cbc:TaxExclusiveAmount
    The total without VAT (BT-109) | 不含税合计（BT-109）
BR-14 totals cbc:TaxInclusiveAmount
    The total with VAT (BT-112) | 价税合计（BT-112）
BR-15 totals cbc:PayableAmount
    The amount due (BT-115) | 应付金额（BT-115）
BR-18 representative cac:PartyName/cbc:Name
    The tax representative's name (BT-62) | 税务代表名称（BT-62）
BR-20 representative cac:PostalAddress/cac:Country/cbc:IdentificationCode
    The tax representative's country (BT-69) | 税务代表国家代码（BT-69）
BR-21 lines cbc:ID
    A line's identifier (BT-126) | 行标识（BT-126）
BR-22 lines QUANTITY
    A line's quantity (BT-129) | 行数量（BT-129）
BR-23 lines QUANTITY/@unitCode
    A line's unit of measure (BT-130) | 行计量单位（BT-130）
BR-24 lines cbc:LineExtensionAmount
    A line's net amount (BT-131) | 行净额（BT-131）
BR-25 lines cac:Item/cbc:Name
    A line's item name (BT-153) | 行商品名称（BT-153）
BR-26 lines cac:Price/cbc:PriceAmount
    A line's net price (BT-146) | 行净单价（BT-146）
BR-31 allowances cbc:Amount
    A document allowance's amount (BT-92) | 单据折让金额（BT-92）
BR-33 allowances cbc:AllowanceChargeReason|cbc:AllowanceChargeReasonCode
    The reason of a document allowance (BT-97, BT-98) | 单据折让原因（BT-97、BT-98）
BR-36 charges cbc:Amount
    A document charge's amount (BT-99) | 单据附加费金额（BT-99）
BR-38 charges cbc:AllowanceChargeReason|cbc:AllowanceChargeReasonCode
    The reason of a document charge (BT-104, BT-105) | 单据附加费原因（BT-104、BT-105）
BR-41 line_allowances cbc:Amount
    A line allowance's amount (BT-136) | 行折让金额（BT-136）
BR-42 line_allowances cbc:AllowanceChargeReason|cbc:AllowanceChargeReasonCode
    The reason of a line allowance (BT-139, BT-140) | 行折让原因（BT-139、BT-140）
BR-43 line_charges cbc:Amount
    A line charge's amount (BT-141) | 行附加费金额（BT-141）
BR-44 line_charges cbc:AllowanceChargeReason|cbc:AllowanceChargeReasonCode
    The reason of a line charge (BT-144, BT-145) | 行附加费原因（BT-144、BT-145）
BR-45 subtotals cbc:TaxableAmount
    The taxable amount of a VAT breakdown (BT-116) | 增值税分项的计税金额（BT-116）
BR-46 subtotals cbc:TaxAmount
    The tax amount of a VAT breakdown (BT-117) | 增值税分项的税额（BT-117）
BR-49 cac:PaymentMeans cbc:PaymentMeansCode
    The code of the payment means (BT-81) | 支付方式代码（BT-81）
BR-50 cac:PaymentMeans/cac:PayeeFinancialAccount cbc:ID
    The account to be paid to (BT-84) | 收款账户（BT-84）
BR-52 cac:AdditionalDocumentReference cbc:ID
    The reference of a supporting document (BT-122) | 附件编号（BT-122）
BR-55 cac:BillingReference cac:InvoiceDocumentReference/cbc:ID
    The number of a preceding invoice (BT-25) | 在先发票号码（BT-25）
BR-57 cac:Delivery/cac:DeliveryLocation/cac:Address cac:Country/cbc:IdentificationCode
    The country delivered to (BT-80) | 交货国家代码（BT-80）
BR-CO-19 cac:InvoicePeriod cbc:StartDate|cbc:EndDate|cbc:DescriptionCode
    A start or end of the invoicing period (BT-73, BT-74) | 开票期间的起止日（BT-73、BT-74）
BR-CO-20 LINE/cac:InvoicePeriod cbc:StartDate|cbc:EndDate
    A start or end of a line's period (BT-134, BT-135) | 行期间的起止日（BT-134、BT-135）
BR-CO-21 allowances cbc:AllowanceChargeReason|cbc:AllowanceChargeReasonCode
    A reason, or its code, of a document allowance (BG-20) | 单据折让（BG-20）的原因或原因代码
BR-CO-22 charges cbc:AllowanceChargeReason|cbc:AllowanceChargeReasonCode
    A reason, or its code, of a document charge (BG-21) | 单据附加费（BG-21）的原因或原因代码
BR-CO-23 line_allowances cbc:AllowanceChargeReason|cbc:AllowanceChargeReasonCode
    A reason, or its code, of a line allowance (BG-27) | 行折让（BG-27）的原因或原因代码
BR-CO-24 line_charges cbc:AllowanceChargeReason|cbc:AllowanceChargeReasonCode
    A reason, or its code, of a line charge (BG-28) | 行附加费（BG-28）的原因或原因代码
"""

_SCHEMES = (
    (
        "BR-62",
        "cac:AccountingSupplierParty/cac:Party/cbc:EndpointID",
        "schemeID",
        "The scheme of the seller's electronic address (BT-34)",
        "卖方电子地址（BT-34）的标识体系",
    ),
    (
        "BR-63",
        "cac:AccountingCustomerParty/cac:Party/cbc:EndpointID",
        "schemeID",
        "The scheme of the buyer's electronic address (BT-49)",
        "买方电子地址（BT-49）的标识体系",
    ),
    (
        "BR-64",
        "LINE/cac:Item/cac:StandardItemIdentification/cbc:ID",
        "schemeID",
        "The scheme of an item's standard identifier (BT-157)",
        "商品标准标识（BT-157）的标识体系",
    ),
    (
        "BR-65",
        "LINE/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode",
        "listID",
        "The scheme of an item's classification (BT-158)",
        "商品分类代码（BT-158）的分类体系",
    ),
)


def _attribute(rule_id: str, place: str, name: str, en: str, zh: str) -> Rule:
    says = Text(f"{en} is missing.", f"缺少{zh}。")
    return Rule(rule_id, says, each(place, lambda node: not (node.get(name) or "").strip()))


def _present(rule_id: str, place: str, path: str, en: str, zh: str) -> Rule:
    """A group must be there, whatever it holds."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        return (node for node in invoice.at(place) if not find(node, invoice.bound(path)))

    return Rule(rule_id, Text(f"{en} is missing.", f"缺少{zh}。"), breaks)


_GROUPS = (
    _present(
        "BR-08",
        "document",
        "cac:AccountingSupplierParty/cac:Party/cac:PostalAddress",
        "The seller's address (BG-5)",
        "卖方地址（BG-5）",
    ),
    _present(
        "BR-10",
        "document",
        "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress",
        "The buyer's address (BG-8)",
        "买方地址（BG-8）",
    ),
    _present("BR-16", "document", "LINE", "An invoice line (BG-25)", "发票行（BG-25）"),
    _present(
        "BR-19",
        "representative",
        "cac:PostalAddress",
        "The tax representative's address (BG-12)",
        "税务代表地址（BG-12）",
    ),
    _present("BR-CO-18", "document", "cac:TaxTotal/cac:TaxSubtotal", "A VAT breakdown (BG-23)", "增值税分项（BG-23）"),
)

RULES = (
    *(needs(*row) for row in rows_of(_NEEDED)),
    *(_attribute(*row) for row in _SCHEMES),
    *_GROUPS,
)
"""The rules on terms."""
