"""The camt reader beside an extraction that shares no code with it: nothing the bank wrote is lost."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from hefu.book.book import Book, Row
from hefu.book.readers.iso20022.camt import read_camt
from hefu.book.readers.iso20022.camt_message import Message
from hefu.book.readers.rows import Rows, Source
from hefu.core.currencies import EXPONENTS
from hefu.core.refusals import RefusalError
from tests.samples import ROOT, samples

OWN = "tests/book/readers/data/camt"
SOURCE = Source("file:test", "bank", "feed", datetime(2026, 11, 21, tzinfo=UTC))
FILES = samples(f"{OWN}*/*.xml", "iso20022-camt/camt*5[234]*.xml")

Signed = Counter[tuple[str, Decimal]]


def read(path: Path) -> Rows:
    return read_camt(path.read_bytes(), SOURCE)


def statement() -> bytes:
    return (ROOT / OWN / "statement_v8.xml").read_bytes()


# The oracle: the standard library's tree, walked by name.


def leaves(path: Path) -> Iterator[tuple[str, ET.Element, list[ET.Element]]]:
    """Every element as (name, element, what it stands in, outermost first)."""

    def walk(element: ET.Element, above: list[ET.Element]) -> Iterator[tuple[str, ET.Element, list[ET.Element]]]:
        yield name(element), element, above
        for child in element:
            yield from walk(child, [*above, element])

    yield from walk(ET.parse(path).getroot(), [])  # noqa: S314 - files of our own and of a pinned public corpus


def name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def value(element: ET.Element) -> str:
    return " ".join((element.text or "").split())


def has_statement(path: Path) -> bool:
    return any(word in {"Stmt", "Ntfctn", "Rpt"} for word, _, _ in leaves(path))


def amounts_written(path: Path) -> Signed:
    found: Signed = Counter()
    for word, element, above in leaves(path):
        currency = element.get("Ccy")
        if currency is None and any(name(one) == "TxsSummry" for one in above) and (word in {"Sum", "Amt"}):
            currency = "CNY"
        if currency:
            found[currency, Decimal(value(element))] += 1
    return found


def own(above: list[ET.Element], group: str) -> int:
    """The direction that the nearest such group says."""
    element = next(one for one in reversed(above) if name(one) == group)
    marks = [value(child) for child in element if name(child) == "CdtDbtInd"]
    return {"CRDT": 1, "DBIT": -1}[marks[0]] if marks else 0


def signed_written(path: Path, group: str) -> Signed:
    """Amounts that stand directly in a group, or as the transaction amount of a detail, with their direction."""
    found: Signed = Counter()
    for word, element, above in leaves(path):
        inside = [name(one) for one in above]
        if word != "Amt" or group not in inside or inside[-1] not in {group, "TxAmt"}:
            continue
        sign = own(above, group) or own(above, "Ntry")
        found[element.get("Ccy", ""), sign * Decimal(value(element))] += 1
    return found


def texts_written(path: Path, *words: str) -> set[str]:
    return {value(element) for word, element, _ in leaves(path) if word in words and value(element)}


def accounts_written(path: Path) -> set[str]:
    found = set()
    for word, element, above in leaves(path):
        inside = [name(one) for one in above]
        holder = len(inside) > 2 and inside[-1] == "Id" and inside[-2].endswith("Acct")
        # `Othr`, which version 1 called `PrtryAcct`.
        other = len(inside) > 3 and inside[-2] == "Id" and inside[-1] in {"Othr", "PrtryAcct"}
        if (word == "IBAN" and holder) or (word == "Id" and other and inside[-3].endswith("Acct")):
            found.add("".join(value(element).split()).upper())
    return found


def references_written(path: Path) -> set[str]:
    found = texts_written(path, "AcctSvcrRef", "NtryRef", "Nb", "Ref")
    for _, element, above in leaves(path):
        if above and name(above[-1]) == "Refs" and not len(element):
            found.add(value(element))
    return found


def days_written(path: Path) -> set[date]:
    found = set()
    for word, element, above in leaves(path):
        inside = [name(one) for one in above]
        dated = {"BookgDt", "ValDt"} & set(inside) or inside[-2:] == ["Bal", "Dt"]
        if word in {"Dt", "DtTm"} and dated and value(element):
            found.add(date.fromisoformat(value(element)[:10]))
    return found


# What the reader gave, in the same terms.


def major(row: Row, column: str) -> Decimal:
    return Decimal(row[column]).scaleb(-EXPONENTS[row["currency"]])


def amounts_kept(rows: Rows) -> Signed:
    kept: Signed = Counter()
    for table, column in (("payments", "amount_minor"), ("account_balances", "balance_minor")):
        kept.update((row["currency"], abs(major(row, column))) for row in rows.tables.get(table, []))
    for table in ("document_amounts", "document_references"):
        kept.update((r["currency"], r["amount_major"]) for r in rows.tables.get(table, []) if r.get("currency"))
    return kept


def balances_kept(rows: Rows) -> Signed:
    return Counter((row["currency"], major(row, "balance_minor")) for row in rows.tables.get("account_balances", []))


def payments_kept(rows: Rows, account_ids: set[str]) -> Signed:
    """Money in is positive: the account of the statement is the payee's. Within one account nothing shows it."""
    kept: Signed = Counter()
    for row in rows.tables.get("payments", []):
        into = row["payee_account_id"] in account_ids
        if not into or row["payer_account_id"] not in account_ids:
            kept[row["currency"], major(row, "amount_minor") * (1 if into else -1)] += 1
    return kept


