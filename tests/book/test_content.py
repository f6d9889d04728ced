"""The same fact in XML, JSON, CSV or Excel: the same rows apart from their source, and one content identity."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hefu.book import content as content_module
from hefu.book.book import Book, Row
from hefu.book.content import content, content_sha256, counted
from hefu.book.readers.detect import read_document
from hefu.book.readers.einvoice.ofd import read_ofd
from hefu.book.readers.einvoice.reader import read_einvoice_xml
from hefu.book.readers.iso20022.camt import read_camt
from hefu.book.readers.rows import Source
from hefu.book.readers.tabular.mapping import Mapping, parse_mapping
from hefu.book.readers.tabular.reader import read_tabular
from hefu.book.readers.ubl.reader import read_ubl
from hefu.book.schema import SCHEMA
from hefu.core.refusals import RefusalError
from tests.book.readers.einvoice.write import Invoice, Item, ofd_entries, xml_of, zip_of
from tests.book.tables_as_cells import csv_of, mapping_of, sheet_of, xlsx_of
from tests.samples import ROOT, SHARED, samples

XML_SOURCE = Source("file:xml", "borrower", "upload", datetime(2026, 11, 21, tzinfo=UTC))
CELL_SOURCE = Source("file:cells", "buyer", "portal", datetime(2026, 11, 22, tzinfo=UTC))
HERE = ROOT / "tests" / "book" / "readers"

Tables = dict[str, list[Row]]


def identities(tables: Tables, table: str) -> dict[str, str]:
    """Of every thing of a table its content identity, by the identity of the thing without its source."""
    key = SCHEMA[table].key
    return {
        str(row[key]).replace(f"@{row['source_id']}", ""): content_sha256(tables, table, row[key])
        for row in tables.get(table, [])
    }


def same_rows(ours: Tables, theirs: Tables, *names: str) -> bool:
    """Whether two readings give the same rows but for their sources: the oracle, which compares every column."""

    def plain(tables: Tables, name: str) -> list[str]:
        columns = [c.name for c in SCHEMA[name].columns if c.name not in {"source_id", "known_at"}]
        rows = [[row.get(one) for one in columns] for row in tables[name]]
        spelled = [[f"{v.normalize():f}" if isinstance(v, Decimal) else str(v or None) for v in row] for row in rows]
        return sorted(re.sub(r"@file:\w+", "", "|".join(row)) for row in spelled)

    return all(plain(ours, name) == plain(theirs, name) for name in names)


# An invoice as UBL, CSV and Excel

WORDS = st.text(alphabet="aZ9é中文&<>'\"-./ ", min_size=1, max_size=12).map(lambda t: " ".join(t.split())).filter(bool)
PLAIN_WORDS = WORDS.filter(lambda text: not text.startswith(("'", "=")) and text != "-")
MINOR = st.integers(-(10**12), 10**12)
LINE = st.fixed_dictionaries(
    {
        "net": MINOR,
        "name": PLAIN_WORDS,
        "quantity": st.integers(-(10**9), 10**9),
        "price": st.decimals(min_value=0, max_value=10**6, places=5),
        "bps": st.integers(0, 2_500),
    }
)
INVOICE = st.fixed_dictionaries(
    {
        "number": st.integers(1, 10**6).map(lambda n: f"INV-{n}"),
        "issued": st.dates(date(1990, 1, 1), date(2090, 1, 1)),
        "money": st.sampled_from([("CNY", 2), ("JPY", 0), ("BHD", 3)]),
        "payable": MINOR,
        "buyer": PLAIN_WORDS,
        "lines": st.lists(LINE, min_size=1, max_size=5),
    }
)
UBL = (
    '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    'xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
)
SELLER = "91310000MA1FL0000N"
REBUILT = """
[party.seller]
uscc = "seller.uscc"
kind = { value = "company" }
[party.buyer]
name = "buyer.name"
\f
invoices.seller_id = { party = "seller" }
invoices.buyer_id = { party = "buyer" }
invoices.invoice_id = { from = "invoices.number", as = "invoice", of = "seller_id" }
invoice_lines.invoice_id = { from = "invoices.number", as = "invoice", of = "seller" }
invoice_lines.invoice_line_id = { from = "invoice_lines.line_number", as = "line", of = "invoice_id" }
"""


def scaled(whole: int, places: int) -> str:
    return f"{Decimal(whole).scaleb(-places):f}"


def ubl_of(invoice: dict[str, Any]) -> bytes:
    code, places = invoice["money"]
    money = f'currencyID="{code}"'

    def party(role: str, inside: str) -> str:
        return f"<a:{role}><a:Party>{inside}</a:Party></a:{role}>"

    lines = "".join(
        f"<a:InvoiceLine><b:ID>{n}</b:ID><b:InvoicedQuantity unitCode='TNE'>{scaled(line['quantity'], 3)}"
        f"</b:InvoicedQuantity><b:LineExtensionAmount {money}>{scaled(line['net'], places)}</b:LineExtensionAmount>"
        f"<a:Item><b:Name>{escape(line['name'])}</b:Name><a:ClassifiedTaxCategory><b:ID>S</b:ID>"
        f"<b:Percent>{scaled(line['bps'], 2)}</b:Percent></a:ClassifiedTaxCategory></a:Item>"
        f"<a:Price><b:PriceAmount {money}>{line['price']:f}</b:PriceAmount></a:Price></a:InvoiceLine>"
        for n, line in enumerate(invoice["lines"], start=1)
    )
    seller = f"<a:PartyLegalEntity><b:CompanyID>{SELLER}</b:CompanyID></a:PartyLegalEntity>"
    buyer = f"<a:PartyName><b:Name>{escape(invoice['buyer'])}</b:Name></a:PartyName>"
    return (
        f"{UBL}<b:ID>{invoice['number']}</b:ID><b:IssueDate>{invoice['issued']}</b:IssueDate>"
        f"<b:DocumentCurrencyCode>{code}</b:DocumentCurrencyCode>{party('AccountingSupplierParty', seller)}"
        f"{party('AccountingCustomerParty', buyer)}<a:LegalMonetaryTotal><b:PayableAmount {money}>"
        f"{scaled(invoice['payable'], places)}</b:PayableAmount></a:LegalMonetaryTotal>{lines}</Invoice>"
    ).encode()


def as_cells(tables: Tables, invoice: dict[str, Any], *, excel: bool) -> Tables:
    """The invoice as an export gives it, ids made anew from the parties' own numbers and names, and read again."""
    beside = {"seller.uscc": SELLER, "buyer.name": invoice["buyer"]}
    sheet = sheet_of(tables, "invoices", "invoice_lines", excel=excel, beside=beside)
    made = ("invoices.seller_id", "invoices.buyer_id", "invoices.invoice_id", "invoice_lines.invoice_id")
    gone = [at for at, head in enumerate(sheet[0]) if head in (*made, "invoice_lines.invoice_line_id")]
    kept = [[cell for at, cell in enumerate(row) if at not in gone] for row in sheet]
    mapping = mapping_of(tables, "invoices", "invoice_lines", rebuilt=REBUILT)
    return read_tabular(xlsx_of(kept) if excel else csv_of(kept), CELL_SOURCE, mapping).tables


