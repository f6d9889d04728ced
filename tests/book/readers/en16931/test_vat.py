"""Each VAT category, in an invoice that is all of it: sound as it stands, and each planted fault found by its rule."""

from __future__ import annotations

import pytest
from lxml.etree import _Element as Element

from hefu.book.readers.en16931 import faults
from tests.book.readers.en16931.mutate import changed, found, sample

TAXED = {"S": "BR-S", "L": "BR-AF", "M": "BR-AG"}
UNTAXED = {"Z": "BR-Z", "E": "BR-E", "AE": "BR-AE", "K": "BR-IC", "G": "BR-G", "O": "BR-O"}
PREFIXES = TAXED | UNTAXED

PLACES = {
    "line": "InvoiceLine[1]/Item/ClassifiedTaxCategory",
    "allowance": "AllowanceCharge[1]/TaxCategory",
    "charge": "AllowanceCharge[2]/TaxCategory",
}
BREAKDOWN = "TaxTotal/TaxSubtotal"
NUMBERS = {
    "seller": "-AccountingSupplierParty/Party/PartyTaxScheme",
    "buyer": "-AccountingCustomerParty/Party/PartyTaxScheme",
    "representative": "-TaxRepresentativeParty",
}


def invoice_of(code: str) -> Element:
    """Our invoice with everything in one category, and the totals that follow from it."""
    root = sample("invoice")
    for path in (*PLACES.values(), f"{BREAKDOWN}/TaxCategory", "InvoiceLine[2]/Item/ClassifiedTaxCategory"):
        changed(root, f"{path}/ID={code}")
        if code in UNTAXED:
            changed(root, f"-{path}/Percent" if code == "O" else f"{path}/Percent=0")
    if code in UNTAXED:
        changed(root, f"{BREAKDOWN}/TaxAmount=0 ; TaxTotal/TaxAmount=0 ; LegalMonetaryTotal/TaxInclusiveAmount=1100")
        changed(root, "LegalMonetaryTotal/PayableAmount=1025.25")
    if code in UNTAXED and code != "Z":
        changed(root, f"{BREAKDOWN}/TaxCategory<TaxExemptionReason=said")
    if code == "O":
        changed(root, " ; ".join(NUMBERS.values()))
    return root


def broken(root: Element) -> set[str]:
    return {fault.rule_id for fault in faults(root)}


@pytest.mark.parametrize("code", PREFIXES)
def test_an_invoice_all_of_one_category_is_sound(code: str) -> None:
    assert broken(invoice_of(code)) == set()


@pytest.mark.parametrize("code", PREFIXES)
def test_a_category_that_is_used_has_its_breakdown(code: str) -> None:
    assert f"{PREFIXES[code]}-01" in broken(changed(invoice_of(code), f"-{BREAKDOWN}/TaxCategory/ID"))


@pytest.mark.parametrize("code", PREFIXES)
def test_only_rates_are_told_apart_by_several_breakdowns(code: str) -> None:
    assert (f"{PREFIXES[code]}-01" in broken(changed(invoice_of(code), f"+{BREAKDOWN}"))) == (code in UNTAXED)


@pytest.mark.parametrize(("place", "number"), [("line", 2), ("allowance", 3), ("charge", 4)])
@pytest.mark.parametrize("code", sorted(PREFIXES.keys() - {"O"}))
def test_a_seller_registered_nowhere_is_found_at_each_place(code: str, place: str, number: int) -> None:
    root = changed(invoice_of(code), f"{NUMBERS['seller']} ; {NUMBERS['representative']}")
    assert f"{PREFIXES[code]}-{number:02d}" in broken(root)
    for path in (PLACES[place], "InvoiceLine[2]/Item/ClassifiedTaxCategory"):
        if place == "line" or path == PLACES[place]:
            changed(root, f"{path}/ID=X")
    assert f"{PREFIXES[code]}-{number:02d}" not in broken(root)