def own_accounts(path: Path) -> set[str]:
    found = set()
    for word, element, above in leaves(path):
        inside = [name(one) for one in above]
        if (
            word in {"IBAN", "Id"}
            and "Ntry" not in inside
            and "Acct" in inside
            and "Ownr" not in inside
            and value(element)
        ):
            found.add("".join(value(element).split()).upper())
    return found


def check_amounts(path: Path) -> None:
    rows = read(path)
    assert amounts_kept(rows) == amounts_written(path)
    assert balances_kept(rows) == signed_written(path, "Bal")
    ids = {
        row["account_id"]
        for row in rows.tables["bank_accounts"]
        if row["account_id"].partition(":")[2] in own_accounts(path)
    }
    written = signed_written(path, "Ntry") | signed_written(path, "TxDtls")
    assert payments_kept(rows, ids) <= written


@pytest.mark.parametrize("path", FILES)
def test_every_amount_of_a_message_is_kept_with_currency_and_direction(path: Path) -> None:
    if has_statement(path):
        check_amounts(path)
    else:
        with pytest.raises(RefusalError, match=r"field_missing.*Stmt"):
            read(path)


READABLE = [case for case in FILES if has_statement(Path(str(case.values[0])))]


@pytest.mark.parametrize("path", READABLE)
def test_every_name_account_reference_and_day_is_kept(path: Path) -> None:
    rows = read(path)
    table = rows.tables
    payments = table.get("payments", [])
    names = {row.get("name") for row in table.get("parties", [])} | {
        row["owner_name"] for row in table["bank_accounts"]
    }
    names |= {row[column] for row in payments for column in ("payer_name", "payee_name")}
    assert names - {None} == texts_written(path, "Nm")
    assert {row["account_id"].partition(":")[2] for row in table["bank_accounts"]} == accounts_written(path)
    numbers = {row["number"] for row in table.get("document_references", [])}
    assert numbers == references_written(path)
    days = {row[column] for row in payments for column in ("booked_on", "valued_on")}
    days |= {row["balance_on"] for row in table.get("account_balances", [])}
    assert days - {None} == days_written(path)


@pytest.mark.parametrize("path", READABLE)
def test_rows_hold_to_the_schema_and_reading_twice_gives_the_same(path: Path) -> None:
    first, second = (Book.of_rows(read(path).tables).checked() for _ in range(2))
    assert first.sha256() == second.sha256()
    ids = [row["payment_id"] for row in first.rows("payments")]
    assert len(ids) == len(set(ids))


def by_entry(rows: Rows) -> dict[str, Row]:
    return {f"{row['entry_number']}:{row['amount_minor']}": row for row in rows.tables["payments"]}


def test_a_receipt_names_payer_account_and_invoice() -> None:
    rows = read_camt(statement(), SOURCE)
    paid = by_entry(rows)["1:120005000"]
    assert paid["payment_id"] == "account:320001012345678/B-7781"
    assert (paid["payer_id"], paid["payer_account_id"]) == ("lei:529900HEFUTESTCORP69", "iban:DE89370400440532013000")
    assert (paid["payee_id"], paid["payee_account_id"]) == ("uscc:91310000MA1FL0000N", "account:320001012345678")
    assert (paid["payee_name"], paid["purpose"]) == ("江苏示例钢铁", "货款 INV-2026- 0001")
    assert (paid["booked_on"], paid["valued_on"]) == (date(2026, 11, 20), date(2026, 11, 21))
    assert (paid["state"], paid["way"], paid["bank_code"]) == ("booked", "transfer", "PMNT/RCDT/DMCT")
    bill = next(r for r in rows.tables["document_references"] if r["kind"] == "RfrdDocInf")
    assert (bill["document_id"], bill["number"], bill["type_code"]) == (paid["payment_id"], "INV-2026-0001", "CINV")
    assert (bill["amount_major"], bill["issued_on"]) == (Decimal("1200050.00"), date(2026, 9, 1))
    roles = {
        (r["role"], r["party_id"]) for r in rows.tables["document_parties"] if r["document_id"] == paid["payment_id"]
    }
    assert ("DbtrAgt", "bic:EXBKDEHH") in roles
    assert len(roles) == 5


