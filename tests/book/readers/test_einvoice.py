"""数电票 as XML: what stands in the file, row by row; the traps; what is refused and how."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book
from hefu.book.readers.einvoice.reader import read_einvoice_xml
from hefu.book.readers.rows import Rows
from hefu.core.refusals import RefusalError
from tests.book.readers.einvoice.write import BLUE, NUMBER, SOURCE, Invoice, Item, xml_of
from tests.samples import samples

COIL = Item("*黑色金属冶炼压延品*热轧卷板", Decimal("3705.56"), Decimal("481.72"), "0.8234567", "4500.0010020345678")
SLAB = Item("*黑色金属冶炼压延品*板坯", Decimal("1000.00"), Decimal("130.00"), "2.00000000", "500")
REBATED = replace(SLAB, discount=Decimal("100.00"), discount_tax=Decimal("13.00"))
PLAIN = Invoice((COIL, SLAB))


def read(invoice: Invoice) -> Rows:
    rows = read_einvoice_xml(xml_of(invoice), SOURCE)
    Book.of_rows(rows.tables).checked()
    return rows


def invoice_row(invoice: Invoice) -> dict[str, Any]:
    (row,) = read(invoice).tables["invoices"]
    return row


def minor(amount: Decimal) -> int:
    return int(amount * 100)


def code_of(act: Callable[[], object]) -> str:
    started = time.process_time()
    with pytest.raises(RefusalError) as caught:
        act()
    assert time.process_time() - started < 2
    return caught.value.refused.refusal.code


def test_an_ordinary_invoice_gives_its_header_parties_accounts_and_lines() -> None:
    tables = read(PLAIN).tables
    (header,) = tables["invoices"]
    assert header["invoice_id"] == f"tax_invoice:{NUMBER}"
    assert (header["kind"], header["type_code"], header["currency"]) == ("invoice", "vat_special", "CNY")
    assert (header["net_minor"], header["tax_minor"], header["gross_minor"]) == (470556, 61172, 531728)
    assert [party["party_id"] for party in tables["parties"] if party["kind"] == "company"] == [
        "uscc:91990200MA0C7X2N71",
        "uscc:91990300MA0E4B9U4M",
    ]
    (account,) = tables["bank_accounts"]
    assert (account["account_id"], account["owner_id"]) == ("account:3220198800012345", header["seller_id"])
    assert [line["item_name"] for line in tables["invoice_lines"]] == [COIL.name, SLAB.name]
    assert [line["specification"] for line in tables["invoice_lines"]] == ["Q235B", "Q235B"]
    assert "invoice_events" not in tables


@pytest.mark.parametrize("path", samples("tests/book/readers/einvoice/*.xml"))
def test_each_sample_file_is_read_and_its_lines_sum_to_its_total(path: Path) -> None:
    rows = read_einvoice_xml(path.read_bytes(), SOURCE)
    Book.of_rows(rows.tables).checked()
    (header,) = rows.tables["invoices"]
    assert sum(line["net_minor"] for line in rows.tables["invoice_lines"]) == header["net_minor"]
    assert header["net_minor"] + header["tax_minor"] == header["gross_minor"]
    assert header["gross_minor"] > 0
    assert ("invoice_events" in rows.tables) == path.name.startswith("red")


# Traps


def test_the_day_is_that_of_request_time_and_not_of_issue_time() -> None:
    assert invoice_row(PLAIN)["issued_on"] == date(2026, 9, 14)
    assert invoice_row(replace(PLAIN, moment="2026-02-28 23:59:59", issue_time="2026-03-01"))["issued_on"].day == 28


def test_the_total_is_never_taken_from_a_line() -> None:
    lines_first = re.sub(
        rb"(<BasicInformation>.*</BasicInformation>)(.*)(<SpecificInformation>)",
        rb"\2\1\3",
        xml_of(PLAIN),
        flags=re.DOTALL,
    )
    (header,) = read_einvoice_xml(lines_first, SOURCE).tables["invoices"]
    assert header["gross_minor"] == minor(PLAIN.gross)
    wrong = (
        ("TotalTax-includedAmount>", "TotaltaxIncludedAmount>"),
        ("TotalTax-includedAmount>", "TotaltaxIncludedAmount>"),
    )
    assert code_of(lambda: read(replace(PLAIN, replaced=wrong))) == "field_missing"


def test_the_amount_with_tax_of_a_line_is_kept_beside_it() -> None:
    amounts = read(PLAIN).tables["document_amounts"]
    assert [(row["line_number"], row["amount_major"]) for row in amounts] == [
        ("1", Decimal("4187.28")),
        ("2", Decimal("1130.00")),
    ]
    assert amounts[0]["path"] == "EInvoice/EInvoiceData/IssuItemInformation/TotaltaxIncludedAmount"


@pytest.mark.parametrize(("special", "expected"), [(True, "vat_special"), (False, "vat_general")])
def test_special_and_general_invoices_are_told_apart(special: bool, expected: str) -> None:
    assert invoice_row(replace(PLAIN, special=special))["type_code"] == expected


# Red letters


@pytest.mark.parametrize("part", ["whole", "partial"])
def test_a_red_letter_takes_back_what_it_says_of_the_invoice_it_names(part: str) -> None:
    blue = replace(PLAIN, number=BLUE)
    red = replace(PLAIN, red=True, items=PLAIN.items if part == "whole" else (SLAB,))
    rows = read(red)
    (header,), (event,) = rows.tables["invoices"], rows.tables["invoice_events"]
    assert (header["kind"], header["gross_minor"]) == ("credit_note", minor(red.gross))
    assert min(line["net_minor"] for line in rows.tables["invoice_lines"]) > 0
    assert rows.tables["invoice_lines"][-1]["quantity_milli"] == 2000
    assert event["invoice_id"] == invoice_row(blue)["invoice_id"]
    assert (event["event"], event["by_invoice_id"]) == ("red_letter", header["invoice_id"])
    assert (event["amount_minor"] == invoice_row(blue)["gross_minor"]) == (part == "whole")
    assert {row["kind"]: row["number"] for row in rows.tables["document_references"]} == {
        "OriginalInvoice": BLUE,
        "RedConfirmation": "32059426091400000001",
    }


def test_a_red_letter_may_name_its_invoice_in_the_remark_only() -> None:
    gone = ((f"<OriginalInvoiceCode>{BLUE}</OriginalInvoiceCode>", ""),)
    remark = f"被红冲蓝字数电票号码：{BLUE} 红字发票信息确认单编号：32059426091400000001"
    named = replace(PLAIN, red=True, remark=remark, replaced=gone)
    assert read(named).tables["invoice_events"][0]["invoice_id"] == f"tax_invoice:{BLUE}"
    assert code_of(lambda: read(replace(named, remark="销货退回"))) == "field_missing"


@pytest.mark.parametrize(
    ("invoice", "replaced", "code"),
    [
        # The flag says blue, the amounts say red; and the reverse.
        (replace(PLAIN, red=True), ("<LabelCode>N<", "<LabelCode>Y<"), "document_contradicts"),
        (PLAIN, ("<LabelCode>Y<", "<LabelCode>N<"), "document_contradicts"),
        (PLAIN, ("<LabelCode>Y<", "<LabelCode>X<"), "code_unknown"),
        (replace(PLAIN, red=True, remark=f"被红冲蓝字数电发票号码：{NUMBER}"), ("", ""), "document_contradicts"),
        (PLAIN, ("<LabelName>增值税专用发票", "<LabelName>普通发票"), "document_contradicts"),
        (PLAIN, ("<LabelCode>01</LabelCode><LabelName>增", "<LabelCode>09</LabelCode><LabelName>增"), "code_unknown"),
        (PLAIN, (f"<InvoiceNumber>{NUMBER}", f"<InvoiceNumber>{BLUE}"), "document_contradicts"),
        (PLAIN, ("<EIid>2", "<EIid>"), "document_contradicts"),
        (replace(PLAIN, number="2632200000001234567"), ("", ""), "identifier_wrong"),
        (PLAIN, ("<SellerIdNum>91990200MA0C7X2N71</SellerIdNum>", ""), "field_missing"),
        (PLAIN, (">91990200MA0C7X2N71<", "><"), "field_empty"),
        (PLAIN, ("2026-09-14 12:51:03", "2026-02-29 12:51:03"), "date_unknown"),
        (PLAIN, ("2026-09-14 12:51:03", "14/09/2026"), "date_unknown"),
        (PLAIN, ("<TaxRate>0.13<", "<TaxRate>13<"), "rate_too_fine_or_unknown"),
        (PLAIN, ("<Amount>3705.56<", "<Amount>3705.561<"), "amount_too_fine"),
        (PLAIN, ("<Amount>3705.56<", "<Amount>3.7E3<"), "number_not_plain"),
        (PLAIN, ("<Amount>3705.56<", "<Amount>３705.56<"), "number_not_plain"),
        (PLAIN, ("<Amount>3705.56<", "<Amount>NaN<"), "number_not_plain"),
        (PLAIN, ("<EInvoiceData>", "<EInvoiceData><BasicInformation/>"), "field_repeated"),
    ],
)
def test_what_contradicts_itself_or_is_no_plain_value_is_refused(
    invoice: Invoice, replaced: tuple[str, str], code: str
) -> None:
    changed = replace(invoice, replaced=(replaced,) if replaced[0] else ())
    expected = "code_unknown" if code == "rate_too_fine_or_unknown" else code
    assert code_of(lambda: read(changed)) == expected


# Rates, quantities, discounts


@pytest.mark.parametrize(
    ("rate", "tax", "expected"),
    [
        ("13%", "130.00", (1300, "S")),
        ("0.13", "130.00", (1300, "S")),
        ("0.130000", "130.00", (1300, "S")),
        ("0.015", "15.00", (150, "S")),
        ("免税", "***", (None, "E")),
        ("不征税", "***", (None, "O")),
        ("***", "12.00", (None, None)),
        ("0", "0.00", (0, None)),
        ("", "", (None, None)),
    ],
)
def test_rates_as_they_are_written(rate: str, tax: str, expected: tuple[int | None, str | None]) -> None:
    item = replace(SLAB, rate=rate, tax=Decimal(0))
    rows = read(Invoice((item,), replaced=(("<ComTaxAm>0.00<", f"<ComTaxAm>{tax}<"),)))
    (line,) = rows.tables["invoice_lines"]
    assert (line["tax_bps"], line["tax_category"]) == expected
    taxes = [row["tax_major"] for row in rows.tables["document_taxes"]]
    assert taxes == [None if not tax else Decimal(tax.replace("***", "0"))] * 2


@pytest.mark.parametrize("rate", ["-0.13", "100%", "1", "13", "0.13333", "十三"])
def test_what_is_no_rate_is_refused(rate: str) -> None:
    assert code_of(lambda: read(Invoice((replace(SLAB, rate=rate),)))) in {
        "code_unknown",
        "rate_too_fine",
        "number_not_plain",
    }


@pytest.mark.parametrize(
    ("written", "milli", "exact"),
    [
        ("2", 2000, None),
        ("2.00000000", 2000, None),
        ("0.8234567", 823, "0.8234567"),
        ("0.0004", None, "0.0004"),
        ("1.2345678901234", 1235, "1.2345678901234"),
        ("", None, None),
    ],
)
def test_a_quantity_finer_than_a_thousandth_is_kept_exactly(written: str, milli: int | None, exact: str | None) -> None:
    for red in (False, True):
        (line,) = read(Invoice((replace(SLAB, quantity=written),), red=red)).tables["invoice_lines"]
        assert line["quantity_milli"] == milli
        assert line["quantity_major"] == (None if exact is None else Decimal(exact))


def test_a_unit_price_keeps_its_thirteen_decimals() -> None:
    (line, _) = read(PLAIN).tables["invoice_lines"]
    assert line["unit_price_major"] == Decimal("4500.0010020345678")


@pytest.mark.parametrize("red", [False, True])
def test_a_discount_is_an_allowance_on_the_line_above_it(red: bool) -> None:
    rows = read(Invoice((REBATED, COIL), red=red))
    first, second = rows.tables["invoice_lines"]
    assert (first["line_number"], first["net_minor"], first["allowances_minor"]) == ("1", 90000, 10000)
    assert (second["line_number"], second["net_minor"]) == ("3", 370556)
    (charge,) = rows.tables["document_charges"]
    assert (charge["sign"], charge["line_number"], charge["amount_major"]) == ("allowance", "1", Decimal("100.00"))
    (header,) = rows.tables["invoices"]
    assert header["net_minor"] == first["net_minor"] + second["net_minor"]


def test_a_line_below_zero_that_is_no_discount_stays_a_line() -> None:
    refund = Item("*运输服务*退款", Decimal("-50.00"), Decimal("-6.50"))
    rows = read(Invoice((SLAB, refund)))
    assert [line["net_minor"] for line in rows.tables["invoice_lines"]] == [100000, -5000]
    assert "document_charges" not in rows.tables


# Any invoice

_cents = st.integers(1, 10**11).map(lambda number: Decimal(number) / 100)
_numbers = st.decimals("0.0000000000001", "99999", places=13, allow_nan=False).map(lambda number: f"{number:f}")
_names = st.text("热轧卷板甲乙丙 &<>'\"*（）", min_size=1, max_size=12).filter(lambda name: name.strip() == name)


@st.composite
def _items(draw: st.DrawFn) -> Item:
    net, tax = draw(_cents), draw(_cents)
    discount = draw(st.just(Decimal(0)) | st.integers(1, int(net * 100)).map(lambda number: Decimal(number) / 100))
    rate = draw(st.sampled_from(["0.13", "13%", "9%", "0.06", "免税", "***"]))
    quantity, price = draw(_numbers), draw(_numbers)
    return Item(" ".join(draw(_names).split()), net, tax, quantity, price, rate, discount=discount)


_invoices = st.builds(
    Invoice,
    st.lists(_items(), min_size=1, max_size=5).map(tuple),
    number=st.from_regex(r"[0-9]{20}", fullmatch=True),
    red=st.booleans(),
    special=st.booleans(),
    moment=st.dates().map(lambda day: f"{day.isoformat()} 00:00:00"),
)


@given(_invoices)
def test_any_invoice_written_is_read_as_it_was_meant(invoice: Invoice) -> None:
    tables = read(invoice).tables
    (header,) = tables["invoices"]
    assert header["number"] == invoice.number
    assert header["kind"] == ("credit_note" if invoice.red else "invoice")
    assert header["issued_on"].isoformat() == invoice.moment[:10]
    assert [header[name] for name in ("net_minor", "tax_minor", "gross_minor")] == [
        minor(amount) for amount in (invoice.net, invoice.tax, invoice.gross)
    ]
    lines = tables["invoice_lines"]
    assert [line["item_name"] for line in lines] == [item.name for item in invoice.items]
    assert [line["net_minor"] for line in lines] == [minor(item.net - item.discount) for item in invoice.items]
    assert [line["unit_price_major"] for line in lines] == [Decimal(item.price) for item in invoice.items]
    whole = [line["quantity_major"] or Decimal(line["quantity_milli"]).scaleb(-3) for line in lines]
    assert whole == [Decimal(item.quantity) for item in invoice.items]
    subtotals = [row["tax_major"] for row in tables["document_taxes"] if row["part"] == "subtotal"]
    assert sum(subtotals) == invoice.tax
