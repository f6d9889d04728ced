"""Each fault planted in a sound invoice is found by the rules that speak of it, and by no other.

One case: the changes (see `mutate.py`), then every rule that is broken by them.
"""

from __future__ import annotations

import pytest

from hefu.book.readers.en16931 import RULES, STATEMENTS, Gravity, check_en16931, faults
from hefu.core.refusals import Refusal, RefusalError
from tests.book.readers.en16931.mutate import SAMPLES, changed, sample

PLANTED = """
# Mandatory terms
-CustomizationID -> BR-01
CustomizationID= -> BR-01
-ID -> BR-02
-IssueDate -> BR-03
-InvoiceTypeCode -> BR-04
-DocumentCurrencyCode -> BR-05
-AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName -> BR-06 UBL-SR-19
-AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName -> BR-07
-AccountingSupplierParty/Party/PostalAddress -> BR-08
-AccountingSupplierParty/Party/PostalAddress/Country -> BR-09
-AccountingCustomerParty/Party/PostalAddress -> BR-10
-AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode -> BR-11
-LegalMonetaryTotal -> BR-12 BR-13 BR-14 BR-15 BR-CO-15
-LegalMonetaryTotal/LineExtensionAmount -> BR-12 BR-CO-13
-LegalMonetaryTotal/TaxExclusiveAmount -> BR-13 BR-CO-15
-LegalMonetaryTotal/TaxInclusiveAmount -> BR-14 BR-CO-15 BR-CO-16
-LegalMonetaryTotal/PayableAmount -> BR-15
-InvoiceLine -> BR-16 BR-CO-10 BR-S-08
-PayeeParty/PartyName -> BR-17 UBL-SR-19
PayeeParty/PartyName/Name=Ferro -> BR-17
-TaxRepresentativeParty/PartyName -> BR-18
-TaxRepresentativeParty/PostalAddress -> BR-19 BR-20
-TaxRepresentativeParty/PostalAddress/Country -> BR-20
-TaxRepresentativeParty/PartyTaxScheme -> BR-56
-InvoiceLine[2]/ID -> BR-21
-InvoiceLine[2]/InvoicedQuantity -> BR-22 BR-23
-InvoiceLine[2]/InvoicedQuantity/@unitCode -> BR-23
-InvoiceLine[2]/LineExtensionAmount -> BR-24 BR-CO-10 BR-S-08
-InvoiceLine[2]/Item/Name -> BR-25
-InvoiceLine[2]/Price -> BR-26
InvoiceLine[2]/Price/PriceAmount=-30 -> BR-27
InvoiceLine/Price/AllowanceCharge/BaseAmount=-1 -> BR-28
-AllowanceCharge[1]/Amount -> BR-31 BR-CO-11 BR-S-08
-AllowanceCharge[1]/TaxCategory -> BR-32 BR-S-08
-AllowanceCharge[1]/AllowanceChargeReason ; -AllowanceCharge[1]/AllowanceChargeReasonCode -> BR-33 BR-CO-21
-AllowanceCharge[2]/Amount -> BR-36 BR-CO-12 BR-S-08
-AllowanceCharge[2]/TaxCategory/ID -> BR-37 BR-S-08
-AllowanceCharge[2]/AllowanceChargeReason ; -AllowanceCharge[2]/AllowanceChargeReasonCode -> BR-38 BR-CO-22
-InvoiceLine/AllowanceCharge[1]/Amount -> BR-41
-InvoiceLine/AllowanceCharge[1]/AllowanceChargeReason ; -InvoiceLine/AllowanceCharge[1]/AllowanceChargeReasonCode
    -> BR-42 BR-CO-23
-InvoiceLine/AllowanceCharge[2]/Amount -> BR-43
-InvoiceLine/AllowanceCharge[2]/AllowanceChargeReason ; -InvoiceLine/AllowanceCharge[2]/AllowanceChargeReasonCode
    -> BR-44 BR-CO-24
-TaxTotal/TaxSubtotal -> BR-CO-18 BR-S-01
-TaxTotal/TaxSubtotal/TaxableAmount -> BR-45
-TaxTotal/TaxSubtotal/TaxAmount -> BR-46 BR-CO-14
-TaxTotal/TaxSubtotal/TaxCategory -> BR-47 BR-48 BR-S-01
-TaxTotal/TaxSubtotal/TaxCategory/Percent -> BR-48 BR-CO-17 BR-S-09
-PaymentMeans/PaymentMeansCode -> BR-49
-PaymentMeans/PayeeFinancialAccount/ID -> BR-50 BR-61
-PaymentMeans/PayeeFinancialAccount -> BR-61
PaymentMeans/PaymentMeansCode=1 ; -PaymentMeans/PayeeFinancialAccount ->
-AdditionalDocumentReference[2]/ID -> BR-52
TaxCurrencyCode=DKK -> BR-53
-InvoiceLine/Item/AdditionalItemProperty/Value -> BR-54
-BillingReference/InvoiceDocumentReference/ID -> BR-55 UBL-SR-07
-Delivery/DeliveryLocation/Address/Country -> BR-57
PaymentMeans/CardAccount/PrimaryAccountNumberID=4111111111111111 -> BR-51
-AccountingSupplierParty/Party/EndpointID/@schemeID -> BR-62
-AccountingCustomerParty/Party/EndpointID/@schemeID -> BR-63
-InvoiceLine/Item/StandardItemIdentification/ID/@schemeID -> BR-64
-InvoiceLine/Item/CommodityClassification/ItemClassificationCode/@listID -> BR-65
+PaymentMeans/CardAccount -> BR-66 UBL-SR-54
+PaymentMeans/PaymentMandate -> BR-67 UBL-SR-28 UBL-SR-55

# Conditions
InvoicePeriod/EndDate=2026-01-31 -> BR-29
InvoiceLine/InvoicePeriod/EndDate=2026-01-31 -> BR-30
InvoiceLine/InvoicePeriod/EndDate=some day ->
.<TaxPointDate=2026-02-28 -> BR-CO-03
-InvoiceLine[2]/Item/ClassifiedTaxCategory -> BR-CO-04 BR-S-08 UBL-SR-48
-InvoicePeriod/StartDate ; -InvoicePeriod/EndDate ; -InvoicePeriod/DescriptionCode -> BR-CO-19
-InvoicePeriod/StartDate ; -InvoicePeriod/EndDate ->
-InvoiceLine/InvoicePeriod/StartDate ; -InvoiceLine/InvoicePeriod/EndDate -> BR-CO-20
AccountingSupplierParty/Party/PartyTaxScheme/CompanyID=B12345674 -> BR-CO-09
AccountingCustomerParty/Party/PartyTaxScheme/CompanyID=EL094000001 ->
TaxRepresentativeParty/PartyTaxScheme/CompanyID=QQ1 -> BR-CO-09
-DueDate ; -PaymentTerms -> BR-CO-25
-DueDate ; -PaymentTerms ; LegalMonetaryTotal/PrepaidAmount=1375.25 ; LegalMonetaryTotal/PayableAmount=0.00 ->
-AccountingSupplierParty/Party/PartyIdentification ;
    -AccountingSupplierParty/Party/PartyLegalEntity/CompanyID ; -AccountingSupplierParty/Party/PartyTaxScheme[1]
    -> BR-CO-26

# Sums and products
LegalMonetaryTotal/LineExtensionAmount=1120.01 -> BR-CO-10 BR-CO-13
InvoiceLine/LineExtensionAmount=970.01 -> BR-CO-10
InvoiceLine/LineExtensionAmount=９７０ -> BR-CO-10 BR-S-08
LegalMonetaryTotal/AllowanceTotalAmount=99.99 -> BR-CO-11 BR-CO-13
-LegalMonetaryTotal/AllowanceTotalAmount -> BR-CO-11 BR-CO-13
LegalMonetaryTotal/ChargeTotalAmount=80.01 -> BR-CO-12 BR-CO-13
-LegalMonetaryTotal/ChargeTotalAmount -> BR-CO-12 BR-CO-13
LegalMonetaryTotal/TaxExclusiveAmount=1100.01 -> BR-CO-13 BR-CO-15
TaxTotal/TaxAmount=275.01 -> BR-CO-14 BR-CO-15
LegalMonetaryTotal/TaxInclusiveAmount=1374.99 -> BR-CO-15 BR-CO-16
LegalMonetaryTotal/PayableAmount=1300.24 -> BR-CO-16
-LegalMonetaryTotal/PrepaidAmount -> BR-CO-16
LegalMonetaryTotal/PayableRoundingAmount=0.26 -> BR-CO-16
TaxTotal/TaxSubtotal/TaxAmount=275.99 ; TaxTotal/TaxAmount=275.99 -> BR-CO-15
TaxTotal/TaxSubtotal/TaxAmount=276.00 -> BR-CO-14 BR-CO-17 BR-S-09
TaxTotal/TaxSubtotal/TaxableAmount=1100.99 ->
TaxTotal/TaxSubtotal/TaxableAmount=1101.00 -> BR-S-08
TaxTotal/TaxSubtotal/TaxAmount=1e2 -> BR-CO-14 BR-CO-17 BR-S-09
+TaxTotal[1]/TaxAmount -> BR-CO-15

# Decimals
AllowanceCharge[1]/Amount=100.000 -> BR-DEC-01 UBL-DT-01
AllowanceCharge[1]/BaseAmount=1000.000 -> BR-DEC-02 UBL-DT-01
AllowanceCharge[2]/Amount=80.000 -> BR-DEC-05 UBL-DT-01
AllowanceCharge[2]/BaseAmount=80.000 -> BR-DEC-06 UBL-DT-01
LegalMonetaryTotal/LineExtensionAmount=1120.000 -> BR-DEC-09 UBL-DT-01
LegalMonetaryTotal/AllowanceTotalAmount=100.000 -> BR-DEC-10 UBL-DT-01
LegalMonetaryTotal/ChargeTotalAmount=80.000 -> BR-DEC-11 UBL-DT-01
LegalMonetaryTotal/TaxExclusiveAmount=1100.000 -> BR-DEC-12 UBL-DT-01
TaxTotal[1]/TaxAmount=275.000 -> BR-DEC-13 UBL-DT-01
LegalMonetaryTotal/TaxInclusiveAmount=1375.000 -> BR-DEC-14 UBL-DT-01
TaxTotal[2]/TaxAmount=3080.000 -> BR-DEC-15 UBL-DT-01
LegalMonetaryTotal/PrepaidAmount=75.000 -> BR-DEC-16 UBL-DT-01
LegalMonetaryTotal/PayableRoundingAmount=0.250 -> BR-DEC-17 UBL-DT-01
LegalMonetaryTotal/PayableAmount=1300.250 -> BR-DEC-18 UBL-DT-01
TaxTotal/TaxSubtotal/TaxableAmount=1100.000 -> BR-DEC-19 UBL-DT-01
TaxTotal/TaxSubtotal/TaxAmount=275.000 -> BR-DEC-20 UBL-DT-01
InvoiceLine/LineExtensionAmount=970.000 -> BR-DEC-23 UBL-DT-01
InvoiceLine/AllowanceCharge[1]/Amount=50.000 -> BR-DEC-24 UBL-DT-01
InvoiceLine/AllowanceCharge[1]/BaseAmount=1000.000 -> BR-DEC-25 UBL-DT-01
InvoiceLine/AllowanceCharge[2]/Amount=20.000 -> BR-DEC-27 UBL-DT-01
InvoiceLine/AllowanceCharge[2]/BaseAmount=20.000 -> BR-DEC-28 UBL-DT-01
InvoiceLine/Price/PriceAmount=100.0000 ->
InvoiceLine/Price/AllowanceCharge/Amount=5.0000 ->

# Codes
InvoiceTypeCode=999 -> BR-CL-01
InvoiceTypeCode=381 -> BR-CL-01
InvoiceLine/Price/PriceAmount/@currencyID=EUX -> BR-CL-03
DocumentCurrencyCode=EUX -> BR-CL-04 BR-CO-15
TaxCurrencyCode=EUX -> BR-53 BR-CL-05
InvoicePeriod/DescriptionCode=36 -> BR-CL-06
AdditionalDocumentReference/ID/@schemeID=QQQ -> BR-CL-07
InvoiceLine/DocumentReference/ID/@schemeID=QQQ -> BR-CL-07
Note=#QQQ#Something -> BR-CL-08
Note=Lot #7 of #80# ->
AccountingSupplierParty/Party/PartyIdentification/ID/@schemeID=9999 -> BR-CL-10
AccountingSupplierParty/Party/PartyIdentification/ID/@schemeID=SEPA ->
AccountingCustomerParty/Party/PartyIdentification/ID/@schemeID=SEPA -> BR-CL-10
AccountingCustomerParty/Party/PartyLegalEntity/CompanyID/@schemeID=9999 -> BR-CL-11
InvoiceLine/Item/CommodityClassification/ItemClassificationCode/@listID=QQQ -> BR-CL-13
AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode=XX -> BR-CL-14
InvoiceLine/Item/OriginCountry/IdentificationCode=XX -> BR-CL-15
PaymentMeans/PaymentMeansCode=99 -> BR-CL-16
TaxTotal/TaxSubtotal/TaxCategory/ID=X -> BR-CL-17 BR-S-01
InvoiceLine[2]/Item/ClassifiedTaxCategory/ID=X -> BR-CL-18 BR-S-08
AllowanceCharge[1]/AllowanceChargeReasonCode=FC -> BR-CL-19
InvoiceLine/AllowanceCharge[2]/AllowanceChargeReasonCode=95 -> BR-CL-20
InvoiceLine/Item/StandardItemIdentification/ID/@schemeID=GTIN -> BR-CL-21
InvoiceLine/InvoicedQuantity/@unitCode=TONS -> BR-CL-23
InvoiceLine/Price/BaseQuantity/@unitCode=TONS -> BR-CL-23
AdditionalDocumentReference[2]/Attachment/EmbeddedDocumentBinaryObject/@mimeCode=text/html -> BR-CL-24
AccountingSupplierParty/Party/EndpointID/@schemeID=0001 -> BR-CL-25
Delivery/DeliveryLocation/ID/@schemeID=GLN -> BR-CL-26

# How often
+ContractDocumentReference -> UBL-SR-01
+ReceiptDocumentReference -> UBL-SR-02
+DespatchDocumentReference -> UBL-SR-03
+AdditionalDocumentReference -> UBL-SR-04
+PaymentTerms -> UBL-SR-05
+BillingReference/InvoiceDocumentReference -> UBL-SR-06
+BillingReference ->
+InvoicePeriod -> UBL-SR-08 UBL-SR-49
+AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName -> UBL-SR-09
+AccountingSupplierParty/Party/PartyName -> UBL-SR-10
+AccountingSupplierParty/Party/PartyLegalEntity/CompanyID -> UBL-SR-11
+AccountingSupplierParty/Party/PartyTaxScheme -> UBL-SR-12 UBL-SR-42
+AccountingSupplierParty/Party/PartyTaxScheme[2] -> UBL-SR-13 UBL-SR-42
+AccountingSupplierParty/Party/PartyLegalEntity/CompanyLegalForm -> UBL-SR-14
+AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName -> UBL-SR-15
+AccountingCustomerParty/Party/PartyIdentification -> UBL-SR-16
+AccountingCustomerParty/Party/PartyLegalEntity/CompanyID -> UBL-SR-17
+AccountingCustomerParty/Party/PartyTaxScheme -> UBL-SR-18
+AccountingCustomerParty/Party/PartyName -> UBL-SR-40
+PayeeParty/PartyName -> UBL-SR-19
PayeeParty/PartyName/Name=Ferro Norte SL -> UBL-SR-19
+PayeeParty/PartyIdentification -> UBL-SR-20
+PayeeParty/PartyLegalEntity/CompanyID -> UBL-SR-21
+TaxRepresentativeParty/PartyName -> UBL-SR-22
+TaxRepresentativeParty/PartyTaxScheme -> UBL-SR-23
+Delivery -> UBL-SR-24
+Delivery/DeliveryParty/PartyName -> UBL-SR-25
+PaymentMeans/PaymentID -> UBL-SR-26
+PaymentMeans/PaymentMeansCode -> UBL-SR-27 UBL-SR-46
+PaymentMeans/PaymentMandate/ID -> UBL-SR-28
PayeeParty/PartyIdentification/ID/@schemeID=SEPA ; +PayeeParty/PartyIdentification -> UBL-SR-29
+AllowanceCharge[1]/AllowanceChargeReason -> UBL-SR-30
+AllowanceCharge[2]/AllowanceChargeReason -> UBL-SR-31
+AdditionalDocumentReference[2]/DocumentDescription -> UBL-SR-33
+InvoiceLine/Note -> UBL-SR-34
+InvoiceLine/OrderLineReference -> UBL-SR-35
+InvoiceLine/InvoicePeriod -> UBL-SR-36
+InvoiceLine/Price/AllowanceCharge/Amount -> UBL-SR-37
+ProjectReference -> UBL-SR-39
+InvoiceLine/Item/Description -> UBL-SR-50
+InvoiceLine/DocumentReference -> UBL-SR-52
+OriginatorDocumentReference -> UBL-SR-56
+InvoicePeriod/DescriptionCode -> UBL-SR-49
AdditionalDocumentReference[2]/ID/@schemeID=ABT -> UBL-SR-43
AdditionalDocumentReference/DocumentTypeCode=50 -> UBL-SR-43
+PaymentMeans ; PaymentMeans[2]/PaymentID=other ; -PaymentMeans[2]/CardAccount ;
    -PaymentMeans[2]/PaymentMandate ; -PaymentMeans[2]/PaymentMeansCode/@name
    -> UBL-SR-44
+PaymentMeans ; PaymentMeans[2]/PaymentMeansCode=58 ; -PaymentMeans[2]/CardAccount ; -PaymentMeans[2]/PaymentMandate
    -> UBL-SR-46 UBL-SR-47
+InvoiceLine[2]/Item/ClassifiedTaxCategory -> UBL-SR-48
+AccountingSupplierParty/Party/PostalAddress/AddressLine -> UBL-SR-51
-AccountingSupplierParty/Party/PartyTaxScheme[2]/CompanyID -> UBL-SR-53
-AccountingSupplierParty/Party/PartyTaxScheme[2]/TaxScheme -> UBL-SR-53

# Elements and attributes
AdditionalDocumentReference<Attachment/ -> UBL-CR-666
AdditionalDocumentReference<DocumentDescription=x -> UBL-CR-673
.<UUID=x -> UBL-CR
InvoiceLine[2]/Item<BrandName=x -> UBL-CR
CustomizationID/@schemeID=x -> UBL-CR
ID/@schemeID=x -> UBL-CR
InvoiceTypeCode/@listID=UNCL1001 -> UBL-CR
InvoiceLine/InvoicedQuantity/@unitCodeListID=UNECERec20 -> UBL-CR
AccountingSupplierParty/Party/PartyTaxScheme/CompanyID/@schemeID=VA -> UBL-CR
InvoiceLine/Item/StandardItemIdentification/ID/@schemeID=0160 ->
AccountingSupplierParty/Party/PartyLegalEntity/CompanyID/@schemeID=0106 ->
-AdditionalDocumentReference[2]/Attachment/EmbeddedDocumentBinaryObject/@mimeCode -> UBL-DT-06
-AdditionalDocumentReference[2]/Attachment/EmbeddedDocumentBinaryObject/@filename -> UBL-DT-07
ID/@schemeName=x -> UBL-DT-08
ID/@schemeAgencyName=x -> UBL-DT-09
ID/@schemeDataURI=x -> UBL-DT-10
ID/@schemeURI=x -> UBL-DT-11
AdditionalDocumentReference[2]/Attachment/EmbeddedDocumentBinaryObject/@format=x -> UBL-DT-12
InvoiceTypeCode/@listAgencyName=x -> UBL-DT-16
InvoiceTypeCode/@listName=x -> UBL-DT-17
InvoiceTypeCode/@name=x -> UBL-DT-18
Note/@languageID=en -> UBL-DT-19
InvoiceTypeCode/@listURI=x -> UBL-DT-20
InvoiceTypeCode/@listSchemeURI=x -> UBL-DT-21
ID/@schemeAgencyID=x -> UBL-DT-27
InvoiceTypeCode/@listAgencyID=6 -> UBL-DT-28
"""


