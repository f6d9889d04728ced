"""Payment orders: nothing of an order is lost, and what is written is what is read."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book, Row
from hefu.book.readers.iso20022 import pain001, pain001_write
from hefu.book.readers.iso20022.pain001 import read_pain001
from hefu.book.readers.iso20022.pain001_write import Transfer, TransferBatch, write_pain001
from hefu.book.readers.rows import Rows, Source
from hefu.core.currencies import EXPONENTS
from hefu.core.money import Money
from hefu.core.refusals import RefusalError
from tests.samples import ROOT, samples

OWN = "tests/book/readers/pain001"
SOURCE = Source("file:test", "borrower", "upload", datetime(2026, 11, 21, tzinfo=UTC))
FILES = samples(f"{OWN}/*.xml")


def own(name: str) -> bytes:
    return (ROOT / OWN / name).read_bytes()


def order() -> bytes:
    return own("order_v3.xml")


# The oracle: the standard library's tree, walked blindly.


def compact(text: str | None) -> str:
    return "".join((text or "").split())


def written(data: bytes) -> tuple[Counter[str], Counter[tuple[str, Decimal]]]:
    """Every text of a message that is no amount, and every amount with its currency."""
    texts: Counter[str] = Counter()
    amounts: Counter[tuple[str, Decimal]] = Counter()
    for element in ET.fromstring(data).iter():  # noqa: S314 - files of our own
        if "Ccy" in element.attrib:
            amounts[element.attrib["Ccy"], Decimal(element.text or "")] += 1
        elif compact(element.text):
            texts[compact(element.text)] += 1
    return texts, amounts


def kept(rows: Rows) -> tuple[Counter[str], Counter[tuple[str, Decimal]]]:
    tables = rows.tables
    texts = Counter(compact(row["said"]) for row in tables["document_notes"])
    texts.update(compact(row["number"]) for row in tables["document_references"] if row["kind"] in HELD)
    texts.update({compact(row["statement_number"]) for row in tables["payments"]})
    texts.update({compact(row["entry_number"]) for row in tables["payments"]})
    amounts: Counter[tuple[str, Decimal]] = Counter()
    for row in tables["payments"]:
        amounts[row["currency"], Decimal(row["amount_minor"]).scaleb(-EXPONENTS[row["currency"]])] += 1
    for row in [*tables.get("document_amounts", []), *tables["document_references"]]:
        if row.get("currency"):
            amounts[row["currency"], row["amount_major"]] += 1
    return texts, amounts


HELD = {"InstrId", "EndToEndId", "UETR"}


def check_nothing_lost(data: bytes) -> None:
    texts_written, amounts_written = written(data)
    texts_kept, amounts_kept = kept(read_pain001(data, SOURCE))
    assert texts_written
    assert amounts_written
    assert not texts_written - texts_kept
    assert not amounts_written - amounts_kept


@pytest.mark.parametrize("path", FILES)
def test_nothing_that_an_order_says_is_lost(path: Path) -> None:
    check_nothing_lost(path.read_bytes())


@pytest.mark.parametrize("path", FILES)
def test_the_rows_hold_to_the_schema(path: Path) -> None:
    assert "payments" in Book.of_rows(read_pain001(path.read_bytes(), SOURCE).tables).checked().names


PAYMENTS = """
1200000.55 EUR | transfer | 2026-11-20 | Harbour Metals Limited | 3000 | 深圳市南山钢材贸易有限公司 | 5432 | E2E-1 | P1
100000.00 EUR  | transfer | 2026-11-20 | Harbour Metals Limited | 3000 | Old Foundry Limited | 2227 | - | P1
500 JPY        | other    | 2026-11-23 | Harbour Metals Limited | 5678 | Clerk | - | E2E-3 | P2
"""


def shown(row: Row) -> tuple[str, ...]:
    money = Money(row["amount_minor"], row["currency"])
    names = ("way", "valued_on", "payer_name", "payer_account_id", "payee_name", "payee_account_id")
    cells = [str(row[name] or "-") for name in (*names, "end_to_end_number", "entry_number")]
    cells[3], cells[5] = cells[3][-4:], cells[5][-4:]
    return (f"{money.decimal()} {money.currency}", *cells)


def test_each_transfer_is_a_payment_that_was_asked_for_and_has_not_moved() -> None:
    payments = read_pain001(order(), SOURCE).tables["payments"]
    expected = [tuple(cell.strip() for cell in line.split("|")) for line in PAYMENTS.strip().splitlines()]
    assert [shown(row) for row in payments] == expected
    assert {row["state"] for row in payments} == {"information"}
    assert all(row.get("booked_on") is None for row in payments)


def test_who_stands_behind_and_what_is_paid_is_kept() -> None:
    tables = read_pain001(order(), SOURCE).tables
    names = {row["party_id"]: row["name"] for row in tables["parties"]}
    first, second, _ = tables["payments"]
    assert names[first["ultimate_payer_id"]] == names[second["ultimate_payer_id"]] == "Upper Holdings Limited"
    assert names[first["ultimate_payee_id"]] == "Nanshan Steel Group"
    assert first["purpose"] == "Steel plates, contract HT-88"
    (invoice,) = [row for row in tables["document_references"] if row["kind"] == "RfrdDocInf"]
    assert (invoice["number"], invoice["amount_major"]) == ("INV-2026-001", Decimal("1200000.55"))
    assert invoice["document_id"] == first["payment_id"]
    roles = {row["role"]: row["party_id"] for row in tables["document_parties"]}
    assert roles == {"InitgPty": roles["InitgPty"], "IntrmyAgt1": "bic:DEUTDEFF"}
    assert names[roles["InitgPty"]] == "Harbour Metals Treasury"
    assert "id:NOTPROVIDED" not in names


@pytest.mark.parametrize("version", [f"{number:02d}" for number in range(3, 13)])
def test_each_version_of_the_message_is_read(version: str) -> None:
    old = int(version) < 8
    data = (order() if old else own("order_v9.xml")).replace(
        b"pain.001.001.03" if old else b"pain.001.001.09", f"pain.001.001.{version}".encode()
    )
    assert len(read_pain001(data, SOURCE).tables["payments"]) == (3 if old else 2)


# Round trip.


def batch_of(rows: Rows) -> TransferBatch:
    """The batch that rows speak of: the reverse of the writer, by way of the book alone."""
    payments = rows.tables["payments"]
    notes: dict[tuple[str, str], str] = {}
    for note in rows.tables["document_notes"]:
        notes[note["document_id"], note["path"].partition("CstmrCdtTrfInitn/")[2]] = note["said"]
    first = payments[0]
    order_id = first["payment_id"].rsplit("/", 1)[0]
    header = {path: said for (_, path), said in notes.items() if path.startswith("GrpHdr/")}
    return TransferBatch(
        message_number=first["statement_number"],
        batch_number=first["entry_number"],
        created_at=datetime.fromisoformat(header["GrpHdr/CreDtTm"]),
        initiator_name=header["GrpHdr/InitgPty/Nm"],
        debtor_name=first["payer_name"],
        account=first["payer_account_id"].partition(":")[2],
        bic=notes.get((order_id, "PmtInf/DbtrAgt/FinInstnId/BICFI")),
        execute_on=first["valued_on"],
        transfers=tuple(_transfer(row, rows, notes) for row in payments),
    )


def _transfer(row: Row, rows: Rows, notes: dict[tuple[str, str], str]) -> Transfer:
    references = [one for one in rows.tables["document_references"] if one["document_id"] == row["payment_id"]]
    (number,) = [one["number"] for one in references if one["kind"] == "EndToEndId"]
    return Transfer(
        end_to_end_number=number,
        amount=Money(row["amount_minor"], row["currency"]),
        creditor_name=row["payee_name"],
        account=row["payee_account_id"].partition(":")[2],
        bic=notes.get((row["payment_id"], "PmtInf/CdtTrfTxInf/CdtrAgt/FinInstnId/BICFI")),
        remittance=notes.get((row["payment_id"], "PmtInf/CdtTrfTxInf/RmtInf/Ustrd")),
        invoice_numbers=tuple(one["number"] for one in references if one["kind"] == "RfrdDocInf"),
    )


def texts(limit: int) -> st.SearchStrategy[str]:
    letters = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=limit)
    plain = st.text("Aé 钢.-/?<&>\"'", min_size=1, max_size=limit)
    return (letters | plain).map(lambda text: re.sub(" +", " ", text).strip(" ")).filter(bool)


ACCOUNTS = st.sampled_from(["DE89370400440532013000", "GB82WEST12345698765432"]) | st.text(
    "0123456789", min_size=5, max_size=34
)
BICS = st.none() | st.sampled_from(["COBADEFF", "COBADEFFXXX", "WESTGB2L", "ICBKCNBJSZN"])
MONEY = st.builds(Money, st.integers(1, 10**11), st.sampled_from(["CNY", "EUR", "JPY", "KWD"]))
TRANSFERS = st.builds(
    Transfer,
    end_to_end_number=texts(35) | st.just("NOTPROVIDED"),
    amount=MONEY,
    creditor_name=texts(140),
    account=ACCOUNTS,
    bic=BICS,
    remittance=st.none() | texts(140),
    invoice_numbers=st.lists(texts(35), max_size=3).map(tuple),
)
BATCHES = st.builds(
    TransferBatch,
    message_number=texts(35),
    batch_number=texts(35),
    created_at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis wants the bounds without zone
    initiator_name=texts(140),
    debtor_name=texts(140),
    account=ACCOUNTS,
    bic=BICS,
    execute_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    transfers=st.lists(TRANSFERS, min_size=1, max_size=4).map(tuple),
)


def check_round_trip(batch: TransferBatch) -> None:
    data = write_pain001(batch)
    rows = read_pain001(data, SOURCE)
    assert batch_of(rows) == batch
    assert write_pain001(batch_of(rows)) == data
    assert read_pain001(write_pain001(batch_of(rows)), SOURCE).tables == rows.tables


@given(BATCHES)
def test_what_is_written_is_what_is_read(batch: TransferBatch) -> None:
    check_round_trip(batch)
    check_nothing_lost(write_pain001(batch))


def test_an_order_that_came_from_elsewhere_is_written_again_with_the_same_rows() -> None:
    rows = read_pain001(own("order_v9.xml"), SOURCE)
    assert read_pain001(write_pain001(batch_of(rows)), SOURCE).tables == rows.tables


def test_the_same_batch_gives_the_same_bytes() -> None:
    digest = "<CtrlSum>1234.56</CtrlSum>"
    assert write_pain001(BATCH) == write_pain001(replace(BATCH))
    assert digest in write_pain001(BATCH).decode()


BATCH = TransferBatch(
    message_number="M-1",
    batch_number="B-1",
    created_at=datetime(2026, 11, 19, 8, 0, tzinfo=UTC),
    initiator_name="Treasury",
    debtor_name="Harbour Metals Limited",
    account="DE89370400440532013000",
    bic="COBADEFF",
    execute_on=date(2026, 11, 20),
    transfers=(Transfer("E-1", Money(123456, "EUR"), "Old Foundry Limited", "GB82WEST12345698765432"),),
)

UNWRITABLE: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("no transfers", {"transfers": ()}, {}, "field_missing"),
    ("no number", {"message_number": ""}, {}, "field_empty"),
    ("a long number", {"batch_number": "9" * 36}, {}, "field_malformed"),
    ("a moment without zone", {"created_at": datetime(2026, 11, 19)}, {}, "field_malformed"),  # noqa: DTZ001 - the fault itself
    ("a wrong IBAN", {"account": "DE89370400440532013001"}, {}, "identifier_wrong"),
    ("a bank that is none", {"bic": "BANK"}, {}, "field_malformed"),
    ("nothing to pay", {}, {"amount": Money(0, "EUR")}, "field_malformed"),
    ("a negative amount", {}, {"amount": Money(-1, "EUR")}, "field_malformed"),
    ("more money than digits", {}, {"amount": Money(10**18, "EUR")}, "number_too_large"),
    ("a payee's wrong IBAN", {}, {"account": "GB82WEST12345698765433"}, "identifier_wrong"),
    ("an account that is none", {}, {"account": "12"}, "identifier_wrong"),
    ("a name with a line break", {}, {"creditor_name": "A\nB"}, "field_malformed"),
    ("a name with a NUL", {}, {"creditor_name": "A\x00B"}, "field_malformed"),
    ("half a character", {}, {"creditor_name": "A\ud800"}, "field_malformed"),
    ("doubled blanks", {}, {"remittance": "a  b"}, "field_malformed"),
    ("a long remittance", {}, {"remittance": "a" * 141}, "field_malformed"),
    ("an empty invoice number", {}, {"invoice_numbers": ("",)}, "field_empty"),
]


@pytest.mark.parametrize(
    ("batch", "transfer", "code"), [case[1:] for case in UNWRITABLE], ids=[case[0] for case in UNWRITABLE]
)
def test_what_a_bank_would_refuse_is_not_written(batch: dict[str, Any], transfer: dict[str, Any], code: str) -> None:
    with pytest.raises(RefusalError) as caught:
        write_pain001(replace(BATCH, **{"transfers": (replace(BATCH.transfers[0], **transfer),), **batch}))
    assert caught.value.refused.refusal.code == code


# Hostile orders.

HOSTILE = [
    ("a sum that is not", b"<CtrlSum>1300500.55", b"<CtrlSum>1300500.56", "document_contradicts"),
    ("a block's sum that is not", b"<CtrlSum>1300000.55", b"<CtrlSum>1", "document_contradicts"),
    ("a count that is not", b"<NbOfTxs>3", b"<NbOfTxs>2", "document_contradicts"),
    ("a block's count that is not", b"<NbOfTxs>2", b"<NbOfTxs>1", "document_contradicts"),
    ("a wrong IBAN", b"DE89370400440532013000", b"DE89370400440532013001", "identifier_wrong"),
    ("a payee's wrong IBAN", b"7654 32", b"7654 33", "identifier_wrong"),
    ("a negative amount", b">1200000.55</InstdAmt>", b">-1200000.55</InstdAmt>", "amount_negative"),
    ("an amount finer than a cent", b">1200000.55</InstdAmt>", b">1200000.555</InstdAmt>", "amount_too_fine"),
    ("an amount with an exponent", b">1200000.55</InstdAmt>", b">12e5</InstdAmt>", "number_not_plain"),
    ("an amount split by a comment", b">1200000.55</InstdAmt>", b">12<!-- -->00000.55</InstdAmt>", "xml_text_split"),
    ("an unknown currency", b'Ccy="JPY"', b'Ccy="QQQ"', "currency_unknown"),
    ("no currency", b'InstdAmt Ccy="JPY"', b"InstdAmt", "field_missing"),
    ("two amounts", b"</InstdAmt></Amt>", b'</InstdAmt><InstdAmt Ccy="EUR">1</InstdAmt></Amt>', "field_repeated"),
    ("an unknown method", b"<PmtMtd>CHK", b"<PmtMtd>IOU", "code_unknown"),
    ("a day that is none", b"2026-11-23", b"2026-02-30", "date_unknown"),
    ("no account", b"<Id>3200 0101 2345 678</Id>", b"", "field_missing"),
    ("no payer", b"<Dbtr><Nm>Harbour Metals Limited</Nm></Dbtr>", b"", "field_missing"),
    ("no message number", b"ORD-2026-77", b"", "field_empty"),
    ("no end-to-end number", b"<EndToEndId>E2E-3</EndToEndId>", b"", "field_missing"),
    ("no transfers", b"CdtTrfTxInf>", b"Transfers>", "field_missing"),
    ("a statement", b"pain.001.001.03", b"camt.053.001.03", "kind_unknown"),
    ("a version to come", b"pain.001.001.03", b"pain.001.001.99", "kind_unknown"),
    ("a version too old", b"pain.001.001.03", b"pain.001.001.02", "kind_unknown"),
    ("a direct debit", b"pain.001.001.03", b"pain.008.001.03", "kind_unknown"),
    ("a document type", b"<Document", b"<!DOCTYPE x [<!ENTITY e 'x'>]><Document", "xml_doctype"),
    ("half a file", b"</GrpHdr>", b"", "xml_malformed"),
]


@pytest.mark.parametrize(("before", "after", "code"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_what_does_not_hold_is_refused_with_its_reason(before: bytes, after: bytes, code: str) -> None:
    assert before in order()
    with pytest.raises(RefusalError) as caught:
        read_pain001(order().replace(before, after), SOURCE)
    assert caught.value.refused.refusal.code == code


def test_what_stands_in_another_namespace_is_kept() -> None:
    more = b'<SplmtryData><Envlp><x:PmtInf xmlns:x="urn:x" a="7"><x:Say>hello</x:Say></x:PmtInf></Envlp></SplmtryData>'
    data = order().replace(b"</CstmrCdtTrfInitn>", more + b"</CstmrCdtTrfInitn>")
    said = {row["said"] for row in read_pain001(data, SOURCE).tables["document_notes"]}
    assert {"hello", "7"} <= said


# Planted defects.


def test_the_check_catches_a_reader_that_drops_what_it_has_no_column_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pain001, "_HELD", pain001._HELD | {"ChrgBr"})  # noqa: SLF001 - where the defect is planted
    with pytest.raises(AssertionError):
        check_nothing_lost(order())


def test_the_round_trip_catches_a_writer_that_loses_a_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pain001_write, "_bic", lambda bic: bic[:4] + "XXXX")
    with pytest.raises(AssertionError):
        check_round_trip(BATCH)


def test_the_reader_catches_a_writer_that_sums_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pain001_write, "major", lambda money: Decimal(money.amount_minor))
    with pytest.raises(RefusalError):
        check_round_trip(BATCH)