def check_one_identity(invoice: dict[str, Any], *, excel: bool) -> None:
    told = read_ubl(ubl_of(invoice), XML_SOURCE).tables
    again = as_cells(told, invoice, excel=excel)
    assert same_rows(told, again, "invoices", "invoice_lines")
    assert identities(told, "invoices") == identities(again, "invoices")


@given(INVOICE)
@settings(max_examples=60)
def test_an_invoice_in_ubl_and_in_csv_is_one_content(invoice: dict[str, Any]) -> None:
    check_one_identity(invoice, excel=False)


@given(INVOICE)
@settings(max_examples=40)
def test_an_invoice_in_ubl_and_in_excel_is_one_content(invoice: dict[str, Any]) -> None:
    check_one_identity(invoice, excel=True)


LINE_ONE = {"net": 100_000, "name": "热轧卷板", "quantity": 2_000, "price": Decimal("500.00000"), "bps": 1_300}
PLAIN: dict[str, Any] = {
    "number": "INV-1",
    "issued": date(2026, 11, 1),
    "money": ("CNY", 2),
    "payable": 113_000,
    "buyer": "买方",
    "lines": [LINE_ONE, LINE_ONE | {"net": 200_000}],
}
CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("a day", {"issued": date(2026, 11, 2)}),
    ("a fen", {"payable": 113_001}),
    ("a currency", {"money": ("USD", 2)}),
    ("a buyer", {"buyer": "买方 2"}),
    ("a line less", {"lines": [LINE_ONE]}),
    ("a fen of a line", {"lines": [LINE_ONE, LINE_ONE | {"net": 200_001}]}),
    ("a kilogram of a line", {"lines": [LINE_ONE, LINE_ONE | {"net": 200_000, "quantity": 2_001}]}),
    ("a price", {"lines": [LINE_ONE, LINE_ONE | {"net": 200_000, "price": Decimal("500.00001")}]}),
]


