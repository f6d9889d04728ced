"""Every amount, line, reference and party of a UBL document, found a second way, stands in its rows exactly once."""

from __future__ import annotations

import copy
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from hefu.book.book import Book, Row
from hefu.book.readers.rows import Source
from hefu.book.readers.ubl.lines import INVOICE_LINE
from hefu.book.readers.ubl.reader import read_ubl
from hefu.book.readers.ubl.steps import PROGRAMS_MAX
from hefu.core.refusals import RefusalError
from tests.book.readers import ubl_oracle as oracle
from tests.samples import ROOT, SHARED, samples

_HERE = Path(__file__).parent
_OWN = "tests/book/readers/ubl/*.xml"
_SETS = ("ubl-examples/**/*.xml", "peppol-p2p/**/*.xml", "en16931/**/*.xml")
_SOURCE = Source("file:1", "borrower", "upload", datetime(2026, 4, 1, tzinfo=UTC))


def _tables(path: Path) -> dict[str, list[Row]]:
    return read_ubl(path.read_bytes(), _SOURCE).tables


def _own(name: str) -> dict[str, list[Row]]:
    return _tables(_HERE / "ubl" / name)


def _files() -> list[object]:
    own = samples(_OWN)
    shared = [case for pattern in _SETS for case in samples(_OWN, pattern)[len(own) :]]
    return [*own, *shared]


def _true_reason(code: str, root: ET.Element) -> bool:
    """Tell by our own look at the document whether a refusal's reason holds."""
    texts = [oracle.clean(leaf.text) for leaf in root.iter() if oracle.name(leaf).endswith("Amount")]
    if code == "kind_unknown":
        return not oracle.kind_of(root)
    return code == "number_not_plain" and any(text.startswith("+") for text in texts)


@pytest.mark.parametrize("path", _files())
def test_a_document_is_read_exactly_or_refused_for_a_true_reason(path: Path) -> None:
    root = ET.parse(path).getroot()  # noqa: S314 - a sample file of ours or of a public standard
    try:
        tables = _tables(path)
    except RefusalError as error:
        reason = error.refused.refusal.code
    else:
        reason = ""
        assert oracle.differences(root, tables) == []
        Book.of_rows(tables).checked()
    assert not reason or _true_reason(reason, root)


def test_no_document_of_the_sample_sets_whose_kind_is_read_is_refused() -> None:
    folders = [SHARED / name for name in ("ubl-examples", "peppol-p2p", "en16931/ubl")] if SHARED else []
    read: Counter[str] = Counter()
    for folder in (ROOT / "tests/book/readers/ubl", *folders):
        for path in sorted(folder.rglob("*.xml")):
            kind = oracle.kind_of(ET.parse(path).getroot())  # noqa: S314 - a sample file
            if kind:
                read[kind] += bool(_tables(path))
    assert set(read) == set(oracle.HEADS)
    assert sum(read.values()) == (126 if SHARED else 12)


def _cells(tables: dict[str, list[Row]]) -> list[tuple[str, int, str]]:
    """Every cell that says an amount, a line, a reference or a party of a document."""
    said = {"document_references": ("number",), "document_parties": ("role", "party_id"), "parties": ("name",)}
    lines = ("line_number", "quantity_milli", "item_name")
    cells = []
    for table, rows in tables.items():
        for at, row in enumerate(rows):
            for column, value in row.items():
                amount = column.endswith(("_minor", "_major")) and (table, column) not in oracle.AGAIN
                tax = column == "tax_minor"
                named = column in said.get(table, ()) or (table.endswith("_lines") and column in lines)
                if value is not None and (amount or tax or named):
                    cells.append((table, at, column))
    return cells


