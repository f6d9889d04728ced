"""What holds for any change: nothing crashes, and a term taken away is either optional or missed by a rule."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element as Element

from hefu.book.readers.en16931 import claims_en16931, fault_rows, faults
from hefu.book.readers.en16931 import code_lists as lists
from hefu.book.readers.en16931.arithmetic import cents
from hefu.book.schema import SCHEMA
from tests.book.readers.en16931.mutate import changed, sample

PLACES = len(list(sample("invoice").iter("*")))

# By EN 16931-1, table 2: terms whose number of occurrences begins at nought, and groups that are whole without them.
OPTIONAL = """
DueDate Note TaxCurrencyCode InvoicePeriod StartDate EndDate DescriptionCode OrderReference BillingReference
DespatchDocumentReference ReceiptDocumentReference OriginatorDocumentReference ContractDocumentReference
ProjectReference AdditionalDocumentReference DocumentDescription Attachment EmbeddedDocumentBinaryObject EndpointID
PartyIdentification PartyName PartyTaxScheme CompanyID CompanyLegalForm PayeeParty TaxRepresentativeParty Delivery
ActualDeliveryDate DeliveryLocation DeliveryParty PaymentMeans PaymentID CardAccount NetworkID PaymentMandate
PaymentTerms AllowanceChargeReason AllowanceChargeReasonCode BaseAmount OrderLineReference DocumentReference
DocumentTypeCode AllowanceCharge Description StandardItemIdentification OriginCountry CommodityClassification
AdditionalItemProperty BaseQuantity AddressLine StreetName CityName PostalZone Line Address ChargeIndicator Amount
PayableRoundingAmount Percent ID Name LineID IdentificationCode ItemClassificationCode PartyLegalEntity
"""


@given(st.integers(1, PLACES - 1))
def test_an_element_taken_away_is_optional_or_missed_by_a_rule(place: int) -> None:
    root = sample("invoice")
    node = list(root.iter("*"))[place]
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)
    assert faults(root) or etree.QName(node).localname in OPTIONAL.split()


MANDATORY = """
CustomizationID IssueDate InvoiceTypeCode DocumentCurrencyCode AccountingSupplierParty AccountingCustomerParty Party
PostalAddress RegistrationName TaxTotal TaxSubtotal TaxableAmount TaxAmount TaxCategory LegalMonetaryTotal
LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount
PayableAmount InvoiceLine InvoicedQuantity Item ClassifiedTaxCategory Price PriceAmount Value PrimaryAccountNumberID
Country PayeeFinancialAccount PaymentMeansCode InvoiceDocumentReference TaxScheme
"""


def test_every_name_in_our_invoice_is_known_as_optional_or_mandatory() -> None:
    names = {etree.QName(node).localname for node in sample("invoice").iter("*")} - {"Invoice"}
    assert names <= set(OPTIONAL.split()) | set(MANDATORY.split())
    assert not set(OPTIONAL.split()) & set(MANDATORY.split())


@given(st.integers(0, PLACES - 1), st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=50))
def test_any_text_anywhere_is_answered(place: int, text: str) -> None:
    root = sample("invoice")
    leaf = list(root.iter("*"))[place]
    leaf.text = text
    first = faults(root)
    assert first == faults(root)
    assert all(fault.where.startswith("Invoice") for fault in first)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_cents_are_the_nearest_and_halves_go_away_from_zero(amount: Decimal) -> None:
    nearest = cents(amount)
    assert abs(nearest - amount) <= Decimal("0.005")
    assert nearest == nearest.quantize(Decimal("0.01"))
    assert cents(-amount) == -nearest
    assert abs(nearest) >= abs(amount) or abs(nearest - amount) < Decimal("0.005")


def test_only_a_document_that_claims_the_standard_gets_rows() -> None:
    broken = "LegalMonetaryTotal/PayableAmount=1"
    assert fault_rows(sample("invoice"), "invoice:I") == []
    assert fault_rows(_other(broken), "invoice:I") == []
    (row,) = fault_rows(changed(sample("invoice"), broken), "invoice:I")
    assert row == {
        "fault_id": "invoice:I/fault/1",
        "document_id": "invoice:I",
        "rule": "BR-CO-16",
        "severity": "fatal",
        "location": "Invoice/LegalMonetaryTotal",
    }
    assert set(row) <= set(SCHEMA["document_faults"].column_names)


def _other(change: str) -> Element:
    root = changed(sample("invoice"), f"{change} ; CustomizationID=urn:example:order")
    assert not claims_en16931(root)
    return root


def test_a_short_list_is_written_out() -> None:
    assert lists.codes("A:C X1 8:11 F08:F10 EU-1A:EU-1C") == frozenset(
        ["A", "B", "C", "X1", "8", "9", "10", "11", "F08", "F09", "F10", "EU-1A", "EU-1B", "EU-1C"]
    )


def test_the_lists_are_as_long_as_published() -> None:
    lengths = {
        name: len(getattr(lists, name)) for name in ("COUNTRIES", "ICD", "EAS", "NOTE_SUBJECTS", "REFERENCE_KINDS")
    }
    assert lengths == {"COUNTRIES": 251, "ICD": 243, "EAS": 104, "NOTE_SUBJECTS": 383, "REFERENCE_KINDS": 818}
    lengths = {name: len(getattr(lists, name)) for name in ("PAYMENT_MEANS", "CHARGE_REASONS", "ITEM_CLASSIFICATIONS")}
    assert lengths == {"PAYMENT_MEANS": 84, "CHARGE_REASONS": 178, "ITEM_CLASSIFICATIONS": 185}