def cases(table: str) -> list[tuple[str, str]]:
    joined = table.replace("\n    ", " ")
    rows = [line for line in joined.splitlines() if line and not line.startswith("# ")]
    return [(changes.strip(), rules.strip()) for changes, _, rules in (row.rpartition("->") for row in rows)]


@pytest.mark.parametrize(("changes", "rules"), cases(PLANTED))
def test_a_planted_fault_breaks_exactly_these_rules(changes: str, rules: str) -> None:
    broken = {fault.rule_id for fault in faults(changed(sample("invoice"), changes))}
    assert broken == set(rules.split())


CREDITED = """
-CreditNoteTypeCode                                         -> BR-04
CreditNoteTypeCode=380                                      -> BR-CL-01
-CreditNoteLine                                             -> BR-16 BR-CO-10 BR-S-01 BR-S-08
-CreditNoteLine/CreditedQuantity                            -> BR-22 BR-23
CreditNoteLine/CreditedQuantity/@unitCode=TONS              -> BR-CL-23
-CreditNoteLine/Item/Name                                   -> BR-25
CreditNoteLine/LineExtensionAmount=199.99                   -> BR-CO-10
CreditNoteLine/LineExtensionAmount=201.00                   -> BR-CO-10 BR-S-08
CreditNoteLine/Price/PriceAmount=-1                         -> BR-27
CreditNoteLine/Item/ClassifiedTaxCategory/Percent=0         -> BR-S-05 BR-S-08
-CreditNoteLine/Item/ClassifiedTaxCategory                  -> BR-CO-04 BR-S-01 BR-S-08 UBL-SR-48
AdditionalDocumentReference/DocumentTypeCode=51             -> UBL-SR-43
AdditionalDocumentReference/ID/@schemeID=ABT                ->
-AccountingSupplierParty/Party/PartyTaxScheme               -> BR-CO-26 BR-S-02
"""