@pytest.mark.parametrize(
    ("code", "changes", "wrong"),
    [
        # Who must be registered: the seller by VAT or otherwise, or a representative by VAT
        ("S", f"-AccountingSupplierParty/Party/PartyTaxScheme[1] ; {NUMBERS['representative']}", False),
        ("S", NUMBERS["seller"], False),
        ("G", f"-AccountingSupplierParty/Party/PartyTaxScheme[1] ; {NUMBERS['representative']}", True),
        ("G", NUMBERS["seller"], False),
        ("K", f"-AccountingSupplierParty/Party/PartyTaxScheme[1] ; {NUMBERS['representative']}", True),
        # and the buyer: by VAT, or for a reverse charge by its legal registration
        ("S", NUMBERS["buyer"], False),
        ("G", NUMBERS["buyer"], False),
        ("K", NUMBERS["buyer"], True),
        ("AE", NUMBERS["buyer"], False),
        ("AE", f"{NUMBERS['buyer']} ; -AccountingCustomerParty/Party/PartyLegalEntity/CompanyID", True),
    ],
)
def test_who_must_be_registered(code: str, changes: str, wrong: bool) -> None:
    prefix = PREFIXES[code]
    said = {rule for rule in broken(changed(invoice_of(code), changes)) if rule.startswith(f"{prefix}-")}
    assert said == ({f"{prefix}-02", f"{prefix}-03", f"{prefix}-04"} if wrong else set())


@pytest.mark.parametrize("party", NUMBERS)
def test_outside_the_scope_of_vat_nobody_is_registered(party: str) -> None:
    root = invoice_of("O")
    kept = sample("invoice")
    path = NUMBERS[party].removeprefix("-").rpartition("/PartyTaxScheme")[0] or "."
    name = NUMBERS[party].rpartition("/")[2].removeprefix("-")
    for node in found(kept, f"{path}/{name}"):
        found(root, path)[0].append(node)
    assert {"BR-O-02", "BR-O-03", "BR-O-04"} <= broken(root)


RATES = {
    "S": {"25": True, "0.1": True, "0": False, "-25": False, "x": False},
    "L": {"25": True, "0": True, "-0.01": False, "x": False},
    "M": {"25": True, "0": True, "-0.01": False},
    "Z": {"0": True, "0.00": True, "0.1": False, "-1": False},
    "E": {"0": True, "10": False},
    "AE": {"0": True, "10": False},
    "K": {"0": True, "2": False},
    "G": {"0": True, "10": False},
}
RATED = [(code, rate, right) for code, rates in RATES.items() for rate, right in rates.items()]


@pytest.mark.parametrize(("place", "number"), [("line", 5), ("allowance", 6), ("charge", 7)])
@pytest.mark.parametrize(("code", "rate", "right"), RATED)
def test_a_rate_is_one_of_its_category(code: str, rate: str, right: bool, place: str, number: int) -> None:
    root = changed(invoice_of(code), f"{PLACES[place]}/Percent={rate}")
    assert (f"{PREFIXES[code]}-{number:02d}" in broken(root)) == (not right)


@pytest.mark.parametrize(("place", "number"), [("line", 5), ("allowance", 6), ("charge", 7)])
@pytest.mark.parametrize("code", PREFIXES)
def test_a_rate_is_there_unless_outside_the_scope(code: str, place: str, number: int) -> None:
    change = f"{PLACES[place]}<Percent=0" if code == "O" else f"-{PLACES[place]}/Percent"
    assert f"{PREFIXES[code]}-{number:02d}" in broken(changed(invoice_of(code), change))


@pytest.mark.parametrize("code", PREFIXES)
def test_the_taxable_amount_is_the_sum_of_what_belongs_to_it(code: str) -> None:
    rule = f"{PREFIXES[code]}-08"
    for amount in ("1101", "1099", "-1100", "0"):
        assert rule in broken(changed(invoice_of(code), f"{BREAKDOWN}/TaxableAmount={amount}"))
    off_by_a_cent = broken(changed(invoice_of(code), f"{BREAKDOWN}/TaxableAmount=1100.01"))
    assert (rule in off_by_a_cent) == (code in UNTAXED)


