"""What the data types of the binding to UBL allow (UBL-DT)."""

from __future__ import annotations

from collections.abc import Iterator

from hefu.book.readers.en16931.decimals import too_fine
from hefu.book.readers.en16931.model import Breaks, Gravity, Invoice, Rule, each
from hefu.book.readers.xml import Element, local_name
from hefu.core.texts import Text


def _amounts(invoice: Invoice) -> Iterator[Element]:
    """Every amount but a price, and what stands inside a price."""
    amounts = (nodes for name, nodes in invoice.named.items() if name.endswith("Amount"))
    for node in (node for nodes in amounts for node in nodes if too_fine(node)):
        name, above = local_name(node), {local_name(parent) for parent in node.iterancestors()}
        if not name.endswith("PriceAmount") and "Price" not in above:
            yield node


def _attachment(attribute: str) -> Breaks:
    return each(".//cbc:EmbeddedDocumentBinaryObject", lambda node: node.get(attribute) is None)


def _carried(attribute: str) -> Breaks:
    def breaks(invoice: Invoice) -> Iterator[Element]:
        for node in invoice.carriers.get(attribute, []):
            if (attribute, local_name(node)) != ("name", "PaymentMeansCode"):
                yield node

    return breaks


_ATTRIBUTES = (
    "08 schemeName",
    "09 schemeAgencyName",
    "10 schemeDataURI",
    "11 schemeURI",
    "12 format",
    "13 unitCodeListIdentifier",
    "14 unitCodeListAgencyIdentifier",
    "15 unitCodeListAgencyName",
    "16 listAgencyName",
    "17 listName",
    "18 name",
    "19 languageID",
    "20 listURI",
    "21 listSchemeURI",
    "22 languageLocaleID",
    "23 uri",
    "24 currencyCodeListVersionID",
    "25 characterSetCode",
    "26 encodingCode",
    "27 schemeAgencyID",
    "28 listAgencyID",
)


def _attribute_rule(number: str, name: str) -> Rule:
    says = Text(
        f"The attribute {name} stands where EN 16931 does not use it.", f"属性 {name} 在此处未被 EN 16931 使用。"
    )
    return Rule(f"UBL-DT-{number}", says, _carried(name), Gravity.WARNING)


RULES = (
    Rule("UBL-DT-01", Text("An amount has more than two decimals.", "金额超过两位小数。"), _amounts),
    Rule("UBL-DT-06", Text("An attachment has no media type.", "附件缺少媒体类型。"), _attachment("mimeCode")),
    Rule("UBL-DT-07", Text("An attachment has no file name.", "附件缺少文件名。"), _attachment("filename")),
    *(_attribute_rule(*row.split()) for row in _ATTRIBUTES),
)
"""The rules on data types."""
