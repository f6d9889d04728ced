"""What stands in a UBL document, found in a second way: by xml.etree and paths, with nothing of the reader's.

`differences` compares it with rows and says what does not agree; an empty list means that all does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

from tests.book.readers import ubl_further_oracle as further

Rows = Mapping[str, list[dict[str, Any]]]

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
UBL = "{urn:oasis:names:specification:ubl:schema:xsd:"
DECIMALS = {"JPY": 0, "BHD": 3}

HEADS = {
    "Order": ("orders", "order_lines", "OrderLine"),
    "DespatchAdvice": ("despatches", "despatch_lines", "DespatchLine"),
    "ReceiptAdvice": ("deliveries", "delivery_lines", "ReceiptLine"),
    "Invoice": ("invoices", "invoice_lines", "InvoiceLine"),
    "CreditNote": ("invoices", "invoice_lines", "CreditNoteLine"),
    "OrderResponse": ("order_events", "order_event_lines", "OrderLine"),
    "OrderResponseSimple": ("order_events", "order_event_lines", "OrderLine"),
    "OrderChange": ("order_events", "order_event_lines", "OrderLine"),
    "OrderCancellation": ("order_events", "order_event_lines", "OrderLine"),
    "ApplicationResponse": ("invoice_events", "", "?"),
    "RemittanceAdvice": ("payments", "", "?"),
    "WeightStatement": ("weighings", "", "?"),
}
# The kinds of which every value is kept.
WHOLE = (*list(HEADS)[5:],)

# Where each amount of a document belongs, by its path below the root; what matches nothing is kept by path.
_TOTALS = {
    "LineExtensionAmount": "lines_minor",
    "TaxExclusiveAmount": "net_minor",
    "TaxInclusiveAmount": "gross_minor",
    "AllowanceTotalAmount": "allowances_minor",
    "ChargeTotalAmount": "charges_minor",
    "PrepaidAmount": "prepaid_minor",
    "PayableRoundingAmount": "rounding_minor",
    "PayableAmount": "payable_minor",
}
_LINE = r"(?:InvoiceLine|CreditNoteLine|OrderLine/LineItem)"
PLACES = [
    *((rf"(?:Legal|Anticipated)MonetaryTotal/{tag}", f"header.{column}") for tag, column in _TOTALS.items()),
    (rf"{_LINE}/LineExtensionAmount", "line.net_minor"),
    (rf"{_LINE}/Price/PriceAmount", "line.unit_price_major"),
    (rf"(?:{_LINE}/)?TaxTotal/(?:TaxSubtotal/)?TaxAmount", "document_taxes.tax_major"),
    (rf"(?:{_LINE}/)?TaxTotal/TaxSubtotal/TaxableAmount", "document_taxes.taxable_major"),
    (rf"(?:{_LINE}/(?:Price/)?)?AllowanceCharge/Amount", "document_charges.amount_major"),
    (rf"(?:{_LINE}/(?:Price/)?)?AllowanceCharge/BaseAmount", "document_charges.base_major"),
    (r".*BillingReference/BillingReferenceLine/Amount", "document_references.amount_major"),
    (r"TotalPaymentAmount", "header.amount_minor"),
]
# Columns of amounts that say again what others say: they are compared on their own.
AGAIN = {("invoices", "tax_minor"), ("orders", "tax_minor"), ("invoice_lines", "allowances_minor")}
AGAIN |= {("order_events", "tax_minor")}
AGAIN |= {("invoice_lines", "charges_minor"), ("invoice_events", "amount_minor")}
_MERGED = {"OrderLineReference", "DespatchLineReference", "ReceiptLineReference", "LineReference"}
_MERGED |= {"CatalogueLineReference", "QuotationLineReference"}


def clean(text: str | None) -> str:
    """A text as XML Schema collapses it."""
    return re.sub("[ \t\r\n]+", " ", text or "").strip(" ")


def name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def kind_of(root: ET.Element) -> str:
    """The kind of document, or an empty word where Hefu reads no such kind."""
    kind = name(root)
    return kind if kind in HEADS and root.tag == f"{UBL}{kind}-2}}{kind}" else ""


def walk(element: ET.Element, path: tuple[ET.Element, ...] = ()) -> Iterator[tuple[ET.Element, tuple[ET.Element, ...]]]:
    """Every element with the elements above it, from the root on."""
    yield element, path
    for child in element:
        yield from walk(child, (*path, element))


def currency(root: ET.Element) -> str:
    code = root.findtext(f"{CBC}DocumentCurrencyCode")
    payable = root.find(f".//{CBC}PayableAmount")
    if payable is None and kind_of(root) in WHOLE:
        payable = next((leaf for leaf in root.iter() if name(leaf).endswith("Amount")), None)
    return clean(code) if code else str(payable.get("currencyID")) if payable is not None else ""


def minor(amount: Fraction, code: str) -> Fraction:
    return amount * Fraction(10 ** DECIMALS.get(code, 2))


def amounts(root: ET.Element) -> Counter[tuple[str, Fraction, str]]:
    """Each amount of the document with the column it belongs into."""
    found: Counter[tuple[str, Fraction, str]] = Counter()
    own = currency(root)
    for element, above in walk(root):
        if not (element.tag.startswith(CBC) and element.tag.endswith("Amount")):
            continue
        amount, code = Fraction(clean(element.text)), str(element.get("currencyID"))
        path = "/".join(name(step) for step in (*above[1:], element))
        places = [column for pattern, column in PLACES if re.fullmatch(pattern, path)]
        place = places[0] if places else "document_amounts.amount_major"
        if path == "OrderLine/LineItem/TotalTaxAmount" and minor(amount, code).denominator == 1 and code == own:
            place = "line.tax_minor"
        found[place, amount, code] += 1
    return found


def amounts_of_rows(kind: str, rows: Rows) -> Counter[tuple[str, Fraction, str]]:
    """Each amount that stands in the rows, with its column."""
    head, lines, _ = HEADS[kind]
    said = {head: "header", lines: "line"}
    found: Counter[tuple[str, Fraction, str]] = Counter()
    for table, some in rows.items():
        for row in some:
            for column, value in row.items():
                if value is None or (table, column) in AGAIN or column == "quantity_major":
                    continue
                code = row.get("currency", "")
                if kind == "RemittanceAdvice" and table == "document_references":
                    continue
                if column.endswith(("_minor", "_major")):
                    whole = 10 ** DECIMALS.get(code, 2) if column.endswith("_minor") else 1
                    found[f"{said.get(table, table)}.{column}", Fraction(value) / whole, code] += 1
    return found


def header_tax(root: ET.Element) -> Fraction | None:
    """The tax of the document in its own currency, in minor units."""
    own = currency(root)
    leaves = root.findall(f"{CAC}TaxTotal/{CBC}TaxAmount")
    taxes = [Fraction(clean(leaf.text)) for leaf in leaves if leaf.get("currencyID") == own]
    return minor(sum(taxes, Fraction(0)), own) if taxes else None


def lines(root: ET.Element) -> Counter[tuple[str, Fraction | None, str | None, str | None]]:
    """Number, quantity in thousandths, unit and goods of each line."""
    found: Counter[tuple[str, Fraction | None, str | None, str | None]] = Counter()
    for element in root.findall(CAC + HEADS[name(root)][2]):
        line = element.find(f"{CAC}LineItem") if name(root).startswith("Order") else element
        assert line is not None
        tags = ("Quantity", "DeliveredQuantity", "ReceivedQuantity", "InvoicedQuantity", "CreditedQuantity")
        leaf = next((leaf for leaf in line if leaf.tag in {CBC + tag for tag in tags}), None)
        goods = line.findtext(f"{CAC}Item/{CBC}Name") or line.findtext(f"{CAC}Item/{CBC}Description")
        quantity = Fraction(clean(leaf.text)) * 1000 if leaf is not None else None
        unit = leaf.get("unitCode") if leaf is not None else None
        found[clean(line.findtext(f"{CBC}ID")), quantity, unit, clean(goods) or None] += 1
    return found


def references(root: ET.Element) -> Counter[tuple[str, str, str, date | None]]:
    """Kind, number, line and day of each reference to another document."""
    found: Counter[tuple[str, str, str, date | None]] = Counter()
    header_order = clean(root.findtext(f"{CAC}OrderReference/{CBC}ID"))
    for element, above in walk(root):
        kind = name(element)
        if not (element.tag.startswith(CAC) and kind.endswith("Reference")) or kind == "ExternalReference":
            continue
        inner = next((c for c in element if name(c) in {"OrderReference", "DocumentReference"}), None)
        number, line = clean(element.findtext(f"{CBC}ID")), clean(element.findtext(f"{CBC}LineID"))
        day = element.findtext(f"{CBC}IssueDate")
        if kind in _MERGED:
            number = clean(inner.findtext(f"{CBC}ID")) if inner is not None else ""
            day = inner.findtext(f"{CBC}IssueDate") if inner is not None else None
            if kind == "OrderLineReference" and line:
                number = number or header_order
        if kind == "BillingReference" or (above and name(above[-1]) in _MERGED) or not (number or line):
            continue
        found[kind, number, line, date.fromisoformat(clean(day)[:10]) if day else None] += 1
    for billing in root.iter(f"{CAC}BillingReference"):
        first = clean(billing.findtext(f"*/{CBC}ID"))
        for line_of in billing.findall(f"{CAC}BillingReferenceLine"):
            found["BillingReferenceLine", first, clean(line_of.findtext(f"{CBC}ID")), None] += 1
    return found


def parties(root: ET.Element) -> list[tuple[str, set[str], set[str]]]:
    """Role, names and identifiers of each party that the document names, in order of roles."""
    found = []
    for element, above in walk(root):
        role = name(element)
        if not (element.tag.startswith(CAC) and role.endswith("Party")):
            continue
        if role == "Party" and above and name(above[-1]).endswith("Party"):
            continue
        party = element.find(f"{CAC}Party")
        party = element if party is None else party
        names = ("PartyName/Name", "PartyTaxScheme/RegistrationName", "PartyLegalEntity/RegistrationName")
        ids = ("EndpointID", "PartyIdentification/ID", "PartyTaxScheme/CompanyID", "PartyLegalEntity/CompanyID")
        found.append((role, _values(party, names), _values(party, ids)))
    return sorted(found, key=lambda entry: entry[0])


def _values(party: ET.Element, paths: tuple[str, ...]) -> set[str]:
    found = set()
    for path in paths:
        *groups, leaf = path.split("/")
        full = "/".join([*(CAC + group for group in groups), CBC + leaf])
        found |= {clean(element.text) for element in party.findall(full)}
    return found - {""}


def differences(root: ET.Element, rows: Rows) -> list[str]:
    """Say in what the rows do not agree with the document."""
    kind = name(root)
    head, line_table, _ = HEADS[kind]
    found = _uneven("amount", amounts(root), amounts_of_rows(kind, rows))
    said_lines = Counter(
        (row["line_number"], _thousandths(row), row.get("unit"), row.get("item_name"))
        for row in rows.get(line_table, [])
    )
    found += _uneven("line", lines(root), said_lines)
    said_references = Counter(
        (row["kind"], row.get("number") or "", row.get("referred_line_number") or "", row.get("issued_on"))
        for row in rows.get("document_references", [])
    )
    found += _uneven("reference", references(root), said_references)
    if kind in {"Invoice", "CreditNote"}:
        words = [leaf for path in (f"{CBC}Note", f"{CAC}PaymentTerms/{CBC}Note") for leaf in root.findall(path)]
        wanted = Counter(clean(leaf.text) for leaf in words if clean(leaf.text))
        found += _uneven("note", wanted, Counter(row["said"] for row in rows.get("document_notes", [])))
    if kind in WHOLE:
        found += further.differences(root, rows)
    if head in {"orders", "invoices", "order_events"} and rows[head][0].get("tax_minor") != header_tax(root):
        found.append(f"header tax: {header_tax(root)} / {rows[head][0].get('tax_minor')}")
    return found + _party_differences(root, rows)


def _thousandths(row: dict[str, Any]) -> Fraction | None:
    exact = row.get("quantity_major")
    return Fraction(exact) * 1000 if exact is not None else row.get("quantity_milli")


def _party_differences(root: ET.Element, rows: Rows) -> list[str]:
    known = {row["party_id"]: row for row in rows.get("parties", [])}
    said = sorted(rows.get("document_parties", []), key=lambda row: str(row["role"]))
    wanted = parties(root)
    found = _uneven("role", Counter(role for role, _, _ in wanted), Counter(row["role"] for row in said))
    for (role, names, identifiers), row in zip(wanted, said, strict=False):
        party = known.get(row["party_id"], {})
        held = {party.get("name"), *(party.get("other_names") or "").split("; ")}
        numbers = {part.rpartition(":")[2] for part in (party.get("other_number") or "").split("; ")}
        numbers |= {party.get(key) for key in ("uscc", "lei", "gln", "tax_number", "registration_number")}
        found += [f"{role}: the name {missing} is lost" for missing in sorted(names - held)]
        found += [f"{role}: the number {missing} is lost" for missing in sorted(identifiers - numbers)]
    return found


def _uneven(what: str, wanted: Counter[Any], said: Counter[Any]) -> list[str]:
    lost, made_up = wanted - said, said - wanted
    return [f"{what} lost: {entry}" for entry in lost] + [f"{what} made up: {entry}" for entry in made_up]