def check_a_change_is_another(change: dict[str, Any]) -> None:
    (before,) = identities(read_ubl(ubl_of(PLAIN), XML_SOURCE).tables, "invoices").values()
    (after,) = identities(read_ubl(ubl_of(PLAIN | change), XML_SOURCE).tables, "invoices").values()
    assert before != after


@pytest.mark.parametrize("change", [case[1] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_whatever_changes_in_an_invoice_is_another_content(change: dict[str, Any]) -> None:
    check_a_change_is_another(change)


def test_the_form_that_a_paper_keeps_to_is_no_part_of_what_it_says() -> None:
    plain = ubl_of(PLAIN)
    claim = b"<b:CustomizationID>urn:cen.eu:en16931:2017</b:CustomizationID>"
    claiming = read_ubl(plain.replace(b"<b:ID>", claim + b"<b:ID>", 1), XML_SOURCE).tables
    assert [row["follows"] for row in claiming["invoices"]] == ["urn:cen.eu:en16931:2017"]
    assert identities(claiming, "invoices") == identities(read_ubl(plain, XML_SOURCE).tables, "invoices")


def test_the_check_catches_an_identity_without_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_module, "_parts", lambda *_: {})
    with pytest.raises(AssertionError):
        check_a_change_is_another(CHANGES[5][1])


def test_the_check_catches_an_identity_that_counts_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_module, "counted", lambda table: table.columns)
    with pytest.raises(AssertionError):
        check_one_identity(PLAIN, excel=False)


# Published and own invoices, every column that a paper fills

INVOICES = samples("tests/book/readers/ubl/*.xml", "ubl-examples/UBL-Invoice-*.xml")


def invoices_of(path: Path) -> Tables:
    try:
        tables = read_ubl(path.read_bytes(), XML_SOURCE).tables
    except RefusalError:
        return {}
    return tables if "invoices" in tables and "invoice_lines" in tables else {}


READ = [case for case in INVOICES if invoices_of(Path(str(case.values[0])))]


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("excel", [False, True], ids=["csv", "xlsx"])
def test_a_whole_invoice_makes_the_way_through_cells_and_back(path: Path, *, excel: bool) -> None:
    tables = invoices_of(path)
    sheet = sheet_of(tables, "invoices", "invoice_lines", excel=excel)
    mapping = mapping_of(tables, "invoices", "invoice_lines")
    # The very ids stand in the sheet, so the source that some of them name must be the same.
    again = read_tabular(
        xlsx_of(sheet) if excel else csv_of(sheet), replace(CELL_SOURCE, source_id="file:xml"), mapping
    )
    assert same_rows(tables, again.tables, "invoices", "invoice_lines")
    assert identities(tables, "invoices") == identities(again.tables, "invoices")


def test_an_e_invoice_is_one_content_in_xml_and_in_ofd() -> None:
    invoice = Invoice((Item("*黑色金属冶炼压延品*热轧卷板", Decimal("1000.00"), Decimal("130.00"), "2", "500"),))
    alone = read_einvoice_xml(xml_of(invoice), XML_SOURCE).tables
    packed = read_ofd(zip_of(ofd_entries(invoice)), CELL_SOURCE).tables
    assert identities(alone, "invoices") == identities(packed, "invoices") != {}


