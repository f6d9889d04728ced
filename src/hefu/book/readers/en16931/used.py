"""The elements of UBL that EN 16931 uses (CEN/TS 16931-3-2), and finding those it does not.

One line is one group: its path, then the elements it may hold. `@` begins the name of a set of elements that
several groups share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from hefu.book.readers.xml import Element, children, local_name

_SHARED = {
    "@address": "StreetName AdditionalStreetName CityName PostalZone CountrySubentity AddressLine/Line"
    " Country/IdentificationCode",
    "@category": "ID Percent TaxScheme/ID",
    "@allowance": "ChargeIndicator AllowanceChargeReasonCode AllowanceChargeReason MultiplierFactorNumeric Amount"
    " BaseAmount",
    "@registration": "CompanyID TaxScheme/ID",
    "@period": "StartDate EndDate",
    "@contact": "Name Telephone ElectronicMail",
}

_USED = """
: UBLVersionID CustomizationID ProfileID ID IssueDate DueDate InvoiceTypeCode CreditNoteTypeCode Note TaxPointDate
: DocumentCurrencyCode TaxCurrencyCode AccountingCost BuyerReference
InvoicePeriod: @period DescriptionCode
OrderReference: ID SalesOrderID
BillingReference/InvoiceDocumentReference: ID IssueDate
DespatchDocumentReference: ID
ReceiptDocumentReference: ID
OriginatorDocumentReference: ID
ContractDocumentReference: ID
ProjectReference: ID
AdditionalDocumentReference: ID DocumentTypeCode DocumentDescription
AdditionalDocumentReference/Attachment: EmbeddedDocumentBinaryObject ExternalReference/URI
AccountingSupplierParty/Party: EndpointID PartyIdentification/ID PartyName/Name
AccountingSupplierParty/Party/PostalAddress: @address
AccountingSupplierParty/Party/PartyTaxScheme: @registration
AccountingSupplierParty/Party/PartyLegalEntity: RegistrationName CompanyID CompanyLegalForm
AccountingSupplierParty/Party/Contact: @contact
AccountingCustomerParty/Party: EndpointID PartyIdentification/ID PartyName/Name
AccountingCustomerParty/Party/PostalAddress: @address
AccountingCustomerParty/Party/PartyTaxScheme: @registration
AccountingCustomerParty/Party/PartyLegalEntity: RegistrationName CompanyID
AccountingCustomerParty/Party/Contact: @contact
PayeeParty: PartyIdentification/ID PartyName/Name PartyLegalEntity/CompanyID
TaxRepresentativeParty: PartyName/Name
TaxRepresentativeParty/PostalAddress: @address
TaxRepresentativeParty/PartyTaxScheme: @registration
Delivery: ActualDeliveryDate DeliveryParty/PartyName/Name
Delivery/DeliveryLocation: ID
Delivery/DeliveryLocation/Address: @address
PaymentMeans: PaymentMeansCode PaymentDueDate PaymentID
PaymentMeans/CardAccount: PrimaryAccountNumberID NetworkID HolderName
PaymentMeans/PayeeFinancialAccount: ID Name FinancialInstitutionBranch/ID
PaymentMeans/PaymentMandate: ID PayerFinancialAccount/ID
PaymentTerms: Note
AllowanceCharge: @allowance
AllowanceCharge/TaxCategory: @category
TaxTotal: TaxAmount
TaxTotal/TaxSubtotal: TaxableAmount TaxAmount
TaxTotal/TaxSubtotal/TaxCategory: @category TaxExemptionReasonCode TaxExemptionReason
LegalMonetaryTotal: LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount
LegalMonetaryTotal: ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount
LINE: ID Note InvoicedQuantity CreditedQuantity LineExtensionAmount AccountingCost
LINE/InvoicePeriod: @period
LINE/OrderLineReference: LineID
LINE/DocumentReference: ID DocumentTypeCode
LINE/AllowanceCharge: @allowance
LINE/Item: Description Name BuyersItemIdentification/ID SellersItemIdentification/ID StandardItemIdentification/ID
LINE/Item: OriginCountry/IdentificationCode CommodityClassification/ItemClassificationCode
LINE/Item/ClassifiedTaxCategory: @category
LINE/Item/AdditionalItemProperty: Name Value
LINE/Price: PriceAmount BaseQuantity
LINE/Price/AllowanceCharge: ChargeIndicator Amount BaseAmount
"""

_BARE = {
    "schemeID": """CustomizationID ProfileID Invoice/ID CreditNote/ID SalesOrderID PartyTaxScheme/CompanyID PaymentID
        PayeeFinancialAccount/ID FinancialInstitutionBranch/ID PrimaryAccountNumberID NetworkID PaymentMandate/ID
        PayerFinancialAccount/ID BuyersItemIdentification/ID SellersItemIdentification/ID TaxCategory/ID
        ClassifiedTaxCategory/ID""",
    "listID": """InvoiceTypeCode CreditNoteTypeCode DocumentCurrencyCode TaxCurrencyCode IdentificationCode
        PaymentMeansCode AllowanceChargeReasonCode AdditionalDocumentReference/DocumentTypeCode""",
}
"""Elements, by name or with what they stand in, that may not say by that attribute which list their value is from."""

_LINES = frozenset({"InvoiceLine", "CreditNoteLine"})


@cache
def _paths() -> frozenset[str]:
    """Every path in use, and every group on the way to one."""
    found: set[str] = set()
    for row in _USED.strip().splitlines():
        group, _, names = row.partition(":")
        for name in names.split():
            for leaf in _SHARED.get(name, name).split():
                steps = [step for step in f"{group}/{leaf}".split("/") if step]
                found.update("/".join(steps[:count]) for count in range(1, len(steps) + 1))
    return frozenset(found)


def unused(group: Element, path: str = "") -> Iterator[Element]:
    """Yield the highest elements below a group that the standard does not use."""
    for child in children(group):
        name = local_name(child)
        below = f"{path}/{name}" if path else ("LINE" if name in _LINES else name)
        if below not in _paths():
            yield child
        else:
            yield from unused(child, below)


def unused_attributes(carriers: Mapping[str, list[Element]]) -> Iterator[Element]:
    """Yield the elements that name a list or scheme where the standard has only one; `carriers` are by attribute."""
    yield from carriers.get("unitCodeListID", ())
    for attribute, places in _bare().items():
        for node in carriers.get(attribute, ()):
            parent = node.getparent()
            above = local_name(parent) if parent is not None else ""
            if not places.isdisjoint((local_name(node), f"{above}/{local_name(node)}")):
                yield node


@cache
def _bare() -> dict[str, frozenset[str]]:
    return {attribute: frozenset(places.split()) for attribute, places in _BARE.items()}