@pytest.mark.parametrize("code", TAXED)
def test_each_rate_has_its_own_sum(code: str) -> None:
    root = invoice_of(code)
    changed(root, "InvoiceLine[2]/Item/ClassifiedTaxCategory/Percent=10.0 ; TaxTotal/TaxSubtotal/TaxableAmount=950")
    changed(root, f"+{BREAKDOWN} ; {BREAKDOWN}[2]/TaxableAmount=150 ; {BREAKDOWN}[2]/TaxCategory/Percent=10")
    assert f"{PREFIXES[code]}-08" not in broken(root)
    assert f"{PREFIXES[code]}-08" in broken(changed(root, f"{BREAKDOWN}[2]/TaxCategory/Percent=11"))


@pytest.mark.parametrize("code", PREFIXES)
def test_the_tax_is_base_times_rate_or_nothing(code: str) -> None:
    wrong = "276" if code in TAXED else "0.01"
    assert f"{PREFIXES[code]}-09" in broken(changed(invoice_of(code), f"{BREAKDOWN}/TaxAmount={wrong}"))


@pytest.mark.parametrize("code", PREFIXES)
def test_a_reason_is_there_exactly_where_it_is_asked_for(code: str) -> None:
    rule = f"{PREFIXES[code]}-10"
    if code in {"S", "Z", "L", "M"}:
        assert rule in broken(changed(invoice_of(code), f"{BREAKDOWN}/TaxCategory<TaxExemptionReason=said"))
        coded = changed(invoice_of(code), f"{BREAKDOWN}/TaxCategory<TaxExemptionReasonCode=vatex-eu-o")
    else:
        assert rule in broken(changed(invoice_of(code), f"-{BREAKDOWN}/TaxCategory/TaxExemptionReason"))
        coded = changed(invoice_of(code), f"-{BREAKDOWN}/TaxCategory/TaxExemptionReason")
        changed(coded, f"{BREAKDOWN}/TaxCategory<TaxExemptionReasonCode=vatex-eu-o")
    assert (rule in broken(coded)) == (code in {"S", "Z", "L", "M"})
    assert "BR-CL-22" not in broken(coded)


@pytest.mark.parametrize(
    ("code", "changes", "rules"),
    [
        ("K", "-Delivery/ActualDeliveryDate", ""),
        ("K", "-Delivery/ActualDeliveryDate ; -InvoicePeriod", "BR-IC-11"),
        ("K", "-InvoicePeriod", ""),
        ("K", "Delivery/DeliveryLocation/Address/Country/IdentificationCode=", "BR-57 BR-CL-14 BR-IC-12"),
        ("K", "-Delivery/DeliveryLocation", "BR-IC-12"),
        ("E", f"{BREAKDOWN}/TaxCategory/TaxExemptionReason=x ; -Delivery", ""),
        ("E", f"{BREAKDOWN}/TaxCategory<TaxExemptionReasonCode=because", "BR-CL-22"),
        ("E", f"+{BREAKDOWN}/TaxCategory/TaxExemptionReason", "UBL-SR-32"),
    ],
)
def test_what_only_one_category_asks_for(code: str, changes: str, rules: str) -> None:
    assert broken(changed(invoice_of(code), changes)) == set(rules.split())


@pytest.mark.parametrize(("place", "rule"), [("line", "BR-O-12"), ("allowance", "BR-O-13"), ("charge", "BR-O-14")])
def test_outside_the_scope_of_vat_everything_is(place: str, rule: str) -> None:
    assert rule in broken(changed(invoice_of("O"), f"{PLACES[place]}/ID=E"))
    assert "BR-O-11" in broken(changed(invoice_of("O"), f"+{BREAKDOWN} ; {BREAKDOWN}[2]/TaxCategory/ID=E"))


def test_split_payment_is_for_italy_and_never_beside_the_standard_rate() -> None:
    italy = "AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode=IT"
    both = f"{italy} ; {italy.replace('Supplier', 'Customer')}"
    everything = " ; ".join(f"{path}/ID=B" for path in (*PLACES.values(), f"{BREAKDOWN}/TaxCategory"))
    everything += " ; InvoiceLine[2]/Item/ClassifiedTaxCategory/ID=B"
    assert broken(changed(sample("invoice"), f"{everything} ; {both}")) == set()
    assert broken(changed(sample("invoice"), f"{everything} ; {italy}")) == {"BR-B-01"}
    assert "BR-B-02" in broken(changed(sample("invoice"), f"{PLACES['line']}/ID=B ; {both}"))
