"""What a paper that follows an order or an invoice says, found by xml.etree and paths, with nothing of the reader's.

Of these papers every value is kept: whatever no column takes is a note. `NOT_NOTED` says by path what columns take.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

Rows = Mapping[str, list[dict[str, Any]]]

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"

_ADDRESS = (
    "(?:Postbox|Floor|Room|StreetName|AdditionalStreetName|BlockName|BuildingName|BuildingNumber|InhouseMail"
    "|PlotIdentification|CitySubdivisionName|CityName|PostalZone|CountrySubentity|Region|District|AddressLine/Line"
    "|Country/IdentificationCode)"
)
_PARTY = (
    r".*Party/(?:EndpointID|PartyIdentification/ID|PartyName/Name|PartyTaxScheme/(?:RegistrationName|CompanyID)"
    r"|PartyLegalEntity/(?:RegistrationName|CompanyID)|Contact/Telephone|Person/(?:FirstName|MiddleName|FamilyName)"
    rf"|(?:PostalAddress|PhysicalLocation/Address|PartyLegalEntity/RegistrationAddress)/{_ADDRESS})"
)
_REFERENCE = r"(?:.*/)?\w+Reference/(?:ID|LineID|IssueDate|DocumentTypeCode|OrderTypeCode)"
_ITEM = r"(?:Name|ClassifiedTaxCategory/Percent)"
_CHARGE = (
    r"(?:ChargeIndicator|AllowanceChargeReasonCode|AllowanceChargeReason|MultiplierFactorNumeric"
    r"|TaxCategory/(?:ID|Percent))"
)
_TAX = r"TaxTotal/TaxSubtotal/(?:Percent|TaxCategory/(?:ID|Percent|TaxExemptionReasonCode|TaxExemptionReason))"
_LINE = (
    rf"OrderLine/LineItem/(?:ID|Note|LineStatusCode|Quantity|MaximumBackorderQuantity|Item/{_ITEM}|{_TAX}"
    rf"|Price/BaseQuantity|(?:Price/)?AllowanceCharge/{_CHARGE})"
)
_MASS = r"Shipment/(?:Consignment/)?TransportHandlingUnit/TransportEquipment/"
_ACCOUNT = r"PaymentMeans/(?:Payee|Payer)FinancialAccount/"

NOT_NOTED = {
    "": r"ID|IssueDate|.*Amount|.*BinaryObject",
    "party": _PARTY,
    "reference": _REFERENCE,
    "order": rf"Order(?:Response\w*|Change|Cancellation)!(?:OrderResponseCode|AcceptedIndicator|Note|RejectionNote"
    rf"|CancellationNote|{_TAX}|AllowanceCharge/{_CHARGE}|{_LINE})",
    "remittance": rf"RemittanceAdvice!(?:RemittanceAdviceLine/ID|{_ACCOUNT}(?:ID|Name|CurrencyCode"
    r"|FinancialInstitutionBranch/(?:FinancialInstitution/)?(?:ID|Name)))",
    "weight": rf"WeightStatement!{_MASS}(?:ID|VerifiedGrossMass/(?:WeighingDate|WeighingMethodCode|WeighingDeviceID"
    r"|GrossMassMeasure))",
}


def clean(text: str | None) -> str:
    return re.sub("[ \t\r\n]+", " ", text or "").strip(" ")


def name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _leaves(element: ET.Element, path: str = "") -> Iterator[tuple[str, ET.Element]]:
    for child in element:
        here = f"{path}/{name(child)}" if path else name(child)
        if child.tag.startswith(CBC):
            yield here, child
        else:
            yield from _leaves(child, here)


def notes(root: ET.Element) -> Counter[tuple[str, str]]:
    """Path and text of each value, and of each unit, that no column takes."""
    found: Counter[tuple[str, str]] = Counter()
    for path, leaf in _leaves(root):
        full = f"{name(root)}!{path}"
        if any(re.fullmatch(pattern, text) for pattern in NOT_NOTED.values() for text in (path, full)):
            continue
        at = f"{name(root)}/{path}"
        found[at, clean(leaf.text)] += bool(clean(leaf.text))
        if leaf.get("unitCode"):
            found[f"{at}/@unitCode", str(leaf.get("unitCode"))] += 1
    return +found


def orders(root: ET.Element) -> Counter[tuple[str, str | None, str | None]]:
    """Number of each order, the code of the answer, and the words beside it."""
    words = [clean(leaf.text) for leaf in root if name(leaf) in {"Note", "RejectionNote", "CancellationNote"}]
    code = clean(root.findtext(f"{CBC}OrderResponseCode")) or None
    numbers = {clean(leaf.text) for leaf in root.findall(f"{CAC}OrderReference/{CBC}ID")}
    return Counter((number, code, "; ".join(filter(None, words)) or None) for number in numbers)


def order_lines(root: ET.Element) -> Counter[tuple[str | None, str, str | None]]:
    """Status, line of the order and note of each line."""
    found: Counter[tuple[str | None, str, str | None]] = Counter()
    for line in root.findall(f"{CAC}OrderLine"):
        own = clean(line.findtext(f"{CAC}LineItem/{CBC}ID"))
        named = clean(line.findtext(f"{CAC}OrderLineReference/{CBC}LineID"))
        words = [clean(leaf.text) for leaf in line.findall(f"{CAC}LineItem/{CBC}Note")]
        code = clean(line.findtext(f"{CAC}LineItem/{CBC}LineStatusCode")) or None
        found[code, named or own, "; ".join(filter(None, words)) or None] += 1
    return found


def answers(root: ET.Element) -> Counter[tuple[str, str, str]]:
    """Number of each invoice or credit note that is answered, the code, and the day."""
    found: Counter[tuple[str, str, str]] = Counter()
    profile = clean(root.findtext(f"{CBC}CustomizationID"))
    for response in root.findall(f"{CAC}DocumentResponse"):
        for reference in response.findall(f"{CAC}DocumentReference"):
            kind = clean(reference.findtext(f"{CBC}DocumentTypeCode"))
            if ":mlr:" in profile or kind not in {"380", "381", "393"}:
                continue
            day = response.findtext(f"{CAC}Response/{CBC}EffectiveDate") or root.findtext(f"{CBC}IssueDate")
            code = clean(response.findtext(f"{CAC}Response/{CBC}ResponseCode"))
            found[clean(reference.findtext(f"{CBC}ID")), code, clean(day)] += 1
    return found


def paid(root: ET.Element) -> Counter[tuple[str, Fraction]]:
    """What each line pays of the one document it names."""
    found: Counter[tuple[str, Fraction]] = Counter()
    for line in root.findall(f"{CAC}RemittanceAdviceLine"):
        named = [clean(leaf.text) for leaf in line.findall(f"{CAC}BillingReference/*/{CBC}ID")]
        debit, credit = (Fraction(clean(line.findtext(f"{CBC}{side}LineAmount")) or 0) for side in ("Debit", "Credit"))
        if len(named) == 1:
            found[named[0], debit - credit] += 1
    return found


def masses(root: ET.Element) -> Counter[tuple[str, Fraction, str, str | None]]:
    """Container, mass, unit and day of each weighing."""
    found: Counter[tuple[str, Fraction, str, str | None]] = Counter()
    for equipment in root.iter(f"{CAC}TransportEquipment"):
        for mass in equipment.findall(f"{CAC}VerifiedGrossMass"):
            leaf = mass.find(f"{CBC}GrossMassMeasure")
            assert leaf is not None
            day = clean(mass.findtext(f"{CBC}WeighingDate")) or None
            number = clean(equipment.findtext(f"{CBC}ID"))
            found[number, Fraction(clean(leaf.text)), str(leaf.get("unitCode")), day] += 1
    return found


def differences(root: ET.Element, rows: Rows) -> list[str]:
    """Say in what the rows do not agree with such a paper."""
    kind = name(root)
    said = Counter((row["path"], row["said"]) for row in rows.get("document_notes", []))
    found = _uneven("note", notes(root), said)
    if kind.startswith("Order"):
        events = rows["order_events"]
        said_orders = Counter((row["order_number"], row.get("event_code"), row.get("reason")) for row in events)
        found += _uneven("order", orders(root), said_orders)
        lines = rows.get("order_event_lines", [])
        said_lines = Counter((row.get("event_code"), row["order_line_number"], row.get("reason")) for row in lines)
        found += _uneven("order line", order_lines(root), said_lines)
    elif kind == "ApplicationResponse":
        events = rows.get("invoice_events", [])
        said_answers = Counter((row["number"], row["event_code"], str(row["happened_on"])) for row in events)
        found += _uneven("answer", answers(root), said_answers)
    elif kind == "RemittanceAdvice":
        named = [row for row in rows.get("document_references", []) if row.get("amount_major") is not None]
        said_paid = Counter((row["number"], Fraction(row["amount_major"])) for row in named)
        found += _uneven("paid", paid(root), said_paid)
    else:
        said_masses = Counter(
            (row.get("equipment_number"), _mass(row), row["unit"], row.get("weighed_on") and str(row["weighed_on"]))
            for row in rows["weighings"]
        )
        found += _uneven("mass", masses(root), said_masses)
    return found


def _mass(row: dict[str, Any]) -> Fraction:
    exact = row.get("quantity_major")
    return Fraction(exact) if exact is not None else Fraction(row["quantity_milli"], 1000)


def _uneven(what: str, wanted: Counter[Any], said: Counter[Any]) -> list[str]:
    lost, made_up = wanted - said, said - wanted
    return [f"{what} lost: {entry}" for entry in lost] + [f"{what} made up: {entry}" for entry in made_up]