@pytest.mark.parametrize("path", samples(_OWN))
def test_any_cell_that_is_lost_or_changed_is_noticed(path: Path) -> None:
    """The comparison itself is tried: whatever a reader might drop or garble, it says so."""
    root = ET.parse(path).getroot()  # noqa: S314 - our own sample file
    tables = _tables(path)
    bank = next((row["bank_id"] for row in tables.get("bank_accounts", []) if "bank_id" in row), None)
    for table, at, column in _cells(tables):
        if table == "parties" and tables[table][at]["party_id"] == bank:
            continue
        for planted in (None, "?" if isinstance(tables[table][at][column], str) else Decimal("0.77")):
            broken = copy.deepcopy(tables)
            if planted is None and table.endswith("_lines") and column == "quantity_milli":
                broken[table][at].pop("quantity_major", None)
            elif table.endswith("_lines") and column == "quantity_milli" and "quantity_major" in broken[table][at]:
                continue
            broken[table][at][column] = planted
            assert oracle.differences(root, broken), (table, at, column, planted)


@pytest.mark.parametrize("path", samples(_OWN))
def test_any_row_that_is_lost_or_doubled_is_noticed(path: Path) -> None:
    root = ET.parse(path).getroot()  # noqa: S314 - our own sample file
    tables = _tables(path)
    for table in [name for name in tables if name.startswith("document_") or name.endswith("_lines")]:
        for at in range(len(tables[table])):
            lost, doubled = copy.deepcopy(tables), copy.deepcopy(tables)
            del lost[table][at]
            doubled[table].append(doubled[table][at])
            assert oracle.differences(root, lost), (table, at)
            assert oracle.differences(root, doubled), (table, at)


@pytest.mark.parametrize("path", samples(_OWN))
def test_what_was_read_before_makes_no_difference(path: Path) -> None:
    """Shapes are kept between documents: a document reads the same first, again, and with comments between."""
    first = _tables(path)
    commented = path.read_bytes().replace(b">\n", b"><!-- x --><?y?>\n").replace(b"?><!-- x --><?y?>", b"?>", 1)
    assert _tables(path) == first
    assert read_ubl(commented, _SOURCE).tables == first


def test_endless_new_shapes_are_read_and_not_all_kept() -> None:
    text = (_HERE / "ubl" / "invoice.xml").read_text(encoding="utf-8")
    first = _own("invoice.xml")
    for notes in range(PROGRAMS_MAX + 20):
        more = text.replace("<cbc:ID>2</cbc:ID>", "<cbc:ID>2</cbc:ID>" + "<cbc:Note>n</cbc:Note>" * notes)
        assert read_ubl(more.encode(), _SOURCE).tables == first
    assert len(INVOICE_LINE.programs) == PROGRAMS_MAX


def test_a_party_that_only_has_a_persons_name_is_a_person() -> None:
    text = (_HERE / "ubl" / "invoice.xml").read_text(encoding="utf-8")
    first, family = "<cbc:FirstName>Wei</cbc:FirstName>", "<cbc:FamilyName>Li</cbc:FamilyName>"
    named = "<cac:PartyName>\n        <cbc:Name>宁波重工二号仓库</cbc:Name>\n      </cac:PartyName>"
    assert named in text
    tables = read_ubl(text.replace(named, f"<cac:Person>{first}{family}</cac:Person>").encode(), _SOURCE).tables
    assert [row["kind"] for row in tables["parties"] if row["name"] == "Wei Li"] == ["person"]


def test_one_trade_on_four_papers_has_one_order_one_invoice_and_the_same_parties() -> None:
    order, despatch = _own("order.xml"), _own("despatch_advice.xml")
    receipt, invoice, credit = _own("receipt_advice.xml"), _own("invoice.xml"), _own("credit_note.xml")
    heads = [order["orders"], despatch["despatches"], receipt["deliveries"], invoice["invoices"], credit["invoices"]]
    assert {(head[0]["seller_id"], head[0]["buyer_id"]) for head in heads} == {
        ("uscc:91440600MA4W7XJ34F", "uscc:91330200744973411W")
    }
    event = credit["invoice_events"][0]
    assert event["invoice_id"] == invoice["invoices"][0]["invoice_id"]
    assert (event["event"], event["amount_minor"], event["reason"]) == ("credit", 22600, "Two coils came in rusted")
    assert event["by_invoice_id"] == credit["invoices"][0]["invoice_id"]
    assert order["orders"][0]["order_id"] == "order:uscc:91330200744973411W/po-9"