def test_a_reversal_a_batch_and_a_lump_make_the_payments_they_are() -> None:
    rows = read_camt(statement(), SOURCE)
    payments = {row["payment_id"].partition("/")[2]: row for row in rows.tables["payments"]}
    assert list(payments) == ["B-7781", "s-324.p1/2/reversal", "B-7782/1", "B-7782/2"]
    assert (payments["s-324.p1/2/reversal"]["state"], payments["s-324.p1/2/reversal"]["purpose"]) == (
        "reversed",
        "冲正",
    )
    assert payments["B-7782/2"]["payee_id"] == "clearing:102100099996"
    assert payments["B-7782/1"]["way"] == "bill"
    lump = read(ROOT / OWN / "notification_v2.xml").tables["payments"]
    assert [(row["amount_minor"], row["payer_name"]) for row in lump] == [(30_000, None), (500, "主账户")]


def test_a_report_of_the_day_gives_each_payment_in_the_state_the_bank_gives() -> None:
    rows = read(ROOT / f"{OWN}_report" / "report_v8.xml")
    assert rows.document_kind == "account_report"
    payments = [(row["payment_id"], row["state"], row["amount_minor"]) for row in rows.tables["payments"]]
    assert payments == [
        # The very id that the day's statement gives it, so that it is one payment and not two.
        ("account:320001012345678/B-7781", "booked", 120_005_000),
        ("account:320001012345678/report/s-324.p1/2", "pending", 200_000),
        ("account:320001012345678/report/s-324.p1/3", "information", 100_000),
    ]
    # The entry says what was booked and which way; its detail, in another currency, says the other side's view.
    assert [row["payer_account_id"] for row in rows.tables["payments"]][1:] == ["account:320001012345678"] * 2
    told = {row["payment_id"] for row in read(ROOT / OWN / "statement_v8.xml").tables["payments"]}
    assert {one for one, _, _ in payments} & told == {"account:320001012345678/B-7781"}
    (balance,) = rows.tables["account_balances"]
    assert (balance["type_code"], balance["balance_minor"]) == ("ITBD", 131_905_050)


V8 = b"camt.053.001.08"
OPENING = b'<Amt Ccy="CNY">120000.50</Amt>'
HOSTILE = [
    ("a document type", b"<Document ", b"<!DOCTYPE Document []><Document ", "xml_doctype"),
    ("a comment inside an amount", b">1200000.00<", b">1200<!-- -->000.00<", "xml_text_split"),
    ("an instruction inside an amount", b">1200000.00<", b">1200<?x?>000.00<", "xml_text_split"),
    ("an element inside an amount", b">1200000.00<", b">12<b/>00000.00<", "xml_text_split"),
    ("an amount without currency", b'<Amt Ccy="CNY">1200000.00<', b"<Amt>1200000.00<", "field_missing"),
    ("a charge without currency", b'<Amt Ccy="CNY">50.00<', b"<Amt>50.00<", "field_missing"),
    ("an unknown currency", b'Ccy="USD"', b'Ccy="ZZZ"', "currency_unknown"),
    ("a currency in small letters", b'<Amt Ccy="CNY">50', b'<Amt Ccy="cny">50', "currency_unknown"),
    ("no number", b">1200000.00<", b">NaN<", "number_not_plain"),
    ("an exponent", b">1200000.00<", b">1E2<", "number_not_plain"),
    ("full-width digits", b">1200000.00<", ">１２０００００.００<".encode(), "number_not_plain"),
    ("a plus sign", b">1200000.00<", b">+1200000.00<", "number_not_plain"),
    ("thousands grouped", b">1200000.00<", b">1,200,000.00<", "number_not_plain"),
    ("a tenth of a fen", b">1200000.00<", b">1200000.001<", "amount_too_fine"),
    ("a tenth of a fen in a charge", b">50.00<", b">50.001<", "amount_too_fine"),
    ("a million digits", b">1200000.00<", b">" + b"9" * 1_000_000 + b"<", "number_too_long"),
    ("beyond 64 bits", b">1200000.00<", b">99999999999999999999.00<", "number_too_large"),
    ("an empty amount", b">1200000.00<", b"><", "field_empty"),
    ("a negative payment", b">1000.00<", b">-1000.00<", "amount_negative"),
    ("an amount twice", OPENING, OPENING * 2, "field_repeated"),
    ("a direction twice", b"<CdtDbtInd>DBIT</CdtDbtInd>", b"<CdtDbtInd>DBIT</CdtDbtInd>" * 2, "field_repeated"),
    ("no direction", b"<CdtDbtInd>CRDT</CdtDbtInd>\n        <Sts>", b"<Sts>", "field_missing"),
    ("an unknown direction", b">DBIT<", b">BOTH<", "code_unknown"),
    ("an unknown state", b"<Cd>PDNG</Cd>", b"<Cd>GONE</Cd>", "code_unknown"),
    ("a state of the bank's own", b"<Cd>PDNG</Cd>", b"<Prtry>BOOK</Prtry>", "code_unknown"),
    ("an unknown reversal mark", b"<RvslInd>true", b"<RvslInd>yes", "code_unknown"),
    ("a balance without day", b"<Dt><Dt>2026-11-19</Dt></Dt>", b"", "field_missing"),
    ("a day that is none", b"<Dt>2026-11-19</Dt>", b"<Dt>2026-02-30</Dt>", "date_unknown"),
    ("a time that is none", b"T23:59:59.999999999", b"T23h59", "date_unknown"),
    ("a balance of no type", b"<Cd>OPBD</Cd>", b"<Cd/>", "field_missing"),
    ("an unknown currency of the account", b"<Ccy>CNY</Ccy>", b"<Ccy>XYZ</Ccy>", "currency_unknown"),
    ("no account number", b"<Id>3200 0101 2345 678</Id>", b"", "field_missing"),
    ("no statement number", b"<Id>S-324</Id>", b"", "field_missing"),
    ("an account report's name", V8, b"camt.052.001.08", "field_missing"),
    ("a version to come", V8, b"camt.053.001.99", "kind_unknown"),
    ("a payment order", V8, b"pain.001.001.08", "kind_unknown"),
    ("another body", b"BkToCstmrStmt>", b"BkToCstmrAcctRpt>", "field_missing"),
    ("half a file", b"</Stmt>", b"", "xml_malformed"),
]


