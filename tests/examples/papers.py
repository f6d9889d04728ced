"""The papers of an example, taken from their XML by hand: no reader of the library has a part in it."""

import csv
import io
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

from tests.samples import ROOT

STEEL = ROOT / "examples" / "steel"
FOLDERS = ("sound", "financed-twice", "undelivered", "look-alike-payer")
SIZE_MAX_BYTES = 400_000

VAT = Decimal("0.13")
_FEN = Decimal("0.01")

Key = tuple[str, str]
"""An order's number and a line of it."""


@dataclass
class Line:
    """One line of an order or invoice, with the order line it answers."""

    key: Key
    item: str
    quantity: Decimal
    net: Decimal
    price: Decimal


@dataclass
class Bill:
    """An order or an invoice: who, whose, which lines, which totals."""

    number: str
    seller: str
    buyer: str
    lines: list[Line]
    net: Decimal
    tax: Decimal
    gross: Decimal
    payable: Decimal


@dataclass
class Carried:
    """A despatch or receipt advice: what it says of each order line, and the despatch it answers."""

    number: str
    answers: str
    vehicles: list[str]
    quantities: dict[Key, Decimal]


@dataclass
class Payment:
    """An incoming or outgoing payment of the applicant's account; `named` is what it says of invoices."""

    amount: Decimal
    payer: str
    payer_name: str
    ultimate_payer: str
    named: dict[str, Decimal]


@dataclass
class Papers:
    """All papers of one request."""

    orders: dict[str, Bill] = field(default_factory=dict)
    invoices: dict[str, Bill] = field(default_factory=dict)
    despatches: dict[str, Carried] = field(default_factory=dict)
    receipts: dict[str, Carried] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    request: dict[str, Any] = field(default_factory=dict)
    gate: list[dict[str, str]] = field(default_factory=list)

    def received(self) -> dict[Key, Decimal]:
        """What the buyer received of each order line."""
        total: dict[Key, Decimal] = defaultdict(Decimal)
        for receipt in self.receipts.values():
            for key, quantity in receipt.quantities.items():
                total[key] += quantity
        return total


def fen(value: Decimal) -> Decimal:
    """Round half up to the fen."""
    return value.quantize(_FEN, ROUND_HALF_UP)


def xml_files(folder: Path) -> list[Path]:
    """Every XML document of a folder, in order."""
    return sorted(folder.rglob("*.xml"))


@cache
def papers(name: str) -> Papers:
    """Take all papers of one request from its folder."""
    folder = STEEL / name
    found = Papers(request=tomllib.loads((folder / "request.toml").read_text()))
    for path in xml_files(folder):
        add(found, path.read_text())
    found.gate = list(gate(folder / "from-warehouse"))
    return found


def add(found: Papers, text: str) -> None:
    """Take one XML document."""
    root = ET.fromstring(text)  # noqa: S314 - our own small files
    kind = _local(root)
    if kind == "Order":
        bill = _bill(root, "BuyerCustomerParty", "SellerSupplierParty", "AnticipatedMonetaryTotal")
        found.orders[bill.number] = bill
    elif kind == "Invoice":
        bill = _bill(root, "AccountingCustomerParty", "AccountingSupplierParty", "LegalMonetaryTotal")
        found.invoices[bill.number] = bill
    elif kind == "DespatchAdvice":
        carried = _carried(root, "DespatchLine", "DeliveredQuantity")
        found.despatches[carried.number] = carried
    elif kind == "ReceiptAdvice":
        carried = _carried(root, "ReceiptLine", "ReceivedQuantity")
        found.receipts[carried.number] = carried
    else:
        found.payments += [_payment(entry) for entry in root.iterfind(".//{*}Ntry")]


def balances(text: str) -> tuple[Decimal, Decimal]:
    """Return a statement's opening and closing balance."""
    root = ET.fromstring(text)  # noqa: S314 - our own small files
    by_type = {_text(b, "Tp/CdOrPrtry/Cd"): Decimal(_text(b, "Amt")) for b in root.iterfind(".//{*}Bal")}
    return by_type["OPBD"], by_type["CLBD"]


def gate(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a gate log by its own Chinese headers, whatever its form."""
    (path,) = folder.iterdir()
    if path.suffix == ".xlsx":
        rows = [
            [str(cell) for cell in row]
            for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        ]
    else:
        rows = list(csv.reader(io.StringIO(decoded(path.read_bytes()))))
    for row in rows[1:]:
        yield dict(zip(rows[0], row, strict=True))


def decoded(data: bytes) -> str:
    """Return a text in UTF-8, with or without its mark, or else in GB18030."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def table(name: str) -> list[dict[str, str]]:
    """Return one table of the lender's book as the CSV has it."""
    with (STEEL / "book" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def _bill(root: ET.Element, buyer: str, seller: str, total: str) -> Bill:
    order = root.tag.endswith("}Order")
    lines = root.iterfind("{*}OrderLine/{*}LineItem" if order else "{*}InvoiceLine")
    number = _text(root, "ID")
    return Bill(
        number=number,
        seller=_text(root, f"{seller}/Party/PartyIdentification/ID"),
        buyer=_text(root, f"{buyer}/Party/PartyIdentification/ID"),
        lines=[_line(line, (number, _text(line, "ID")) if order else _answered(line)) for line in lines],
        net=Decimal(_text(root, f"{total}/TaxExclusiveAmount")),
        tax=Decimal(_text(root, "TaxTotal/TaxAmount")),
        gross=Decimal(_text(root, f"{total}/TaxInclusiveAmount")),
        payable=Decimal(_text(root, f"{total}/PayableAmount")),
    )


def _line(line: ET.Element, key: Key) -> Line:
    quantity = _text(line, "Quantity" if line.tag.endswith("}LineItem") else "InvoicedQuantity")
    return Line(
        key=key,
        item=_text(line, "Item/Name"),
        quantity=Decimal(quantity),
        net=Decimal(_text(line, "LineExtensionAmount")),
        price=Decimal(_text(line, "Price/PriceAmount")),
    )


def _carried(root: ET.Element, line: str, quantity: str) -> Carried:
    return Carried(
        number=_text(root, "ID"),
        answers=_text(root, "DespatchDocumentReference/ID"),
        vehicles=[leaf.text or "" for leaf in root.iterfind(".//{*}LicensePlateID")],
        quantities={_answered(one): Decimal(_text(one, quantity)) for one in root.iterfind(f"{{*}}{line}")},
    )


def _answered(line: ET.Element) -> Key:
    return _text(line, "OrderLineReference/OrderReference/ID"), _text(line, "OrderLineReference/LineID")


def _payment(entry: ET.Element) -> Payment:
    parties = "NtryDtls/TxDtls/RltdPties"
    sign = 1 if _text(entry, "CdtDbtInd") == "CRDT" else -1
    structured = entry.iterfind(_path("NtryDtls/TxDtls/RmtInf/Strd"))
    return Payment(
        amount=sign * Decimal(_text(entry, "Amt")),
        payer=_text(entry, f"{parties}/Dbtr/Pty/Id/OrgId/Othr/Id"),
        payer_name=_text(entry, f"{parties}/Dbtr/Pty/Nm"),
        ultimate_payer=_text(entry, f"{parties}/UltmtDbtr/Pty/Id/OrgId/Othr/Id"),
        named={_text(one, "RfrdDocInf/Nb"): Decimal(_text(one, "RfrdDocAmt/RmtdAmt")) for one in structured},
    )


def _text(element: ET.Element, path: str) -> str:
    return element.findtext(_path(path), "")


def _path(path: str) -> str:
    return "/".join("{*}" + name for name in path.split("/"))


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
