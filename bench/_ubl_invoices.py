"""Invoices for the UBL benchmark: varied, in the shape of Peppol BIS Billing, the same for the same seed.

Indented by four blanks they have some 58 bytes per element, the median of the public samples of UBL, Peppol
and EN 16931 (half of these have 56 to 64). As with real senders, the lines of one invoice are printed alike.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

_ROOT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"\n'
    '\txmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"\n'
    '\txmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">\n'
)
_WORDS = [
    "steel",
    "coil",
    "rod",
    "cable",
    "valve",
    "pump",
    "seal",
    "motor",
    "bearing",
    "plate",
    "sheet",
    "tube",
    "flange",
    "gasket",
    "sensor",
    "drive",
]
_STREETS = [
    "Harbour Road",
    "Mill Lane",
    "Station Street",
    "Foundry Way",
    "Canal Side",
    "解放路",
    "人民东路",
    "工业大道",
]
_CITIES = (("Rotterdam", "NL"), ("Hamburg", "DE"), ("Malmö", "SE"), ("宁波", "CN"), ("佛山", "CN"), ("Gent", "BE"))
_UNITS = ("KGM", "TNE", "MTR", "EA", "H87", "C62")
_BPS = (600, 1300)
_SHARE = {"freight": 0.3, "delivery": 0.5, "contract": 0.4, "ordered": 0.4, "described": 0.6, "rebate": 0.15}
"""How many invoices (of rebates: lines) have each of these."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm that buys, sells or is delivered to."""

    name: str
    number: int
    street: str
    city: str
    country: str

    @property
    def gln(self) -> str:
        """A 13-digit location number with its check digit."""
        body = f"73{self.number:010d}"
        return f"{body}{-sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body)) % 10}"


def firms(chance: random.Random, count: int, first: int) -> list[Firm]:
    """Return so many firms, numbered from `first`."""
    made = []
    for number in range(first, first + count):
        city, country = chance.choice(_CITIES)
        name = f"{chance.choice(_WORDS).title()} & {chance.choice(_WORDS).title()} {number} Ltd"
        made.append(Firm(name, number, f"{chance.choice(_STREETS)} {number % 97 + 1}", city, country))
    return made