@pytest.mark.parametrize(("changes", "rules"), cases(CREDITED))
def test_a_credit_note_keeps_the_same_rules(changes: str, rules: str) -> None:
    broken = {fault.rule_id for fault in faults(changed(sample("credit_note"), changes))}
    assert broken == set(rules.split())


@pytest.mark.parametrize("name", ["invoice", "credit_note"])
def test_our_own_documents_break_no_rule(name: str) -> None:
    assert check_en16931((SAMPLES / f"{name}.xml").read_bytes()) == ()


def test_a_fault_says_where_it_stands() -> None:
    root = changed(sample("invoice"), "InvoiceLine[2]/Price/PriceAmount=-1 ; .<UUID=x")
    found = [(fault.rule_id, fault.severity, fault.where) for fault in faults(root)]
    assert found == [
        ("BR-27", Gravity.FATAL, "Invoice/InvoiceLine[2]/Price/PriceAmount"),
        ("UBL-CR", Gravity.WARNING, "Invoice/UUID"),
    ]


def test_another_kind_of_document_is_refused() -> None:
    with pytest.raises(RefusalError) as refused:
        check_en16931(b"<Order/>")
    assert refused.value.refused.refusal is Refusal.KIND_UNKNOWN


def test_each_rule_is_there_once_and_speaks_both_languages() -> None:
    assert len(STATEMENTS) == len(RULES)
    for says in STATEMENTS.values():
        assert says.en.endswith(".")
        assert says.zh.endswith("。")
        assert not set(says.zh) & set(",;:()!?{}"), says.zh
        assert not set(says.en) & set("{}，。"), says.en