def test_an_invoice_names_who_is_paid_where_and_when() -> None:
    tables = _own("invoice.xml")
    head, account = tables["invoices"][0], tables["bank_accounts"][0]
    assert head["payee_id"] == account["owner_id"] == "lei:5493001KJTIIGC8Y1R12"
    assert head["payee_account_id"] == account["account_id"] == "account:6217000012345678"
    assert account["bank_id"] == "bic:BKCHCNBJ400"
    assert (head["issued_on"], head["due_on"]) == (date(2026, 3, 10), date(2026, 5, 9))
    assert (head["order_number"], head["contract_number"], head["type_code"]) == ("PO-9", "C-2025-11", "380")


def test_money_is_in_minor_units_and_workings_are_exact() -> None:
    tables = _own("invoice.xml")
    head, line = tables["invoices"][0], tables["invoice_lines"][0]
    assert (head["payable_minor"], head["rounding_minor"], head["tax_minor"]) == (100700, -40, 12740)
    assert (line["net_minor"], line["allowances_minor"], line["tax_bps"]) == (70000, 1500, 1300)
    assert line["unit_price_major"] == Decimal("286.0000000000017")
    taxes = {(row.get("line_number"), row["currency"], row["tax_major"]) for row in tables["document_taxes"]}
    assert ("1", "CNY", Decimal("-0.396")) in taxes
    assert (None, "EUR", Decimal("16.03")) in taxes
    rebate = tables["document_charges"][0]
    assert (rebate["part"], rebate["sign"], rebate["rate_bps"], rebate["reason"]) == (
        "document",
        "allowance",
        500,
        "Bulk rebate",
    )


def test_lines_say_which_order_and_despatch_they_answer() -> None:
    invoiced, received = _own("invoice.xml")["invoice_lines"][0], _own("receipt_advice.xml")["delivery_lines"][0]
    assert (invoiced["order_number"], invoiced["order_line_number"]) == ("PO-9", "10")
    assert (invoiced["despatch_number"], invoiced["despatch_line_number"]) == ("DA-31", "4")
    assert (received["quantity_milli"], received["short_milli"], received["rejected_milli"]) == (2400, 100, 50)
    assert received["despatch_line_number"] == "4"


def test_days_and_the_truck_are_found_where_each_paper_says_them() -> None:
    order, despatch = _own("order.xml"), _own("despatch_advice.xml")["despatches"][0]
    receipt = _own("receipt_advice.xml")["deliveries"][0]
    assert order["orders"][0]["deliver_by"] == date(2026, 3, 5)
    assert order["order_lines"][0]["deliver_by"] == date(2026, 3, 1)
    assert (despatch["despatched_on"], despatch["deliver_by"]) == (date(2026, 2, 28), date(2026, 3, 2))
    assert (despatch["vehicle"], despatch["order_number"]) == ("粤E·12345", "PO-9")
    assert despatch["carrier_id"].startswith("unnamed:")
    assert (receipt["received_on"], receipt["despatch_number"]) == (date(2026, 3, 2), "DA-31")


def test_a_party_has_its_legal_name_first_and_every_number() -> None:
    party = next(row for row in _own("invoice.xml")["parties"] if row["party_id"] == "uscc:91440600MA4W7XJ34F")
    assert (party["name"], party["other_names"], party["kind"]) == ("佛山联钢有限公司", "Liangang Steel", "company")
    assert (party["uscc"], party["other_number"]) == ("91440600MA4W7XJ34F", "internal:S-77")
    assert (party["address"], party["country"]) == ("人民东路 12 号, 佛山", "CN")
    assert party["phone"] == "+86 757 8123 4567"


def test_a_quantity_finer_than_a_thousandth_is_kept_exactly() -> None:
    line = _own("credit_note.xml")["invoice_lines"][0]
    assert (line["quantity_milli"], Fraction(line["quantity_major"])) == (714, Fraction("0.7142857143"))