@pytest.mark.parametrize(("before", "after", "code"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_what_does_not_hold_is_refused_with_its_reason(before: bytes, after: bytes, code: str) -> None:
    data = statement()
    assert before in data
    with pytest.raises(RefusalError) as caught:
        read_camt(data.replace(before, after), SOURCE)
    assert caught.value.refused.refusal.code == code


HONEST = [
    ("zeros behind the fen", b">1200000.00<", b">1200000.00000<"),
    ("a comment between elements", b"<Stmt>", b"<!-- a page --><Stmt>"),
    ("blanks around an amount", b">1200000.00<", b">\n 1200000.00 \n<"),
    ("a state in the old spelling", b"<Sts><Cd>BOOK</Cd></Sts>", b"<Sts>BOOK</Sts>"),
    ("a day with its zone", b"<Dt>2026-11-19</Dt>", b"<Dt>2026-11-19+08:00</Dt>"),
    ("the newest version", V8, b"camt.053.001.13"),
]


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in HONEST], ids=[case[0] for case in HONEST])
def test_another_spelling_of_the_same_gives_the_same_rows(before: bytes, after: bytes) -> None:
    data = statement()
    assert before in data
    assert read_camt(data.replace(before, after), SOURCE).tables == read_camt(data, SOURCE).tables


def test_a_reference_that_stands_twice_is_no_identity() -> None:
    rows = read_camt(statement().replace(b"B-7782", b"B-7781").replace(b">1</NtryRef>", b">1</NtryRef>"), SOURCE)
    ids = [row["payment_id"].partition("/")[2] for row in rows.tables["payments"]]
    assert ids == ["B-7781", "s-324.p1/2/reversal", "B-7781/1", "B-7781/2"]
    single = statement().replace(b"NONREF", b"B-7781").replace(b"<RvslInd>true", b"<RvslInd>false")
    ids = [row["payment_id"].partition("/")[2] for row in read_camt(single, SOURCE).tables["payments"]]
    assert ids[:2] == ["s-324.p1/1", "s-324.p1/2"]


def test_the_amount_check_catches_a_reader_that_drops_what_it_has_no_place_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Message, "sweep", lambda *_: None)
    with pytest.raises(AssertionError):
        check_amounts(ROOT / OWN / "statement_v8.xml")


def test_the_amount_check_catches_a_reader_that_turns_a_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Message.sign
    monkeypatch.setattr(Message, "sign", lambda self, parent: -(honest(self, parent) or 0) or None)
    with pytest.raises(AssertionError):
        check_amounts(ROOT / OWN / "statement_v8.xml")
