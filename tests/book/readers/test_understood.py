"""What was understood from a document: true, short, in both languages, and harmless whatever the document says."""

from __future__ import annotations

import csv
import pickle
import string
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Row
from hefu.book.readers.detect import read_document
from hefu.book.readers.folder import read_folder
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.sandbox import batch
from hefu.book.readers.sandbox.batch import Job, read_jobs
from hefu.book.readers.understood import SENTENCES_MAX, understood
from hefu.book.readers.understood_words import EVENT_KINDS, NOUNS, UNDERSTOOD
from hefu.book.schema import SCHEMA
from hefu.core.texts import Language, Message
from tests.samples import ROOT, samples

AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
SOURCE = Source("file:1", "bank", "feed", AT, file_name="paper")
DAY = date(2026, 11, 3)
READERS = ROOT / "tests" / "book" / "readers"


def said(messages: Sequence[Message], language: Language = Language.EN) -> list[str]:
    return [message.render(language, UNDERSTOOD) for message in messages]


def rows_of(tables: dict[str, list[Row]], kind: str = "table") -> Rows:
    rows = Rows(SOURCE, kind)
    for name, some in tables.items():
        for row in some:
            rows.add(name, row)
    return rows


DOCUMENTS = [
    (
        "ubl/invoice.xml",
        [
            "Invoice INV-2026-001 of 10 Mar 2026, from 佛山联钢有限公司 to 宁波重工股份有限公司",
            "2 lines, CNY 1,007.00 payable by 9 May 2026",
            "To be paid to Southern Factoring Ltd, not to the seller",
        ],
        [
            "发票 INV-2026-001，2026-03-10，卖方：佛山联钢有限公司，买方：宁波重工股份有限公司",
            "2 行，应付 CNY 1,007.00，2026-05-09 到期",
            "收款人为 Southern Factoring Ltd，不是卖方",
        ],
    ),
    (
        "ubl/despatch_advice.xml",
        [
            "Despatch advice DA-31 of 27 Feb 2026, from 佛山联钢有限公司 to 宁波重工股份有限公司",
            "1 line, 2.500 t",
            "For order PO-9",
        ],
        [
            "发货通知 DA-31，2026-02-27，发货方：佛山联钢有限公司，收货方：宁波重工股份有限公司",
            "1 行，共 2.500 吨",
            "对应订单 PO-9",
        ],
    ),
    (
        "einvoice/red_whole.xml",
        [
            "Credit note 26322000000012349001 of 20 Sep 2026, from 苏州合钢贸易有限公司 to 无锡精机制造有限公司",
            "2 lines, CNY 5,204.28 credited",
        ],
        [
            "红字发票（贷项）26322000000012349001，2026-09-20，卖方：苏州合钢贸易有限公司，买方：无锡精机制造有限公司",
            "2 行，冲减 CNY 5,204.28",
        ],
    ),
    (
        "data/camt/statement_v8.xml",
        [
            "Bank statement S-324, account 320001012345678 (江苏示例钢铁有限公司)",
            "4 movements, 20 Nov 2026; in CNY 1,200,050.00, out CNY 201,000.00",
            "Opening CNY −120,000.50 on 19 Nov 2026, closing CNY 878,999.50 on 20 Nov 2026",
        ],
        [
            "银行对账单 S-324，账户 320001012345678（江苏示例钢铁有限公司）",
            "4 笔资金，2026-11-20；收入 CNY 1,200,050.00，支出 CNY 201,000.00",
            "期初 CNY −120,000.50（2026-11-19），期末 CNY 878,999.50（2026-11-20）",
        ],
    ),
    (
        "epcis/query.jsonld",
        ["EPCIS, 2 events, 20 Nov 2026 (local time)", "Kinds of events: object 1, transformation 1"],
        ["EPCIS，2 个事件，2026-11-20（当地时间）", "事件类别：对象 1、加工 1"],
    ),
]


@pytest.mark.parametrize(("name", "en", "zh"), DOCUMENTS, ids=[case[0] for case in DOCUMENTS])
def test_a_document_is_told_as_somebody_would_tell_it(name: str, en: list[str], zh: list[str]) -> None:
    found = understood(read_document((READERS / name).read_bytes(), SOURCE))
    assert said(found) == en
    assert said(found, Language.ZH) == zh


def movement(number: int, direction: str, tonnes: int, unit: str = "TNE") -> Row:
    happened = datetime(2026, 10, number, 6, tzinfo=UTC)
    return {"direction": direction, "quantity_milli": tonnes * 1000, "unit": unit, "happened_at": happened}


def payment(payer: str, payee: str, amount_minor: int, **more: object) -> Row:
    return {
        "payment_id": "account:1/7",
        "payer_account_id": payer,
        "payee_account_id": payee,
        "amount_minor": amount_minor,
        "currency": "CNY",
        "booked_on": DAY,
        **more,
    }


def invoice(number: str, payable_minor: int, currency: str = "CNY", day: int = 3) -> Row:
    return {
        "number": number,
        "kind": "invoice",
        "seller_id": "uscc:1",
        "buyer_id": "unnamed:2",
        "issued_on": date(2026, 11, day),
        "payable_minor": payable_minor,
        "currency": currency,
    }