# A payment from the bank's message and from its export

EXPORT = """
[party.owner]
uscc = "本方代码"
name = "户名"
kind = { value = "company" }
[party.payer]
lei = "对方LEI"
name = "对方户名"
[party.behind]
name = "最终付款人"
[[table]]
name = "payments"
[table.columns]
currency = "币种"
payee_id = { party = "owner" }
payee_name = "户名"
payee_account_id = { from = "账号", as = "account" }
payer_id = { party = "payer" }
payer_name = "对方户名"
payer_account_id = { from = "对方账号", as = "account" }
amount_minor = "贷方发生额"
state = { value = "booked" }
way = { value = "transfer" }
booked_on = "记账日"
valued_on = "起息日"
purpose = "附言"
bank_reference = "流水号"
end_to_end_number = "参考号"
ultimate_payer_id = { party = "behind" }
payment_id = { template = "{payee_account_id}/{bank_reference}" }
"""


def test_a_payment_is_one_content_in_camt_and_in_a_csv_export() -> None:
    told = read_camt((HERE / "data" / "camt" / "statement_v8.xml").read_bytes(), XML_SOURCE).tables
    paid = next(row for row in told["payments"] if row["bank_reference"] == "B-7781")
    names = {
        "本方代码": SELLER,
        "户名": paid["payee_name"],
        "账号": "3200 0101 2345 678",
        "对方LEI": "529900HEFUTESTCORP69",
        "对方户名": paid["payer_name"],
        "对方账号": "DE89370400440532013000",
        "币种": "CNY",
        "贷方发生额": "1200050.00",
        "记账日": paid["booked_on"],
        "起息日": paid["valued_on"],
        "附言": paid["purpose"],
        "流水号": "B-7781",
        "参考号": paid["end_to_end_number"] or "",
        "最终付款人": next(row["name"] for row in told["parties"] if row["party_id"] == paid["ultimate_payer_id"]),
    }
    again = read_tabular(csv_of([list(names), list(names.values())]), CELL_SOURCE, exported()).tables
    assert content(again, "payments", paid["payment_id"]) == content(told, "payments", paid["payment_id"])


def exported() -> Mapping:
    return parse_mapping(EXPORT.encode(), "export.toml")


# An event in JSON-LD and in XML

EVENTS = [
    (HERE / "epcis" / "coils.jsonld", HERE / "epcis" / "coils.xml"),
    *(
        (path, path.with_suffix(".xml"))
        for path in sorted(SHARED.glob("epcis-event-hash/*.jsonld") if SHARED else [])
        if path.with_suffix(".xml").exists()
    ),
]


@pytest.mark.parametrize(("first", "second"), EVENTS, ids=lambda path: path.name)
def test_an_event_is_one_content_in_json_and_in_xml(first: Path, second: Path) -> None:
    ours = read_document(first.read_bytes(), XML_SOURCE).tables
    theirs = read_document(second.read_bytes(), CELL_SOURCE).tables
    assert identities(ours, "trace_events") == identities(theirs, "trace_events") != {}


# Which columns count


def test_no_table_counts_its_source_and_every_table_counts_something() -> None:
    for table in SCHEMA.values():
        names = {column.name for column in counted(table)}
        assert names
        assert not names & {"source_id", "known_at"}


def test_two_sources_of_one_thing_are_told_apart_or_asked_for() -> None:
    first = read_ubl(ubl_of(PLAIN), XML_SOURCE).tables
    second = read_ubl(ubl_of(PLAIN | {"payable": 1}), CELL_SOURCE).tables
    both = Book.of_rows(first).joined(Book.of_rows(second))
    tables = {name: both.rows(name) for name in both.names}
    identity = first["invoices"][0]["invoice_id"]
    alone = content_sha256(first, "invoices", identity)
    assert content_sha256(tables, "invoices", identity, "file:xml") == alone
    assert content_sha256(tables, "invoices", identity, "file:cells") != alone
    with pytest.raises(ValueError, match="2 rows"):
        content(tables, "invoices", identity)
    with pytest.raises(KeyError):
        content(tables, "invoices", "invoice:none")