def write_invoices(folder: Path, count: int, seed: int) -> int:
    """Write so many invoices of 300 sellers to 60 buyers into a folder; return the sum of payable cents."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark's data, not a secret
    sellers, buyers = firms(chance, 300, 1), firms(chance, 60, 1001)
    total = 0
    for number in range(count):
        text, payable = invoice(chance, number, chance.choice(sellers), chance.choice(buyers))
        (folder / f"invoice-{number:06d}.xml").write_text(text, encoding="utf-8")
        total += payable
    return total


def invoice(chance: random.Random, number: int, seller: Firm, buyer: Firm) -> tuple[str, int]:
    """Return one invoice of 4 to 24 lines and its payable cents."""
    issued = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
    lines, net, taxed = _lines(chance, chance.randint(4, 24))
    charge = chance.randrange(500, 20_000) if _has(chance, "freight") else 0
    tax = {bps: (base * bps + 5_000) // 10_000 for bps, base in taxed.items()}
    gross = net + charge + sum(tax.values())
    parts = [
        _ROOT,
        _head(chance, number, issued),
        _holder("AccountingSupplierParty", seller),
        _holder("AccountingCustomerParty", buyer),
        _delivery(buyer, issued) if _has(chance, "delivery") else "",
        _payment(seller, number),
        _charge("\t", "true", "Freight", charge) if charge else "",
        _tax(taxed, tax),
        _totals(net, charge, sum(tax.values()), gross),
        *lines,
        "</Invoice>\n",
    ]
    return "".join(parts).replace("\t", "    "), gross


def _has(chance: random.Random, what: str) -> bool:
    return chance.random() < _SHARE[what]


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _head(chance: random.Random, number: int, issued: date) -> str:
    contract = "\t<cac:ContractDocumentReference>\n\t\t<cbc:ID>FRAME-{}</cbc:ID>\n\t</cac:ContractDocumentReference>\n"
    return (
        "\t<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
        "</cbc:CustomizationID>\n"
        "\t<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>\n"
        f"\t<cbc:ID>INV-{number:06d}</cbc:ID>\n"
        f"\t<cbc:IssueDate>{issued}</cbc:IssueDate>\n"
        f"\t<cbc:DueDate>{issued + timedelta(days=60)}</cbc:DueDate>\n"
        "\t<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>\n"
        "\t<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\n"
        f"\t<cbc:BuyerReference>cost centre {chance.randrange(900)}</cbc:BuyerReference>\n"
        f"\t<cac:OrderReference>\n\t\t<cbc:ID>PO-{chance.randrange(10**6)}</cbc:ID>\n\t</cac:OrderReference>\n"
    ) + (contract.format(chance.randrange(500)) if _has(chance, "contract") else "")


def _address(tag: str, firm: Firm, indent: str) -> str:
    return (
        f"{indent}<cac:{tag}>\n"
        f"{indent}\t<cbc:StreetName>{firm.street}</cbc:StreetName>\n"
        f"{indent}\t<cbc:CityName>{firm.city}</cbc:CityName>\n"
        f"{indent}\t<cbc:PostalZone>{firm.number + 10_000}</cbc:PostalZone>\n"
        f"{indent}\t<cac:Country>\n"
        f"{indent}\t\t<cbc:IdentificationCode>{firm.country}</cbc:IdentificationCode>\n"
        f"{indent}\t</cac:Country>\n"
        f"{indent}</cac:{tag}>\n"
    )


def _holder(role: str, firm: Firm) -> str:
    name = escape(firm.name)
    return (
        f"\t<cac:{role}>\n\t\t<cac:Party>\n"
        f'\t\t\t<cbc:EndpointID schemeID="0088">{firm.gln}</cbc:EndpointID>\n'
        f'\t\t\t<cac:PartyIdentification>\n\t\t\t\t<cbc:ID schemeID="0088">{firm.gln}</cbc:ID>\n'
        "\t\t\t</cac:PartyIdentification>\n"
        f"\t\t\t<cac:PartyName>\n\t\t\t\t<cbc:Name>{name}</cbc:Name>\n\t\t\t</cac:PartyName>\n"
        f"{_address('PostalAddress', firm, '			')}"
        "\t\t\t<cac:PartyTaxScheme>\n"
        f"\t\t\t\t<cbc:CompanyID>{firm.country}{firm.number:09d}</cbc:CompanyID>\n"
        "\t\t\t\t<cac:TaxScheme>\n\t\t\t\t\t<cbc:ID>VAT</cbc:ID>\n\t\t\t\t</cac:TaxScheme>\n"
        "\t\t\t</cac:PartyTaxScheme>\n"
        "\t\t\t<cac:PartyLegalEntity>\n"
        f"\t\t\t\t<cbc:RegistrationName>{name}</cbc:RegistrationName>\n"
        f'\t\t\t\t<cbc:CompanyID schemeID="0002">{firm.number:09d}</cbc:CompanyID>\n'
        "\t\t\t</cac:PartyLegalEntity>\n"
        "\t\t\t<cac:Contact>\n\t\t\t\t<cbc:Name>Accounts</cbc:Name>\n"
        f"\t\t\t\t<cbc:Telephone>+31 10 {firm.number:07d}</cbc:Telephone>\n"
        f"\t\t\t\t<cbc:ElectronicMail>post@firm{firm.number}.example</cbc:ElectronicMail>\n"
        "\t\t\t</cac:Contact>\n"
        f"\t\t</cac:Party>\n\t</cac:{role}>\n"
    )


def _delivery(buyer: Firm, issued: date) -> str:
    return (
        f"\t<cac:Delivery>\n\t\t<cbc:ActualDeliveryDate>{issued - timedelta(days=3)}</cbc:ActualDeliveryDate>\n"
        "\t\t<cac:DeliveryLocation>\n"
        f"{_address('Address', buyer, '			')}"
        "\t\t</cac:DeliveryLocation>\n"
        "\t\t<cac:DeliveryParty>\n\t\t\t<cac:PartyName>\n"
        f"\t\t\t\t<cbc:Name>{escape(buyer.name)} warehouse</cbc:Name>\n"
        "\t\t\t</cac:PartyName>\n\t\t</cac:DeliveryParty>\n\t</cac:Delivery>\n"
    )


def _payment(seller: Firm, number: int) -> str:
    return (
        "\t<cac:PaymentMeans>\n\t\t<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>\n"
        f"\t\t<cbc:PaymentID>INV-{number:06d}</cbc:PaymentID>\n"
        "\t\t<cac:PayeeFinancialAccount>\n"
        f"\t\t\t<cbc:ID>62170000{seller.number:08d}</cbc:ID>\n\t\t\t<cbc:Name>{escape(seller.name)}</cbc:Name>\n"
        "\t\t\t<cac:FinancialInstitutionBranch>\n\t\t\t\t<cbc:ID>ABNANL2A</cbc:ID>\n"
        "\t\t\t</cac:FinancialInstitutionBranch>\n"
        "\t\t</cac:PayeeFinancialAccount>\n\t</cac:PaymentMeans>\n"
        "\t<cac:PaymentTerms>\n\t\t<cbc:Note>60 days net</cbc:Note>\n\t</cac:PaymentTerms>\n"
    )


def _charge(indent: str, indicator: str, reason: str, cents: int) -> str:
    return (
        f"{indent}<cac:AllowanceCharge>\n"
        f"{indent}\t<cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>\n"
        f"{indent}\t<cbc:AllowanceChargeReason>{reason}</cbc:AllowanceChargeReason>\n"
        f'{indent}\t<cbc:Amount currencyID="EUR">{_money(cents)}</cbc:Amount>\n'
        f"{indent}</cac:AllowanceCharge>\n"
    )


def _tax(taxed: dict[int, int], tax: dict[int, int]) -> str:
    subtotals = "".join(
        "\t\t<cac:TaxSubtotal>\n"
        f'\t\t\t<cbc:TaxableAmount currencyID="EUR">{_money(taxed[bps])}</cbc:TaxableAmount>\n'
        f'\t\t\t<cbc:TaxAmount currencyID="EUR">{_money(tax[bps])}</cbc:TaxAmount>\n'
        f"\t\t\t<cac:TaxCategory>\n\t\t\t\t<cbc:ID>S</cbc:ID>\n\t\t\t\t<cbc:Percent>{bps // 100}</cbc:Percent>\n"
        "\t\t\t\t<cac:TaxScheme>\n\t\t\t\t\t<cbc:ID>VAT</cbc:ID>\n\t\t\t\t</cac:TaxScheme>\n"
        "\t\t\t</cac:TaxCategory>\n\t\t</cac:TaxSubtotal>\n"
        for bps in taxed
    )
    total = _money(sum(tax.values()))
    return (
        f'\t<cac:TaxTotal>\n\t\t<cbc:TaxAmount currencyID="EUR">{total}</cbc:TaxAmount>\n{subtotals}\t</cac:TaxTotal>\n'
    )


def _totals(net: int, charge: int, tax: int, gross: int) -> str:
    amounts = {
        "LineExtensionAmount": net,
        "TaxExclusiveAmount": gross - tax,
        "TaxInclusiveAmount": gross,
        "ChargeTotalAmount": charge,
        "PayableAmount": gross,
    }
    leaves = "".join(f'\t\t<cbc:{tag} currencyID="EUR">{_money(cents)}</cbc:{tag}>\n' for tag, cents in amounts.items())
    return f"\t<cac:LegalMonetaryTotal>\n{leaves}\t</cac:LegalMonetaryTotal>\n"


def _lines(chance: random.Random, count: int) -> tuple[list[str], int, dict[int, int]]:
    lines: list[str] = []
    taxed: dict[int, int] = {}
    ordered, described = _has(chance, "ordered"), _has(chance, "described")
    for number in range(1, count + 1):
        quantity, price = chance.randint(1, 900), chance.randint(50, 250_000)
        off = chance.randrange(1, 1 + quantity * price // 20) if _has(chance, "rebate") else 0
        net = quantity * price - off
        bps = chance.choice(_BPS)
        taxed[bps] = taxed.get(bps, 0) + net
        lines.append(_line(chance, number, (quantity, price, off, bps), ordered=ordered, described=described))
    return lines, sum(taxed.values()), taxed


def _line(
    chance: random.Random, number: int, figures: tuple[int, int, int, int], *, ordered: bool, described: bool
) -> str:
    quantity, price, off, bps = figures
    goods = f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} {chance.randrange(1000)} mm"
    order = f"\t\t<cac:OrderLineReference>\n\t\t\t<cbc:LineID>{number}</cbc:LineID>\n\t\t</cac:OrderLineReference>\n"
    description = f"\t\t\t<cbc:Description>{goods}, as per drawing {chance.randrange(10**5)}</cbc:Description>\n"
    return (
        f"\t<cac:InvoiceLine>\n\t\t<cbc:ID>{number}</cbc:ID>\n"
        f'\t\t<cbc:InvoicedQuantity unitCode="{chance.choice(_UNITS)}">{quantity}</cbc:InvoicedQuantity>\n'
        f'\t\t<cbc:LineExtensionAmount currencyID="EUR">{_money(quantity * price - off)}</cbc:LineExtensionAmount>\n'
        f"{order if ordered else ''}"
        f"{_charge('		', 'false', 'Rebate', off) if off else ''}"
        "\t\t<cac:Item>\n"
        f"{description if described else ''}"
        f"\t\t\t<cbc:Name>{goods}</cbc:Name>\n"
        "\t\t\t<cac:SellersItemIdentification>\n"
        f"\t\t\t\t<cbc:ID>ART-{chance.randrange(10**5)}</cbc:ID>\n\t\t\t</cac:SellersItemIdentification>\n"
        "\t\t\t<cac:CommodityClassification>\n"
        f'\t\t\t\t<cbc:ItemClassificationCode listID="HS">{chance.randrange(10**6):06d}</cbc:ItemClassificationCode>\n'
        "\t\t\t</cac:CommodityClassification>\n"
        "\t\t\t<cac:ClassifiedTaxCategory>\n"
        f"\t\t\t\t<cbc:ID>S</cbc:ID>\n\t\t\t\t<cbc:Percent>{bps // 100}</cbc:Percent>\n"
        "\t\t\t\t<cac:TaxScheme>\n\t\t\t\t\t<cbc:ID>VAT</cbc:ID>\n\t\t\t\t</cac:TaxScheme>\n"
        "\t\t\t</cac:ClassifiedTaxCategory>\n"
        "\t\t</cac:Item>\n"
        "\t\t<cac:Price>\n"
        f'\t\t\t<cbc:PriceAmount currencyID="EUR">{_money(price)}</cbc:PriceAmount>\n'
        "\t\t</cac:Price>\n\t</cac:InvoiceLine>\n"
    )