MADE: list[tuple[str, dict[str, list[Row]], list[str]]] = [
    (
        "a gate log",
        {"movements": [movement(1, "in", 12), movement(20, "out", 5)]},
        ["2 movements of goods, 1 Oct 2026 – 20 Oct 2026 (UTC+8)", "In 12.000 t, out 5.000 t"],
    ),
    (
        "two units are not added",
        {"movements": [movement(1, "in", 12), movement(2, "in", 5, "EA")]},
        ["2 movements of goods, 1 Oct 2026 – 2 Oct 2026 (UTC+8)"],
    ),
    (
        "several invoices",
        {"invoices": [invoice("1", 100), invoice("2", 250, day=9)]},
        ["2 invoices, 3 Nov 2026 – 9 Nov 2026, CNY 3.50 in all"],
    ),
    (
        "two currencies",
        {"invoices": [invoice("1", 100), invoice("2", 250, "USD")]},
        ["2 invoices, 3 Nov 2026, CNY 1.00, USD 2.50 in all"],
    ),
    (
        "a party without a name",
        {"invoices": [invoice("1", 100)]},
        ["Invoice 1 of 3 Nov 2026, from 1 to –", "0 lines, CNY 1.00 payable"],
    ),
    (
        "an account without a statement",
        {"payments": [payment("account:1", "account:2", 500)]},
        ["Account 1", "1 movement, 3 Nov 2026; in CNY 0.00, out CNY 5.00"],
    ),
    (
        "payments of nobody's account",
        {"payments": [payment("account:8", "account:9", 500)]},
        ["1 movement, 3 Nov 2026, CNY 5.00 in all"],
    ),
    (
        "another table",
        {"prices": [{}, {}], "warehouses": [{}]},
        ["2 prices, 1 warehouse"],
    ),
    (
        "nothing",
        {},
        ["The file holds no facts."],
    ),
]


@pytest.mark.parametrize(("tables", "expected"), [case[1:] for case in MADE], ids=[case[0] for case in MADE])
def test_a_table_of_facts_is_counted_and_added_up(tables: dict[str, list[Row]], expected: list[str]) -> None:
    assert said(understood(rows_of(tables))) == expected


def test_an_order_to_pay_is_not_told_as_a_payment() -> None:
    rows = rows_of({"payments": [payment("account:1", "account:2", 500, statement_number="ORD-7")]}, "payment_order")
    assert said(understood(rows))[0] == "Payment order ORD-7: money asked to move, not moved yet"


def gate_log() -> list[dict[str, str]]:
    text = (ROOT / "examples/steel/sound/from-warehouse/gate.csv").read_text(encoding="gb18030")
    return list(csv.DictReader(text.splitlines()))


def test_a_gate_log_read_by_its_mapping_is_told() -> None:
    report = read_folder(ROOT / "examples" / "steel" / "sound", AT)
    told = {file.name: said(file.understood) for file in report.files}
    gate = told["from-warehouse/gate.csv"]
    assert gate[0] == "77 movements of goods, 2 Nov 2026 – 14 Nov 2026 (UTC+8)"
    tonnes = {side: sum(float(line["重量（吨）"]) for line in gate_log() if line["方向"] == side) for side in "进出"}
    assert gate[1] == f"In {tonnes['进']:,.3f} t, out {tonnes['出']:,.3f} t"
    assert [name for name, sentences in told.items() if not sentences] == []


@pytest.mark.parametrize("path", samples("tests/book/readers/ubl/*.xml", "ubl-examples/**/*.xml"))
def test_every_document_that_is_read_is_told_in_both_languages(path: Path) -> None:
    outcomes, _ = read_jobs([Job(0, path.read_bytes(), SOURCE)], read_document)
    [outcome] = outcomes
    assert bool(outcome.refused) != bool(outcome.understood)
    assert len(outcome.understood) <= SENTENCES_MAX
    for language in Language:
        assert all(sentence and "{" not in sentence for sentence in said(outcome.understood, language))


HOSTILE = ["{0}", "{buyer}", "}{", "\x1b[2J", "<script>", "a\u202eb", "x" * 10_000, "\n\n", "%s", "\ud7ff"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_document_says_stays_short_prints_and_is_no_format(name: str) -> None:
    row = {**invoice(name, 100), "order_number": name}
    rows = rows_of({"invoices": [row], "parties": [{"party_id": "uscc:1", "name": name}]})
    for language in Language:
        for sentence in said(understood(rows), language):
            assert sentence.isprintable()
            assert len(sentence) < 250


@given(st.text(), st.text(), st.integers(0, 10**15))
def test_any_text_and_amount_gives_sentences_and_the_same_ones_again(number: str, name: str, amount_minor: int) -> None:
    def once() -> tuple[Message, ...]:
        row = invoice(number, amount_minor)
        return understood(rows_of({"invoices": [row], "parties": [{"party_id": "uscc:1", "name": name}]}))

    first = once()
    assert first == once() == pickle.loads(pickle.dumps(first))  # noqa: S301 - our own bytes, as from a child
    assert all(sentence.isprintable() for sentence in said(first))


def test_a_document_is_kept_though_no_words_are_found_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def speechless(_: Rows) -> tuple[Message, ...]:
        raise KeyError

    monkeypatch.setattr(batch, "understood", speechless)
    outcomes, tables = read_jobs([Job(0, (READERS / "ubl/order.xml").read_bytes(), SOURCE)], read_document)
    assert (outcomes[0].document_kind, outcomes[0].understood, tables["orders"].num_rows) == ("Order", (), 1)


def fields_of(literal: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(literal) if name is not None}


@pytest.mark.parametrize("code", UNDERSTOOD)
def test_every_sentence_names_the_same_in_both_languages(code: str) -> None:
    assert fields_of(UNDERSTOOD[code].en) == fields_of(UNDERSTOOD[code].zh)


def test_nouns_are_those_of_tables_and_every_kind_of_event_has_a_word() -> None:
    assert set(NOUNS) - set(SCHEMA) == {"lines", "bank_statements"}
    assert set(EVENT_KINDS) == set(SCHEMA["trace_events"].column("kind").codes)
    assert [name for name, words in NOUNS.items() if not all(words)] == []
